"""Sentences of one article that answer sentences of another.

The terms of each told sentence are weighed over the story, compared by cosine, and paired where
each is the other's best (or nearly). This is the alignment that collation, lineage and comparison
all stand on.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

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
    # Its passages as vectors, made once for the weights of its story: all its neighbours ask for them.
    _vectors: dict[int, tuple[Weights, np.ndarray, np.ndarray]] = field(
        default_factory=dict, repr=False, compare=False
    )

    def vectors(self, weights: Weights) -> tuple[np.ndarray, np.ndarray]:
        """The numbers of its terms, in order, and a row of their weights for each passage, of length 1."""
        known = self._vectors.get(id(weights))
        if known is None or known[0] is not weights:
            known = self._vectors[id(weights)] = (weights, *_vectors(self.passages, weights))
        return known[1], known[2]

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


def _vectors(passages: Sequence[Passage], weights: Weights) -> tuple[np.ndarray, np.ndarray]:
    """The numbers of the passages' terms, in order, and a row of their weights for each, of length 1."""
    found = {weights.number(term): term for passage in passages for term in passage.bag}
    numbers = sorted(found)
    column = {found[number]: n for n, number in enumerate(numbers)}
    out = np.zeros((len(passages), len(numbers)))
    for row, passage in enumerate(passages):
        for term, count in passage.bag.items():
            out[row, column[term]] = count * weights.of(term)
    norms = np.sqrt((out**2).sum(axis=1, keepdims=True))
    return np.array(numbers, dtype=int), np.divide(out, norms, out=out, where=norms > 0)


def likeness(a: Witness, b: Witness, weights: Weights) -> np.ndarray:
    """The cosine of every passage of `a` (rows) with every passage of `b` (columns)."""
    (ours, left), (theirs, right) = a.vectors(weights), b.vectors(weights)
    _, i, j = np.intersect1d(ours, theirs, assume_unique=True, return_indices=True)
    return np.asarray(left[:, i] @ right[:, j].T)


def answering(table: np.ndarray) -> np.ndarray:
    """Which passages answer each other, where `table` tells how alike those of two witnesses are.

    A pair counts where its likeness reaches `ALIKE` and is the best, or nearly the best, of both
    its row and its column.
    """
    if not table.size:
        return np.zeros(table.shape, dtype=bool)
    rows, columns = table.max(axis=1), table.max(axis=0)
    return np.asarray(
        (table >= ALIKE)
        & (
            (table >= rows[:, None] - 1e-9) & (table >= NEARLY_BEST * columns[None, :])
            | (table >= columns[None, :] - 1e-9) & (table >= NEARLY_BEST * rows[:, None])
        )
    )


def align(a: Witness, b: Witness, weights: Weights) -> tuple[Aligned, ...]:
    """The pairs of passages that answer each other, in the order of `a`."""
    table = likeness(a, b, weights)
    i, j = np.nonzero(answering(table))
    scores = table[i, j].tolist()
    return tuple(
        Aligned(a=m, b=n, score=round(score, 6))
        for m, n, score in zip(i.tolist(), j.tolist(), scores, strict=True)
    )
