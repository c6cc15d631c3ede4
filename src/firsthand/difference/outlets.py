"""Whether a wording names an outlet: a newspaper, broadcaster, agency or site that publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.difference.parties import party
from firsthand.language import table

# "a poll by Meridian Opinion", "a survey of the institute Datenor", "research from Corbel": who made it published it.
_PUBLISHED = re.compile(
    r"\b(?:poll|survey|study|report|analysis|research)\s+(?:conducted\s+|published\s+|carried out\s+)?"
    r"(?:by|from|of)\s+(?:the\s+)?(?:institute\s+|pollsters?\s+|think[- ]tank\s+)?"
    r"(?P<name>[A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,3})"
)
# Endings that outlets share with public bodies: "News Agency" is one, "Civil Protection Agency" none.
_BODIES = frozenset({"agency", "record", "register", "standard"})
_PHRASE = re.compile(r"[A-Z][\w&.'’-]*(?:\s+(?:of\s+(?:the\s+)?|and\s+|for\s+)?[A-Z0-9][\w&.'’-]*)*")
_INSTITUTE = re.compile(r"\b(?:institute|think[- ]?tank|pollsters?|opinion|polling)\b", re.IGNORECASE)


@cache
def _tables() -> tuple[frozenset[str], frozenset[str]]:
    known = frozenset(
        name.lower()
        for entry in table("outlets")["outlet"]
        for name in (entry["name"], *entry.get("short", ()), *entry.get("short_names", ()))
    )
    return known, frozenset(table("roles")["outlet_names"])


def is_outlet(wording: str) -> bool:
    """Whether the wording is the name of a known outlet or ends like one ("… Courier", "Channel 4")."""
    known, endings = _tables()
    plain = wording.strip(" \"“”'‘’.,").removeprefix("the ").removeprefix("The ")
    if plain.lower() in known:
        return True
    proper = party(plain).proper
    if not proper or len(proper) > 6:
        return False
    last = plain.split()[-1] if plain.split() else ""
    if last[:1].isupper() and last.lower() in endings and (last.lower() not in _BODIES or "news" in plain.lower() or "press" in plain.lower()):
        return True
    return bool(re.match(r"(?:Channel|Radio|TV|Kanal)\s+\w+$", plain)) or bool(re.fullmatch(r"[A-Z]{2,4}[ -]?TV|TV[ -]?\w+|K?TV\d?", plain))


def proper_phrases(wording: str) -> Iterator[tuple[str, int]]:
    """The runs of capitalised words in a wording, with where each begins.

    "a poll by Meridian Opinion for the Tribune" names two parties, not one.
    """
    for match in _PHRASE.finditer(wording):
        yield match.group().removesuffix("'s").removesuffix("’s").rstrip("."), match.start()


def is_institute(wording: str) -> bool:
    """Whether the wording names a body whose publications are its product: an institute, a pollster."""
    return bool(party(wording).proper) and bool(_INSTITUTE.search(wording))


def publishers(wording: str) -> Iterator[tuple[str, int]]:
    """The makers of polls, surveys and reports in a wording ("a poll by X"), with where each begins."""
    for match in _PUBLISHED.finditer(wording):
        yield match["name"], match.start("name")
