"""Amounts: numbers with their units, money, compound measures and ranges.

Parsers are plain functions `(pieces, i) -> Amount | None` that consume from `i`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from firsthand.language import words
from firsthand.model import Bound
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.numbers import HYPHENS, Number, parse_number
from firsthand.reading.units import Found, Unit, parse_currency_sign, parse_currency_word, parse_unit

Pieces = list[Lexeme]
DASHES = frozenset("-‐‑–—−")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure read at pieces `start` to `end`: `number` is the range of pieces of the number alone.

    `form` and `scale` are those of its (last) number; `rule` names the parser that read it.
    """

    start: int
    end: int
    number: tuple[int, int]
    value: float
    high: float | None = None
    bound: Bound | None = None
    unit: Unit | None = None
    form: str = "digits"
    scale: float = 1.0
    rule: str = "number"


def parse_plain(pieces: Pieces, i: int) -> Amount | None:
    """One number with its sign, magnitude, currency or unit; compound measures too."""
    sign = parse_currency_sign(pieces, i)
    j = sign.end if sign else i
    negative = False
    if (
        j + 1 < len(pieces)
        and pieces[j].text in "-−"
        and pieces[j + 1].kind == "digits"
        and pieces[j + 1].glued
    ):
        if not pieces[j].glued or sign or (j > 0 and pieces[j - 1].text in "(["):
            negative, j = True, j + 1
    elif (
        j + 1 < len(pieces)
        and pieces[j].lower == "minus"
        and not _is(pieces, j - 1, "or")
        and pieces[j + 1].kind in ("digits", "mark")
    ):
        j, negative = j + 1 + (pieces[j + 1].text == "-"), True
    found = parse_number(pieces, j, money=sign is not None)
    if found is None:
        return None
    end, number = found
    amount = _with_number(i, j, end, number, rule="money" if sign else "number")
    if negative:
        amount = replace(amount, value=-amount.value)
    if sign:
        return replace(amount, unit=sign.unit, end=_past_repeated_currency(pieces, end))
    unit = parse_currency_word(pieces, end) or parse_unit(
        pieces, end, digits=number.form in ("digits", "sign")
    )
    if unit is None and number.form in ("vague", "least", "group") and _is(pieces, end, "of"):
        unit = parse_currency_word(pieces, end + 1) or parse_unit(pieces, end + 1, digits=False)
    if unit is None:
        return amount
    return _parse_compound(pieces, replace(amount, unit=unit.unit, end=unit.end))


def _with_number(i: int, j: int, end: int, number: Number, *, rule: str) -> Amount:
    bound: Bound | None = "between" if number.high is not None else None
    if number.form == "least":
        bound = "at least"
    return Amount(
        start=i,
        end=end,
        number=(j, end),
        value=number.value,
        high=number.high,
        bound=bound,
        form=number.form,
        scale=number.scale,
        rule=rule,
    )


def _past_repeated_currency(pieces: Pieces, end: int) -> int:
    """Past a code that repeats the sign ("$75 U.S.", "$500 US")."""
    if end < len(pieces) and pieces[end].text in ("US", "U.S.", "USD", "AUD", "CAD", "Cdn"):
        return end + 1
    return end


def _is(pieces: Pieces, i: int, *options: str) -> bool:
    return 0 <= i < len(pieces) and pieces[i].lower in options


_SMALLER = {"foot": "inch", "hour": "minute", "minute": "second", "pound": "penny", "kilogram": "gram"}
_SMALLER |= {"metre": "centimetre", "kilometre": "metre", "day": "hour", "year": "month"}


def _parse_compound(pieces: Pieces, first: Amount) -> Amount:
    """As in "5 ft 10 in", "three hours and 20 minutes", "two years and a half" as one measure."""
    if first.unit is None or first.unit.name not in _SMALLER or first.high is not None:
        return first
    j = first.end + (1 if _is(pieces, first.end, "and") else 0)
    if j > first.end and [p.lower for p in pieces[j : j + 2]] == ["a", "half"]:
        return replace(first, value=first.value + 0.5, end=j + 2)
    found = parse_number(pieces, j)
    if found is None or found[1].high is not None:
        return first
    end, number = found
    unit = parse_unit(pieces, end, digits=number.form == "digits")
    smaller = _SMALLER[first.unit.name]
    if unit is None and _is(pieces, end, "in", "ins") and smaller == "inch":
        unit = Found(end + 1, Unit("inch", "length", 0.0254))
    if unit is None or unit.unit.name != smaller:
        return first
    value = first.value + number.value * unit.unit.factor / first.unit.factor
    return replace(first, value=round(value, 6), end=unit.end, rule="compound")


def parse_figure(pieces: Pieces, i: int) -> Amount | None:
    """The range or the plain amount that starts at `i`.

    Ranges: "between A and B", "from A to B", "A to B", "A–B", "A or B" with a unit behind.
    """
    opener = pieces[i].lower if pieces[i].lower in ("between", "from") else ""
    if opener == "from" and i > 0 and _changes(pieces, i):
        return None
    start = i + 1 if opener else i
    hedges = words("bounds", "between.hedges")
    while opener and start < len(pieces) and pieces[start].lower in hedges:
        start += 1
    low = parse_plain(pieces, start)
    if low is None:
        return None
    return _parse_range(pieces, i, low, opener) or (None if opener else low)


def _parse_range(pieces: Pieces, i: int, low: Amount, opener: str) -> Amount | None:
    """The range whose lower end was read; None where it is none."""
    if low.high is not None or low.form not in ("digits", "word"):
        return None
    joint = _joint(pieces, low.end, opener)
    if joint is None:
        return None
    before = pieces[i - 1].lower.rstrip(".") if i and not opener else ""
    if before == "from" or before in words("counted", "dates.months"):
        return None  # "rose from 12 to 13 euros", "until February 19 to 1,240 last week"
    while joint < len(pieces) and pieces[joint].lower in words("bounds", "between.hedges"):
        joint += 1
    high = parse_plain(pieces, joint)
    if high is None or high.high is not None or high.form not in ("digits", "word"):
        return None
    return _as_range(pieces, i, low, high, opener)


def _changes(pieces: Pieces, i: int) -> bool:
    """Whether the "from" at `i` tells of a change, where two figures are a before and an after."""
    verbs = words("counted", "share_words.changes")
    return any(piece.lower in verbs for piece in pieces[max(0, i - 4) : i])


def _joint(pieces: Pieces, i: int, opener: str) -> int | None:
    """Where the upper number starts, past "to", "and", "or" or a dash; None where there is no joint."""
    if i >= len(pieces):
        return None
    if pieces[i].lower == "and" and opener == "between":
        return i + 1
    if pieces[i].lower == "to" and opener != "between":
        return i + 1
    if pieces[i].lower == "or" and not opener:
        return i + 1
    if pieces[i].text in DASHES and i + 1 < len(pieces):
        if pieces[i].glued and pieces[i + 1].lower == "or" and not opener:  # "a 7- or 8-inch screen"
            return i + 2
        if pieces[i].glued and pieces[i + 1].lower == "to" and i + 2 < len(pieces):
            return i + 2 + (pieces[i + 2].text in HYPHENS)
        if pieces[i].glued == pieces[i + 1].glued and (pieces[i + 1].kind != "word" or pieces[i].glued):
            return i + 1
    return None


def _as_range(pieces: Pieces, i: int, low: Amount, high: Amount, opener: str) -> Amount | None:
    """The two as one range, the lower end scaled as the upper one where it has no scale of its own."""
    if low.unit and high.unit and low.unit.name != high.unit.name:
        return None
    value = low.value
    if low.scale == 1.0 and high.scale > 1.0 and value < high.value / high.scale and value < 1000:
        value *= high.scale
    if not 0 <= value < high.value and not (value < high.value and value < 0):
        return None
    between = low.end < len(pieces) and pieces[low.end].lower
    if between == "or" and not _close(value, high.value):
        return None
    if between == "to" and not opener and value and _changes(pieces, i) and not _close(value, high.value):
        return None  # "rose by 3 billion to 41 billion"
    if not opener and low.unit and not high.unit and between == "to" and low.unit.kind != "money":
        return None
    start = i if opener == "between" else low.start
    return Amount(
        start=start,
        end=high.end,
        number=(low.number[0], high.number[1]),
        value=round(value, 6),
        high=high.value,
        bound="between",
        unit=high.unit or low.unit,
        form=high.form,
        scale=high.scale,
        rule="range",
    )


def _close(low: float, high: float) -> bool:
    """Whether "A or B" are two guesses at one figure: neighbours, or no further apart than half."""
    return high - low <= 1 or high <= 2 * low
