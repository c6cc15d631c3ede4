"""What every kind of input has in common: a member to read, and a source that can read it.

A source takes one member and yields documents and issues, or further members where it is an archive of
any kind. It is chosen by what the first bytes look like more than by the name. Adding a kind of input is
adding one module with one source to `registry.SOURCES`.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import BinaryIO, Protocol

from firsthand.ingest.events import Note
from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.model import BlockKind, Fact, Issue, RawDocument

# Enough to see a tar archive's mark (at byte 257) and what a page or a table starts with.
HEAD_BYTES = 4096


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Something to be read: a file, a part of an archive, an entry of a feed, a row of a table.

    `name` is the path as the user gave it, with "#" and the part's name for parts. `media` and `encoding`
    are what whoever sent it declared, `kind` names the source that must read it where that is known, `seen`
    is when it was fetched, `facts` what is already known of the article. `stream` can look ahead by
    `peek`; `size` is the number of its bytes where known.
    """

    name: str
    stream: io.BufferedReader
    size: int | None = None
    media: str = ""
    encoding: str | None = None
    kind: str = ""
    url: str | None = None
    seen: str | None = None
    facts: tuple[Fact, ...] = ()

    def head(self) -> bytes:
        """The first bytes, which stay to be read."""
        return self.stream.peek(HEAD_BYTES)[:HEAD_BYTES]

    def read(self, limit: int, what: str) -> bytes:
        """All bytes; LimitError where there are more than `limit`."""
        if self.size is not None and self.size > limit:
            raise over(what, self.size, limit)
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise over(what, len(data), limit)
        return data


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """What holds for a whole run: limits, the user's column mapping, and how pages are to be read."""

    limits: Limits = field(default_factory=Limits)
    columns: Mapping[str, str] = field(default_factory=dict)
    quick: bool = False


Outcome = RawDocument | Member | Issue | Note


class Source(Protocol):
    """One kind of input."""

    @property
    def name(self) -> str:
        """What the source is called in `Member.kind` and `RawDocument.source`."""

    @property
    def holds_members(self) -> bool:
        """Whether it yields further members rather than one document."""

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """How sure it is that this is its kind, from 0 to 1."""

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """What the member holds. May raise LimitError; whoever calls makes an issue of it."""


def buffered(data: bytes | BinaryIO | io.RawIOBase) -> io.BufferedReader:
    """A stream that can look ahead, over bytes or over another stream."""
    if isinstance(data, bytes):
        return io.BufferedReader(_Bytes(data), HEAD_BYTES)
    return io.BufferedReader(_Raw(data), 64 * 1024)


class _Raw(io.RawIOBase):
    """A stream with `read` alone as one that a buffer can stand on."""

    def __init__(self, stream: BinaryIO | io.RawIOBase) -> None:
        self._stream = stream

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        data = self._stream.read(len(view)) or b""
        view[: len(data)] = data
        return len(data)


class _Bytes(_Raw):
    def __init__(self, data: bytes) -> None:
        self._bytes = io.BytesIO(data)
        super().__init__(self._bytes)

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._bytes.seek(offset, whence)


def document(
    member: Member,
    source: str,
    lines: tuple[str, ...],
    *,
    kinds: tuple[BlockKind | None, ...] = (),
    data: bytes | None = None,
    facts: tuple[Fact, ...] = (),
) -> RawDocument:
    """The document of lines that were extracted from a member, under the digest of the member's bytes."""
    text = "\n".join(lines)
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass") if data is None else data).hexdigest()
    return RawDocument(
        paths=(member.name,),
        sha256=digest,
        text=text,
        encoding=member.encoding or "utf-8",
        source=source,
        facts=(*member.facts, *facts),
        line_kinds=kinds or (None,) * len(lines),
    )


def with_title(
    lines: tuple[str, ...], kinds: tuple[BlockKind | None, ...], title: str | None
) -> tuple[tuple[str, ...], tuple[BlockKind | None, ...]]:
    """The lines with the title as the first of them; where it stands among the first it is not repeated."""
    if not title:
        return lines, kinds
    plain = _plain(title)
    rest = [n for n, line in enumerate(lines) if not (n < 3 and _plain(line) == plain)]
    return (title, *(lines[n] for n in rest)), ("title", *(kinds[n] for n in rest))


def _plain(line: str) -> str:
    return "".join(character for character in line.lower() if character.isalnum())


def part(member: Member, name: str, data: bytes | io.BufferedReader, **known: object) -> Member:
    """A part of a member: named after it, with what it inherits and what is known of it."""
    stream = buffered(data) if isinstance(data, bytes) else data
    size = len(data) if isinstance(data, bytes) else None
    fresh = {"size": size, "media": "", "encoding": None, "kind": "", "facts": (), **known}
    return replace(member, name=f"{member.name}#{name}", stream=stream, **fresh)  # type: ignore[arg-type]


def issue(member: Member, error: LimitError) -> Issue:
    """The issue for a member that is over a limit or damaged."""
    return Issue(code=error.code, where=member.name, detail=error.detail)
