"""Where the boxes and lines of a family tree go: a layered drawing from left to right.

Source: K. Sugiyama, S. Tagawa, M. Toda, "Methods for visual understanding of hierarchical system
structures", IEEE Transactions on Systems, Man, and Cybernetics 11 (1981). Layers by longest path, long
lines cut by bends of their own, crossings lessened by sweeps of barycentres; ours places the rows by the
mean of the neighbours instead of the paper's linear programme.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

# Rows are given in units of one box; a bend of a line needs less room than a box.
BEND_ROOM: Final = 0.5
# Sweeps to order and to place: after that nothing moves any more in trees of this size.
_SWEEPS: Final = 12

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A layer (0 leftmost) and a row (0 topmost, in box heights)."""

    layer: int
    row: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A place for every node, and for every edge the bends between parent and child."""

    places: Mapping[str, Place]
    bends: Mapping[Pair, tuple[Place, ...]]

    @property
    def layers(self) -> int:
        """How many layers there are."""
        return 1 + max((place.layer for place in self.places.values()), default=0)

    @property
    def rows(self) -> float:
        """How many rows the drawing needs."""
        bends = [bend for line in self.bends.values() for bend in line]
        return 1 + max((place.row for place in (*self.places.values(), *bends)), default=0.0)


def draw(nodes: Sequence[str], edges: Sequence[Pair]) -> Drawing:
    """A drawing of nodes and of edges (parent, child); the same one for the same order of both."""
    forward = _forward(nodes, edges)
    layer = _layers(nodes, forward)
    chains = {edge: _chain(edge, layer) for edge in forward}
    columns = _columns(nodes, layer, chains)
    neighbours = _neighbours(chains)
    _order(columns, neighbours)
    rows = _place(columns, neighbours)
    depth = {name: number for number, column in enumerate(columns) for name in column}
    bends = {}
    for edge in edges:
        kept = edge if edge in chains else (edge[1], edge[0])
        line = tuple(Place(layer=depth[name], row=rows[name]) for name in chains.get(kept, ())[1:-1])
        bends[edge] = line if kept == edge else line[::-1]
    return Drawing(
        places={node: Place(layer=depth[node], row=rows[node]) for node in nodes},
        bends=bends,
    )


def _forward(nodes: Sequence[str], edges: Sequence[Pair]) -> list[Pair]:
    """The edges without rings: the one that would close a ring is turned round."""
    below: dict[str, set[str]] = defaultdict(set)
    kept: list[Pair] = []
    known = set(nodes)
    for parent, child in edges:
        if parent == child or parent not in known or child not in known:
            continue
        pair = (child, parent) if _reaches(child, parent, below) else (parent, child)
        if pair not in kept:
            kept.append(pair)
            below[pair[0]].add(pair[1])
    return kept


def _reaches(start: str, goal: str, below: Mapping[str, set[str]]) -> bool:
    waiting, seen = [start], {start}
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        fresh = below.get(here, set()) - seen
        seen |= fresh
        waiting.extend(fresh)
    return False


def _layers(nodes: Sequence[str], edges: Sequence[Pair]) -> dict[str, int]:
    """The longest way from a root; a root stands right before the nearest of its children."""
    parents: dict[str, list[str]] = defaultdict(list)
    children: dict[str, list[str]] = defaultdict(list)
    for parent, child in edges:
        parents[child].append(parent)
        children[parent].append(child)
    layer = dict.fromkeys(nodes, 0)
    missing = {node: len(parents[node]) for node in nodes}
    ready = [node for node in nodes if not missing[node]]
    for node in ready:
        for child in children[node]:
            layer[child] = max(layer[child], layer[node] + 1)
            missing[child] -= 1
            if not missing[child]:
                ready.append(child)
    for node in nodes:
        if not parents[node] and children[node]:
            layer[node] = min(layer[child] for child in children[node]) - 1
    return layer


def _chain(edge: Pair, layer: Mapping[str, int]) -> tuple[str, ...]:
    """The parent, a bend for each layer that the line crosses, the child."""
    parent, child = edge
    between = range(layer[parent] + 1, layer[child])
    return (parent, *(f"\0{parent}\0{child}\0{number}" for number in between), child)


def _columns(
    nodes: Sequence[str], layer: Mapping[str, int], chains: Mapping[Pair, tuple[str, ...]]
) -> list[list[str]]:
    columns: list[list[str]] = [[] for _ in range(1 + max(layer.values(), default=0))]
    for node in nodes:
        columns[layer[node]].append(node)
    for (parent, _), chain in chains.items():
        for number, bend in enumerate(chain[1:-1], layer[parent] + 1):
            columns[number].append(bend)
    return columns


def _neighbours(chains: Mapping[Pair, tuple[str, ...]]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """For each node and bend what stands left of it, and what right."""
    left: dict[str, list[str]] = defaultdict(list)
    right: dict[str, list[str]] = defaultdict(list)
    for chain in chains.values():
        for before, after in pairwise(chain):
            left[after].append(before)
            right[before].append(after)
    return left, right


def _order(columns: list[list[str]], neighbours: tuple[dict[str, list[str]], dict[str, list[str]]]) -> None:
    """Sorts each column so that few lines cross."""
    best, crossings = [list(column) for column in columns], _crossings(columns, neighbours[1])
    position = {name: float(index) for column in columns for index, name in enumerate(column)}
    for sweep in range(_SWEEPS):
        side = neighbours[sweep % 2]
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wished = {name: (_mean(side, name, position), position[name]) for name in column}
            column.sort(key=wished.__getitem__)
            position.update((name, float(index)) for index, name in enumerate(column))
        fewer = _crossings(columns, neighbours[1])
        if fewer < crossings:
            best, crossings = [list(column) for column in columns], fewer
    columns[:] = best


def _mean(side: Mapping[str, list[str]], name: str, position: Mapping[str, float]) -> float:
    """The middle of the neighbours on one side; what has none stays where it is."""
    near = side.get(name, ())
    return sum(position[one] for one in near) / len(near) if near else position[name]


def _crossings(columns: list[list[str]], right: Mapping[str, list[str]]) -> int:
    found = 0
    for number, column in enumerate(columns[:-1]):
        position = {name: index for index, name in enumerate(columns[number + 1])}
        passed: list[int] = []
        for name in column:
            ends = sorted(position[one] for one in right.get(name, ()))
            found += sum(len(passed) - bisect_right(passed, end) for end in ends)
            for end in ends:
                insort(passed, end)
    return found


def _place(
    columns: list[list[str]], neighbours: tuple[dict[str, list[str]], dict[str, list[str]]]
) -> dict[str, float]:
    """Rows near to the neighbours', in order, with room between."""
    rows: dict[str, float] = {}
    for column in columns:
        rows.update(_apart(column, dict.fromkeys(column, 0.0)))
    for sweep in range(_SWEEPS):
        for column in columns if sweep % 2 == 0 else reversed(columns):
            wished = {}
            for name in column:
                near = [rows[one] for side in neighbours for one in side.get(name, ())]
                wished[name] = sum(near) / len(near) if near else rows[name]
            rows.update(_apart(column, wished))
    top = min(rows.values(), default=0.0)
    return {name: row - top for name, row in rows.items()}


def _apart(column: Sequence[str], wished: Mapping[str, float]) -> dict[str, float]:
    """The rows nearest to those wished for that keep the order and the room (pooled neighbours)."""
    offsets, at = [], 0.0
    for index, name in enumerate(column):
        at += _room(column[index - 1], name) if index else 0.0
        offsets.append(at)
    pools: list[list[float]] = []
    for name, offset in zip(column, offsets, strict=True):
        pools.append([wished[name] - offset, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (a, n), (b, m) = pools[-2:]
            pools[-2:] = [[(a * n + b * m) / (n + m), n + m]]
    starts = [start for start, number in pools for _ in range(int(number))]
    return {name: start + offset for name, start, offset in zip(column, starts, offsets, strict=True)}


def _room(above: str, below: str) -> float:
    bends = above.startswith("\0") + below.startswith("\0")
    return 1.0 - bends * (1 - BEND_ROOM) / 2
