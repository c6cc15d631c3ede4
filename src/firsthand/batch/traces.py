"""What is read in each article, and what each story comes to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from firsthand.batch import columns, ids, rows
from firsthand.engine.steps import Table
from firsthand.model import Article, Issue, ReadText, Story
from firsthand.pipeline import Traced, tell_readable, titled, trace_story
from firsthand.reading import read_article
from firsthand.store.records import from_plain, to_plain

Row = dict[str, Any]


def read_rows(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """Articles with what was read in them; nothing where they are in a language that is not read."""
    found: list[Row] = []
    for row in table.select(["id", "sha256", "record"]).to_pylist():
        if row["record"] is None:
            continue
        article = from_plain(Article, json.loads(row["record"]))
        read = None
        if tell_readable([article])[0]:
            # The text is in the record already.
            read = columns.to_json(to_plain(replace(read_article(article, nlp=options.get("nlp")), text="")))
        found.append({**row, "read": read})
    yield columns.to_table(found, columns.readings_schema())


def failed_reading(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """An article without readings, and the issue that says why."""
    found: list[Row] = []
    for row in table.select(["id", "sha256", "record"]).to_pylist():
        if row["record"] is None:
            continue
        where = json.loads(row["record"])["paths"][0]
        issue = columns.issue_json(Issue(code=code, where=where, detail=f"{detail}; without readings"))
        found.append({**row, "read": None, "issue": issue})
    return columns.to_table(found, columns.readings_schema())


def trace_stories(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The rows of all tables for some stories, whose articles are sorted by story and number."""
    stories: dict[int, list[Row]] = {}
    for row in table.to_pylist():
        if row["record"] is not None:
            stories.setdefault(row["story"], []).append(row)
    found: list[Row] = []
    for number, members in stories.items():
        found += _story_rows(number, members, options)
    yield columns.to_table(found, columns.records_schema())


def failed_stories(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """A story that was not traced: its articles, and the issue that says why."""
    members = [row for row in table.to_pylist() if row["record"] is not None]
    story = Issue(
        code=code, where=f"story {ids.story_id(members[0]['sha256'])}", detail=f"{detail}; it is not traced"
    )
    found = _story_rows(members[0]["story"], members, {**options, "trace": False})
    found.append({"shard": found[0]["shard"], "issue": columns.issue_json(story)})
    return columns.to_table(found, columns.records_schema())


def _story_rows(number: int, members: Sequence[Row], options: Mapping[str, Any]) -> list[Row]:
    """The rows of all tables for one story."""
    articles = [from_plain(Article, json.loads(row["record"])) for row in members]
    story = Story(
        id=ids.story_id(members[0]["sha256"]),
        title=next((one.title for one in articles if one.title), "") or "",
        articles=tuple(one.id for one in articles),
        first_published=min((one.published for one in articles if one.published), default=None),
    )
    traced = None
    if options.get("trace", True):
        texts = {
            one.id: replace(from_plain(ReadText, json.loads(row["read"])), text=one.text)
            for one, row in zip(articles, members, strict=True)
            if row["read"] is not None
        }
        traced = trace_story(story, [one for one in articles if one.id in texts], texts)
        story = titled(story, traced, articles)
    # A story's shard is told by the upper bits of its number: the files hold the stories in order.
    shard = number >> (63 - int(options["bits"]))
    reads = [row.get("read") for row in members]
    return [
        {"shard": shard, "table": name, "story": number, "place": place, "row": columns.to_json(row)}
        for name, told in _tables(story, articles, reads, traced).items()
        for place, row in enumerate(told)
    ]


def _tables(
    story: Story, articles: Sequence[Article], reads: Sequence[str | None], traced: Traced | None
) -> dict[str, list[Row]]:
    found = {
        "articles": [rows.article_row(story, *one) for one in zip(articles, reads, strict=True)],
        "stories": [rows.story_row(story, articles, traced)],
    }
    if traced is not None:
        known = {article.id: article for article in articles}
        found |= {
            "claims": rows.claim_rows(traced.claims),
            "readings": rows.reading_rows(traced.claims, known),
            "origins": rows.origin_rows(story, traced.origins),
            "edges": rows.edge_rows(story, traced.lineage),
            "changes": rows.change_rows(story, traced.changes, known),
        }
    return found
