"""Connections to a library: one writer at a time, readers that cannot write, errors in plain words."""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, NoSuchModuleError
from sqlalchemy.pool import QueuePool

from firsthand.errors import LibraryError
from firsthand.store.address import is_file, shown

# Before this version two connections that write to one file at once can damage it (a fault in resetting
# the write-ahead log). Writers here wait for each other by a lock of their own, which keeps clear of it;
# other programs that write to the file do not.
SAFE_SQLITE = (3, 51, 3)
# How long SQLite waits by itself. Writers hold our own lock, so this is only for the moments in which a
# log is recovered or taken over.
BUSY_MILLISECONDS = 60_000
# So many threads of one process read at a time; more wait their turn.
READERS = 16
# The one number under which writers of a PostgreSQL library wait for each other: "firsthan" in ASCII.
ADVISORY_LOCK = int.from_bytes(b"firsthan", "big")


def sqlite_warning(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str | None:
    """A word of warning where this SQLite has a fault that can damage a library; else None."""
    if version >= SAFE_SQLITE:
        return None
    found, safe = ".".join(map(str, version)), ".".join(map(str, SAFE_SQLITE))
    return (
        f"this Python uses SQLite {found}; before {safe} two programs that write at once can damage "
        "a library. firsthand lets only one of its own write at a time; let no other program write to it"
    )


def reading_engine(url: URL) -> Engine:
    """An engine whose connections cannot write."""
    if not is_file(url):
        return _postgres(url, read_only=True)
    return _sqlite(url, "ro")


def writing_engine(url: URL) -> Engine:
    """An engine for the one connection that writes; makes the file where there is none."""
    return _sqlite(url, "rwc") if is_file(url) else _postgres(url, read_only=False)


def _sqlite(url: URL, mode: str) -> Engine:
    path = Path(url.database or "")
    if mode == "ro" and _is_sealed(path):
        mode = "ro&immutable=1"
    target = f"{path.as_uri()}?mode={mode}"

    def connect() -> sqlite3.Connection:
        # Transactions are begun by us, below: the driver's own way would run reads outside of any.
        found = sqlite3.connect(target, uri=True, isolation_level=None, check_same_thread=False)
        found.execute(f"PRAGMA busy_timeout = {BUSY_MILLISECONDS}")
        found.execute("PRAGMA mmap_size = 0")  # a fault of the disk is an error then, not a dead process
        if mode == "rwc":
            found.execute("PRAGMA journal_mode = WAL")
            found.execute("PRAGMA synchronous = FULL")  # what was acknowledged outlives a power cut
            found.execute("PRAGMA secure_delete = ON")  # what is purged is overwritten
        return found

    room = 1 if mode == "rwc" else READERS
    engine = create_engine("sqlite://", creator=connect, poolclass=QueuePool, pool_size=room, max_overflow=0)
    begin = "BEGIN IMMEDIATE" if mode == "rwc" else "BEGIN"
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def _is_sealed(path: Path) -> bool:
    """Whether the file lies where nothing can be written, and was closed as it should be."""
    return (
        path.is_file()
        and not os.access(path.parent, os.W_OK)
        and not path.with_name(path.name + "-wal").exists()
    )


def _postgres(url: URL, *, read_only: bool) -> Engine:
    options: dict[str, Any] = {"isolation_level": "REPEATABLE READ"} if read_only else {}
    try:
        engine = create_engine(url, pool_size=2, max_overflow=8, pool_pre_ping=True, **options)
    except (NoSuchModuleError, ModuleNotFoundError):
        raise LibraryError(
            "a PostgreSQL library needs the psycopg driver: pip install 'firsthand[postgres]'"
        ) from None
    if read_only:
        event.listen(engine, "begin", lambda found: found.exec_driver_sql("SET TRANSACTION READ ONLY"))
    return engine


class WriterLock:
    """Held by the one who writes: across threads and, for a file, across processes."""

    def __init__(self, url: URL) -> None:
        self._path = f"{url.database}.lock" if is_file(url) else None
        self._threads = threading.RLock()
        self._depth = 0
        self._file: IO[bytes] | None = None

    @contextlib.contextmanager
    def held(self) -> Iterator[None]:
        """Wait until nobody else writes; a process that dies lets go of the lock."""
        with self._threads:
            self._depth += 1
            try:
                if self._path and self._depth == 1:
                    self._file = _locked(self._path)
                yield
            finally:
                self._depth -= 1
                if self._file is not None and self._depth == 0:
                    self._file.close()
                    self._file = None


def _locked(path: str) -> IO[bytes]:
    file = Path(path).open("ab")  # noqa: SIM115 - closed by whoever holds the lock
    try:
        import fcntl
    except ImportError:  # Windows: SQLite's own waiting must do
        return file
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


@contextlib.contextmanager
def plain_errors(url: URL) -> Iterator[None]:
    """Turns errors of the database and the disk into one LibraryError that says what to do."""
    try:
        yield
    except DBAPIError as error:
        raise LibraryError(f"{shown(url)}: {explain(str(error.orig), url)}") from error
    except sqlite3.Error as error:
        raise LibraryError(f"{shown(url)}: {explain(str(error), url)}") from error
    except PermissionError as error:
        raise LibraryError(
            f"{shown(url)}: may not be written ({error.strerror}); change its rights"
        ) from error


# What a driver says, and what it means for whoever reads it; the first that fits counts.
_MEANINGS = (
    (
        "disk is full",
        "the disk is full; the last step was not kept, all before it is safe: make room and go on",
    ),
    (
        "No space left",
        "the disk is full; the last step was not kept, all before it is safe: make room and go on",
    ),
    ("readonly", "the library may only be read; change the file's rights, or copy it to where you may write"),
    ("read-only", "the library may only be read; change its rights, or use one that you may write to"),
    (
        "disk I/O error",
        "the disk could not be read or written; the last step was not kept: check the disk and its free room",
    ),
    ("unable to open", "the library cannot be opened; check the path and its rights"),
    ("not a database", "this file is no library; name another file"),
    (
        "malformed",
        "the library's file is damaged; run `firsthand check` on a copy, or import the last export",
    ),
    ("database is locked", "another program holds the library; end it and try again"),
    ("no such table", "this file is no library, or an unfinished one; name another file"),
    ("Connection refused", "no PostgreSQL answers there; check the host, the port and that it runs"),
    ("password authentication", "PostgreSQL does not accept the name or the password"),
    ("does not exist", "the database, or a table in it, does not exist; make it first: createdb NAME"),
    ("terminating connection", "PostgreSQL closed the connection; the last step was not kept: try again"),
)


def explain(said: str, url: URL) -> str:
    """What an error of the driver means, in plain words."""
    found = next((meaning for word, meaning in _MEANINGS if word.lower() in said.lower()), None)
    first = said.strip().splitlines()[0] if said.strip() else "unknown error"
    if url.password and url.password in first:
        first = first.replace(str(url.password), "***")
    return f"{found} ({first})" if found else first


def lock_transaction(connection: Connection) -> None:
    """Wait until no other program writes to this PostgreSQL library; ends with the transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK})
