"""Stories in a library: their numbers, members and traces, and the terms by which articles find them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, text, update

from firsthand.errors import LibraryError
from firsthand.store.articles import in_parts
from firsthand.store.columns import plain, shown_id
from firsthand.store.counting import mint
from firsthand.store.records import pack, unpack
from firsthand.store.schema import articles, claims, stories, terms, traces

# Members of a story as they count: the newest versions of what was not taken out.
_CURRENT = articles.c.later.is_(None) & articles.c.removed.is_(None) & articles.c.purged.is_(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryRow:
    """A story as it is listed. It is due where it came to another state than it was traced in."""

    n: int
    title: str
    first_published: str | None
    added: str
    changed: str
    size: int
    outlets: int
    parent: int | None
    merged_into: int | None
    revision: int
    traced: int

    @property
    def is_due(self) -> bool:
        """Whether what the trace says is out of date."""
        return self.revision != self.traced


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim as it is listed."""

    n: int
    story: int
    kind: str
    label: str
    unit: str | None
    value: float | None
    at_least: int
    at_most: int


def new_stories(connection: Connection, at: str, given: Sequence[tuple[str, int | None]]) -> tuple[int, ...]:
    """The numbers of new stories, given by title and parent, which have no article yet."""
    if not given:
        return ()
    first = mint(connection, "story", len(given))
    blank = {"added": at, "changed": at, "size": 0, "outlets": 0, "revision": 0, "traced": 0}
    rows = [
        {"n": n, "title": plain(title), "parent": parent, **blank}
        for n, (title, parent) in enumerate(given, first)
    ]
    connection.execute(stories.insert(), rows)
    return tuple(range(first, first + len(given)))


def load_story(connection: Connection, number: int) -> StoryRow:
    """The story of that number, or the one that it was merged into.

    Errors:
        LibraryError: there is none.
    """
    seen = set()
    while True:
        row = connection.execute(select(stories).where(stories.c.n == number)).first()
        if row is None:
            raise LibraryError(f"{shown_id('story', number)}: no such story in the library")
        if row.merged_into is None or number in seen:
            return StoryRow(**row._mapping)  # noqa: SLF001
        seen.add(number)
        number = row.merged_into


def list_stories(
    connection: Connection, *, due: bool = False, since: str | None = None, limit: int | None = None
) -> tuple[StoryRow, ...]:
    """The stories that are not merged into others, those that changed last first."""
    wanted = select(stories).where(stories.c.merged_into.is_(None))
    if due:
        wanted = wanted.where(stories.c.revision != stories.c.traced)
    if since is not None:
        wanted = wanted.where(stories.c.changed >= since)
    wanted = wanted.order_by(stories.c.changed.desc(), stories.c.n)
    rows = connection.execute(wanted.limit(limit) if limit is not None else wanted)
    return tuple(StoryRow(**row._mapping) for row in rows)  # noqa: SLF001


def members(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, ...]]:
    """The articles of each story that count, by number."""
    found: dict[int, list[int]] = {number: [] for number in numbers}
    for part in in_parts(sorted(set(numbers))):
        where = articles.c.story.in_(part) & _CURRENT
        for row in connection.execute(select(articles.c.story, articles.c.n).where(where)):
            found[row.story].append(row.n)
    return {number: tuple(sorted(inside)) for number, inside in found.items()}


def move_articles(connection: Connection, home: Mapping[int, int]) -> None:
    """Put each article into the story that is given for it."""
    if home:
        connection.execute(_MOVE, [{"moved": n, "home": story} for n, story in home.items()])


_MOVE = update(articles).where(articles.c.n == bindparam("moved")).values(story=bindparam("home"))


def merge_story(connection: Connection, at: str, story: int, into: int) -> None:
    """Move all of a story into another, to which it leads from now on."""
    connection.execute(update(articles).where(articles.c.story == story).values(story=into))
    connection.execute(
        update(stories).where(stories.c.n == story).values(merged_into=into, changed=at, size=0, outlets=0)
    )
    connection.execute(update(stories).where(stories.c.n == story).values(traced=stories.c.revision))
    connection.execute(delete(claims).where(claims.c.story == story))
    connection.execute(delete(traces).where(traces.c.story == story))


def name_story(connection: Connection, story: int, title: str) -> None:
    """Call a story by another headline."""
    connection.execute(update(stories).where(stories.c.n == story).values(title=plain(title)))


def touch_story(connection: Connection, at: str, story: int) -> None:
    """Note that a story has other articles than before: it is due to be traced."""
    touch_stories(connection, at, [story])


def touch_stories(connection: Connection, at: str, numbers: Sequence[int]) -> None:
    """The same of several stories at once."""
    count, outlets = func.count(), func.count(articles.c.outlet.distinct())
    counted = select(articles.c.story, count, outlets, func.min(articles.c.published))
    rows = {n: {"touched": n, "own": 0, "by": 0, "first": None} for n in numbers}
    for part in in_parts(sorted(rows)):
        asked = counted.where(articles.c.story.in_(part) & _CURRENT).group_by(articles.c.story)
        for story, *found in connection.execute(asked):
            rows[story].update(zip(("own", "by", "first"), found, strict=True))
    if rows:
        connection.execute(_TOUCH.values(changed=at), list(rows.values()))


_TOUCH = (
    update(stories)
    .where(stories.c.n == bindparam("touched"))
    .values(
        size=bindparam("own"),
        outlets=bindparam("by"),
        first_published=bindparam("first"),
        revision=stories.c.revision + 1,
    )
)


def load_traces(connection: Connection, numbers: Sequence[int]) -> dict[int, tuple[int, Any]]:
    """The trace of each story that has one: who made it, and the record as JSON values."""
    found: dict[int, tuple[int, Any]] = {}
    for part in in_parts(sorted(set(numbers))):
        for row in connection.execute(select(traces).where(traces.c.story.in_(part))):
            found[row.story] = (row.maker, unpack(row.record))
    return found


def save_trace(
    connection: Connection, at: str, story: StoryRow, maker: int, record: Mapping[str, Any]
) -> None:
    """Keep what a story came to at the revision that `story` has, in place of what was kept before."""
    connection.execute(delete(traces).where(traces.c.story == story.n))
    connection.execute(traces.insert().values(story=story.n, maker=maker, at=at, record=pack(record)))
    connection.execute(update(stories).where(stories.c.n == story.n).values(traced=story.revision))


def save_claims(connection: Connection, story: int, rows: Sequence[ClaimRow]) -> None:
    """List these claims under a story, in place of those before."""
    connection.execute(delete(claims).where(claims.c.story == story))
    if rows:
        names = ClaimRow.__dataclass_fields__
        made = [{name: getattr(row, name) for name in names} for row in rows]
        connection.execute(claims.insert(), [{**row, "label": plain(row["label"])} for row in made])


def list_claims(connection: Connection, story: int | None = None, limit: int = 1000) -> tuple[ClaimRow, ...]:
    """The claims of a story, or of all."""
    wanted = select(claims).order_by(claims.c.story, claims.c.n).limit(limit)
    if story is not None:
        wanted = wanted.where(claims.c.story == story)
    return tuple(ClaimRow(**row._mapping) for row in connection.execute(wanted))  # noqa: SLF001


def save_terms(connection: Connection, given: Mapping[int, Sequence[int]]) -> None:
    """Note the terms by which articles are found."""
    rows = [{"term": term, "article": n} for n, own in given.items() for term in sorted(set(own))]
    for part in in_parts(rows):
        connection.execute(insert(terms), list(part))


def forget_terms(connection: Connection, article: int) -> None:
    """Let an article no longer be found.

    Cost: all terms are looked through, some tenths of a second for 100,000 articles; an index for
    something so rare would double the room that they take.
    """
    connection.execute(delete(terms).where(terms.c.article == article))


def having_terms(connection: Connection, wanted: Sequence[int], limit: int) -> dict[int, tuple[int, ...]]:
    """For each term the newest articles that have it, at most so many.

    Cost: that of those, however many have it.
    """
    asked = sorted(set(wanted))
    found: dict[int, tuple[int, ...]] = dict.fromkeys(asked, ())
    for part in in_parts(asked):
        rows = connection.execute(
            _HAVING[connection.dialect.name], {"wanted": json.dumps(list(part)), "most": limit}
        )
        found.update((row.term, tuple(map(int, row.listed.split(",")))) for row in rows if row.listed)
    return {term: tuple(sorted(own, reverse=True)) for term, own in found.items()}


# One question for all terms: a question a term costs more than what it finds.
_HAVING = {
    "sqlite": text(
        "SELECT wanted.value AS term, (SELECT group_concat(article) FROM (SELECT article FROM terms "
        "WHERE term = wanted.value ORDER BY article DESC LIMIT :most)) AS listed "
        "FROM json_each(:wanted) AS wanted"
    ),
    "postgresql": text(
        "SELECT wanted.term, (SELECT string_agg(article::text, ',') FROM (SELECT article FROM terms "
        "WHERE terms.term = wanted.term ORDER BY article DESC LIMIT :most) AS newest) AS listed "
        "FROM (SELECT value::bigint AS term FROM json_array_elements_text(CAST(:wanted AS json))) AS wanted"
    ),
}
