"""What a bare figure counts: what the words beside it imply, or what an earlier figure counted."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.language import table, words
from firsthand.model import Span
from firsthand.reading.amounts import Amount
from firsthand.reading.counted import find_phrase
from firsthand.reading.lines import Line, looks_plural

# How many sentences back a bare figure may look for what it counts, and how many figures are kept in mind.
MEMORY, KEPT = 3, 4
# How far back in the sentence the words may stand that imply what is counted ("the toll rose to 58").
REACH = 9


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """What an earlier figure counted, for a bare one to take over; `kind` is its unit's, or "counted"."""

    unit: str | None
    counted: str | None
    span: Span | None
    kind: str
    sentence: int


def implied(line: Line, amount: Amount) -> tuple[str, Span | None] | None:
    """The unit of a bare figure, and the words that name it if they do, from the words beside it."""
    behind = _people_behind(line, amount)
    if behind:
        return behind, None
    numbered = _number_of(line, amount)
    if numbered:
        return numbered
    before = _cue_before(line, amount)
    if before:
        return before, None
    if amount.form in ("vague", "least"):  # "tens of thousands marched"
        return "person", None
    return None


def _people_behind(line: Line, amount: Amount) -> str | None:
    """As in "116 missing", "230 are dead": said of people only."""
    pieces, j = line.pieces, amount.end
    between = words("counted", "predicates.between")
    while j < len(pieces) and pieces[j].lower in between:
        j += 1
    return "person" if j < len(pieces) and pieces[j].lower in words("counted", "predicates.people") else None


def _number_of(line: Line, amount: Amount) -> tuple[str, Span] | None:
    """As in "the number of cases rose from 310 to 1,240"."""
    pieces = line.pieces
    tallies = words("counted", "tallies.words")
    for k in range(amount.start - 3, max(-1, amount.start - REACH - 6), -1):
        if pieces[k].lower not in tallies or pieces[k + 1].lower not in ("of", "for"):
            continue
        if pieces[k + 2].lower in words("counted", "predicates.people"):  # "the number of jobless"
            return "person", Span(pieces[k + 2].start, pieces[k + 2].end)
        phrase = find_phrase(line, k + 2, amount)
        if phrase and phrase.end <= amount.start and looks_plural(pieces[phrase.end - 1].lower):
            return phrase.unit, Span(pieces[phrase.start].start, pieces[phrase.end - 1].end)
    return None


def _cue_before(line: Line, amount: Amount) -> str | None:
    """As in "the toll rose to 58", "it employs about 12,000"."""
    cues = table("counted")["implied"]
    for piece in reversed(line.pieces[max(0, amount.start - REACH) : amount.start]):
        if piece.kind == "mark" and piece.text in ";:—":
            return None
        if piece.lower in cues:
            return str(cues[piece.lower])
    return None


def find_antecedent(amount: Amount, sentence: int, earlier: tuple[Antecedent, ...]) -> Antecedent | None:
    """What a bare figure takes over from the figures before it."""
    for antecedent in reversed(earlier):
        if sentence - antecedent.sentence >= MEMORY:
            return None
        if antecedent.kind in ("percent", "point", "multiple") and (
            amount.value > 100 or sentence != antecedent.sentence
        ):
            continue
        return antecedent
    return None
