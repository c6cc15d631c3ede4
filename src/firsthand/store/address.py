"""Where a library is: a name, a file, or the URL of a PostgreSQL database."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from firsthand.errors import UsageError

# The library that is meant where none is named.
DEFAULT = "library"
# Names the library of this user, so that a password need not stand in every command line.
VARIABLE = "FIRSTHAND_LIBRARY"
_NAME = re.compile(r"[\w][\w .-]{0,99}")
_ENDINGS = (".db", ".sqlite", ".sqlite3", ".firsthand")


def library_url(given: str | None, environment: Mapping[str, str] = os.environ) -> URL:
    """The database that a name, a path or a URL stands for; None stands for the user's own library.

    A bare name is a file in the user's data folder.

    Errors:
        UsageError: it is none of these.
    """
    named = given or environment.get(VARIABLE) or DEFAULT
    if "://" in named:
        return _database(named)
    if named.endswith(_ENDINGS) or os.sep in named or (os.altsep and os.altsep in named):
        return URL.create("sqlite", database=os.path.abspath(named))  # noqa: PTH100 - keeps links as given
    if not _NAME.fullmatch(named):
        raise UsageError(f"--library {named!r}: expected a name, a path to a .db file, or postgresql://…")
    return URL.create("sqlite", database=str(data_folder(environment) / f"{named}.db"))


def data_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the user's libraries are kept."""
    base = (
        environment.get("XDG_DATA_HOME") or Path(environment.get("HOME") or "~").expanduser() / ".local/share"
    )
    return Path(base) / "firsthand"


def shown(url: URL) -> str:
    """The address as it may be shown: without a password."""
    if is_file(url):
        return url.database or ""
    return url.set(drivername=url.get_backend_name()).render_as_string(hide_password=True)


def is_file(url: URL) -> bool:
    """Whether the library is a file (SQLite)."""
    return url.get_backend_name() == "sqlite"


def _database(given: str) -> URL:
    try:
        url = make_url(given)
    except ArgumentError:
        raise UsageError("--library: no URL that can be read; expected postgresql://USER@HOST/NAME") from None
    if url.get_backend_name() == "sqlite":
        if not url.database or url.database == ":memory:":
            raise UsageError("--library: a library in memory would be gone at once; name a file")
        return url.set(drivername="sqlite")
    if url.get_backend_name() not in ("postgresql", "postgres"):
        kind = url.get_backend_name()
        raise UsageError(f"--library: {kind} is not supported; expected a file or postgresql://…")
    return url.set(drivername="postgresql+psycopg")
