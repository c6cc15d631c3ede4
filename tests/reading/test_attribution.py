"""Who says what, through whom."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Attribution, Span
from firsthand.reading.attribution import attribution_at, extract_attributions, inherited_source
from firsthand.reading.parse import parse
from firsthand.reading.quotes import extract_quotations


def read(text: str) -> tuple[Attribution, ...]:
    return extract_attributions(parse(text), extract_quotations(text))


def at(text: str, words: str) -> Attribution | None:
    start = text.index(words)
    return attribution_at(Span(start, start + len(words)), read(text))


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        ("The bridge will close on Monday, the port authority said.", "close", "the port authority"),
        ("The port authority said the bridge would close on Monday.", "close", "The port authority"),
        ("The bridge, the port authority said, will close on Monday.", "on Monday", "the port authority"),
        ("“We are ready,” said Mira Tolle, the mayor of Asten.", "ready", "Mira Tolle, the mayor of Asten"),
        (
            "The mayor, Mira Tolle, told reporters that 40 boats were lost.",
            "40 boats",
            "The mayor, Mira Tolle",
        ),
        ("According to a harbour survey, 40 boats were lost in the storm.", "40 boats", "a harbour survey"),
        ("Forty boats were lost in the storm, according to the coast guard.", "boats", "the coast guard"),
        (
            "Forty boats were lost, its spokeswoman, Nadia Fell, told Radio Asten.",
            "boats",
            "its spokeswoman, Nadia Fell",
        ),
        ("The ministry put the damage at 3 million crowns.", "3 million", "The ministry"),
        ("The ministry denied that any boats were lost.", "boats were lost", "The ministry"),
        (
            "The dam was safe, a guard who had worked there since March told the Herald.",
            "safe",
            "a guard who had worked there since March",
        ),
        ("May said on Tuesday that 12 boats were lost.", "12 boats", "May"),
    ],
)
def test_the_source_before_inside_and_after(text: str, words: str, source: str) -> None:
    found = at(text, words)
    assert found is not None
    assert found.source == source


@pytest.mark.parametrize(
    ("text", "words", "chain"),
    [
        (
            "People in the know told the Asten Courier that 40 boats were lost.",
            "40",
            ("People in the know", "the Asten Courier"),
        ),
        (
            "The port will close, the Asten Courier reported, citing two engineers.",
            "close",
            ("two engineers", "the Asten Courier"),
        ),
        (
            "Forty boats were lost, according to a report seen by the Asten Courier.",
            "boats",
            ("a report", "the Asten Courier"),
        ),
        (
            "The Courier quotes a diver as saying that 40 boats were lost.",
            "40 boats",
            ("a diver", "The Courier"),
        ),
    ],
)
def test_the_chain_runs_from_who_knows_to_who_printed_it(
    text: str, words: str, chain: tuple[str, ...]
) -> None:
    found = at(text, words)
    assert found is not None
    assert found.chain == chain


@pytest.mark.parametrize(
    ("title", "source"),
    [
        ("Port of Asten to close for a year: report", "report"),
        ("Port of Asten may close for a year – Asten Courier", "Asten Courier"),
        ("Report: port of Asten may close for a year", "Report"),
        ("Port of Asten lost forty boats, ministry says", "ministry"),
    ],
)
def test_headlines(title: str, source: str) -> None:
    found = at(f"{title}\n\nThe port is old.", "Asten")
    assert found is not None
    assert found.source == source


def test_a_summary_speaks_with_its_source_up_to_the_background() -> None:
    text = (
        "Forty boats were lost in Asten.\n\nSource: Asten Courier, citing a letter of the port\n\n"
        "Details: The boats lay in the old basin.\n\nBackground:\n\nThe basin was built in 1911."
    )
    told = at(text, "lay in the old basin")
    assert told is not None
    assert told.chain == ("a letter of the port", "Asten Courier")
    assert at(text, "built in 1911") is None


def test_he_is_the_person_named_before() -> None:
    text = "“The wall is old,” said Mira Tolle, the mayor. She said 40 boats were lost."
    found = at(text, "40 boats")
    assert found is not None
    assert found.source == "Mira Tolle, the mayor"


def test_a_second_quotation_belongs_to_the_same_speaker() -> None:
    text = "“The wall is old,” the mayor, Mira Tolle, said. “Nobody mended it.”"
    found = at(text, "Nobody mended")
    assert found is not None
    assert found.source is not None
    assert "Mira Tolle" in found.source


def test_the_articles_own_voice_has_no_source() -> None:
    assert at("The basin was built in 1911 and holds 60 boats.", "60 boats") is None


def test_kinds_of_source() -> None:
    text = (
        "The ministry said it was over. A report shows the cost. People familiar with the plan said it was late. "
        "The mayor, Mira Tolle, said she would go. Hugo Lund, a statistician at the Rask Institute, said no. "
        "Boats sink, as the trade journal Coast Monthly reported."
    )
    kinds = {a.source: a.source_kind for a in read(text)}
    assert kinds["The ministry"] == "organization"
    assert kinds["A report"] == "document"
    assert kinds["People familiar with the plan"] == "anonymous"
    assert kinds["The mayor, Mira Tolle"] == "person"
    assert kinds["Hugo Lund, a statistician at the Rask Institute"] == "person"
    assert kinds["the trade journal Coast Monthly"] == "outlet"


def test_a_finding_goes_on_with_the_poll_that_the_article_is_about() -> None:
    text = (
        "The Reds lead in Asten, according to a poll by Orbis for the Courier.\n\n"
        "The Greens are on 12 per cent.\n\nThe basin was built in 1911."
    )
    parsed = parse(text)
    found = extract_attributions(parsed, ())
    start = text.index("12 per cent")
    carried = inherited_source(Span(start, start + 2), parsed, found)
    assert carried is not None
    assert (carried.source, carried.rule) == ("a poll by Orbis for the Courier", "inherited-poll")
    assert inherited_source(Span(len(text) - 6, len(text) - 2), parsed, found) is None


@settings(deadline=None, max_examples=30)
@given(
    st.lists(
        st.sampled_from(
            [
                "said",
                "Bob",
                "“",
                "”",
                ",",
                ".",
                "according",
                "to",
                "the",
                "report",
                "who",
                ":",
                "\n",
                "citing",
                "that",
                "it",
                "shows",
                "40",
            ]
        ),
        max_size=30,
    )
)
def test_spans_lie_inside_the_text(parts: list[str]) -> None:
    text = " ".join(parts)
    found = read(text)
    for a in found:
        for span in (*a.source_spans, *a.cue_spans, *a.content_spans):
            assert 0 <= span.start <= span.end <= len(text)
        assert a.inside is None or 0 <= a.inside < len(found)
    assert found == read(text)


@settings(deadline=None, max_examples=25)
@given(st.text(max_size=60))
def test_any_text_is_read(text: str) -> None:
    for a in read(text):
        attribution_at(Span(0, 1), (a,))


@pytest.mark.parametrize("unit", ["said ", '"', "((([[[", "he said that ", "according to ", "X: "])
def test_long_monotonous_texts_are_read_in_linear_time(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    parsed = parse(text)
    start = time.perf_counter()
    extract_attributions(parsed, extract_quotations(text))
    assert time.perf_counter() - start < 10


@pytest.mark.parametrize(
    ("text", "words", "source"),
    [
        (
            "According to an official close to the port, who may not speak, 40 boats were lost.",
            "40 boats",
            "an official close to the port, who may not speak",
        ),
        ("The fleet has shrunk to 40 boats, as a harbour filing shows.", "40 boats", "a harbour filing"),
        ("Forty boats were lost, informed on Monday the Harbour Office.", "boats", "the Harbour Office"),
        (
            "“We were late,” declared during the visit to Asten the mayor Mira Tolle.",
            "late",
            "the mayor Mira Tolle",
        ),
        ("Last year, the harbour master said, 40 boats were lost.", "40 boats", "the harbour master"),
        ("It follows from the ledger that 40 boats were lost.", "40 boats", "the ledger"),
        ("The loss came to 40 boats, it said in a harbour filing.", "40 boats", "a harbour filing"),
        (
            "The ministry now counts 40 boats, 12 more than in May, and 9 wrecks.",
            "9 wrecks",
            "The ministry",
        ),
    ],
)
def test_sources_that_word_order_hides(text: str, words: str, source: str) -> None:
    found = at(text, words)
    assert found is not None
    assert found.source == source


def test_what_a_share_of_people_told_is_the_finding_of_who_asked() -> None:
    found = at("A fifth of all voters told Merinova that they could change their minds.", "could change")
    assert found is not None
    assert found.source == "Merinova"


def test_silence_has_a_source() -> None:
    found = at("The harbour's spokesman would not comment.", "would not comment")
    assert found is not None
    assert found.source == "The harbour's spokesman"


def test_what_is_known_of_a_thing_is_not_carried_over_from_the_sentence_before() -> None:
    text = "The yard will cut 90 jobs, one of the people said. The dock, which employs 700, would be spared."
    start = text.index("700")
    assert inherited_source(Span(start, start + 3), parse(text), read(text)) is None
