"""One claim explained: its answers, who gives each through whom, what the counts rest on, what changed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TextIO

from firsthand.model import Answer, Claim, Derivation, Reading, Result
from firsthand.report.exports.admiralty import CREDIBILITY, RULE, credibility
from firsthand.report.naming import article_names, plain, shown_date, with_names
from firsthand.report.overview import answer_of, answer_origins, nearest
from firsthand.report.readings import DistinctReading, claim_rows
from firsthand.report.typesetting import Page, page_for, words
from firsthand.report.wording import KIND_WORDS, SOURCE_WORDS, certainty, gravest_first

# So many claims are explained where words are given that several labels have.
MOST: Final = 5


def find_claims(result: Result, asked: str) -> list[Claim]:
    """The claim of that id, else those whose label has all of the words."""
    by_id = [claim for claim in result.claims if claim.id == asked.strip()]
    if by_id:
        return by_id
    wanted = asked.casefold().split()
    found = [claim for claim in result.claims if all(one in claim.label.casefold() for one in wanted)]
    return found[:MOST] if wanted else []


def write_explanation(
    result: Result, claim: Claim, out: TextIO, *, width: int | None = None, colour: bool | None = None
) -> None:
    """Writes the reasoning behind one claim to `out`."""
    page = page_for(out, width=width, colour=colour)
    names = article_names(result)
    row = next(row for row in claim_rows(result, claim.story) if row.claim.id == claim.id)
    page.paragraph(words(f"{claim.id}  {row.label or 'unnamed claim'}", "strong"))
    page.paragraph(_count(claim))
    for distinct in row.distinct:
        page.line()
        _write_answer(page, result, claim, distinct, names)
    _write_lineage(page, result, claim, names)
    if row.changes:
        page.line()
        page.line(page.paint("What changed on the way", "strong"))
    for change in gravest_first(row.changes):
        where = f"{names[change.parent]} → {names[change.child]}"
        page.paragraph(
            f"{change.severity}: {KIND_WORDS[change.kind]}, {where}: {with_names(change.why, names)}",
            first="  ",
            rest="    ",
        )
    found = nearest(result, claim.id)
    if found is not None:
        page.line()
        tied = " or ".join(names[one] for one in (found.article, *found.tied))
        page.paragraph(f"Nearest to the origin: {tied}: {with_names('; '.join(found.why), names)}")
    page.line()
    page.paragraph(words(f"Credibility after the Admiralty scheme. {RULE}", "dim"))


def _count(claim: Claim) -> str:
    least, most = claim.independent_at_least, claim.independent_at_most
    count = f"{least} to {most} (they can't be told apart)" if least < most else str(most)
    articles = len({one.article for one in claim.readings})
    return f"Independent origins: {count}. Told by {articles} article{'s' if articles != 1 else ''}."


def _write_answer(
    page: Page, result: Result, claim: Claim, distinct: DistinctReading, names: Mapping[str, str]
) -> None:
    answer: Answer | None = answer_of(claim, distinct.readings[0])
    rated = credibility(claim, answer)
    page.paragraph(words(distinct.shown, "strong"), first="● ", rest="  ")
    if answer is not None:
        behind = f"origins behind this answer: {answer_origins(answer)}"
        why = f": {with_names(answer.why, names)}" if answer.why else ""
        page.paragraph(f"{behind}{why}", first="  ", rest="  ")
    page.paragraph(
        words(f"credibility {rated.figure} ({CREDIBILITY[rated.figure]}): {rated.why}", "dim"),
        first="  ",
        rest="  ",
    )
    for reading in distinct.readings:
        _write_reading(page, result, reading, names)


def _write_reading(page: Page, result: Result, reading: Reading, names: Mapping[str, str]) -> None:
    article = result.article(reading.article)
    date = shown_date(article.published)
    head = f"{names[article.id]}{f', {date}' if date else ''}:"
    quote = plain(reading.sentence.of(article.text))
    page.paragraph([*words(head, "dim"), *words(f"“{quote}”")], first="    ", rest="      ", lines=4)
    said = reading.attribution
    told = "in the article's own voice"
    if said is not None and (said.chain or said.source):
        chain = [plain(one) for one in said.chain or (said.source or "",)]
        told = f"from {SOURCE_WORDS[said.source_kind]}: {' → '.join([*chain, names[article.id]])}"
    origin = next((one for one in result.origins if one.id == reading.origin), None)
    if origin is not None:
        via = f", via {plain(origin.via)}" if origin.via else ""
        told += f"; goes back to {plain(origin.name)}{via}"
    if reading.modality != "fact":
        told += f"; {reading.modality}"
    page.paragraph(words(told, "dim"), first="      ", rest="      ")


def _write_lineage(page: Page, result: Result, claim: Claim, names: Mapping[str, str]) -> None:
    """The links between the articles that tell the claim: they are why origins count as one."""
    inside = {one.article for one in claim.readings}
    links = [one for one in result.lineage if one.child in inside and _touches(one, inside)]
    if not links:
        return
    page.line()
    page.line(page.paint("Who has it from whom", "strong"))
    for one in links:
        parent = (
            names.get(one.parent, plain(one.parent)) if one.parent_kind == "article" else plain(one.parent)
        )
        proof = "; ".join(dict.fromkeys(plain(evidence.note) for evidence in one.evidence if evidence.note))
        sure = f"{certainty(one)} " if certainty(one) else ""
        told = f"{names[one.child]} {sure}{one.how} {parent} (score {one.score:.2f})"
        page.paragraph(f"{told}: {proof}" if proof else told, first="  ", rest="    ")


def _touches(one: Derivation, inside: set[str]) -> bool:
    return one.parent_kind != "article" or one.parent in inside
