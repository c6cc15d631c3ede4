"""What articles are compared by, many at a time: sketches of their wording, and the terms that mark them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from firsthand.grouping.sketches import Hashes, sketch
from firsthand.grouping.terms import READ, WORD, everyday_shares
from firsthand.grouping.told import fold, told_text
from firsthand.language import words
from firsthand.model import Article

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

# An article is marked by so many terms, as in a library (`desk.marking`, which explains these numbers).
TERMS = 32
RARE, NAME, PAIR = 0.002, 1.5, 2.0
# What a process remembers of words: more are of no language, but of tables of figures and damaged texts.
MOST_WORDS = 1_000_000
_FACTOR = np.uint64(6364136223846793005)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    """The hash and rarity of words, whether each is a name, and whether it is a stopword."""

    hashes: Hashes
    rarity: Floats
    named: Flags
    small: Flags


class _Words:
    """The words seen so far, as printed, with the hash, the rarity and the kind of each."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}
        self._stop = words("stopwords", "words")
        self._hashes: list[int] = []
        self._rarity: list[float] = []
        self._named: list[bool] = []
        self._small: list[bool] = []
        self._tables: _Tables | None = None

    def numbers(self, found: Sequence[str]) -> list[int]:
        """The number of each word."""
        known = self._numbers
        for word in found:
            if word not in known:
                known[word] = len(known)
                self._learn(word)
        return [known[word] for word in found]

    def _learn(self, word: str) -> None:
        term = word.replace(",", "") if word[0].isdigit() else fold(word)
        digest = hashlib.blake2b(term.encode("utf-8", "replace"), digest_size=8).digest()
        self._hashes.append(int.from_bytes(digest, "little"))
        self._rarity.append(1.0 / (RARE + everyday_shares().get(term, 0.0)))
        self._named.append(word[0].isupper())
        self._small.append(word.lower() in self._stop)
        self._tables = None

    @property
    def size(self) -> int:
        """How many words there are."""
        return len(self._numbers)

    def tables(self) -> _Tables:
        """What is known of the words, by number."""
        if self._tables is None:
            self._tables = _Tables(
                hashes=np.array(self._hashes, dtype=np.uint64),
                rarity=np.array(self._rarity, dtype=np.float64),
                named=np.array(self._named, dtype=bool),
                small=np.array(self._small, dtype=bool),
            )
        return self._tables


_known: list[_Words] = []


def mark(articles: Sequence[Article]) -> tuple[list[Hashes], list[Ints]]:
    """The sketch of each article, and its terms: names, pairs of names, figures and rare words.

    Neither depends on the other articles.

    Cost: linear in the texts, of which 4,000 characters are looked at.
    """
    if not _known or _known[0].size > MOST_WORDS:
        _known[:] = [_Words()]
    found = [_known[0].numbers(WORD.findall(told_text(article, READ))) for article in articles]
    starts = np.cumsum([0, *(len(one) for one in found)])
    every = np.fromiter(itertools.chain.from_iterable(found), dtype=np.int64, count=int(starts[-1]))
    known = _known[0].tables()
    hashes, small, named = known.hashes[every], known.small[every], known.named[every]
    weight = np.where(named, NAME, 1.0) * known.rarity[every]
    return sketch(hashes, starts), _terms(starts, hashes, weight, (named & ~small, small))


def _terms(starts: Ints, hashes: Hashes, weight: Floats, kinds: tuple[Flags, Flags]) -> list[Ints]:
    """The terms of each article, by its words from `starts` on; `kinds` tells names, and stopwords."""
    named, small = kinds
    owner = np.repeat(np.arange(starts.size - 1), np.diff(starts))
    pair = np.nonzero(named[1:] & named[:-1] & (owner[1:] == owner[:-1]))[0]
    paired = (hashes[pair] * _FACTOR) ^ hashes[pair + 1]
    owners = np.concatenate([owner[~small], owner[pair]])
    terms = np.concatenate([hashes[~small], paired])
    weights = np.concatenate([weight[~small], np.full(pair.size, PAIR / RARE)])
    order = np.lexsort((weights, terms, owners))
    owners, terms, weights = owners[order], terms[order], weights[order]
    # The last of each term's occurrences has its largest weight.
    last = np.ones(owners.size, dtype=bool)
    last[:-1] = (owners[1:] != owners[:-1]) | (terms[1:] != terms[:-1])
    ends = np.nonzero(last)[0]
    count = np.diff(ends, prepend=-1)
    owners, terms = owners[ends], terms[ends]
    weights = weights[ends] * np.sqrt(np.minimum(count, 4))
    order = np.lexsort((terms, -weights, owners))
    owners, terms = owners[order], terms[order]
    kept = np.arange(owners.size) - np.searchsorted(owners, owners) < TERMS
    owners, terms = owners[kept], terms[kept].view(np.int64)
    ends = np.searchsorted(owners, np.arange(starts.size))
    return [np.sort(terms[ends[n] : ends[n + 1]]) for n in range(starts.size - 1)]
