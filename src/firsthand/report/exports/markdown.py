"""A result as Markdown: the story in lines that can be pasted into a note, a ticket or a wiki."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from firsthand.model import Change, Result, Story
from firsthand.report.exports.admiralty import RULE, credibility, rating
from firsthand.report.exports.identity import shown
from firsthand.report.markup import web_address
from firsthand.report.naming import article_names, shown_date, with_names
from firsthand.report.overview import answer_of, lines, lost_words, moment_date, moments, omission_rows
from firsthand.report.readings import ClaimRow, claim_rows, story_changes
from firsthand.report.wording import KIND_WORDS, OUTSIDE_WORDS, certainty, gravest_first

# What Markdown, or the HTML in it, would take for markup.
_MARKUP: Final = re.compile(
    r"[\\`*_{}\[\]<>#|~&$@]"
    r"|:(?=//)|(?<=www)\."  # an address would become a link by itself
    r"|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]"  # a list or a heading, at the beginning only
)


def render_markdown(result: Result, reliability: Mapping[str, str]) -> str:
    """The report as Markdown (CommonMark with tables)."""
    names = {article: escaped(name) for article, name in article_names(result).items()}
    parts = []
    for number, story in enumerate(result.stories, 1):
        parts += _story(result, story, number, names, reliability)
    if result.unmeasured or result.issues:
        parts += ["## What could not be read or judged", ""]
        parts += [
            f"- {names[one.article]}: {escaped(one.what)}: {escaped(one.why)}" for one in result.unmeasured
        ]
        parts += [f"- {escaped(one.where)}: {escaped(one.detail)}" for one in result.issues]
        parts.append("")
    parts += ["---", "", f"Ratings after the Admiralty scheme (STANAG 2511). {escaped(RULE)}", ""]
    return "\n".join(parts)


def escaped(text: str | None) -> str:
    """Somebody else's words, on one line, as words: no link, no image, no HTML, no heading."""
    return _MARKUP.sub(r"\\\g<0>", shown(text))


def _story(
    result: Result, story: Story, number: int, names: Mapping[str, str], reliability: Mapping[str, str]
) -> list[str]:
    texts = {article.id: article.text for article in result.articles}
    parts = [f"# {escaped(story.title) or f'Story {number}'}", ""]
    parts += [f"- {escaped(line.text)}" for line in lines(result, story.id)]
    parts += ["", "## Articles", "", *_articles(result, story, names), ""]
    rows = claim_rows(result, story.id)
    if rows:
        parts += ["## Claims", "", *_claims(result, rows, names, reliability), ""]
    changes = gravest_first(story_changes(result, story.id))
    if changes:
        parts += ["## Changes", "", *[line for one in changes for line in _change(one, names, texts)], ""]
    tree = _lineage(result, story, names)
    if tree:
        parts += ["## Lineage", "", *tree, ""]
    return [*parts, *_left_out(result, story, names), *_timeline(result, story, names)]


def _articles(result: Result, story: Story, names: Mapping[str, str]) -> list[str]:
    found = []
    for article in result.articles:
        if article.id in story.articles:
            title = escaped(article.title) or "no title"
            address = web_address(article.url)
            linked = f"[{title}](<{_linkable(address)}>)" if address else title
            date = escaped(shown_date(article.published)) or "no date"
            found.append(f"- **{names[article.id]}**, {date}: {linked}")
    return found


def _linkable(address: str) -> str:
    return address.replace("\\", "%5C").replace("<", "%3C").replace(">", "%3E")


def _claims(
    result: Result, rows: list[ClaimRow], names: Mapping[str, str], reliability: Mapping[str, str]
) -> list[str]:
    origins = {origin.id: origin.name for origin in result.origins}
    out = ["| Claim | Reading | Said by | Origins | Rating |", "| --- | --- | --- | --- | --- |"]
    for row in rows:
        for number, distinct in enumerate(row.distinct):
            first = distinct.readings[0]
            who = ", ".join(dict.fromkeys(names[one.article] for one in distinct.readings))
            why = credibility(row.claim, answer_of(row.claim, first)).why
            rated = rating(row.claim, first, origins.get(first.origin or "", ""), reliability)
            label = escaped(row.label) if number == 0 else ""
            count = row.origins if number == 0 else ""
            out.append(f"| {label} | {escaped(distinct.shown)} | {who} | {count} | {rated} {escaped(why)} |")
    return out


def _change(change: Change, names: Mapping[str, str], texts: Mapping[str, str]) -> list[str]:
    # The names are escaped already, and may hold what else would be: they go in last.
    why = with_names(escaped(change.why), names)
    return [
        f"- **{change.severity}: {escaped(KIND_WORDS[change.kind])}**{f' ({why})' if why else ''}",
        f"  - {names[change.parent]}: “{escaped(change.parent_span.of(texts[change.parent]))}”",
        f"  - {names[change.child]}: “{escaped(change.child_span.of(texts[change.child]))}”",
    ]


def _lineage(result: Result, story: Story, names: Mapping[str, str]) -> list[str]:
    found = []
    for one in result.lineage:
        if one.child in story.articles:
            parent = names.get(one.parent) if one.parent_kind == "article" else None
            outside = "" if parent else f" ({OUTSIDE_WORDS[one.parent_kind]})"
            sure = f"{certainty(one)} " if certainty(one) else ""
            found.append(f"- {names[one.child]} {sure}{one.how} {parent or escaped(one.parent)}{outside}")
    return found


def _left_out(result: Result, story: Story, names: Mapping[str, str]) -> list[str]:
    texts = {article.id: article.text for article in result.articles}
    found = []
    for row in omission_rows(result, story.id, story.articles):
        for one in row.omission.lost:
            before, behind = lost_words(one)
            words = escaped(one.place.span.of(texts[one.place.article]))
            claim = escaped(row.claim.label)
            found.append(f"- {names[one.article]} {before} {claim} {behind} “{words}”")
    return ["## Left out", "", *found, ""] if found else []


def _timeline(result: Result, story: Story, names: Mapping[str, str]) -> list[str]:
    dated, _ = moments(result, story.id)
    texts = {article.id: article.text for article in result.articles}
    found = []
    for one in dated:
        what = (
            "" if one.kind == "printed" else f": {escaped(one.context.span.of(texts[one.context.article]))}"
        )
        who = ", ".join(dict.fromkeys(names[place.article] for place in one.places))
        found.append(f"- {escaped(moment_date(one))}, {one.kind}, {who}{what}")
    return ["## Timeline", "", *found, ""] if found else []
