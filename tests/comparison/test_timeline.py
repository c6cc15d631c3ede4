from __future__ import annotations

from firsthand.comparison.timeline import find_moments
from firsthand.model import Article, Moment, Span
from firsthand.reading import read_article

WIRE = """Harbour wall gives way
A stretch of the harbour wall collapsed on Monday, the harbour office said on Tuesday.
Repairs will begin on Friday.
"""
PAPER = """Wall collapses in harbour
A stretch of the harbour wall collapsed on Monday, according to the harbour office.
The wall was last inspected on 3 February.
"""


def article(article_id: str, text: str, published: str | None) -> Article:
    from firsthand.model import Block

    blocks, at = [], 0
    for n, line in enumerate(text.splitlines()):
        blocks.append(Block(span=Span(at, at + len(line)), kind="body" if n else "title"))
        at += len(line) + 1
    return Article(
        id=article_id,
        sha256=article_id[-1] * 64,
        text=text,
        blocks=tuple(blocks),
        published=published,
        language="en",
    )


def moments(*articles: Article) -> tuple[Moment, ...]:
    return find_moments("s1", articles, {a.id: read_article(a) for a in articles}, ())


def test_what_happened_was_said_was_printed_and_is_expected() -> None:
    wire = article("a1", WIRE, "2033-04-13T10:20")
    told = {(m.kind, m.date): m.places[0].span.of(WIRE) for m in moments(wire)}
    assert told == {
        ("happened", "2033-04-11"): "on Monday",
        ("said", "2033-04-12"): "on Tuesday",
        ("expected", "2033-04-15"): "on Friday",
        ("printed", "2033-04-13T10:20"): "Harbour wall gives way",
    }


def test_what_two_articles_tell_is_one_entry_even_where_one_has_no_date() -> None:
    found = moments(article("a1", WIRE, "2033-04-13"), article("a2", PAPER, None))
    (fell,) = [m for m in found if m.date == "2033-04-11"]
    assert [p.article for p in fell.places] == ["a1", "a2"]
    (inspected,) = [m for m in found if m.date == "2033-02-03"]
    assert "another article" in inspected.why
    (bare,) = [m for m in found if m.kind == "printed" and m.date is None]
    assert bare.why == "the page gives no date"


def test_undated_stay_last_and_say_why() -> None:
    found = moments(article("a2", PAPER, None))
    assert all(m.date is None and m.why for m in found)


def test_in_order_of_date() -> None:
    dates = [m.date or "9999" for m in moments(article("a1", WIRE, "2033-04-13"), article("a2", PAPER, None))]
    assert dates == sorted(dates)
