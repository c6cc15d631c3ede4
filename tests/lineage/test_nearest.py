from __future__ import annotations

from firsthand.lineage.nearest import find_nearest
from firsthand.model import (
    Article,
    Attribution,
    Claim,
    Derivation,
    Modality,
    Quantity,
    Reading,
    Span,
    Story,
)


def article(article_id: str, published: str | None = None) -> Article:
    return Article(id=article_id, sha256="0" * 64, text="x" * 50, blocks=(), published=published)


def reading(
    article_id: str, source: str | None = None, modality: Modality = "fact", chain: tuple[str, ...] = ()
) -> Reading:
    attribution = Attribution(source=source, chain=chain or (source,)) if source else None
    return Reading(
        article=article_id,
        span=Span(0, 9),
        sentence=Span(0, 40),
        kind="quantity",
        quantity=Quantity(value=3),
        attribution=attribution,
        modality=modality,
    )


def claim(*readings: Reading) -> Claim:
    return Claim(id="c1", story="s1", kind="quantity", label="boats", unit=None, readings=readings)


def made(child: str, parent: str) -> Derivation:
    return Derivation(child=child, parent=parent, parent_kind="article", how="rewrites", score=0.9)


STORY = Story(id="s1", title="t", articles=("a1", "a2", "a3"))


def test_the_top_of_the_tree_is_nearest() -> None:
    articles = [article("a1"), article("a2"), article("a3")]
    whole, one = find_nearest(
        STORY,
        articles,
        [claim(reading("a1"), reading("a2", "the owner"))],
        [made("a1", "a3"), made("a3", "a2")],
    )
    assert (whole.claim, whole.article) == (None, "a2")
    assert "2 of the other 2 descend from it" in whole.why
    assert (one.claim, one.article) == ("c1", "a2")
    assert one.why[0] == "no other article that tells it stands above it in the tree"


def test_who_names_a_source_and_keeps_the_hedge_is_nearer() -> None:
    articles = [article("a1"), article("a2"), article("a3")]
    _, one = find_nearest(
        STORY, articles, [claim(reading("a1"), reading("a3", "two officials", "possible"))], ()
    )
    assert one.article == "a3"
    assert one.why == ("it names who knows (two officials)", "it still tells it as possible")


def test_the_date_decides_last_and_a_tie_is_said() -> None:
    dated = [article("a1", "2031-03-05"), article("a2", "2031-03-04"), article("a3")]
    _, one = find_nearest(STORY, dated, [claim(reading("a1"), reading("a2"))], ())
    assert (one.article, one.tied) == ("a2", ())
    assert one.why == ("it was printed first of those with a date",)
    bare = [article("a1"), article("a2"), article("a3")]
    _, same = find_nearest(STORY, bare, [claim(reading("a1"), reading("a2"))], ())
    assert (same.article, same.tied) == ("a1", ("a2",))
    assert same.why == ("nothing here tells it from a2",)


def test_a_claim_of_one_article_and_a_story_of_one_have_none() -> None:
    alone = Story(id="s1", title="t", articles=("a1",))
    assert find_nearest(alone, [article("a1")], [claim(reading("a1"))], ()) == ()
