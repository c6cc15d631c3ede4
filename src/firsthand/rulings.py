"""What people decided about a story, in a form in which a trace can heed it.

The words that a decision is about are named by article and span, which never change, so that a decision
holds whatever later runs call a claim or find in other articles.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
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
    """A parent that people hold to be one, whether the program finds it or not."""

    child: str
    parent: str
    parent_kind: ParentKind
    how: How


@dataclass(frozen=True, slots=True, kw_only=True)
class Rulings:
    """All decisions that stand; `outlets` gives articles the name of their outlet.

    Each of `apart` is a set of readings that answer another question together than the claim they are in.
    """

    rejected: frozenset[Link] = frozenset()
    confirmed: tuple[Addition, ...] = ()
    added: tuple[Addition, ...] = ()
    together: tuple[tuple[ReadingKey, ReadingKey], ...] = ()
    apart: tuple[tuple[ReadingKey, ...], ...] = ()
    wrong: frozenset[ChangeKey] = frozenset()
    grave: frozenset[ChangeKey] = frozenset()
    outlets: tuple[tuple[str, str], ...] = ()

    def parted(self, one: str, other: str) -> bool:
        """Whether somebody decided that neither of two articles was made from the other."""
        return (one, other) in self.refused and (other, one) in self.refused

    @property
    def is_of_changes(self) -> bool:
        """Whether nothing but changes was decided on: all that comes before them stays as it is."""
        return replace(self, wrong=frozenset(), grave=frozenset()) == NONE

    @property
    def refused(self) -> frozenset[Link]:
        """The children and parents that are none: a rejection holds both ways where no link was added."""
        held = {(add.child, add.parent) for add in (*self.added, *self.confirmed)}
        turned = {(parent, child) for child, parent in self.rejected}
        return self.rejected | (turned - held)

    @property
    def whole(self) -> frozenset[str]:
        """The articles that were judged themselves: none goes by what it is a copy of."""
        changed = {article for _, *sides in (*self.wrong, *self.grave) for article, _, _ in sides}
        linked = {name for add in self.added for name in (add.child, add.parent)}
        return frozenset(changed | linked | {child for child, _ in self.rejected})

    @property
    def alone(self) -> frozenset[str]:
        """The articles of which something was decided that is not true of their copies."""
        read = {article for keys in (*self.together, *self.apart) for article, _, _ in keys}
        return frozenset(read | {parent for _, parent in self.rejected})


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
    """The claims, merged and split as people decided; what was split off together is one claim."""
    found = [part for claim in claims for part in _split(claim, rulings)]
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


def _split(claim: Claim, rulings: Rulings) -> list[Claim]:
    """A claim and what was split off it; of a reading that was split off twice the later counts."""
    place = {key: n for n, keys in enumerate(rulings.apart) for key in keys}
    groups: dict[int, list[Reading]] = {}
    for one in claim.readings:
        groups.setdefault(place.get(reading_key(one), -1), []).append(one)
    if len(groups) < 2:
        return [claim]
    # What is left keeps the claim's name; where nothing is, what was split off first does.
    first, *others = sorted(groups)
    parts = [replace(claim, readings=tuple(groups[first]))]
    return parts + [
        replace(claim, id=f"{claim.id}-{n}", readings=tuple(groups[one])) for n, one in enumerate(others, 1)
    ]


def ruled_lineage(
    lineage: Sequence[Derivation], rulings: Rulings, articles: Collection[str]
) -> tuple[Derivation, ...]:
    """The links without those rejected, those confirmed certain, and with those that people added.

    Links of which an article is not among `articles` are left as they are.
    """
    confirmed = {(one.child, one.parent) for one in rulings.confirmed}
    found = []
    for one in lineage:
        link = (one.child, one.parent)
        if link in rulings.rejected:
            continue
        found.append(replace(one, score=1.0) if link in confirmed else one)
    known = {(one.child, one.parent) for one in found}
    for add in (*rulings.added, *rulings.confirmed):
        here = add.child in articles and (add.parent_kind != "article" or add.parent in articles)
        if here and (add.child, add.parent) not in known:
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
