"""Tracing the stories that changed. Claims and origins that were there before keep their ids."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, or_, select, update

from firsthand.desk.making import known_present_maker, present_maker
from firsthand.desk.matching import match_claims, match_origins, what_is_new
from firsthand.desk.reading_pool import PackedReading, read_once
from firsthand.errors import LibraryError
from firsthand.model import Article, Claim, ReadText, Story
from firsthand.pipeline import Traced, renamed, tell_readable, titled, trace_story
from firsthand.store import Library
from firsthand.store.articles import load_articles, load_readings, save_readings, unpack_reading
from firsthand.store.columns import number_of, shown_id
from firsthand.store.counting import mint
from firsthand.store.log import Event, write_events
from firsthand.store.records import from_plain, to_plain
from firsthand.store.schema import articles, stories, traces
from firsthand.store.stories import (
    ClaimRow,
    StoryRow,
    load_story,
    load_traces,
    members,
    name_story,
    save_claims,
    save_trace,
)

# A story that others keep changing while it is traced is left due after so many tries; they trace it.
TRIES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A story with all that its trace is made from."""

    row: StoryRow
    articles: tuple[Article, ...]
    texts: Mapping[str, ReadText]
    before: Traced | None


def trace_due(
    library: Library,
    numbers: Sequence[int] | None = None,
    *,
    outdated: bool = False,
    nlp: str | None = None,
    told: Callable[[int], None] | None = None,
) -> tuple[int, ...]:
    """The stories that were traced: those that are due, among `numbers` if these are given.

    Each is kept as soon as it is done. A story is due where articles came or went; with `outdated` also where
    another version of the program traced it.
    """
    done: list[int] = []
    for number in _due(library, numbers, outdated=outdated):
        for _ in range(TRIES):
            if _trace_one(library, number, nlp):
                done.append(number)
                if told is not None:
                    told(number)
                break
    return tuple(done)


def _due(library: Library, numbers: Sequence[int] | None, *, outdated: bool) -> tuple[int, ...]:
    due = stories.c.revision != stories.c.traced
    with library.read() as connection:
        asked = select(stories.c.n).where(stories.c.merged_into.is_(None)).order_by(stories.c.n)
        if outdated:
            maker = known_present_maker(connection) or 0
            asked = asked.join(traces, traces.c.story == stories.c.n, isouter=True)
            due = or_(due, traces.c.story.is_(None), traces.c.maker != maker)
        found = tuple(connection.execute(asked.where(due)).scalars())
    return found if numbers is None else tuple(n for n in found if n in set(numbers))


def _trace_one(library: Library, number: int, nlp: str | None) -> bool:
    """Trace one story; False where it changed in the meantime."""
    material, fresh = material_of(library, number, nlp)
    if material is None:
        return True
    story = Story(
        id=shown_id("story", material.row.n),
        title=material.row.title,
        articles=tuple(one.id for one in material.articles),
    )
    readable, _ = tell_readable(material.articles)
    traced = trace_story(story, readable, material.texts)
    with library.write() as connection:
        at = library.clock()
        maker = present_maker(connection)
        save_readings(connection, maker, {n: (one.content, one.packed) for n, one in fresh.items()})
        present = load_story(connection, number)
        if present.revision != material.row.revision:
            return False
        if present.traced != material.row.traced:
            return True  # somebody else was quicker, and has given the new claims their numbers
        named = titled(story, traced, material.articles)
        name_story(connection, material.row.n, named.title)
        _keep(connection, at, material, traced, maker)
    return True


def material_of(
    library: Library, number: int, nlp: str | None
) -> tuple[Material | None, dict[int, PackedReading]]:
    """All that a story is traced from, and the readings that had to be made anew."""
    with library.read() as connection:
        try:
            row = load_story(connection, number)
        except LibraryError:
            return None, {}
        inside = load_articles(connection, members(connection, [row.n])[row.n])
        texts = load_readings(
            connection, {n: one.text for n, one in inside.items()}, known_present_maker(connection)
        )
        before = load_traces(connection, [row.n]).get(row.n)
    readable, _ = tell_readable(list(inside.values()))
    stale = [one for one in readable if number_of("article", one.id) not in texts]
    fresh: dict[int, PackedReading] = {}
    if stale:
        packed = read_once(library, stale, nlp=nlp)
        fresh = {number_of("article", one.id): packed[one.sha256] for one in stale}
        texts.update(_unpacked(fresh, inside))
    material = Material(
        row=row,
        articles=tuple(sorted(inside.values(), key=lambda one: (one.sha256, one.id))),
        texts={shown_id("article", n): text for n, text in texts.items()},
        before=from_plain(Traced, before[1]) if before else None,
    )
    return material, fresh


def _unpacked(fresh: Mapping[int, PackedReading], inside: Mapping[int, Article]) -> dict[int, ReadText]:
    return {n: unpack_reading(one.packed, inside[n].id, inside[n].text) for n, one in fresh.items()}


def _keep(connection: Connection, at: str, material: Material, traced: Traced, maker: int) -> None:
    """Keep what a story came to, and log what is new in it."""
    before = material.before or Traced(claims=(), origins=(), lineage=(), changes=())
    claims = match_claims(before.claims, traced.claims)
    origins = match_origins(before.origins, traced.origins)
    for kind, known, found in (
        ("claim", claims, [one.id for one in traced.claims]),
        ("origin", origins, [one.id for one in traced.origins]),
    ):
        new = [one for one in found if one not in known]
        if new:
            first = mint(connection, kind, len(new))
            known.update({one: shown_id(kind, first + n) for n, one in enumerate(new)})
    traced = renamed(traced, origins, claims)
    story = material.row
    save_trace(connection, at, story, maker, to_plain(traced))
    save_claims(connection, story.n, [_claim_row(story.n, claim) for claim in traced.claims])
    _save_copies(connection, material.articles, traced)
    events = [Event(kind="story-traced", story=story.n, detail={"revision": story.revision})]
    events += what_is_new(story.n, material.before, traced)
    write_events(connection, at, events)


def _claim_row(story: int, claim: Claim) -> ClaimRow:
    values = [one.quantity.value for one in claim.readings if one.quantity is not None]
    return ClaimRow(
        n=number_of("claim", claim.id),
        story=story,
        kind=claim.kind,
        label=claim.label,
        unit=claim.unit,
        value=values[0] if values else None,
        at_least=claim.independent_at_least,
        at_most=claim.independent_at_most,
    )


def _save_copies(connection: Connection, inside: Sequence[Article], traced: Traced) -> None:
    """Note which articles are near-copies of one: a layer of its own below the story."""
    first = {one.id: one.id for one in inside}

    def root(article: str) -> str:
        while first[article] != article:
            article = first[article]
        return article

    for edge in traced.lineage:
        if edge.how == "copies" and edge.parent_kind == "article" and edge.parent in first:
            one, other = sorted((root(edge.child), root(edge.parent)), key=lambda a: number_of("article", a))
            first[other] = one
    found = {number_of("article", one): number_of("article", root(one)) for one in first}
    sizes = list(found.values())
    for n, copies in sorted(found.items()):
        group = copies if sizes.count(copies) > 1 else None
        connection.execute(update(articles).where(articles.c.n == n).values(copies=group))
