"""Values as columns take them, and numbers as people see them."""

from __future__ import annotations

import hashlib
import re

from firsthand.errors import UsageError

# What is stored for looking up is cut here; no outlet, headline or address that means something is longer.
LONGEST = 2000
_LETTERS = {"article": "a", "story": "s", "claim": "c", "origin": "o"}


def plain(text: str | None, longest: int = LONGEST) -> str | None:
    """The text without what a database refuses: lone surrogates and zero bytes become escapes."""
    if text is None:
        return None
    return text[:longest].encode("utf-8", "backslashreplace").decode("utf-8").replace("\0", "\\x00")


def key(text: str) -> str:
    """The SHA-256 of a path or an address, by which it is looked up."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def shown_id(kind: str, number: int) -> str:
    """The number as people see it: "a12", "s3"."""
    return f"{_LETTERS[kind]}{number}"


def number_of(kind: str, given: str) -> int:
    """The number that an id stands for.

    Errors:
        UsageError: it is no id of that kind.
    """
    letter = _LETTERS[kind]
    if not re.fullmatch(rf"{letter}?[0-9]{{1,9}}", given):
        raise UsageError(f"{given!r}: no {kind}; expected an id such as {letter}12 (see `firsthand list`)")
    return int(given.removeprefix(letter))
