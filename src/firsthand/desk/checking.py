"""Whether a library is whole: digests, spans, references; and how to mend what is not."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass

from sqlalchemy import Connection, Table, delete, func, select, text, update

from firsthand.desk.versions import Edit
from firsthand.model import Article, Change, Derivation, Place, Reading, ReadText, Span
from firsthand.pipeline import Traced
from firsthand.store import Library
from firsthand.store.address import is_file
from firsthand.store.columns import shown_id
from firsthand.store.records import from_plain, unpack, unpack_bytes, unpack_text
from firsthand.store.schema import articles, claims, counters, edits, inputs, log, readings, stories, traces
from firsthand.store.search import empty_index, index_articles, indexed

# So many rows are looked at in one go.
ROWS = 200

AGAIN = "firsthand check --mend reads or traces it again"
LOST = "the original is lost here: import the last export, or remove the article and add it again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a library that is not as it must be; `derived` where it can be made anew."""

    where: str
    what: str
    mend: str
    derived: bool = False


def check(library: Library) -> tuple[Fault, ...]:
    """All that is wrong with a library.

    Cost: everything in it is read.
    """
    found: list[Fault] = []
    with library.read() as connection:
        found += _check_database(connection, library)
        lengths: dict[int, int] = {}
        for n, length, faults in _check_articles(connection):
            found += faults
            if length is not None:
                lengths[n] = length
        found += _check_inputs(connection, set(lengths))
        found += _check_records(connection, readings, ReadText, lengths)
        found += _check_records(connection, edits, Edit, lengths)
        found += _check_records(connection, traces, Traced, lengths)
        found += _check_stories(connection)
        found += _check_counters(connection)
        found += _check_index(connection)
    return tuple(found)


def mend(library: Library) -> tuple[Fault, ...]:
    """What remains wrong after all that can be made anew was thrown away, to be made when it is needed."""
    from firsthand.desk.tracing import trace_due

    faults = check(library)
    if any(fault.derived for fault in faults):
        numbers = {fault.where for fault in faults if fault.derived}
        with library.write() as connection:
            for table in (readings, edits, traces):
                column = table.primary_key.columns[0]
                prefix = f"{table.name} of "
                bad = [int(one.removeprefix(prefix)[1:]) for one in numbers if one.startswith(prefix)]
                connection.execute(delete(table).where(column.in_(bad)))
            _rebuild_index(connection)
            connection.execute(update(stories).values(revision=stories.c.revision + 1))
        trace_due(library, outdated=True)
    return check(library)


def _check_database(connection: Connection, library: Library) -> Iterator[Fault]:
    if not is_file(library.url):
        return
    for said in connection.execute(text("PRAGMA integrity_check")).scalars():
        if said != "ok":
            yield Fault(where="the file", what=str(said), mend="import the last export into a new library")


def _check_articles(connection: Connection) -> Iterator[tuple[int, int | None, list[Fault]]]:
    """For each article its number, the length of its text (None where it has none), and its faults."""
    known = set(connection.execute(select(stories.c.n)).scalars())
    numbers = set(connection.execute(select(articles.c.n)).scalars())
    for row in connection.execution_options(yield_per=ROWS).execute(select(articles).order_by(articles.c.n)):
        name = shown_id("article", row.n)
        faults = [
            Fault(where=name, what=f"names an article that is not there ({other})", mend=LOST)
            for other in (row.earlier, row.later, row.copies)
            if other is not None and other not in numbers
        ]
        if row.story is not None and row.story not in known:
            faults.append(Fault(where=name, what="is in a story that is not there", mend=LOST))
        if row.story is None and row.removed is None and row.purged is None:
            faults.append(Fault(where=name, what="is in no story", mend="remove it and add it again"))
        length = None
        if row.purged is None:
            try:
                words = unpack_text(row.text or b"")
                article = from_plain(Article, {**unpack(row.record), "text": words, "id": name})
                length = len(words)
                if any(span.end > length or span.start < 0 for span in _spans(article)):
                    faults.append(Fault(where=name, what="has spans beyond its text", mend=LOST))
            except (ValueError, UnicodeDecodeError) as error:
                faults.append(Fault(where=name, what=f"cannot be read ({error})", mend=LOST))
        yield row.n, length, faults


def _check_inputs(connection: Connection, whole: set[int]) -> Iterator[Fault]:
    """Whether the bytes that are kept have the digests that they are kept under."""
    asked = (
        select(inputs.c.sha256, inputs.c.article, inputs.c.data, articles.c.text, inputs.c.document)
        .join(articles, articles.c.n == inputs.c.article, isouter=True)
        .order_by(inputs.c.sha256)
    )
    for row in connection.execution_options(yield_per=ROWS).execute(asked):
        name = shown_id("article", row.article)
        if row.data is None:
            continue  # the text stands for them; it is checked by the article's spans
        try:
            data = unpack_bytes(row.data)
        except ValueError as error:
            yield Fault(where=name, what=f"its input cannot be read ({error})", mend=LOST)
            continue
        if hashlib.sha256(data).hexdigest() != row.sha256:
            yield Fault(where=name, what="its input has another digest", mend=LOST)
        if row.article not in whole:
            yield Fault(where=name, what="an input of an article that is not there", mend=LOST)


def _check_records(
    connection: Connection, table: Table, kind: type, lengths: dict[int, int]
) -> Iterator[Fault]:
    """Whether records can be read, and point into texts that are there."""
    key = table.primary_key.columns[0]
    asked = select(key, table.c.record).order_by(key)
    what = "story" if table is traces else "article"
    for n, record in connection.execution_options(yield_per=ROWS).execute(asked):
        name = f"{table.name} of {shown_id(what, n)}"
        try:
            found: object = from_plain(kind, {"text": "", **unpack(record)})
        except (ValueError, UnicodeDecodeError) as error:
            yield Fault(where=name, what=f"cannot be read ({error})", mend=AGAIN, derived=True)
            continue
        own = n if table is readings else None
        if own is not None and own not in lengths:
            yield Fault(where=name, what="of an article that is not there", mend=AGAIN, derived=True)
        elif not all(_fits(span, article, lengths) for article, span in _placed(found, own)):
            yield Fault(where=name, what="points beyond a text", mend=AGAIN, derived=True)


def _fits(span: Span, article: int | None, lengths: dict[int, int]) -> bool:
    return article is None or (0 <= span.start <= span.end <= lengths.get(article, -1))


def _placed(record: object, article: int | None) -> Iterator[tuple[int | None, Span]]:
    """All spans in a record with the article that each is in, as far as the record says."""
    if isinstance(record, Span):
        yield article, record
    elif isinstance(record, tuple):
        for item in record:
            yield from _placed(item, article)
    elif isinstance(record, Change):
        yield _number(record.parent), record.parent_span
        yield _number(record.child), record.child_span
    elif isinstance(record, Derivation):
        parent = _number(record.parent) if record.parent_kind == "article" else None
        for evidence in record.evidence:
            yield from _placed(evidence.child, _number(record.child))
            yield from _placed(evidence.parent, parent)
    elif is_dataclass(record):
        if isinstance(record, Reading | Place) and record.article:
            article = _number(record.article)
        for one in fields(record):
            yield from _placed(getattr(record, one.name), article)


def _spans(record: object) -> Iterator[Span]:
    return (span for _, span in _placed(record, None))


def _number(article: str) -> int | None:
    return int(article[1:]) if article[:1] == "a" and article[1:].isdigit() else None


def _check_stories(connection: Connection) -> Iterator[Fault]:
    rows = {row.n: row for row in connection.execute(select(stories))}
    counted = select(articles.c.story, func.count()).where(
        articles.c.later.is_(None), articles.c.removed.is_(None), articles.c.purged.is_(None)
    )
    sizes = dict(connection.execute(counted.group_by(articles.c.story)).tuples().all())
    traced = set(connection.execute(select(traces.c.story)).scalars())
    for n, row in sorted(rows.items()):
        name = shown_id("story", n)
        if any(other is not None and other not in rows for other in (row.merged_into, row.parent)):
            yield Fault(where=name, what="leads to a story that is not there", mend=LOST)
        seen, at = {n}, row.merged_into
        while at is not None and at in rows and at not in seen:
            seen.add(at)
            at = rows[at].merged_into
        if at is not None and at in seen:
            yield Fault(where=name, what="leads in a circle", mend=LOST)
        if row.merged_into is None and row.size != sizes.get(n, 0):
            yield Fault(where=name, what=f"counts {row.size} articles and has {sizes.get(n, 0)}", mend=AGAIN)
        if row.merged_into is None and row.traced == row.revision and row.revision and n not in traced:
            yield Fault(where=name, what="has lost its trace", mend=AGAIN, derived=True)
    for story in connection.execute(select(claims.c.story).distinct()).scalars():
        if story not in rows or story not in traced:
            yield Fault(where=shown_id("story", story), what="has claims but no trace", mend=AGAIN)


def _check_counters(connection: Connection) -> Iterator[Fault]:
    """Whether no number could be given a second time."""
    following = dict(connection.execute(select(counters.c.name, counters.c.next)).tuples().all())
    for name, column in (
        ("article", articles.c.n),
        ("story", stories.c.n),
        ("claim", claims.c.n),
        ("log", log.c.cursor),
    ):
        most = connection.execute(select(func.max(column))).scalar() or 0
        if most >= following.get(name, 1):
            yield Fault(where=f"the count of {name}s", what="is behind", mend="import the last export")


def _check_index(connection: Connection) -> Iterator[Fault]:
    where = articles.c.removed.is_(None) & articles.c.purged.is_(None)
    wanted = set(connection.execute(select(articles.c.n).where(where)).scalars())
    found = indexed(connection)
    if wanted != found:
        missing, extra = len(wanted - found), len(found - wanted)
        what = f"{missing} articles cannot be found, {extra} are found that should not be"
        yield Fault(where="the search index", what=what, mend=AGAIN, derived=True)


def _rebuild_index(connection: Connection) -> None:
    empty_index(connection)
    where = articles.c.removed.is_(None) & articles.c.purged.is_(None)
    asked = select(articles.c.n, articles.c.title, articles.c.text).where(where).order_by(articles.c.n)
    for part in connection.execute(asked).partitions(ROWS):
        index_articles(connection, [(row.n, row.title or "", unpack_text(row.text)) for row in part])
