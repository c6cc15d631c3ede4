"""The records of a WARC file, however damaged: what can be saved comes out, what is lost is named.

Source: ISO 28500 (WARC 1.1). Why not FastWARC: docs/decisions/0004-inputs-in-processes.md.
"""

from __future__ import annotations

import io
import re
import zlib
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.ingest.unpacking import CHUNK, GZIP

# A header field of a WARC record is an address, a date or a digest.
LONGEST_FIELD = 64 * 1024
MOST_FIELDS = 200
_MARK = b"WARC/"
_FIRST_LINE = re.compile(rb"WARC/[01]\.\d+\r?\n")
# Lines are looked for in pieces of this size: a header's fields are some 60 bytes long.
_PIECE = 512
# What a record that is cut holds is read again for the record that begins inside it; so that a file of
# nothing but lies about lengths costs no more than its own size, at most 8 times of what was read, and 64 MB.
AGAIN, AGAIN_BYTES = 8, 64 * 1024**2


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One record: its header's fields by lower-case name, and its block or why there is none."""

    fields: dict[str, str]
    block: bytes | LimitError


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A stretch of the file that gave no record, from a byte of the file on."""

    offset: int
    why: str


class _DamageError(Exception):
    """The packed stream is damaged here."""


class _Bytes:
    """The unpacked bytes of a file, with a look back; knows where its gzip members end."""

    def __init__(self, file: io.BufferedIOBase, limits: Limits) -> None:
        self._file = file
        self._limits = limits
        self._ahead: deque[memoryview] = deque()
        self._again = 0  # so many bytes were put back
        self._raw = b""  # read from the file, not unpacked yet
        head = file.read(CHUNK)
        self._raw, self._taken = head, len(head)
        self.packed = head.startswith(GZIP)
        self._inflater = zlib.decompressobj(31) if self.packed else None
        self._unpacked = 0
        self.boundary = False

    @property
    def offset(self) -> int:
        """Where in the file reading is, as near as packing lets one tell."""
        if self._inflater is None:
            return self._taken - len(self._raw) - sum(map(len, self._ahead))
        return self._taken - len(self._raw) - len(self._inflater.unconsumed_tail)

    def _pull(self) -> bytes:
        """The next bytes; none at the end of a member, where `boundary` is set, and at that of the file."""
        if self._inflater is None:
            data, self._raw = self._raw, b""
            return data or self._fill()
        while True:
            if self._inflater.eof:
                self._raw = self._inflater.unused_data
                self._begin()
                self.boundary = True
                return b""
            if not self._raw and not self._inflater.unconsumed_tail:
                self._raw = self._fill()
                if not self._raw:
                    if self._unpacked:
                        self._unpacked = 0
                        raise _DamageError("cut off")
                    return b""
            try:
                data = self._inflater.decompress(self._inflater.unconsumed_tail or self._raw, CHUNK)
            except zlib.error as error:
                raise _DamageError(str(error)) from None
            self._raw = b""
            self._unpacked += len(data)
            if self._unpacked > self._limits.unpacked_bytes:
                raise _DamageError("a record that unpacks to more than it may")
            if data:
                return data

    def _fill(self) -> bytes:
        data = self._file.read(CHUNK)
        self._taken += len(data)
        return data

    def _begin(self) -> None:
        self._inflater = zlib.decompressobj(31)
        self._unpacked = 0
        while len(self._raw) < len(GZIP) and (more := self._fill()):
            self._raw += more

    def read(self, size: int) -> bytes:
        """That many bytes, or fewer where the member or the file ends."""
        parts, left = [], size
        while left > 0 and (piece := self._piece()):
            parts.append(self._take(min(left, len(piece))))
            left -= len(parts[-1])
        return b"".join(parts)

    def line(self) -> bytes:
        """The next line, at most `LONGEST_FIELD` of it."""
        parts, size = [], 0
        while size < LONGEST_FIELD and (piece := self._piece()):
            found = bytes(piece[:_PIECE])
            parts.append(found[: found.find(b"\n") + 1 or len(found)])
            self._take(len(parts[-1]))
            size += len(parts[-1])
            if parts[-1].endswith(b"\n"):
                break
        return b"".join(parts)

    def _piece(self) -> memoryview | None:
        """What is ready to be read; None where the member or the file ends."""
        if not self._ahead:
            data = b"" if self.boundary else self._pull()
            if not data:
                return None
            self._ahead.append(memoryview(data))
        return self._ahead[0]

    def _take(self, size: int) -> memoryview:
        """So many bytes of what is ready; nothing is copied."""
        piece = self._ahead.popleft()
        if size < len(piece):
            self._ahead.appendleft(piece[size:])
        return piece[:size]

    def back(self, data: bytes) -> None:
        """Put bytes back, to be read again."""
        if data:
            self._ahead.appendleft(memoryview(data))

    def may_repeat(self, size: int) -> bool:
        """Whether so many bytes may be put back to be read once more; counts them if so."""
        allowed = self._again + size <= AGAIN_BYTES + AGAIN * self._taken
        self._again += size if allowed else 0
        return allowed

    def resume(self) -> bool:
        """Go on at the next gzip member that holds a record; False where there is none."""
        pending = b""
        if self._inflater is not None:
            pending = self._inflater.unconsumed_tail or self._raw
        self._ahead.clear()
        self.boundary = False
        data = pending[1:]
        while True:
            at = data.find(GZIP)
            if at < 0:
                more = self._fill()
                if not more:
                    self._raw = b""
                    self._begin()
                    return False
                data = data[-2:] + more
                continue
            while len(data) - at < 512 and (more := self._fill()):
                data += more
            try:
                if zlib.decompressobj(31).decompress(data[at:], 16).startswith(_MARK):
                    self._raw = data[at:]
                    self._begin()
                    return True
            except zlib.error:
                pass
            data = data[at + 1 :]


def read_records(file: io.BufferedIOBase, limits: Limits) -> Iterator[Record | Lost]:
    """The records of a WARC file in order, and the stretches that are lost.

    Cost: linear in the file; no more than one record in memory.
    """
    source = _Bytes(file, limits)
    while True:
        at = source.offset
        try:
            source.boundary = False
            found = _record(source, limits)
        except _DamageError as error:
            yield Lost(offset=at, why=str(error))
            if not source.resume():
                return
            continue
        if found is None:
            return
        yield found


def _record(source: _Bytes, limits: Limits) -> Record | Lost | None:
    at = source.offset
    line, skipped = _to_mark(source)
    if skipped:
        source.back(line)
        return Lost(offset=at, why=f"{skipped} bytes that are no record")
    if not line:
        return None
    fields: dict[str, str] = {}
    while True:
        line = source.line()
        if line in (b"\r\n", b"\n"):
            break
        name, colon, value = line.partition(b":")
        mark = _FIRST_LINE.search(line)  # of the next record, where this one's header is cut off
        if not colon or mark or len(fields) > MOST_FIELDS:
            source.back(line[mark.start() :] if mark else line)
            return Lost(
                offset=at,
                why="a record whose header is cut off" if line else "a record cut off in its header",
            )
        fields[name.strip().lower().decode("utf-8", "replace")] = value.strip().decode("utf-8", "replace")
    length = fields.get("content-length", "")
    if not (length.isascii() and length.isdigit() and len(length) < 19):
        return Lost(offset=at, why="a record that does not tell its length")
    return _block(source, fields, int(length), limits)


def _to_mark(source: _Bytes) -> tuple[bytes, int]:
    """The line that begins a record, and how many bytes that are not blank stood before it."""
    skipped = 0
    while True:
        line = source.line()
        if not line:
            if source.boundary:
                source.boundary = False
                continue
            return b"", skipped
        mark = _FIRST_LINE.search(line)
        if mark:
            return line[mark.start() :], skipped + mark.start()
        skipped += len(line.strip())


def _block(source: _Bytes, fields: dict[str, str], length: int, limits: Limits) -> Record | Lost:
    at = source.offset
    most = limits.page_bytes + LONGEST_FIELD
    block = source.read(min(length, most))
    left = length - len(block)
    while left and len(block) == most:
        piece = source.read(min(left, CHUNK))
        if not piece:
            break
        left -= len(piece)
    if len(block) == most < length and not left:
        return Record(fields=fields, block=over("a page", length, limits.page_bytes))
    after = b"" if left else source.read(len(_MARK) + 4)
    source.back(after)
    if not left and (
        after.startswith(b"\r\n\r\n") or after.strip()[: len(_MARK)] in (b"", _MARK[: len(after.strip())])
    ):
        return Record(fields=fields, block=block)
    # The length is wrong or the file was cut here: a record that begins within is saved.
    inside = _FIRST_LINE.search(block)
    if inside and source.may_repeat(len(block) - inside.start()):
        source.back(block[inside.start() :])
    where = fields.get("warc-target-uri", "")[:200]
    return Lost(offset=at, why=f"a record that is not as long as it says, of {where or 'an unknown address'}")
