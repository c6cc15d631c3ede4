"""Whether one figure can be another one as it was handed on."""

from __future__ import annotations

from firsthand.difference.values import measure, power_of_ten, rounded, same_value, slipped_digit
from firsthand.model import Reading


def same_answer(child: Reading, parent: Reading) -> bool:
    """Whether the child's figure can be the parent's: the same, rounded, or slipped on the way.

    Rounding goes one way: 560 is no rounding of 600. Statements without a figure always can.
    """
    if child.quantity is None or parent.quantity is None or child.quantity.value == parent.quantity.value:
        return True
    c, p = measure(child.quantity), measure(parent.quantity)
    if c.kind != p.kind:
        return False
    if same_value(c, p) or p.value <= c.value <= p.high or c.value in (p.value, p.high):
        return True
    return (
        bool(power_of_ten(p.value, c.value)) or slipped_digit(p.value, c.value) or rounded(c.value, p.value)
    )
