"""Where every result leads: one name for each claim, reading, change and article of a page.

Names are made from the order of the result, never from its texts, so that no text can forge one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from firsthand.model import Article, Change, Claim, Derivation, Place, Reading, Result, Span, Story
from firsthand.report.marks import Mark
from firsthand.report.markup import Html, element
from firsthand.report.naming import plain
from firsthand.report.overview import first_places, lines, moments, omission_rows
from firsthand.report.readings import ClaimRow, claim_rows, story_changes
from firsthand.report.wording import KIND_WORDS, gravest_first


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRows:
    """What a story's section shows, in its order."""

    story: Story
    claims: tuple[ClaimRow, ...]
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchors:
    """Names of parts of the page; `claim_number` is what a claim is called in its story.

    Readings and changes have no ids of their own: they go by the identity of the record.
    """

    claim: Mapping[str, str]
    claim_number: Mapping[str, int]
    article: Mapping[str, str]
    readings: Mapping[int, str]
    change: Mapping[int, str]

    def reading(self, reading: Reading) -> str:
        """The name of the words of a reading."""
        return self.readings[id(reading)]

    def sign(self, change: Change) -> str:
        """What a change is called in its story: `Δ3`."""
        return "Δ" + self.change[id(change)].rpartition("x")[2]

    def side(self, change: Change, side: str) -> str:
        """The name of the words that a change compares, on the side of `from` or `to`."""
        return f"{self.change[id(change)]}-{side}"


def evidence_name(derivation: int, evidence: int, side: str) -> str:
    """The name of the words that speak for a derivation."""
    return f"e{derivation + 1}-{evidence + 1}-{side}"


def line_name(story: str, line: int, place: int) -> str:
    """The name of the words that a line of a summary stands on."""
    return f"{story}-l{line}-{place}"


def moment_name(story: str, moment: int) -> str:
    """The beginning of the names of the words that tell a moment."""
    return f"{story}-t{moment}"


def lost_name(story: str, number: int) -> str:
    """The name of a condition or denial that others lost; numbered through the story's table."""
    return f"{story}-o{number}"


def story_rows(result: Result) -> tuple[StoryRows, ...]:
    """For each story its claims and changes, as they are shown."""
    return tuple(
        StoryRows(
            story=story,
            claims=tuple(claim_rows(result, story.id)),
            changes=tuple(gravest_first(story_changes(result, story.id))),
        )
        for story in result.stories
    )


def anchors_for(result: Result, rows: tuple[StoryRows, ...]) -> Anchors:
    """The names of all parts of a page."""
    claim: dict[str, str] = {}
    number: dict[str, int] = {}
    readings: dict[int, str] = {}
    change: dict[int, str] = {}
    for place, one in enumerate(rows, 1):
        for index, row in enumerate(one.claims, 1):
            claim[row.claim.id], number[row.claim.id] = f"s{place}-c{index}", index
            for which, reading in enumerate(row.claim.readings, 1):
                readings.setdefault(id(reading), f"s{place}-c{index}-r{which}")
        for index, found in enumerate(one.changes, 1):
            change.setdefault(id(found), f"s{place}-x{index}")
    article = {one.id: f"article-{index}" for index, one in enumerate(result.articles, 1)}
    return Anchors(claim=claim, claim_number=number, article=article, readings=readings, change=change)


def article_marks(result: Result, rows: tuple[StoryRows, ...], anchors: Anchors) -> dict[str, list[Mark]]:
    """For each article all that is marked in its text."""
    marks: dict[str, list[Mark]] = defaultdict(list)
    for one in rows:
        for row in one.claims:
            _mark_claim(row.claim, anchors, marks)
        for change in one.changes:
            back = _back(
                anchors.change[id(change)], anchors.sign(change), f"change: {KIND_WORDS[change.kind]}"
            )
            for side, article, span in (
                ("from", change.parent, change.parent_span),
                ("to", change.child, change.child_span),
            ):
                kind = f"change {change.severity}"
                marks[article].append(Mark(name=anchors.side(change, side), span=span, kind=kind, after=back))
    for index, derivation in enumerate(result.lineage):
        _mark_evidence(index, derivation, marks)
    for place, one in enumerate(rows, 1):
        _mark_overview(result, one.story, f"s{place}", marks)
    return marks


def _mark_overview(result: Result, story: Story, name: str, marks: dict[str, list[Mark]]) -> None:
    """Marks the words of the summary, the timeline and the losses; they show only when pointed at."""

    def mark(anchor: str, place: Place, kind: str) -> None:
        marks[place.article].append(Mark(name=anchor, span=place.span, kind=kind))

    for number, line in enumerate(lines(result, story.id), 1):
        for which, place in enumerate(line.places, 1):
            mark(line_name(name, number, which), place, "summed")
    dated, undated = moments(result, story.id)
    for number, moment in enumerate([*dated, *undated], 1):
        for which, place in enumerate(first_places(moment.places), 1):
            mark(f"{moment_name(name, number)}-{which}", place, "when")
    losses = [one for row in omission_rows(result, story.id, story.articles) for one in row.omission.lost]
    for number, lost in enumerate(losses, 1):
        mark(lost_name(name, number), lost.place, "summed")


def _mark_claim(claim: Claim, anchors: Anchors, marks: dict[str, list[Mark]]) -> None:
    for reading in {id(reading): reading for reading in claim.readings}.values():
        name = anchors.reading(reading)
        back = _back(anchors.claim[claim.id], str(anchors.claim_number[claim.id]), f"claim: {claim.label}")
        marks[reading.article].append(
            Mark(
                name=name,
                span=reading.span,
                kind=f"reading {reading.kind}",
                after=back,
                title=_hover(claim, reading),
            )
        )
        if reading.attribution:
            for index, span in enumerate(reading.attribution.source_spans, 1):
                marks[reading.article].append(Mark(name=f"{name}-s{index}", span=span, kind="source"))
        if reading.condition:
            marks[reading.article].append(Mark(name=f"{name}-if", span=reading.condition, kind="condition"))


def _hover(claim: Claim, reading: Reading) -> str:
    """The claim and through whom it came, for whoever points at the words."""
    said = reading.attribution
    chain = (said.chain or ((said.source,) if said.source else ())) if said else ()
    through = " → ".join(plain(one) for one in chain) or "in the article’s own voice"
    return f"{plain(claim.label) or 'a claim'}: {through}"


def _mark_evidence(index: int, derivation: Derivation, marks: dict[str, list[Mark]]) -> None:
    for number, evidence in enumerate(derivation.evidence):
        sides: tuple[tuple[str, str, Span | None], ...] = (
            ("child", derivation.child, evidence.child),
            ("parent", derivation.parent, evidence.parent),
        )
        for side, article, span in sides:
            if span is not None and (side == "child" or derivation.parent_kind == "article"):
                name = evidence_name(index, number, side)
                marks[article].append(Mark(name=name, span=span, kind="evidence"))


def _back(name: str, sign: str, label: str) -> Html:
    return element("sup", element("a", sign, href=f"#{name}", title=label, aria_label=label))


def article_of(result: Result) -> dict[str, Article]:
    """The articles by id."""
    return {article.id: article for article in result.articles}
