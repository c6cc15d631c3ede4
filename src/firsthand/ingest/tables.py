"""The sources for tables of articles: CSV, JSON Lines, and Parquet or Arrow where pyarrow is installed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from typing import Any, BinaryIO, cast

from firsthand.ingest.columns import guess_columns, row_member, shown
from firsthand.ingest.decoding import decode
from firsthand.ingest.events import Note
from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.ingest.sources import Context, Member, Outcome
from firsthand.model import Issue

# A table's first line names its columns; no table of articles has more of them.
MOST_COLUMNS = 500
# Rows of Parquet that are decoded at a time: full articles of 5 KB stay within a few MB.
BATCH_ROWS = 256
# A cell's worth of quotes and marks beside its text.
CELL_MARGIN = 4096


class JsonLines:
    """One JSON object a line."""

    name = "jsonl"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure where the first line is a whole object and another begins."""
        del media
        first, _, rest = head.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
        if not first.startswith(b"{"):
            return 0.0
        ending = name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson", ".jsonlines", ".jl"))
        if ending:
            return 0.95
        whole = first.rstrip().endswith(b"}") and rest.lstrip()[:1] == b"{"
        return 0.85 if whole and _object(first) is not None else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member a row; a row that is damaged or too long is an issue and the next one goes on."""
        chosen: dict[str, str] | None = None
        for n, line in enumerate(_lines(member.stream, context.limits), 1):
            where = f"{member.name}#row {n}"
            if isinstance(line, LimitError):
                yield Issue(code=line.code, where=where, detail=line.detail)
                continue
            row = _object(line) if line.strip() else {}
            if row is None:
                yield Issue(
                    code="damaged", where=where, detail="no JSON object; expected one a line: mend the row"
                )
            elif row:
                if chosen is None or chosen["text"] not in row:
                    fresh = _choose(member, tuple(row), context)
                    if chosen is None:
                        yield Note(where=member.name, detail=shown(fresh, context.columns))
                    chosen = fresh
                yield row_member(member, f"row {n}", row, chosen)


class Csv:
    """Values with commas, semicolons, tabs or bars between them, the columns named in the first line."""

    name = "csv"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Likely by its name; by its content where the first line names known columns."""
        columns = _header(head)
        if len(columns) < 2 and not name.lower().endswith((".csv", ".tsv")):
            return 0.0
        try:
            known = guess_columns(columns, {})
        except LimitError:
            return 0.0
        if name.lower().removesuffix(".gz").endswith((".csv", ".tsv", ".tab")) or media == "text/csv":
            return 0.9
        return 0.8 if len(known) >= 3 and len(known) >= len(columns) / 2 else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member a row."""
        head = member.head()
        delimiter = _delimiter(head)
        encoding = _encoding(head, member.encoding)
        text = io.TextIOWrapper(member.stream, encoding=encoding, errors="replace", newline="")
        csv.field_size_limit(context.limits.text_bytes)
        # A row cannot be longer than this before a cell is over its limit; a file of one line ends here.
        lines = _Lines(text, context.limits.text_bytes + CELL_MARGIN)
        rows = csv.reader(lines, delimiter=delimiter)
        columns = [name.strip().lstrip("\ufeff") for name in next(rows, [])][:MOST_COLUMNS]
        if not columns:
            raise LimitError("empty", "a table without a first line that names its columns")
        chosen = _choose(member, tuple(columns), context)
        yield Note(where=member.name, detail=shown(chosen, context.columns))
        n = 1
        while True:
            n += 1
            try:
                row = next(rows, None)
            except csv.Error as error:
                too_long = "field larger" in str(error)
                why = (
                    f"a cell above the limit of {context.limits.text_bytes:,} characters"
                    if too_long
                    else str(error)
                )
                code = "too-large" if too_long else "damaged"
                yield Issue(code=code, where=f"{member.name}#row {n}", detail=f"{why}; the row was left out")
                lines.end_line()
                rows = csv.reader(lines, delimiter=delimiter)
                continue
            if row is None:
                return
            if row:
                yield row_member(member, f"row {n}", dict(zip(columns, row, strict=False)), chosen)


class Arrow:
    """Parquet files and Arrow streams or files."""

    name = "arrow"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of the marks that the formats begin with."""
        del name, media
        return 0.98 if head.startswith((b"PAR1", b"ARROW1", b"\xff\xff\xff\xff")) else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member a row."""
        try:
            import pyarrow as pa
        except ImportError:
            raise LimitError(
                "not-installed", "a Parquet or Arrow table; reading it needs: pip install 'firsthand[tables]'"
            ) from None
        chosen: dict[str, str] | None = None
        n = 0
        try:
            for batch in _batches(member, context):
                if chosen is None:
                    chosen = _choose(member, tuple(batch.schema.names), context)
                    yield Note(where=member.name, detail=shown(chosen, context.columns))
                for row in batch.select(sorted(set(chosen.values()))).to_pylist():
                    n += 1
                    yield row_member(member, f"row {n}", row, chosen)
        except (pa.ArrowException, OSError, ValueError) as error:
            raise LimitError(
                "damaged", f"a table that cannot be read on ({str(error)[:200]}); {n} rows were read before"
            ) from None


def _batches(member: Member, context: Context) -> Iterator[Any]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    head = member.head()
    stream = cast("BinaryIO", member.stream)
    if not member.stream.seekable():
        stream = io.BytesIO(member.read(context.limits.nested_bytes, "a table inside an archive"))
    if head.startswith(b"PAR1"):
        yield from pq.ParquetFile(stream).iter_batches(batch_size=BATCH_ROWS)
    elif head.startswith(b"ARROW1"):
        with pa.ipc.open_file(stream) as reader:
            for i in range(reader.num_record_batches):
                yield reader.get_batch(i)
    else:
        with pa.ipc.open_stream(stream) as reader:
            yield from reader


def _choose(member: Member, columns: tuple[str, ...], context: Context) -> dict[str, str]:
    chosen = guess_columns(columns, context.columns)
    if "text" in chosen:
        return chosen
    if "url" in chosen:
        raise LimitError(
            "no-text",
            f"a table of addresses without texts (column {chosen['url']}); give the addresses with --fetch",
        )
    listed = ", ".join(columns[:20])
    raise LimitError("no-column", f"no column of texts among: {listed}; name it with --columns text=NAME")


def _object(line: bytes) -> dict[str, Any] | None:
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _lines(stream: io.BufferedReader, limits: Limits) -> Iterator[bytes | LimitError]:
    """The lines of a stream; in place of one that is too long the error that says so."""
    most = limits.page_bytes
    while line := stream.readline(most + 1):
        if len(line) <= most:
            yield line
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(most)
        yield over("a row", most, most)


class _Lines:
    """The lines of a text in pieces of at most `most` characters, so that no line can fill the memory."""

    def __init__(self, text: io.TextIOWrapper, most: int) -> None:
        self._text = text
        self._most = most
        self._whole = True

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        piece = self._text.readline(self._most)
        if not piece:
            raise StopIteration
        self._whole = piece.endswith("\n")
        return piece.replace("\0", "\ufffd")

    def end_line(self) -> None:
        """Pass over the rest of the line that the last piece is of."""
        while not self._whole and next(self, None) is not None:
            pass


def _header(head: bytes) -> list[str]:
    first = head.lstrip(b"\xef\xbb\xbf").split(b"\n", 1)[0]
    text = first.decode("utf-8", "replace").strip()
    # A sentence has commas too, but its parts are no names of columns.
    try:
        columns = next(csv.reader([text], delimiter=_delimiter(head)), [])
    except csv.Error:
        return []
    return columns if all(len(name) <= 64 for name in columns) else []


def _delimiter(head: bytes) -> str:
    first = head.split(b"\n", 1)[0]
    return max(",;\t|", key=lambda mark: (first.count(mark.encode()), mark == ","))


def _encoding(head: bytes, declared: str | None) -> str:
    # The last line of the head may be cut inside a character.
    decoded = decode(head[: head.rfind(b"\n") + 1] or head, declared)
    return decoded.encoding if decoded else "utf-8"
