"""Readings as collation looks at them: the figure in base units and the words around it.

A figure's question is told by the words near it, so the terms of its sentence are weighted by how
close they stand: each word away counts less, and a word beyond another figure or a comma less
again, since it probably belongs to that other figure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from firsthand.alignment import Weights, Witness, skeleton, stem
from firsthand.alignment.terms import WORD, function_words
from firsthand.difference.values import Measure, measure
from firsthand.language import table
from firsthand.model import Reading, Span

# A word six words away weighs 1/e of one next to the figure: about the length of a clause.
REACH = 6.0
# What another figure, and what a comma or dash, between word and figure leaves of the weight.
BEYOND_FIGURE = 0.45
BEYOND_COMMA = 0.75
# Letters between a figure and the one that it takes the place of: a clause at most.
NEARBY = 80


@dataclass(frozen=True, slots=True)
class Mention:
    """A reading in its witness.

    `article` and `passage` are indexes, `rank` its place among the figures of its sentence; `headline`
    where it stands in a title or heading; `outcomes` the classes of words in its clause that tell what
    happened to those counted, `tolls` those of them whose whole it gives; `corrects` where the figure before
    it in the sentence begins, if the words between say that it takes that one's place ("487, not 483");
    `whole` for a figure that another is a part of ("340 of its 2,870 containers").
    """

    reading: Reading
    article: int
    passage: int
    rank: int
    headline: bool
    measure: Measure | None
    near: Mapping[str, float]
    counted: Mapping[str, float]
    outcomes: frozenset[str]
    tolls: frozenset[str]
    corrects: int = -1
    whole: bool = False


@cache
def _outcomes() -> frozenset[str]:
    return frozenset(table("synonyms")["outcomes"]["classes"])


def mentions(
    readings: Sequence[Reading], witnesses: Sequence[Witness], weights: Weights
) -> tuple[Mention, ...]:
    """The readings, in order, as mentions; a reading outside every passage is left out."""
    place = {w.article.id: n for n, w in enumerate(witnesses)}
    figures: dict[tuple[int, int], list[Span]] = {}
    located = []
    for reading in readings:
        article = place[reading.article]
        passage = witnesses[article].at(reading.number or reading.span)
        if passage is None:
            continue
        located.append((reading, article, passage))
        if reading.number is not None:
            figures.setdefault((article, passage.i), []).append(reading.number)
    out = []
    for reading, article, passage in located:
        others = sorted(set(figures.get((article, passage.i), ())))
        text = witnesses[article].article.text
        out.append(
            Mention(
                reading=reading,
                article=article,
                passage=passage.i,
                rank=others.index(reading.number) if reading.number in others else 0,
                headline=passage.kind in ("title", "heading"),
                measure=measure(reading.quantity) if reading.quantity else None,
                near=_near(text, passage.span, reading.number or reading.span, others, weights),
                counted=_plain(_counted(reading, text), weights),
                outcomes=frozenset(_plain(reading.span.of(text), weights)) & _outcomes(),
                tolls=_tolls(reading, text, weights),
                corrects=_corrects(text, reading.number, others),
                whole=_whole(text, reading.number, others),
            )
        )
    return tuple(out)


@cache
def _correcting() -> re.Pattern[str]:
    cues = "|".join(re.escape(cue) for cue in table("synonyms")["corrections"]["between"])
    return re.compile(rf"\b(?:{cues})\b[\w ]{{0,12}}$", re.IGNORECASE)


def _corrects(text: str, figure: Span | None, figures: Sequence[Span]) -> int:
    """Where the figure begins that this one corrects or is corrected by, -1 for none."""
    before = [f for f in figures if figure is not None and f.end <= figure.start]
    if figure is None or not before:
        return -1
    between = text[before[-1].end : figure.start]
    return before[-1].start if len(between) <= NEARBY and _correcting().search(between) else -1


# Between a part and its whole: "340 of its 2,870", "nine of the bank's 400", "two …, out of about 90".
_OF = re.compile(
    r"(?:^\s+(?:[\w’'-]+ )?(?:of|from)|\bout of)"
    r"(?:\s+(?:the|its|their|his|her|all|some|about|around|nearly)){0,2}(?:\s+\w+[’']s?)?\s+$"
)


def _whole(text: str, figure: Span | None, figures: Sequence[Span]) -> bool:
    """Whether the figure is what the one before it in the sentence is a part of."""
    before = [f for f in figures if figure is not None and f.end <= figure.start]
    if figure is None or not before:
        return False
    between = text[before[-1].end : figure.start]
    return len(between) <= NEARBY and bool(_OF.search(between))


def _tolls(reading: Reading, text: str, weights: Weights) -> frozenset[str]:
    """The tolls that a figure gives as a whole; none where it is a part of another figure."""
    words = reading.span.of(text)
    if any(
        re.search(rf"\b{part}\b", words, re.IGNORECASE) for part in table("synonyms")["outcomes"]["parts"]
    ):
        return frozenset()
    return frozenset(_plain(words, weights)) & frozenset(table("synonyms")["outcomes"]["tolls"])


def _counted(reading: Reading, text: str) -> str:
    """What a figure counts, in words; of a statement, the statement."""
    if reading.quantity is None:
        return reading.span.of(text)
    return reading.quantity.counted or reading.quantity.unit or ""


def _near(
    text: str, sentence: Span, figure: Span, figures: Sequence[Span], weights: Weights
) -> dict[str, float]:
    """The terms of the sentence, each weighted by how close it stands to the figure."""
    words = [(m.start(), m.end(), m.group()) for m in WORD.finditer(text, sentence.start, sentence.end)]
    at = sum(1 for start, _, _ in words if start < figure.start)
    barriers = [f for f in figures if f != figure]
    out: dict[str, float] = {}
    for n, (start, end, word) in enumerate(words):
        lower = word.lower()
        if word[0].isdigit() or lower in function_words() or figure.start <= start < figure.end:
            continue
        low, high = (end, figure.start) if start < figure.start else (figure.end, start)
        weight = math.exp(-abs(n - at) / REACH)
        weight *= BEYOND_FIGURE ** sum(1 for b in barriers if low <= b.start and b.end <= high)
        weight *= BEYOND_COMMA ** sum(text.count(mark, low, high) for mark in ",;:—–")
        term = stem(lower)
        out[term] = max(out.get(term, 0.0), weight * weights.of(term))
        if word[0].isupper() and len(sound := skeleton(word)) > 1:
            out["~" + sound] = max(out.get("~" + sound, 0.0), weight * weights.of("~" + sound))
    return out


def _plain(text: str, weights: Weights) -> dict[str, float]:
    """The terms of what is counted, unweighted by place."""
    stems = {
        stem(m.group().lower()) for m in WORD.finditer(text) if m.group().lower() not in function_words()
    }
    return {term: weights.of(term) for term in sorted(stems)}
