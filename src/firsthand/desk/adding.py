"""Adding articles: each is read once, put into a story, and only the stories that changed are traced."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sqlalchemy import Connection, update

from firsthand.cleaning import clean
from firsthand.desk.assigning import assign
from firsthand.desk.making import present_maker
from firsthand.desk.marking import marking_terms
from firsthand.desk.reading_pool import PackedReading, read_once
from firsthand.desk.tracing import trace_due
from firsthand.desk.versions import Successor, find_successor, save_version
from firsthand.ingest import ReadOptions, read_inputs
from firsthand.model import Article, Issue, RawDocument
from firsthand.store import Library
from firsthand.store.articles import (
    Given,
    insert_articles,
    kept_many,
    known_inputs,
    load_articles,
    save_issues,
    save_paths,
    save_readings,
)
from firsthand.store.columns import shown_id
from firsthand.store.schema import articles
from firsthand.store.search import index_articles

# So many articles are kept in one step: what a killed run has to read again at most.
BATCH = 200
Status = Literal["new", "version", "known", "same text", "back", "purged"]


@dataclass(frozen=True, slots=True, kw_only=True)
class AddOptions:
    """How articles are added.

    `reading` says how inputs are read. `trace` says
    whether the stories that changed are traced at the end; else they stay due. `told` is called with what
    was added after each step that is safely kept.
    """

    reading: ReadOptions | None = None
    trace: bool = True
    nlp: str | None = None
    processes: int | None = None
    told: Callable[[Sequence[Added]], None] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What became of one input; `article` is its number in the library."""

    article: int
    status: Status
    paths: tuple[str, ...]


def add(
    library: Library, paths: Iterable[str | Path], *, options: AddOptions | None = None
) -> tuple[tuple[Added, ...], tuple[Issue, ...]]:
    """What became of each article at those paths, by the digest of its bytes, and what could not be read.

    What is in the library already is not read again. When the call is broken off, all steps that were
    told are kept; adding the same again goes on from there.
    """
    options = options or AddOptions()
    documents, issues = read_inputs(list(paths), options=options.reading)
    added: list[Added] = []
    for start in range(0, len(documents), BATCH):
        found = add_documents(library, documents[start : start + BATCH], options=options)
        added += found
        if options.told is not None:
            options.told(found)
    _keep_issues(library, documents, issues)
    if options.trace:
        trace_due(library, nlp=options.nlp)
    return tuple(added), issues


def add_documents(
    library: Library,
    documents: Sequence[RawDocument],
    *,
    options: AddOptions | None = None,
    data: Mapping[str, bytes] | None = None,
) -> tuple[Added, ...]:
    """What became of each document, in order; all of them are kept in one step, or none.

    `data` has the bytes of documents, by digest, where the caller holds them. Nothing is traced.
    """
    options = options or AddOptions()
    with library.read() as connection:
        known = known_inputs(connection, [one.sha256 for one in documents])
    unknown = {one.sha256: one for one in documents if one.sha256 not in known}
    fresh = [_given(one, (data or {}).get(digest)) for digest, one in unknown.items()]
    articles = [one.article for one in fresh]
    packed = read_once(library, articles, nlp=options.nlp, processes=options.processes)
    marks = {one.article.sha256: marking_terms(one.article) for one in fresh}
    with library.write() as connection:
        at = library.clock()
        # Another process may have added some of them in the meantime.
        known = known_inputs(connection, [one.sha256 for one in documents])
        done = {digest: _known(connection, at, n) for digest, n in known.items()}
        save_paths(connection, at, [one for one in documents if one.sha256 in known])
        remaining = [one for one in fresh if one.article.sha256 not in known]
        for turn in _turns(remaining):
            done.update(_keep(connection, at, turn, packed, marks))
    return tuple(
        Added(article=done[one.sha256][0], status=done[one.sha256][1], paths=one.paths) for one in documents
    )


def _turns(given: Sequence[Given]) -> list[list[Given]]:
    """The articles in turns, none of which has two of one place: those are versions, the older first."""
    turns: list[list[Given]] = []
    count: dict[str, int] = {}
    for one in sorted(given, key=lambda one: one.article.modified or one.article.published or ""):
        turn = count.get(one.place, 0) if one.place else 0
        if one.place:
            count[one.place] = turn + 1
        while len(turns) <= turn:
            turns.append([])
        turns[turn].append(one)
    return [sorted(turn, key=lambda one: one.article.sha256) for turn in turns]


def _keep(
    connection: Connection,
    at: str,
    given: Sequence[Given],
    packed: Mapping[str, PackedReading],
    marks: Mapping[str, tuple[int, ...]],
) -> dict[str, tuple[int, Status]]:
    """Keep new articles, with what was read in them, and put them into stories."""
    maker = present_maker(connection)
    done: dict[str, tuple[int, Status]] = {}
    succeeding: dict[str, Successor] = {}
    for one in given:
        found = find_successor(connection, at, one)
        if found is not None and found.same_text:
            done[one.article.sha256] = (found.earlier.n, "same text")
        elif found is not None:
            succeeding[one.article.sha256] = found
    kept = [one for one in given if one.article.sha256 not in done]
    numbers = insert_articles(connection, at, maker, kept)
    by_digest = {one.article.sha256: n for n, one in zip(numbers, kept, strict=True)}
    for digest, n in by_digest.items():
        done[digest] = (n, "version" if digest in succeeding else "new")
    read = {n: packed[digest] for digest, n in by_digest.items() if digest in packed}
    save_readings(connection, maker, {n: (one.content, one.packed) for n, one in read.items()})
    for digest, successor in succeeding.items():
        save_version(connection, at, successor, by_digest[digest])
    held = {n: replace(one.article, id=shown_id("article", n)) for n, one in zip(numbers, kept, strict=True)}
    assign(connection, at, {n: marks[digest] for digest, n in by_digest.items()}, held)
    return done


def _known(connection: Connection, at: str, number: int) -> tuple[int, Status]:
    """What an article is that the library has; one that was removed, but not purged, comes back."""
    (row,) = kept_many(connection, articles.c.n == number)
    if row.purged:
        return number, "purged"
    if not row.removed:
        return number, "known"
    connection.execute(update(articles).where(articles.c.n == number).values(removed=None, story=None))
    article = load_articles(connection, [number])[number]
    index_articles(connection, [(number, article.title or "", article.text)])
    assign(connection, at, {number: marking_terms(article)})
    return number, "back"


def _given(document: RawDocument, data: bytes | None) -> Given:
    """The document as an article, with its bytes where they are at hand."""
    article, issues = clean(document, "")
    if data is None:
        data = _bytes_of(document)
    return Given(
        document=document, article=article, issues=issues, data=data, place=_place(document, article)
    )


def _bytes_of(document: RawDocument) -> bytes | None:
    """The bytes of a document that is a file of its own."""
    for path in document.paths:
        if "://" in path or "#" in path or path == "-":
            continue
        try:
            data = Path(path).read_bytes()
        except (OSError, ValueError):
            continue
        if hashlib.sha256(data).hexdigest() == document.sha256:
            return data
    return None


def _place(document: RawDocument, article: Article) -> str | None:
    """Where later versions of an article will be found: its address, or the file that holds it alone."""
    if article.url:
        return article.url
    files = [path for path in document.paths if not re.search(r"://|#|^-$", path)]
    return f"file:{os.path.abspath(min(files))}" if files else None  # noqa: PTH100 - links stay links


def _keep_issues(library: Library, documents: Sequence[RawDocument], issues: Sequence[Issue]) -> None:
    """Note what went wrong with inputs that gave no article; the others have theirs."""
    inside = {issue for one in documents for issue in one.issues}
    others = [issue for issue in issues if issue not in inside]
    if others:
        with library.write() as connection:
            save_issues(connection, library.clock(), None, others)
