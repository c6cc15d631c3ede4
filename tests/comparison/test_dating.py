from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.comparison.dating import find_whens
from firsthand.model import Span

# A Wednesday.
PRINTED = "2033-04-13T10:20"


def found(
    text: str, published: str | None = PRINTED, **told: str
) -> list[tuple[str, str | None, str | None]]:
    whens = find_whens(text, Span(0, len(text)), published, **told)  # type: ignore[arg-type]
    return [(w.span.of(text), w.date, w.precision) for w in whens]


@pytest.mark.parametrize(
    ("text", "words", "date", "precision"),
    [
        ("The wall fell on Monday.", "on Monday", "2033-04-11", "day"),
        ("The wall fell on Wednesday.", "on Wednesday", "2033-04-13", "day"),
        ("It fell late on Monday night.", "late on Monday night", "2033-04-11", "day"),
        ("The wall fell last Wednesday.", "last Wednesday", "2033-04-06", "day"),
        ("A hearing will be held on Monday.", "on Monday", "2033-04-18", "day"),
        ("The vote is due next Wednesday.", "next Wednesday", "2033-04-20", "day"),
        ("It fell yesterday.", "yesterday", "2033-04-12", "day"),
        ("It fell last month.", "last month", "2033-03", "month"),
        ("It fell three weeks ago.", "three weeks ago", "2033-03-23", "week"),
        ("It fell two years ago.", "two years ago", "2031", "year"),
        ("It fell on 12 April.", "on 12 April", "2033-04-12", "day"),
        ("It fell on April 12, 2031, at noon.", "on April 12, 2031", "2031-04-12", "day"),
        ("It fell in December.", "in December", "2032-12", "month"),
        ("It will open in December.", "in December", "2033-12", "month"),
        ("It rose in the autumn of 2031.", "in the autumn of 2031", "2031", "year"),
        ("It reports by the end of June.", "by the end of June", "2033-06", "month"),
        ("It opens by the end of the month.", "by the end of the month", "2033-04", "month"),
        ("Dated 2033-04-01.", "2033-04-01", "2033-04-01", "day"),
    ],
)
def test_words_and_dates(text: str, words: str, date: str, precision: str) -> None:
    assert found(text) == [(words, date, precision)]


@pytest.mark.parametrize(
    "text", ["They may march on.", "In 1200 homes the august body sat.", "Mayor May Sunder fled.", "Mondays"]
)
def test_what_tells_no_time(text: str) -> None:
    assert found(text) == []


def test_without_a_day_of_printing_what_is_counted_from_it_stays_open() -> None:
    assert found("It fell on Monday.", None) == [("on Monday", None, None)]
    assert found("It fell on 12 April.", None) == [("on 12 April", None, None)]
    assert found("It fell on 12 April 2031.", None) == [("on 12 April 2031", "2031-04-12", "day")]


def test_another_article_gives_the_year_but_no_weekday() -> None:
    text = "It fell on 12 April."
    (when,) = find_whens(text, Span(0, len(text)), None, beside=PRINTED)
    assert when.date == "2033-04-12"
    assert "another article" in when.why
    assert found("It fell on Monday.", None, beside=PRINTED) == [("on Monday", None, None)]


def test_no_day_of_the_calendar() -> None:
    assert found("It fell on February 30.") == [("on February 30", None, None)]


@given(st.text() | st.text(alphabet="0123456789 onMay, lastweekagothreeFriday-\u2013"), st.booleans())
def test_any_text_is_read_and_spans_stand_in_it(text: str, dated: bool) -> None:
    for when in find_whens(text, Span(0, len(text)), PRINTED if dated else None):
        assert 0 <= when.span.start < when.span.end <= len(text)
        assert (when.date is None) == (when.precision is None)
