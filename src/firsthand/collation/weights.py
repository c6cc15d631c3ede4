"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 3.94,
    "near": 2.76,
    "slip": 0.06,
    "unit": 0.2,
    "clash": -1.5,
    "rank": 0.61,
    "inside": -1.32,
    "local": 2.68,
    "counted": 0.92,
    "sentence": 0.86,
    "aligned": 0.51,
    "aligned rank": 1.16,
    "telling": 2.2,
    "title": 1.13,
    "fate": 0.8,
    "fates": -2.0,
    "slid": 2.8,
    "slid aligned": 2.0,
    "slip aligned": 4.0,
    "slip local": 3.0,
    "toll": 2.0,
    "toll local": 2.0,
    "moved": 2.68,
    "same local": 0.92,
}
BIAS = -5.66
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.35
