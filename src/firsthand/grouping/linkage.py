"""Average linkage over a set of scored pairs, be they few or nearly all."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# What a pair counts that was never compared: as unlike as anything.
UNSEEN = -6.0
# A table of all pairs is made where an eighth of them were compared, and where it takes at most 400 MB.
DENSE, LARGEST = 8, 5_000


def link(count: int, first: Ints, second: Ints, scores: Floats, least: float) -> list[tuple[int, ...]]:
    """The clusters of `cluster`, in the way that takes least memory for so many pairs."""
    if count <= LARGEST and DENSE * 2 * first.size > count * count:
        return cluster_dense(count, first, second, scores, least)
    return cluster(count, zip(first.tolist(), second.tolist(), scores.tolist(), strict=True), least)


def cluster_dense(
    count: int, first: Ints, second: Ints, scores: Floats, least: float
) -> list[tuple[int, ...]]:
    """The same clusters as `cluster` makes, from tables of all pairs.

    Cost: count² numbers, and for each of up to count joins some passes over a row.
    """
    if not count:
        return []
    total, seen = np.zeros((count, count)), np.zeros((count, count), dtype=np.int32)
    total[first, second] = total[second, first] = scores
    seen[first, second] = seen[second, first] = 1
    mean = np.where(seen > 0, total, -np.inf)
    sizes = np.ones(count, dtype=np.int64)
    members: list[list[int]] = [[n] for n in range(count)]
    partner = mean.argmax(axis=1)
    best = mean[np.arange(count), partner]
    while best.max() >= least:
        row = int(best.argmax())
        a, b = sorted((row, int(partner[row])))
        total[a] += total[b]
        seen[a] += seen[b]
        total[:, a], seen[:, a] = total[a], seen[a]
        members[a] += members[b]
        members[b] = []
        sizes[a] += sizes[b]
        size = sizes[a] * sizes
        joined = (total[a] + UNSEEN * (size - seen[a])) / np.maximum(size, 1)
        gone = np.array([not group for group in members])
        joined[gone | (seen[a] == 0)] = -np.inf
        joined[a] = -np.inf
        mean[a] = mean[:, a] = joined
        mean[b] = mean[:, b] = -np.inf
        better = (joined > best) | ((joined == best) & (a < partner))
        stale = (partner == a) | (partner == b)
        stale[[a, b]] = True
        best[better], partner[better] = joined[better], a
        again = np.flatnonzero(stale)
        partner[again] = mean[again].argmax(axis=1)
        best[again] = mean[again, partner[again]]
    return sorted(tuple(sorted(group)) for group in members if group)


def cluster(count: int, pairs: Iterable[tuple[int, int, float]], least: float) -> list[tuple[int, ...]]:
    """Items 0…count-1 in clusters, each sorted, in the order of their first items.

    Two clusters are joined while the mean score of all pairs across them is at least `least`, the
    best first; pairs that are not given count `UNSEEN`. Ties go to the clusters with the smallest items.

    Cost: about (pairs) · log(pairs).

    Source: average linkage (UPGMA), Sokal and Michener 1958; here over a sparse graph with lazy heap entries.
    """
    links: list[dict[int, tuple[float, int]]] = [{} for _ in range(count)]
    for first, second, score in pairs:
        links[first][second] = links[second][first] = (score, 1)
    members: list[list[int]] = [[n] for n in range(count)]
    version = [0] * count
    heap = [
        (-score, a, b, 0, 0)
        for a in range(count)
        for b, (score, _) in links[a].items()
        if a < b and score >= least
    ]
    heapq.heapify(heap)
    while heap:
        _, a, b, seen_a, seen_b = heapq.heappop(heap)
        if version[a] != seen_a or version[b] != seen_b or not members[a] or not members[b]:
            continue
        _join(links, a, b)
        members[a] += members[b]
        members[b] = []
        version[a] += 1
        version[b] += 1
        for other, (total, seen) in links[a].items():
            size = len(members[a]) * len(members[other])
            mean = (total + UNSEEN * (size - seen)) / size
            if mean >= least:
                x, y = min(a, other), max(a, other)
                heapq.heappush(heap, (-mean, x, y, version[x], version[y]))
    return sorted(tuple(sorted(group)) for group in members if group)


def _join(links: list[dict[int, tuple[float, int]]], a: int, b: int) -> None:
    """Moves the links of `b` to `a`."""
    del links[a][b]
    del links[b][a]
    for other, (total, seen) in links[b].items():
        before = links[a].get(other, (0.0, 0))
        links[a][other] = links[other][a] = (before[0] + total, before[1] + seen)
        del links[other][b]
    links[b] = {}
