from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.cleaning import clean
from firsthand.cleaning.languages import find_language
from firsthand.model import TOLD, RawDocument

SENTENCE = (
    "The council said on Monday that the bridge would be closed for three weeks while it was repaired. "
)


def cleaned(text):
    return clean(RawDocument(paths=("p.txt",), sha256="0", text=text, encoding="utf-8"), "a1")


def kinds(text):
    article, _ = cleaned(text)
    return [(block.kind, block.span.of(text)) for block in article.blocks]


def test_a_plain_article_is_title_and_body():
    text = f"Bridge closes for three weeks\n\n{SENTENCE}\n\n{SENTENCE}"
    assert [kind for kind, _ in kinds(text)] == ["title", "body", "body"]


def test_an_article_without_title_has_none():
    article, _ = cleaned(SENTENCE + "\n" + SENTENCE)
    assert article.title is None
    assert {block.kind for block in article.blocks} == {"body"}


def test_a_dateline_in_the_text_is_body():
    text = f"Bridge closes for three weeks\nMEERBURG, Lowland (LPA) — {SENTENCE}\n{SENTENCE}"
    assert kinds(text)[1][0] == "body"


def test_a_standfirst_stands_before_the_byline():
    text = f"Bridge closes for three weeks\n\nIt is the third time this year, and nobody knows why it has to be so.\n\nBy Ana Lund\n4 May 2031\n\n{SENTENCE}\n\n{SENTENCE}"
    assert [kind for kind, _ in kinds(text)] == ["title", "standfirst", "byline", "dateline", "body", "body"]


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("13 April 2033, 10:20", "2033-04-13T10:20"),
        ("13.04.2033, 16:02", "2033-04-13T16:02"),
        ("February 16, 2034 at 4:12 PM", "2034-02-16T16:12"),
        ("Oct 11th 2033", "2033-10-11"),
        ("21 Feb 2034 22:31 GMT", "2034-02-21T22:31"),
        ("Mon 10.10.2033 · 18:00", "2033-10-10T18:00"),
        ("PUBLISHED: 07:12, 14 April 2033", "2033-04-14T07:12"),
        ("13 Apr 2033 19.45", "2033-04-13T19:45"),
        ("Feb 16, 2034, 6:03pm", "2034-02-16T18:03"),
        ("Published 2033-04-13T10:20:00Z", "2033-04-13T10:20"),
        ("Last updated 12 October 2033, 11:50", "2033-10-12T11:50"),
        ("25/12/2033", "2033-12-25"),
        ("12/25/2033", "2033-12-25"),
        ("05/10/2033", None),
        ("(c) 2033", None),
        ("31 February 2033", None),
    ],
)
def test_dates(line, published):
    article, _ = cleaned(f"Bridge closes for three weeks\n\n{line}\n\n{SENTENCE}\n\n{SENTENCE}")
    assert article.published == published


def test_a_date_in_the_text_is_not_the_pages():
    text = f"Bridge closes for three weeks\n\nThe bridge was opened on 4 May 1931 by the mayor. {SENTENCE}\n\n{SENTENCE}"
    assert cleaned(text)[0].published is None


def test_updated_is_kept_apart():
    article, _ = cleaned(
        f"Bridge closes for three weeks\n\n4 May 2031, 10:00 | Updated 11:30\n\n{SENTENCE}\n\n{SENTENCE}"
    )
    assert (article.published, article.modified) == ("2031-05-04T10:00", "2031-05-04T11:30")


def test_only_furniture_is_an_issue():
    article, issues = cleaned("Share this\n12 comments\nTags: bridge\nSource link")
    assert [issue.code for issue in issues] == ["no-text"]
    assert all(block.kind not in TOLD for block in article.blocks)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        (SENTENCE, "en"),
        ("Der Rat sagte am Montag, dass die Brücke drei Wochen lang nicht befahren werden kann.", "de"),
        ("Le conseil a dit lundi que le pont est fermé pour les trois semaines de travaux.", "fr"),
        ("El consejo dijo el lunes que el puente se cerrará por tres semanas para las obras.", "es"),
        ("Совет сообщил в понедельник, что мост закрыт.", "ru"),
        ("市議会は月曜日に橋を閉鎖すると発表した。", "ja"),
        ("1 2 3", None),
    ],
)
def test_language(text, language):
    assert find_language(text) == language


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.one_of(
            st.text(max_size=80),
            st.sampled_from(
                [SENTENCE, "", " \t", "By Ana Lund", "READ MORE", "Share · 3 comments", "10:32", "© Post 2031", "\0\x1f", "\u2028", "- a list"]
            ),
        ),
        max_size=14,
    ).map("\n".join)
)  # fmt: skip
def test_blocks_cover_all_that_is_not_blank(text):
    article, _ = cleaned(text)
    end = 0
    for block in article.blocks:
        assert text[end : block.span.start].strip() == ""
        assert block.span.start < block.span.end
        assert "\n" not in block.span.of(text)
        end = block.span.end
    assert text[end:].strip() == ""
    assert article.text == text
    assert cleaned(text)[0] == article


@pytest.mark.parametrize(
    "text",
    [
        "word " * 1_000_000,
        "x" * 3_000_000,
        "a.b " * 500_000,
        "ok\n" * 50_000,
        "Share this\n" * 50_000,
        "".join(f"Line {n} says little\n" for n in range(10_000)),
        "\0" * 1_000_000,
        "By A. B. " * 200_000,
        "( " * 500_000,
    ],
    ids=[
        "words",
        "one word",
        "stops",
        "short lines",
        "furniture",
        "different lines",
        "zeros",
        "by",
        "brackets",
    ],
)
def test_size_costs_no_more_than_its_length(text):
    start = time.process_time()
    cleaned(text)
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("text", "title", "body"),
    [
        (
            "Fire in Brome\n\nThe cafe owner said 12 people were hurt on Monday in Brome.\n",
            "Fire in Brome",
            "The cafe owner said 12 people were hurt on Monday in Brome.",
        ),
        (
            "A ferry sank on Monday. Police said 12 people drowned.",
            None,
            "A ferry sank on Monday. Police said 12",
        ),
    ],
)
def test_a_very_short_article_is_one_all_the_same(text: str, title: str | None, body: str) -> None:
    raw = RawDocument(paths=("short.txt",), sha256="0", text=text, encoding="utf-8")
    article, issues = clean(raw, "a1")
    assert article.title == title
    assert any(b.kind == "body" and b.span.of(text).startswith(body) for b in article.blocks)
    assert not issues


@pytest.mark.parametrize(
    ("top", "outlet"),
    [
        ("THE SKERRIN\nECHO\n", "THE SKERRIN ECHO"),
        ("The Northern\nLedger\n", "The Northern Ledger"),
        ("Calder Press\nAgency\n", "Calder Press Agency"),
        ("Harbour News\nBusiness\n", "Harbour News"),
        ("ARENA 24\nLive ticker\n", "ARENA 24"),
        ("TARN 1\n● LIVE | Harbour\n", "TARN 1"),
        ("THE SPARK!\nNEWS SPORT STARS\n", "THE SPARK!"),
        ("THE COIN LETTER – money explained, twice a week\nView in browser\n", "THE COIN LETTER"),
        ("Business\nMarkets\n", None),
    ],
)
def test_mastheads_of_one_line_and_two(top: str, outlet: str | None) -> None:
    article, _ = cleaned(
        f"{top}\nALARM! Bridge closes for weeks\n\nBy Mara Venn\n5 March 2031\n\n{SENTENCE}\n\n{SENTENCE}"
    )
    assert article.outlet == outlet
    assert article.title == "ALARM! Bridge closes for weeks"


def test_an_outlet_before_the_date() -> None:
    article, _ = cleaned(
        f"Bridge closes for weeks\nSport-Portal, 20.01.2037 / 11:03\n\n{SENTENCE}\n\n{SENTENCE}"
    )
    assert article.outlet == "Sport-Portal"
