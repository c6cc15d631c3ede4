"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 4.97,
    "near": 2.86,
    "slip": -0.01,
    "unit": 0.34,
    "clash": -1.03,
    "rank": 0.88,
    "inside": -1.43,
    "local": 4.16,
    "counted": 0.59,
    "sentence": 0.85,
    "aligned": 0.22,
    "aligned rank": 1.35,
    "same local": 1.18,
}
BIAS = -5.91
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.3
