"""How much of one article another accounts for: shared sentences, their order, shared wording.

Kinship has a direction: what share of the child's passages the parent explains. It says nothing yet
of who was first; `tree` weighs that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.alignment import Aligned, Weights, Witness, align

_WORD = re.compile(r"\w+")
# Runs of four words: short enough to outlive light editing, long enough not to be chance.
GRAM = 4


@dataclass(frozen=True, slots=True)
class Kinship:
    """What one witness (`child`) shares with another (`parent`), by index.

    `cover` is the share of the child's passages that the parent answers, weighted by likeness;
    `order` how far the shared passages stand in the same order (0.5: no telling);
    `wording` the share of the child's four-word runs that stand in the parent too.
    """

    child: int
    parent: int
    cover: float
    order: float
    wording: float
    pairs: tuple[Aligned, ...]

    @property
    def strength(self) -> float:
        """Cover, discounted where the order is not kept, or the copied wording where that is more."""
        return max(self.cover * min(1.0, 0.5 + self.order / 2), self.wording)


def one_to_one(pairs: Sequence[Aligned]) -> tuple[Aligned, ...]:
    """The best pairs in which no passage of either side stands twice, in the order of `a`."""
    used_a: set[int] = set()
    used_b: set[int] = set()
    out = []
    for pair in sorted(pairs, key=lambda p: (-p.score, p.a, p.b)):
        if pair.a not in used_a and pair.b not in used_b:
            used_a.add(pair.a)
            used_b.add(pair.b)
            out.append(pair)
    return tuple(sorted(out, key=lambda p: p.a))


def order(pairs: Sequence[Aligned]) -> float:
    """The share of pairs of pairs that stand in the same order on both sides (Kendall)."""
    steps = [later.b > earlier.b for n, earlier in enumerate(pairs) for later in pairs[n + 1 :]]
    return sum(steps) / len(steps) if steps else 0.5


def runs(witness: Witness) -> frozenset[tuple[str, ...]]:
    """All runs of four words in the told text."""
    words = [
        word.lower() for p in witness.passages for word in _WORD.findall(p.span.of(witness.article.text))
    ]
    return frozenset(tuple(words[n : n + GRAM]) for n in range(len(words) - GRAM + 1))


def kinships(witnesses: Sequence[Witness], weights: Weights) -> dict[tuple[int, int], Kinship]:
    """The kinship of every ordered pair (child, parent) of different witnesses."""
    grams = [runs(w) for w in witnesses]
    out: dict[tuple[int, int], Kinship] = {}
    for i, child in enumerate(witnesses):
        for j in range(i + 1, len(witnesses)):
            pairs = one_to_one(align(child, witnesses[j], weights))
            shared = len(grams[i] & grams[j])
            total, kept = sum(p.score for p in pairs), order(pairs)
            back = tuple(sorted((Aligned(a=p.b, b=p.a, score=p.score) for p in pairs), key=lambda p: p.a))
            for a, b, run in ((i, j, pairs), (j, i, back)):
                out[a, b] = Kinship(
                    child=a,
                    parent=b,
                    cover=total / max(1, len(witnesses[a].passages)),
                    order=kept,
                    wording=shared / max(1, len(grams[a])),
                    pairs=run,
                )
    return out
