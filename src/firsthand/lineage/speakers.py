"""Whom a source stands for: the body that a spokeswoman speaks for, the report that "the document" is.

A count that a ministry's spokeswoman gives is the ministry's, and so is the next one that "the
ministry" gives. What a person is quoted with stays the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from firsthand.difference.parties import party, same_party
from firsthand.language import table
from firsthand.model import Attribution, Reading, SourceKind

# "the document", "the same person", "this report": a source that was named before.
_AGAIN = re.compile(r"(?:the|this|that)(?: same)? \w+", re.IGNORECASE)
# How often a wording is followed to another one; "he" is Lindqvar, the director, of the agency.
STEPS = 3


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    roles = "|".join(table("parties")["representatives"])
    owner = re.compile(rf"^(?:the |The )?(?P<body>[^,]{{2,60}}?)['’]s? (?:\w+ ){{0,2}}(?:{roles})\b")
    of = re.compile(rf"\b(?:{roles}) (?:for|of|at) (?:the )?(?P<body>[^,]{{2,60}})")
    own = re.compile(rf"^(?:its|Its|their|Their) (?:\w+ ){{0,2}}(?:{roles})\b")
    return owner, of, own


def stands_for(reading: Reading, before: Sequence[Reading]) -> tuple[str, SourceKind]:
    """The name and the kind of who knows, as far as the article tells.

    `before` are the article's sourced readings up to this one, in order.
    """
    a = reading.attribution
    if a is None or a.source is None:
        return "", "unstated"
    name, kind = (a.chain[0] if a.chain else a.source), a.source_kind
    for _ in range(STEPS):
        step = _step(name, kind, reading, before)
        if step is None or step == (name, kind):
            break
        name, kind = step
    return name, kind


def _step(
    name: str, kind: SourceKind, reading: Reading, before: Sequence[Reading]
) -> tuple[str, SourceKind] | None:
    """What the wording stands for, one step on."""
    if _AGAIN.fullmatch(name) and not party(name).proper:
        return _named_before(kind, before)
    if kind != "person" or reading.kind != "quantity":
        return None
    owner, of, own = _patterns()
    for pattern in (owner, of):
        if match := pattern.search(name):
            return match["body"].strip(), "organization"
    if own.search(name):
        return _named_before("organization", before)
    return _fuller(name, before)


def _named_before(kind: SourceKind, before: Sequence[Reading]) -> tuple[str, SourceKind] | None:
    """The last source of that kind that has a wording of its own."""
    for earlier in reversed(before):
        a: Attribution | None = earlier.attribution
        if a is not None and a.source is not None and a.source_kind == kind:
            name = a.chain[0] if a.chain else a.source
            if not _AGAIN.fullmatch(name) or party(name).proper:
                return name, kind
    return None


def _fuller(name: str, before: Sequence[Reading]) -> tuple[str, SourceKind] | None:
    """The first wording of the same person, where it tells more than this one ("Lindqvar")."""
    for earlier in before:
        a = earlier.attribution
        if a is not None and a.source is not None and a.source_kind == "person":
            first = a.chain[0] if a.chain else a.source
            if len(first) > len(name) and same_party(first, name):
                return first, "person"
    return None
