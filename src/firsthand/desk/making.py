"""Which version of the program and of its language data makes the records of today."""

from __future__ import annotations

import functools
import hashlib
from importlib import resources
from pathlib import Path

from sqlalchemy import Connection

import firsthand
from firsthand.store.counting import known_maker, maker_number

# So many hexadecimal digits tell apart all versions that there will ever be.
DIGITS = 16


@functools.cache
def models_version() -> str:
    """A digest of the vocabularies and models that texts are read with.

    Cost: 10 ms, once a run.
    """
    found = hashlib.sha256()
    with resources.as_file(resources.files("firsthand.language")) as folder:
        for file in sorted(Path(folder).rglob("*")):
            if file.is_file() and file.suffix != ".pyc":
                found.update(str(file.relative_to(folder)).encode())
                found.update(hashlib.sha256(file.read_bytes()).digest())
    return found.hexdigest()[:DIGITS]


def present_maker(connection: Connection) -> int:
    """The number under which the library knows this program with these models."""
    return maker_number(connection, firsthand.__version__, models_version())


def known_present_maker(connection: Connection) -> int | None:
    """The same, None where this program has made nothing in the library yet."""
    return known_maker(connection, firsthand.__version__, models_version())
