from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.collation.labels import LONGEST, label
from firsthand.model import Attribution, Quantity, Reading, Span


def reading(
    sentence: str, number: str, unit: str | None = "person", counted: str | None = None, article: str = "a1"
) -> tuple[Reading, str]:
    at = sentence.index(number)
    end = len(sentence.rstrip("."))
    return Reading(
        article=article,
        span=Span(0, end),
        sentence=Span(0, len(sentence)),
        kind="quantity",
        quantity=Quantity(value=1, unit=unit, counted=counted),
        number=Span(at, at + len(number)),
    ), sentence


@pytest.mark.parametrize(
    ("sentence", "number", "unit", "counted", "wanted"),
    [
        (
            "640 houses had been destroyed or damaged.",
            "640",
            "house",
            "houses",
            "houses destroyed or damaged",
        ),
        (
            "Some 300 divers were helping in the search.",
            "300",
            "diver",
            "divers",
            "divers helping in the search",
        ),
        (
            "At least 41 people were killed in the flood.",
            "41",
            "person",
            "people",
            "people killed in the flood",
        ),
        ("96 dead in the harbour town.", "96", "person", None, "dead in the harbour town"),
        ("Ninety-six people have died.", "Ninety-six", "person", "people", "people who have died"),
        (
            "Norland could send up to 100,000 troops.",
            "100,000",
            "soldier",
            "troops",
            "troops Norland could send",
        ),
        (
            "About 12 per cent of those asked would vote for the Greens.",
            "12",
            "percent",
            None,
            "share of those asked who would vote for the Greens",
        ),
        ("That is a fatality rate of 2.2 per cent.", "2.2", "percent", None, "fatality rate"),
        (
            "The order was given within twenty minutes.",
            "twenty",
            "minute",
            None,
            "minutes within which the order was given",
        ),
        (
            "Six of Quillon's 31 offices will be closed.",
            "Six",
            "office",
            "offices",
            "Quillon's offices closed",
        ),
        (
            "who stated in early May that up to 900 dockers were on strike.",
            "900",
            "docker",
            "dockers",
            "dockers on strike",
        ),
    ],
)
def test_a_figure_is_labelled_by_what_is_counted_and_said_of_it(
    sentence: str, number: str, unit: str, counted: str | None, wanted: str
) -> None:
    one, text = reading(sentence, number, unit, counted)
    assert label([one], {"a1": text}) == wanted


def test_what_most_readings_share_speaks_for_the_claim() -> None:
    sentences = (
        "41 people killed in horror flood of the century.",
        "At least 41 people were killed in the valley.",
        "41 people have been killed in the valley.",
    )
    made = [reading(s, "41", "person", "people", f"a{n}") for n, s in enumerate(sentences)]
    assert label([r for r, _ in made], {r.article: t for r, t in made}) == "people killed in the valley"


def test_a_quotation_is_labelled_by_speaker_and_first_words() -> None:
    text = "“We were warned, and we did not listen to the people who live by the river,” said Hanna Orsolt."
    words = text.index("”") + 1
    one = Reading(
        article="a1",
        span=Span(0, words),
        sentence=Span(0, len(text)),
        kind="quote",
        attribution=Attribution(source="Hanna Orsolt", chain=("Hanna Orsolt",)),
    )
    assert label([one], {"a1": text}) == "Hanna Orsolt: “We were warned, and we did not listen…”"


def test_no_speaker_no_colon() -> None:
    one = Reading(article="a1", span=Span(0, 11), sentence=Span(0, 11), kind="quote")
    assert label([one], {"a1": "“no comment”"[:11]}) == "“no comment”"


def test_an_event_does_not_begin_in_mid_sentence() -> None:
    text = "and that the siren went off only after the water came."
    one = Reading(article="a1", span=Span(0, len(text)), sentence=Span(0, len(text)), kind="event")
    assert label([one], {"a1": text}) == "siren went off only after the water came"


WORDS = st.lists(
    st.sampled_from(
        [*"the of that who were had been said up to and 12 per cent , ; people in by would".split()]
    ),
    max_size=14,
)


@given(WORDS, WORDS, st.sampled_from(["person", "percent", "dollar", None]), st.text(max_size=8))
def test_any_clause_has_a_label_that_fits(
    before: list[str], after: list[str], unit: str | None, odd: str
) -> None:
    head = " ".join(before)
    text = f"{head} 4,000 {' '.join(after)} {odd}"
    at = text.index("4,000", len(head))
    one = Reading(
        article="a1",
        span=Span(0, len(text)),
        sentence=Span(0, len(text)),
        kind="quantity",
        quantity=Quantity(value=4000, unit=unit),
        number=Span(at, at + 5),
    )
    found = label([one], {"a1": text})
    assert found
    assert len(found) <= LONGEST
    assert not re.search(r"\s\s", found)
    assert label([one], {"a1": text}) == found
