"""What a library holds, as plain rows for whoever shows it: lists, search results, single articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from firsthand.desk.versions import Edit, edit_of
from firsthand.errors import LibraryError
from firsthand.model import Article, Claim, Issue, Story
from firsthand.pipeline import Traced
from firsthand.store import Library
from firsthand.store.articles import Kept, kept, kept_many, load_articles, paths_of, place_in_tree
from firsthand.store.columns import number_of, plain, shown_id
from firsthand.store.figures import find_figure
from firsthand.store.judgements import Judgement, read_judgements
from firsthand.store.log import Event, read_events
from firsthand.store.records import from_plain
from firsthand.store.schema import articles, claims, inputs, issues
from firsthand.store.search import find_articles, wanted_figures
from firsthand.store.stories import list_claims, list_stories, load_story, load_traces

# A snippet shows so many characters on either side of the word that was found.
AROUND = 60
# So many matches are looked through where outlet or date narrow them down.
LOOKED_THROUGH = 5000

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which articles or stories are wanted; dates are ISO 8601, compared as far as they go."""

    outlet: str | None = None
    since: str | None = None
    until: str | None = None
    story: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """An article with all that the library knows of it; `article` is None where it was purged.

    Of a purged article `parents` and `children` are what it was made from and what was made from it.
    """

    kept: Kept
    article: Article | None
    paths: tuple[str, ...]
    versions: tuple[Kept, ...]
    edit: Edit | None
    issues: tuple[Issue, ...]
    parents: tuple[str, ...] = ()
    children: tuple[str, ...] = ()


def story_rows(library: Library, wanted: Filter) -> tuple[Row, ...]:
    """The stories, those that changed last first."""
    with library.read() as connection:
        rows = list_stories(connection, since=wanted.since, limit=wanted.limit)
    return tuple(
        {
            "id": shown_id("story", row.n),
            "title": row.title,
            "articles": row.size,
            "outlets": row.outlets,
            "first_published": row.first_published,
            "changed": row.changed,
            "parent": shown_id("story", row.parent) if row.parent else None,
            "due": row.is_due,
        }
        for row in rows
    )


def article_rows(library: Library, wanted: Filter) -> tuple[Row, ...]:
    """The articles, those that were added last first."""
    asked = select(articles.c.n).where(*_conditions(wanted), articles.c.removed.is_(None))
    asked = asked.where(articles.c.purged.is_(None)).order_by(articles.c.n.desc()).limit(wanted.limit)
    with library.read() as connection:
        numbers = list(connection.execute(asked).scalars())
        found = {row.n: row for row in kept_many(connection, articles.c.n.in_(numbers))}
    return tuple(article_row(found[n]) for n in numbers)


def article_row(row: Kept) -> Row:
    """What is known of an article, as a row."""
    return {
        "id": shown_id("article", row.n),
        "story": shown_id("story", row.story) if row.story else None,
        "title": row.title,
        "outlet": row.outlet,
        "published": row.published,
        "added": row.added,
        "version": row.version,
        "state": state(row),
        "copies": shown_id("article", row.copies) if row.copies else None,
        "sha256": row.sha256,
    }


def state(row: Kept) -> str:
    """The state of an article in one word."""
    if row.purged:
        return "purged"
    if row.removed:
        return "removed"
    if row.later:
        return "replaced"
    return "deleted by its outlet" if row.gone else "current"


def claim_rows(library: Library, wanted: Filter) -> tuple[Row, ...]:
    """The claims of a story, or of all."""
    with library.read() as connection:
        story = load_story(connection, wanted.story).n if wanted.story else None
        rows = list_claims(connection, story, wanted.limit)
    return tuple(
        {
            "id": shown_id("claim", row.n),
            "story": shown_id("story", row.story),
            "kind": row.kind,
            "label": row.label,
            "unit": row.unit,
            "independent_at_least": row.at_least,
            "independent_at_most": row.at_most,
        }
        for row in rows
    )


def event_rows(library: Library, after: int, wanted: Filter) -> tuple[Row, ...]:
    """What happened after a cursor."""
    with library.read() as connection:
        found = read_events(connection, after, story=wanted.story, limit=wanted.limit)
    return tuple(event_row(event) for event in found)


def event_row(event: Event) -> Row:
    """An event as a row."""
    return {
        "cursor": event.cursor,
        "at": event.at,
        "kind": event.kind,
        "story": shown_id("story", event.story) if event.story else None,
        "article": shown_id("article", event.article) if event.article else None,
        "claim": shown_id("claim", event.claim) if event.claim else None,
        "detail": event.detail,
    }


def judgement_rows(library: Library) -> tuple[Judgement, ...]:
    """What people decided, in order."""
    with library.read() as connection:
        return read_judgements(connection)


def issue_rows(library: Library, wanted: Filter) -> tuple[Row, ...]:
    """What went wrong with inputs, the latest first."""
    asked = select(issues).order_by(issues.c.n.desc()).limit(wanted.limit)
    with library.read() as connection:
        rows = connection.execute(asked).all()
    return tuple(
        {
            "at": row.at,
            "article": shown_id("article", row.article) if row.article else None,
            "code": row.code,
            "path": row.place,
            "detail": row.detail,
        }
        for row in rows
    )


def search_rows(library: Library, query: str, wanted: Filter) -> tuple[Row, ...]:
    """The articles that match a query, best first, each with the words around the first match.

    Errors:
        UsageError: the query has no word to look for.
    """
    narrowed = list(_conditions(wanted))
    with library.read() as connection:
        figures = wanted_figures(query)
        limit = LOOKED_THROUGH if narrowed or figures else wanted.limit
        numbers = find_articles(connection, query, limit)
        if narrowed:
            inside = set(connection.execute(select(articles.c.n).where(*narrowed)).scalars())
            numbers = tuple(n for n in numbers if n in inside)
        if figures:
            numbers = _with_figures(connection, numbers, figures, wanted.limit)
        numbers = numbers[: wanted.limit]
        known = {row.n: row for row in kept_many(connection, articles.c.n.in_(numbers))}
        texts = load_articles(connection, numbers)
    return tuple(
        {**article_row(known[n]), "snippet": snippet(texts[n], query)} for n in numbers if n in texts
    )


def _with_figures(
    connection: Connection, numbers: Sequence[int], figures: Sequence[float], limit: int
) -> tuple[int, ...]:
    """Those of the articles, as many as are wanted, in which each figure stands by itself."""
    found: list[int] = []
    for start in range(0, len(numbers), limit):
        part = numbers[start : start + limit]
        texts = load_articles(connection, part)
        found += [n for n in part if n in texts and all(find_figure(one, texts[n].text) for one in figures)]
        if len(found) >= limit:
            break
    return tuple(found)


def snippet(article: Article, query: str) -> str:
    """The words around the first word of the query in an article, or around the first figure."""
    text = article.text
    for value in wanted_figures(query):
        if place := find_figure(value, text):
            return _around(text, place.start())
    lowered = text.lower()
    places = [lowered.find(word.strip('"-').lower()) for word in query.split() if not word.startswith("-")]
    return _around(text, min((place for place in places if place >= 0), default=0))


def _around(text: str, found: int) -> str:
    start, end = max(0, found - AROUND), min(len(text), found + AROUND)
    words = " ".join(text[start:end].split())
    return f"{'…' if start else ''}{words}{'…' if end < len(text) else ''}"


def show_article(library: Library, number: int) -> Shown:
    """An article with its versions.

    Errors:
        LibraryError: there is none of that number.
    """
    with library.read() as connection:
        row = kept(connection, number)
        if row is None:
            raise LibraryError(f"{shown_id('article', number)}: no such article in {library.name}")
        article = load_articles(connection, [number]).get(number)
        parents, children = place_in_tree(connection, row)
        asked = select(inputs.c.sha256).where(inputs.c.article == number)
        digests = list(connection.execute(asked).scalars())
        found = paths_of(connection, digests)
        versions = _versions(connection, row)
        noted = connection.execute(
            select(issues).where(issues.c.article == number).order_by(issues.c.n)
        ).all()
    return Shown(
        kept=row,
        article=article,
        paths=found,
        versions=versions,
        edit=edit_of(library, number) if row.earlier and not row.purged else None,
        issues=tuple(Issue(code=one.code, where=one.place, detail=one.detail) for one in noted),
        parents=parents,
        children=children,
    )


def show_claim(library: Library, number: int) -> tuple[Story, Claim]:
    """A claim with its readings, and the story that it is of.

    Errors:
        LibraryError: there is none of that number, or not any more.
    """
    name = shown_id("claim", number)
    with library.read() as connection:
        story = connection.execute(select(claims.c.story).where(claims.c.n == number)).scalar()
        if story is None:
            raise LibraryError(f"{name}: no such claim in {library.name}; it may have been dropped")
        row = load_story(connection, story)
        traced = from_plain(Traced, load_traces(connection, [story])[story][1])
    claim = next(one for one in traced.claims if one.id == name)
    names = sorted({one.article for one in claim.readings}, key=lambda one: number_of("article", one))
    return Story(id=shown_id("story", row.n), title=row.title, articles=tuple(names)), claim


def article_texts(library: Library, ids: Iterable[str]) -> dict[str, Article]:
    """The articles of those ids that have not been purged."""
    with library.read() as connection:
        found = load_articles(connection, [number_of("article", one) for one in ids])
    return {one.id: one for one in found.values()}


def _versions(connection: Connection, row: Kept) -> tuple[Kept, ...]:
    """All versions of an article, the oldest first."""
    found = [row]
    while found[0].earlier is not None and (before := kept(connection, found[0].earlier)):
        found.insert(0, before)
    while found[-1].later is not None and (after := kept(connection, found[-1].later)):
        found.append(after)
    return tuple(found)


def _conditions(wanted: Filter) -> Sequence[Any]:
    found: list[Any] = []
    if wanted.outlet is not None:
        found.append(articles.c.outlet == plain(wanted.outlet))
    if wanted.since is not None:
        found.append(articles.c.published >= wanted.since)
    if wanted.until is not None:
        # "2031-03" includes all of that month: "~" sorts after whatever may follow in a date.
        found.append(articles.c.published <= f"{wanted.until}~")
    if wanted.story is not None:
        found.append(articles.c.story == wanted.story)
    return found
