"""What a figure is there for: a count, or an age, a date, a time, part of a name, something else."""

from __future__ import annotations

from typing import Literal

from firsthand.reading.ages import is_age
from firsthand.reading.amounts import Amount
from firsthand.reading.counted import Counted
from firsthand.reading.lines import Line
from firsthand.reading.named import is_labelled, is_listed, named_rule
from firsthand.reading.speakers import one_rule, speaks
from firsthand.reading.timed import is_clock, is_date, is_reference, is_year, is_yearlike

Role = Literal["count", "age", "date", "time", "name", "other"]


def role_of(line: Line, amount: Amount, counted: Counted | None, *, bounded: bool) -> tuple[Role, str]:
    """The role of an amount and the rule that tells it; the rule is empty for a plain count."""
    pieces = line.pieces
    if is_age(pieces, amount):
        return "age", "age"
    if is_date(pieces, amount, counted, bounded=bounded):
        return "date", "date"
    if is_clock(pieces, amount, counted):
        return "time", "clock"
    if is_reference(pieces, amount):
        return "time", "reference"
    bare = _bare_role(line, amount, counted, bounded=bounded) if amount.unit is None else None
    if bare:
        return bare
    one = one_rule(line, amount)
    if one:
        return "other", one
    if counted and speaks(line, amount, counted):
        return "other", "speakers"
    return "count", ""


def _bare_role(
    line: Line, amount: Amount, counted: Counted | None, *, bounded: bool
) -> tuple[Role, str] | None:
    """The role of an amount without a unit, where it is no count."""
    if is_labelled(line.pieces, amount) and is_yearlike(line.pieces, amount):  # "Resolution 1701"
        return "name", "name"
    if is_year(line.pieces, amount, counted, bounded=bounded):
        return "date", "year"
    named = named_rule(line, amount, counted, bounded=bounded)
    if named:
        return "name", named
    return ("other", "list") if is_listed(line, amount) else None
