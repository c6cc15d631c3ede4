"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 3.71,
    "near": 2.8,
    "slip": 0.01,
    "unit": 0.26,
    "clash": -1.05,
    "rank": 0.75,
    "inside": -1.57,
    "local": 3.98,
    "counted": 0.86,
    "sentence": 0.71,
    "aligned": 0.32,
    "aligned rank": 1.35,
    "telling": 2.47,
    "title": 1.2,
    "same local": 0.45,
}
BIAS = -5.85
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.3
