"""How two figures compare."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.difference.values import (
    measure,
    near_value,
    power_of_ten,
    rounded,
    same_value,
    slipped_digit,
)
from firsthand.model import Quantity

numbers = st.floats(min_value=0.001, max_value=1e12, allow_nan=False)


def test_units_are_converted() -> None:
    assert same_value(measure(Quantity(value=3, unit="day")), measure(Quantity(value=72, unit="hour")))
    assert same_value(
        measure(Quantity(value=1, unit="kilometre")), measure(Quantity(value=1000, unit="metre"))
    )
    assert measure(Quantity(value=3, unit="soldier")).kind == "count"


@given(numbers, numbers)
def test_comparison_is_the_same_both_ways(a: float, b: float) -> None:
    x, y = measure(Quantity(value=a)), measure(Quantity(value=b))
    assert same_value(x, y) == same_value(y, x)
    assert near_value(x, y) == near_value(y, x)
    assert slipped_digit(a, b) == slipped_digit(b, a)
    assert not (rounded(a, b) and rounded(b, a))


@given(numbers)
def test_a_value_is_itself(a: float) -> None:
    x = measure(Quantity(value=a))
    assert same_value(x, x)
    assert power_of_ten(a, a) == 0
    assert not rounded(a, a)


@pytest.mark.parametrize(
    ("a", "b", "power"),
    [
        (700_000, 70_000, -1),
        (1.1e9, 1.1e6, -3),
        (12_400, 124_000, 1),
        (41, 58, 0),
        (5e5, 50, 0),
        (2870, 271, 0),
    ],
)
def test_slips_by_powers_of_ten(a: float, b: float, power: int) -> None:
    assert power_of_ten(a, b) == power


@pytest.mark.parametrize(
    ("a", "b", "is_rounded"),
    [
        (500_000, 470_000, True),
        (40, 41, True),
        (12_000, 12_400, True),
        (560, 600, False),
        (3_100, 3_400, False),
        (3e6, 3.2e6, True),
    ],
)
def test_rounding_goes_one_way(a: float, b: float, *, is_rounded: bool) -> None:
    assert rounded(a, b) is is_rounded
