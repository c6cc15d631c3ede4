"""Claims, lineage, origins and changes of small stories written for these tests."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.stories.conftest import Told

WIRE = """\
Northern Press Bureau

Up to 340 barrels lost as barge breaks up off Tarn

By Ilse Corran
4 March 2031, 09:10

TARN (NPB) — Up to 340 barrels of solvent went overboard when a barge broke up off the port of Tarn on Tuesday, the harbour office said.

The barge had left Tarn with 52 people on board, harbour master Odd Lindgaard told reporters. "Nobody was hurt, but the beach must stay closed," he said.

Cleaning the beach could cost 1.2 million crowns, according to the coast guard.

(c) 2031 Northern Press Bureau
"""
COPY = """\
The Evening Lamp

Barge breaks up off Tarn, barrels lost

NPB, 4 March 2031, 10:40 | 12 comments

TARN (NPB) — Up to 340 barrels of solvent went overboard when a barge broke up off the port of Tarn on Tuesday, the harbour office said.

The barge had left Tarn with 52 people on board, harbour master Odd Lindgaard told reporters. "Nobody was hurt, but the beach must stay closed," he said.

Cleaning the beach could cost 1.2 million crowns, according to the coast guard.

Share this article
"""
TABLOID = """\
DAILY BLARE

POISON TIDE: 3,400 barrels on our beaches

5 March 2031, 07:00

AS many as 3,400 barrels of solvent went overboard when a barge broke up off the port of Tarn.

The barge had left Tarn with 52 people on board. "Nobody was hurt but the beach is closed," said harbour master Odd Lindgard.

Cleaning the beach will cost 1.2 million crowns, the Evening Lamp reports.

READ MORE: Ten ways to fry an egg
"""
LATER = """\
The Evening Lamp

Divers find 301 barrels off Tarn

6 March 2031, 18:00

Divers have found 301 barrels of solvent off Tarn, the coast guard said on Thursday.

On Tuesday the harbour office had spoken of up to 340 barrels lost, the Northern Press Bureau reported.
"""
OTHER = """\
The Evening Lamp

School orchestra wins first prize in Brome

6 March 2031, 12:00

The orchestra of the Lower Street school has won the first prize of 5,000 crowns at the festival in Brome, its conductor Wim Adder said. Some 90 pupils played.
"""


@pytest.fixture(scope="module")
def told(tell: Callable[..., Told]) -> Told:
    return tell(wire=WIRE, copy=COPY, tabloid=TABLOID, later=LATER, other=OTHER)


def test_what_is_another_story_is_kept_apart(told: Told) -> None:
    stories = [{told.name(a) for a in s.articles} for s in told.result.stories]
    assert {"other"} in stories
    assert {"wire", "copy", "tabloid"} <= next(s for s in stories if "wire" in s)


def test_who_was_made_from_whom(told: Told) -> None:
    edges = told.edges()
    assert ("copy", "wire", "copies") in edges
    assert ("tabloid", "copy", "rewrites") in edges
    assert not any(child == "wire" for child, _, _ in edges)


def test_every_edge_has_evidence_inside_its_texts(told: Told) -> None:
    for d in told.result.lineage:
        assert d.evidence
        for e in d.evidence:
            if e.child is not None:
                assert e.child.end <= len(told.result.article(d.child).text)
            if e.parent is not None:
                assert e.parent.end <= len(told.result.article(d.parent).text)


def test_one_question_is_one_claim_though_a_digit_slipped(told: Told) -> None:
    claim = told.claim(340, "wire")
    values = {r.quantity.value for r in told.readings(claim)["tabloid"] if r.quantity}
    assert 3400 in values
    assert told.claim(52, "wire") != claim


def test_copies_are_no_further_origins(told: Told) -> None:
    assert told.claim(1_200_000).independent_origins == 1
    assert told.claim(52).independent_origins == 1


def test_what_changed_on_the_way(told: Told) -> None:
    assert told.changes("copy") == set()
    assert {"magnitude", "modality", "quote", "name"} <= told.changes("tabloid")


def test_the_grave_comes_first(told: Told) -> None:
    order = {"high": 0, "medium": 1, "low": 2}
    ranks = [order[c.severity] for c in told.result.changes]
    assert ranks == sorted(ranks)


def test_two_named_bodies_are_two_origins(tell: Callable[..., Told]) -> None:
    story = tell(
        first="Brome Gazette\n\nBoat sinks off Brome\n\n8 May 2030\n\n"
        "At least 26 people drowned when a boat sank off Brome on Tuesday, the Coast Guard of Ambria said.\n\n"
        "The boat, the Marigold, had come from Tarn. Divers were searching the wreck on Wednesday.\n",
        second="Tarn Herald\n\nBoat sinks off Brome\n\n8 May 2030\n\n"
        "A boat from Tarn has sunk off Brome. The toll of the sinking stands at 31 people drowned, "
        "the Red Lantern Society said.\n\nRelatives waited for news of the Marigold in the port of Tarn.\n",
    )
    claim = story.claim(26)
    assert claim == story.claim(31)
    assert claim.independent_origins == 2
    assert claim.independent_at_most >= claim.independent_origins >= claim.independent_at_least


def test_an_outlet_without_masthead_is_found_by_what_is_taken_from_it(tell: Callable[..., Told]) -> None:
    story = tell(
        original="Mine collapses near Orle\n\n"
        "A shaft of the Orle mine collapsed on Monday, trapping 64 miners, the state company Orlemin said.\n\n"
        "About 470 miners had been underground, and 2,300 tonnes of rock fell, the company's engineers estimated.\n",
        retold="Digest of the Day\n\nMiners trapped near Orle\n\n"
        "The Orle Tribune reports that 64 miners are trapped in a shaft near Orle. Some 500 miners had been "
        "underground, and 2,300 tonnes of rock fell.\n",
    )
    assert ("retold", "original") in {(child, parent) for child, parent, _ in story.edges()}
    assert ("retold", "Orle Tribune") in {
        (child, name.removeprefix("The ")) for child, name in story.outside()
    }
