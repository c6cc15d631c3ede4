"""How alike two articles are in what they tell, from 0 to about 1; and which pairs are worth a look."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from firsthand.grouping.terms import WELL_KNOWN, Counts

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# The collection's own counts are mixed with those of this many texts of everyday English. Without them
# five articles on one event would hold every word that they share for a common one.
BACKGROUND_TEXTS = 230
# What a likeness is made of: square roots of shares, so that a third of the words in common is more than
# half alike. Found by trying, on two collections and eight small cases; benchmarks/stories.py measures it.
WORDS, FIGURES, LEAD, TITLE = 0.745, 0.09, 0.10, 0.08
# Articles far apart in time are less alike, by at most a fifth: follow-ups belong. The loss grows with a
# scale of a week. A pair of which a day is not known is held for one far apart, and in doubt.
TIME_LOSS, TIME_SCALE = 0.22, 7.0
UNDATED_LOSS = 0.3
# In a pile of one genre all articles are somewhat alike, which is taken off. A few articles that somebody
# put together are usually of one subject: they count like 60 more of a pile with this mean cosine.
GENRE_COSINE, GENRE_TEXTS = 0.034, 60
# Taken off in a pile as varied as news is.
GENRE_USUAL = 0.15
# No more than this is a genre's where nearly all name the same parties: 200 articles on one event draw
# 0.6. Lower, and two events of one war run together; higher, and a follow-up two weeks later is parted.
GENRE_MOST = 0.205

# An article with many others that are nearly of its event, but not quite, is of a kind that is told often
# (shootings in one country). What is nearly alike counts from 0.2 below the threshold on. More than 7 such,
# 60 more at most, take off up to 0.1, and make days apart count up to half as much again: of such a kind
# the next event comes within days, of others a follow-up.
NEARLY, CROWD_FREE, CROWD_MOST = 0.2, 7, 60
CROWD_LOSS, CROWD_TIME = 0.1, 0.11

# A term that more articles have than this leads to no pair: what shares only such terms is of no one event.
MOST_OWNERS = 400
# Terms of an article in the index, those that weigh most.
INDEXED_TERMS = 40
# A pair enters with a cosine of at least this over the indexed terms; so many of an article at most.
CANDIDATE_COSINE = 0.02
MOST_CANDIDATES = 60
# A pair whose words have so little in common reaches no threshold, whatever else it shares; nor does one that
# shares figures alone: a report in Korean and one in English have "240" in common.
LEAST_COSINE, LEAST_SPELT = 0.03, 0.005
# Rows that are multiplied, pairs that are weighed at once; they bound the memory.
ROWS, PAIRS = 512, 65536


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The vectors of a pile's articles, of length 1, and what is needed to weigh pairs of them."""

    words: sparse.csr_matrix
    numbers: sparse.csr_matrix  # what the figures are of `words`
    figures: sparse.csr_matrix
    title: sparse.csr_matrix
    lead: sparse.csr_matrix
    present: sparse.csr_matrix
    days: Floats
    genre: Floats  # what is taken off for each article, since others are like it anyway
    crowd: Floats  # how many others are nearly of its event, from 0 to 1


def scale(counts: Counts, rows: Ints, *, one_event: bool = False) -> Scale:
    """The vectors of the articles `rows` of a pile, by themselves.

    `one_event` where the pile is known to tell of the same parties: likeness then is not a genre's.
    """
    words, figures, title, lead = (
        _rows(table, rows) for table in (counts.words, counts.figures, counts.title, counts.lead)
    )
    weights = _weights(words, counts)
    present = _filled(words, np.ones_like(words.data))
    vectors = _unit(words, weights)
    return Scale(
        words=vectors,
        numbers=_only(vectors, np.unique(figures.indices)),
        figures=_unit(figures, _weights(figures, counts)),
        title=_unit(title, weights),
        lead=_shares(lead, weights),
        present=present,
        days=counts.days[rows],
        genre=np.minimum(_genre(vectors), GENRE_MOST - GENRE_USUAL) if one_event else _genre(vectors),
        crowd=np.zeros(rows.size),
    )


def _rows(table: sparse.csr_matrix, rows: Ints) -> sparse.csr_matrix:
    """Some rows of a table, the terms of each in order, as they must stand before others share them."""
    found = table[rows]
    found.sort_indices()
    return found


def _weights(table: sparse.csr_matrix, counts: Counts) -> Floats:
    """What each term weighs: the logarithm of how rare it is, here and in everyday English.

    A name that the whole pile has is to it what a well-known one is to everybody: it tells the subject, no
    event. So piles on a place that nobody knows part like those on one that everybody does.
    """
    owners = np.bincount(table.indices, minlength=table.shape[1])
    named = np.where(counts.names, WELL_KNOWN * owners / max(1, table.shape[0]), 0.0)
    total = table.shape[0] + BACKGROUND_TEXTS + 1
    weights: Floats = np.log(total / (owners + BACKGROUND_TEXTS * np.maximum(counts.shares, named)))
    return np.maximum(weights, 0.0)


def _unit(counts: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """The counts as vectors of length 1; four times a count, so that one near the top is well above none."""
    made = _filled(counts, (np.log1p(4.0 * counts.data) * weights[counts.indices]).astype(np.float32))
    length = np.sqrt(_row_sums(made, made.data**2))
    return _divided(made, length)


def _only(vectors: sparse.csr_matrix, terms: Ints) -> sparse.csr_matrix:
    """The vectors without all other terms."""
    found = np.isin(vectors.indices, terms)
    rows = np.concatenate([[0], np.cumsum(found)])[vectors.indptr]
    return sparse.csr_matrix((vectors.data[found], vectors.indices[found], rows), shape=vectors.shape)


def _shares(counts: sparse.csr_matrix, weights: Floats) -> sparse.csr_matrix:
    """The terms' weights as shares of the row's sum."""
    made = _filled(counts, weights[counts.indices].astype(np.float32))
    return _divided(made, _row_sums(made, made.data))


def _filled(matrix: sparse.csr_matrix, data: NDArray[np.float32]) -> sparse.csr_matrix:
    """A matrix with other values in the same places, whose lists the two share."""
    return sparse.csr_matrix((data, matrix.indices, matrix.indptr), shape=matrix.shape)


def _row_sums(matrix: sparse.csr_matrix, data: NDArray[np.float32]) -> Floats:
    row = np.repeat(np.arange(matrix.shape[0]), np.diff(matrix.indptr))
    return np.bincount(row, weights=data, minlength=matrix.shape[0]).astype(np.float64)


def _divided(matrix: sparse.csr_matrix, by: Floats) -> sparse.csr_matrix:
    """The rows, each divided by its own number; the matrix's values are changed."""
    matrix.data /= np.repeat(np.where(by > 0, by, 1.0), np.diff(matrix.indptr)).astype(np.float32)
    return matrix


def _genre(vectors: sparse.csr_matrix) -> Floats:
    """For each article how much more alike the others are than in other piles, by their mean cosine."""
    count = vectors.shape[0]
    total = np.bincount(vectors.indices, weights=vectors.data, minlength=vectors.shape[1])
    sums = np.maximum(vectors @ total - _row_sums(vectors, vectors.data**2), 0.0)
    mean = sums * (count / max(1, count - 1))
    drawn: Floats = np.sqrt((GENRE_TEXTS * GENRE_COSINE + mean) / (GENRE_TEXTS + count))
    return drawn - GENRE_USUAL


def among_many(made: Scale, first: Ints, second: Ints, score: Floats, least: float) -> Scale:
    """The scale, with what is known of the articles that have many others nearly of their event."""
    nearly = (score >= least - NEARLY) & (score < least - 0.01)
    count = made.genre.size
    crowd = np.bincount(first[nearly], minlength=count) + np.bincount(second[nearly], minlength=count)
    return replace(made, crowd=np.clip(crowd - CROWD_FREE, 0, CROWD_MOST) / CROWD_MOST)


def find_candidates(made: Scale) -> tuple[Ints, Ints]:
    """The pairs of articles that may tell one event, `first < second`, in order.

    Cost: linear in the articles, since no term leads to more than `MOST_OWNERS` of them.
    """
    index = _indexed(made.words)
    turned = index.T.tocsr()
    count = index.shape[0]
    keys: list[Ints] = []
    for start in range(0, count, ROWS):
        row, column, cosine = _products(index[start : start + ROWS], turned)
        row += start
        apart = (row != column) & (cosine >= CANDIDATE_COSINE)
        row, column, cosine = row[apart], column[apart], cosine[apart]
        order = np.lexsort((column, -cosine, row))
        row, column = row[order], column[order]
        begins = np.searchsorted(row, row)
        kept = np.arange(row.size) - begins < MOST_CANDIDATES
        row, column = row[kept], column[kept]
        keys.append(np.minimum(row, column) * count + np.maximum(row, column))
    every = np.unique(np.concatenate([*keys, np.zeros(0, dtype=np.int64)]))
    return every // max(1, count), every % max(1, count)


def _products(rows: sparse.csr_matrix, turned: sparse.csr_matrix) -> tuple[Ints, Ints, Floats]:
    """The products of some rows with all, as row, column and value."""
    found = (rows @ turned).tocoo()
    return found.row.astype(np.int64), found.col.astype(np.int64), found.data


def _indexed(vectors: sparse.csr_matrix) -> sparse.csr_matrix:
    """The vectors, cut down to the heaviest terms that lead somewhere but not everywhere."""
    owners = np.bincount(vectors.indices, minlength=vectors.shape[1])
    row = np.repeat(np.arange(vectors.shape[0]), np.diff(vectors.indptr))
    useful = (owners[vectors.indices] > 1) & (owners[vectors.indices] <= MOST_OWNERS)
    row, column, value = row[useful], vectors.indices[useful], vectors.data[useful]
    order = np.lexsort((column, -value, row))
    row, column, value = row[order], column[order], value[order]
    kept = np.arange(row.size) - np.searchsorted(row, row) < INDEXED_TERMS
    return sparse.csr_matrix((value[kept], (row[kept], column[kept])), shape=vectors.shape)


def weigh(made: Scale, first: Ints, second: Ints) -> Floats:
    """How alike the pairs are; 0 for those whose words have next to nothing in common."""
    found = np.zeros(first.size)
    for start in range(0, first.size, PAIRS):
        one, other = first[start : start + PAIRS], second[start : start + PAIRS]
        cosine = _dots(made.words, made.words, one, other)
        spelt = cosine - _dots(made.numbers, made.numbers, one, other)
        near = np.nonzero((cosine >= LEAST_COSINE) & (spelt >= LEAST_SPELT))[0]
        found[start + near] = _weigh(made, one[near], other[near], cosine[near])
    return found


def _weigh(made: Scale, one: Ints, other: Ints, cosine: Floats) -> Floats:
    covered = np.maximum(
        _dots(made.lead, made.present, one, other), _dots(made.lead, made.present, other, one)
    )
    likeness = (
        WORDS * np.sqrt(cosine)
        + FIGURES * np.sqrt(_dots(made.figures, made.figures, one, other))
        + LEAD * np.sqrt(covered)
        + TITLE * np.sqrt(_dots(made.title, made.title, one, other))
    )
    crowd = (made.crowd[one] + made.crowd[other]) / 2
    apart = np.abs(made.days[one] - made.days[other])
    undated = np.isnan(apart)
    far = np.where(undated, 1.0, 1.0 - np.exp(-np.nan_to_num(apart) / TIME_SCALE))
    loss = (np.where(undated, UNDATED_LOSS, TIME_LOSS) + CROWD_TIME * crowd) * far
    taken = (made.genre[one] + made.genre[other]) / 2 + CROWD_LOSS * crowd
    return likeness * (1.0 - loss) - taken


def _dots(left: sparse.csr_matrix, right: sparse.csr_matrix, rows: Ints, others: Ints) -> Floats:
    """The products of row with row, pair by pair."""
    products = left[rows].multiply(right[others])
    sums: Floats = np.maximum(np.asarray(products.sum(axis=1), dtype=np.float64).ravel(), 0.0)
    return sums
