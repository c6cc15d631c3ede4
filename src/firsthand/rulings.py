"""What people decided about a story, in a form in which a trace can heed it.

The words that a decision is about are named by article and span, which never change, so that a decision
holds whatever later runs call a claim or find in other articles.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from firsthand.model import Article, Change, Claim, Derivation, How, ParentKind, Reading, Span

# A reading by its article and span; a change by its kind and the words on both sides; a child and a parent.
ReadingKey = tuple[str, int, int]
ChangeKey = tuple[str, ReadingKey, ReadingKey]
Link = tuple[str, str]
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """A parent that the program did not find."""

    child: str
    parent: str
    parent_kind: ParentKind
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """All decisions that stand; `outlets` gives articles the name of their outlet."""

    rejected: frozenset[Link] = frozenset()
    confirmed: frozenset[Link] = frozenset()
    added: tuple[Addition, ...] = ()
    together: tuple[tuple[ReadingKey, ReadingKey], ...] = ()
    apart: frozenset[ReadingKey] = frozenset()
    wrong: frozenset[ChangeKey] = frozenset()
    grave: frozenset[ChangeKey] = frozenset()
    outlets: tuple[tuple[str, str], ...] = ()

    def parted(self, one: str, other: str) -> bool:
        """Whether somebody decided that neither of two articles was made from the other."""
        return (one, other) in self.rejected or (other, one) in self.rejected


NONE = Rulings()


def reading_key(reading: Reading) -> ReadingKey:
    """What a reading is known by."""
    return (reading.article, reading.span.start, reading.span.end)


def change_key(change: Change) -> ChangeKey:
    """What a change is known by."""
    return (change.kind, _side(change.parent, change.parent_span), _side(change.child, change.child_span))


def _side(article: str, span: Span) -> ReadingKey:
    return (article, span.start, span.end)


def ruled_articles(articles: Sequence[Article], rulings: Rulings) -> tuple[Article, ...]:
    """The articles, with the outlets that people named."""
    named = dict(rulings.outlets)
    return tuple(replace(one, outlet=named[one.id]) if one.id in named else one for one in articles)


def ruled_claims(claims: Sequence[Claim], rulings: Rulings) -> tuple[Claim, ...]:
    """The claims, merged and split as people decided; a split-off reading is a claim of its own."""
    found: list[Claim] = []
    for claim in claims:
        off = [one for one in claim.readings if reading_key(one) in rulings.apart]
        kept = tuple(one for one in claim.readings if one not in off)
        if not kept:
            kept, off = tuple(off[:1]), off[1:]
        found.append(replace(claim, readings=kept) if off else claim)
        found += [replace(claim, id=f"{claim.id}-{n}", readings=(one,)) for n, one in enumerate(off, 1)]
    for pair in rulings.together:
        homes = [
            next((c for c in found if any(reading_key(r) == key for r in c.readings)), None) for key in pair
        ]
        first, second = homes
        if first is None or second is None or first is second:
            continue
        merged = replace(first, readings=(*first.readings, *second.readings))
        found = [merged if one is first else one for one in found if one is not second]
    return tuple(found)


def ruled_lineage(lineage: Sequence[Derivation], rulings: Rulings) -> tuple[Derivation, ...]:
    """The links without those rejected, those confirmed certain, and with those that people added."""
    found = []
    for one in lineage:
        link = (one.child, one.parent)
        if link in rulings.rejected:
            continue
        found.append(replace(one, score=1.0) if link in rulings.confirmed else one)
    known = {(one.child, one.parent) for one in found}
    for add in rulings.added:
        if (add.child, add.parent) not in known:
            made = Derivation(
                child=add.child, parent=add.parent, parent_kind=add.parent_kind, how=add.how, score=1.0
            )
            found.append(made)
    return tuple(found)


def ruled_changes(changes: Sequence[Change], rulings: Rulings) -> tuple[Change, ...]:
    """The changes without those that are none, and with those grave that people hold to be so."""
    kept = [one for one in changes if change_key(one) not in rulings.wrong]
    return tuple(replace(one, severity="high") if change_key(one) in rulings.grave else one for one in kept)


def ruled_kin(
    kin: Mapping[tuple[int, int], K], ids: Sequence[str], rulings: Rulings
) -> dict[tuple[int, int], K]:
    """The kinship of pairs, without those of which people decided that they have none."""
    return {(i, j): one for (i, j), one in kin.items() if not rulings.parted(ids[i], ids[j])}
