"""Average linkage with vetoes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from firsthand.collation.clusters import cluster


def symmetric(raw: np.ndarray) -> np.ndarray:
    return (raw + raw.T) / 2


@given(st.integers(1, 9).flatmap(lambda n: arrays(float, (n, n), elements=st.floats(0, 1))), st.floats(0, 1))
def test_groups_are_a_partition_and_keep_the_vetoes(raw: np.ndarray, threshold: float) -> None:
    scores = symmetric(raw)
    forbidden = symmetric(raw) > 0.8
    groups = cluster(scores, forbidden, threshold)
    assert sorted(n for group in groups for n in group) == list(range(len(raw)))
    assert not any(forbidden[i, j] for group in groups for i in group for j in group if i != j)


def test_one_no_outweighs_any_number_of_yes() -> None:
    scores = np.full((3, 3), 0.9)
    forbidden = np.zeros((3, 3), dtype=bool)
    forbidden[0, 2] = forbidden[2, 0] = True
    assert len(cluster(scores, forbidden, 0.5)) == 2


def test_nothing_joins_below_the_threshold() -> None:
    assert cluster(np.full((3, 3), 0.4), np.zeros((3, 3), dtype=bool), 0.5) == ((0,), (1,), (2,))
