"""Figures of a story case, told apart in its texts and mapped to other figures of the same shape.

A figure is mapped by its significant digits alone (12,400 and 124,000 are both 124), through a
growing function, so that powers of ten stay powers of ten, a rounded figure stays near what it was
rounded from and the order of figures holds. Small counts, years, dates and times stay.
"""

from __future__ import annotations

import itertools
import random
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

MAGNITUDES = {"hundred": 2, "thousand": 3, "million": 6, "billion": 9, "trillion": 12}
SUFFIXES = {"k": 3, "mn": 6, "mln": 6, "m": 6, "bn": 9, "bln": 9, "tn": 12}
_UNITS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"),
    *("thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"),
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
WORDS: dict[str, int] = {
    **{word: n for n, word in enumerate(_UNITS, 1)},
    **{word: 10 * n for n, word in enumerate(_TENS, 2)},
    **{f"{ten}-{unit}": 10 * t + u for t, ten in enumerate(_TENS, 2) for u, unit in enumerate(_UNITS[:9], 1)},
}
_SPELLED = {n: word for word, n in WORDS.items()}
_SCALE = "|".join((*MAGNITUDES, *SUFFIXES))
_DIGITS = re.compile(
    rf"(?<![\w.,:/@#])(?<![A-Za-z]-)(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?)(?![\d]|[.:/]\d)"
    rf"(?:(?P<gap>[ \u00a0-]?)(?P<scale>{_SCALE})(?![^\W_]))?",
    re.IGNORECASE,
)
_WORDED = re.compile(
    rf"\b(?P<number>(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}))"
    rf"(?:[ -](?P<scale>{'|'.join(MAGNITUDES)}))?(?!\w)",
    re.IGNORECASE,
)
_RANGE = re.compile(r"\s?(?:to|and|or|–|-)\s?[$£€]?", re.IGNORECASE)
YEARS = range(1900, 2151)
ROUNDED = Decimal("0.1")  # FORMAT.md: a rounder value within 10 % is `rounding`, beyond it is `value`


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number where it stands: the span of its digits or words, and whether it may be changed."""

    start: int
    end: int
    value: Decimal
    movable: bool
    worded: bool = False


def significant(value: Decimal | float) -> str:
    """The digits of a value without the zeros around them: 12,400 and 1.24 are both '124'."""
    digits = "".join(map(str, Decimal(str(value)).as_tuple().digits))
    return digits.strip("0")


def find_figures(text: str) -> tuple[Figure, ...]:
    """Every number of the text in its order; those in the middle of dates, times and names are none."""
    found = sorted((*_DIGITS.finditer(text), *_WORDED.finditer(text)), key=lambda match: match.start())
    scales = [_scale(text, match) for match in found]
    for n in range(len(found) - 2, -1, -1):  # "60 to 70 million": both are millions
        this, following = found[n], found[n + 1]
        between = text[this.end() : following.start()]
        if (
            scales[n] == 0
            and scales[n + 1]
            and _RANGE.fullmatch(between)
            and _plain(this) < _plain(following)
            and _plain(this) < 1000
        ):
            scales[n] = scales[n + 1]
    return tuple(_figure(match, scale) for match, scale in zip(found, scales, strict=True))


def _plain(match: re.Match[str]) -> Decimal:
    number = match["number"]
    return Decimal(WORDS[number.lower()]) if match.re is _WORDED else Decimal(number.replace(",", ""))


def _scale(text: str, match: re.Match[str]) -> int:
    name = (match["scale"] or "").lower()
    if name == "m" and not (text[match.start() - 1 : match.start()] in {"$", "£", "€"} and not match["gap"]):
        # "6 m" and "140m" are metres; "85m crowns" shows only by its currency, so it is left alone
        return 0
    return MAGNITUDES.get(name) or SUFFIXES.get(name, 0)


def _figure(match: re.Match[str], scale: int) -> Figure:
    number, plain, worded = match["number"], _plain(match), match.re is _WORDED
    year = number.isdigit() and plain in YEARS and not scale
    long = not worded and len(number.split(".")[0].replace(",", "")) >= 3
    padded = not worded and number.startswith("0") and plain >= 1
    return Figure(
        start=match.start("number"),
        end=match.end("number"),
        value=plain * 10**scale,
        movable=bool((scale or long) and not year and not padded and plain),
        worded=worded,
    )


def respell(text: str, figure: Figure, digits: str) -> str:
    """The figure as printed, with other significant digits: '12,400' with '137' is '13,700'."""
    printed = text[figure.start : figure.end]
    if figure.worded:
        number = WORDS[printed.lower()]
        word = _SPELLED[int(digits) * (10 if number % 10 == 0 else 1)]
        return word.upper() if printed.isupper() else word.capitalize() if printed[0].isupper() else word
    out, left = [], list(digits)
    started = False
    for char in printed:
        started = started or char in "123456789"
        out.append(left.pop(0) if started and char.isdigit() and left else char)
    return "".join(out)


def scaled(value: Decimal, digits: str) -> Decimal:
    """The value with other significant digits, as many as it had, at the same power of ten."""
    return value if not value else Decimal(digits).scaleb(value.adjusted() - len(digits) + 1)


def relation(a: Decimal, b: Decimal) -> str:
    """How two values of one claim stand to each other, in the terms of the kinds of change."""
    if a == b:
        return "equal"
    if a and b and significant(a) == significant(b):
        return f"power {b.adjusted() - a.adjusted()}"
    near = "near" if abs(a - b) <= ROUNDED * max(abs(a), abs(b)) else "far"
    return f"{near} {'up' if b > a else 'down'}"


Exchange = Callable[[str], str]
Stated = tuple[Decimal, bool]  # a reading's value, and whether it is printed as a figure that moves


def _candidate(rng: random.Random) -> Exchange:
    """A growing function on 1..10 with one bend, applied to digits and rounded to as many digits."""
    low, bend = rng.uniform(1.0, 1.6), rng.uniform(3.0, 6.5)
    height = min(9.0, max(low + 1, bend + rng.uniform(-1.2, 1.2)))

    def mapped(digits: str) -> str:
        x = int(digits) / 10 ** (len(digits) - 1)
        if x < bend:
            y = low + (x - 1) * (height - low) / (bend - 1)
        else:
            y = height + (x - bend) * (10 - height) / (10 - bend)
        n = min(round(y * 10 ** (len(digits) - 1)), 10 ** len(digits) - 1)
        # a last digit of zero would make the figure rounder than it was
        return str(n + 1 if n % 10 == 0 else n)

    return mapped


def choose_figures(
    seed: int,
    used: Iterable[str],
    claims: Sequence[Sequence[Stated]],
    fixed: Iterable[str] = (),
) -> dict[str, str]:
    """New significant digits for the `used` ones, such that each claim's values keep their relations.

    `claims` holds each claim's values and whether the value stands in its article as a figure that
    moves. Digits that no function of 60 can move without breaking a relation stay as they are.
    """
    digits = sorted(set(used))
    held = set(fixed)
    while True:
        best: tuple[int, dict[str, str]] | None = None
        least: set[str] | None = None
        for number in range(60):
            mapped = _candidate(random.Random(f"{seed}/{number}"))
            table = {d: d if d in held else mapped(d) for d in digits}
            broken = _broken(table, claims)
            if broken:
                least = broken if least is None or len(broken) < len(least) else least
                continue
            cost = 10 * _disorder(table) + sum(map(_barely, table.items()))
            if best is None or cost < best[0]:
                best = cost, table
        if best is not None:
            return best[1]
        assert least is not None
        if least <= held:
            raise ValueError(f"no figures keep the relations of {sorted(least)}")
        held |= least


def _barely(pair: tuple[str, str]) -> bool:
    old, new = map(int, pair)
    return abs(new - old) < 0.05 * old  # what moves less than 5 % is hardly renamed


def moved(stated: Stated, table: Mapping[str, str]) -> Decimal:
    """The new value of a reading."""
    value, moves = stated
    digits = significant(value)
    return scaled(value, table.get(digits, digits)) if moves and value else value


def _broken(table: Mapping[str, str], claims: Sequence[Sequence[Stated]]) -> set[str]:
    """The digits of values whose relation to another value of their claim would change."""
    broken: set[str] = set()
    for values in claims:
        distinct = sorted(set(values))
        for n, a in enumerate(distinct):
            for b in distinct[n + 1 :]:
                if relation(a[0], b[0]) != relation(moved(a, table), moved(b, table)):
                    broken |= {significant(a[0]), significant(b[0])}
    return broken


def _disorder(table: Mapping[str, str]) -> int:
    """How many neighbouring figures of the case change places or fall together."""

    def size(digits: str) -> float:
        return float(int(digits) / 10 ** (len(digits) - 1))

    ordered = sorted(table, key=lambda d: (size(d), d))
    return sum(size(table[a]) >= size(table[b]) for a, b in itertools.pairwise(ordered) if size(a) < size(b))
