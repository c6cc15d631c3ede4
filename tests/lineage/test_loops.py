from __future__ import annotations

from firsthand.alignment import Witness
from firsthand.lineage.citations import Citation
from firsthand.lineage.loops import find_loops
from firsthand.model import Article, Attribution, Derivation, Evidence, ReadText, Span

TEXTS = {
    "a1": "The tank leaked for a week, the Harbour Courier reported.",
    "a2": "The tank leaked for a week, according to Coastline Press.",
    "a3": "The tank leaked.",
}
NAMES = {"a1": "Coastline Press", "a2": "Harbour Courier", "a3": "Quayside Blog"}
WITNESSES = [
    Witness(article=Article(id=k, sha256="0" * 64, text=v, blocks=(), outlet=NAMES[k]), passages=())
    for k, v in TEXTS.items()
]


def at(article: str, words: str) -> Span:
    start = TEXTS[article].index(words)
    return Span(start, start + len(words))


def read(article: str, source: str | None) -> ReadText:
    found = ()
    if source:
        found = (Attribution(source=source, source_spans=(at(article, source),), chain=(source,)),)
    return ReadText(
        text=TEXTS[article], sentences=(), quantities=(), quotations=(), attributions=found, readings=()
    )


READ = {
    "a1": read("a1", "the Harbour Courier"),
    "a2": read("a2", "Coastline Press"),
    "a3": read("a3", None),
}
CITATIONS = (
    Citation(child=0, name="the Harbour Courier", span=at("a1", "the Harbour Courier"), target=1),
    Citation(child=1, name="Coastline Press", span=at("a2", "Coastline Press"), target=0),
)


def made(child: str, parent: str, kind: str = "article") -> Derivation:
    spoken = Evidence(kind="citation", note="", child=Span(0, 3))
    return Derivation(
        child=child,
        parent=parent,
        parent_kind=kind,  # type: ignore[arg-type]
        how="rewrites",
        score=0.9,
        evidence=(spoken,),
    )


def test_two_articles_that_name_each_other() -> None:
    (loop,) = find_loops("s1", WITNESSES, READ, CITATIONS, ())
    assert (loop.kind, loop.articles) == ("ring", ("a1", "a2"))
    assert [p.span.of(TEXTS[p.article]) for p in loop.places] == ["the Harbour Courier", "Coastline Press"]


def test_to_be_named_in_passing_makes_no_ring() -> None:
    passing = {**READ, "a2": read("a2", None)}
    assert find_loops("s1", WITNESSES, passing, CITATIONS, ()) == ()


def test_one_way_is_no_ring() -> None:
    assert find_loops("s1", WITNESSES, READ, CITATIONS[:1], ()) == ()


def test_two_accounts_that_end_in_one_source() -> None:
    lineage = (
        made("a3", "a1"),
        made("a3", "a2"),
        made("a1", "North Wire", "outlet"),
        made("a2", "the North Wire", "outlet"),
    )
    found = find_loops("s1", WITNESSES, READ, (), lineage)
    assert found == () or found[0].kind == "one-end"
    same = (*lineage[:3], made("a2", "North Wire", "outlet"))
    (loop,) = find_loops("s1", WITNESSES, READ, (), same)
    assert (loop.kind, loop.articles, loop.source) == ("one-end", ("a3", "a1", "a2"), "North Wire")
    assert loop.places


def test_a_source_named_with_its_own_source_is_no_circle() -> None:
    lineage = (made("a3", "a1"), made("a3", "a2"), made("a2", "a1"))
    assert find_loops("s1", WITNESSES, READ, (), lineage) == ()


def test_two_accounts_of_two_sources_are_no_circle() -> None:
    lineage = (
        made("a3", "a1"),
        made("a3", "a2"),
        made("a1", "North Wire", "outlet"),
        made("a2", "South Post", "outlet"),
    )
    assert find_loops("s1", WITNESSES, READ, (), lineage) == ()
