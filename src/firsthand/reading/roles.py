"""What a figure is there for: a count, or an age, a date, a time, part of a name, something else."""

from __future__ import annotations

import functools
import re
from typing import Literal

from firsthand.language import table, words
from firsthand.reading.amounts import DASHES, Amount
from firsthand.reading.counted import Counted, Line, looks_plural
from firsthand.reading.lexemes import Lexeme

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
        if _is_year(pieces, amount, counted, bounded):
            return "date", "year"
        if _is_name(line, amount, counted, bounded):
            return "name", "name"
        if _is_other(line, amount):
            return "other", "list"
    if amount.form == "word" and amount.value == 1 and _is_pronoun_one(line, amount):
        return "other", "one"
    if counted and _speaks(line, amount, counted):
        return "other", "speakers"
    return "count", ""


def _at(pieces: Pieces, i: int) -> str:
    return pieces[i].lower if 0 <= i < len(pieces) else ""


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
        return counted is None or not _touches(counted, end) or _yearlike(pieces, amount)
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
        return years and counted is None and FIRST_YEAR <= amount.value <= LAST_YEAR
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
    if first < 2 or end - first > 1 or not pieces[first - 2].titled or pieces[first - 2].kind != "word":
        return False
    mark, after = _at(pieces, first - 1), _at(pieces, end)
    if mark == "(":
        return after == ")"
    name = first >= 3 and (pieces[first - 3].titled or pieces[first - 3].kind == "mark")
    return (
        mark == ","
        and (after in (",", ".", ";", ")", ":", "and", "who", "whose") or end >= len(pieces))
        and name
    )


# ---- names, lists, scores


def _is_name(line: Line, amount: Amount, counted: Counted | None, bounded: bool) -> bool:
    """Whether the number is part of a name ("Plot 4", "Boeing 737", "G-20")."""
    pieces = line.pieces
    first, end = amount.number
    if pieces[first].kind != "digits" and amount.form != "word":
        return False
    before = pieces[first - 1] if first else None
    if before is None or bounded or amount.scale != 1.0:
        return _glued_letters(pieces, end)
    if (
        before.text in "-‐‑–"
        and before.glued
        and pieces[first].glued
        and first >= 2
        and pieces[first - 2].kind == "word"
    ):
        return pieces[first - 2].lower not in (
            "mid",
            "sub",
            "minus",
            "plus",
            "over",
            "under",
            "non",
            "pre",
            "post",
            "to",
        )
    if before.text in "#№&":
        return True
    if _glued_letters(pieces, end):
        return True
    if (
        counted is not None
        and counted.start == end
        and not counted.of
        and (amount.form == "word" or not before.titled)
    ):
        return False
    if (
        before.lower in words("counted", "labels.words")
        and amount.high is None
        and pieces[first].kind == "digits"
    ):
        return not (counted and counted.start == end)
    if (
        amount.high is not None
        or pieces[first].kind != "digits"
        or "," in pieces[first].text
        or "." in pieces[first].text
    ):
        return False
    return _follows_name(line, first, counted)


def _glued_letters(pieces: Pieces, end: int) -> bool:
    """Letters that are no unit glued behind ("5G", "3D", "787-9", "4x4")."""
    if end >= len(pieces) or not pieces[end].glued:
        return False
    return pieces[end].kind == "word" and pieces[end].lower not in ("s", "st", "nd", "rd", "th", "plus")


def _follows_name(line: Line, first: int, counted: Counted | None) -> bool:
    """Whether a capitalised word that is a name stands right before the number."""
    before = line.pieces[first - 1]
    if before.kind != "word" or not before.titled or before.lower in words("counted", "stop.words"):
        return False
    if before.lower in words("counted", "predicates.words") or before.lower in words(
        "counted", "share_words.changes"
    ):
        return False
    if line.shouted:
        return False
    pos = line.pos(before)
    if pos:
        return pos in ("PROPN", "NOUN") and (first >= 2 or counted is None)
    return first >= 2 and counted is None


def _is_other(line: Line, amount: Amount) -> bool:
    """List numbers, phone numbers, and what follows "+", as in a dialling code."""
    pieces = line.pieces
    first, end = amount.number
    if (
        first == 0
        and pieces[first].kind == "digits"
        and amount.value < 100
        and _at(pieces, end) in (".", ")")
        and end + 1 < len(pieces)
    ):
        return end - first == 1 and _at(pieces, end + 1) != "" and pieces[end].glued
    if pieces[first].kind == "digits" and pieces[first].text.startswith("0") and len(pieces[first].text) > 1:
        return pieces[first].text.isdigit()
    return _in_row(pieces, first)


def _in_row(pieces: Pieces, first: int) -> bool:
    """Whether three or more bare numbers stand in a row: a phone number, a rating, a table."""
    low = first
    while low > 0 and pieces[low - 1].kind == "digits" and first - low < 4:
        low -= 1
    high = first
    while high + 1 < len(pieces) and pieces[high + 1].kind == "digits" and high - first < 4:
        high += 1
    return high - low >= 2


# ---- one, and those who speak


def _is_pronoun_one(line: Line, amount: Amount) -> bool:
    """Whether "one" is a pronoun or an article ("one of the people", "no one", "one engineer said")."""
    pieces = line.pieces
    first, end = amount.number
    if pieces[first].lower != "one" or (amount.unit is not None and amount.unit.kind != "time"):
        return False
    if amount.unit is not None:
        return _at(pieces, first - 1) in words("counted", "one.before") or amount.unit.name in (
            "day",
            "night",
        )
    after, before = _at(pieces, end), _at(pieces, first - 1)
    if after in words("counted", "one.nouns") or before in words("counted", "one.before"):
        return True
    if end >= len(pieces) or pieces[end].kind == "mark":
        return True
    if after in words("counted", "stop.words") or after in words("counted", "speakers.nouns"):
        return True
    return (
        first == 0
        or before in ("“", '"', "‘", "'")
        or (amount.end - end == 0 and before in (",", "and", ";", "—", "but"))
    )


def _speaks(line: Line, amount: Amount, counted: Counted) -> bool:
    """Whether the counted are people who speak: how many they are is no figure of the story."""
    pieces = line.pieces
    speakers = words("counted", "speakers.nouns")
    head = pieces[counted.end - 1].lower
    if amount.unit is not None or amount.value > 12 or head not in speakers:
        return False
    before = _at(pieces, amount.start - 1)
    if before in ("to", "citing", "quoting", "quoted", "cited") and _at(pieces, amount.start - 2) in (
        "according",
        "citing",
        "",
        ",",
        "publication",
        "also",
    ):
        return True
    strict = words("counted", "speakers.strict")
    tail = pieces[counted.end : counted.end + 18]
    for n, piece in enumerate(tail):
        if piece.text in ".;!?" or (piece.kind == "mark" and piece.text in '“"'):
            return False
        if piece.lower in strict:
            passive = n and tail[n - 1].lower in ("were", "was", "been", "are", "is", "be")
            return not passive
        if n > 2 and piece.lower in ("died", "killed", "injured"):
            return False
    return False


_RULES = {"age": _is_age, "date": _is_date, "clock": _is_clock, "reference": _is_reference}
