"""Independent origins: chains that end in the same party, document or unnamed source are one.

Repetition is the rule and independence the exception, so two readings of a claim are taken to go
back to one origin wherever something ties them: the same party, a retelling, a copied sentence, an
outlet that both go through. They are parted where something parts them: two named parties of whom
neither's account was made from the other's, or a later count by the same party. Where nothing
ties or parts them (two unnamed sources), the range says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from firsthand.alignment import Witness
from firsthand.difference.answer import same_answer
from firsthand.difference.outlets import is_outlet
from firsthand.difference.parties import party, same_party
from firsthand.lineage.kinship import Kinship
from firsthand.lineage.speakers import stands_for
from firsthand.model import Attribution, Claim, Derivation, Origin, Reading, SourceKind


@dataclass(slots=True)
class _Group:
    """Readings of one claim that go back to one origin; built while a claim is sorted."""

    members: list[Reading]
    recount: str = ""


@dataclass(frozen=True, slots=True)
class _Story:
    """What ties articles and passages of one story."""

    witnesses: Mapping[str, Witness]
    above: Mapping[str, Sequence[str]]
    written: frozenset[tuple[str, str]]
    twins: Mapping[tuple[str, str], frozenset[tuple[int, int]]]

    def passage(self, reading: Reading) -> int:
        """The passage that the reading stands in, -1 for none."""
        found = self.witnesses[reading.article].at(reading.number or reading.span)
        return found.i if found else -1

    def headline(self, reading: Reading) -> bool:
        """Whether the reading stands in a headline, which words its source in a word or not at all."""
        found = self.witnesses[reading.article].at(reading.number or reading.span)
        return found is not None and found.kind in ("title", "heading")

    def retold(self, a: Reading, b: Reading) -> bool:
        """Whether the two sentences were paired as retellings of each other."""
        return (self.passage(a), self.passage(b)) in self.twins.get((a.article, b.article), ())

    def descends(self, child: str, parent: str) -> bool:
        """Whether one article was made from the other, at whatever remove."""
        return parent in self.above.get(child, ())

    def rewrote(self, child: Reading, parent: Reading) -> bool:
        """Whether the child's sentence is another outlet's rewriting of the parent's."""
        if (child.article, parent.article) not in self.written or not self.retold(child, parent):
            return False
        ours, theirs = self.outlet(child.article), self.outlet(parent.article)
        return not same_party(ours, theirs)

    def day(self, reading: Reading) -> str:
        """The day on which the reading's article was printed; "" where the page does not tell."""
        return (self.witnesses[reading.article].article.published or "")[:10]

    def outlet(self, article: str) -> str | None:
        """The outlet of an article."""
        return self.witnesses[article].article.outlet


@dataclass(slots=True)
class _Ledger:
    """The origins of one story as they are found; built once, then read off."""

    entries: list[tuple[str, SourceKind, str | None, str]] = field(default_factory=list)

    def enter(self, name: str, kind: SourceKind, via: str | None, recount: str) -> int:
        """The entry of that party (and that count of it), made where there is none yet."""
        for n, (known, known_kind, known_via, known_recount) in enumerate(self.entries):
            if known_recount != recount or (kind == "anonymous") != (known_kind == "anonymous"):
                continue
            if same_party(known, name) or (kind == "anonymous" and via and same_party(known_via, via)):
                return n
        self.entries.append((name, kind, via, recount))
        return len(self.entries) - 1


def find_origins(
    witnesses: Sequence[Witness],
    claims: Sequence[Claim],
    lineage: Sequence[Derivation],
    kin: Mapping[tuple[int, int], Kinship],
) -> tuple[tuple[Claim, ...], tuple[Origin, ...]]:
    """The claims with an origin on every reading and their independent origins counted, and the origins.

    Origin ids are the story's own ("o1" …), in the order in which the claims first name them.
    """
    ids = [w.article.id for w in witnesses]
    twins = {(ids[i], ids[j]): frozenset((p.a, p.b) for p in k.pairs) for (i, j), k in kin.items()}
    story = _Story(
        witnesses={w.article.id: w for w in witnesses},
        above=ancestors(lineage),
        written=frozenset((d.child, d.parent) for d in lineage if d.how != "cites"),
        twins=twins,
    )
    sourced = _sources_by_article(claims)
    ledger = _Ledger()
    out = []
    for claim in claims:
        groups = _sort(claim, story)
        entries = [ledger.enter(*_name(group, story, sourced)) for group in groups]
        out.append(_counted(claim, groups, entries, ledger))
    origins = tuple(
        Origin(id=f"o{n}", name=name, kind=kind, via=via)
        for n, (name, kind, via, _) in enumerate(ledger.entries, 1)
    )
    return tuple(out), origins


def ancestors(lineage: Sequence[Derivation]) -> dict[str, list[str]]:
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


def _sort(claim: Claim, story: _Story) -> list[_Group]:
    """The readings of a claim by origin: ancestors first, sourced before unsourced, bodies first."""
    groups: list[_Group] = []
    ordered = sorted(
        claim.readings,
        key=lambda r: (
            len(story.above.get(r.article, ())),
            source_of(r) is None,
            r.article,
            story.headline(r),
            r.span,
        ),
    )
    for reading in ordered:
        tied = [g for g in groups if any(_tied(reading, other, story) for other in g.members)]
        tied = [g for g in tied if not any(_told_apart(reading, other, story) for other in g.members)]
        recount = _recount(reading, tied, story)
        if tied and not recount:
            best = min(
                tied, key=lambda g: (not any(same_answer(reading, m) for m in g.members), groups.index(g))
            )
            best.members.append(reading)
        else:
            groups.append(_Group(members=[reading], recount=recount))
    return groups


def source_of(reading: Reading) -> str | None:
    """Who knows, as the reading words it: the first link of its chain."""
    a = reading.attribution
    if a is None or a.source is None:
        return None
    return a.chain[0] if a.chain else a.source


def _told_apart(a: Reading, b: Reading, story: _Story) -> bool:
    """Whether one article gives the two readings to two sources: it must know that they are two."""
    mine, theirs = source_of(a), source_of(b)
    if a.article != b.article or mine is None or theirs is None or same_party(mine, theirs):
        return False
    if story.headline(a) or story.headline(b):
        return False
    kinds = {r.attribution.source_kind for r in (a, b) if r.attribution}
    vague = kinds == {"anonymous"} or "outlet" in kinds or is_outlet(mine) or is_outlet(theirs)
    return not vague and (_named(a) or _named(b))


def _tied(reading: Reading, other: Reading, story: _Story) -> bool:
    """Whether something ties a reading to one that was sorted before it."""
    mine, theirs = source_of(reading), source_of(other)
    if same_party(mine, theirs):
        return True
    same = same_answer(reading, other)
    if reading.article == other.article:
        headline = story.headline(reading) or story.headline(other)
        return (mine is None or theirs is None or headline) and same
    if story.descends(reading.article, other.article):
        retold = story.retold(reading, other)
        if not same and _rivals(reading, other):
            return False
        if _named(reading):
            return same and retold and not _confirms(reading, other, story)
        return same or retold or _cites(reading, story.outlet(other.article))
    if not same or (_rivals(reading, other) and not _through_one_outlet(reading, other)):
        return False
    if story.retold(reading, other) or _through_one_outlet(reading, other):
        return True
    if mine is None and theirs is None:
        return False  # two articles' own knowledge, as far as they tell
    return not (_named(reading) and _named(other))


def _rivals(a: Reading, b: Reading) -> bool:
    """Whether two sources are worded as two parties: the local governor is not the Civil Protection Agency.

    Outlets and unnamed people in the plural ("officials") pass on what others say. One utterance has
    one speaker, however he is worded.
    """
    p, q = a.attribution, b.attribution
    if p is None or q is None or a.quantity is None or b.quantity is None:
        return False
    mine, theirs = source_of(a), source_of(b)
    if mine is None or theirs is None or any(same_party(x, y) for x in _all(p) for y in _all(q)):
        return False
    return _single(mine, p.source_kind) and _single(theirs, q.source_kind)


def _all(attribution: Attribution) -> tuple[str, ...]:
    return (*attribution.chain, attribution.source or "")


def _single(source: str, kind: SourceKind) -> bool:
    """Whether a wording stands for one party that knows for itself."""
    words = source.lower().split()
    if words[:1] in (["its"], ["their"], ["his"], ["her"]) and not party(source).proper:
        return False  # whose it is stands elsewhere
    if kind == "outlet":
        return len(party(source).plain) > 1 and not is_outlet(source)  # an agency that saves people
    if kind in ("person", "organization", "document"):
        return True
    return (
        kind == "anonymous" and words[:1] in (["the"], ["a"], ["an"], ["one"]) and not words[-1].endswith("s")
    )


def _confirms(reading: Reading, other: Reading, story: _Story) -> bool:
    """Whether a party of its own says now what others had told: an article that cites them asked it anew."""
    if (reading.article, other.article) in story.written or source_of(other) is None:
        return False
    return not _cites(reading, story.outlet(other.article))


def _named(reading: Reading) -> bool:
    """Whether the reading names a party that could know for itself: no outlet, nobody unnamed."""
    source = source_of(reading)
    if source is None or not party(source).proper:
        return False
    kind = reading.attribution.source_kind if reading.attribution else "unstated"
    return kind not in ("anonymous", "outlet", "unstated") and not is_outlet(source)


def _cites(reading: Reading, outlet: str | None) -> bool:
    """Whether the reading's chain leads through that outlet."""
    return reading.attribution is not None and any(
        same_party(link, outlet) for link in reading.attribution.chain
    )


def _through_one_outlet(a: Reading, b: Reading) -> bool:
    ours, theirs = _links(a.attribution), _links(b.attribution)
    return any(same_party(x, y) for x in ours for y in theirs)


def _links(attribution: Attribution | None) -> list[str]:
    return [link for link in attribution.chain if is_outlet(link)] if attribution else []


def _recount(reading: Reading, tied: Sequence[_Group], story: _Story) -> str:
    """The day of a new count by a party already sorted in, "" where the reading is none.

    A new count is printed later, gives another figure, was not rewritten from the old one by another
    outlet, and names the party: a slip on the way has none of these but the figure.
    """
    day = story.day(reading)
    if reading.quantity is None or source_of(reading) is None or not day:
        return ""
    members = [m for group in tied for m in group.members]
    if any(same_answer(reading, m) or story.rewrote(reading, m) for m in members):
        return ""
    earlier = [m for m in members if story.day(m) and story.day(m) < day]
    return day if any(same_party(source_of(m), source_of(reading)) for m in earlier) else ""


def _sources_by_article(claims: Sequence[Claim]) -> dict[str, list[Reading]]:
    """The sourced readings of each article in the order of its text."""
    out: dict[str, list[Reading]] = {}
    for claim in claims:
        for reading in claim.readings:
            if source_of(reading) is not None:
                out.setdefault(reading.article, []).append(reading)
    return {article: sorted(readings, key=lambda r: r.span) for article, readings in out.items()}


def _name(
    group: _Group, story: _Story, sourced: Mapping[str, Sequence[Reading]]
) -> tuple[str, SourceKind, str | None, str]:
    """The name of a group's origin, its kind, through whom it came, and which count of it it is.

    The first reading's source names it; where none of the group names one, the source named last
    before in the sentence; else the article's outlet speaks for itself.
    """
    for reading in group.members:
        if source_of(reading) is not None:
            return (*_whose(reading, sourced), group.recount)
    first = group.members[0]
    for reading in reversed(sourced.get(first.article, ())):
        if reading.span < first.span and story.passage(first) == story.passage(reading):
            return (*_whose(reading, sourced), group.recount)
    article = story.witnesses[first.article].article
    return article.outlet or article.title or article.id, "unstated", None, group.recount


def _whose(reading: Reading, sourced: Mapping[str, Sequence[Reading]]) -> tuple[str, SourceKind, str | None]:
    """Whom a reading goes back to, of what kind, and through whom it came."""
    before = [r for r in sourced.get(reading.article, ()) if r.span < reading.span]
    name, kind = stands_for(reading, before)
    chain = reading.attribution.chain if reading.attribution else ()
    return name, kind, chain[1] if len(chain) > 1 else None


def _counted(claim: Claim, groups: Sequence[_Group], entries: Sequence[int], ledger: _Ledger) -> Claim:
    """The claim with its origins on, and how many of them are independent, with the honest range."""
    of = {
        id(reading): entry for group, entry in zip(groups, entries, strict=True) for reading in group.members
    }
    found = sorted(set(entries))
    vague = [n for n in found if ledger.entries[n][1] in ("anonymous", "unstated")]
    return replace(
        claim,
        readings=tuple(replace(r, origin=f"o{of[id(r)] + 1}") for r in claim.readings),
        independent_origins=len(found),
        independent_at_least=max(1, len(found) - len(vague) + (len(vague) == len(found))),
        independent_at_most=max(len(found), len(groups)),
    )
