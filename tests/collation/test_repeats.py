from __future__ import annotations

import pytest

import firsthand
from firsthand.collation import repeats

LINES = (
    "Floods in Tarrow drove 640 families from their homes on Sunday, the mayor said.",
    "Two bridges were lost and 18 people were hurt, according to the fire brigade.",
    "The water rose to 3.4 metres, the highest since 1971, the river office said.",
)


@pytest.fixture
def story(tmp_path):
    for n in range(8):
        told = [line for m, line in enumerate(LINES) if (n + m) % 4]
        text = "\n\n".join([f"The Tarrow {n}", f"Floods hit Tarrow, {640 + n % 2} families flee", *told])
        (tmp_path / f"{n}.txt").write_text(text + "\n")
    return tmp_path


def claims(result):
    return {(c.kind, c.label, tuple((r.article, r.span) for r in c.readings)) for c in result.claims}


def test_repeated_mentions_follow_the_two_that_are_compared(story, monkeypatch):
    whole = claims(firsthand.trace(story))
    monkeypatch.setattr(repeats, "COMPARED", 0)
    assert claims(firsthand.trace(story)) == whole
