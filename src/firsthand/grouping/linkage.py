"""Average linkage, piece by piece: what no strong pair holds together is never looked at as one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Pairs = tuple[Ints, Ints, Floats]
Weigh = Callable[[Ints, Ints], Floats]

# What a pair counts that was not weighed: about what two articles of a pile that share nothing have.
UNSEEN = 0.1
# In pieces up to this size every pair is weighed, 32 an article at most.
EXACT = 64
# Larger pieces are first split at stronger pairs: 3,000 articles have 9 million scores, 72 MB.
LARGEST = 3000
# By how much stronger, each time; what is as alike as the last is of one event, however much it is.
STEP, CERTAIN = 0.02, 0.6


def cluster(count: int, pairs: Pairs, least: float, weigh: Weigh) -> Ints:
    """The cluster of each of the items 0…count-1, numbered in the order of their first items.

    Two clusters are joined, the likest first, while the mean score of all pairs across them is at least
    `least`. A join needs a pair of that score, so each connected piece of such pairs is linked by itself;
    a piece of more than `LARGEST` items is split at stronger pairs until none is.

    Source: average linkage (UPGMA), Sokal and Michener 1958.
    """
    label = np.arange(count, dtype=np.int64)
    pieces = _pieces(label, pairs, least)
    for (members, _), scores in zip(pieces, _scored(pieces, weigh), strict=True):
        label[members] = members.min() if scores is None else members[_linked(scores, least)]
    numbered: Ints = np.unique(label, return_inverse=True)[1].astype(np.int64)
    return numbered


def _linked(scores: Floats, least: float) -> Ints:
    """For each item of a piece, the first of its cluster; `scores` are those of all with all.

    Two that are each other's nearest are joined at once: no later join can change that they are.

    Cost: the square of the items.

    Source: the chain of nearest neighbours, Benzécri 1982, as in Müllner, Modern hierarchical,
    agglomerative clustering algorithms, 2011.
    """
    count = scores.shape[0]
    apart = np.clip(1.0 - scores, 0.0, None)
    np.fill_diagonal(apart, np.inf)
    sizes = np.ones(count)
    left, right = [], []
    chain: list[int] = []
    for _ in range(count - 1):
        one, other = _nearest_pair(apart, sizes, chain)
        if apart[one, other] <= 1.0 - least:
            left.append(one)
            right.append(other)
        # The two become one in the place of the second: as far from the others as its items are on average.
        mean = (sizes[one] * apart[one] + sizes[other] * apart[other]) / (sizes[one] + sizes[other])
        mean[other] = np.inf
        apart[other], apart[:, other] = mean, mean
        apart[one], apart[:, one] = np.inf, np.inf
        sizes[one], sizes[other] = 0.0, sizes[one] + sizes[other]
    return _connected(count, np.array(left, dtype=np.int64), np.array(right, dtype=np.int64))


def _nearest_pair(apart: Floats, sizes: Floats, chain: list[int]) -> tuple[int, int]:
    """Two clusters that are each other's nearest, the lower first; `chain` is gone on with, and cut."""
    if not chain:
        chain.append(int(np.argmax(sizes > 0)))
    while True:
        here = chain[-1]
        there = int(np.argmin(apart[here]))
        if len(chain) > 1 and apart[here, chain[-2]] <= apart[here, there]:
            other = chain[-2]
            del chain[-2:]
            return min(here, other), max(here, other)
        chain.append(there)


def _connected(count: int, first: Ints, second: Ints) -> Ints:
    """For each of the items 0…count-1 the first one that the pairs connect it with.

    Every item takes the lowest number of its neighbours, then that one's, until none changes: a few
    rounds, since the way to the lowest is halved in each.
    """
    lowest = np.arange(count, dtype=np.int64)
    while True:
        one, other = lowest[first], lowest[second]
        parted = one != other
        if not parted.any():
            return lowest
        first, second, one, other = first[parted], second[parted], one[parted], other[parted]
        np.minimum.at(lowest, np.maximum(one, other), np.minimum(one, other))
        while (further := lowest[lowest]).tobytes() != lowest.tobytes():
            lowest = further


def _pieces(items: Ints, pairs: Pairs, least: float) -> list[tuple[Ints, Pairs]]:
    """The connected pieces of two and more, each with the pairs inside it."""
    first, second, score = pairs
    here = np.searchsorted(items, first), np.searchsorted(items, second)
    strong = score >= least
    lowest = _connected(items.size, here[0][strong], here[1][strong])
    piece = np.unique(lowest, return_inverse=True)[1].astype(np.int64)
    size = np.bincount(piece, minlength=1)
    inside = np.nonzero((piece[here[0]] == piece[here[1]]) & (size[piece[here[0]]] > 1))[0]
    inside = inside[np.argsort(piece[here[0][inside]], kind="stable")]
    order = np.argsort(piece, kind="stable")
    ends = np.cumsum(size)
    pair_ends = np.searchsorted(piece[here[0][inside]], np.arange(size.size), side="right")
    found = []
    for n in np.nonzero(size > 1)[0].tolist():
        members = items[order[ends[n] - size[n] : ends[n]]]
        mine = inside[(pair_ends[n - 1] if n else 0) : pair_ends[n]]
        held = first[mine], second[mine], score[mine]
        if size[n] > LARGEST and least < CERTAIN:
            found += _pieces(members, held, least + STEP)
        else:
            found.append((members, held))
    return found


def _scored(pieces: list[tuple[Ints, Pairs]], weigh: Weigh) -> list[Floats | None]:
    """The scores of all with all of each piece; None where the piece is one cluster as it is."""
    small = [members for members, _ in pieces if 2 < members.size <= EXACT]
    empty = np.zeros(0, dtype=np.int64)
    places = [np.triu_indices(members.size, 1) for members in small]
    first = np.concatenate([empty, *(m[row] for m, (row, _) in zip(small, places, strict=True))])
    second = np.concatenate([empty, *(m[column] for m, (_, column) in zip(small, places, strict=True))])
    ends = np.cumsum([row.size for row, _ in places])
    exact = iter(np.split(np.maximum(weigh(first, second), UNSEEN), ends[:-1]))
    found: list[Floats | None] = []
    for members, (one, other, score) in pieces:
        if 2 < members.size <= EXACT:
            row, column = np.triu_indices(members.size, 1)
            found.append(_table(members.size, row, column, next(exact)))
        elif _is_one(members):
            found.append(None)
        else:
            row, column = np.searchsorted(members, one), np.searchsorted(members, other)
            found.append(_table(members.size, row, column, np.maximum(score, UNSEEN)))
    return found


def _is_one(members: Ints) -> bool:
    """Whether a piece is not looked into: two that are joined, or more than can be."""
    return members.size == 2 or members.size > LARGEST


def _table(size: int, first: NDArray[np.intp], second: NDArray[np.intp], score: Floats) -> Floats:
    """The scores of all with all of a piece, those that were not weighed included."""
    scores = np.full((size, size), UNSEEN)
    scores[first, second] = score
    scores[second, first] = score
    return scores
