"""Names that are one though written otherwise, and names that are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.difference import garblings, name_changes
from firsthand.difference.outlets import is_outlet, proper_phrases, serials
from firsthand.difference.parties import same_party
from firsthand.model import Span

SAME = [
    ("the Civil Protection Agency", "the Agency of Civil Protection"),
    ("Chancellor Olaf Mertens", "Mertens"),
    ("the Brome Courier", "the Courier"),
    ("Northern Press Bureau", "NPB"),
    ("The agency's director, Marta Lindavar", "director Martha Lindawar"),
    ("Seahydro", "Sea Hydro"),
    ("TARVIAN NEWS SERVICE", "TNS"),
    ("the finance ministry", "the Ministry of Finance"),
]
OTHER = [
    ("New Marlow Post", "The New Marlow Times"),
    ("the health ministry", "the finance ministry"),
    ("Anders Keel", "Pavel Dresk"),
    ("the Brome Courier", "the Tovar Herald"),
    ("the University of Brome", "the Brome Courier"),
    ("Hugo Lund", "Land & Field"),
]


@pytest.mark.parametrize(("a", "b"), SAME)
def test_one_party_in_two_wordings(a: str, b: str) -> None:
    assert same_party(a, b)
    assert same_party(b, a)


@pytest.mark.parametrize(("a", "b"), OTHER)
def test_two_parties(a: str, b: str) -> None:
    assert not same_party(a, b)
    assert not same_party(b, a)


@given(st.text(max_size=40), st.text(max_size=40))
def test_any_two_wordings_are_compared_alike_both_ways(a: str, b: str) -> None:
    assert same_party(a, b) == same_party(b, a)


def found(parent: str, child: str) -> list[tuple[str, str]]:
    whole = name_changes(parent, Span(0, len(parent)), child, Span(0, len(child)))
    return [(d.parent.of(parent), d.child.of(child)) for d in whole]


def test_a_garbled_name_is_told_with_both_forms() -> None:
    before, after = "The dam broke, Marta Lindavar said.", "The dam broke, Martha Lindawar said."
    assert found(before, after) == [("Marta Lindavar", "Martha Lindawar")]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Kim Jong-il met them.", "Kim Jong Il met them."),
        ("Ukraine answered.", "The Ukrainian side answered."),
        ("The G-20 met.", "The G20 met."),
        ("Anna Brome and Anne Brock spoke.", "Anne Brock and Anna Brome spoke."),
    ],
)
def test_another_spelling_or_another_person_is_no_garbling(before: str, after: str) -> None:
    assert found(before, after) == []


def test_who_garbles_is_told_by_what_most_write() -> None:
    texts = {"a": "Olaf Scholten spoke.", "b": "Mr Scholten spoke.", "c": "Olaf Scholtin spoke."}
    assert garblings(texts) == {"a": 0, "b": 0, "c": 1}


@pytest.mark.parametrize(
    "name", ["the Brome Courier", "Channel North", "KTV", "Northern Press Bureau", "Reuters"]
)
def test_outlets(name: str) -> None:
    assert is_outlet(name)


@pytest.mark.parametrize(
    "name", ["the ministry", "Civil Protection Agency", "Ada Brome", "people familiar", ""]
)
def test_no_outlets(name: str) -> None:
    assert not is_outlet(name)


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("On 3 March TNS reported that", ["TNS"]),
        ("it told the Sunday Echo", ["Sunday Echo"]),
        ("by the magazine Land & Field", ["Land & Field"]),
    ],
)
def test_the_names_in_a_line(line: str, names: list[str]) -> None:
    assert [name for name, _ in proper_phrases(line)] == names


def test_a_journal_is_named_where_something_is_said_to_be_printed_in_it() -> None:
    assert [name for name, _ in serials("The work appears today in the Annals of Tides.")] == [
        "Annals of Tides"
    ]
    assert not list(serials("He studied the Annals of Tides."))
