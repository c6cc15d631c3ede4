"""Parents of articles: what speaks for one, what against, and no circles."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from firsthand.alignment import Witness, weigh, witness
from firsthand.lineage.citations import Citation
from firsthand.lineage.kinship import kinships, one_to_one, order
from firsthand.lineage.tree import derive
from firsthand.model import Article, Block, Span
from firsthand.reading.sentences import split

SENTENCES = [
    "A barge broke up off the port of Tarn on Tuesday.",
    "Up to 340 barrels of solvent went overboard.",
    "The harbour master ordered the beach closed for a week.",
    "Cleaning the beach could cost 1.2 million crowns.",
    "Fishermen feared for the oyster season.",
    "The owner of the barge declined to comment.",
    "Divers were to search the wreck at low tide.",
    "A second barge was held in the port of Orle.",
]


def told(name: str, sentences: list[str], published: str | None = None) -> Witness:
    text = " ".join(sentences)
    article = Article(
        id=name,
        sha256="",
        text=text,
        blocks=(Block(span=Span(0, len(text)), kind="body"),),
        outlet=name.title(),
        published=published,
        language="en",
    )
    return witness(article, [(span, "body") for span in split(text)])


def edges(*witnesses: Witness, citations: tuple[Citation, ...] = ()) -> set[tuple[str, str, str]]:
    weights = weigh(p.bag for w in witnesses for p in w.passages)
    return {(d.child, d.parent, d.how) for d in derive(witnesses, kinships(witnesses, weights), citations)}


def test_dates_tell_the_parent_of_two_that_tell_alike() -> None:
    early, late = told("early", SENTENCES, "2031-03-04"), told("late", SENTENCES[:6], "2031-03-05")
    assert edges(early, late) == {("late", "early", "copies")}
    assert edges(late, early) == {("late", "early", "copies")}


def test_without_dates_the_one_that_explains_the_other_is_the_parent() -> None:
    assert edges(told("whole", SENTENCES), told("part", SENTENCES[:4])) == {("part", "whole", "copies")}


def test_half_an_article_is_not_explained_by_one_source_that_both_name() -> None:
    reworded = [
        "Off the port of Tarn a barge broke up on Tuesday.",
        "Overboard went up to 340 barrels with solvent.",
        "The beach was closed by the harbour master for a week.",
        "The cleaning of the beach could cost 1.2 million crowns.",
    ]
    first, second = told("first", SENTENCES, "2031-03-04"), told("second", reworded, "2031-03-05")
    both = tuple(
        Citation(child=n, name="Coast TV", target=None, span=Span(0, 5), inferred=False) for n in (0, 1)
    )
    assert ("second", "first", "rewrites") in edges(first, second, citations=both)


def test_a_text_that_words_all_anew_is_known_by_its_figures() -> None:
    loud = ["DISASTER struck Tarn!", "Poison by the shipload!", "Who pays, ask furious mums?"]
    sober, tabloid = told("sober", SENTENCES, "2031-03-04"), told("tabloid", loud, "2031-03-05")
    weights = weigh(p.bag for w in (sober, tabloid) for p in w.passages)
    kin = kinships((sober, tabloid), weights)
    figures = frozenset({340.0, 1.2, 52.0, 2040.0, 77.5})

    def found(of_sober: frozenset[float]) -> list[tuple[str, str]]:
        given = {"sober": of_sober, "tabloid": figures}
        return [(d.child, d.parent) for d in derive((sober, tabloid), kin, (), (), given)]

    assert found(figures | {9000.0}) == [("tabloid", "sober")]
    assert not found(frozenset({340.0, 1.2, 9000.0}))


def test_a_shared_subject_is_no_descent() -> None:
    other = [
        "The museum of Tarn opens a show of ships.",
        "Entry is free on Tuesday.",
        "The mayor spoke of pride.",
    ]
    assert edges(told("news", SENTENCES), told("arts", other)) == set()


def test_a_copy_is_put_under_the_witness_that_shares_its_losses() -> None:
    wire, paper = (
        told("wire", SENTENCES, "2031-03-04T08:00"),
        told("paper", SENTENCES[:5], "2031-03-04T09:00"),
    )
    third = told("third", SENTENCES[:5], "2031-03-05")
    assert ("third", "paper", "copies") in edges(wire, paper, third)


@given(
    st.lists(
        st.tuples(
            st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=6),
            st.sampled_from([None, "2031-03-04", "2031-03-05T10:00", "2031-03-06"]),
        ),
        min_size=2,
        max_size=6,
    )
)
def test_there_are_no_circles_and_nobody_is_made_from_what_came_later(
    given_: list[tuple[list[str], str | None]],
) -> None:
    witnesses = [told(f"a{n}", sentences, date) for n, (sentences, date) in enumerate(given_)]
    date = {w.article.id: w.article.published for w in witnesses}
    parents: dict[str, set[str]] = {}
    for child, parent, _ in edges(*witnesses):
        parents.setdefault(child, set()).add(parent)
        mine, theirs = date[child], date[parent]
        assert mine is None or theirs is None or theirs[:10] <= mine[:10]
    for start in parents:
        seen, level = set(), {start}
        while level:
            level = {p for a in level for p in parents.get(a, ())} - seen
            assert start not in level
            seen |= level


@given(
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8),
    st.lists(st.sampled_from(SENTENCES), min_size=1),
)
def test_kinship_is_a_share_and_pairs_are_one_to_one(a: list[str], b: list[str]) -> None:
    witnesses = [told("a", a), told("b", b)]
    weights = weigh(p.bag for w in witnesses for p in w.passages)
    for k in kinships(witnesses, weights).values():
        assert 0 <= k.cover <= 1 + 1e-9
        assert 0 <= k.wording <= 1
        assert 0 <= k.order <= 1
        assert len({p.a for p in k.pairs}) == len({p.b for p in k.pairs}) == len(k.pairs)
        assert one_to_one(k.pairs) == k.pairs
        assert order(k.pairs) == k.order
