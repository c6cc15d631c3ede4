"""The plain words in which a report speaks: kinds of change, severities, counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from firsthand.difference.origins import shared_origins
from firsthand.model import Change, ChangeKind, Derivation, ParentKind, Result, Severity, SourceKind

KIND_WORDS: Final[Mapping[ChangeKind, str]] = {
    "magnitude": "figure changed by a power of ten",
    "value": "another figure",
    "rounding": "figure rounded",
    "bound": "limit dropped or changed",
    "scope": "counts something narrower or wider",
    "role": "figure now answers another question",
    "modality": "more or less certain than before",
    "negation": "denied or reversed",
    "wording": "another word with another meaning",
    "attribution-lost": "source dropped",
    "attribution-changed": "another source named",
    "anonymous-hardened": "unnamed people became an institution or a fact",
    "quote": "quoted words changed",
    "time": "another time",
    "name": "name changed",
    "unit": "another unit or currency",
}
SEVERITIES: Final[tuple[Severity, ...]] = ("high", "medium", "low")
OUTSIDE_WORDS: Final[Mapping[ParentKind, str]] = {
    "article": "another story",
    "outlet": "outside the collection",
    "person": "person, outside the collection",
    "organization": "organization, outside the collection",
    "document": "document, outside the collection",
    "lost": "lost common source",
}
SOURCE_WORDS: Final[Mapping[SourceKind, str]] = {
    "person": "a person",
    "organization": "an organization",
    "document": "a document",
    "outlet": "an outlet",
    "anonymous": "unnamed",
    "unstated": "not stated",
}
# What a reader should take from a score; the exact figure stands in the JSON.
LIKELY_BELOW: Final = 0.8
PERHAPS_BELOW: Final = 0.5


def counted(number: int, thing: str, things: str | None = None) -> str:
    """`1 article`, `1,200 articles`."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def certainty(derivation: Derivation) -> str:
    """How sure the link is: empty where it is as good as certain."""
    if derivation.score < PERHAPS_BELOW:
        return "perhaps"
    return "likely" if derivation.score < LIKELY_BELOW else ""


def gravest_first(changes: Iterable[Change]) -> list[Change]:
    """The changes by severity, else in the order in which they came."""
    return sorted(changes, key=lambda change: SEVERITIES.index(change.severity))


def severity_counts(changes: Iterable[Change]) -> str:
    """`2 high, 1 low`; empty where there are no changes."""
    counts = Counter(change.severity for change in changes)
    return ", ".join(f"{counts[severity]} {severity}" for severity in SEVERITIES if counts[severity])


def summary(result: Result) -> list[tuple[int, str]]:
    """What the run found, as figures and the things that they count."""
    figures = (
        (len(result.articles), "article", "articles"),
        (len(result.stories), "story", "stories"),
        (len(result.claims), "claim", "claims"),
        (len(result.changes), "change", "changes"),
    )
    return [(number, one if number == 1 else many) for number, one, many in figures]


def glance_figures(result: Result) -> list[tuple[int, str]]:
    """The figures of the run with two that a reader asks first: who knows it, and who is not here."""
    outside = {(d.parent_kind, d.parent) for d in result.lineage if d.parent_kind not in ("article", "lost")}
    origins = len(shared_origins(result))
    articles, stories, claims, changes = summary(result)
    return [
        articles,
        stories,
        (origins, "independent origin" if origins == 1 else "independent origins"),
        (len(outside), "source outside" if len(outside) == 1 else "sources outside"),
        claims,
        changes,
    ]
