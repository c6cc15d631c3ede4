"""Every figure of a text: value, range, bound, unit, what it counts, what narrows it, and its role."""

from __future__ import annotations

import functools
import re

from firsthand.language import table, words
from firsthand.model import Bound, Quantity, QuantityMention, Restrictions, Span
from firsthand.reading.amounts import Amount
from firsthand.reading.antecedents import KEPT, Antecedent, find_antecedent, implied
from firsthand.reading.counted import Counted
from firsthand.reading.figures import Figure, find_figures
from firsthand.reading.lexemes import lex
from firsthand.reading.lines import Line, is_stop
from firsthand.reading.numbers import HYPHENS, starters
from firsthand.reading.restrictions import find_restrictions
from firsthand.reading.tokens import Parsed, Sentence

# "of fuel oil", "of untreated waste water": what is measured is named in no more words than this.
LONGEST_MATTER = 4


def extract_quantities(parsed: Parsed) -> tuple[QuantityMention, ...]:
    """Every figure of the text in order, those without a claim (ages, dates, names …) with their role.

    Needs nothing but the text; where tokens carry part of speech and dependencies they decide what
    is counted. Spans are offsets into `parsed.text`.

    Cost: linear in the length of the text.
    """
    mentions: list[QuantityMention] = []
    earlier: tuple[Antecedent, ...] = ()
    shares = _speaks_of_shares(parsed.text)
    for sentence in parsed.sentences:
        if not _has_figure(parsed.text, sentence.span):
            continue
        line = _line(parsed, sentence, shares=shares)
        found, earlier = _read_line(line, sentence.i, earlier)
        mentions += found
    return tuple(mentions)


@functools.cache
def _figure_pattern() -> re.Pattern[str]:
    quiet = {"a", "an", "quarter"}
    loud = sorted(starters() - quiet, key=len, reverse=True)
    fractions = [w for w in table("numbers")["denominators"] if w != "half"]
    multiples = "|".join(
        re.escape(w) for w in [*loud, *fractions, "dozen", "million", "hundred", "thousand", "billion"]
    )
    over_a = r"(?:over|than) an? (?:year|month|week|decade|century|hour|day|minute)"
    return re.compile(rf"\d|\b(?:{multiples}|{over_a})\b|[½⅓⅔¼¾⅕⅛]", re.IGNORECASE)


def _has_figure(text: str, span: Span) -> bool:
    return _figure_pattern().search(text, span.start, span.end) is not None


@functools.cache
def _shares_pattern() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:poll|polls|pollsters?|voters?|votes?|election|percentage points?|turnout|by-election)\b",
        re.IGNORECASE,
    )


def _speaks_of_shares(text: str) -> bool:
    """Whether the text is about polls or votes, where "points" are percentage points."""
    return _shares_pattern().search(text) is not None


# A line of more words than this, of which more than that share are capitalised, is a headline.
SHORTEST_SHOUT, SHOUTED = 3, 0.7


def _line(parsed: Parsed, sentence: Sentence, *, shares: bool) -> Line:
    pieces = lex(parsed.text, sentence.span.start, sentence.span.end)
    tokens = parsed.tokens[sentence.first : sentence.end]
    worded = [piece for piece in pieces if piece.kind == "word"]
    capitals = sum(piece.text[0].isupper() for piece in worded)
    unlike = words("counted", "share_words.not")
    return Line(
        text=parsed.text,
        pieces=pieces,
        tokens=tokens,
        starts=tuple([token.span.start for token in tokens]),
        shares=shares and not any(piece.lower in unlike for piece in worded),
        shouted=len(worded) > SHORTEST_SHOUT and capitals > SHOUTED * len(worded),
        parsed=any(token.pos for token in tokens),
    )


def _read_line(
    line: Line, number: int, earlier: tuple[Antecedent, ...]
) -> tuple[list[QuantityMention], tuple[Antecedent, ...]]:
    figures = find_figures(line)
    mentions: list[QuantityMention] = []
    for figure, limit in zip(figures, _limits(line, figures), strict=True):
        mention, antecedent = _mention(line, figure, limit, number, earlier)
        mentions.append(mention)
        if antecedent:
            earlier = (*earlier[1 - KEPT :], antecedent)
    return mentions, earlier


def _limits(line: Line, figures: list[Figure]) -> list[int]:
    """For each figure the piece where the next count starts, or the line's end."""
    limits: list[int] = []
    limit = len(line.pieces)
    for figure in reversed(figures):
        limits.append(limit)
        if figure.role == "count":
            limit = figure.amount.start
    return limits[::-1]


def _mention(
    line: Line, figure: Figure, limit: int, number: int, earlier: tuple[Antecedent, ...]
) -> tuple[QuantityMention, Antecedent | None]:
    amount, counted = figure.amount, figure.counted
    unit, phrase, span = _unit_and_counted(line, figure, number, earlier)
    first = min(amount.start, figure.bound.start) if figure.bound else amount.start
    end = max(amount.end, counted.end if counted and counted.start <= limit else 0)
    restrictions = Restrictions()
    if figure.role == "count":
        restrictions = find_restrictions(line, first, end, max(limit, end))
    last = max(end, figure.bound.end) if figure.bound else end
    mention = QuantityMention(
        span=Span(line.pieces[first].start, line.pieces[last - 1].end),
        number=Span(line.pieces[amount.number[0]].start, line.pieces[amount.number[1] - 1].end),
        quantity=Quantity(
            value=amount.value,
            high=amount.high,
            bound=_bound(figure),
            unit=unit,
            counted=phrase,
            restrictions=restrictions,
        ),
        role=figure.role,
        counted=span,
        rule=figure.rule,
    )
    if figure.role != "count" or (unit is None and phrase is None):
        return mention, None
    kind = amount.unit.kind if amount.unit else "counted"
    if kind == "time" or amount.form == "share":
        return mention, None
    return mention, Antecedent(unit=unit, counted=phrase, span=span, kind=kind, sentence=number)


def _bound(figure: Figure) -> Bound:
    if figure.amount.bound:
        return figure.amount.bound
    return figure.bound.bound if figure.bound else "exact"


def _unit_and_counted(
    line: Line, figure: Figure, number: int, earlier: tuple[Antecedent, ...]
) -> tuple[str | None, str | None, Span | None]:
    """The unit's name, and the counted phrase with its span."""
    amount, counted = figure.amount, figure.counted
    if amount.unit is not None:
        measured = _span(line, counted) if counted else _measured(line, amount)
        return amount.unit.name, measured.of(line.text) if measured else None, measured
    if counted and not counted.of:
        span = _span(line, counted)
        return counted.unit, span.of(line.text), span
    if figure.role != "count":
        return None, None, None
    named = None if counted else implied(line, amount)
    if named:
        return named[0], named[1].of(line.text) if named[1] else None, named[1]
    antecedent = find_antecedent(amount, number, earlier)
    if antecedent:
        return antecedent.unit, antecedent.counted, antecedent.span
    return None, None, None


def _span(line: Line, counted: Counted) -> Span:
    return Span(line.pieces[counted.start].start, line.pieces[counted.end - 1].end)


def _measured(line: Line, amount: Amount) -> Span | None:
    """What a measure is of, where the words behind it tell ("46-metre wall", "116 millimetres of rain")."""
    pieces = line.pieces
    if amount.unit is None or amount.unit.kind in ("percent", "point", "multiple", "money", "time"):
        return None
    k = amount.end
    hyphened = any(piece.text in HYPHENS for piece in pieces[amount.number[1] : k])
    if k < len(pieces) and pieces[k].lower == "of":
        k += 1
    elif not hyphened:
        return None
    end = k
    while end < len(pieces) and end < k + LONGEST_MATTER and _is_matter(line, end):
        end += 1
        if not line.parsed:
            break
    return Span(pieces[k].start, pieces[end - 1].end) if end > k else None


def _is_matter(line: Line, k: int) -> bool:
    piece = line.pieces[k]
    return piece.kind == "word" and not is_stop(piece) and line.pos(piece) in ("", "NOUN", "PROPN", "ADJ")
