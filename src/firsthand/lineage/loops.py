"""Circular sourcing: articles that name each other, and sources that are several only in name.

A ring is a set of articles each of which gives the next as its source for something. One end is an
article that draws on two accounts neither of which was made from the other, while both go back to
one and the same: it looks confirmed twice and is confirmed once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from firsthand.alignment import Witness
from firsthand.difference.parties import same_party
from firsthand.lineage.citations import Citation
from firsthand.model import Derivation, Loop, Place, ReadText, Span


def find_loops(
    story: str,
    witnesses: Sequence[Witness],
    texts: Mapping[str, ReadText],
    citations: Sequence[Citation],
    lineage: Sequence[Derivation],
) -> tuple[Loop, ...]:
    """The rings of a story, then its articles of several sources with one end, by article."""
    return (*_rings(story, witnesses, texts, citations), *_one_ends(story, witnesses, lineage))


def _rings(
    story: str, witnesses: Sequence[Witness], texts: Mapping[str, ReadText], citations: Sequence[Citation]
) -> Iterable[Loop]:
    """A shortest ring through each article that has one, each ring once."""
    edges: dict[int, dict[int, Span]] = {}
    for c in citations:
        if c.target is not None and not c.inferred and c.target != c.child:
            span = _attributed(c, texts[witnesses[c.child].article.id])
            if span is not None:
                edges.setdefault(c.child, {}).setdefault(c.target, span)
    seen: set[frozenset[int]] = set()
    for start in sorted(edges):
        ring = _shortest(start, edges)
        if not ring or frozenset(ring) in seen:
            continue
        seen.add(frozenset(ring))
        ids = [witnesses[n].article.id for n in ring]
        steps = list(zip(ring, [*ring[1:], ring[0]], strict=True))
        told = ", ".join(f"{witnesses[a].article.id} gives {witnesses[b].article.id}" for a, b in steps)
        places = tuple(Place(article=witnesses[a].article.id, span=edges[a][b]) for a, b in steps)
        yield Loop(
            story=story,
            kind="ring",
            articles=tuple(ids),
            source=None,
            why=f"{told} as the source: none of them confirms another",
            places=places,
        )


def _attributed(citation: Citation, text: ReadText) -> Span | None:
    """Where the article gives that name as the source of something, None where it only mentions it."""
    for a in text.attributions:
        if any(same_party(citation.name, wording) for wording in (a.source, *a.chain) if wording):
            return a.source_spans[0] if a.source_spans else citation.span
    return None


def _shortest(start: int, edges: Mapping[int, Mapping[int, Span]]) -> list[int]:
    """The shortest way along the edges from `start` back to it, without the last step; else nothing."""
    came: dict[int, int] = {}
    level = [start]
    while level:
        following: list[int] = []
        for n in level:
            for target in sorted(edges.get(n, ())):
                if target == start:
                    way = [n]
                    while way[-1] != start:
                        way.append(came[way[-1]])
                    return way[::-1]
                if target not in came:
                    came[target] = n
                    following.append(target)
        level = following
    return []


def _one_ends(story: str, witnesses: Sequence[Witness], lineage: Sequence[Derivation]) -> Iterable[Loop]:
    """The articles with two parents, neither above the other, that both end in one source."""
    parents: dict[str, list[Derivation]] = {}
    for d in lineage:
        parents.setdefault(d.child, []).append(d)
    above = {w.article.id: _above(w.article.id, parents) for w in witnesses}
    ends = {w.article.id: _ends(w.article.id, parents, above) for w in witnesses}
    for w in witnesses:
        child = w.article.id
        direct = [d for d in parents.get(child, ()) if d.parent_kind == "article"]
        apart = [
            d
            for d in direct
            if not any(d.parent in above.get(o.parent, ()) for o in direct if o.parent != d.parent)
        ]
        if len({d.parent for d in apart}) < 2:
            continue
        common = [ends.get(d.parent, frozenset()) for d in apart]
        if len(set(common)) != 1 or len(common[0]) != 1:
            continue
        (source,) = common[0]
        names = " and ".join(sorted(d.parent for d in apart))
        places = tuple(
            Place(article=child, span=e.child) for d in apart for e in d.evidence[:1] if e.child is not None
        )
        yield Loop(
            story=story,
            kind="one-end",
            articles=(child, *sorted({d.parent for d in apart})),
            source=source,
            why=f"{child} draws on {names}, and both go back to {source}: two accounts, one source",
            places=places,
        )


def _above(article: str, parents: Mapping[str, Sequence[Derivation]]) -> frozenset[str]:
    """All articles up the tree."""
    found: set[str] = set()
    level = [article]
    while level:
        level = [d.parent for a in level for d in parents.get(a, ()) if d.parent_kind == "article"]
        level = [p for p in level if p not in found]
        found |= set(level)
    return frozenset(found)


def _ends(
    article: str, parents: Mapping[str, Sequence[Derivation]], above: Mapping[str, frozenset[str]]
) -> frozenset[str]:
    """Where the article's sources end: outside sources, and articles that were made from nothing."""
    ends: list[str] = []
    for one in sorted({article, *above[article]}):
        own = parents.get(one, ())
        for d in own:
            if d.parent_kind != "article" and not any(same_party(d.parent, end) for end in ends):
                ends.append(d.parent)
        if not own:
            ends.append(one)
    return frozenset(ends)
