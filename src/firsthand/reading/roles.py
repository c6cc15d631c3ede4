"""What a figure is there for: a count, or an age, a date, a time, part of a name, something else."""

from __future__ import annotations

import functools
import re
from typing import Literal

from firsthand.language import table, words
from firsthand.reading.amounts import DASHES, Amount
from firsthand.reading.counted import Counted
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.lines import Line, looks_plural
from firsthand.reading.named import is_listed, named_rule
from firsthand.reading.speakers import one_rule, speaks

Role = Literal["count", "age", "date", "time", "name", "other"]
Pieces = list[Lexeme]

# A bare number of four digits in this range is a year unless something counted follows.
FIRST_YEAR, LAST_YEAR = 1500, 2100
# Nobody is older.
OLDEST = 120


def role_of(line: Line, amount: Amount, counted: Counted | None, *, bounded: bool) -> tuple[Role, str]:
    """The role of an amount and the rule that tells it."""
    pieces = line.pieces
    for rule, role in (("age", "age"), ("date", "date"), ("clock", "time"), ("reference", "time")):
        if _RULES[rule](pieces, amount, counted, bounded):
            return role, rule  # type: ignore[return-value]
    if amount.unit is None:
        if _labelled(pieces, amount):
            return "name", "name"
        if _is_year(pieces, amount, counted, bounded):
            return "date", "year"
        named = named_rule(line, amount, counted, bounded=bounded)
        if named:
            return "name", named
        if is_listed(line, amount):
            return "other", "list"
    one = one_rule(line, amount)
    if one:
        return "other", one
    if counted and speaks(line, amount, counted):
        return "other", "speakers"
    return "count", ""


def _at(pieces: Pieces, i: int) -> str:
    return pieces[i].lower if 0 <= i < len(pieces) else ""


def _labelled(pieces: Pieces, amount: Amount) -> bool:
    """ "Resolution 1701": a label with its capital, before what looks like a year."""
    first = amount.number[0]
    labels = words("counted", "labels.words")
    return (
        first > 0
        and pieces[first - 1].titled
        and pieces[first - 1].lower in labels
        and _yearlike(pieces, amount)
    )


# ---- dates and times


@functools.cache
def _months() -> frozenset[str]:
    return frozenset(m.removesuffix(".") for m in words("counted", "dates.months"))


def is_month(pieces: Pieces, i: int) -> bool:
    """Whether a month is named at `i` ("May" only with its capital)."""
    return _at(pieces, i) in _months() and pieces[i].titled


def _is_date(pieces: Pieces, amount: Amount, counted: Counted | None, bounded: bool) -> bool:
    """ "12 April", "April 12", "2 to 6 October", "the 1990s" and "’90s"."""
    if amount.unit is not None or amount.form not in ("digits", "word") or amount.value > LAST_YEAR:
        return False
    first, end = amount.number
    day = (
        amount.value <= 31
        and amount.value % 1 == 0
        and amount.scale == 1.0
        and pieces[first].kind == "digits"
    )
    if day and (is_month(pieces, end) or (_at(pieces, end) == "of" and is_month(pieces, end + 1))):
        return True
    if day and _at(pieces, end) in ("st", "nd", "rd", "th"):
        return True
    if day and _joins_to_month(pieces, end):
        return True
    before = first - 1 - (_at(pieces, first - 1) in (".", "the", "from", "between"))
    if is_month(pieces, before) and (day or _yearlike(pieces, amount)) and not bounded:
        weak = counted is None or not _touches(counted, end) or counted.end - counted.start > 1
        return weak or _yearlike(pieces, amount) or _at(pieces, first - 1) == "."
    return bool(_at(pieces, end) == "s" and pieces[end].glued and amount.value % 10 == 0)


def _touches(counted: Counted, end: int) -> bool:
    return counted.start == end


def _joins_to_month(pieces: Pieces, end: int) -> bool:
    """ "3 and 8 October", "2 to 6 October", "2–6 October" from the first number's end."""
    if _at(pieces, end) in ("and", "to", "or") or _at(pieces, end) in DASHES:
        k = end + 1
        return k + 1 < len(pieces) and pieces[k].kind == "digits" and is_month(pieces, k + 1)
    return False


def _yearlike(pieces: Pieces, amount: Amount) -> bool:
    text = pieces[amount.number[0]].text
    return len(text) == 4 and text.isdigit() and FIRST_YEAR <= int(text) <= LAST_YEAR


def _is_year(pieces: Pieces, amount: Amount, counted: Counted | None, bounded: bool) -> bool:
    """Whether four digits without a separator are a year."""
    first, end = amount.number
    if amount.rule == "range" and amount.high is not None:
        texts = [p.text for p in pieces[first:end] if p.kind == "digits"]
        years = (
            all(len(t) in (2, 4) and t.isdigit() for t in texts) and len(texts[0]) == 4 if texts else False
        )
        loose = counted is None or counted.end - counted.start > 1
        return years and loose and FIRST_YEAR <= amount.value <= LAST_YEAR
    if _at(pieces, first - 1) in ("a.d.", "ad", "bc", "b.c.") and end - first == 1:
        return True
    if not _yearlike(pieces, amount) or amount.scale != 1.0 or end - first > 1:
        return False
    before = _at(pieces, first - 1)
    if counted is not None and counted.start == end:
        direct = counted.end - counted.start <= 3 and not any(
            p.titled for p in pieces[counted.start : counted.end]
        )
        return not direct or before in ("in", "since", "of", "the", "’s", "’", "early", "late", "until")
    return not bounded


def _is_clock(pieces: Pieces, amount: Amount, counted: Counted | None, bounded: bool) -> bool:
    """ "9 a.m.", "7pm", "at 19.45", "10 o'clock"."""
    end = amount.number[1]
    if amount.form not in ("digits", "word") or amount.value > 2400:
        return False
    if _at(pieces, end) in words("counted", "dates.clock_after") and amount.unit is None:
        return True
    if _at(pieces, end) in ("am", "pm", "a.m", "p.m", "a.m.", "p.m."):
        return True
    text = pieces[amount.number[0]].text
    timed = re.fullmatch(r"(?:[01]?\d|2[0-3])\.[0-5]\d", text) is not None
    return (
        timed
        and amount.unit is None
        and counted is None
        and amount.number[0] > 0
        and _at(pieces, amount.number[0] - 1) in ("at", "until")
    )


def _is_reference(pieces: Pieces, amount: Amount, counted: Counted | None, bounded: bool) -> bool:
    """Whether a duration places something in time ("two years ago", "in three weeks")."""
    if amount.unit is None or amount.unit.kind != "time":
        return False
    reference = table("counted")["reference"]
    end = amount.end
    if _at(pieces, end) in reference["after"] or (
        _at(pieces, end) in ("'", "’") and _at(pieces, end + 1) == "time"
    ):
        return not (_at(pieces, end) == "on" and not _closes(pieces, end + 1))
    if _at(pieces, end) in ("before", "after") and _closes(pieces, end + 1):
        return True
    j = amount.start - 1
    while j > 0 and (
        _at(pieces, j)
        in ("the", "just", "only", "about", "some", "around", "nearly", "almost", "a", "over", "little")
    ):
        j -= 1
    if _at(pieces, j) not in reference["before"]:
        return False
    if _at(pieces, j) == "in" and amount.unit.name in ("second", "minute", "hour", "millisecond"):
        return False
    if _at(pieces, j) == "first" and _at(pieces, j - 1) != "the":
        return False
    return not (_at(pieces, j) == "in" and _superlative(pieces, j))


def _superlative(pieces: Pieces, j: int) -> bool:
    """Whether something is the first or the worst of its kind "in 13 months": the time is told then."""
    names = table("counted")["reference"]["superlative"]
    return any(
        p.lower in names or (p.lower.endswith("est") and len(p.lower) > 5) for p in pieces[max(0, j - 8) : j]
    )


def _closes(pieces: Pieces, i: int) -> bool:
    return i >= len(pieces) or pieces[i].kind == "mark"


# ---- ages


def _is_age(pieces: Pieces, amount: Amount, counted: Counted | None, bounded: bool) -> bool:
    """ "Greta Holm, 71,", "34-year-old", "aged 12", "children under five", "voters older than 30"."""
    first, _end = amount.number
    if amount.value > OLDEST and not (amount.unit and _at(pieces, amount.end + 1) == "old"):
        return False
    years = amount.unit is not None and amount.unit.kind == "time"
    if years and (
        _at(pieces, amount.end) == "old"
        or (_at(pieces, amount.end) in ("-", " ") and _at(pieces, amount.end + 1) == "old")
    ):
        return True
    if years and _at(pieces, amount.end) == "of" and _at(pieces, amount.end + 1) == "age":
        return True
    if amount.unit is not None and not years:
        return False
    before = _at(pieces, first - 1)
    if before in ("aged", "age", "ages") or (
        before in ("between", "from", "of", "at") and _at(pieces, first - 2) in ("aged", "age", "ages")
    ):
        return True
    if years:
        return False
    return _is_age_group(pieces, amount) or _is_appositive_age(pieces, amount)


def _is_age_group(pieces: Pieces, amount: Amount) -> bool:
    """ "children under five", "people over 65", "voters older than 30", "under-30s"."""
    first, end = amount.number
    j = first - 1
    if _at(pieces, j) == "-" and _at(pieces, j - 1) in ("under", "over"):
        return True
    if _at(pieces, j) == "than" and _at(pieces, j - 1) in ("older", "younger"):
        return True
    if _at(pieces, j) == "of" and _at(pieces, j - 2) in ("the", "under", "over"):
        return _at(pieces, j - 1) == "age"
    if _at(pieces, j) not in ("under", "over", "below", "above", "aged"):
        return False
    return _at(pieces, j - 1) in words("counted", "people.words") and not (
        end < len(pieces) and looks_plural(_at(pieces, end))
    )


def _is_appositive_age(pieces: Pieces, amount: Amount) -> bool:
    """ "Greta Holm, 71, who", "Holm (71)"."""
    first, end = amount.number
    if amount.high is not None or pieces[first].kind != "digits" or amount.value < 1 or amount.value % 1:
        return False
    if first < 2 or end - first > 1 or pieces[first - 2].kind != "word":
        return False
    mark, after = _at(pieces, first - 1), _at(pieces, end)
    before = pieces[first - 2]
    if mark == "(":
        return after == ")" and before.titled and first >= 3
    person = before.lower in words("counted", "ages.kin") or before.lower in words(
        "counted", "speakers.nouns"
    )
    name = before.titled and (first == 2 or pieces[first - 3].titled or pieces[first - 3].kind == "mark")
    closed = end >= len(pieces) or after in (",", ".", ";", ")", ":", "and", "who", "whose")
    return mark == "," and closed and (name or person)


_RULES = {"age": _is_age, "date": _is_date, "clock": _is_clock, "reference": _is_reference}
