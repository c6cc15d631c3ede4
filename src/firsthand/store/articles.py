"""Articles in a library: what was given, what was made of it, and in which version."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, select

from firsthand.model import TOLD, Article, Issue, RawDocument, ReadText
from firsthand.store.columns import key, plain, shown_id
from firsthand.store.counting import mint
from firsthand.store.records import (
    from_plain,
    pack,
    pack_bytes,
    pack_text,
    to_plain,
    unpack,
    unpack_bytes,
    unpack_text,
)
from firsthand.store.schema import articles, inputs, issues, paths, readings
from firsthand.store.search import index_articles

# SQLite takes 32,766 values in a statement and PostgreSQL 65,535; a list of numbers is asked for in parts.
PART = 5000


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """An input that is to be kept: the document, its bytes where they are at hand, and its place.

    `place` is the address or file that later versions of the article will come from, if any does.
    """

    document: RawDocument
    article: Article
    issues: tuple[Issue, ...]
    data: bytes | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is known of an article in the library besides the article itself."""

    n: int
    sha256: str
    story: int | None
    place: str | None
    outlet: str | None
    title: str | None
    published: str | None
    language: str | None
    added: str
    seen: str
    version: int
    earlier: int | None
    later: int | None
    copies: int | None
    gone: str | None
    removed: str | None
    purged: str | None
    maker: int

    @property
    def is_current(self) -> bool:
        """Whether it counts in its story: the newest version, and not taken out."""
        return self.later is None and self.removed is None and self.purged is None


_KEPT = [articles.c[name] for name in Kept.__dataclass_fields__]


def in_parts(numbers: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """The numbers in parts that one statement can take."""
    for start in range(0, len(numbers), PART):
        yield numbers[start : start + PART]


def known_inputs(connection: Connection, digests: Sequence[str]) -> dict[str, int]:
    """The article of each of those inputs that is in the library."""
    found: dict[str, int] = {}
    for part in in_parts(digests):
        rows = connection.execute(select(inputs.c.sha256, inputs.c.article).where(inputs.c.sha256.in_(part)))
        found.update((row.sha256, row.article) for row in rows)
    return found


def kept(connection: Connection, number: int) -> Kept | None:
    """What is known of an article; None where there is none of that number."""
    row = connection.execute(select(*_KEPT).where(articles.c.n == number)).first()
    return Kept(**row._mapping) if row else None  # noqa: SLF001


def kept_many(connection: Connection, where: Any, *, limit: int | None = None) -> tuple[Kept, ...]:  # noqa: ANN401
    """What is known of the articles that a condition holds for, by number."""
    asked = select(*_KEPT).where(where).order_by(articles.c.n)
    rows = connection.execute(asked.limit(limit) if limit is not None else asked)
    return tuple(Kept(**row._mapping) for row in rows)  # noqa: SLF001


def current_at(connection: Connection, place: str) -> Kept | None:
    """The newest version of what stands at a place."""
    where = (articles.c.place == plain(place)) & articles.c.later.is_(None)
    rows = kept_many(connection, where)
    return rows[-1] if rows else None


def load_articles(connection: Connection, numbers: Sequence[int]) -> dict[int, Article]:
    """The articles of those numbers that have not been purged."""
    found: dict[int, Article] = {}
    columns = (articles.c.n, articles.c.record, articles.c.text)
    for part in in_parts(sorted(set(numbers))):
        where = articles.c.n.in_(part) & articles.c.text.is_not(None)
        for row in connection.execute(select(*columns).where(where)):
            text = unpack_text(row.text)
            known = {**unpack(row.record), "text": text, "id": shown_id("article", row.n)}
            found[row.n] = from_plain(Article, known)
    return found


def place_in_tree(connection: Connection, row: Kept) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a purged article was made from and what was made from it: all that remains of its lineage."""
    if not row.purged:
        return (), ()
    packed = connection.execute(select(articles.c.record).where(articles.c.n == row.n)).scalar_one()
    place = unpack(packed).get("place", {})
    return tuple(place.get("parents", ())), tuple(place.get("children", ()))


def load_readings(connection: Connection, texts: dict[int, str], maker: int | None) -> dict[int, ReadText]:
    """What was read in those texts by that version of the program; what another read is out of date."""
    found: dict[int, ReadText] = {}
    if maker is None:
        return found
    columns = (readings.c.article, readings.c.record)
    for part in in_parts(sorted(texts)):
        where = readings.c.article.in_(part) & (readings.c.maker == maker)
        for row in connection.execute(select(*columns).where(where)):
            name = shown_id("article", row.article)
            found[row.article] = unpack_reading(row.record, name, texts[row.article])
    return found


def unpack_reading(packed: bytes, article: str, text: str) -> ReadText:
    """What `pack_reading` packed, for the article of that id and text."""
    read = from_plain(ReadText, {**unpack(packed), "text": text})
    return replace(read, readings=tuple(replace(one, article=article) for one in read.readings))


def pack_reading(read: ReadText) -> bytes:
    """What was read, without the text and without the article's id, which the library knows."""
    nameless = tuple(replace(one, article="") for one in read.readings)
    return pack(to_plain(replace(read, text="", readings=nameless)))


def save_readings(connection: Connection, maker: int, given: Mapping[int, tuple[str, bytes]]) -> None:
    """Keep what was read in articles, each with its content's digest, in place of what was read before."""
    if not given:
        return
    connection.execute(_READ_BEFORE, [{"of": n} for n in given])
    rows = [
        {"article": n, "maker": maker, "content": content, "record": packed}
        for n, (content, packed) in given.items()
    ]
    connection.execute(readings.insert(), rows)


_READ_BEFORE = delete(readings).where(readings.c.article == bindparam("of"))


def find_readings(connection: Connection, contents: Collection[str], maker: int | None) -> dict[str, bytes]:
    """What that version of the program read before in the same words, packed, by the content's digest."""
    found: dict[str, bytes] = {}
    if maker is None:
        return found
    columns = (readings.c.content, readings.c.record)
    for part in in_parts(sorted(set(contents))):
        where = readings.c.content.in_(part) & (readings.c.maker == maker)
        asked = select(*columns).where(where).order_by(readings.c.article.desc())
        found.update((row.content, row.record) for row in connection.execute(asked))
    return found


def content_digest(article: Article) -> str:
    """The SHA-256 of all that an article is read from: its text, and which of its lines tell the story."""
    told = [[one.span.start, one.span.end, one.kind] for one in article.blocks if one.kind in TOLD]
    return key(json.dumps([article.text, told], ensure_ascii=False, separators=(",", ":")))


def insert_articles(connection: Connection, at: str, maker: int, given: Sequence[Given]) -> tuple[int, ...]:
    """Keep new articles, each in its first version and without a story; their numbers."""
    if not given:
        return ()
    first = mint(connection, "article", len(given))
    numbered = list(enumerate(given, first))
    connection.execute(articles.insert(), [_row(n, one, at, maker) for n, one in numbered])
    connection.execute(inputs.insert(), [input_row(n, one) for n, one in numbered])
    save_paths(connection, at, [one.document for one in given])
    for n, one in numbered:
        save_issues(connection, at, n, (*one.document.issues, *one.issues))
    index_articles(connection, [(n, one.article.title or "", one.article.text) for n, one in numbered])
    return tuple(n for n, _ in numbered)


def _row(number: int, given: Given, at: str, maker: int) -> dict[str, Any]:
    article = given.article
    record = to_plain(replace(article, id="", text=""))
    return {
        "n": number,
        "sha256": article.sha256,
        "place": plain(given.place),
        "outlet": plain(article.outlet),
        "title": plain(article.title),
        "published": plain(article.published),
        "language": article.language,
        "added": at,
        "seen": at,
        "version": 1,
        "maker": maker,
        "record": pack(record),
        "text": pack_text(article.text),
    }


def input_row(number: int, given: Given) -> dict[str, Any]:
    """The row of an input: its bytes where they say more than the text, and what was read beside the text."""
    document = given.document
    as_text = document.text.encode("utf-8", "surrogatepass")
    beside = {
        **to_plain(replace(document, text="", paths=(), issues=())),
        "paths": [plain(path) for path in document.paths],
    }
    return {
        "sha256": document.sha256,
        "size": len(given.data) if given.data is not None else len(as_text),
        "article": number,
        "data": pack_bytes(given.data) if given.data is not None and given.data != as_text else None,
        "document": pack(beside),
    }


def load_input(connection: Connection, digest: str) -> bytes | None:
    """The bytes that were given, or the text that stands for them; None where they are gone or unknown."""
    asked = (
        select(inputs.c.data, articles.c.text)
        .join(articles, articles.c.n == inputs.c.article)
        .where(inputs.c.sha256 == digest)
    )
    row = connection.execute(asked).first()
    if row is None:
        return None
    packed = row.data if row.data is not None else row.text
    return unpack_bytes(packed) if packed is not None else None


def save_paths(connection: Connection, at: str, documents: Sequence[RawDocument]) -> None:
    """Note under which paths inputs were given."""
    found = {(key(path), one.sha256): plain(path, 8000) for one in documents for path in one.paths}
    if not found:
        return
    rows = [
        {"key": own, "sha256": digest, "path": found[own, digest], "seen": at}
        for own, digest in sorted(found)
    ]
    connection.execute(_SAME_PATH, [{"own": row["key"], "of": row["sha256"]} for row in rows])
    connection.execute(paths.insert(), rows)


_SAME_PATH = delete(paths).where((paths.c.key == bindparam("own")) & (paths.c.sha256 == bindparam("of")))


def paths_of(connection: Connection, digests: Sequence[str]) -> tuple[str, ...]:
    """All paths that those inputs were given under, sorted."""
    found: set[str] = set()
    for part in in_parts(digests):
        found.update(connection.execute(select(paths.c.path).where(paths.c.sha256.in_(part))).scalars())
    return tuple(sorted(found))


def save_issues(connection: Connection, at: str, article: int | None, given: Sequence[Issue]) -> None:
    """Note what went wrong with an input; the same once."""
    for issue in sorted(set(given), key=lambda one: (one.where, one.code, one.detail)):
        place, detail = plain(issue.where), plain(issue.detail)
        same = (issues.c.code == issue.code) & (issues.c.place == place) & (issues.c.detail == detail)
        if article is None and connection.execute(select(issues.c.n).where(same)).first():
            continue
        connection.execute(
            issues.insert().values(
                n=mint(connection, "issue"),
                at=at,
                article=article,
                code=issue.code,
                place=place,
                detail=detail,
            )
        )
