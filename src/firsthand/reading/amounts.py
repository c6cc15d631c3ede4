"""Amounts: numbers with their units, as ranges, shares, multiples, money and compound measures.

Parsers are plain functions `(pieces, i) -> Amount | None` that consume from `i`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from firsthand.language import table, words
from firsthand.model import Bound
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.numbers import HYPHENS, Number, parse_magnitude, parse_number
from firsthand.reading.units import Found, Unit, parse_currency_sign, parse_currency_word, parse_unit

Pieces = list[Lexeme]
DASHES = frozenset("-‐‑–—−")


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A figure read at pieces `start` to `end`: `number` is the range of pieces of the number alone.

    `rule` names the parser that read it; `pair` is set on the two figures of a score or a change.
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
    pair: bool = False


def parse_amount(pieces: Pieces, i: int) -> Amount | None:
    """The amount that starts at `i`, in whatever wording."""
    for parser in (_parse_multiple, _parse_share, _parse_range, parse_plain):
        found = parser(pieces, i)
        if found:
            return found
    return None


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
    single = pieces[j].lower in ("a", "an") and False
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
    if unit is None or single:
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


# ---- compound measures


_SMALLER = {"foot": "inch", "hour": "minute", "minute": "second", "pound": "penny", "kilogram": "gram"}
_SMALLER |= {"metre": "centimetre", "kilometre": "metre", "day": "hour", "year": "month"}


def _parse_compound(pieces: Pieces, first: Amount) -> Amount:
    """ "5 ft 10 in", "three hours and 20 minutes", "two years and a half" as one measure."""
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


# ---- ranges


def _parse_range(pieces: Pieces, i: int) -> Amount | None:
    """ "between A and B", "from A to B", "A to B", "A–B", "A or B" with a unit behind."""
    opener = pieces[i].lower if pieces[i].lower in ("between", "from") else ""
    start = i + 1 if opener else i
    if opener == "from" and i > 0 and _changes(pieces, i):
        return None
    if not opener and i and pieces[i - 1].lower.rstrip(".") in words("counted", "dates.months"):
        return None  # "until February 19 to 1,240 last week"
    while start > i and _is(pieces, start, "about", "around", "roughly", "approximately", "some"):
        start += 1
    low = parse_plain(pieces, start)
    if low is None or low.high is not None or low.form not in ("digits", "word"):
        return None
    joint = _joint(pieces, low.end, opener)
    if joint is None:
        return None
    while joint < len(pieces) and pieces[joint].lower in (
        "about",
        "around",
        "roughly",
        "possibly",
        "perhaps",
        "even",
    ):
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


# ---- shares


_SHARE_BASES = frozenset({2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 20, 25, 50, 100, 1000, 10000, 100000})
PERCENT = Unit("percent", "percent")
TIMES = Unit("times", "multiple")


def _percent(numerator: float, denominator: float) -> float:
    """The share in percent, to one place, as newspapers print it."""
    return round(100 * numerator / denominator, 1)


def _share(start: int, end: int, value: float, rule: str) -> Amount:
    return Amount(
        start=start, end=end, number=(start, end), value=value, unit=PERCENT, form="share", rule=rule
    )


def _parse_share(pieces: Pieces, i: int) -> Amount | None:
    """ "one in seven", "six out of ten", "one voter in five", "a third of", "two thirds", "half of"."""
    if pieces[i].kind not in ("word", "digits"):
        return None
    return _parse_one_in(pieces, i) or _parse_fraction(pieces, i) or _parse_half(pieces, i)


def _parse_one_in(pieces: Pieces, i: int) -> Amount | None:
    found = parse_number(pieces, i)
    if found is None or found[1].form not in ("digits", "word") or found[1].value > 99 or found[1].value % 1:
        return None
    j, part = found
    one_of = (
        part.value == 1 and _is(pieces, j, "of") and not _is(pieces, j + 1, "the", "its", "their", "those")
    )
    if one_of:
        return _parse_one_of(pieces, i, j)
    noun = 0
    if (
        part.value == 1
        and j < len(pieces)
        and pieces[j].kind == "word"
        and not _is(pieces, j, "in", "out", "of")
    ):
        noun = 1  # "one voter in five"
    k = j + noun
    out_of = _is(pieces, k, "out") and _is(pieces, k + 1, "of")
    if not out_of and not _is(pieces, k, "in"):
        return None
    k += 2 if out_of else 1
    k += _is(pieces, k, "every", "each")
    whole = parse_number(pieces, k)
    if whole is None or whole[1].value not in _SHARE_BASES or whole[1].value <= part.value or whole[1].high:
        return None
    if not out_of and not _is(pieces, k - 1, "every") and not _likely_share(pieces, part.value, whole):
        return None
    if noun and parse_unit(pieces, whole[0], digits=False):  # "one person in ten years"
        return None
    return _share(i, whole[0], _percent(part.value, whole[1].value), "one-in")


def _likely_share(pieces: Pieces, part: float, whole: tuple[int, Number]) -> bool:
    """Whether "A in B" without "out of" is a share: "one in seven", "six in ten", not "two in three days"."""
    end, number = whole
    if parse_unit(pieces, end, digits=number.form == "digits"):
        return False
    return part == 1 or number.value in (10, 100, 1000) or (number.value <= 5 and part < number.value)


def _parse_one_of(pieces: Pieces, i: int, j: int) -> Amount | None:
    """ "One of five voters": a share, where nothing marks the five as the ones known already."""
    whole = parse_number(pieces, j + 1)
    if whole is None or whole[1].form != "word" or whole[1].value not in _SHARE_BASES or whole[1].value > 20:
        return None
    if parse_unit(pieces, whole[0], digits=False) or not _noun_like(pieces, whole[0]):
        return None
    return _share(i, whole[0], _percent(1, whole[1].value), "one-of")


def _noun_like(pieces: Pieces, i: int) -> bool:
    return (
        i < len(pieces) and pieces[i].kind == "word" and pieces[i].lower not in words("counted", "stop.words")
    )


def _parse_fraction(pieces: Pieces, i: int) -> Amount | None:
    """ "a third of", "two thirds", "one-quarter", "three-quarters of a million" (a number then)."""
    denominators = table("numbers")["denominators"]
    first = pieces[i].lower
    numerator = 1.0 if first in ("a", "an") else float(table("numbers")["cardinals"].get(first, 0))
    if not 0 < numerator < 20:
        return None
    j = i + 1
    j += j + 1 < len(pieces) and pieces[j].text in HYPHENS and pieces[j].glued
    if j >= len(pieces) or pieces[j].lower not in denominators or pieces[j].lower in ("half", "halves"):
        return None
    plural = pieces[j].lower.endswith("s")
    if pieces[j].lower == "quarters" and (
        numerator != 3 or not (pieces[j].glued or _is(pieces, j + 1, "of"))
    ):
        return None  # "the next two quarters" are six months
    if plural != (numerator > 1) or numerator >= denominators[pieces[j].lower]:
        return None
    if not plural and first != "one" and not _reads_as_fraction(pieces, i, j + 1):
        return None
    if first == "one" and not _reads_as_fraction(pieces, i, j + 1) and not pieces[j].glued:
        return None
    part = numerator / denominators[pieces[j].lower]
    return _part_of_unit(pieces, i, j + 1, part) or _share(i, j + 1, _percent(part, 1), "fraction")


def _part_of_unit(pieces: Pieces, i: int, end: int, part: float) -> Amount | None:
    """ "a quarter of a percentage point", "three quarters of an hour", "a quarter of a million"."""
    if not (_is(pieces, end, "of") and _is(pieces, end + 1, "a", "an")):
        return None
    unit = parse_unit(pieces, end + 2, digits=False)
    if unit:
        return Amount(
            start=i, end=unit.end, number=(i, end), value=part, unit=unit.unit, form="word", rule="part"
        )
    to, scale = parse_magnitude(pieces, end + 2)
    if scale == 1.0:
        return None
    return Amount(start=i, end=to, number=(i, to), value=part * scale, form="word", scale=scale, rule="part")


def _reads_as_fraction(pieces: Pieces, i: int, end: int) -> bool:
    """Whether "a third", "a quarter" is a part, not the third one or three months."""
    if _is(pieces, end, "of"):
        of_time = any(
            p.lower in ("century", "year", "decade", "hour", "2024", "mile")
            for p in pieces[end + 1 : end + 3]
        )
        return not (of_time and pieces[end - 1].lower == "quarter")
    before = pieces[i - 1].lower if i else ""
    led = {
        "by",
        "than",
        "about",
        "nearly",
        "almost",
        "around",
        "roughly",
        "over",
        "under",
        "up",
        "down",
        "only",
        "just",
        "least",
    }
    if before in led and pieces[end - 1].lower != "second":
        return pieces[end - 1].lower != "quarter" or not _is(pieces, end, "ago", "earlier", "later")
    return _is(
        pieces,
        end,
        "more",
        "less",
        "fewer",
        "up",
        "down",
        "higher",
        "lower",
        "were",
        "are",
        "said",
        "have",
        "larger",
    )


def _parse_half(pieces: Pieces, i: int) -> Amount | None:
    """ "half of the voters" in percent, "half of the four gates" as two of them, "half an hour" as time."""
    if pieces[i].lower != "half" or (
        i and pieces[i - 1].lower in ("first", "second", "other", "and", "the", "a", "each", "latter")
    ):
        return None
    if _is(pieces, i + 1, "a", "an"):
        unit = parse_unit(pieces, i + 2, digits=False)
        return unit and Amount(
            start=i, end=unit.end, number=(i, i + 1), value=0.5, unit=unit.unit, form="word", rule="half"
        )
    if i + 1 < len(pieces) and pieces[i + 1].text in HYPHENS:
        return None
    of = _is(pieces, i + 1, "of")
    k = i + 2 if of else i + 1
    k += _is(pieces, k, "the", "its", "their", "his", "her", "all", "those", "our")
    whole = parse_number(pieces, k)
    # Up to a score the part itself is what is told ("half of the four gates": two); beyond, the share.
    if (
        whole
        and whole[1].form in ("digits", "word")
        and 2 <= whole[1].value <= 20
        and whole[1].value % 2 == 0
        and k > i + 1
    ):
        return Amount(
            start=i, end=i + 1, number=(i, i + 1), value=whole[1].value / 2, form="word", rule="half-of"
        )
    led = i > 0 and pieces[i - 1].lower in (
        "by",
        "than",
        "about",
        "nearly",
        "almost",
        "around",
        "over",
        "under",
        "only",
        "just",
        "in",
    )
    if of or k > i + 1 or (led and pieces[i - 1].lower != "in"):
        return _share(i, i + 1, 50.0, "fraction")
    return None


# ---- multiples


def _parse_multiple(pieces: Pieces, i: int) -> Amount | None:
    """ "doubled", "fourfold", "twice as many", "three times the figure", "halved"."""
    piece = pieces[i]
    if piece.kind == "word" and piece.lower in table("numbers")["multiples"]:
        return _parse_multiple_word(pieces, i)
    if piece.kind == "word" and piece.lower in table("numbers")["halving"]["words"]:
        return _share(i, i + 1, 50.0, "halved")
    found = parse_number(pieces, i) if piece.kind in ("word", "digits") else None
    if found is None or found[1].high is not None:
        return None
    end, number = found
    fold = end
    if fold + 1 < len(pieces) and pieces[fold].text in HYPHENS and pieces[fold].glued:
        fold += 1
    if _is(pieces, fold, "fold"):
        return _times(i, fold + 1, end, number.value, "fold")
    if _is(pieces, end, "times") and number.value > 0 and not _is(pieces, end + 1, "square"):
        return _times(i, end + 1, end, number.value, "times")
    return None


def _times(i: int, end: int, number_end: int, value: float, rule: str) -> Amount:
    return Amount(start=i, end=end, number=(i, number_end), value=value, unit=TIMES, form="word", rule=rule)


def _parse_multiple_word(pieces: Pieces, i: int) -> Amount | None:
    word = pieces[i].lower
    value = float(table("numbers")["multiples"][word])
    if word in {"twice", "thrice"}:
        compares = _is(pieces, i + 1, "as", "the", "that", "what", "its", "their", "this")
        unit = TIMES if compares else Unit("time", "count")
        rate = _is(pieces, i + 1, "a", "daily", "weekly", "monthly")
        return (
            None
            if rate
            else Amount(start=i, end=i + 1, number=(i, i + 1), value=value, unit=unit, form="word", rule=word)
        )
    if word in ("double", "triple", "quadruple", "treble"):
        if not _is(
            pieces, i + 1, "the", "what", "that", "its", "their", "his", "last", "this", "from", "in", "by"
        ):
            return None
        if _is(pieces, i - 1, "a", "the", "his", "her"):
            return None
    return Amount(
        start=i, end=i + 1, number=(i, i + 1), value=value, unit=TIMES, form="word", rule="multiple"
    )
