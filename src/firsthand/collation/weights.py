"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 3.85,
    "near": 2.58,
    "slip": 0.11,
    "unit": 0.17,
    "clash": -1.04,
    "rank": 0.71,
    "inside": -1.52,
    "local": 3.68,
    "counted": 0.76,
    "sentence": 0.71,
    "aligned": 0.32,
    "aligned rank": 1.4,
    "telling": 2.38,
    "title": 1.21,
    "moved": 3.31,
    "same local": 0.61,
}
BIAS = -5.79
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.4
