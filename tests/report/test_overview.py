from __future__ import annotations

import io
from dataclasses import replace
from html.parser import HTMLParser

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Result, Span
from firsthand.report.contract import as_dict, schema, to_json
from firsthand.report.html import render_html
from firsthand.report.overview import answer_of, answer_origins, excerpt, letters, omission_rows
from firsthand.report.terminal import write_terminal
from firsthand.report.typesetting import columns


def written(result: Result, **options: bool | int | None) -> str:
    out = io.StringIO()
    write_terminal(result, out, **options)  # type: ignore[arg-type]
    return out.getvalue()


class Links(HTMLParser):
    """The names and the links of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self.feed(source)

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names += [value or "" for name, value in attrs if name == "id"]
        self.links += [
            value or "" for name, value in attrs if name == "href" and (value or "").startswith("#")
        ]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())


def test_the_contract_holds_it_all(full: Result) -> None:
    jsonschema.Draft202012Validator(schema()).validate(as_dict(full))
    told = as_dict(full)
    assert told["claims"][0]["answers"][1] == {
        "value": 2400,
        "high": None,
        "bound": "exact",
        "unit": "person",
        "denied": False,
        "readings": [2],
        "origins": [],
        "independent_at_least": 0,
        "independent_at_most": 0,
        "slip": "magnitude",
        "why": "the figure slipped by a power of ten on the way from a1 to a2: it confirms nothing",
    }
    assert told["timeline"][0]["places"] == [
        {"article": "a1", "start": 122, "end": 131, "quote": "on Monday"}
    ]
    assert told["omissions"][0]["left_out_by"] == [{"article": "a2", "above": "a1"}]
    assert to_json(full) == to_json(full)


def test_the_terminal_begins_with_the_summary(full: Result) -> None:
    lines = written(full).splitlines()
    assert lines[4] == "  - 2 articles, one origin."


def test_the_terminal_shows_answers_loops_omissions_and_times(full: Result) -> None:
    text = written(full)
    assert "2,400 people (1, no origin)" in text
    assert "Circular: Nord Wire gives copy, copy gives Nord Wire as the source" in text
    assert "A Nord Wire, B copy" in text
    assert "● ○" in text
    assert "copy tells: people aboard the ferry, without the condition" in text
    assert "2031-05-04   said      “Up to 240 people were aboard the ferry" in text
    assert "… 1 more entry: --all shows them" in text
    assert "no date      printed   copy" in written(full, everything=True)


@pytest.mark.parametrize("width", [40, 80])
def test_no_line_is_wider_than_the_terminal(full: Result, width: int) -> None:
    many = replace(
        full,
        claims=tuple(replace(c, label=f"{c.label} " * 9) for c in full.claims),
        articles=tuple(replace(a, outlet="Ö" * 50 + a.id) for a in full.articles),
    )
    for one in (full, many):
        for line in written(one, width=width, everything=True).splitlines():
            assert columns(line) <= width


def test_the_page_leads_from_all_of_it_to_the_words(full: Result) -> None:
    page = Links(render_html(full))
    assert {link[1:] for link in page.links} <= set(page.names)
    assert len(page.names) == len(set(page.names))
    assert {"s1-l1-1", "s1-t1-1", "s1-o1", "s1-omissions", "s1-timeline"} <= set(page.names)
    for told in (
        "2 articles, one origin.",
        "Nearest to the origin: Nord Wire",
        "Circular: Nord Wire gives copy",
        "copy tells people aboard the ferry without the condition",
        "none",
        "the page gives no date",
    ):
        assert told in page.text


def test_the_summary_stands_before_all_else(full: Result) -> None:
    text = Links(render_html(full)).text
    assert text.index("2 articles, one origin.") < text.index("Family tree")


def test_answers_of_readings(full: Result) -> None:
    claim = full.claims[0]
    told = [answer_of(claim, reading) for reading in claim.readings]
    assert [answer_origins(a) if a else "" for a in told] == ["1", "1", "none"]
    assert answer_of(full.claims[1], full.claims[1].readings[0]) is None


def test_a_row_has_a_cell_for_each_article(full: Result) -> None:
    (row,) = omission_rows(full, "s1", ("a1", "a2"))
    assert row.cells == ("told", "left out")
    assert omission_rows(full, "s1", ("a1",)) == []


def test_letters_go_on_after_z() -> None:
    assert letters(28)[-3:] == ["Z", "AA", "AB"]
    assert len(set(letters(800))) == 800


@given(st.text(max_size=200), st.integers(0, 200), st.integers(0, 200), st.integers(1, 90))
def test_an_excerpt_lies_within_and_holds_the_words(text: str, a: int, b: int, room: int) -> None:
    start, end = sorted((min(a, len(text)), min(b, len(text))))
    context = Span(0, len(text))
    part = excerpt(text, context, Span(start, end), room)
    assert context.covers(part)
    assert part.start <= start
    assert part.end >= end
