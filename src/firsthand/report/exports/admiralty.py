"""Sources and information rated after the Admiralty scheme (STANAG 2511): a letter and a figure.

The letter is a judgement on the source, which is the user's to make: F ("cannot be judged") until then.
The figure follows one rule over the origins that were counted; it says how far an answer is confirmed by
others, never that it is true.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from firsthand.model import Answer, Claim, Reading
from firsthand.report.overview import answer_of

RELIABILITY: Final[Mapping[str, str]] = {
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "cannot be judged",
}
CREDIBILITY: Final[Mapping[int, str]] = {
    1: "confirmed by other sources",
    2: "probably true",
    3: "possibly true",
    4: "doubtful",
    5: "improbable",
    6: "cannot be judged",
}
RULE: Final = (
    "1: at least two independent origins give this answer and no origin gives another. "
    "2: at least two give it, fewer give another. "
    "3: the range of independent origins reaches two, but one is all that is certain. "
    "4: more independent origins give another answer than give this one. "
    "5: no origin gives it: the figure came about on the way. "
    "6: one origin alone. Reliability is yours to set; F until then."
)
UNRATED: Final = "F"


@dataclass(frozen=True, slots=True, kw_only=True)
class Credibility:
    """The figure, and the clause of the rule by which it came."""

    figure: int
    why: str


def credibility(claim: Claim, answer: Answer | None) -> Credibility:
    """How far others confirm one answer to a claim; `answer` is None where all readings give one."""
    if answer is None:
        least, most, others = claim.independent_at_least, claim.independent_at_most, 0
    else:
        least, most = answer.independent_at_least, answer.independent_at_most
        rest = [one for one in claim.answers if one is not answer]
        others = max((one.independent_at_least for one in rest), default=0)
    if most == 0:
        return Credibility(figure=5, why="no origin gives it: it came about on the way")
    if others > least:
        return Credibility(
            figure=4, why=f"{others} independent origins give another answer, {least} this one"
        )
    if least >= 2:
        if others == 0:
            return Credibility(figure=1, why=f"{least} independent origins give it, none another")
        return Credibility(figure=2, why=f"{least} independent origins give it, {others} another")
    if most >= 2:
        return Credibility(figure=3, why=f"one origin is certain, {most} are possible")
    return Credibility(figure=6, why="one origin alone")


def rating(claim: Claim, reading: Reading, origin_name: str, reliability: Mapping[str, str]) -> str:
    """The letter and the figure of a reading: `F6`."""
    letter = reliability.get(origin_name.casefold(), UNRATED)
    return f"{letter}{credibility(claim, answer_of(claim, reading)).figure}"
