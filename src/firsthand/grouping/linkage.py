"""Average linkage over a sparse set of scored pairs."""

from __future__ import annotations

import heapq
from collections.abc import Iterable

# What a pair counts that was never compared: as unlike as anything.
UNSEEN = -6.0


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
