"""The learned weights of the features of `features`, and the threshold of the linkage.

Logistic regression over all pairs of true readings of the story cases; the mean grouping score with
each case left out in turn is in benchmarks/RESULTS.md. Learned anew by `benchmarks/learn_collation.py`.
"""

from __future__ import annotations

WEIGHTS: dict[str, float] = {
    "same": 3.98,
    "near": 2.76,
    "slip": -0.02,
    "unit": 0.2,
    "clash": -1.46,
    "rank": 0.61,
    "inside": -1.33,
    "local": 2.56,
    "counted": 0.9,
    "sentence": 0.95,
    "aligned": 0.43,
    "aligned rank": 0.88,
    "telling": 2.18,
    "title": 1.09,
    "fate": 0.8,
    "fates": -2.0,
    "left over": 2.5,
    "slid": 2.83,
    "slid aligned": 2.0,
    "slip aligned": 4.0,
    "slip local": 3.0,
    "toll": 2.0,
    "toll local": 2.0,
    "moved": 2.66,
    "same local": 1.02,
    # Set by hand: the sentence says so itself.
    "corrects": 6.0,
}
BIAS = -5.66
# Groups whose average pair is likelier than this to answer one question are joined.
THRESHOLD = 0.4
