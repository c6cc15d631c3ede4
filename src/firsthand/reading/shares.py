"""Shares and multiples: "one in seven", "a third of", "half of the four", "doubled", "three times as many".

Parsers are plain functions `(pieces, i) -> Amount | None` that consume from `i`.
"""

from __future__ import annotations

from firsthand.language import table, words
from firsthand.reading.amounts import Amount
from firsthand.reading.lexemes import Lexeme, word_at
from firsthand.reading.lines import is_stop
from firsthand.reading.numbers import HYPHENS, Number, parse_magnitude, parse_number
from firsthand.reading.units import Unit, parse_unit

Pieces = list[Lexeme]

PERCENT = Unit("percent", "percent")
TIMES = Unit("times", "multiple")
# "23 in 100" may be a share; a greater part of a whole is told with "out of" or in percent.
GREATEST_PART = 99
# Up to a score the part itself is told ("half of the four gates": two); beyond, the share.
COUNTABLE = 20


def _share(start: int, end: int, part: float, rule: str) -> Amount:
    """The share in percent, to one place, as newspapers print it."""
    value = round(100 * part, 1)
    return Amount(
        start=start, end=end, number=(start, end), value=value, unit=PERCENT, form="share", rule=rule
    )


def parse_share(pieces: Pieces, i: int) -> Amount | None:
    """A share: "one in seven", "six out of ten", "one voter in five", "a third of", "half of"."""
    if pieces[i].kind not in ("word", "digits"):
        return None
    return _parse_one_in(pieces, i) or _parse_fraction(pieces, i) or _parse_half(pieces, i)


# ---- parts of a whole


def _parse_one_in(pieces: Pieces, i: int) -> Amount | None:
    found = parse_number(pieces, i)
    if found is None or found[1].form not in ("digits", "word"):
        return None
    j, part = found
    if part.value > GREATEST_PART or part.value % 1:
        return None
    if part.value == 1 and word_at(pieces, j) == "of":
        return _parse_one_of(pieces, i, j + 1)
    k = _past_in(pieces, j, one=part.value == 1)
    whole = parse_number(pieces, k) if k else None
    if not k or whole is None or whole[1].high is not None or whole[1].value <= part.value:
        return None
    if whole[1].value not in table("numbers")["shares"]["bases"]:
        return None
    sure = word_at(pieces, k - 1) in ("of", "every", "each")
    if not sure and not _likely(pieces, part.value, whole):
        return None
    return _share(i, whole[0], part.value / whole[1].value, "one-in")


def _past_in(pieces: Pieces, j: int, *, one: bool) -> int:
    """Past "in", "in every" or "out of", with one noun before it after a one; 0 where it is not there."""
    if one and j < len(pieces) and pieces[j].kind == "word" and word_at(pieces, j) not in ("in", "out"):
        j += 1  # "one voter in five"
    if word_at(pieces, j) == "out" and word_at(pieces, j + 1) == "of":
        return j + 2
    if word_at(pieces, j) != "in":
        return 0
    return j + 1 + (word_at(pieces, j + 1) in ("every", "each"))


def _likely(pieces: Pieces, part: float, whole: tuple[int, Number]) -> bool:
    """Whether "A in B" is a share: "one in seven", "six in ten", but not "two in three days"."""
    end, number = whole
    if parse_unit(pieces, end, digits=number.form == "digits"):
        return False
    return part == 1 or number.value in (5, 10, 100, 1000) or number.value <= 4


def _parse_one_of(pieces: Pieces, i: int, k: int) -> Amount | None:
    """The share in "one of five voters", where nothing marks the five as the ones known already."""
    whole = parse_number(pieces, k)
    if whole is None or whole[1].form != "word" or not 1 < whole[1].value <= COUNTABLE:
        return None
    end = whole[0]
    if end >= len(pieces) or pieces[end].kind != "word" or is_stop(pieces[end]):
        return None
    return None if parse_unit(pieces, end, digits=False) else _share(i, end, 1 / whole[1].value, "one-of")


# ---- fractions


def _parse_fraction(pieces: Pieces, i: int) -> Amount | None:
    """The part in "a third of", "two thirds", "one-quarter", "three quarters of a million"."""
    numbers = table("numbers")
    first = pieces[i].lower
    numerator = 1.0 if first in ("a", "an") else float(numbers["cardinals"].get(first, 0))
    j = i + 1
    hyphen = j + 1 < len(pieces) and pieces[j].text in HYPHENS and pieces[j].glued
    j += hyphen
    name = word_at(pieces, j)
    denominator = numbers["denominators"].get(name, 0)
    if denominator <= 2 or not 0 < numerator < denominator or name.endswith("s") != (numerator > 1):
        return None
    if name == "quarters" and (numerator != 3 or not (hyphen or word_at(pieces, j + 1) == "of")):
        return None  # "the next two quarters" are six months
    ordinal = numerator == 1 and not (first == "one" and hyphen)
    if ordinal and not _reads_as_fraction(pieces, i, j + 1):
        return None
    part = numerator / denominator
    return _parse_part_of(pieces, i, j + 1, part) or _share(i, j + 1, part, "fraction")


def _parse_part_of(pieces: Pieces, i: int, end: int, part: float) -> Amount | None:
    """The amount in "a quarter of a percentage point", "three quarters of an hour"."""
    if word_at(pieces, end) != "of" or word_at(pieces, end + 1) not in ("a", "an"):
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
    tells = table("numbers")["shares"]
    quarter = pieces[end - 1].lower == "quarter"
    after = word_at(pieces, end)
    if after == "of":
        timed = any(
            piece.lower in tells["of_time"] or piece.text.isdecimal() for piece in pieces[end + 1 : end + 3]
        )
        return not (timed and quarter)
    if word_at(pieces, i - 1) in tells["led"]:
        return not (quarter and after in tells["time_ago"])
    return after in tells["followed"] or (
        after in ("", ".", ",") and not quarter and word_at(pieces, i - 1) == "to"
    )


def _parse_half(pieces: Pieces, i: int) -> Amount | None:
    """As in "half of the voters" in percent, "half of the four gates" as two, "half an hour" as time."""
    tells = table("numbers")["shares"]
    if pieces[i].lower != "half" or word_at(pieces, i - 1) in tells["half_not_after"]:
        return None
    after = word_at(pieces, i + 1)
    if after in ("a", "an"):
        unit = parse_unit(pieces, i + 2, digits=False)
        if unit is None:
            return None
        return Amount(
            start=i, end=unit.end, number=(i, i + 1), value=0.5, unit=unit.unit, form="word", rule="half"
        )
    k = i + 1 + (after == "of")
    k += word_at(pieces, k) in tells["half_whole"]
    if k == i + 1:
        led = word_at(pieces, i - 1) in tells["half_led"] and after not in HYPHENS
        return _share(i, i + 1, 0.5, "fraction") if led else None
    whole = parse_number(pieces, k)
    if whole and whole[1].form in ("digits", "word") and whole[1].value in range(2, COUNTABLE + 1, 2):
        half = whole[1].value / 2
        return Amount(start=i, end=i + 1, number=(i, i + 1), value=half, form="word", rule="half-of")
    return _share(i, i + 1, 0.5, "fraction")


# ---- multiples


def parse_multiple(pieces: Pieces, i: int) -> Amount | None:
    """How many times: "doubled", "fourfold", "twice as many", "three times"; "halved" is a share."""
    piece = pieces[i]
    if piece.kind == "word" and piece.lower in table("numbers")["multiples"]:
        return _parse_multiple_word(pieces, i)
    if piece.kind == "word" and piece.lower in words("numbers", "halving.words"):
        return _share(i, i + 1, 0.5, "halved")
    found = parse_number(pieces, i) if piece.kind in ("word", "digits") else None
    if found is None or found[1].high is not None:
        return None
    end, number = found
    fold = end + (word_at(pieces, end) in HYPHENS)
    if word_at(pieces, fold) == "fold":
        return _times(i, fold + 1, end, number.value, "fold")
    if word_at(pieces, end) == "times" and number.value > 0 and word_at(pieces, end + 1) != "square":
        return _times(i, end + 1, end, number.value, "times")
    return None


def _times(i: int, end: int, number_end: int, value: float, rule: str) -> Amount:
    return Amount(start=i, end=end, number=(i, number_end), value=value, unit=TIMES, form="word", rule=rule)


def _parse_multiple_word(pieces: Pieces, i: int) -> Amount | None:
    word, after = pieces[i].lower, word_at(pieces, i + 1)
    tells = table("numbers")["shares"]
    value = float(table("numbers")["multiples"][word])
    if word in ("twice", "thrice"):
        if after in ("a", "daily", "weekly", "monthly"):
            return None
        unit = TIMES if after in tells["compared"] else Unit("time", "count")
        return Amount(start=i, end=i + 1, number=(i, i + 1), value=value, unit=unit, form="word", rule=word)
    if word in ("double", "triple", "quadruple"):
        if after not in tells["double_of"] or word_at(pieces, i - 1) in ("a", "the", "his", "her"):
            return None
    return _times(i, i + 1, i + 1, value, "multiple")
