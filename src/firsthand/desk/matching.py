"""What of a story's new trace was there before: claims by the words they stand on, origins by name."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.model import Change, Claim, Origin
from firsthand.pipeline import Traced
from firsthand.store.columns import number_of
from firsthand.store.log import Event

_Words = frozenset[tuple[str, int]]


def match_claims(before: Sequence[Claim], after: Sequence[Claim]) -> dict[str, str]:
    """For each new claim that shares readings with an old one, the old one's id; the most shared first."""
    old = {claim.id: _words(claim) for claim in before}
    places: dict[tuple[str, int], list[str]] = {}
    for name, words in old.items():
        for place in words:
            places.setdefault(place, []).append(name)
    pairs: list[tuple[int, int, str, str]] = []
    for order, claim in enumerate(after):
        mine = _words(claim)
        for name in {name for place in mine for name in places.get(place, ())}:
            pairs.append((-len(mine & old[name]), order, name, claim.id))
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _, _, name, fresh in sorted(pairs):
        if fresh not in found and name not in taken:
            found[fresh] = name
            taken.add(name)
    return found


def match_origins(before: Sequence[Origin], after: Sequence[Origin]) -> dict[str, str]:
    """For each new origin that has the name, kind and channel of an old one, the old one's id."""
    known: dict[tuple[str, str, str | None], list[str]] = {}
    for origin in before:
        known.setdefault((origin.name, origin.kind, origin.via), []).append(origin.id)
    found: dict[str, str] = {}
    for origin in after:
        same = known.get((origin.name, origin.kind, origin.via))
        if same:
            found[origin.id] = same.pop(0)
    return found


def what_is_new(story: int, before: Traced | None, after: Traced) -> tuple[Event, ...]:
    """What a story's new trace has that the one before had not; ids are those of the library in both."""
    events: list[Event] = []
    old = {claim.id: claim for claim in before.claims} if before else {}
    for claim in after.claims:
        number = number_of("claim", claim.id)
        if claim.id not in old:
            events.append(Event(kind="claim-new", story=story, claim=number))
        else:
            moved = sorted(_values(claim) - _values(old[claim.id]))
            if moved:
                was = sorted(_values(old[claim.id]))
                events.append(
                    Event(kind="figure-moved", story=story, claim=number, detail={"new": moved, "old": was})
                )
    still = {claim.id for claim in after.claims}
    dropped = [number_of("claim", name) for name in old if name not in still]
    events += [Event(kind="claim-dropped", story=story, claim=n) for n in sorted(dropped)]
    known = {origin.id for origin in before.origins} if before else set()
    new = [number_of("origin", origin.id) for origin in after.origins if origin.id not in known]
    events += [Event(kind="origin-new", story=story, detail={"origin": n}) for n in sorted(new)]
    changes = {change_key(change) for change in before.changes} if before else set()
    events += [_change_event(story, one) for one in after.changes if change_key(one) not in changes]
    return tuple(events)


def change_key(change: Change) -> tuple[str, str, str, str, int, int]:
    """What makes a change the same one in two traces."""
    spans = (change.parent_span.start, change.child_span.start)
    return (change.kind, change.claim, change.parent, change.child, *spans)


def _change_event(story: int, change: Change) -> Event:
    return Event(
        kind="change-new",
        story=story,
        article=number_of("article", change.child),
        claim=number_of("claim", change.claim),
        detail={
            "kind": change.kind,
            "severity": change.severity,
            "parent": number_of("article", change.parent),
        },
    )


def _words(claim: Claim) -> _Words:
    return frozenset((one.article, one.span.start) for one in claim.readings)


def _values(claim: Claim) -> set[float]:
    return {one.quantity.value for one in claim.readings if one.quantity is not None}
