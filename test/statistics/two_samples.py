"""Reads pairs of samples, writes what SciPy says of each; both JSON. Started once by scipy.test.ts."""

import json
import math
import sys

import numpy as np
from scipy import stats

# SciPy's exact test takes no notice of ties; where few enough, it can count all permutations instead.
MOST_PERMUTATIONS = 3_000


def rank_test(first, second, method):
    if method == "normal":
        return stats.mannwhitneyu(first, second, method="asymptotic")
    if len(set(first + second)) == len(first) + len(second):
        return stats.mannwhitneyu(first, second, method="exact")
    permutations = math.comb(len(first) + len(second), len(first))
    if permutations > MOST_PERMUTATIONS or min(len(first), len(second)) < 2:
        return None
    every = stats.PermutationMethod(n_resamples=np.inf)
    return stats.mannwhitneyu(first, second, method=every)


def interval(base, candidate, confidence):
    """The shifts that are not rejected, tried one by one; null where not even the furthest is."""
    steps = sorted({of - by for of in candidate for by in base})
    furthest = steps[-1] - steps[0] + 1
    gaps = [(low + high) / 2 for low, high in zip(steps, steps[1:])]
    edges = [steps[0] - furthest, *gaps, steps[-1] + furthest]
    kept = [
        rank_test(base, [of - shift for of in candidate], "exact").pvalue > 1 - confidence
        for shift in edges
    ]
    if kept[0] or kept[-1] or not any(kept):
        return None
    last = len(kept) - 1 - kept[::-1].index(True)
    return [steps[kept.index(True) - 1], steps[last]]


def spread_test(first, second):
    """Exact without ties, and below 55 values."""
    if len(set(first + second)) < len(first) + len(second) or max(len(first), len(second)) >= 55:
        return None
    return float(stats.ansari(first, second).pvalue)


def answer(pair):
    first, second = pair["first"], pair["second"]
    ranks = rank_test(first, second, pair["method"])
    distance = stats.ks_2samp(first, second, method="exact")
    return {
        "u": None if ranks is None else float(ranks.statistic),
        "rankP": None if ranks is None else float(ranks.pvalue),
        "spreadP": spread_test(first, second),
        "distance": float(distance.statistic),
        "distanceP": float(distance.pvalue),
        "interval": interval(first, second, 0.95) if pair["invert"] else None,
    }


json.dump([answer(pair) for pair in json.load(sys.stdin)], sys.stdout)
