from __future__ import annotations

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from firsthand.model import Article, Span
from firsthand.report.marks import Mark, marked_text
from firsthand.report.markup import element, safe

spans = st.tuples(st.integers(-2, 60), st.integers(-2, 60)).map(lambda pair: Span(min(pair), max(pair)))


def article(text: str) -> Article:
    return Article(id="a1", sha256="0" * 64, text=text, blocks=())


@given(text=st.text(alphabet="abc <&\n", max_size=50), found=st.lists(spans, max_size=8))
def test_marks_change_no_word(text: str, found: list[Span]) -> None:
    marks = [Mark(name=f"m{i}", span=span, kind="reading") for i, span in enumerate(found)]
    shown, _ = marked_text(article(text), marks)
    lines = re.findall(r"<p [^>]*>(.*?)</p>", shown)
    told = [html.unescape(re.sub("<[^>]*>", "", line)) for line in lines]
    assert told == [line for line in text.split("\n") if line.strip()]


@given(text=st.text(alphabet="abc \n", max_size=50), found=st.lists(spans, max_size=8))
def test_a_mark_covers_its_words_and_has_one_anchor(text: str, found: list[Span]) -> None:
    marks = [Mark(name=f"m{i}", span=span, kind="reading") for i, span in enumerate(found)]
    shown, placed = marked_text(article(text), marks)
    for mark in marks:
        inside = Span(max(mark.span.start, 0), max(mark.span.end, 0)).of(text)
        assert shown.count(f'id="{mark.name}"') == (mark.name in placed)
        assert (mark.name in placed) == any(line.strip() for line in inside.split("\n"))


def test_marks_that_overlap_are_cut_where_they_cross() -> None:
    marks = [Mark(name="x", span=Span(0, 5), kind="reading"), Mark(name="y", span=Span(3, 8), kind="change")]
    shown, _ = marked_text(article("abcdefgh"), marks)
    assert shown == (
        '<p class="k-body" dir="auto"><span id="x" class="m reading" data-m="x">abc'
        '<span id="y" class="m change" data-m="y">de</span></span>'
        '<span class="m change" data-m="y">fgh</span></p>'
    )


def test_what_is_not_markup_is_escaped() -> None:
    assert element("b", "<i>", element("i", "&"), title='"') == '<b title="&quot;">&lt;i&gt;<i>&amp;</i></b>'
    assert safe("a\x00b\u202ec") == "abc"
