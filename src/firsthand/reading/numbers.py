"""Numbers in digits and in words: parsers that take pieces and a position, and give where they end.

Every parser is a plain function `(pieces, i) -> (end, Number) | None` that consumes from `i`.
"""

from __future__ import annotations

import functools
from typing import NamedTuple

from firsthand.language import table, words
from firsthand.reading.lexemes import Lexeme, digits_value


class Number(NamedTuple):
    """A number: `high` is the upper end of a vague one; `form` is how it is written.

    `form`: "digits", "word", "vague" (dozens), "least" (millions) or "group" (a dozen).
    `scale` is the magnitude that was applied last (1e6 for "1.2 million"), so that a range can
    share it.
    """

    value: float
    high: float | None = None
    form: str = "digits"
    scale: float = 1.0


Parse = tuple[int, Number] | None
Pieces = list[Lexeme]

HYPHENS = frozenset("-‐‑")


@functools.cache
def starters() -> frozenset[str]:
    """Every word that a figure can start with."""
    numbers = table("numbers")
    named = {"a", "an", "no", "half", "single", "quarter"}
    for key in ("cardinals", "groups", "vague", "vague_tens", "multiples", "signs"):
        named |= set(numbers[key])
    return frozenset(named | set(numbers["halving"]["words"]))


def parse_number(pieces: Pieces, i: int, *, money: bool = False) -> Parse:
    """The number that starts at `i`, magnitudes included ("1.2bn", "twenty-six", "half a million")."""
    if i >= len(pieces):
        return None
    piece = pieces[i]
    if piece.kind == "digits":
        return _parse_digits(pieces, i, money=money)
    if piece.kind == "sign":
        value = table("numbers")["signs"].get(piece.lower)
        return (i + 1, Number(value, form="sign")) if value is not None else None
    if piece.kind != "word":
        return None
    for parser in (_parse_vague, _parse_half_group, _parse_cardinal, _parse_article_magnitude):
        found = parser(pieces, i)
        if found:
            return found
    return None


def _parse_digits(pieces: Pieces, i: int, *, money: bool) -> Parse:
    value = digits_value(pieces[i].text)
    if value is None:
        return None
    j = i + 1
    if j < len(pieces) and pieces[j].kind == "sign" and pieces[j].glued:
        value += table("numbers")["signs"].get(pieces[j].lower, 0.0)
        j += pieces[j].lower in table("numbers")["signs"]
    j, value = _parse_power(pieces, j, value)
    j, scale = parse_magnitude(pieces, j, money=money)
    if scale == 1.0 and _reads_as_thousands(pieces[i].text, pieces, j):
        value *= 1000
    if scale == 1.0 and j < len(pieces) and pieces[j].lower in table("numbers")["groups"]:
        return j + 1, Number(value * table("numbers")["groups"][pieces[j].lower], form="group")
    return j, Number(_rounded(value * scale), form="digits", scale=scale)


def _rounded(value: float) -> float:
    """The value without the dust of binary fractions ("1.1 billion" is 1,100,000,000)."""
    return round(value, 6) if abs(value) >= 1 else value


def _reads_as_thousands(text: str, pieces: Pieces, j: int) -> bool:
    """Whether "12.400" means twelve thousand.

    No decimal is written with a nought at its end, unless for a unit that is measured so finely.
    """
    if len(text) < 5 or text[-4] != "." or text[-1] != "0" or text.startswith("0") or not text[-3:].isdigit():
        return False
    return j < len(pieces) and pieces[j].kind == "word" and not pieces[j].glued and pieces[j].lower.isalpha()


def _parse_power(pieces: Pieces, j: int, value: float) -> tuple[int, float]:
    """Where a power of ten behind a number ends ("×10−8"), and the value with it."""
    if j + 1 >= len(pieces) or pieces[j].text != "×" or pieces[j + 1].text != "10":
        return j, value
    k, sign = j + 2, 1
    if k < len(pieces) and pieces[k].text in "-−" and pieces[k].glued:
        k, sign = k + 1, -1
    if k < len(pieces) and pieces[k].kind == "digits" and pieces[k].glued and len(pieces[k].text) <= 2:
        return k + 1, value * 10.0 ** (sign * int(digits_value(pieces[k].text) or 0))
    return j, value


def parse_magnitude(pieces: Pieces, j: int, *, money: bool = False) -> tuple[int, float]:
    """Where the magnitude at `j` ends, and its factor; 1 where there is none."""
    numbers = table("numbers")
    scale = 1.0
    while j < len(pieces):
        k = j
        if pieces[k].text in HYPHENS and pieces[k].glued and k + 1 < len(pieces) and pieces[k + 1].glued:
            k += 1
        word = pieces[k].lower
        if word in numbers["magnitudes"] and pieces[k].kind == "word":
            scale *= numbers["magnitudes"][word]
        elif (
            scale == 1.0
            and word in numbers["glued"]
            and k == j
            and _is_glued_magnitude(pieces, k, money=money)
        ):
            scale *= numbers["glued"][word]
        else:
            break
        j = k + 1
        if scale > 1e15:  # "million million million": nobody counts so far
            break
    return j, scale


def _is_glued_magnitude(pieces: Pieces, k: int, *, money: bool) -> bool:
    """Whether a letter glued to digits multiplies: k always, m and b with money or a noun behind."""
    piece = pieces[k]
    if not piece.glued:
        return money and piece.lower == "m"
    if money or piece.lower == "k":
        return True
    if piece.lower == "t" or (piece.lower == "b" and piece.text == "b"):
        return False
    if piece.lower == "m" and _scaled_before(pieces, k - 1):
        return True
    after = pieces[k + 1] if k + 1 < len(pieces) else None
    if after is None or after.kind not in ("word", "sign") or after.glued:
        return False
    if after.lower == "of":
        return True
    dimensions = (
        "long",
        "wide",
        "high",
        "tall",
        "deep",
        "thick",
        "away",
        "freestyle",
        "hurdles",
        "relay",
        "race",
        "sprint",
    )
    return (
        after.lower not in words("counted", "stop.words")
        and after.lower not in dimensions
        and after.lower != "and"
    )


# "fell to 21m tonnes, down from 25m": a glued letter keeps its sense for so many pieces.
SAME_SENSE = 14


def _scaled_before(pieces: Pieces, i: int) -> bool:
    """Whether an "m" glued to digits stood for millions shortly before, as a unit behind it shows."""
    units = words("counted", "counted_in.words")
    for k in range(max(0, i - SAME_SENSE), i - 2):
        if pieces[k].kind == "digits" and pieces[k + 1].text == "m" and pieces[k + 1].glued:
            return pieces[k + 2].lower in units
    return False


def _parse_vague(pieces: Pieces, i: int) -> Parse:
    """As in "dozens", "hundreds of thousands", "tens of millions", "millions"."""
    numbers = table("numbers")
    word = pieces[i].lower
    tens = numbers["vague_tens"].get(word)
    if tens and i + 2 < len(pieces) and pieces[i + 1].lower == "of":
        scale = numbers["magnitudes"].get(pieces[i + 2].lower.removesuffix("s"))
        if scale and pieces[i + 2].lower.endswith("s"):
            return i + 3, Number(tens * scale, tens * scale * 10 - 1, form="vague", scale=scale)
    entry = numbers["vague"].get(word)
    if entry is None:
        return None
    high = entry.get("high")
    return i + 1, Number(float(entry["low"]), high and float(high), form="vague" if high else "least")


def _parse_half_group(pieces: Pieces, i: int) -> Parse:
    """As in "half a dozen", "half a million", "a dozen", "a hundred and twenty"."""
    numbers = table("numbers")
    if pieces[i].lower == "half" and i + 2 < len(pieces) and pieces[i + 1].lower in ("a", "an"):
        word = pieces[i + 2].lower
        scale = numbers["groups"].get(word) or numbers["magnitudes"].get(word)
        return (i + 3, Number(scale / 2, form="group")) if scale else None
    if pieces[i].lower in ("a", "an") and i + 1 < len(pieces) and pieces[i + 1].lower == "dozen":
        return i + 2, Number(float(numbers["groups"]["dozen"]), form="group")
    return None


def _parse_article_magnitude(pieces: Pieces, i: int) -> Parse:
    """As in "a hundred", "a million"."""
    if pieces[i].lower not in ("a", "an") or i + 1 >= len(pieces) or pieces[i + 1].kind != "word":
        return None
    if pieces[i + 1].lower not in ("hundred", "thousand", "million", "billion", "trillion"):
        return None
    return _parse_words(pieces, i + 1, 1.0)


def _parse_cardinal(pieces: Pieces, i: int) -> Parse:
    if pieces[i].lower not in table("numbers")["cardinals"]:
        return None
    found = _parse_words(pieces, i, None)
    if found is None:
        return None
    j, number = found
    groups = table("numbers")["groups"]
    if j < len(pieces) and pieces[j].lower in groups and pieces[j].lower == "dozen":
        return j + 1, Number(number.value * groups["dozen"], form="group")
    return j, number


def _parse_words(pieces: Pieces, i: int, start: float | None) -> Parse:
    """Number words from `i`, as "two hundred and six thousand"; `start` is an article's 1."""
    numbers = table("numbers")
    total, current, scale = 0.0, start, 1.0
    room = 1e15 if start is None else 0.0  # a small word must be smaller than this to go on
    j = i
    while j < len(pieces):
        k = _skip_joint(pieces, j, begun=current is not None and j > i)
        word = pieces[k].lower if k < len(pieces) and pieces[k].kind == "word" else ""
        if word in numbers["cardinals"] and numbers["cardinals"][word] < room:
            value = numbers["cardinals"][word]
            current = (current or 0.0) + value
            room = 10.0 if value >= 20 and value % 10 == 0 else 0.0
        elif word == "hundred" and current is not None and 0 < current < 100 and scale != 100:
            current *= 100
            room, scale = 100.0, max(scale, 100.0)
        elif word in numbers["magnitudes"] and word != "hundred" and current is not None:
            scale = numbers["magnitudes"][word]
            total, current = total + current * scale, 0.0
            room = 1000.0
        else:
            break
        j = k + 1
    if j == i or current is None:
        return None
    return _add_half(pieces, j, Number(total + current, form="word", scale=scale if total else 1.0))


def _skip_joint(pieces: Pieces, j: int, *, begun: bool) -> int:
    """Past a hyphen glued between number words, or an "and" after a hundred or a magnitude."""
    if not begun or j + 1 >= len(pieces):
        return j
    if pieces[j].text in HYPHENS and pieces[j].glued and pieces[j + 1].glued:
        return j + 1
    before = pieces[j - 1].lower
    if pieces[j].lower == "and" and (before in table("numbers")["magnitudes"]):
        return j + 1
    return j


def _add_half(pieces: Pieces, j: int, number: Number) -> tuple[int, Number]:
    """As in "two and a half (million)"."""
    if j + 2 < len(pieces) and [p.lower for p in pieces[j : j + 3]] == ["and", "a", "half"]:
        k, scale = parse_magnitude(pieces, j + 3)
        return k, Number((number.value + 0.5) * scale, form="word", scale=scale)
    return j, number
