"""One article as it was read: its text with the readings marked, then each reading in a line or two."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TextIO

from firsthand.model import TOLD, Article, Attribution, Reading, ReadText, Span
from firsthand.report.contract import reading_as_dict
from firsthand.report.naming import plain
from firsthand.report.readings import short_value
from firsthand.report.typesetting import Page, Word, page_for

# The style of each kind of mark; the first that covers a word paints it.
_STYLES: Final = (("quantity", "mark"), ("source", "low"), ("cue", "medium"), ("quote", "strong"))
_LEGEND: Final = "marked: figures, who says it, the saying word, quotations; grey: no part of the article"


def write_reading(
    article: Article, text: ReadText, out: TextIO, *, width: int | None = None, colour: bool | None = None
) -> None:
    """Writes the article's text with its readings marked, then the readings one by one."""
    page = page_for(out, width=width, colour=colour)
    page.paragraph([(plain(article.paths[0] if article.paths else article.id), "title")])
    page.paragraph([(word, "dim") for word in _LEGEND.split()])
    page.line()
    marks = _marks(text)
    for block in article.blocks:
        told = block.kind in TOLD
        page.paragraph(
            _painted(article.text, block.span, marks if told else (), None if told else "dim"),
            first=f"{block.kind:>10}  " if block.kind not in ("body", "list") else " " * 12,
            rest=" " * 12,
        )
    page.line()
    for reading in text.readings:
        _write_one(page, article.text, reading)


def as_dict(article: Article, text: ReadText) -> dict[str, Any]:
    """One article and its readings as JSON values, named as in the contract of `trace`."""
    return {
        "path": article.paths[0] if article.paths else None,
        "outlet": article.outlet,
        "title": article.title,
        "published": article.published,
        "language": article.language,
        "text": article.text,
        "blocks": [{"start": b.span.start, "end": b.span.end, "kind": b.kind} for b in article.blocks],
        "readings": [{"kind": r.kind, **reading_as_dict(r, article.text)} for r in text.readings],
        "attributions": [_attribution(a) for a in text.attributions],
    }


def _attribution(a: Attribution) -> dict[str, Any]:
    def pairs(spans: Sequence[Span]) -> list[list[int]]:
        return [[s.start, s.end] for s in spans]

    return {
        "source": a.source,
        "source_kind": a.source_kind,
        "source_spans": pairs(a.source_spans),
        "cue": a.cue,
        "cue_spans": pairs(a.cue_spans),
        "content_spans": pairs(a.content_spans),
        "chain": list(a.chain),
        "inside": a.inside,
        "rule": a.rule,
    }


def _marks(text: ReadText) -> tuple[tuple[Span, str], ...]:
    """Every marked stretch with its style, by importance."""
    found: dict[str, list[Span]] = {kind: [] for kind, _ in _STYLES}
    found["quantity"] = [r.number for r in text.readings if r.number is not None]
    found["quote"] = [r.span for r in text.readings if r.kind == "quote"]
    for a in text.attributions:
        found["source"] += a.source_spans
        found["cue"] += a.cue_spans
    return tuple((span, style) for kind, style in _STYLES for span in sorted(found[kind]))


def _painted(text: str, span: Span, marks: Sequence[tuple[Span, str]], other: str | None) -> list[Word]:
    """The words of a block, each in the style of the first mark that touches it."""
    near = [(s, style) for s, style in marks if s.overlaps(span)]
    out: list[Word] = []
    at = span.start
    for piece in span.of(text).split():
        start = text.index(piece, at)
        at = start + len(piece)
        word = Span(start, at)
        style = next((style for s, style in near if s.overlaps(word)), other)
        out.append((plain(piece), style))
    return out


def _write_one(page: Page, text: str, reading: Reading) -> None:
    """One reading: what it says, how sure, whose words, and where it stands."""
    words = plain(" ".join(reading.span.of(text).split()))
    head = short_value(reading) if reading.quantity else reading.kind
    a = reading.attribution
    who = " ← ".join(reversed(a.chain)) if a and a.chain else (a.source if a else None)
    mood = reading.modality if reading.polarity == "positive" else f"{reading.modality}, negated"
    page.paragraph(
        [(w, "strong") for w in plain(head).split()] + [(w, None) for w in f"“{words}”".split()], rest="  "
    )
    page.paragraph(
        f"{mood}; " + (f"said by {plain(who)}" if who else "in the article's own voice"),
        first="    ",
        rest="    ",
    )
