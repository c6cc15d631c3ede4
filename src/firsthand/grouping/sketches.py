"""Exact and near copies: a few hashes stand for all runs of words of an article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

# Runs of five words are rarely shared by chance, and one changed word spoils only five of them.
RUN = 5
# The smallest hashes of an article: 48 tell a likeness of 0.8 to within 0.06.
KEPT = 48
# Two articles that share so much of all their runs are one text with an edit or two.
COPY_LEAST = 0.8
# An article enters the index by its smallest hashes only; copies of 0.8 share one of eight for certain
# (all eight missed: 0.2 to the eighth, 3 in a million).
INDEXED = 8


def sketch(hashed: Hashes, starts: Ints) -> list[Hashes]:
    """The smallest distinct hashes of each article's runs of words, in order.

    `hashed` are the hashes of all words, `starts` where each article begins in them, and the end.

    Source: Broder, On the resemblance and containment of documents, 1997 (bottom-k sketches).
    """
    runs = _runs(hashed)
    found: list[Hashes] = []
    for start, end in zip(starts[:-1].tolist(), starts[1:].tolist(), strict=True):
        if end - start < RUN:
            # Too short for a run: the words themselves stand for it, so that it is like nothing but itself.
            whole = hashed[start:end]
            found.append(_mixed(_folded(whole)) if whole.size else whole)
            continue
        mine = runs[start : end - RUN + 1]
        if mine.size > 4 * KEPT:
            mine = np.partition(mine, 2 * KEPT)[: 2 * KEPT + 1]  # half of them may be repetitions
        found.append(np.unique(mine)[:KEPT])
    return found


def _runs(hashed: Hashes) -> Hashes:
    """The hash of the run of words that begins at each word."""
    if hashed.size < RUN:
        return np.zeros(0, dtype=np.uint64)
    total = np.zeros(hashed.size - RUN + 1, dtype=np.uint64)
    for n in range(RUN):
        total = total * _FACTOR + hashed[n : hashed.size - RUN + 1 + n]
    return _mixed(total)


# An odd factor with bits all over, that of Knuth's 64-bit generator MMIX.
_FACTOR = np.uint64(6364136223846793005)


def _mixed(hashed: Hashes) -> Hashes:
    """The hashes, stirred so that the smallest are a fair sample (the finaliser of MurmurHash3)."""
    mixed = hashed ^ (hashed >> np.uint64(33))
    mixed = mixed * np.uint64(0xFF51AFD7ED558CCD)
    mixed = mixed ^ (mixed >> np.uint64(33))
    mixed = mixed * np.uint64(0xC4CEB9FE1A85EC53)
    stirred: Hashes = mixed ^ (mixed >> np.uint64(33))
    return stirred


def _folded(hashed: Hashes) -> Hashes:
    """One hash of all the words."""
    total = np.zeros(1, dtype=np.uint64)
    for n in range(hashed.size):
        total = total * _FACTOR + hashed[n : n + 1]
    return total


def find_originals(sketches: Sequence[Hashes]) -> Ints:
    """For each article the first that it is a copy of, itself where there is none.

    An article is a copy only of one that is none itself, so that likeness never runs along a chain.

    Cost: n log n in the articles.
    """
    original = np.arange(len(sketches), dtype=np.int64)
    for near, second in _candidates(sketches):
        first = original[near]
        if original[second] == second and resemblance(sketches[first], sketches[second]) >= COPY_LEAST:
            original[second] = first
    return original


def _candidates(sketches: Sequence[Hashes]) -> list[tuple[int, int]]:
    """Pairs that share one of their smallest hashes: the first article of each hash with the others.

    In the order of the second article, so that it is settled what the first one is.
    """
    heads = [values[:INDEXED] for values in sketches]
    if not heads:
        return []
    values = np.concatenate(heads)
    owners = np.repeat(np.arange(len(heads)), [head.size for head in heads])
    order = np.lexsort((owners, values))
    values, owners = values[order], owners[order]
    fresh = np.ones(values.size, dtype=bool)
    fresh[1:] = values[1:] != values[:-1]
    first = owners[np.maximum.accumulate(np.where(fresh, np.arange(values.size), 0))]
    pairs = np.stack([owners[~fresh], first[~fresh]], axis=1)
    return [(first, second) for second, first in np.unique(pairs, axis=0).tolist()]


def resemblance(first: Hashes, second: Hashes) -> float:
    """The share of the runs of both that the two have in common, by their sketches; 0 to 1."""
    merged = np.sort(np.concatenate((first, second)))
    if merged.size == 0:
        return 0.0
    shared = merged[1:] == merged[:-1]
    # How many distinct hashes there are up to each.
    rank = np.arange(1, merged.size + 1)
    rank[1:] -= np.cumsum(shared)
    return float(np.count_nonzero(shared & (rank[1:] <= KEPT)) / min(KEPT, rank[-1]))
