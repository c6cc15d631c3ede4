"""Changes of how sure a statement is or how far along: modality, and planned that became done."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.difference.account import Account, Difference, differs
from firsthand.model import Modality

# The further up, the firmer. "Alleged" stands with "possible": both leave open whether it is so.
FIRMNESS: dict[Modality, int] = {
    "conditional": 0,
    "possible": 1,
    "alleged": 1,
    "planned": 2,
    "fact": 3,
    "denied": 3,
}

# Words by which a clause tells that something is done or under way, not merely that it is so.
_DONE = re.compile(
    r"\b(?:already|currently|(?:has|have|had)\s+(?:\w+\s+)?\w+(?:ed|en|t|ne)|arrived|landed|closed|\w+ed\s+(?:in|at|on|by))\b"
)

_WORDS: dict[Modality, str] = {
    "fact": "a fact",
    "possible": "a possibility",
    "planned": "a plan",
    "conditional": "conditional",
    "denied": "a denial",
    "alleged": "an allegation",
}


def certainty_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """A statement that hardened on the way; one that was softened is no distortion to phone about."""
    p, c = parent.reading.modality, child.reading.modality
    if "denied" in (p, c) or FIRMNESS[c] <= FIRMNESS[p]:
        return
    if p == "conditional" and parent.reading.condition is None and c == "fact":
        return  # a bare "would" is a way of reporting as often as a condition
    why = f"{_WORDS[p]} became {_WORDS[c]}"
    if p == "conditional" and parent.reading.condition is not None and child.reading.condition is None:
        why += ": the condition fell away"
    if p == "planned" and c == "fact":
        if _DONE.search(child.words):
            yield differs(parent, child, "time", "high", "what was planned is told as done")
    else:
        yield differs(parent, child, "modality", "high" if c in ("fact", "planned") else "medium", why)
