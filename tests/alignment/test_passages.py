from __future__ import annotations

import math

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.alignment import align, weigh, witness
from firsthand.alignment.passages import NEARLY_BEST, answering, likeness
from firsthand.model import Article, Span
from firsthand.reading.sentences import split

FIRST = (
    "The ferry Halcyon ran aground off Dunmore on Friday with 212 people aboard. "
    "Captain Ruth Omagh said the tide had turned early. Nobody was hurt."
)
SECOND = (
    "Nobody was injured when the ferry Halcyon, carrying 212 passengers, ran aground near Dunmore. "
    "The tide turned early, its captain, Ruth Omagh, said. The owners gave no comment."
)


def told(text, name="a1"):
    return witness(Article(id=name, sha256="", text=text, blocks=()), [(s, "body") for s in split(text)])


def test_sentences_that_tell_alike_are_paired():
    a, b = told(FIRST), told(SECOND, "a2")
    weights = weigh(p.bag for w in (a, b) for p in w.passages)
    pairs = {(p.a, p.b) for p in align(a, b, weights)}
    assert {(0, 0), (1, 1)} <= pairs
    assert not any(b == 2 for _, b in pairs)


def test_nothing_answers_an_empty_text():
    a, b = told(""), told(SECOND, "a2")
    weights = weigh(p.bag for p in b.passages)
    assert align(a, b, weights) == ()
    assert align(b, a, weights) == ()


WORDS = st.sampled_from("harbour ferry tide 212 Omagh Dunmore owners early captain the of said".split())
TEXTS = st.lists(st.lists(WORDS, max_size=6).map(" ".join), max_size=5).map(". ".join)


@given(TEXTS, TEXTS)
def test_likeness_is_the_cosine_of_the_terms(one, other):
    a, b = told(one), told(other, "a2")
    weights = weigh(p.bag for w in (a, b) for p in w.passages)
    table = likeness(a, b, weights)
    assert table.shape == (len(a.passages), len(b.passages))
    for p in a.passages:
        for q in b.passages:
            assert math.isclose(table[p.i, q.i], weights.cosine(p.bag, q.bag), abs_tol=1e-9)
    assert np.allclose(likeness(b, a, weights), table.T)


@given(TEXTS, TEXTS)
def test_pairing_is_the_same_from_either_side(one, other):
    a, b = told(one), told(other, "a2")
    weights = weigh(p.bag for w in (a, b) for p in w.passages)
    assert {(p.a, p.b) for p in align(a, b, weights)} == {(p.b, p.a) for p in align(b, a, weights)}


def test_a_sentence_split_in_two_has_two_partners():
    table = np.array([[0.5, NEARLY_BEST * 0.5 + 0.01, 0.1]])
    assert answering(table).tolist() == [[True, True, False]]


def test_a_passage_is_found_by_a_span_in_it():
    a = told(FIRST)
    assert a.at(Span(0, 3)).i == 0
    assert a.at(Span(len(FIRST) + 5, len(FIRST) + 6)) is None
