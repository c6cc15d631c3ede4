"""A whole library as one file, and back: for back-up, and for moving between SQLite and PostgreSQL.

The file is gzip-compressed JSON Lines (docs/library-archive.md). The first line says what it is, then each
line is a row of a table, `[table, {column: value}]`, and the last line counts the rows and has the SHA-256
of all lines before it. Packed columns are written open, so that other programs can read them: a record as
JSON, a text as text, bytes in base64.
"""

from __future__ import annotations

import base64
import binascii
import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, func, select

from firsthand.errors import LibraryError
from firsthand.store.library import Library
from firsthand.store.records import pack, pack_bytes, pack_text, unpack, unpack_bytes, unpack_text
from firsthand.store.schema import ALL, REVISION, articles
from firsthand.store.search import index_articles

FORMAT = "firsthand-library/1"
# So many rows are read or written at a time; the largest articles have 5 MB.
ROWS = 500
_TABLES = {table.name: table for table in ALL}


def export_library(library: Library, target: Path) -> int:
    """Write the library, as it is at this moment, to a file; the number of rows.

    The file is there whole or not at all. Others may read and write the library meanwhile.
    """
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        with draft.open("wb") as file:
            # Neither the name of the draft nor the time goes into the file.
            with library.read() as connection, gzip.GzipFile("", "wb", 6, file, mtime=0) as packed:
                count = _write_all(connection, packed)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    return count


def _write_all(connection: Connection, file: gzip.GzipFile) -> int:
    digest = hashlib.sha256()
    count = 0

    def write(value: object) -> None:
        # Plain ASCII: lone surrogates of damaged texts survive as escapes.
        line = json.dumps(value, separators=(",", ":")).encode("ascii") + b"\n"
        digest.update(line)
        file.write(line)

    write({"format": FORMAT, "revision": REVISION})
    for table in ALL:
        for row in _rows(connection, table):
            write([table.name, _open_row(table, row)])
            count += 1
    end = {"rows": count, "sha256": digest.hexdigest()}
    file.write(json.dumps(end, separators=(",", ":")).encode("ascii") + b"\n")
    return count


def _rows(connection: Connection, table: Table) -> Iterator[dict[str, Any]]:
    asked = select(table).order_by(*table.primary_key.columns)
    for row in connection.execution_options(yield_per=ROWS).execute(asked):
        yield dict(row._mapping)  # noqa: SLF001


def _open_row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    found = {}
    for column in table.columns:
        value = row[column.name]
        if value is None:
            continue
        holds = column.info.get("holds")
        if holds == "json":
            value = unpack(value)
        elif holds == "text":
            value = unpack_text(value)
        elif holds == "bytes":
            value = base64.b64encode(unpack_bytes(value)).decode("ascii")
        found[column.name] = value
    return found


def import_library(library: Library, source: Path) -> int:
    """Fill an empty library from a file that `export_library` wrote; the number of rows.

    All of it is taken over, or nothing.

    Errors:
        LibraryError: the library is not empty, or the file is no such file, damaged or cut off.
    """
    with library.write() as connection:
        if connection.execute(select(func.count()).select_from(articles)).scalar():
            raise LibraryError(f"{library.name}: has articles already; import into a library of its own")
        try:
            with gzip.open(source, "rb") as file:
                return _read_all(connection, file, source)
        except (EOFError, gzip.BadGzipFile, ValueError, TypeError, KeyError) as error:
            raise LibraryError(
                f"{source}: damaged or cut off ({error}); nothing was imported: take another copy"
            ) from error


def _read_all(connection: Connection, file: gzip.GzipFile, source: Path) -> int:
    digest = hashlib.sha256()
    first = file.readline()
    digest.update(first)
    header = json.loads(first)
    if not isinstance(header, dict) or header.get("format") != FORMAT:
        raise LibraryError(
            f"{source}: no exported library of the form {FORMAT}; expected what export-library wrote"
        )
    count = 0
    waiting: list[dict[str, Any]] = []
    current: Table | None = None
    for line in file:
        value = json.loads(line)
        if isinstance(value, dict):
            _insert(connection, current, waiting)
            if value != {"rows": count, "sha256": digest.hexdigest()} or file.readline():
                raise ValueError("the sums at the end do not fit")
            return count
        digest.update(line)
        name, row = value
        table = _TABLES.get(name)
        if table is None:
            raise ValueError(f"an unknown table {name!r}")
        if table is not current or len(waiting) >= ROWS:
            _insert(connection, current, waiting)
            waiting, current = [], table
        waiting.append(_packed_row(table, row))
        count += 1  # noqa: SIM113 - the last line is no row
    raise ValueError("the end is missing")


def _packed_row(table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The row as the table takes it; columns that the table no longer has are dropped."""
    found = {}
    for column in table.columns:
        value = row.get(column.name)
        holds = column.info.get("holds")
        if value is not None and holds == "json":
            value = pack(value)
        elif value is not None and holds == "text":
            value = pack_text(value)
        elif value is not None and holds == "bytes":
            try:
                value = pack_bytes(base64.b64decode(value, validate=True))
            except binascii.Error as error:
                raise ValueError(f"bytes of {table.name} that are no base64") from error
        found[column.name] = value
    return found


def _insert(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is None or not rows:
        return
    connection.execute(table.insert(), rows)
    if table is articles:
        found = [
            (row["n"], row["title"] or "", unpack_text(row["text"]))
            for row in rows
            if row["text"] is not None and row["removed"] is None and row["purged"] is None
        ]
        index_articles(connection, found)
