"""The words of many texts as hashes, by arithmetic on all their letters at once: no word is ever cut out."""

from __future__ import annotations

import functools
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.uint64]
Ints = NDArray[np.int64]

# Characters that are hashed at once: the tables of that length stay in the processor's cache.
CHUNK = 1 << 16
# Below this, all scripts with capitals or with spaces between words, and the common marks; a character
# beyond stands for itself and is part of a word.
TABLED = 0x3040
# An odd factor with bits all over, that of Knuth's 64-bit generator MMIX; odd, so that it has an inverse.
FACTOR = 6364136223846793005
INVERSE = pow(FACTOR, -1, 1 << 64)


def hash_words(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """The hash of each word of the texts, and where each text begins among them, and the end.

    A word is a run of letters and digits; capitals count as small letters. The hash is that of the word
    alone, the same in every run and in any company.

    Cost: linear in the texts, some 10 nanoseconds a character.

    Source: Karp and Rabin, Efficient randomized pattern-matching algorithms, 1987: the hash of a stretch
    is the difference of two sums over all that stands before, brought back to a common power.
    """
    found: list[Hashes] = []
    counts: list[Ints] = []
    at = 0
    while at < len(texts):
        end, length = at, 0
        while end < len(texts) and (end == at or length + len(texts[end]) < CHUNK):
            length += len(texts[end]) + 1
            end += 1
        hashed, owned = _hash_chunk(texts[at:end])
        found.append(hashed)
        counts.append(owned)
        at = end
    every = np.concatenate([np.zeros(0, dtype=np.uint64), *found])
    return every, np.concatenate([[0], np.cumsum(np.concatenate([np.zeros(0, dtype=np.int64), *counts]))])


def _hash_chunk(texts: Sequence[str]) -> tuple[Hashes, Ints]:
    """The hashes of some texts' words, and how many each text has."""
    # A blank before each text and one behind the last, so that every word has a beginning and an end.
    codes = np.frombuffer(f" {' '.join(texts)} ".encode("utf-32-le", "surrogatepass"), dtype="<u4")
    letters = _letters()[np.minimum(codes, TABLED)]
    far = codes >= TABLED
    if far.any():
        letters[far] = _stirred(codes[far].astype(np.uint64))
    inside = letters != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    first, last = edges[::2], edges[1::2]  # the characters right before a word, and its last ones
    up, down = _powers(FACTOR, codes.size), _powers(INVERSE, codes.size)
    sums = np.cumsum(letters * up)
    hashed: Hashes = (sums[last] - sums[first]) * down[first]
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)])
    return hashed, np.diff(np.searchsorted(first, begins)).astype(np.int64)


def _stirred(codes: Hashes) -> Hashes:
    """64 bits for each number that share nothing with those of its neighbours (splitmix64)."""
    mixed = (codes + np.uint64(1)) * np.uint64(0x9E3779B97F4A7C15)
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    stirred: Hashes = mixed ^ (mixed >> np.uint64(31))
    return stirred


@functools.cache
def _letters() -> Hashes:
    """What each character counts for in a hash; 0 for one that parts words."""
    folded = [chr(code).lower() if chr(code).isalnum() else "" for code in range(TABLED)]
    codes = np.array([ord(letter[0]) if letter else 0 for letter in folded] + [0], dtype=np.uint64)
    return np.where(codes > 0, _stirred(codes), np.uint64(0))


@functools.lru_cache(maxsize=2)
def _table(factor: int, length: int) -> Hashes:
    """The powers of a factor, from the first on, modulo 2 to the 64th."""
    steps = np.full(length, factor, dtype=np.uint64)
    steps[0] = 1
    return np.cumprod(steps)


def _powers(factor: int, length: int) -> Hashes:
    """So many powers of a factor. Those of a chunk are kept; a longer text, which is rare, has its own."""
    return _table(factor, CHUNK + 2)[:length] if length <= CHUNK + 2 else _table.__wrapped__(factor, length)
