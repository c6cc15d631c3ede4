from __future__ import annotations

from firsthand.comparison.omissions import find_omissions
from firsthand.model import Claim, Derivation, LeftOut, Modality, Place, Quantity, Reading, Span, Story

STORY = Story(id="s1", title="t", articles=("a1", "a2", "a3"))
TREE = (
    Derivation(child="a2", parent="a1", parent_kind="article", how="rewrites", score=0.9),
    Derivation(child="a3", parent="a2", parent_kind="article", how="copies", score=0.9),
    Derivation(child="a1", parent="North Wire", parent_kind="outlet", how="cites", score=1.0),
)


def reading(article: str, condition: Span | None = None, modality: Modality = "fact") -> Reading:
    return Reading(
        article=article,
        span=Span(0, 9),
        sentence=Span(0, 40),
        kind="quantity",
        quantity=Quantity(value=3),
        condition=condition,
        modality=modality,
    )


def claim(*readings: Reading) -> Claim:
    return Claim(id="c1", story="s1", kind="quantity", label="boats", unit=None, readings=readings)


def rows(*readings: Reading, articles: tuple[str, ...] = ("a1", "a2", "a3")) -> tuple[object, ...]:
    return find_omissions(STORY, articles, [claim(*readings)], TREE)


def test_who_tells_it_and_who_could_have() -> None:
    (row,) = find_omissions(STORY, STORY.articles, [claim(reading("a2"), reading("a1"))], TREE)
    assert row.told_by == ("a1", "a2")
    assert row.left_out_by == (LeftOut(article="a3", above="a2"),)
    (other,) = find_omissions(STORY, STORY.articles, [claim(reading("a2"), reading("a3"))], TREE)
    assert other.left_out_by == (LeftOut(article="a1", above=None),)


def test_what_one_article_alone_tells_is_no_row() -> None:
    assert rows(reading("a1")) == ()


def test_a_condition_that_fell_away() -> None:
    (row,) = find_omissions(
        STORY,
        STORY.articles,
        [claim(reading("a1", condition=Span(10, 20)), reading("a2"), reading("a3"))],
        TREE,
    )
    (lost,) = row.lost
    assert (lost.article, lost.kind, lost.told) == ("a2", "condition", True)
    assert lost.place == Place(article="a1", span=Span(10, 20))


def test_a_denial_that_was_left_out_with_the_claim() -> None:
    (row,) = find_omissions(STORY, STORY.articles, [claim(reading("a1", modality="denied"))], TREE)
    assert [(one.article, one.kind, one.told) for one in row.lost] == [
        ("a2", "denial", False),
        ("a3", "denial", False),
    ]


def test_a_condition_left_out_with_its_claim_is_no_loss() -> None:
    assert rows(reading("a1", condition=Span(10, 20))) == ()


def test_articles_that_could_not_be_read_are_not_judged() -> None:
    (row,) = find_omissions(STORY, ("a1", "a2"), [claim(reading("a1"), reading("a2"))], TREE)
    assert row.left_out_by == ()
