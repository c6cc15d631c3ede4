"""Independent origins: chains that end in the same party, document or anonymous source are one.

Every reading gets an origin: the first link of its chain, if it names one; else what it was made
from says where it came from; else the article itself is the end of the line. Named parties are one
origin throughout a story, unless a later count of the same party gives a new figure. Unnamed
sources are one origin where the articles go back to each other or to one outlet; else they may or
may not be the same people, which widens the range.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.alignment import Witness
from firsthand.difference.parties import party, same_party
from firsthand.difference.values import measure, near_value, power_of_ten
from firsthand.model import Article, Claim, Derivation, Origin, Reading, SourceKind


@dataclass(slots=True)
class _Ledger:
    """The origins of one story as they are found; built once, then read off."""

    entries: list[tuple[str, SourceKind, str | None]] = field(default_factory=list)

    def find(self, name: str, kind: SourceKind, via: str | None) -> int:
        """The entry of that party, made where there is none yet."""
        for n, (known, known_kind, _) in enumerate(self.entries):
            if known_kind == kind and kind != "anonymous" and same_party(known, name):
                return n
        return self.make(name, kind, via)

    def make(self, name: str, kind: SourceKind, via: str | None) -> int:
        """A new entry."""
        self.entries.append((name, kind, via))
        return len(self.entries) - 1


def find_origins(
    witnesses: Sequence[Witness], claims: Sequence[Claim], lineage: Sequence[Derivation]
) -> tuple[tuple[Claim, ...], tuple[Origin, ...]]:
    """The claims with an origin on every reading and their independent origins counted, and the origins.

    Origin ids are the story's own ("o1" …), in the order in which the claims first name them.
    """
    articles = {w.article.id: w.article for w in witnesses}
    above = _ancestors(lineage)
    ledger = _Ledger()
    out = []
    for claim in claims:
        marks = _mark(claim, articles, above, ledger)
        out.append(_counted(claim, marks, ledger))
    origins = tuple(
        Origin(id=f"o{n}", name=name, kind=kind, via=via) for n, (name, kind, via) in enumerate(ledger.entries, 1)
    )
    return tuple(out), origins


def _ancestors(lineage: Sequence[Derivation]) -> dict[str, list[str]]:
    """Each article's ancestors in the collection, nearest first."""
    parents: dict[str, list[str]] = {}
    for d in sorted(lineage, key=lambda d: (d.how == "cites", -d.score, d.parent)):
        if d.parent_kind == "article":
            parents.setdefault(d.child, []).append(d.parent)
    out: dict[str, list[str]] = {}
    for article in parents:
        seen: list[str] = []
        level = [article]
        while level:
            level = [p for a in level for p in parents.get(a, ()) if p not in seen and p != article]
            seen += list(dict.fromkeys(level))
        out[article] = seen
    return out


def _mark(
    claim: Claim, articles: Mapping[str, Article], above: Mapping[str, list[str]], ledger: _Ledger
) -> dict[int, int]:
    """The ledger entry of each reading of a claim: ancestors before descendants."""
    order = sorted(
        range(len(claim.readings)),
        key=lambda n: (
            len(above.get(claim.readings[n].article, ())),
            not _sourced(claim.readings[n]),
            claim.readings[n].article,
            claim.readings[n].span,
        ),
    )
    marks: dict[int, int] = {}
    for n in order:
        marks[n] = _origin_of(claim, n, marks, articles, above, ledger)
    return marks


def _sourced(reading: Reading) -> bool:
    return reading.attribution is not None and reading.attribution.source is not None


def _origin_of(
    claim: Claim,
    n: int,
    marks: Mapping[int, int],
    articles: Mapping[str, Article],
    above: Mapping[str, list[str]],
    ledger: _Ledger,
) -> int:
    """The origin of one reading, from its own chain, its own article, or what it was made from."""
    reading = claim.readings[n]
    inherited = _inherited(claim, n, marks, above)
    if not _sourced(reading):
        if inherited is not None:
            return inherited
        article = articles[reading.article]
        return ledger.make(article.outlet or article.title or article.id, "unstated", None)
    attribution = reading.attribution
    assert attribution is not None and attribution.source is not None  # noqa: S101 - narrowed by _sourced
    name = attribution.chain[0] if attribution.chain else attribution.source
    via = attribution.chain[1] if len(attribution.chain) > 1 else None
    cited = inherited is not None and _is_article(name, reading.article, articles, above)
    if cited or (inherited is not None and _follows(attribution.source_kind, ledger.entries[inherited][1], name)):
        return inherited  # type: ignore[return-value]
    same = [
        marks[m]
        for m, other in enumerate(claim.readings)
        if m in marks and _sourced(other) and _one_source(other, reading, name)
    ]
    if same:
        return _recount(claim, n, marks, same[0], articles, ledger)
    if attribution.source_kind == "anonymous":
        for m, other in enumerate(claim.readings):
            if m in marks and ledger.entries[marks[m]][1] == "anonymous" and _related(other, reading, above):
                return marks[m]
    return ledger.find(name, attribution.source_kind, via)


def _follows(kind: SourceKind, known: SourceKind, name: str) -> bool:
    """Whether a source that a retelling names only stands for its parent's unnamed one."""
    return kind == "anonymous" and known in ("anonymous", "document") or (known == "anonymous" and not party(name).proper)


def _is_article(name: str, own: str, articles: Mapping[str, Article], above: Mapping[str, list[str]]) -> bool:
    """Whether the named source is one of the articles that this one was made from."""
    return any(articles[a].outlet and same_party(name, articles[a].outlet) for a in above.get(own, ()) if a in articles)


def _inherited(claim: Claim, n: int, marks: Mapping[int, int], above: Mapping[str, list[str]]) -> int | None:
    """The origin of the same figure in the same article, or in the nearest article above."""
    reading = claim.readings[n]
    for article in (reading.article, *above.get(reading.article, ())):
        told = [m for m, r in enumerate(claim.readings) if r.article == article and m in marks]
        if told:
            return marks[min(told, key=lambda m: (not _same_figure(claim.readings[m], reading), m))]
    return None


def _same_figure(a: Reading, b: Reading) -> bool:
    if a.quantity is None or b.quantity is None:
        return True
    x, y = measure(a.quantity), measure(b.quantity)
    return x.kind == y.kind and (near_value(x, y) or bool(power_of_ten(x.value, y.value)))


def _one_source(a: Reading, b: Reading, name: str) -> bool:
    """Whether both readings begin with the same named party."""
    first = a.attribution.chain[0] if a.attribution and a.attribution.chain else (a.attribution.source if a.attribution else None)
    return bool(party(name).proper or b.attribution and b.attribution.source_kind != "anonymous") and same_party(first, name)


def _related(a: Reading, b: Reading, above: Mapping[str, list[str]]) -> bool:
    """Whether the articles descend from each other or reach their source through one outlet."""
    if a.article == b.article or a.article in above.get(b.article, ()) or b.article in above.get(a.article, ()):
        return True
    ours = a.attribution.chain[1:] if a.attribution else ()
    theirs = b.attribution.chain[1:] if b.attribution else ()
    return any(same_party(x, y) for x in ours for y in theirs)


def _recount(
    claim: Claim, n: int, marks: Mapping[int, int], known: int, articles: Mapping[str, Article], ledger: _Ledger
) -> int:
    """The known origin, or a new one where the same party gives another figure on a later day."""
    reading = claim.readings[n]
    if reading.quantity is None:
        return known
    told = [claim.readings[m] for m in marks if marks[m] == known]
    if any(_same_figure(r, reading) for r in told):
        return known
    day = (articles[reading.article].published or "")[:10]
    days = [(articles[r.article].published or "")[:10] for r in told]
    if day and all(d and d < day for d in days):
        name, kind, via = ledger.entries[known]
        return ledger.make(name, kind, via)
    return known


def _counted(claim: Claim, marks: Mapping[int, int], ledger: _Ledger) -> Claim:
    """The claim with its origins on, and how many of them are independent, with the honest range."""
    found = sorted(set(marks.values()))
    unnamed = [n for n in found if ledger.entries[n][1] in ("anonymous", "unstated")]
    named = len(found) - len(unnamed)
    readings = tuple(replace(r, origin=f"o{marks[n] + 1}") for n, r in enumerate(claim.readings))
    return replace(
        claim,
        readings=readings,
        independent_origins=len(found),
        independent_at_least=max(1, named),
        independent_at_most=len(found),
    )
