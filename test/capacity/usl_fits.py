"""Reads curves, writes the parameters that SciPy fits to each; both JSON. Started once by scipy-usl.test.ts."""

import json
import sys

import numpy as np
from scipy.optimize import curve_fit


def law(n, rate, sigma, kappa):
    return rate * n / (1 + sigma * (n - 1) + kappa * n * (n - 1))


def squares(curve, fitted):
    n, x = np.array(curve["n"], float), np.array(curve["x"], float)
    return float(np.sum(((law(n, *fitted) - x) / (x if curve["relative"] else x.max())) ** 2))


def fit(curve):
    """From several starts, since with bounds its answer depends on where it starts."""
    n, x = np.array(curve["n"], float), np.array(curve["x"], float)
    found = []
    for sigma, kappa in [(0.01, 1e-4), (0.3, 1e-2)]:
        fitted, _ = curve_fit(
            law, n, x, p0=[(x / n).max(), sigma, kappa], sigma=x if curve["relative"] else None,
            bounds=([0, 0, 0], np.inf), x_scale=[x.max(), 0.1, 0.01], max_nfev=10_000,
            xtol=1e-13, ftol=1e-13, gtol=1e-13,
        )
        found.append(fitted)
    best = min(found, key=lambda one: squares(curve, one))
    return {"parameters": [float(value) for value in best], "squares": squares(curve, best)}


json.dump([fit(curve) for curve in json.load(sys.stdin)], sys.stdout)
