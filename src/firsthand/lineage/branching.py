"""The best tree over texts, given how well each pair speaks for parent and child."""

from __future__ import annotations

import numpy as np

Matrix = np.ndarray


def branching(scores: Matrix, roots: Matrix | None = None) -> tuple[int | None, ...]:
    """The parent of each row in the tree of greatest total score; None for its one root.

    Shape: `scores[child, parent]`, n by n, the diagonal ignored; `roots[n]` is the score of having no
    parent. Where totals are equal the lower numbers win.
    Cost: n² for each level of nested cycles, n³ at worst.
    Source: Chu & Liu 1965, Edmonds 1967; a root of its own, dear enough to be used once only.
    """
    n = len(scores)
    if n == 0:
        return ()
    root = np.zeros(n) if roots is None else roots
    spread = float(np.ptp(np.r_[scores.ravel(), root])) + 1.0
    table = np.full((n + 1, n + 1), -np.inf)
    table[:n, :n] = scores
    # One edge from the outer root costs more than any tree over all the texts can win.
    table[:n, n] = root - spread * (n + 1)
    np.fill_diagonal(table, -np.inf)
    parents = _greatest(table, n)
    return tuple(None if p == n else int(p) for p in parents[:n])


def _greatest(table: Matrix, root: int) -> list[int]:
    """The parent of every node but `root` in the greatest branching; the root's own is -1."""
    best = [int(row.argmax()) for row in table]
    best[root] = -1
    cycle = np.array(_cycle(best, root), dtype=int)
    if not len(cycle):
        return best
    inside = np.zeros(len(table), dtype=bool)
    inside[cycle] = True
    outer = np.flatnonzero(~inside)
    own = np.array([table[c, best[c]] for c in cycle])
    # To enter the cycle at one of its nodes gives up that node's edge within it.
    entering = table[np.ix_(cycle, outer)] - own[:, None]
    leaving = table[np.ix_(outer, cycle)]
    small = np.full((len(outer) + 1, len(outer) + 1), -np.inf)
    small[:-1, :-1] = table[np.ix_(outer, outer)]
    small[-1, :-1] = entering.max(axis=0)
    small[:-1, -1] = leaving.max(axis=1)
    found = _greatest(small, int(np.flatnonzero(outer == root)[0]))
    for row, parent in enumerate(found[:-1]):
        if parent == len(outer):
            best[outer[row]] = int(cycle[leaving[row].argmax()])
        elif parent >= 0:
            best[outer[row]] = int(outer[parent])
    entry = int(cycle[entering[:, found[-1]].argmax()])
    best[entry] = int(outer[found[-1]])
    return best


def _cycle(parents: list[int], root: int) -> list[int]:
    """The nodes of the first cycle among the parents, in order; none where all lead to the root."""
    state = [0] * len(parents)
    state[root] = 2
    for start in range(len(parents)):
        path, at = [], start
        while state[at] == 0:
            state[at] = 1
            path.append(at)
            at = parents[at]
        if state[at] == 1:
            return sorted(path[path.index(at) :])
        for node in path:
            state[node] = 2
    return []
