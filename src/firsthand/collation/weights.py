"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 3.95,
    "near": 2.77,
    "slip": -0.07,
    "unit": 0.03,
    "clash": -1.04,
    "rank": 0.63,
    "inside": -1.36,
    "local": 2.76,
    "counted": 0.69,
    "sentence": 1.04,
    "aligned": 0.49,
    "aligned rank": 1.36,
    "telling": 2.19,
    "title": 1.14,
    "fate": 0.8,
    "fates": -2.0,
    "slid": 0.0,
    "slid aligned": 5.0,
    "slip aligned": 4.0,
    "slip local": 3.0,
    "toll": 2.0,
    "toll local": 2.0,
    "moved": 2.66,
    "same local": 0.83,
}
BIAS = -5.74
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.35
