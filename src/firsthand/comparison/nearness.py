"""Which account of a claim stands next above another."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from firsthand.alignment import Witness
from firsthand.difference.certainty import FIRMNESS
from firsthand.difference.names import garblings
from firsthand.difference.parties import same_party
from firsthand.model import Claim, Derivation, Reading


class Nearness:
    """The tree of one story, asked for the nearest account of a claim above an article."""

    def __init__(
        self,
        witnesses: Sequence[Witness],
        lineage: Sequence[Derivation],
        refused: Collection[tuple[str, str]] = (),
    ) -> None:
        self._refused = refused
        self._articles = {w.article.id: w.article for w in witnesses}
        self._garblings = garblings({w.article.id: w.article.text for w in witnesses})
        self._edges = [d for d in lineage if d.parent_kind == "article" and d.child in self._articles]
        self._edges.sort(key=lambda d: (d.how == "cites", -d.score, d.parent))

    def textual(self) -> list[Derivation]:
        """The edges along which text was taken over."""
        return [d for d in self._edges if d.how != "cites"]

    def descends(self, child: str, parent: str) -> bool:
        """Whether the child's text was made from the parent's."""
        return any(e.child == child and e.parent == parent for e in self.textual())

    def above(self, child: str, parent: str) -> bool:
        """Whether the parent stands above the child in the tree, at whatever remove."""
        return child in self._below(parent)

    def parents(self, child: str) -> list[str]:
        """The articles that the child's text was made from."""
        return [e.parent for e in self.textual() if e.child == child]

    def garbled(self, article: str) -> int:
        """How many names an article spells otherwise than most do."""
        return self._garblings[article]

    def nearest(self, claim: Claim, child: str) -> str | None:
        """The article whose account of the claim the child's is held against; None for an original."""
        makers = {r.article for r in claim.readings} - {child}
        level, seen = [child], {child}
        while level:
            above = []
            for article in level:
                for edge in self._edges:
                    if edge.child == article and edge.parent not in seen:
                        if edge.parent in makers:
                            return edge.parent
                        seen.add(edge.parent)
                        above.append(edge.parent)
            level = above
        return self._sharing(claim, child, makers)

    def _sharing(self, claim: Claim, child: str, makers: set[str]) -> str | None:
        """Of the articles that share a source with the child here, the one nearer to it, if nearer."""
        mine = [r for r in claim.readings if r.article == child]
        below = self._below(child)
        rivals = []
        refused = {parent for one, parent in self._refused if one == child}
        for article in sorted(makers - below - refused):
            theirs = [r for r in claim.readings if r.article == article]
            if any(_share(a, b) for a in mine for b in theirs):
                rivals.append((self._distance(claim, article), article))
        if not rivals:
            return None
        best = min(rivals)
        return best[1] if best[0] < self._distance(claim, child) else None

    def _below(self, article: str) -> set[str]:
        found, level = set(), [article]
        while level:
            level = [e.child for e in self._edges if e.parent in level and e.child not in found]
            found |= set(level)
        return found

    def _distance(self, claim: Claim, article: str) -> tuple[int, int, int, str]:
        """How far from who knows: names garbled, links of the chain, how hardened, how late."""
        readings = [r for r in claim.readings if r.article == article]
        links = min(
            len(r.attribution.chain) if r.attribution and r.attribution.source else 9 for r in readings
        )
        firm = min(FIRMNESS[r.modality] for r in readings)
        return (
            self._garblings[article] if claim.kind == "quote" else 0,
            links,
            firm,
            self._articles[article].published or "9999",
        )


def _share(a: Reading, b: Reading) -> bool:
    """Whether two readings name a source or outlet in common, or have one origin."""
    if a.origin is not None and a.origin == b.origin:
        return True
    ours = a.attribution.chain if a.attribution else ()
    theirs = b.attribution.chain if b.attribution else ()
    return any(same_party(x, y) for x in ours for y in theirs)
