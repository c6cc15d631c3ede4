"""A short label for a claim, made from its readings' own words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from firsthand.model import Reading

# Labels stand in a column of the report: longer ones are cut at a word.
LONGEST = 64


def label(readings: Sequence[Reading], texts: Mapping[str, str]) -> str:
    """The words of the most telling reading without its figure, cut to a line.

    The most telling is the one in a body (it has a source) whose words are most like the others' in
    length: the median, so that neither a headline nor a whole paragraph speaks for the claim.
    """
    wordings = sorted({_plain(r, texts[r.article]) for r in readings}, key=lambda w: (len(w), w))
    wording = wordings[len(wordings) // 2] if wordings else ""
    if len(wording) > LONGEST:
        wording = wording[: LONGEST - 1].rsplit(" ", 1)[0].rstrip(",;:") + "…"
    return wording


def _plain(reading: Reading, text: str) -> str:
    words = reading.span.of(text)
    if reading.kind == "quote":
        return re.sub(r"\s+", " ", words).strip()
    if reading.number is not None and reading.span.covers(reading.number):
        at = reading.number.start - reading.span.start
        words = words[:at] + "…" + words[reading.number.end - reading.span.start :]
    return re.sub(r"\s+", " ", words).strip(" ,;:.")
