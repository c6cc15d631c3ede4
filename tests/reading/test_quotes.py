"""Quotations in every style of marks."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.quotes import extract_quotations


def quoted(text: str) -> list[str]:
    return [q.span.of(text) for q in extract_quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('The mayor said "no" twice.', ['"no"']),
        ("She said “not yet,” and left.", ["“not yet,”"]),
        ("Er sagte „nein“ und ging.", ["„nein“"]),
        ("Elle a dit « non » hier.", ["« non »"]),
        ("Hun sagde »nej« i går.", ["»nej«"]),
        ("Hon sade ”nej” igår.", ["”nej”"]),
        ("彼は「いいえ」と言った。", ["「いいえ」"]),
        ("Typed ``so'' in the old way.", ["``so''"]),
        ('A mix: “so" and "so”.', ['“so"', '"so”']),
    ],
)
def test_marks_of_many_countries(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The bakers' guild isn't the millers' guild.",
        "Rock 'n' roll in the '90s wasn't theirs.",
        "He is 5' 10\" tall.",
        "It’s the ’20s again, ’tis said.",
    ],
)
def test_apostrophes_and_inches_are_no_marks(text: str) -> None:
    assert quoted(text) == []


def test_a_quotation_inside_another_is_found_too() -> None:
    text = "“They told us ‘not today’ and hung up,” she said."
    assert quoted(text) == ["“They told us ‘not today’ and hung up,”", "‘not today’"]


def test_a_possessive_does_not_close_a_single_quotation() -> None:
    text = "'The bakers' guild will meet,' he said."
    assert quoted(text) == ["'The bakers' guild will meet,'"]


def test_words_are_what_stands_between_the_marks() -> None:
    text = 'He called it "a [small] step … forward".'
    (q,) = extract_quotations(text)
    assert q.words.of(text) == "a [small] step … forward"
    assert q.closed


def test_an_unclosed_quotation_ends_with_its_paragraph() -> None:
    text = "“It rained all night.\n“Then the wall gave way,” she said."
    first, second = extract_quotations(text)
    assert (first.span.of(text), first.closed) == ("“It rained all night.", False)
    assert (second.span.of(text), second.closed) == ("“Then the wall gave way,”", True)


@given(st.text(alphabet="ab \n.,'\"“”‘’«»„`-s", max_size=80))
def test_spans_are_inside_ordered_and_nested(text: str) -> None:
    found = extract_quotations(text)
    assert [q.span.start for q in found] == sorted(q.span.start for q in found)
    for q in found:
        assert 0 <= q.span.start < q.words.start <= q.words.end <= q.span.end <= len(text)
        assert "\n" not in q.span.of(text)
    for a in found:
        for b in found:
            assert not a.span.start < b.span.start < a.span.end < b.span.end


@given(st.text(max_size=60))
def test_offsets_stand_in_a_longer_text(text: str) -> None:
    alone = [(q.span.start, q.span.end) for q in extract_quotations(text)]
    before = "A line before.\n"
    inside = [
        (q.span.start - len(before), q.span.end - len(before)) for q in extract_quotations(before + text)
    ]
    assert alone == inside


@pytest.mark.parametrize("unit", ['"', "“", "’", "s' ", "“a ” ", "‘“", "``"])
def test_a_text_of_marks_is_read_in_linear_time(unit: str) -> None:
    start = time.process_time()
    extract_quotations(unit * (200_000 // len(unit)))
    assert time.process_time() - start < 5
