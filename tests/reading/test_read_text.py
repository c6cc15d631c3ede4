"""Any text is read without an exception, every span lies in it, and nothing hangs on what stands before."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import firsthand
from firsthand.model import ReadText, Span

PIECES = st.sampled_from(
    ["said", "the", "Bob", "12", "1.2bn", "%", '"', "“", "”", "(", ")", ",", ".", "\n", "not", "could", "of", "who",
     "according to", "Reuters", "killed", "between", "and", "–", "third", "\u2028", "\x00", "é", "中", "\U0001f600"]
)  # fmt: skip
texts = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=60).map(" ".join))


def spans(read: ReadText) -> list[Span]:
    out = [span for span, _ in read.sentences]
    for m in read.quantities:
        out += [m.span, m.number]
    for q in read.quotations:
        out += [q.span, q.words]
    for a in read.attributions:
        out += [*a.source_spans, *a.cue_spans, *a.content_spans]
    for r in read.readings:
        out += [r.span, r.sentence]
    return out


@given(texts)
@settings(max_examples=150)
def test_every_span_lies_in_the_text_and_in_order(text: str) -> None:
    read = firsthand.read(text)
    assert all(0 <= s.start < s.end <= len(text) for s in spans(read))
    assert [r.span for r in read.readings] == sorted(r.span for r in read.readings)
    assert [m.number for m in read.quantities] == sorted(m.number for m in read.quantities)


@given(texts)
def test_reading_twice_gives_the_same(text: str) -> None:
    assert firsthand.read(text) == firsthand.read(text)


TOLD = (
    "At least 41 people have died and 116 are missing, the Civil Safety Office said on Wednesday.\n"
    "“We were warned,” Mayor Ada Brome said. Up to 1,200 jobs could go if the plant closes, "
    "according to people familiar with the plan.\n"
)


@pytest.mark.parametrize("before", ["\n\n", "   \n", "—\n" * 40])
def test_offsets_stand_when_the_text_is_embedded(before: str) -> None:
    alone, inside = firsthand.read(TOLD), firsthand.read(before + TOLD)
    shift = len(before)
    assert [(r.span.start + shift, r.span.end + shift) for r in alone.readings] == [
        (r.span.start, r.span.end) for r in inside.readings
    ]


@pytest.mark.parametrize("unit", ["1", '"', "(", "[", "said ", "12 ", "“a” ", "not "])
def test_a_long_run_of_anything_is_read(unit: str) -> None:
    text = unit * (40_000 // len(unit))
    assert all(s.end <= len(text) for s in spans(firsthand.read(text)))
