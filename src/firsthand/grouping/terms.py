"""What articles are about, as counts of the terms of their own words, block by block of a pile."""

from __future__ import annotations

import datetime as dt
import functools
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from firsthand.grouping.hashing import hash_words
from firsthand.grouping.sketches import sketch
from firsthand.grouping.told import fold, told_text
from firsthand.language import table, words
from firsthand.model import Article

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

# An event is told at the top: what stands beyond 4,000 characters is mostly background.
READ = 4000
# Headline and first two or three sentences, in words.
LEAD_WORDS = 60
# After so many words a word counts half as much as in the headline.
HALF = 100.0
# So many articles are counted at once; only their counts are kept, not their words.
BLOCK = 2048
# Share of texts of everyday English that have a word which is not in the table of common words.
RARE = 0.002
# Share of news that has a well-known name.
WELL_KNOWN = 0.1
# A word is a name where so much of it in the pile is written large: some stand in shouted headlines only.
LARGE = 0.8
WELL_KNOWN_LISTS = ("people", "institutions", "outlets", "days", "forms")
PLACE_LISTS = ("countries", "demonyms", "cities")

WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """A pile's counts: a row an article, a column a term.

    `words` are occurrences, weighed down by how far from the top they stand; `figures` those of numbers;
    `lead` and `title` have 1 for each term there. `shares` says for each term in what share of everyday
    texts it is found, `names` whether it is written large, as names are; `days` the day of each article
    (NaN: not known), `sketches` a few hashes of each.
    """

    words: sparse.csr_matrix
    figures: sparse.csr_matrix
    lead: sparse.csr_matrix
    title: sparse.csr_matrix
    shares: Floats
    names: NDArray[np.bool_]
    days: Floats
    sketches: tuple[NDArray[np.uint64], ...]


class _Vocabulary:
    """The distinct words found so far, as printed, and what is known of each."""

    def __init__(self) -> None:
        self.words: defaultdict[str, int] = defaultdict(itertools.count().__next__)
        self.terms: dict[str, int] = {}
        self.term: list[int] = []
        self.small: list[bool] = []
        self.figure: list[bool] = []
        self.large: list[bool] = []
        self.times: Ints = np.zeros(0, dtype=np.int64)  # how often each word was found
        self._stop = words("stopwords", "words")

    def number(self, found: Sequence[str]) -> Ints:
        """The numbers of the words."""
        return np.fromiter(map(self.words.__getitem__, found), dtype=np.int64, count=len(found))

    def learn(self) -> None:
        """Look up the words that are new since the last call."""
        for word in itertools.islice(self.words, len(self.term), None):
            term = word.replace(",", "") if word[0].isdigit() else fold(word)
            self.term.append(self.terms.setdefault(term, len(self.terms)))
            self.small.append(word.lower() in self._stop)
            self.figure.append(word[0].isdigit())
            self.large.append(word[0].isupper())

    def add(self, found: Ints) -> None:
        """Count the words up."""
        times = np.bincount(found, minlength=len(self.term))
        times[: self.times.size] += self.times
        self.times = times

    def names(self) -> NDArray[np.bool_]:
        """For each term whether it is a name by how it is written."""
        large = self.times * np.array(self.large, dtype=np.int64)
        width = len(self.terms)
        every = np.bincount(self.term, weights=self.times, minlength=width)
        found: NDArray[np.bool_] = np.bincount(self.term, weights=large, minlength=width) >= LARGE * every
        return found


def count(articles: Sequence[Article]) -> Counts:
    """The counts of a pile.

    Cost: linear in the length of the texts; memory for some 200 counts an article.
    """
    vocabulary = _Vocabulary()
    blocks = [
        _count_block(vocabulary, articles[start : start + BLOCK]) for start in range(0, len(articles), BLOCK)
    ]
    width = len(vocabulary.terms)
    known = everyday_shares()
    stacked = [_stack([block[0][n] for block in blocks], width) for n in range(4)]
    return Counts(
        words=stacked[0],
        figures=stacked[1],
        lead=stacked[2],
        title=stacked[3],
        shares=np.array([known.get(term, RARE) for term in vocabulary.terms], dtype=np.float64),
        names=vocabulary.names(),
        days=np.array([day(article.published) for article in articles], dtype=np.float64),
        sketches=tuple(itertools.chain.from_iterable(block[1] for block in blocks)),
    )


def _count_block(
    vocabulary: _Vocabulary, articles: Sequence[Article]
) -> tuple[tuple[sparse.csr_matrix, ...], list[NDArray[np.uint64]]]:
    """The four tables of counts of some articles, and their sketches."""
    told = [told_text(article, READ) for article in articles]
    found = [vocabulary.number(WORD.findall(text)) for text in told]
    vocabulary.learn()
    lengths = np.array([len(numbers) for numbers in found], dtype=np.int64)
    every = np.concatenate([*found, np.zeros(0, dtype=np.int64)])
    vocabulary.add(every)
    starts = np.concatenate([[0], np.cumsum(lengths)])
    row = np.repeat(np.arange(len(articles)), lengths)
    place = np.arange(len(every)) - starts[row]
    kept = ~np.array(vocabulary.small, dtype=bool)[every]
    figure = kept & np.array(vocabulary.figure, dtype=bool)[every]
    titles = np.array([max(1, len(WORD.findall(article.title or ""))) for article in articles])
    term = np.array(vocabulary.term, dtype=np.int64)[every]
    shape = (len(articles), len(vocabulary.terms))
    weight = 1.0 / (1.0 + place / HALF)

    def tabled(mask: NDArray[np.bool_], *, once: bool) -> sparse.csr_matrix:
        counts = sparse.csr_matrix((weight[mask].astype(np.float32), (row[mask], term[mask])), shape=shape)
        if once:
            counts.data[:] = 1.0
        return counts

    tables = (
        tabled(kept, once=False),
        tabled(figure, once=False),
        tabled(kept & (place < LEAD_WORDS), once=True),
        tabled(kept & (place < titles[row]), once=True),
    )
    return tables, sketch(*hash_words(told))


def _stack(blocks: Sequence[sparse.csr_matrix], width: int) -> sparse.csr_matrix:
    """The blocks one below the other; the later ones know more terms."""
    for block in blocks:
        block.resize((block.shape[0], width))
    return sparse.vstack(blocks, format="csr", dtype=np.float32)


def day(published: str | None) -> float:
    """The day of a date, counted from the year 1; NaN where there is none."""
    try:
        return float(dt.date.fromisoformat((published or "")[:10]).toordinal())
    except ValueError:
        return float("nan")


@functools.cache
def everyday_shares() -> dict[str, float]:
    """The share of everyday texts that have a term, for the terms that are known."""
    listed = table("common_words")["shares"]
    shares = {word: float(share) for share, named in listed.items() for word in named}
    names: Iterable[str] = itertools.chain(
        *(table("places")[key] for key in PLACE_LISTS),
        *(table("well_known")[key] for key in WELL_KNOWN_LISTS),
    )
    for name in names:
        for word in name.split():
            term = fold(word)
            shares[term] = max(WELL_KNOWN, shares.get(term, 0.0))
    return shares
