"""A sentence that gives two figures for one question, and says that the one takes the other's place."""

from __future__ import annotations

import pytest

from firsthand.alignment import weigh, witness
from firsthand.collation.claims import collate
from firsthand.model import Article, Block, Span
from firsthand.reading import read_article


def claims_of(*texts: str) -> list[set[float]]:
    articles = [
        Article(
            id=f"a{n}",
            sha256="",
            text=text,
            blocks=(Block(span=Span(0, len(text)), kind="body"),),
            outlet=f"Outlet {n}",
            language="en",
        )
        for n, text in enumerate(texts, 1)
    ]
    read = {a.id: read_article(a) for a in articles}
    witnesses = [witness(a, read[a.id].sentences) for a in articles]
    weights = weigh(p.bag for w in witnesses for p in w.passages)
    readings = [r for a in articles for r in read[a.id].readings]
    found = collate("s1", witnesses, readings, weights)
    return [{r.quantity.value for r in c.readings if r.quantity} for c in found]


FIRST = "The museum of Tarn said on Monday that thieves had taken 483 gold coins."


@pytest.mark.parametrize(
    "line",
    [
        "The museum is missing 487 gold coins, not 483, its director said.",
        "The museum is missing 487 gold coins rather than 483 gold coins, its director said.",
    ],
)
def test_a_corrected_figure_is_another_answer_to_the_same_question(line: str) -> None:
    assert {483.0, 487.0} in claims_of(FIRST, line)


def test_two_figures_of_one_sentence_answer_two_questions() -> None:
    found = claims_of(FIRST, "The museum is missing 483 gold coins and 487 silver coins, its director said.")
    assert {483.0, 487.0} not in found


def test_a_whole_is_not_taken_for_a_new_count_of_its_part() -> None:
    before = "The ship lost up to 340 of its 2,870 boxes in the storm on Sunday, the harbour office said."
    after = "The ship lost 271 boxes in the storm on Sunday, the harbour office said after a count."
    assert not any({271.0, 2870.0} <= values for values in claims_of(before, after))


def test_a_new_count_days_later_answers_the_same_question() -> None:
    before = [
        "There were 4,317 suspected cases of fever in Tarn, the ministry said.",
        "4,317 suspected cases of fever were counted in Tarn, the ministry said.",
        "Tarn has 4,317 suspected cases of fever by the count of the ministry.",
    ]
    assert {4317.0, 5020.0} in claims_of(*before, "Now 5,020 suspected cases of fever in Tarn are known.")


def test_figures_worlds_apart_answer_two_questions() -> None:
    found = claims_of(
        "In all 2,018 people entitled to vote were asked.", "In all 5.6 million people are entitled to vote."
    )
    assert not any({2018.0, 5.6e6} <= values for values in found)


def test_small_exact_counts_are_no_rounding_of_each_other() -> None:
    found = claims_of(
        "She said 27 of them had wounds to the head.", "Of those on the list 26 have since been found."
    )
    assert not any({26.0, 27.0} <= values for values in found)
