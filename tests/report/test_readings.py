from __future__ import annotations

from dataclasses import replace

import pytest

from firsthand.model import Bound, Quantity, Result
from firsthand.report.contrast import contrast
from firsthand.report.naming import article_names, plain
from firsthand.report.readings import claim_rows, plural, short_value, shown_number


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (12400, "12,400"),
        (999_999, "999,999"),
        (1e6, "1 million"),
        (1_204_000, "1.204 million"),
        (1_204_567, "1,204,567"),
        (3.4e9, "3.4 billion"),
        (2e12, "2 trillion"),
        (33.3, "33.3"),
        (0.05, "0.05"),
        (-1.5e6, "-1.5 million"),
        (float("inf"), "inf"),
    ],
)
def test_numbers_as_a_newspaper_prints_them(value: float, shown: str) -> None:
    assert shown_number(value) == shown


@pytest.mark.parametrize(
    ("value", "high", "bound", "unit", "shown"),
    [
        (100000, None, "at most", "soldier", "≤ 100,000 soldiers"),
        (41, None, "at least", "person", "≥ 41 people"),
        (12, 14, "between", "percent", "12–14%"),
        (3e6, 4e6, "between", "dollar", "$3–4 million"),
        (1.2e9, None, "about", "euro", "≈ €1.2 billion"),
        (2.5, None, "exact", None, "2.5"),
    ],
)
def test_a_figure_in_short(
    result: Result, value: float, high: float | None, bound: Bound, unit: str | None, shown: str
) -> None:
    quantity = Quantity(value=value, high=high, bound=bound, unit=unit)
    assert short_value(replace(result.claims[0].readings[0], quantity=quantity)) == shown


@pytest.mark.parametrize(
    ("one", "many"),
    [
        ("city", "cities"),
        ("day", "days"),
        ("square foot", "square feet"),
        ("box", "boxes"),
        ("loss", "losses"),
        ("series", "series"),
        ("", ""),
    ],
)
def test_units_in_the_plural(one: str, many: str) -> None:
    assert plural(one) == many


def test_claims_with_grave_changes_come_first(result: Result) -> None:
    shuffled = replace(result, claims=result.claims[::-1])
    assert [row.label for row in claim_rows(shuffled, "s1")] == [
        "people aboard the ferry",
        "what the mate heard",
    ]


def test_articles_are_counted_once_for_each_reading(result: Result) -> None:
    row = claim_rows(result, "s1")[0]
    assert [(one.shown, one.articles) for one in row.distinct] == [("≤ 240 people", 1), ("2,400 people", 1)]
    assert row.origins == "1–2"


def test_names_are_never_alike(result: Result) -> None:
    same = replace(
        result, articles=tuple(replace(one, outlet="Gazette", paths=("x/a.txt",)) for one in result.articles)
    )
    assert len(set(article_names(same).values())) == 3


def test_what_differs_in_two_quotations() -> None:
    before, after = contrast("the wall might have held 1.2bn", "the wall would have held $1.2bn")
    assert before == [("the wall ", False), ("might", True), (" have held 1.2bn", False)]
    assert after == [
        ("the wall ", False),
        ("would", True),
        (" have held ", False),
        ("$", True),
        ("1.2bn", False),
    ]


def test_long_quotations_are_not_compared() -> None:
    long = "word " * 5000
    assert contrast(long, "x") == ([(long, False)], [("x", False)])


def test_text_without_what_could_mislead() -> None:
    assert plain(" a\x1b[31mb\u202e\n c\u2028d\x07\u200de ") == "ab c d\u200de"
