"""The changes of one story: every claim of every article against the nearest account above it.

The parent of a change is the nearest article up the tree that makes the claim; where none does,
an article that goes back to the same source or origin and stands nearer to it. A headline is
compared with a headline where the parent's headline makes the claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from firsthand.alignment import Aligned, Weights, Witness, align
from firsthand.comparison.nearness import Nearness
from firsthand.difference import Account, Difference, differences, name_changes, proper_words
from firsthand.difference.account import differs
from firsthand.difference.parties import party, same_party
from firsthand.difference.values import measure, near_value, same_thing, same_value
from firsthand.model import Change, Claim, Derivation, Reading, Severity, Span

_GRAVITY: dict[Severity, int] = {"high": 0, "medium": 1, "low": 2}
# A figure that turns up in another claim must be telling: small counts recur by chance.
TELLING = 20


@dataclass(frozen=True, slots=True)
class Tale:
    """What comparison knows of one story."""

    witnesses: Mapping[str, Witness]
    claims: Sequence[Claim]
    near: Nearness
    twins: Mapping[tuple[str, str], frozenset[tuple[int, int]]]

    def comparable(self, parent: Account, child: Account) -> bool:
        """Whether the child's reading was made from the parent's, rather than from a source of its own.

        It was where its sentence was taken over. Else both must have one origin, and the child must
        not have asked it anew on a later day.
        """
        p, c = parent.reading, child.reading
        a, b = (
            self.witnesses[p.article].at(p.number or p.span),
            self.witnesses[c.article].at(c.number or c.span),
        )
        if a is not None and b is not None and (a.i, b.i) in self.twins.get((p.article, c.article), ()):
            return True
        return p.origin == c.origin and not self._anew(p, c)

    def _anew(self, p: Reading, c: Reading) -> bool:
        """Whether the child names the party itself, on a later day, and its text is not the parent's."""
        before, after = (self.witnesses[r.article].article.published or "" for r in (p, c))
        if not before or not after or after[:10] <= before[:10] or self.near.descends(c.article, p.article):
            return False
        outlet = self.witnesses[p.article].article.outlet
        links = c.attribution.chain if c.attribution else ()
        return bool(links) and not any(same_party(link, outlet) for link in links)


def compare(
    witnesses: Sequence[Witness],
    claims: Sequence[Claim],
    lineage: Sequence[Derivation],
    weights: Weights,
    refused: Collection[tuple[str, str]] = (),
) -> tuple[Change, ...]:
    """The changes of one story, gravest first; no child is held against a parent that was `refused` to it."""
    near = Nearness(witnesses, lineage, refused)
    by_id = {w.article.id: w for w in witnesses}
    twins = {
        (e.parent, e.child): frozenset((p.a, p.b) for p in align(by_id[e.parent], by_id[e.child], weights))
        for e in near.textual()
    }
    tale = Tale(witnesses=by_id, claims=claims, near=near, twins=twins)
    found: dict[tuple[str, str, str, str], Change] = {}
    beside = {(e.parent, e.child) for e in near.textual()}
    for claim in claims:
        for child in sorted({r.article for r in claim.readings}):
            parent = near.nearest(claim, child)
            if parent is None:
                continue
            beside.add((parent, child))
            for difference in _against(tale, claim, parent, child):
                change = _change(claim, parent, child, difference)
                found.setdefault((change.claim, change.child, change.kind, ""), change)
    for change in _roles(tale):
        found.setdefault((change.claim, change.child, change.kind, ""), change)
    for change in _names(tale, sorted(beside), weights):
        found.setdefault((change.claim, change.child, change.kind, change.why), change)
    return tuple(
        sorted(found.values(), key=lambda c: (_GRAVITY[c.severity], c.kind, c.claim, c.child, c.child_span))
    )


def _change(claim: Claim, parent: str, child: str, d: Difference) -> Change:
    return Change(
        kind=d.kind,
        claim=claim.id,
        parent=parent,
        child=child,
        parent_span=d.parent,
        child_span=d.child,
        severity=d.severity,
        why=d.why,
    )


def _account(tale: Tale, reading: Reading) -> Account:
    w = tale.witnesses[reading.article]
    passage = w.at(reading.number or reading.span)
    return Account(reading=reading, text=w.article.text, block=passage.kind if passage else "body")


def _against(tale: Tale, claim: Claim, parent: str, child: str) -> Iterator[Difference]:
    """The differences of the child's readings of a claim from the parent's, bodies first.

    A reading that goes back to another origin than the parent's is a report of its own, not a
    changed one, unless its sentence was taken over. And where the child gives the parent's figure
    too, its other figures are others' answers.
    """
    above = [_account(tale, r) for r in claim.readings if r.article == parent]
    below = [_account(tale, r) for r in claim.readings if r.article == child]
    below.sort(key=lambda a: (a.headline, a.reading.span))
    sourced = any(a.reading.attribution and a.reading.attribution.source for a in below)
    faithful = any(_equal(a, b) for a in above for b in below if not b.headline)
    for account in below:
        best = _counterpart(account, above)
        if not tale.comparable(best, account) or (
            faithful and not account.headline and not _equal(best, account)
        ):
            continue
        slid = _slid(tale, claim, account, parent, child)
        if slid is not None:
            yield slid
            continue
        for d in differences(best, account):
            if d.kind == "attribution-lost" and (sourced or not _owed(tale, best, child)):
                continue
            yield d


def _owed(tale: Tale, parent: Account, child: str) -> bool:
    """Whether the child owed its readers that source: made from the parent, or the source has a name."""
    source = parent.reading.attribution.source if parent.reading.attribution else None
    return tale.near.above(child, parent.reading.article) or bool(party(source or "").proper)


def _equal(a: Account, b: Account) -> bool:
    x, y = a.reading.quantity, b.reading.quantity
    return x is None or y is None or same_value(measure(x), measure(y))


def _counterpart(account: Account, above: Sequence[Account]) -> Account:
    """The parent's reading to compare with: of the same kind of block, with the same value if any."""

    def rank(other: Account) -> tuple[bool, bool, int]:
        a, b = account.reading.quantity, other.reading.quantity
        same = a is None or b is None or same_value(measure(a), measure(b))
        return (not same, other.headline != account.headline, other.reading.span.start)

    return min(above, key=rank)


def _slid(tale: Tale, claim: Claim, account: Account, parent: str, child: str) -> Difference | None:
    """A figure of the child's that the parent gives as the answer to another question."""
    quantity = account.reading.quantity
    if quantity is None or quantity.value < TELLING:
        return None
    mine = measure(quantity)
    for reading in claim.readings:
        if reading.article == parent and reading.quantity and near_value(mine, measure(reading.quantity)):
            return None
    for other in tale.claims:
        if other.id == claim.id or any(r.article == child for r in other.readings):
            continue
        for reading in other.readings:
            theirs = measure(reading.quantity) if reading.quantity else None
            if reading.article == parent and theirs and theirs.kind == mine.kind:
                if same_value(mine, theirs) or mine.value in (theirs.value, theirs.high):
                    why = "the figure answered another question there"
                    return differs(_account(tale, reading), account, "role", "high", why)
    return None


def _roles(tale: Tale) -> Iterator[Change]:
    """Figures that no account above gives as this answer, but the parent as another's.

    The parent's claim must have no reading by the child (else the figure may be there twice), and the
    two must count different things (else the two claims are one that was not seen to be).
    """
    for claim in tale.claims:
        for reading in claim.readings:
            if not _telling(reading) or tale.near.nearest(claim, reading.article) is not None:
                continue
            for parent in tale.near.parents(reading.article):
                slid = _elsewhere(tale, claim, reading, parent)
                if slid is not None:
                    why = "the figure answered another question there"
                    d = differs(_account(tale, slid), _account(tale, reading), "role", "high", why)
                    yield _change(claim, parent, reading.article, d)
                    break


def _telling(reading: Reading) -> bool:
    return reading.quantity is not None and reading.quantity.value >= TELLING


def _elsewhere(tale: Tale, claim: Claim, reading: Reading, parent: str) -> Reading | None:
    """The parent's reading of the same figure in a claim that the child has nothing to say to."""
    for other in tale.claims:
        if other.id == claim.id or any(r.article == reading.article for r in other.readings):
            continue
        for candidate in other.readings:
            if candidate.article == parent and candidate.quantity and reading.quantity:
                one, two = candidate.quantity, reading.quantity
                apart = one.unit is not None and two.unit is not None and not same_thing(one.unit, two.unit)
                if apart and one.value == two.value and measure(one).kind == measure(two).kind:
                    return candidate
    return None


def _names(tale: Tale, beside: Sequence[tuple[str, str]], weights: Weights) -> Iterator[Change]:
    """The garbled names between articles held beside each other, each under a claim of its sentence.

    A name garbled again and again is told once, where it stands in full.
    """
    forms = Counter(form for w in tale.witnesses.values() for form in proper_words(w.article.text))
    best: dict[tuple[str, str], tuple[int, Change]] = {}
    for pair_of in beside:
        one, other = _turned(tale, *pair_of)
        parent, child = tale.witnesses[one], tale.witnesses[other]
        made = tale.near.descends(other, one)
        for pair in align(parent, child, weights):
            p, c = _beside(parent, pair.a), child.passages[pair.b].span
            for d in name_changes(parent.article.text, p, child.article.text, c):
                claim = _claim_at(tale, other, child, pair)
                last = d.child.of(child.article.text).split()[-1]
                rarer = forms[last] <= forms[d.parent.of(parent.article.text).split()[-1]]
                if claim is None or not (made or rarer):
                    continue
                length = d.parent.end - d.parent.start + d.child.end - d.child.start
                if (other, last) not in best or best[other, last][0] < length:
                    best[other, last] = length, _change(claim, one, other, d)
    yield from (change for _, change in best.values())


def _beside(w: Witness, i: int) -> Span:
    """A passage with its neighbours: a retelling moves a speaker's name to the next sentence."""
    near = w.passages[max(0, i - 1) : i + 2]
    return Span(near[0].span.start, near[-1].span.end)


def _turned(tale: Tale, parent: str, child: str) -> tuple[str, str]:
    """The pair with the article that garbles fewer names first, unless one was made from the other."""
    if tale.near.above(child, parent) or tale.near.garbled(child) >= tale.near.garbled(parent):
        return parent, child
    return child, parent


def _claim_at(tale: Tale, article: str, w: Witness, pair: Aligned) -> Claim | None:
    """The first claim with a reading in that sentence of the article."""
    span = w.passages[pair.b].span
    for claim in tale.claims:
        for reading in claim.readings:
            if reading.article == article and span.covers(reading.span):
                return claim
    return None
