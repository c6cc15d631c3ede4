"""Changes of the figure itself: magnitude, value, rounding, bound, unit."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.difference.account import Account, Difference, differs
from firsthand.difference.values import (
    SAME,
    Measure,
    measure,
    near_value,
    power_of_ten,
    relative,
    rounder,
    same_value,
    slipped_digit,
)
from firsthand.model import Bound, ChangeKind, Quantity

# A range whose ends differ by more than this factor is a vague number ("hundreds"), not a range.
VAGUE = 5.0
# Kinds of change in which the figure itself tells the whole change.
FIGURE_KINDS: frozenset[ChangeKind] = frozenset({"magnitude", "value", "rounding", "role"})

_BOUND_WORDS: dict[Bound, str] = {
    "exact": "an exact figure",
    "about": "about",
    "at most": "up to",
    "at least": "at least",
    "between": "a range",
}


def figure_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """What changed in the figure; nothing where it was faithfully reworded or converted."""
    p, c = parent.reading.quantity, child.reading.quantity
    if p is None or c is None:
        return
    x, y = measure(p), measure(c)
    if unit_slid(p, c, x, y):
        yield differs(parent, child, "unit", "high", f"{_unit(p)} became {_unit(c)}, the number stayed")
        return
    if x.kind != y.kind:
        return
    if not same_value(x, y):
        yield from _value(parent, child, x, y)
    elif p.unit == c.unit and p.value != c.value and rounder(c.value, p.value) and not _worded(p, c):
        yield differs(parent, child, "rounding", "low", f"rounded from {_number(p)} to {_number(c)}")
    elif p.value == c.value and bound_moved(p.bound, c.bound):
        yield _bound(parent, child, p, c)


def bound_moved(p: Bound, c: Bound) -> bool:
    """Whether a bound was dropped or swapped; an added "about" is mere caution."""
    return c not in (p, "between") and (p, c) != ("exact", "about")


def _worded(p: Quantity, c: Quantity) -> bool:
    """Whether either is a share told as a fraction: one in seven is 14 per cent, not rounded to it."""
    return any(q.unit == "percent" and q.value != round(q.value) for q in (p, c))


def unit_slid(p: Quantity, c: Quantity, x: Measure, y: Measure) -> bool:
    """Whether the printed number stayed while the unit became another one."""
    if relative(p.value, c.value) > SAME or p.unit == c.unit or not p.unit or not c.unit:
        return False
    if {p.unit, c.unit} == {"percent", "percentage point"}:
        return True
    if "ratio" in (x.kind, y.kind):
        return False  # "twice" as much, and "two" of a thing, are two figures
    if x.kind == y.kind == "money":
        return True
    measured = x.kind != "count" or y.kind != "count"
    return measured and (x.kind != y.kind or not same_value(x, y))


def _value(parent: Account, child: Account, x: Measure, y: Measure) -> Iterator[Difference]:
    p, c = parent.reading.quantity, child.reading.quantity
    if p is None or c is None:
        return
    power = power_of_ten(x.value, y.value)
    if 1 < x.high / (x.value or 1) < VAGUE and y.high == y.value and relative(x.high, y.value) <= SAME:
        if c.bound == "at most":
            yield differs(parent, child, "bound", "medium", "of a range only the upper end is left")
        else:
            yield differs(parent, child, "value", "high", "of a range the upper end is left, as the figure")
            yield differs(parent, child, "bound", "medium", "a range became a single figure")
    elif power:
        times = f"{10 ** abs(power):,} times {'larger' if power > 0 else 'smaller'}"
        yield differs(parent, child, "magnitude", "high", f"{times}, with the same digits")
    elif slipped_digit(x.value, y.value) and not near_value(x, y):
        yield differs(parent, child, "magnitude", "high", "a digit too many or too few")
    elif near_value(x, y) and (
        rounder(c.value, p.value) or x.high != x.value or c.bound in ("about", "at least")
    ):
        yield differs(parent, child, "rounding", "low", f"rounded from {_number(p)} to {_number(c)}")
    else:
        yield differs(parent, child, "value", "high", f"{_number(p)} became {_number(c)}")


def _bound(parent: Account, child: Account, p: Quantity, c: Quantity) -> Difference:
    if c.bound == "exact":
        why = f"“{_BOUND_WORDS[p.bound]}” fell away"
    elif p.bound == "exact":
        why = f"“{_BOUND_WORDS[c.bound]}” was added"
    else:
        why = f"“{_BOUND_WORDS[p.bound]}” became “{_BOUND_WORDS[c.bound]}”"
    grave = p.bound in ("at most", "between") and c.bound in ("exact", "at least")
    return differs(parent, child, "bound", "medium" if grave else "low", why)


def _number(q: Quantity) -> str:
    ends = [q.value] if q.high is None else [q.value, q.high]
    return "–".join(f"{end:,.10g}" for end in ends)


def _unit(q: Quantity) -> str:
    return q.unit or "no unit"
