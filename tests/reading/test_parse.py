import random
import subprocess
import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from firsthand.model import Span
from firsthand.reading.lemmas import lemma_of
from firsthand.reading.parse import LONGEST_WORD, parse

STORY = """Flood gates fail at Velm dam
Three people were killed and 46 houses were flooded on Monday, the governor's office said.
“We do not know what happened,” said Ilse Korr, the region's governor.
The company, which runs the dam, lost $3.4bn last year. It denied the report.
"""


def shape(parsed):
    return [
        (token.text, token.lemma, token.pos, token.dep, token.head, token.sentence) for token in parsed.tokens
    ]


def token(parsed, text):
    return next(token for token in parsed.tokens if token.text == text)


@pytest.fixture(scope="module")
def story():
    return parse(STORY)


def test_subjects_and_lemmas(story):
    said = token(story, "said")
    assert said.lemma == "say"
    office = token(story, "office")
    assert (office.dep, story.tokens[office.head]) == ("nsubj", said)
    assert token(story, "houses").lemma == "house"
    assert token(story, "houses").dep == "nsubj:pass"
    assert token(story, "denied").lemma == "deny"


def test_offsets_are_those_of_the_text(story):
    assert all(token.span.of(STORY) == token.text for token in story.tokens)
    assert next(sentence.span.of(STORY) for sentence in story.sentences) == "Flood gates fail at Velm dam"


def test_tokens_of_figures():
    words = "It's a 46-metre, $3.4bn wall; G-20 didn't pay £1.2bn, 5% or 3.4k."
    assert [token.text for token in parse(words).tokens] == (
        "It 's a 46 - metre , $ 3.4 bn wall ; G-20 did n't pay £ 1.2 bn , 5 % or 3.4 k .".split()
    )


def test_odd_blanks_and_invisible_marks_are_no_tokens():
    text = "The\u00a0 dam\tbro\u00adke \u200bon  Monday."
    parsed = parse(text)
    assert [token.lower for token in parsed.tokens] == ["the", "dam", "bro\u00adke", "on", "monday", "."]
    assert all(token.span.of(text) == token.text for token in parsed.tokens)


def test_a_word_without_end_is_one_run():
    text = "a" * (3 * LONGEST_WORD) + " b"
    parsed = parse(text)
    assert parsed.tokens[0].span == Span(0, 3 * LONGEST_WORD)
    assert parsed.tokens[-1].text == "b"


def test_given_sentences_are_kept():
    text = "He left. She stayed."
    parsed = parse(text, (Span(0, len(text)),))
    assert len(parsed.sentences) == 1
    assert parsed.of(parsed.sentences[0]) == parsed.tokens


def test_a_sentence_reads_the_same_wherever_it_stands(story):
    lines = STORY.splitlines()
    random.Random(1).shuffle(lines)
    other = parse("\n".join(["Something else was here before.", *lines]))
    known = {sentence.span.of(STORY): [t.dep for t in story.of(sentence)] for sentence in story.sentences}
    found = {
        sentence.span.of(other.text): [t.dep for t in other.of(sentence)] for sentence in other.sentences
    }
    assert known.items() <= found.items()


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60) | st.text(alphabet="said 1,.\"'”-$%()\n\t\u00a0", max_size=60))
@example("\x00\ud800\u200b x")
def test_any_text_gives_tokens_in_order(text):
    parsed = parse(text)
    assert all(a.span.end <= b.span.start for a, b in zip(parsed.tokens, parsed.tokens[1:], strict=False))
    assert all(token.span.start < token.span.end for token in parsed.tokens)
    assert all(token.text.strip() for token in parsed.tokens)
    for sentence in parsed.sentences:
        assert all(sentence.first <= token.head < sentence.end for token in parsed.of(sentence))
        assert all(sentence.span.covers(token.span) for token in parsed.of(sentence))
    assert [token.i for token in parsed.tokens] == list(range(len(parsed.tokens)))
    assert shape(parse(text)) == shape(parsed)


@pytest.mark.parametrize("piece", ['"', "said ", "a", "1,", "(", "[{"])
def test_a_long_run_of_one_thing_ends(piece):
    text = piece * (100_000 // len(piece))
    assert parse(text).tokens[-1].span.end == len(text.rstrip())


def test_spacy_is_loaded_only_when_needed():
    code = "import sys, firsthand.reading.parse, firsthand.reading.names; sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("word", "pos", "tag", "lemma"),
    [
        ("killed", "VERB", "VBN", "kill"),
        ("hoping", "VERB", "VBG", "hope"),
        ("hopping", "VERB", "VBG", "hop"),
        ("was", "AUX", "VBD", "be"),
        ("wo", "AUX", "MD", "will"),
        ("denies", "VERB", "VBZ", "deny"),
        ("publishes", "VERB", "VBZ", "publish"),
        ("houses", "NOUN", "NNS", "house"),
        ("boxes", "NOUN", "NNS", "box"),
        ("axes", "NOUN", "NNS", "ax"),
        ("factories", "NOUN", "NNS", "factory"),
        ("lives", "NOUN", "NNS", "life"),
        ("gunmen", "NOUN", "NNS", "gunman"),
        ("Ostrelians", "PROPN", "NNPS", "Ostrelian"),
        ("Lindqvars", "PROPN", "NNP", "Lindqvars"),
        ("them", "PRON", "PRP", "they"),
        ("n’t", "PART", "RB", "not"),
    ],
)
def test_dictionary_forms(word, pos, tag, lemma):
    assert lemma_of(word, pos, tag) == lemma
