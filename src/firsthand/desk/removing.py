"""Taking articles out: out of sight, or their words out of the library for good."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, or_, update

from firsthand.desk.making import present_maker
from firsthand.errors import LibraryError
from firsthand.pipeline import Traced
from firsthand.store import Library
from firsthand.store.address import is_file
from firsthand.store.articles import Kept, kept, load_articles
from firsthand.store.columns import shown_id
from firsthand.store.log import Event, EventKind, write_events
from firsthand.store.records import from_plain, pack
from firsthand.store.schema import articles, claims, edits, inputs, issues, paths, readings, stories, traces
from firsthand.store.search import forget_article, squeeze_index
from firsthand.store.stories import forget_terms, load_traces, members, name_story, touch_story


def remove(library: Library, numbers: Sequence[int], *, purge: bool = False) -> tuple[int, ...]:
    """The stories that changed, which are due to be traced, by taking articles out.

    A removed article is in no story, list or search any more, and can be added again. A purged one loses its
    words for good, as do its other versions: its digest stays, so that it is not added again, and its
    place in the family tree. Cost of a purge: the search index is written anew.

    Errors:
        LibraryError: there is no such article; nothing is taken out then.
    """
    changed: set[int] = set()
    with library.write() as connection:
        at = library.clock()
        for row in (
            _with_versions(connection, numbers, library) if purge else _rows(connection, numbers, library)
        ):
            if row.purged:
                continue  # nothing is left of it to take out
            if row.story is not None:
                changed.add(row.story)
            _hide(connection, row)
            if purge:
                _purge(connection, at, row)
            else:
                connection.execute(update(articles).where(articles.c.n == row.n).values(removed=at))
            kind: EventKind = "article-purged" if purge else "article-removed"
            write_events(connection, at, [Event(kind=kind, story=row.story, article=row.n)])
        for story in sorted(changed):
            touch_story(connection, at, story)
            if purge:
                _retitle(connection, story)
                # The old trace quotes the article; the new one is made without it.
                connection.execute(delete(traces).where(traces.c.story == story))
                connection.execute(delete(claims).where(claims.c.story == story))
        if purge:
            squeeze_index(connection)
    if purge:
        _wipe(library)
    return tuple(sorted(changed))


def _rows(connection: Connection, numbers: Sequence[int], library: Library) -> list[Kept]:
    found = []
    for n in sorted(set(numbers)):
        row = kept(connection, n)
        if row is None:
            raise LibraryError(
                f"{shown_id('article', n)}: no such article in {library.name}; nothing was removed"
            )
        found.append(row)
    return found


def _with_versions(connection: Connection, numbers: Sequence[int], library: Library) -> list[Kept]:
    """The articles and all their versions, which hold much the same words."""
    waiting, found = _rows(connection, numbers, library), {}
    while waiting:
        row = waiting.pop()
        if row.n not in found:
            found[row.n] = row
            others = [n for n in (row.earlier, row.later) if n is not None]
            waiting += _rows(connection, others, library)
    return [found[n] for n in sorted(found)]


def _hide(connection: Connection, row: Kept) -> None:
    """Let an article no longer be found."""
    if row.removed:
        return
    article = load_articles(connection, [row.n])[row.n]
    forget_article(connection, row.n, article.title or "", article.text)
    forget_terms(connection, row.n)


def _purge(connection: Connection, at: str, row: Kept) -> None:
    """Take out an article's words, and all that was made of them."""
    place = {"place": _place_in_tree(connection, row)}
    connection.execute(delete(readings).where(readings.c.article == row.n))
    connection.execute(delete(edits).where(or_(edits.c.article == row.n, edits.c.earlier == row.n)))
    connection.execute(delete(issues).where(issues.c.article == row.n))
    digests = connection.execute(inputs.select().where(inputs.c.article == row.n)).scalars().all()
    connection.execute(delete(paths).where(paths.c.sha256.in_(digests)))
    connection.execute(
        update(inputs).where(inputs.c.article == row.n).values(data=None, document=None, size=0)
    )
    if row.title:
        connection.execute(update(stories).where(stories.c.title == row.title).values(title=""))
    blank = dict.fromkeys(("place", "outlet", "title", "published", "language", "text"))
    connection.execute(
        update(articles)
        .where(articles.c.n == row.n)
        .values(**blank, purged=at, maker=present_maker(connection), record=pack(place))
    )


def _retitle(connection: Connection, story: int) -> None:
    """Call a story by what remains: its name may have been the words of the article that went."""
    inside = members(connection, [story])[story]
    titles = (row.title for n in inside if (row := kept(connection, n)) and row.title)
    name_story(connection, story, next(titles, ""))


def _place_in_tree(connection: Connection, row: Kept) -> dict[str, list[str]]:
    """From which articles of the library it was made, and which were made from it, by the last trace."""
    name = shown_id("article", row.n)
    traced = load_traces(connection, [row.story]).get(row.story) if row.story is not None else None
    edges = from_plain(Traced, traced[1]).lineage if traced else ()
    inside = [edge for edge in edges if edge.parent_kind == "article"]
    return {
        "parents": sorted({edge.parent for edge in inside if edge.child == name}),
        "children": sorted({edge.child for edge in inside if edge.parent == name}),
    }


def _wipe(library: Library) -> None:
    """Leave nothing of what was deleted in the files of the database."""
    # In a file, deleted rows are overwritten as they go, but the log beside it still has their old pages.
    library.run_outside("PRAGMA wal_checkpoint(TRUNCATE)" if is_file(library.url) else "VACUUM")
