"""Two articles side by side: the sentences that answer each other, and those that one lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.alignment import Witness, align, weigh, witness
from firsthand.desk.making import known_present_maker
from firsthand.errors import LibraryError
from firsthand.model import TOLD, Article, BlockKind, Span
from firsthand.store import Library
from firsthand.store.articles import load_articles, load_readings
from firsthand.store.columns import shown_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A sentence of the first article beside one of the second; None where the other has none like it."""

    first: Span | None
    second: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both articles, and all of their sentences in the order of the first."""

    first: Article
    second: Article
    pairs: tuple[Pair, ...]


def compare_two(library: Library, first: int, second: int) -> Comparison:
    """The two articles, sentence by sentence.

    Errors:
        LibraryError: one of them is not in the library, or its words were taken out.
    """
    with library.read() as connection:
        found = load_articles(connection, [first, second])
        texts = load_readings(
            connection, {n: one.text for n, one in found.items()}, known_present_maker(connection)
        )
    for number in (first, second):
        if number not in found:
            raise LibraryError(f"{shown_id('article', number)}: no such article, or its words were taken out")
    told = {n: text.sentences for n, text in texts.items()}
    one, other = (witness(found[n], told.get(n) or _lines(found[n])) for n in (first, second))
    return Comparison(first=found[first], second=found[second], pairs=_pairs(one, other))


def _lines(article: Article) -> tuple[tuple[Span, BlockKind], ...]:
    """The told lines of an article that was not read, one of another language for instance."""
    return tuple((block.span, block.kind) for block in article.blocks if block.kind in TOLD)


def _pairs(one: Witness, other: Witness) -> tuple[Pair, ...]:
    weights = weigh(p.bag for w in (one, other) for p in w.passages)
    best: dict[int, int] = {}
    taken: set[int] = set()
    for pair in sorted(align(one, other, weights), key=lambda pair: (-pair.score, pair.a, pair.b)):
        if pair.a not in best and pair.b not in taken:
            best[pair.a] = pair.b
            taken.add(pair.b)
    return _in_order(one, other, best)


def _in_order(one: Witness, other: Witness, best: Mapping[int, int]) -> tuple[Pair, ...]:
    """All sentences in the order of the first; those that only the second has before what follows them."""
    free = [p.i for p in other.passages if p.i not in set(best.values())]
    out: list[Pair] = []
    for passage in one.passages:
        partner = best.get(passage.i)
        if partner is not None:
            while free and free[0] < partner:
                out.append(Pair(first=None, second=other.passages[free.pop(0)].span))
        second = other.passages[partner].span if partner is not None else None
        out.append(Pair(first=passage.span, second=second))
    return (*out, *(Pair(first=None, second=other.passages[i].span) for i in free))
