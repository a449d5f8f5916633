"""Reads {"window", "maxPValue", "minMagnitude", "series": [[...], ...]} and writes Apache Otava's change points of each."""

import json
import sys
import warnings

from otava.analysis import compute_change_points

warnings.simplefilter("ignore")
asked = json.load(sys.stdin)


def points(series):
    found, _ = compute_change_points(
        series,
        window_len=asked["window"],
        max_pvalue=asked["maxPValue"],
        min_magnitude=asked["minMagnitude"],
    )
    return [
        {
            "index": int(point.index),
            "pValue": float(point.stats.pvalue),
            "meanBefore": float(point.stats.mean_1),
            "meanAfter": float(point.stats.mean_2),
        }
        for point in found
    ]


json.dump([points(series) for series in asked["series"]], sys.stdout)
