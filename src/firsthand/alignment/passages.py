"""Sentences of one article that answer sentences of another.

The terms of each told sentence are weighed over the story, compared by cosine, and paired where
each is the other's best (or nearly). This is the alignment that collation, lineage and comparison
all stand on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.alignment.terms import Weights, terms
from firsthand.model import Article, BlockKind, Span

# Below this likeness two sentences of one story share a subject rather than a statement.
ALIKE = 0.30
# A pair may fall this far behind its best rival: a sentence that was split in two has two partners.
NEARLY_BEST = 0.80


@dataclass(frozen=True, slots=True)
class Passage:
    """One told sentence: where it stands, in what block, and its terms."""

    i: int
    span: Span
    kind: BlockKind
    bag: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Witness:
    """An article as the run of its told sentences."""

    article: Article
    passages: tuple[Passage, ...]

    def at(self, span: Span) -> Passage | None:
        """The passage that a span begins in."""
        for passage in self.passages:
            if passage.span.start <= span.start < passage.span.end:
                return passage
        return None


@dataclass(frozen=True, slots=True)
class Aligned:
    """Two passages that tell alike: index in either witness, and how alike, 0 to 1."""

    a: int
    b: int
    score: float


def witness(article: Article, sentences: Sequence[tuple[Span, BlockKind]]) -> Witness:
    """The article as a witness, from its told sentences in order."""
    passages = tuple(
        Passage(i=i, span=span, kind=kind, bag=terms(span.of(article.text)))
        for i, (span, kind) in enumerate(sentences)
    )
    return Witness(article=article, passages=passages)


def likeness(a: Witness, b: Witness, weights: Weights) -> np.ndarray:
    """The cosine of every passage of `a` (rows) with every passage of `b` (columns)."""
    vocabulary = {term: n for n, term in enumerate(sorted({t for w in (a, b) for p in w.passages for t in p.bag}))}

    def vectors(w: Witness) -> np.ndarray:
        out = np.zeros((len(w.passages), max(1, len(vocabulary))))
        for row, passage in enumerate(w.passages):
            for term, count in passage.bag.items():
                out[row, vocabulary[term]] = count * weights.of(term)
        norms = np.sqrt((out**2).sum(axis=1, keepdims=True))
        return np.divide(out, norms, out=out, where=norms > 0)

    return vectors(a) @ vectors(b).T


def align(a: Witness, b: Witness, weights: Weights) -> tuple[Aligned, ...]:
    """The pairs of passages that tell alike, in the order of `a`.

    A pair counts where its likeness reaches `ALIKE` and is the best, or nearly the best, of both
    its row and its column.
    """
    if not a.passages or not b.passages:
        return ()
    table = likeness(a, b, weights)
    rows, columns = table.max(axis=1), table.max(axis=0)
    keep = (table >= ALIKE) & (
        (table >= rows[:, None] - 1e-9) & (table >= NEARLY_BEST * columns[None, :])
        | (table >= columns[None, :] - 1e-9) & (table >= NEARLY_BEST * rows[:, None])
    )
    return tuple(
        Aligned(a=int(i), b=int(j), score=round(float(table[i, j]), 6)) for i, j in zip(*np.nonzero(keep), strict=True)
    )


def bag_of(text: str) -> Counter[str]:
    """The terms of any stretch of text."""
    return terms(text)
