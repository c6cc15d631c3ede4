"""Average linkage with vetoes: the pairs that score highest come together first.

Two groups never join where any pair across them is forbidden, so one certain 'no' outweighs any
number of likely 'yes' (constrained agglomerative clustering; Davidson & Ravi 2005 show that such
constraints keep the linkage well defined as long as nothing is forced together).
"""

from __future__ import annotations

import numpy as np

# A forbidden pair: lower than any score or average of scores can be.
FORBIDDEN = -9.0
_NEVER = FORBIDDEN / 2


def cluster(scores: np.ndarray, forbidden: np.ndarray, threshold: float) -> tuple[tuple[int, ...], ...]:
    """Groups of row numbers, each in order, by average linkage down to `threshold`.

    Shape: `scores` and `forbidden` are n by n and symmetric; groups come in order of their first row.
    Cost: n² to begin with, and for each of up to n merges n, and n again for each row whose best
    partner it took; n is the readings of one story.
    """
    table = np.where(forbidden, FORBIDDEN, scores).astype(float)
    np.fill_diagonal(table, FORBIDDEN)
    sizes = np.ones(len(table))
    groups: dict[int, list[int]] = {n: [n] for n in range(len(table))}
    # Each row's best partner, the first of equals, so that no merge has to search the whole table.
    partner = table.argmax(axis=1) if len(table) else np.zeros(0, dtype=int)
    best = table[np.arange(len(table)), partner]
    while len(groups) > 1:
        row = int(best.argmax())
        i, j = sorted((row, int(partner[row])))
        if table[i, j] < threshold:
            break
        merged = (table[i] * sizes[i] + table[j] * sizes[j]) / (sizes[i] + sizes[j])
        merged[(table[i] <= _NEVER) | (table[j] <= _NEVER)] = FORBIDDEN
        table[i], table[:, i] = merged, merged
        table[j], table[:, j] = FORBIDDEN, FORBIDDEN
        table[i, i] = FORBIDDEN
        sizes[i] += sizes[j]
        groups[i] += groups.pop(j)
        better = (table[:, i] > best) | ((table[:, i] == best) & (i < partner))
        stale = (partner == i) | (partner == j)
        stale[[i, j]] = True
        best[better], partner[better] = table[better, i], i
        again = np.flatnonzero(stale)
        partner[again] = table[again].argmax(axis=1)
        best[again] = table[again, partner[again]]
    return tuple(sorted(tuple(sorted(group)) for group in groups.values()))
