"""How reliable the user holds sources to be, as given on the command line."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.errors import UsageError
from firsthand.report.exports.admiralty import RELIABILITY


def parse_reliability(given: Sequence[str]) -> dict[str, str]:
    """The letter for each source in "Bloomberg=B", by its name in small letters. Errors: UsageError."""
    found: dict[str, str] = {}
    for one in given:
        name, equals, letter = (part.strip() for part in one.rpartition("="))
        if not equals or not name or letter.upper() not in RELIABILITY:
            raise UsageError(f"--reliability {one!r}: expected NAME=LETTER, the letter from A to F")
        found[name.casefold()] = letter.upper()
    return found
