"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 5.26,
    "near": 4.19,
    "slip": 0.25,
    "unit": 2.92,
    "clash": -0.68,
    "rank": 1.23,
    "inside": -1.33,
    "local": 3.73,
    "counted": 2.73,
    "sentence": 0.28,
    "aligned": 0.21,
    "aligned rank": 0.89,
    "same local": 1.74,
}
BIAS = -10.15
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.35
