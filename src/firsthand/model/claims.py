"""What the articles of a story answer, and how they were made from each other."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model.kinds import (
    Bound,
    ChangeKind,
    ClaimKind,
    EvidenceKind,
    How,
    ParentKind,
    Severity,
    SourceKind,
)
from firsthand.model.texts import Reading, Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who first put some information into the world."""

    id: str
    name: str
    kind: SourceKind
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of several values that a claim's readings give, and who stands behind it.

    `value`, `high`, `bound` and `unit` are as most articles say it. `readings` are indexes into the
    claim's readings. `origins` are those that speak for this value; a value that came about on the
    way has none, and `slip` says by what kind of change it came. `why` says in plain words what
    limits the count; where it names an article, it does so by id.
    """

    value: float
    high: float | None
    bound: Bound
    unit: str | None
    denied: bool
    readings: tuple[int, ...]
    origins: tuple[str, ...]
    independent_at_least: int
    independent_at_most: int
    slip: ChangeKind | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A question that one or more readings answer; `answers` where they give several values."""

    id: str
    story: str
    kind: ClaimKind
    label: str
    unit: str | None
    readings: tuple[Reading, ...]
    independent_origins: int = 1
    independent_at_least: int = 1
    independent_at_most: int = 1
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words, on either side, that speak for a derivation."""

    kind: EvidenceKind
    note: str
    child: Span | None = None
    parent: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One article was made from another, or from a source outside the collection.

    `parent` is an article's id where `parent_kind` is "article", else a name.
    """

    child: str
    parent: str
    parent_kind: ParentKind
    how: How
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs between two accounts of one claim; the parent is nearer to the origin."""

    kind: ChangeKind
    claim: str
    parent: str
    child: str
    parent_span: Span
    child_span: Span
    severity: Severity
    why: str
