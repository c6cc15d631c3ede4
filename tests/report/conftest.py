"""A small result, written by hand: two articles of one story made from one another, a third of another."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from firsthand.model import (
    Answer,
    Article,
    Attribution,
    Block,
    BlockKind,
    Change,
    Claim,
    Derivation,
    Evidence,
    Issue,
    LeftOut,
    Line,
    Loop,
    Lost,
    Moment,
    Nearest,
    Omission,
    Origin,
    Place,
    Quantity,
    Reading,
    Restrictions,
    Result,
    Span,
    Story,
    Summary,
    Unmeasured,
)

WIRE = """Ferry with up to 240 aboard runs aground
By Ilse Brandvik
Up to 240 people were aboard the ferry, the harbour office said on Monday.
"We heard a grinding noise," said the mate, Oda Lien.
The hull may have been cracked before, said two people who had seen the log, the Sund Courier reported.
"""
COPY = """Share this
Ferry with 2,400 aboard runs aground
The harbour office said 2,400 people were aboard the ferry.
"We heard a grinding sound," said the mate, Oda Lien.
The hull was cracked before.
"""
OTHER = """Bakers win their prize
Six bakers shared the prize, the jury said.
"""


def _at(text: str, words: str) -> Span:
    start = text.index(words)
    return Span(start, start + len(words))


def _article(article_id: str, text: str, kinds: tuple[BlockKind, ...], **told: str | None) -> Article:
    blocks, at = [], 0
    for line, kind in zip(text.splitlines(), kinds, strict=True):
        blocks.append(Block(span=Span(at, at + len(line)), kind=kind))
        at += len(line) + 1
    return Article(
        id=article_id,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        blocks=tuple(blocks),
        language="en",
        **told,  # type: ignore[arg-type]
    )


def _reading(
    article: str, text: str, words: str, quantity: Quantity | None, source: str | None, origin: str
) -> Reading:
    span = _at(text, words)
    attribution = None
    if source is not None:
        attribution = Attribution(
            source=source,
            source_spans=(_at(text, source),),
            source_kind="organization",
            cue="said",
            cue_spans=(_at(text, "said"),),
            content_spans=(span,),
            chain=(source,),
        )
    return Reading(
        article=article,
        span=span,
        sentence=span,
        kind="quantity" if quantity else "quote",
        quantity=quantity,
        attribution=attribution,
        origin=origin,
    )


def _aboard() -> Claim:
    up_to = Quantity(value=240, bound="at most", unit="person", restrictions=Restrictions(where="aboard"))
    wrong = Quantity(value=2400, unit="person")
    office, other = "the harbour office", "The harbour office"
    return Claim(
        id="c1",
        story="s1",
        kind="quantity",
        label="people aboard the ferry",
        unit="person",
        readings=(
            _reading("a1", WIRE, "up to 240 aboard", up_to, None, "o1"),
            _reading("a1", WIRE, "Up to 240 people were aboard the ferry", up_to, office, "o1"),
            _reading("a2", COPY, "2,400 people were aboard the ferry", wrong, other, "o1"),
        ),
        independent_origins=1,
        independent_at_least=1,
        independent_at_most=2,
    )


def _noise() -> Claim:
    return Claim(
        id="c2",
        story="s1",
        kind="quote",
        label="what the mate heard",
        unit=None,
        readings=(
            _reading("a1", WIRE, '"We heard a grinding noise,"', None, "the mate, Oda Lien", "o2"),
            _reading("a2", COPY, '"We heard a grinding sound,"', None, "the mate, Oda Lien", "o2"),
        ),
    )


def _bakers() -> Claim:
    six = Quantity(value=6, unit="baker")
    reading = _reading("a3", OTHER, "Six bakers", six, "the jury", "o3")
    return Claim(id="c3", story="s2", kind="quantity", label="bakers", unit="baker", readings=(reading,))


def _lineage() -> tuple[Derivation, ...]:
    shared = Evidence(
        kind="shared-wording",
        note="seven words alike",
        child=_at(COPY, "people were aboard the ferry"),
        parent=_at(WIRE, "people were aboard the ferry"),
    )
    named = Evidence(kind="citation", note="names the Sund Courier", child=_at(WIRE, "the Sund Courier"))
    return (
        Derivation(
            child="a1", parent="Sund Courier", parent_kind="outlet", how="cites", score=1.0, evidence=(named,)
        ),
        Derivation(
            child="a2", parent="a1", parent_kind="article", how="copies", score=0.93, evidence=(shared,)
        ),
    )


def _changes() -> tuple[Change, ...]:
    return (
        Change(
            kind="quote",
            claim="c2",
            parent="a1",
            child="a2",
            parent_span=_at(WIRE, '"We heard a grinding noise,"'),
            child_span=_at(COPY, '"We heard a grinding sound,"'),
            severity="medium",
            why="one word inside the quotation marks differs",
        ),
        Change(
            kind="magnitude",
            claim="c1",
            parent="a1",
            child="a2",
            parent_span=_at(WIRE, "Up to 240 people were aboard the ferry"),
            child_span=_at(COPY, "2,400 people were aboard the ferry"),
            severity="high",
            why="10 times larger, while the rest of the sentence follows",
        ),
    )


@pytest.fixture
def result() -> Result:
    """Three articles, two stories, three claims, two changes, one issue of each sort."""
    articles = (
        _article(
            "a1",
            WIRE,
            ("title", "byline", "body", "body", "body"),
            outlet="Nord Wire",
            title="Ferry with up to 240 aboard runs aground",
            byline="Ilse Brandvik",
            published="2031-05-04T06:10",
        ),
        _article(
            "a2",
            COPY,
            ("furniture", "title", "body", "body", "body"),
            title="Ferry with 2,400 aboard runs aground",
            url="https://example.org/ferry",
        ),
        _article("a3", OTHER, ("title", "body"), title="Bakers win their prize"),
    )
    paths = (("in/wire.txt",), ("in/copy.txt", "in/copy-again.txt"), ("in/bakers.txt",))
    return Result(
        articles=tuple(_with_paths(a, p) for a, p in zip(articles, paths, strict=True)),
        stories=(
            Story(
                id="s1",
                title="Ferry with up to 240 aboard runs aground",
                articles=("a1", "a2"),
                first_published="2031-05-04T06:10",
            ),
            Story(id="s2", title="Bakers win their prize", articles=("a3",)),
        ),
        origins=(
            Origin(id="o1", name="the harbour office", kind="organization"),
            Origin(id="o2", name="Oda Lien", kind="person"),
            Origin(id="o3", name="the jury", kind="organization", via="Bakers' Gazette"),
        ),
        claims=(_aboard(), _noise(), _bakers()),
        lineage=_lineage(),
        changes=_changes(),
        unmeasured=(Unmeasured(article="a3", what="lineage", why="one article alone in its story"),),
        issues=(Issue(code="unreadable", where="in/photo.jpg", detail="no text in it"),),
    )


def _with_paths(article: Article, paths: tuple[str, ...]) -> Article:
    return replace(article, paths=paths)


def _place(article: str, text: str, words: str) -> Place:
    return Place(article=article, span=_at(text, words))


@pytest.fixture
def full(result: Result) -> Result:
    """The same result with answers, a loop, an omission, a timeline, the nearest and a summary."""
    aboard, noise, bakers = result.claims
    true = Answer(
        value=240,
        high=None,
        bound="at most",
        unit="person",
        denied=False,
        readings=(0, 1),
        origins=("o1",),
        independent_at_least=1,
        independent_at_most=1,
    )
    slip = replace(
        true,
        value=2400,
        bound="exact",
        readings=(2,),
        origins=(),
        independent_at_least=0,
        independent_at_most=0,
        slip="magnitude",
        why="the figure slipped by a power of ten on the way from a1 to a2: it confirms nothing",
    )
    where = _place("a1", WIRE, "on Monday")
    sentence = _place(
        "a1", WIRE, "Up to 240 people were aboard the ferry, the harbour office said on Monday."
    )
    said = Moment(
        story="s1",
        kind="said",
        date="2031-05-04",
        precision="day",
        why="counted from 2031-05-04, the day of printing",
        places=(where,),
        context=sentence,
        claims=("c1",),
    )
    bare = replace(said, kind="printed", date=None, precision=None, why="the page gives no date")
    title = _place("a2", COPY, "Ferry with 2,400 aboard runs aground")
    hull = _place("a1", WIRE, "The hull may have been cracked before")
    return replace(
        result,
        claims=(replace(aboard, answers=(true, slip)), noise, bakers),
        loops=(
            Loop(
                story="s1",
                kind="ring",
                articles=("a1", "a2"),
                source=None,
                why="a1 gives a2, a2 gives a1 as the source: none of them confirms another",
                places=(where,),
            ),
        ),
        omissions=(
            Omission(
                story="s1",
                claim="c1",
                told_by=("a1",),
                left_out_by=(LeftOut(article="a2", above="a1"),),
                lost=(Lost(article="a2", kind="condition", place=hull, told=True),),
            ),
        ),
        timeline=(said, replace(bare, places=(title,), context=title)),
        nearest=(
            Nearest(story="s1", claim="c1", article="a1", tied=(), why=("a2 was made from it",), place=where),
        ),
        summaries=(
            Summary(
                story="s1",
                lines=(Line(text="2 articles, one origin.", places=(title, where), claim="c1"),),
            ),
        ),
    )
