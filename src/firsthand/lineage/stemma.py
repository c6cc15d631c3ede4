"""The family tree of texts that neither dates nor citations put in order.

Two ways of passing on are told apart, since they leave opposite marks. Texts that were copied out
differ in a few places, and each is put under the one that it differs from least. Texts that were
reworded change every common phrase at each step, even back to what it was two steps before, so
that a text is often less like its parent than like its grandparent; there, learned weights say what
each sign of descent is worth.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.lineage.branching import branching
from firsthand.lineage.signs import Signs, common_length, cut, read_signs
from firsthand.lineage.stemma_weights import WEIGHTS

Matrix = np.ndarray

# Where the middle one of the texts has a neighbour that it shares this much of its words and marks with
# (in order, of the shorter), the texts are copies. Copies by hand share .97 and more, rewrites .45 to .85.
COPIES = 0.9


def family(texts: Sequence[str]) -> tuple[int | None, ...]:
    """The likeliest parent of each text, by number, and None for the one that all others come from.

    Nothing but the words is looked at; the order in which texts are given makes no difference.

    Cost: n² × words for n texts; 0.3 s for thirty of 150 words.
    """
    given = sorted(range(len(texts)), key=lambda n: texts[n])
    if len(given) < 2:
        return (None,) * len(given)
    parents = _family([texts[n] for n in given])
    out: list[int | None] = [None] * len(given)
    for n, parent in enumerate(parents):
        out[given[n]] = None if parent is None else given[parent]
    return tuple(out)


def descent(signs: Signs) -> Matrix:
    """How much speaks for each text (row) having been reworded from each other (column)."""
    total = np.zeros(signs.stack.shape[1:])
    for name, table in zip(signs.names, signs.stack, strict=True):
        total += WEIGHTS[name] * table
    return total


def _family(texts: Sequence[str]) -> tuple[int | None, ...]:
    apart, share = _differences(texts)
    np.fill_diagonal(share, 0.0)
    if float(np.median(share.max(axis=1))) < COPIES:
        return branching(descent(read_signs(texts)))
    # Copies alone don't tell which was first; the one from which none is far is the safest guess.
    return branching(-apart, roots=-apart.max(axis=1))


def _differences(texts: Sequence[str]) -> tuple[Matrix, Matrix]:
    """In how many places each two texts differ, and the share of the shorter that stands in the other.

    What only one of them has is left aside: a copy may have lost half and still be faithful.
    """
    marks = [cut(text).marks for text in texts]
    n = len(marks)
    apart, share = np.zeros((n, n)), np.ones((n, n))
    for i in range(n):
        for j in range(i + 1, n):
            shorter, common = min(len(marks[i]), len(marks[j])), common_length(marks[i], marks[j])
            apart[i, j] = apart[j, i] = shorter - common
            share[i, j] = share[j, i] = common / max(1, shorter)
    return apart, share
