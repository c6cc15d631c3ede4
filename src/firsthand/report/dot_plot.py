"""Differing figures of one claim on a common scale: one small drawing a reading, aligned below each other."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from firsthand.model import Quantity, Reading
from firsthand.report.markup import NOTHING, Html, element, joined
from firsthand.report.readings import ClaimRow, shown_number

# Pixels: wide enough to part two figures that differ by a tenth, low enough to stand below a line of text.
WIDTH: Final = 180
HEIGHT: Final = 14
# Room for the arrow of a limit that stands at the end of the scale.
_EDGE: Final = 26
# Figures that lie further apart than this are shown on a logarithmic scale.
_LOG_FROM: Final = 10.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """From the lowest to the highest figure of a claim."""

    low: float
    high: float
    logarithmic: bool

    def at(self, value: float) -> float:
        """How far from the left a value stands, in pixels."""
        low, high, here = (
            math.log10(one) if self.logarithmic else one for one in (self.low, self.high, value)
        )
        share = (here - low) / (high - low)
        return _EDGE + min(1.0, max(0.0, share)) * (WIDTH - 2 * _EDGE)

    @property
    def told(self) -> str:
        """The scale in words."""
        kind = ", logarithmic" if self.logarithmic else ""
        return f"Scale: {shown_number(self.low)} to {shown_number(self.high)}{kind}"


def scale_for(row: ClaimRow) -> Scale | None:
    """The scale for a claim whose figures differ; None where there is nothing to compare."""
    quantities = [r.quantity for r in row.claim.readings if r.quantity is not None]
    if len({one.unit for one in quantities}) != 1:
        return None
    ends = [end for one in quantities for end in (one.value, one.high) if end is not None]
    if not all(math.isfinite(end) for end in ends) or len(set(ends)) < 2:
        return None
    low, high = min(ends), max(ends)
    logarithmic = low > 0 and high / low >= _LOG_FROM
    if not logarithmic and not math.isfinite(high - low):
        return None
    return Scale(low=low, high=high, logarithmic=logarithmic)


def dot_plot(scale: Scale | None, readings: Sequence[Reading]) -> Html:
    """The drawing of one figure: a dot, hollow where rough, an arrow for a limit, a bar for a range.

    It says nothing that the text beside it does not say, so screen readers pass it over.
    """
    quantity = readings[0].quantity
    if scale is None or quantity is None:
        return NOTHING
    denied = readings[0].polarity == "negative" or readings[0].modality == "denied"
    axis = element("path", d=f"M{_EDGE} {HEIGHT / 2}H{WIDTH - _EDGE}", class_="axis")
    return element(
        "svg",
        axis,
        *_marks(scale, quantity),
        class_="plot denied" if denied else "plot",
        width=WIDTH,
        height=HEIGHT,
        viewBox=f"0 0 {WIDTH} {HEIGHT}",
        aria_hidden="true",
        focusable="false",
    )


def _marks(scale: Scale, quantity: Quantity) -> list[Html]:
    x, y = scale.at(quantity.value), HEIGHT / 2
    rough = quantity.bound == "about"
    dot = element("circle", cx=x, cy=y, r=4, class_="rough" if rough else "exact")
    if quantity.high is not None and quantity.high != quantity.value:
        to = scale.at(quantity.high)
        ends = joined([element("path", d=f"M{end:.1f} {y - 4}V{y + 4}", class_="end") for end in (x, to)])
        return [element("path", d=f"M{x:.1f} {y}H{to:.1f}", class_="range"), ends]
    if quantity.bound in ("at most", "at least"):
        toward = max(2.0, x - 22) if quantity.bound == "at most" else min(WIDTH - 2.0, x + 22)
        step = 4 if toward < x else -4
        tip = f"M{toward + step:.1f} {y - 3}L{toward:.1f} {y}L{toward + step:.1f} {y + 3}"
        arrow = f"M{x:.1f} {y}H{toward:.1f}{tip}"
        return [
            element("path", d=arrow, class_="range"),
            element("path", d=f"M{x:.1f} {y - 5}V{y + 5}", class_="end"),
        ]
    return [dot]
