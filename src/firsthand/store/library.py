"""A library that is open: readers, one writer, and the form of its tables brought up to date."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL

from firsthand.errors import LibraryError
from firsthand.store.address import is_file, library_url, shown
from firsthand.store.connections import (
    WriterLock,
    lock_transaction,
    plain_errors,
    reading_engine,
    writing_engine,
)
from firsthand.store.schema import REVISION


def utc_now() -> str:
    """This moment, to the second, in UTC: "2031-03-04T06:00:00Z"."""
    return dt.datetime.now(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class Library:
    """An open library. Readers never wait for a writer; writers wait for each other."""

    def __init__(self, url: URL, *, clock: Callable[[], str] = utc_now) -> None:
        self.url = url
        self.clock = clock
        self._lock = WriterLock(url)
        self._readers: Engine | None = None
        self._writers: Engine | None = None

    @property
    def name(self) -> str:
        """The library as it may be shown to anybody."""
        return shown(self.url)

    @contextlib.contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection that sees the library as it is at this moment and cannot change it."""
        with plain_errors(self.url):
            if self._readers is None:
                self._readers = reading_engine(self.url)
            with self._readers.connect() as connection, connection.begin():
                yield connection

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """The one connection that writes. All of it is kept at the end, or on an error nothing."""
        with plain_errors(self.url), self._lock.held(), self._writer().begin() as connection:
            lock_transaction(connection)
            yield connection

    def run_outside(self, statement: str) -> None:
        """Run a statement of the database's upkeep, which has no place in a transaction."""
        with plain_errors(self.url), self._lock.held():
            if is_file(self.url):
                raw = self._writer().raw_connection()
                try:
                    raw.cursor().execute(statement).fetchall()
                finally:
                    raw.close()
            else:
                with self._writer().connect() as connection:
                    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(statement)

    def close(self) -> None:
        """Let go of all connections."""
        if self._readers is not None:
            self._readers.dispose()
        if self._writers is not None:
            # Whoever closes a file last writes the log back into it: a write like any other.
            with self._lock.held():
                self._writers.dispose()
        self._readers = self._writers = None

    def _writer(self) -> Engine:
        if self._writers is None:
            self._writers = writing_engine(self.url)
        return self._writers


@contextlib.contextmanager
def open_library(
    given: str | None, *, create: bool = False, clock: Callable[[], str] = utc_now
) -> Iterator[Library]:
    """The library of that name, path or URL, in its present form.

    With `create` it is made where it does not exist yet, and an older form is brought up to date; without,
    an older form is brought up to date where the library may be written.

    Errors:
        LibraryError: there is none, it cannot be opened, or a newer firsthand made it.
    """
    library = Library(library_url(given), clock=clock)
    try:
        _prepare(library, create=create)
        yield library
    finally:
        library.close()


def _prepare(library: Library, *, create: bool) -> None:
    url = library.url
    if is_file(url):
        path = Path(url.database or "")
        if path.is_dir():
            raise LibraryError(f"{library.name}: that is a folder; name a file, or a library by its name")
        if not path.exists():
            if not create:
                raise LibraryError(f"{library.name}: no such library; `firsthand add` makes one")
            with plain_errors(url):
                path.parent.mkdir(parents=True, exist_ok=True)
    fresh = is_file(url) and (not path.exists() or path.stat().st_size == 0)
    found = None if fresh else _revision(library)
    if found == REVISION:
        return
    if found is None and not create:
        raise LibraryError(f"{library.name}: no library in it yet; `firsthand add` makes one")
    migrate(library)


def migrate(library: Library, revision: str = REVISION) -> None:
    """Bring the tables into the form of that revision, in one transaction.

    Errors:
        LibraryError: a newer version of the program made the library.
    """
    from firsthand.store.migrating import upgrade

    with library.write() as connection:
        upgrade(connection, revision, library.name)


def _revision(library: Library) -> str | None:
    """The form that the library's tables have; None where there are none of ours."""
    with library.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None
