from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.grouping import linkage
from firsthand.grouping.linkage import UNSEEN, cluster


def table(seed, count):
    scores = np.random.default_rng(seed).uniform(UNSEEN, 1, (count, count))
    return np.triu(scores, 1) + np.triu(scores, 1).T


def clustered(scores, least=0.5):
    first, second = np.triu_indices(len(scores), 1)
    pairs = first.astype(np.int64), second.astype(np.int64), scores[first, second]
    return cluster(len(scores), pairs, least, lambda one, other: scores[one, other])


def plainly(scores, least=0.5):
    """Average linkage, as the book has it."""
    groups = [[n] for n in range(len(scores))]
    while len(groups) > 1:
        mean, a, b = max(
            (scores[np.ix_(groups[a], groups[b])].mean(), a, b) for b in range(len(groups)) for a in range(b)
        )
        if mean < least:
            break
        groups[a] += groups.pop(b)
    return sorted(sorted(group) for group in groups)


def as_groups(labels):
    return sorted(np.flatnonzero(labels == one).tolist() for one in np.unique(labels))


@given(st.integers(1, 14), st.integers(0, 2**32 - 1))
def test_clusters_are_those_of_average_linkage(count, seed):
    scores = table(seed, count)
    assert as_groups(clustered(scores)) == plainly(scores)


@given(st.integers(1, 14), st.integers(0, 2**32 - 1))
def test_large_pieces_give_the_same_from_the_pairs_alone(count, seed):
    scores = table(seed, count)
    exact, linkage.EXACT = linkage.EXACT, 2
    try:
        assert as_groups(clustered(scores)) == plainly(scores)
    finally:
        linkage.EXACT = exact


def test_a_piece_that_is_too_large_is_split_at_its_weakest_pairs(monkeypatch):
    monkeypatch.setattr(linkage, "LARGEST", 4)
    scores = np.full((8, 8), UNSEEN)
    scores[:4, :4] = scores[4:, 4:] = 0.9
    scores[3, 4] = scores[4, 3] = 0.51
    assert as_groups(clustered(scores)) == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_clusters_are_numbered_by_their_first_items():
    scores = np.full((4, 4), UNSEEN)
    scores[0, 2] = scores[2, 0] = scores[1, 3] = scores[3, 1] = 0.9
    assert clustered(scores).tolist() == [0, 1, 0, 1]


def test_what_is_surely_alike_stays_together_however_much_it_is(monkeypatch):
    monkeypatch.setattr(linkage, "LARGEST", 4)
    assert as_groups(clustered(np.full((9, 9), 0.9))) == [list(range(9))]
