"""Figures that tell when: dates, years, clock times, and durations that place something in time."""

from __future__ import annotations

import functools
import re

from firsthand.language import table, words
from firsthand.reading.amounts import DASHES, Amount
from firsthand.reading.counted import Counted
from firsthand.reading.lexemes import Lexeme, word_at
from firsthand.reading.lines import looks_plural

Pieces = list[Lexeme]

# A bare number of four digits in this range is a year unless something counted follows.
FIRST_YEAR, LAST_YEAR = 1500, 2100
# A counted phrase longer than this behind four digits has swallowed a name ("2019 Rich List").
LONGEST_COUNTED = 3
# How far back a superlative may stand that makes "in 13 months" a figure.
REACH = 8


@functools.cache
def _months() -> frozenset[str]:
    return frozenset(month.removesuffix(".") for month in words("counted", "dates.months"))


def is_month(pieces: Pieces, i: int) -> bool:
    """Whether a month is named at `i` ("May" only with its capital)."""
    return word_at(pieces, i) in _months() and pieces[i].titled


def is_date(pieces: Pieces, amount: Amount, counted: Counted | None, *, bounded: bool) -> bool:
    """Whether the figure is a day or a decade: "12 April", "April 12", "2 to 6 October", "the 1990s"."""
    if amount.unit is not None or amount.form not in ("digits", "word") or amount.value > LAST_YEAR:
        return False
    first, end = amount.number
    decade = word_at(pieces, end) == "s" and pieces[end].glued and amount.value % 10 == 0
    if pieces[first].kind != "digits" or amount.value % 1 or amount.scale != 1.0 or decade:
        return decade
    day = amount.value <= 31
    if day and _before_month(pieces, end):
        return True
    before = first - 1 - (word_at(pieces, first - 1) in (".", "the", "from", "between"))
    if not is_month(pieces, before) or bounded:
        return False
    weak = counted is None or counted.start != end or counted.end - counted.start > 1
    return is_yearlike(pieces, amount) or (day and (weak or word_at(pieces, first - 1) == "."))


def _before_month(pieces: Pieces, end: int) -> bool:
    """As in "3 October", "3rd of October", "3 and 8 October", "3–8 October" from the first number's end."""
    end += word_at(pieces, end) in ("st", "nd", "rd", "th")
    if is_month(pieces, end) or (word_at(pieces, end) == "of" and is_month(pieces, end + 1)):
        return True
    if word_at(pieces, end) not in ("and", "to", "or", *DASHES):
        return False
    return end + 1 < len(pieces) and pieces[end + 1].kind == "digits" and is_month(pieces, end + 2)


def is_yearlike(pieces: Pieces, amount: Amount) -> bool:
    """Whether the number is written as years are: four digits, and not too far off."""
    text = pieces[amount.number[0]].text
    return len(text) == 4 and text.isdecimal() and FIRST_YEAR <= int(text) <= LAST_YEAR


def is_year(pieces: Pieces, amount: Amount, counted: Counted | None, *, bounded: bool) -> bool:
    """Whether four digits without a separator are a year, not a count."""
    first, end = amount.number
    if amount.rule == "range":
        loose = counted is None or counted.end - counted.start > 1
        return loose and is_yearlike(pieces, amount) and amount.high is not None and amount.high <= LAST_YEAR
    before = word_at(pieces, first - 1)
    if before in ("a.d.", "ad", "bc", "b.c.") and end - first == 1:
        return True
    if not is_yearlike(pieces, amount) or amount.scale != 1.0 or end - first > 1:
        return False
    if counted is None or counted.start != end:
        return not bounded
    phrase = pieces[counted.start : counted.end]
    direct = len(phrase) <= LONGEST_COUNTED and not any(piece.titled for piece in phrase)
    direct = direct and looks_plural(phrase[-1].lower)
    return not direct or before in words("counted", "dates.led_year")


def is_clock(pieces: Pieces, amount: Amount, counted: Counted | None) -> bool:
    """Whether the figure is a time of day: "9 a.m.", "7pm", "at 19.45", "10 o'clock"."""
    first, end = amount.number
    if amount.form not in ("digits", "word") or amount.value > 2400:
        return False
    if word_at(pieces, end) in words("counted", "dates.clock_after") and amount.unit is None:
        return True
    timed = re.fullmatch(r"(?:[01]?\d|2[0-3])\.[0-5]\d", pieces[first].text) is not None
    bare = amount.unit is None and counted is None
    return timed and bare and word_at(pieces, first - 1) in ("at", "until")


def is_reference(pieces: Pieces, amount: Amount) -> bool:
    """Whether a duration places something in time ("two years ago", "in three weeks")."""
    if amount.unit is None or amount.unit.kind != "time":
        return False
    reference = table("counted")["reference"]
    after = word_at(pieces, amount.end)
    closed = amount.end + 1 >= len(pieces) or pieces[amount.end + 1].kind == "mark"
    if after in reference["after"]:
        return after != "on" or closed
    if (after in ("before", "after") and closed) or (
        after in ("'", "’") and word_at(pieces, amount.end + 1) == "time"
    ):
        return True
    j = amount.start - 1
    while j > 0 and pieces[j].lower in reference["between"]:
        j -= 1
    before = word_at(pieces, j)
    if before not in reference["before"] or (before == "first" and word_at(pieces, j - 1) != "the"):
        return False
    short = amount.unit.name in reference["short"]
    return before != "in" or not (short or _superlative(pieces, j))


def _superlative(pieces: Pieces, j: int) -> bool:
    """Whether something is the first or the worst of its kind "in 13 months": the time is told then."""
    names = table("counted")["reference"]["superlative"]
    return any(
        piece.lower in names or (piece.lower.endswith("est") and len(piece.lower) > len("test") + 1)
        for piece in pieces[max(0, j - REACH) : j]
    )
