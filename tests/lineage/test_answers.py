from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from firsthand.lineage.answers import find_answers
from firsthand.model import Bound, Change, Claim, Derivation, Origin, Quantity, Reading, Span

AGENCY = Origin(id="o1", name="the Harbour Agency", kind="organization")
UNION = Origin(id="o2", name="the Dockers' Union", kind="organization")
RECOUNT = Origin(id="o3", name="Harbour Agency", kind="organization")
PEOPLE = Origin(id="o4", name="people who saw the list", kind="anonymous")
OTHERS = Origin(id="o5", name="two officials", kind="anonymous")
ORIGINS = (AGENCY, UNION, RECOUNT, PEOPLE, OTHERS)


def reading(article: str, value: float, origin: str, bound: Bound = "exact", unit: str = "person") -> Reading:
    return Reading(
        article=article,
        span=Span(0, 10),
        sentence=Span(0, 40),
        kind="quantity",
        quantity=Quantity(value=value, bound=bound, unit=unit),
        number=Span(0, 2),
        origin=origin,
    )


def claim(*readings: Reading) -> Claim:
    return Claim(
        id="c1", story="s1", kind="quantity", label="people aboard", unit="person", readings=readings
    )


def copied(child: str, parent: str) -> Derivation:
    return Derivation(child=child, parent=parent, parent_kind="article", how="copies", score=0.9)


def changed(kind: str, parent: str, child: str) -> Change:
    span = Span(0, 10)
    return Change(
        kind=kind,  # type: ignore[arg-type]
        claim="c1",
        parent=parent,
        child=child,
        parent_span=span,
        child_span=span,
        severity="high",
        why="",
    )


def test_one_value_needs_no_answers() -> None:
    (found,) = find_answers([claim(reading("a1", 41, "o1"), reading("a2", 41, "o2"))], ORIGINS, (), ())
    assert found.answers == ()


def test_rounded_values_are_one_answer() -> None:
    (found,) = find_answers(
        [claim(reading("a1", 41, "o1"), reading("a2", 40, "o1", "at least"))], ORIGINS, (), ()
    )
    assert found.answers == ()


def test_each_answer_has_its_own_origins() -> None:
    readings = (reading("a1", 41, "o1"), reading("a2", 41, "o2", "at least"), reading("a3", 58, "o4"))
    (found,) = find_answers([claim(*readings)], ORIGINS, (), ())
    first, second = found.answers
    assert (first.value, first.origins, first.readings) == (41, ("o1", "o2"), (0, 1))
    assert (first.independent_at_least, first.independent_at_most) == (2, 2)
    assert (second.value, second.origins) == (58, ("o4",))


def test_two_counts_of_one_agency_do_not_confirm_each_other() -> None:
    (found,) = find_answers([claim(reading("a1", 41, "o1"), reading("a2", 58, "o3"))], ORIGINS, (), ())
    assert [a.independent_at_most for a in found.answers] == [1, 1]
    assert all("do not confirm each other" in a.why for a in found.answers)


def test_unnamed_sources_widen_the_range() -> None:
    readings = (reading("a1", 41, "o4"), reading("a2", 41, "o5"), reading("a3", 58, "o1"))
    (found,) = find_answers([claim(*readings)], ORIGINS, (), ())
    assert (found.answers[0].independent_at_least, found.answers[0].independent_at_most) == (1, 2)


def test_a_slip_confirms_nothing_and_neither_do_its_copies() -> None:
    readings = (reading("a1", 41, "o1"), reading("a2", 410, "o1"), reading("a3", 410, "o1"))
    lineage = (copied("a2", "a1"), copied("a3", "a2"))
    (found,) = find_answers([claim(*readings)], ORIGINS, lineage, [changed("magnitude", "a1", "a2")])
    slip = next(a for a in found.answers if a.value == 410)
    assert (slip.origins, slip.independent_at_most, slip.slip) == ((), 0, "magnitude")
    assert "a1 to a2" in slip.why


def test_a_figure_that_slid_in_confirms_nothing() -> None:
    readings = (reading("a1", 41, "o1"), reading("a2", 300, "o2"))
    (found,) = find_answers([claim(*readings)], ORIGINS, (), [changed("role", "a1", "a2")])
    slid = next(a for a in found.answers if a.value == 300)
    assert (slid.slip, slid.independent_at_most) == ("role", 0)
    assert "another question" in slid.why


def test_a_slip_that_another_origin_gives_too_stands() -> None:
    readings = (reading("a1", 41, "o1"), reading("a2", 48, "o1"), reading("a3", 48, "o2"))
    (found,) = find_answers(
        [claim(*readings)], ORIGINS, (copied("a2", "a1"),), [changed("value", "a1", "a2")]
    )
    other = next(a for a in found.answers if a.value == 48)
    assert (other.origins, other.slip, other.independent_at_least) == (("o2",), None, 1)


def test_what_is_denied_is_an_answer_of_its_own() -> None:
    denial = replace(reading("a2", 41, "o2"), modality="denied")
    (found,) = find_answers([claim(reading("a1", 41, "o1"), denial)], ORIGINS, (), ())
    assert [a.denied for a in found.answers] == [False, True]


def test_another_currency_is_another_answer() -> None:
    readings = (reading("a1", 38e6, "o1", unit="dollar"), reading("a2", 38e6, "o1", unit="euro"))
    (found,) = find_answers([claim(*readings)], ORIGINS, (), ())
    assert [a.unit for a in found.answers] == ["dollar", "euro"]


@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcd"), st.sampled_from([12, 41, 40, 410, 4100]), st.sampled_from(ORIGINS)
        ),
        max_size=8,
    )
)
def test_every_reading_gives_one_answer_and_the_range_is_a_range(rows: list[tuple[str, int, Origin]]) -> None:
    (found,) = find_answers([claim(*(reading(a, v, o.id) for a, v, o in rows))], ORIGINS, (), ())
    if found.answers:
        assert sorted(i for a in found.answers for i in a.readings) == list(range(len(rows)))
    for answer in found.answers:
        assert 0 <= answer.independent_at_least <= answer.independent_at_most <= max(1, len(answer.origins))
