"""What the reports show beside claims, tree and changes: answers, the omission table, the timeline."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from string import ascii_uppercase
from typing import Final, Literal

from firsthand.model import (
    Answer,
    Claim,
    Line,
    Loop,
    Lost,
    Moment,
    MomentKind,
    Nearest,
    Omission,
    Place,
    Reading,
    Result,
    Span,
)
from firsthand.report.naming import shown_date

Cell = Literal["told", "left out", "never had"]

MOMENT_WORDS: Final[Mapping[MomentKind, str]] = {
    "happened": "happened",
    "said": "said",
    "printed": "printed",
    "expected": "expected",
}
CELL_SIGNS: Final[Mapping[Cell, str]] = {"told": "●", "left out": "○", "never had": "·"}


@dataclass(frozen=True, slots=True, kw_only=True)
class OmissionRow:
    """A row of the omission table: one cell for each article of the story, in its order."""

    omission: Omission
    claim: Claim
    cells: tuple[Cell, ...]


def letters(count: int) -> list[str]:
    """Short names for so many columns: A to Z, then AA, AB and so on."""
    out = []
    for n in range(count):
        name, left = "", n
        while True:
            left, digit = divmod(left, 26)
            name = ascii_uppercase[digit] + name
            if left == 0:
                break
            left -= 1
        out.append(name)
    return out


def omission_rows(result: Result, story: str, articles: tuple[str, ...]) -> list[OmissionRow]:
    """The table of a story: what lost something first, then what most articles left out.

    A story of one article has none.
    """
    if len(articles) < 2:
        return []
    claims = {c.id: c for c in result.claims}
    rows = []
    for omission in result.omissions:
        if omission.story != story or omission.claim not in claims:
            continue
        above = {out.article for out in omission.left_out_by if out.above is not None}
        cells: list[Cell] = [
            "told" if a in omission.told_by else "left out" if a in above else "never had" for a in articles
        ]
        rows.append(OmissionRow(omission=omission, claim=claims[omission.claim], cells=tuple(cells)))
    return sorted(rows, key=lambda row: (not row.omission.lost, -row.cells.count("left out")))


def moments(result: Result, story: str) -> tuple[list[Moment], list[Moment]]:
    """The moments of a story with a date, in its order, and those without."""
    found = [m for m in result.timeline if m.story == story]
    return [m for m in found if m.date], [m for m in found if not m.date]


def moment_date(moment: Moment) -> str:
    """The date as people read it, with a sign where it is no more exact than a week."""
    return ("≈ " if moment.precision == "week" else "") + shown_date(moment.date)


def lines(result: Result, story: str) -> tuple[Line, ...]:
    """The summary of a story."""
    return next((s.lines for s in result.summaries if s.story == story), ())


def loops(result: Result, story: str) -> list[Loop]:
    """The circular sourcing of a story."""
    return [loop for loop in result.loops if loop.story == story]


def answer_of(claim: Claim, reading: Reading) -> Answer | None:
    """The answer that a reading of the claim gives; None where all give one."""
    index = next((n for n, one in enumerate(claim.readings) if one is reading), None)
    return next((a for a in claim.answers if index in a.readings), None)


def answer_origins(answer: Answer) -> str:
    """How many independent origins stand behind an answer: `1`, `1–2`, `none`."""
    low, high = answer.independent_at_least, answer.independent_at_most
    if high == 0:
        return "none"
    return str(high) if low == high else f"{low}–{high}"


def lost_words(lost: Lost) -> tuple[str, str]:
    """What happened to a condition or denial: the words before and behind the claim that it belongs to."""
    return (
        ("tells", f"without the {lost.kind}") if lost.told else ("leaves out", f"and with it the {lost.kind}")
    )


def first_places(places: Sequence[Place]) -> list[Place]:
    """The first place of each article, in order."""
    found: dict[str, Place] = {}
    for place in places:
        found.setdefault(place.article, place)
    return list(found.values())


def nearest(result: Result, claim: str) -> Nearest | None:
    """The article that stands nearest to the origin of a claim."""
    return next((n for n in result.nearest if n.claim == claim), None)


def excerpt(text: str, context: Span, words: Span, room: int) -> Span:
    """As much of `context` as has room, from its start, or around `words` where they stand further on."""
    if context.end - context.start <= room:
        return context
    start = context.start
    if words.end - start > room:
        start = max(start, words.end - room * 2 // 3)
        start = min(max(start, text.find(" ", start, words.start) + 1), words.start)
    end = min(context.end, start + room)
    cut = text.rfind(" ", words.end, end) if end < context.end else end
    return Span(start, max(cut, min(words.end, context.end)))
