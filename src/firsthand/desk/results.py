"""A library's stories as one result, like that of a run over files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, select

from firsthand.comparison.summary import summarise
from firsthand.model import Issue, Result, Story
from firsthand.pipeline import Traced, assembled, tell_readable
from firsthand.store import Library
from firsthand.store.articles import in_parts, load_articles
from firsthand.store.columns import shown_id
from firsthand.store.records import from_plain
from firsthand.store.schema import issues
from firsthand.store.stories import StoryRow, list_stories, load_story, load_traces, members


def result_of(library: Library, numbers: Sequence[int] | None = None) -> Result:
    """What the library's stories came to when they were last traced; all, or those of these numbers.

    Ids are those of the library. Articles are in the order of their numbers, earlier versions left out.
    """
    with library.read() as connection:
        rows = _rows(connection, numbers)
        inside = members(connection, [row.n for row in rows])
        known = load_articles(connection, [n for own in inside.values() for n in own])
        found = [known[n] for n in sorted(known)]
        traces = load_traces(connection, [row.n for row in rows])
        noted = _issues(connection, sorted(known), every=numbers is None)
    stories = tuple(_story(row, inside[row.n]) for row in rows if inside[row.n])
    traced = [from_plain(Traced, traces[row.n][1]) for row in rows if row.n in traces]
    _, unmeasured = tell_readable(found)
    result = assembled(tuple(found), stories, traced, unmeasured, noted)
    return replace(result, summaries=summarise(result))


def _rows(connection: Connection, numbers: Sequence[int] | None) -> tuple[StoryRow, ...]:
    if numbers is None:
        return tuple(sorted(list_stories(connection), key=lambda row: row.n))
    found = {row.n: row for row in (load_story(connection, n) for n in numbers)}
    return tuple(found[n] for n in sorted(found))


def _story(row: StoryRow, inside: Sequence[int]) -> Story:
    return Story(
        id=shown_id("story", row.n),
        title=row.title,
        articles=tuple(shown_id("article", n) for n in inside),
        first_published=row.first_published,
    )


def _issues(connection: Connection, numbers: Sequence[int], *, every: bool) -> tuple[Issue, ...]:
    """What went wrong with those articles, and with `every` with inputs that gave none."""
    found: set[Issue] = set()
    wanted = [issues.c.article.in_(part) for part in in_parts(numbers)]
    for where in [*wanted, issues.c.article.is_(None)] if every else wanted:
        for row in connection.execute(select(issues).where(where)):
            found.add(Issue(code=row.code, where=row.place, detail=row.detail))
    return tuple(sorted(found, key=lambda one: (one.where, one.code, one.detail)))
