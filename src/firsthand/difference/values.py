"""How two figures compare: in what dimension, how near, and whether one is the other rounded."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from firsthand.alignment.terms import stem
from firsthand.language import table
from firsthand.model import Quantity

# Two values within a tenth of each other may be one value, rounded (FORMAT.md's own limit).
NEAR = 0.10
# Values that differ by less than this are the same value, printed or converted differently.
SAME = 0.005

# A share told as a fraction ("one in seven": 14.29) is the same as the whole percentage beside it.
WORDED = 0.5

# The noughts that a slip adds or drops at most: million for billion.
SLIP = 3


@dataclass(frozen=True, slots=True)
class Measure:
    """A quantity in its dimension's base unit; `kind` is "count" where things are counted."""

    kind: str
    value: float
    high: float
    unit: str | None


@cache
def _units() -> Mapping[str, tuple[str, float]]:
    """Each known unit with its dimension and its factor to the dimension's base unit."""
    known = {entry["name"]: (str(entry["kind"]), float(entry["factor"])) for entry in table("units")["unit"]}
    currencies = dict.fromkeys(table("currencies")["signs"].values(), ("money", 1.0))
    return known | currencies | {"times": ("ratio", 1.0)}


def measure(quantity: Quantity) -> Measure:
    """The quantity in base units; a unit that is no measure makes it a count of that thing."""
    kind, factor = _units().get(quantity.unit or "", ("count", 1.0))
    high = quantity.value if quantity.high is None else quantity.high
    return Measure(kind=kind, value=quantity.value * factor, high=high * factor, unit=quantity.unit)


def relative(a: float, b: float) -> float:
    """The difference of two values over the larger, 0 to 2."""
    top = max(abs(a), abs(b))
    return abs(a - b) / top if top else 0.0


def same_value(a: Measure, b: Measure) -> bool:
    """Whether both say the same number, both ends of a range alike; "one in seven" is 14 per cent."""
    if a.kind == b.kind == "percent" and a.high == a.value and b.high == b.value:
        return (
            abs(a.value - b.value) < WORDED and (_worded(a.value) or _worded(b.value))
        ) or a.value == b.value
    return relative(a.value, b.value) <= SAME and relative(a.high, b.high) <= SAME


def _worded(share: float) -> bool:
    """Whether a percentage is a simple fraction that is no whole number of per cents."""
    return share != round(share) and any(
        abs(share - 100 * n / d) < 0.1 for d in (3, 6, 7, 8, 9, 11, 12) for n in range(1, d)
    )


def near_value(a: Measure, b: Measure) -> bool:
    """Whether the ranges overlap or lie within a tenth of each other."""
    if a.value <= b.high and b.value <= a.high:
        return True
    return min(relative(a.value, b.high), relative(a.high, b.value), relative(a.value, b.value)) <= NEAR


def rounder(a: float, b: float) -> bool:
    """Whether `a` has fewer significant digits than `b`."""
    return significant(a) < significant(b)


def significant(value: float) -> int:
    """How many significant digits a value has, at most six."""
    # "3.2e+06" from a million on: the exponent is none of them.
    return len(f"{abs(value):.6g}".split("e")[0].replace(".", "").strip("0"))


def rounded(a: float, b: float) -> bool:
    """Whether `a` is `b` rounded, up or down, to as many digits as `a` has: 500,000 for 470,000."""
    if not rounder(a, b) or relative(a, b) > NEAR or not a:
        return False
    digits = significant(a)
    step = 10.0 ** (math.floor(math.log10(abs(a))) - digits + 1)
    return abs(a - b) < step


def power_of_ten(a: float, b: float) -> int:
    """By how many powers of ten `b` differs from `a` with (nearly) the same digits, else 0.

    A slip is one of a few noughts, or of a word: thousand for million. More is another figure.
    """
    if a <= 0 or b <= 0:
        return 0
    power = round(math.log10(b / a))
    if not 0 < abs(power) <= SLIP or relative(a * 10.0**power, b) > NEAR:
        return 0
    moved = a * 10.0**power
    return power if rounded(moved, b) or rounded(b, moved) or relative(moved, b) <= SAME else 0


def slipped_digit(a: float, b: float) -> bool:
    """Whether the digits of one are those of the other with one more or one less (1,204 / 12,004)."""
    x, y = _digits(a), _digits(b)
    if len(x) > len(y):
        x, y = y, x
    return len(x) >= 2 and len(y) == len(x) + 1 and any(y[:i] + y[i + 1 :] == x for i in range(len(y)))


def _digits(value: float) -> str:
    return f"{value:.10g}".replace(".", "") if value < 1e15 else str(int(value))


def same_thing(a: str | None, b: str | None) -> bool:
    """Whether two units or counted heads name the same thing in the same or another word."""
    if not a or not b:
        return False
    return stem(a.split()[-1]) == stem(b.split()[-1])
