"""The several values that a claim's readings give, each with the origins that speak for it.

Forty-one dead on Wednesday, 58 on Thursday and 200 by a slip are three answers to one question. Who
stands behind a claim does not stand behind each of its answers: two counts of one agency do not
confirm each other, and a value that came about on the way (a slip, or a figure that slid in from
another question) confirms nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from firsthand.difference.parties import same_party
from firsthand.difference.values import Measure, measure, rounded, same_value
from firsthand.model import Answer, Change, ChangeKind, Claim, Derivation, Origin, Quantity, Reading

# Kinds of change that make a value of their own, the one that says most about it first.
_SLIPS: tuple[ChangeKind, ...] = ("role", "unit", "magnitude", "value")
_SLIP_WORDS: Mapping[ChangeKind, str] = {
    "role": "the figure answered another question there",
    "unit": "the unit changed on the way",
    "magnitude": "the figure slipped by a power of ten on the way",
    "value": "the figure changed on the way",
}
# Origins of these kinds can't be told apart from others by their name.
_VAGUE = ("anonymous", "unstated")


def find_answers(
    claims: Sequence[Claim],
    origins: Sequence[Origin],
    lineage: Sequence[Derivation],
    changes: Sequence[Change],
) -> tuple[Claim, ...]:
    """The claims, those of several values with an answer for each, the one most often given first."""
    known = {origin.id: origin for origin in origins}
    parents: dict[str, list[str]] = {}
    for derivation in lineage:
        if derivation.parent_kind == "article":
            parents.setdefault(derivation.child, []).append(derivation.parent)
    altered: dict[str, dict[str, list[Change]]] = {}
    for change in changes:
        if change.kind in _SLIPS:
            altered.setdefault(change.claim, {}).setdefault(change.child, []).append(change)
    return tuple(_answered(claim, known, parents, altered.get(claim.id, {})) for claim in claims)


def _answered(
    claim: Claim,
    known: Mapping[str, Origin],
    parents: Mapping[str, Sequence[str]],
    changes: Mapping[str, Sequence[Change]],
) -> Claim:
    groups = _by_value(claim.readings)
    if len(groups) < 2:
        return claim
    answers = [_answer(claim, group, known, parents, changes) for group in groups]
    return replace(claim, answers=tuple(_with_recounts(answers, known)))


def _by_value(readings: Sequence[Reading]) -> list[list[int]]:
    """The indexes of the readings by value, that of most articles first; roundings stand together.

    A range that spans another value is an answer of its own, and so is what a denial denies.
    """
    exact: list[list[int]] = []
    for index, reading in enumerate(readings):
        if reading.quantity is None:
            continue
        home = next((group for group in exact if _same(readings[group[0]], reading)), None)
        if home is None:
            exact.append([index])
        else:
            home.append(index)
    exact.sort(key=lambda group: (-len({readings[i].article for i in group}), group[0]))
    merged: list[list[int]] = []
    for group in exact:
        lead = readings[group[0]]
        home = next((one for one in merged if _rounds(readings[one[0]], lead)), None)
        if home is None:
            merged.append(group)
        else:
            home.extend(group)
    return merged


def denied(reading: Reading) -> bool:
    """Whether the reading denies the claim; a bare "not" belongs to the question as often as not."""
    return reading.modality == "denied"


def _same(a: Reading, b: Reading) -> bool:
    if a.quantity is None or b.quantity is None or denied(a) != denied(b):
        return False
    x, y = measure(a.quantity), measure(b.quantity)
    return _comparable(x, y) and same_value(x, y)


def _comparable(a: Measure, b: Measure) -> bool:
    """Whether two figures are of one dimension; of money, whether they are of one currency."""
    return a.kind == b.kind and (a.kind != "money" or a.unit == b.unit)


def _rounds(a: Reading, b: Reading) -> bool:
    """Whether one value is the other rounded; ranges are compared as they stand."""
    if a.quantity is None or b.quantity is None or denied(a) != denied(b):
        return False
    x, y = measure(a.quantity), measure(b.quantity)
    if not _comparable(x, y) or x.high != x.value or y.high != y.value:
        return False
    return rounded(x.value, y.value) or rounded(y.value, x.value)


def _answer(
    claim: Claim,
    group: Sequence[int],
    known: Mapping[str, Origin],
    parents: Mapping[str, Sequence[str]],
    changes: Mapping[str, Sequence[Change]],
) -> Answer:
    said = _as_most_say([claim.readings[i] for i in group])
    slips = {change.child: change for i in group for change in _made_by(claim.readings[i], changes)}
    clean = _untainted([claim.readings[i] for i in group], slips, parents)
    origins = tuple(dict.fromkeys(r.origin for r in clean if r.origin is not None))
    named = _parties([known[o] for o in origins if o in known and known[o].kind not in _VAGUE])
    vague = sum(1 for o in origins if o not in known or known[o].kind in _VAGUE)
    slip = min(slips.values(), key=lambda c: (_SLIPS.index(c.kind), c.child)) if slips else None
    why = ""
    if slip is not None and not origins:
        why = f"{_SLIP_WORDS[slip.kind]} from {slip.parent} to {slip.child}: it confirms nothing"
    return Answer(
        value=said.value,
        high=said.high,
        bound=said.bound,
        unit=said.unit,
        denied=denied(claim.readings[group[0]]),
        readings=tuple(sorted(group)),
        origins=origins,
        independent_at_least=len(named) or min(1, vague),
        independent_at_most=len(named) + vague,
        slip=slip.kind if slip is not None and not origins else None,
        why=why,
    )


def _as_most_say(readings: Sequence[Reading]) -> Quantity:
    """The quantity as most articles word it; of several, the first."""
    ways = Counter((q.value, q.high, q.bound, q.unit) for r in readings if (q := r.quantity) is not None)
    best = max(ways.values())
    value, high, bound, unit = next(way for way, times in ways.items() if times == best)
    return Quantity(value=value, high=high, bound=bound, unit=unit)


def _made_by(reading: Reading, changes: Mapping[str, Sequence[Change]]) -> list[Change]:
    """The changes (by child) that gave a reading its value."""
    return [c for c in changes.get(reading.article, ()) if c.child_span.overlaps(reading.span)]


def _untainted(
    readings: Sequence[Reading], slips: Mapping[str, Change], parents: Mapping[str, Sequence[str]]
) -> list[Reading]:
    """The readings whose value is not a slip, nor taken over from one that is."""
    tainted = set(slips)
    givers = {r.article for r in readings}
    origin = {r.article: r.origin for r in readings}
    grown = True
    while grown:
        heirs = {
            article
            for article in givers - tainted
            if (above := [p for p in parents.get(article, ()) if p in givers])
            and all(p in tainted and origin[p] == origin[article] for p in above)
        }
        grown = bool(heirs)
        tainted |= heirs
    return [r for r in readings if r.article not in tainted]


def _parties(origins: Sequence[Origin]) -> list[Origin]:
    """One origin for each party: a later count of the same party is no second voice."""
    kept: list[Origin] = []
    for origin in origins:
        if not any(same_party(origin.name, other.name) for other in kept):
            kept.append(origin)
    return kept


def _with_recounts(answers: Sequence[Answer], known: Mapping[str, Origin]) -> list[Answer]:
    """The answers, those that one party gives beside another said to confirm nothing of each other."""
    out = []
    for answer in answers:
        others = {o for other in answers if other is not answer for o in other.origins}
        shared = [
            known[mine].name
            for mine in answer.origins
            if mine in known
            and any(o == mine or (o in known and _one_party(known[o], known[mine])) for o in others)
        ]
        if shared and not answer.why:
            names = ", ".join(dict.fromkeys(shared))
            why = f"{names} stands behind another answer as well: the two do not confirm each other"
            answer = replace(answer, why=why)  # noqa: PLW2901 (the record with its reason)
        out.append(answer)
    return out


def _one_party(a: Origin, b: Origin) -> bool:
    return a.kind not in _VAGUE and b.kind not in _VAGUE and same_party(a.name, b.name)
