import itertools
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.reading.sentences import LONGEST, split


def cut(text):
    return [span.of(text) for span in split(text)]


@pytest.mark.parametrize(
    "sentences",
    [
        ["The dam burst.", "Nobody was hurt."],
        ["Dr. Ilse M. Korr of the U.S. Army met Mr. Brandt.", "They talked."],
        ['"Why?" he asked.', '"It was dark."', "She left."],
        ["“We saw it.”", "Then it fell (they said.)", "It broke."],
        ["It rose by 3.5 per cent.", "That is much."],
        ["He lives at No. 10 Velm St. in Ostrel."],
        ["It closed at 5 p.m. on Monday.", "It opened at 9 a.m.", "The rest stayed shut."],
        ["Acme Inc. said so.", "So did Velm Ltd.", "The two are rivals."],
        ["He said … well … nothing.", "She went on."],
        ["The fleet is in the U.K.", "It sails on Sept. 5 at dawn."],
        ["Really?!", "Yes!", "So it is…", "And so on."],
        ["Some fruit, e.g. plums, was lost.", "Prof. Tal was not."],
    ],
)
def test_cuts_where_a_reader_would(sentences):
    assert cut(" ".join(sentences)) == sentences


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x85"])
def test_a_newline_always_ends_a_sentence(newline):
    assert cut(f"Dam bursts in{newline}the Velm valley") == ["Dam bursts in", "the Velm valley"]


def test_blank_text_has_no_sentences():
    assert split(" \n\t\n ") == ()


def test_a_run_without_end_is_cut_in_pieces():
    spans = split("said " * 10_000)
    assert max(span.end - span.start for span in spans) <= LONGEST
    assert "".join(span.of("said " * 10_000) for span in spans).count("said") == 10_000


@given(st.text(alphabet=st.sampled_from("aA.1 \n\t\"'”)(?!…,-U.S"), max_size=80) | st.text(max_size=80))
def test_sentences_lie_in_order_and_hold_all_that_is_not_blank(text):
    spans = split(text)
    assert all(a.end <= b.start for a, b in itertools.pairwise(spans))
    assert "".join("".join(span.of(text) for span in spans).split()) == "".join(text.split())
    assert all(span.of(text) == span.of(text).strip() != "" for span in spans)


@given(st.text(max_size=40), st.text(alphabet="ab .\n", max_size=20))
def test_lines_around_do_not_matter(text, before):
    shift = len(before) + 1
    found = [
        (span.start - shift, span.end - shift) for span in split(f"{before}\n{text}") if span.start >= shift
    ]
    assert found == [(span.start, span.end) for span in split(text)]


@pytest.mark.parametrize("piece", [".", ". ", "a.", '"', "?)", "A. ", "“.", "\t"])
def test_cost_grows_with_the_text(piece):
    started = time.process_time()
    split(piece * 50_000)
    assert time.process_time() - started < 2
