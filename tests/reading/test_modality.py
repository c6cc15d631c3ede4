"""How sure, or how far along, a text makes what it tells."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.reading.modality import modality_at
from firsthand.reading.parse import parse


def judged(text: str, words: str) -> tuple[str, str | None, str | None, str]:
    start = text.index(words)
    modality, cue, condition, polarity = modality_at(parse(text), Span(start, start + len(words)))
    return modality, cue.of(text) if cue else None, condition.of(text) if condition else None, polarity


@pytest.mark.parametrize(
    ("text", "words", "modality"),
    [
        ("The firm employs 900 people.", "900", "fact"),
        ("The firm could cut 900 jobs.", "900", "possible"),
        ("The firm may cut 900 jobs.", "900", "possible"),
        ("The firm will cut 900 jobs.", "900", "planned"),
        ("The firm plans to cut 900 jobs.", "900", "planned"),
        ("The firm is considering cutting 900 jobs.", "900", "planned"),
        ("A further 900 jobs are expected to go.", "900", "planned"),
        ("The cuts would cost 900 jobs.", "900", "conditional"),
        ("The firm reportedly cut 900 jobs.", "900", "alleged"),
        ("The firm denied that it had cut 900 jobs.", "900", "denied"),
        ("As many as 900 people are feared dead.", "900", "possible"),
        ("The unit, which employs 900 people, could close.", "900", "fact"),
        ("In all 33 per cent would vote for the Reds.", "33", "fact"),
    ],
)
def test_modality_of_the_governing_clause(text: str, words: str, modality: str) -> None:
    assert judged(text, words)[0] == modality


def test_the_cue_is_the_word_that_tells() -> None:
    assert judged("The firm could cut 900 jobs.", "900")[1] == "could"


def test_a_condition_is_given_with_its_words() -> None:
    modality, _, condition, _ = judged("The firm could cut 900 jobs if the bank agrees.", "900")
    assert (modality, condition) == ("conditional", "if the bank agrees")


def test_negation_turns_the_polarity() -> None:
    assert judged("The firm has not cut 900 jobs.", "900")[3] == "negative"
    assert judged("The firm has cut 900 jobs.", "900")[3] == "positive"


@settings(deadline=None, max_examples=30)
@given(st.text(max_size=60), st.integers(0, 60), st.integers(0, 60))
def test_any_span_of_any_text_is_judged(text: str, a: int, b: int) -> None:
    modality, cue, condition, polarity = modality_at(parse(text), Span(min(a, b), max(a, b)))
    assert modality in {"fact", "possible", "planned", "conditional", "denied", "alleged"}
    assert polarity in {"positive", "negative"}
    for span in (cue, condition):
        assert span is None or 0 <= span.start <= span.end <= len(text)
