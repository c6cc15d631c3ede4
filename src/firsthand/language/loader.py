"""One loader for the tables of a language: `en/<name>.toml` read once and handed out as it stands."""

from __future__ import annotations

import functools
import tomllib
from importlib import resources
from pathlib import Path
from typing import Any


def folder(language: str = "en") -> Path:
    """The folder that holds the tables and the model of `language`."""
    return Path(str(resources.files(__package__) / language))


@functools.cache
def table(name: str, language: str = "en") -> dict[str, Any]:
    """The parsed table `<language>/<name>.toml`. It is shared: callers must not change it.

    Errors:
        FileNotFoundError: there is no such table.
        tomllib.TOMLDecodeError: the table is no TOML.

    Example:
        >>> "said" in table("reporting_verbs")["plain"]  # doctest: +SKIP
        True
    """
    with (folder(language) / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


@functools.cache
def words(name: str, key: str, language: str = "en") -> frozenset[str]:
    """The list under `key` of a table, as a set; a dot in `key` steps into a sub-table.

    Errors:
        KeyError: the table has no such key.
        TypeError: what stands there is no list of strings.
    """
    found: Any = table(name, language)
    for part in key.split("."):
        found = found[part]
    if not isinstance(found, list) or not all(isinstance(word, str) for word in found):
        raise TypeError(f"{language}/{name}.toml: {key} is not a list of strings")
    return frozenset(found)
