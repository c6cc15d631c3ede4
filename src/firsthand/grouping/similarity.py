"""How much speaks for two articles telling one event: a weighted sum of what they share."""

from __future__ import annotations

import functools
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.grouping.profiles import CHANNELS, Profile
from firsthand.language import table

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# The collection's own counts are mixed with those of this many texts of everyday English, in which a word
# that is not in the table of common words is found twice in a thousand times. Without them five articles
# on one event would hold every word that they share for a common one.
BACKGROUND_TEXTS = 300
RARE = 0.002
# Pairs whose words have less in common than this are never of one event: of 1,300 true pairs of the
# development sets 0.6 % lie below.
CANDIDATE_LEAST = 0.06


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Sparse vectors of length 1, one an article: row n holds `columns[starts[n]:starts[n + 1]]`."""

    starts: Ints
    columns: Ints
    values: Floats
    width: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs:
    """Candidate pairs of articles, `first < second`, with a value for each feature."""

    first: Ints
    second: Ints
    features: Floats


def find_pairs(profiles: Sequence[Profile]) -> Pairs:
    """The pairs of articles that may tell one event, in order, with their features.

    Shape: `features` has a row a pair and a column for each entry of `weights.WEIGHTS`.

    Cost: the sum over all terms of the square of the number of articles that have it.
    """
    rows = [vectors([profile.counts[channel] for profile in profiles]) for channel in range(len(CHANNELS))]
    firsts: list[Ints] = []
    seconds: list[Ints] = []
    shares: list[Floats] = []
    postings = _postings(rows[0])
    for n in range(len(profiles)):
        cosines = _against_all(rows[0], postings, n, len(profiles))
        near = np.nonzero(cosines[n + 1 :] >= CANDIDATE_LEAST)[0] + n + 1
        if near.size == 0:
            continue
        firsts.append(np.full(near.size, n, dtype=np.int64))
        seconds.append(near)
        others = [_against(row, n, near) for row in rows[1:]]
        shares.append(np.stack([cosines[near], *others], axis=1))
    if not firsts:
        empty = np.zeros(0, dtype=np.int64)
        return Pairs(first=empty, second=empty, features=np.zeros((0, len(CHANNELS) * 2 + 6)))
    first, second, cosine = np.concatenate(firsts), np.concatenate(seconds), np.concatenate(shares)
    days = np.array([math.nan if p.day is None else p.day for p in profiles])
    return Pairs(first=first, second=second, features=_features(cosine, np.abs(days[first] - days[second])))


def _features(cosine: Floats, apart: Floats) -> Floats:
    """The features of pairs from their cosines a channel and the days between them (NaN: not known)."""
    known = (~np.isnan(apart)).astype(np.float64)
    days = np.where(known > 0, apart, 0.0)
    cosine = np.maximum(cosine, 0.0)
    both = np.sqrt(cosine[:, 0] * cosine[:, 1])
    time = [known * (days <= 1), known * (days <= 3), known * (days <= 7)]
    time += [known * np.log1p(np.minimum(days, 60.0)), known, both * np.exp(-days / 7) * known]
    return np.concatenate([np.sqrt(cosine), cosine, np.stack(time, axis=1)], axis=1)


def vectors(counts: Sequence[Counter[str]]) -> Rows:
    """The counts as vectors of length 1 that weigh rare terms more; terms of one article are left out."""
    found: Counter[str] = Counter()
    for counter in counts:
        found.update(counter.keys())
    total = len(counts) + BACKGROUND_TEXTS + 1
    common = _common()
    weight = {
        term: math.log(total / (number + BACKGROUND_TEXTS * common.get(term, RARE)))
        for term, number in found.items()
    }
    column = {term: n for n, term in enumerate(sorted(term for term, number in found.items() if number > 1))}
    starts = [0]
    columns: list[int] = []
    values: list[float] = []
    for counter in counts:
        terms = sorted(counter)
        sizes = {term: (1 + math.log(counter[term])) * max(0.0, weight[term]) for term in terms}
        length = math.sqrt(sum(size * size for size in sizes.values())) or 1.0
        shared = [term for term in terms if term in column]
        columns.extend(column[term] for term in shared)
        values.extend(sizes[term] / length for term in shared)
        starts.append(len(columns))
    return Rows(
        starts=np.array(starts, dtype=np.int64),
        columns=np.array(columns, dtype=np.int64),
        values=np.array(values, dtype=np.float64),
        width=len(column),
    )


@functools.cache
def _common() -> dict[str, float]:
    shares = table("common_words")["shares"]
    return {word: float(share) for share, listed in shares.items() for word in listed}


def _postings(rows: Rows) -> Rows:
    """The same vectors turned: a row a term, its columns the articles that have it."""
    owners = np.repeat(np.arange(len(rows.starts) - 1), np.diff(rows.starts))
    order = np.argsort(rows.columns, kind="stable")
    counts = np.bincount(rows.columns, minlength=rows.width)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return Rows(starts=starts, columns=owners[order], values=rows.values[order], width=len(rows.starts) - 1)


def _gather(rows: Rows, chosen: Ints) -> tuple[Ints, Ints]:
    """The positions in `rows` of all entries of the chosen rows, and how many each row has."""
    lengths = rows.starts[chosen + 1] - rows.starts[chosen]
    ends = np.cumsum(lengths)
    offsets = np.repeat(rows.starts[chosen] - (ends - lengths), lengths)
    return offsets + np.arange(int(ends[-1]) if ends.size else 0), lengths


def _against_all(rows: Rows, postings: Rows, n: int, total: int) -> Floats:
    """The cosines of article n with every article."""
    mine = slice(rows.starts[n], rows.starts[n + 1])
    positions, lengths = _gather(postings, rows.columns[mine])
    products = postings.values[positions] * np.repeat(rows.values[mine], lengths)
    return np.bincount(postings.columns[positions], weights=products, minlength=total).astype(np.float64)


def _against(rows: Rows, n: int, others: Ints) -> Floats:
    """The cosines of article n with some others."""
    mine = np.zeros(rows.width + 1)
    entries = slice(rows.starts[n], rows.starts[n + 1])
    mine[rows.columns[entries]] = rows.values[entries]
    positions, lengths = _gather(rows, others)
    owner = np.repeat(np.arange(others.size), lengths)
    products = rows.values[positions] * mine[rows.columns[positions]]
    return np.bincount(owner, weights=products, minlength=others.size).astype(np.float64)
