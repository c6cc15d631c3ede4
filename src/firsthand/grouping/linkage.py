"""Average linkage, piece by piece: what no strong pair holds together is never looked at as one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.cluster.hierarchy import fcluster, linkage
from scipy.sparse.csgraph import connected_components

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Pairs = tuple[Ints, Ints, Floats]
Weigh = Callable[[Ints, Ints], Floats]

# What a pair counts that was not weighed: about what two articles of a pile that share nothing have.
UNSEEN = 0.1
# In pieces up to this size every pair is weighed, 32 an article at most.
EXACT = 64
# Larger pieces are first split at stronger pairs: 3,000 articles have 4.5 million pairs, 36 MB of scores.
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
        if scores is None:
            label[members] = members.min()
            continue
        tree = linkage(np.clip(1.0 - scores, 0.0, None), "average")
        found = fcluster(tree, 1.0 - least, "distance")
        for one in np.unique(found):
            mine = members[found == one]
            label[mine] = mine.min()
    numbered: Ints = np.unique(label, return_inverse=True)[1].astype(np.int64)
    return numbered


def _pieces(items: Ints, pairs: Pairs, least: float) -> list[tuple[Ints, Pairs]]:
    """The connected pieces of two and more, each with the pairs inside it."""
    first, second, score = pairs
    here = np.searchsorted(items, first), np.searchsorted(items, second)
    strong = score >= least
    graph = sparse.coo_matrix(
        (np.ones(int(strong.sum()), dtype=np.int8), (here[0][strong], here[1][strong])),
        shape=(items.size, items.size),
    )
    _, piece = connected_components(graph, directed=False)
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
    """The scores of all pairs of each piece, row by row; None where the piece is one cluster as it is."""
    small = [members for members, _ in pieces if 2 < members.size <= EXACT]
    empty = np.zeros(0, dtype=np.int64)
    places = [np.triu_indices(members.size, 1) for members in small]
    first = np.concatenate([empty, *(m[row] for m, (row, _) in zip(small, places, strict=True))])
    second = np.concatenate([empty, *(m[column] for m, (_, column) in zip(small, places, strict=True))])
    ends = np.cumsum([row.size for row, _ in places])
    exact = iter(np.split(np.maximum(weigh(first, second), UNSEEN), ends[:-1]))
    return [
        next(exact) if 2 < members.size <= EXACT else None if _is_one(members) else _table(members, held)
        for members, held in pieces
    ]


def _is_one(members: Ints) -> bool:
    """Whether a piece is not looked into: two that are joined, or more than can be."""
    return members.size == 2 or members.size > LARGEST


def _table(members: Ints, pairs: Pairs) -> Floats:
    """The scores of all pairs of a piece, those that were not weighed included."""
    size = members.size
    low, high = np.searchsorted(members, pairs[0]), np.searchsorted(members, pairs[1])
    scores = np.full(size * (size - 1) // 2, UNSEEN)
    scores[low * size - low * (low + 1) // 2 + high - low - 1] = np.maximum(pairs[2], UNSEEN)
    return scores
