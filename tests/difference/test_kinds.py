"""Each kind of change, shown on two sentences; and faithful rewording, which is none."""

from __future__ import annotations

import pytest

import firsthand
from firsthand.difference import Account, differences
from firsthand.model import BlockKind, Reading


def account(text: str, value: float | None = None, block: BlockKind = "body") -> Account:
    """The reading of a figure (or, without one, of the first quotation) in a sentence."""
    readings = firsthand.read(text).readings
    found: list[Reading] = [
        r
        for r in readings
        if (r.quantity.value == value if r.quantity and value is not None else r.kind == "quote")
    ]
    assert found, [(r.kind, r.quantity) for r in readings]
    return Account(reading=found[0], text=text, block=block)


def kinds(parent: Account, child: Account) -> set[str]:
    return {d.kind for d in differences(parent, child)}


FIGURES = [
    ("The flood killed 1,300 people.", 1300, "The flood killed 13,000 people.", 13000, {"magnitude"}),
    ("The flood killed 1,204 people.", 1204, "The flood killed 12,004 people.", 12004, {"magnitude"}),
    ("The flood killed 31 people.", 31, "The flood killed 57 people.", 57, {"value"}),
    ("The fund holds 470,000 shares.", 470000, "The fund holds about 500,000 shares.", 500000, {"rounding"}),
    ("Up to 300 boats were lost.", 300, "The storm took 300 boats.", 300, {"bound"}),
    ("More than 300 boats were lost.", 300, "About 300 boats were lost.", 300, {"bound"}),
    ("The pipe carried 30 million litres.", 3e7, "The pipe carried 30 million gallons.", 3e7, {"unit"}),
    ("Taxes rose by three percentage points.", 3, "Taxes rose by 3 per cent.", 3, {"unit"}),
    ("In all 640 barns were destroyed or damaged.", 640, "In all 640 barns were destroyed.", 640, {"scope"}),
    ("The clinic saw 90 suspected cases.", 90, "The clinic saw 90 cases.", 90, {"scope"}),
    ("About 8% of its workforce will go.", 8, "About 8% of its engineers will go.", 8, {"scope"}),
]


@pytest.mark.parametrize(("before", "value", "after", "new", "expected"), FIGURES)
def test_a_figure_that_changed(before: str, value: float, after: str, new: float, expected: set[str]) -> None:
    assert kinds(account(before, value), account(after, new)) == expected


FAITHFUL = [
    ("The crew counted 12 seals.", 12, "The crew counted a dozen seals.", 12),
    ("The files cover 1,140 blood samples.", 1140, "The files embrace 1140 samples of blood.", 1140),
    (
        "Near the fields 34 per cent of the colonies died.",
        34,
        "Of 34 per cent of the colonies little is left.",
        34,
    ),
    ("The museum applied twice.", 2, "Two museums applied.", 2),
    ("The bridge cost £1bn.", 1e9, "The bridge cost £1.0 billion.", 1e9),
    ("Some 300 boats were lost.", 300, "Around 300 boats were lost.", 300),
    ("Fourteen per cent are undecided.", 14, "One in seven is undecided.", pytest.approx(14.3, abs=0.1)),
    ("The flood killed 31 people.", 31, "The flood left 31 people dead.", 31),
]


@pytest.mark.parametrize(("before", "value", "after", "new"), FAITHFUL)
def test_faithful_rewording_is_no_change(before: str, value: float, after: str, new: float) -> None:
    assert kinds(account(before, value), account(after, new)) == set()


def test_a_plan_that_hardened() -> None:
    before = account("The firm could cut up to 900 jobs.", 900)
    after = account("The firm will cut up to 900 jobs.", 900)
    assert kinds(before, after) == {"modality"}
    assert kinds(after, before) == set(), "softening is no distortion to phone about"


def test_a_source_that_fell_away() -> None:
    before = account("The flood killed 31 people, Mayor Ada Brome said.", 31)
    after = account("The flood killed 31 people.", 31)
    assert kinds(before, after) == {"attribution-lost"}
    headline = account("Flood kills 31 people", 31, block="title")
    assert "attribution-lost" not in kinds(before, headline)


def test_who_printed_a_document_stands_for_it() -> None:
    before = account("According to an internal report, 860 bags were kept.", 860)
    after = account("The Tarn Courier reported that 860 bags were kept.", 860)
    assert not kinds(before, after)


def test_a_source_that_changed() -> None:
    before = account("The flood killed 31 people, Mayor Ada Brome said.", 31)
    other = account("The flood killed 31 people, Bishop Tam Okafor said.", 31)
    same = account("The flood killed 31 people, said Brome.", 31)
    assert kinds(before, other) == {"attribution-changed"}
    assert kinds(before, same) == set()


def test_a_pronoun_names_nobody_else() -> None:
    before = account("The mayor, Mira Tolle, said that 40 boats were lost.", 40)
    after = account("The bank of Tarn is closed. It said that 40 boats were lost.", 40)
    assert after.reading.attribution is not None
    assert not kinds(before, after)


def test_an_unnamed_source_that_hardened() -> None:
    before = account("The flood killed 31 people, two people familiar with the count said.", 31)
    after = account("The flood killed 31 people, the interior ministry said.", 31)
    assert kinds(before, after) == {"anonymous-hardened"}


def test_an_admission_is_more_than_an_unnamed_source_told() -> None:
    before = account("A member of the staff said that 40 branches would close.", 40)
    after = account("Forty branches will close, bosses have admitted.", 40)
    assert "anonymous-hardened" in kinds(before, after)
    assert "anonymous-hardened" not in kinds(after, after)


def test_an_altered_quotation() -> None:
    before = account('"We were warned, and we did not listen," Mayor Ada Brome said.')
    altered = account('"They warned us, and we did not obey," Mayor Ada Brome said.')
    cut = account('"We did not listen," Mayor Ada Brome said.')
    turned = account('"We were warned, and we did listen," Mayor Ada Brome said.')
    assert kinds(before, altered) == {"quote"}
    assert kinds(before, cut) == set()
    assert kinds(before, turned) == {"quote", "negation"}


def test_another_month_is_a_change_of_time() -> None:
    before = account("The panel of 12 judges will report by the end of June.", 12)
    after = account("The panel of 12 judges will report by the end of July.", 12)
    assert kinds(before, after) == {"time"}


def test_days_before_that_become_days_after() -> None:
    before = account("The firm had the draft 11 days before it was printed.", 11)
    after = account("The draft reached the firm 11 days after it was printed.", 11)
    assert kinds(before, after) == {"time"}
    assert not kinds(before, before)


def test_every_difference_points_into_its_text() -> None:
    for before, value, after, new, _ in FIGURES:
        parent, child = account(before, value), account(after, new)
        for d in differences(parent, child):
            assert 0 <= d.parent.start < d.parent.end <= len(before)
            assert 0 <= d.child.start < d.child.end <= len(after)
            assert d.why
