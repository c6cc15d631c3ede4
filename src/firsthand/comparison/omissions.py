"""The omission table: which article tells which claim, and what condition or denial fell away."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.model import Claim, Derivation, LeftOut, Lost, LostKind, Omission, Place, Reading, Story


def find_omissions(
    story: Story, articles: Sequence[str], claims: Sequence[Claim], lineage: Sequence[Derivation]
) -> tuple[Omission, ...]:
    """A row for each claim that several articles tell, or whose condition or denial others lost.

    `articles` are the story's articles that could be read: of the others nothing can be said.
    """
    readable = frozenset(articles)
    members = [a for a in story.articles if a in readable]
    parents = _parents(lineage)
    above = {a: _above(a, parents) for a in members}
    rows = []
    for claim in claims:
        tellers = {r.article for r in claim.readings}
        told_by = tuple(a for a in members if a in tellers)
        lost = _lost(claim, members, above)
        if len(told_by) < 2 and not lost:
            continue
        left_out = tuple(
            LeftOut(article=a, above=next((p for p in above[a] if p in tellers), None))
            for a in members
            if a not in tellers
        )
        rows.append(
            Omission(story=story.id, claim=claim.id, told_by=told_by, left_out_by=left_out, lost=lost)
        )
    return tuple(rows)


def _parents(lineage: Sequence[Derivation]) -> Mapping[str, Sequence[str]]:
    """For each article those that it was made from, the surest first."""
    out: dict[str, list[str]] = {}
    for d in sorted(lineage, key=lambda d: (d.how == "cites", -d.score, d.parent)):
        if d.parent_kind == "article":
            out.setdefault(d.child, []).append(d.parent)
    return out


def _above(article: str, parents: Mapping[str, Sequence[str]]) -> tuple[str, ...]:
    """The articles up the tree, nearest first."""
    found: dict[str, None] = {}
    level = [article]
    while level:
        level = [p for a in level for p in parents.get(a, ()) if p not in found and p != article]
        level = list(dict.fromkeys(level))
        found |= dict.fromkeys(level)
    return tuple(found)


def _lost(claim: Claim, members: Sequence[str], above: Mapping[str, Sequence[str]]) -> tuple[Lost, ...]:
    """What the nearest account above has and an article does not: a condition, or a denial.

    An article that leaves out the whole claim lost its denial with it; a condition that is left out
    together with what it holds for misleads nobody.
    """
    by_article: dict[str, list[Reading]] = {}
    for reading in claim.readings:
        by_article.setdefault(reading.article, []).append(reading)
    out = []
    for article in members:
        parent = next((p for p in above[article] if p in by_article), None)
        if parent is None:
            continue
        own = by_article.get(article, [])
        theirs = by_article[parent]
        conditions = [r.condition for r in theirs if r.condition is not None]
        if own and conditions and not any(r.condition for r in own):
            out.append(_loss(article, "condition", Place(article=parent, span=conditions[0]), told=True))
        denials = [r for r in theirs if r.modality == "denied"]
        # Where the account above tells the claim itself and denies it, either half can get lost.
        if denials and not any(r.modality == "denied" for r in own):
            out.append(_loss(article, "denial", Place(article=parent, span=denials[0].span), told=bool(own)))
    return tuple(out)


def _loss(article: str, kind: LostKind, place: Place, *, told: bool) -> Lost:
    return Lost(article=article, kind=kind, place=place, told=told)
