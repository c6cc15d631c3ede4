"""Signs that one text was made from another, each as a matrix over all ordered pairs of texts.

The signs of descent are those of textual criticism, taken for texts that were reworded rather than
copied out: rare wording that only a few share, wording that one has and the other lost, the order
that words keep, the habits of style that a rewriter takes over. How rare a wording is, is counted
among the texts themselves, so that nothing has to be known of their language.

Shape: rows are children, columns parents; the diagonal means nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.alignment.terms import function_words, stem

Matrix = np.ndarray

_TOKEN = re.compile(r"\w+|[^\w\s]")
_FIRST_WORD = re.compile(r"(?:^|[.!?]\s+)(\w+)")
_FIGURE = re.compile(r"\d[\d.,]*\d|\d")
_SENTENCE_END = re.compile(r"[.!?](?:\s|$)")
# A wording is rare where at most an eighth of the texts (or three) have it, common where over two
# fifths do: the one tells branches apart, the other tells what was lost.
RARE, RARE_TEXTS, COMMON = 0.12, 3, 0.4


@dataclass(frozen=True, slots=True)
class Signs:
    """The signs of all ordered pairs: `names` and, in their order, one matrix each."""

    names: tuple[str, ...]
    stack: Matrix


@dataclass(frozen=True, slots=True)
class Wording:
    """One text cut up: all its marks in order, its words, its content stems, its function words."""

    marks: tuple[str, ...]
    words: tuple[str, ...]
    stems: tuple[str, ...]
    frame: tuple[str, ...]


def read_signs(texts: Sequence[str]) -> Signs:
    """The signs for every ordered pair of texts.

    Cost: texts² × words, 5 ms for a pair of thousand-word texts.
    """
    pieces = [cut(text) for text in texts]
    named: dict[str, Matrix] = {}
    for name, runs in _runs(pieces).items():
        named |= {f"{name} {sign}": table for sign, table in _shared(runs).items()}
    named |= _order(pieces) | _style(texts, pieces)
    return Signs(names=tuple(named), stack=np.stack(list(named.values())))


def cut(text: str) -> Wording:
    """The text cut up as the signs are read from it."""
    marks = tuple(_TOKEN.findall(text))
    lower = [mark.lower() for mark in marks]
    words = tuple(word for word in lower if word[0].isalnum() or word[0] == "_")
    small = function_words()
    return Wording(
        marks=marks,
        words=words,
        stems=tuple(stem(word) for word in words if word not in small),
        frame=tuple(mark for mark in lower if mark in small or not mark[0].isalnum()),
    )


def _runs(texts: Sequence[Wording]) -> dict[str, list[frozenset[Hashable]]]:
    """The wording of each text as sets: single words, runs of two and three, stems alone and in twos."""
    return {
        "word": [frozenset(t.words) for t in texts],
        "two words": [frozenset(zip(t.words, t.words[1:], strict=False)) for t in texts],
        "three words": [frozenset(zip(t.words, t.words[1:], t.words[2:], strict=False)) for t in texts],
        "stem": [frozenset(t.stems) for t in texts],
        "two stems": [frozenset(zip(t.stems, t.stems[1:], strict=False)) for t in texts],
    }


def _shared(runs: Sequence[frozenset[Hashable]]) -> dict[str, Matrix]:
    """What the child kept, gained and lost, by how many texts have it; what the parent alone has."""
    n = len(runs)
    held_by = Counter(run for one in runs for run in one)
    column = {run: m for m, run in enumerate(held_by)}
    has = np.zeros((n, len(column)))
    for row, one in enumerate(runs):
        has[row, [column[run] for run in one]] = 1.0
    holders = np.array(list(held_by.values()), dtype=float)
    size = np.maximum(1.0, has.sum(axis=1))
    rare = max(RARE_TEXTS, RARE * n)
    bands = {
        "rare": (holders > 1) & (holders <= rare),
        "some": (holders > rare) & (holders <= COMMON * n),
        "common": holders > max(rare, COMMON * n),
    }
    out: dict[str, Matrix] = {}
    for name, band in bands.items():
        own = has[:, band]
        both, held = own @ own.T, own.sum(axis=1)
        out[f"{name} kept"] = both / size[:, None]
        out[f"{name} gained"] = (held[:, None] - both) / size[:, None]
        out[f"{name} lost"] = (held[None, :] - both) / size[None, :]
    alone = has[:, holders == 1].sum(axis=1) / size
    out["alone"] = np.broadcast_to(alone[None, :], (n, n))
    return out


def common_length(a: Sequence[Hashable], b: Sequence[Hashable]) -> int:
    """The length of the longest common subsequence.

    Source: Hyyrö 2004, bit-parallel: one step a member of `b`, whatever the length of `a`.
    """
    places: dict[Hashable, int] = {}
    for n, member in enumerate(a):
        places[member] = places.get(member, 0) | 1 << n
    full = (1 << len(a)) - 1
    row = full
    for member in b:
        hits = row & places.get(member, 0)
        row = ((row + hits) | (row - hits)) & full
    return len(a) - row.bit_count()


def _order(texts: Sequence[Wording]) -> dict[str, Matrix]:
    """How much of either text stands in the other in the same order, and how near a rival stands."""
    out: dict[str, Matrix] = {}
    n = len(texts)
    kinds = {
        "marks": [t.marks for t in texts],
        "words": [t.words for t in texts],
        "stems": [t.stems for t in texts],
        "frame": [t.frame for t in texts],
    }
    for name, rows in kinds.items():
        common = np.zeros((n, n))
        for i in range(n):
            for j in range(i, n):
                common[i, j] = common[j, i] = common_length(rows[i], rows[j])
        length = np.array([max(1, len(row)) for row in rows], dtype=float)
        kept, covers = common / length[:, None], common / length[None, :]
        out |= {f"{name} in order": kept, f"{name} of parent in order": covers}
        if name in ("marks", "stems"):
            rank = _ranks(kept + covers)
            out |= {f"{name} rank": rank, f"{name} rank of child": rank.T}
    return out


def _ranks(likeness: Matrix) -> Matrix:
    """The logarithm of each column's place among the likest of its row (0: the very likest)."""
    table = likeness.copy()
    np.fill_diagonal(table, -1.0)
    order = np.argsort(-table, axis=1, kind="stable")
    return np.asarray(np.log1p(np.argsort(order, axis=1, kind="stable")))


def _style(texts: Sequence[str], pieces: Sequence[Wording]) -> dict[str, Matrix]:
    """Length, sentences and the habits of writing that are taken over without a thought."""
    length = np.log([max(1, len(text)) for text in texts])
    sentences = np.log([max(1, len(_SENTENCE_END.findall(text))) for text in texts])
    commas = np.array([100.0 * text.count(",") / max(1, len(text)) for text in texts])
    long_words = np.array([np.mean([len(w) for w in t.words] or [0]) for t in pieces])
    variety = np.array([len(set(t.words)) / max(1, len(t.words)) for t in pieces])
    first = [frozenset(m.lower() for m in _FIRST_WORD.findall(text)) for text in texts]
    starts = np.array([[len(a & b) / max(1, len(a)) for b in first] for a in first])

    figures = [frozenset(_FIGURE.findall(text)) for text in texts]
    gained = np.array([[float(len(a - b)) for b in figures] for a in figures])

    def beside(row: Matrix) -> Matrix:
        return np.asarray(row[:, None] - row[None, :])

    return {
        "longer": beside(length),
        "length apart": np.abs(beside(length)),
        "more sentences": beside(sentences),
        "sentences apart": np.abs(beside(sentences)),
        "commas apart": np.abs(beside(commas)),
        "longer words": beside(long_words),
        "words apart": np.abs(beside(long_words)),
        "more variety": beside(variety),
        "figures gained": np.log1p(gained),
        "figures lost": np.log1p(gained.T),
        "starts kept": starts,
        "starts of parent kept": starts.T,
    }
