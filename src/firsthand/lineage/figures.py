"""The figures by which an account is known, however it is worded."""

from __future__ import annotations

from firsthand.model import ReadText

# Smaller whole numbers than this recur by chance.
TELLING = 20


def telling_figures(text: ReadText) -> frozenset[float]:
    """The values in an article that hardly recur by chance: from 20, or with a fraction.

    As printed, without their units: a tabloid that has pounds for talers keeps the number.
    """
    values = (r.quantity.value for r in text.readings if r.quantity is not None)
    return frozenset(v for v in values if abs(v) >= TELLING or v % 1)
