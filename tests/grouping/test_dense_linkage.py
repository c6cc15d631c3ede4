from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.grouping.linkage import UNSEEN, cluster, cluster_dense, link


@given(
    st.integers(0, 20),
    st.integers(0, 2**32 - 1),
    st.sampled_from((2, 8, 10**6)),
    st.sampled_from((0.3, 0.8, 1)),
)
def test_all_ways_of_linking_make_the_same_clusters(count, seed, steps, share):
    chance = np.random.default_rng(seed)
    pairs = [(a, b) for a in range(count) for b in range(a + 1, count) if chance.random() < share]
    first, second = np.array(pairs, dtype=np.int64).reshape(-1, 2).T
    # Few steps make many equal scores, where the first pair must win.
    scores = np.round(chance.uniform(UNSEEN, 6, len(pairs)) * steps) / steps
    plain = cluster(count, zip(first.tolist(), second.tolist(), scores.tolist(), strict=True), 0.5)
    assert cluster_dense(count, first, second, scores, 0.5) == plain
    assert link(count, first, second, scores, 0.5) == plain
