"""Who was made from whom: the likeliest parents of each article.

Two kinds of edges. An article that names another as its source cites it. And an article whose
passages another accounts for was written from it, whether it says so or not; of several that could
have served, the one that explains most and leaves least over, as in stemmatology, where a copy is
put under the witness that shares its losses. Likeness that both owe to a named source outside the
collection is no descent.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.alignment import Witness
from firsthand.difference.parties import same_party
from firsthand.lineage.citations import Citation
from firsthand.lineage.kinship import Kinship
from firsthand.model import Derivation, Evidence, How, ParentKind

# Set by hand on five cases of 5 to 11 articles; benchmarks/RESULTS.md has the figures.
# A copy keeps most of the wording, below that it was rewritten; and a text of which half is explained
# by another was made from it, whatever source both name.
COPIED = 0.5
# So much of the child must be explained by an article that it does not name, or by one that it names.
UNNAMED = 0.19
NAMED = 0.14
# A parent that the child names is preferred over a rival that explains this much more.
NAMED_BONUS = 0.12
# A second parent must explain at least two passages that the first does not, and this share of the
# child; one that the child does not name, twice that.
LEFTOVER = 0.10
LEFTOVER_UNNAMED = 0.20
# An outlet's follow-up draws on its own earlier report, which it need not name.
OWN_BONUS = 0.12
# So many telling figures, and this share of all that the child has, do not agree by chance or because
# both draw on one poll.
FIGURES = 5
ALIKE = 0.8
# A difference in likeness below this can't tell a parent from its copy.
UNDECIDED = 0.01


@dataclass(frozen=True, slots=True)
class _Story:
    """What the parents of a story's articles are told from; `parents` fills as they are found.

    `barred` are children and parents that are none.
    """

    witnesses: Sequence[Witness]
    kin: Mapping[tuple[int, int], Kinship]
    named: Mapping[tuple[int, int], Citation]
    outside: Sequence[Mapping[str, Citation]]
    parents: dict[int, set[int]]
    figures: Sequence[frozenset[float]]
    barred: Collection[tuple[int, int]] = ()

    def same_figures(self, child: int, parent: int) -> bool:
        """Whether the parent has nearly all the child's telling figures, and more of them than it owes."""
        ours, theirs = self.figures[child], self.figures[parent]
        both = len(ours & theirs)
        return both >= FIGURES and both >= ALIKE * len(ours) and len(ours) < len(theirs)

    def above(self, n: int) -> set[int]:
        """All that an article was made from, at whatever remove, as far as it is known yet."""
        found: set[int] = set()
        level = set(self.parents[n])
        while level:
            found |= level
            level = {p for article in level for p in self.parents[article]} - found
        return found


def derive(
    witnesses: Sequence[Witness],
    kin: Mapping[tuple[int, int], Kinship],
    citations: Sequence[Citation],
    refused: Collection[tuple[str, str]] = (),
    figures: Mapping[str, frozenset[float]] | None = None,
) -> tuple[Derivation, ...]:
    """The derivations among the articles, and from sources outside, by child and score.

    `figures` are the telling figures of each article, by id: a tabloid that words everything anew keeps them.
    `refused` are children and parents, by id, of which people decided that they are none: what a child was
    made from is looked for among the others, and whom it names is no article of these.
    """
    count = range(len(witnesses))
    place = {w.article.id: n for n, w in enumerate(witnesses)}
    barred = {(place.get(child, -1), place.get(parent, -1)) for child, parent in refused}
    citations = [replace(c, target=None) if (c.child, c.target) in barred else c for c in citations]
    story = _Story(
        witnesses=witnesses,
        kin=kin,
        named={(c.child, c.target): c for c in citations if c.target is not None},
        outside=[
            {c.name: c for c in citations if c.child == n and (c.target is None or c.inferred)} for n in count
        ],
        parents={n: set() for n in count},
        barred=barred,
        figures=[(figures or {}).get(w.article.id, frozenset()) for w in witnesses],
    )
    edges: dict[tuple[int, int], Derivation] = {}
    for child in sorted(count, key=lambda n: (witnesses[n].article.published or "9999", n)):
        for parent in _written_from(child, story):
            edges[child, parent] = _written(witnesses, kin[child, parent], story.named.get((child, parent)))
            story.parents[child].add(parent)
    for child, parent in sorted(story.named):
        circle = child in story.above(parent) or _later(witnesses, parent, child)
        if (child, parent) not in edges and not circle:
            edges[child, parent] = _cited(witnesses, story.named[child, parent], kin[child, parent])
            story.parents[child].add(parent)
    found = list(edges.values())
    for n, names in enumerate(story.outside):
        found += [_from_outside(witnesses[n], c) for c in names.values()]
    return tuple(sorted(found, key=lambda d: (d.child, -d.score, d.parent)))


def _written_from(child: int, story: _Story) -> list[int]:
    """The articles that the child's text was written from, the best first."""
    witnesses, kin = story.witnesses, story.kin
    ranked = []
    for n in range(len(witnesses)):
        if n == child or _later(witnesses, n, child) or (n, child) in story.named:
            continue
        if (child, n) in story.barred:
            continue
        k, back = kin[child, n], kin[n, child]
        own = _same_outlet(witnesses[child], witnesses[n])
        cites = own or (child, n) in story.named
        told = story.same_figures(child, n)
        if k.strength < (NAMED if cites else UNNAMED) and not told:
            continue
        # One source for a claim or two does not account for half an article, or for nearly all figures.
        shared = k.strength >= COPIED or told
        if not cites and not shared and _common_source(story.outside[child], story.outside[n]):
            continue
        sure = cites or told or _dated(witnesses, n, child)
        if not sure and back.strength > k.strength + UNDECIDED:
            continue
        if child in story.above(n):
            continue
        both = 2 * k.strength * back.strength / max(k.strength + back.strength, 1e-9)
        bonus = OWN_BONUS if own else NAMED_BONUS * cites
        ranked.append((k.strength + both + bonus, -n, n))
    ranked.sort(reverse=True)
    if not ranked:
        return []
    first = ranked[0][2]
    return [first, *_second(child, first, [n for _, _, n in ranked[1:]], story)]


def _second(child: int, first: int, rivals: Sequence[int], story: _Story) -> list[int]:
    """A second parent: one that explains passages which the first and its own parents do not."""
    kin, higher = story.kin, story.above(first)
    known = {p.a for p in kin[child, first].pairs}
    for ancestor in higher:
        known |= {p.a for p in kin[child, ancestor].pairs}
    for n in rivals:
        if n in higher or first in story.above(n):
            continue
        fresh = [p for p in kin[child, n].pairs if p.a not in known]
        needed = LEFTOVER if (child, n) in story.named else LEFTOVER_UNNAMED
        needed *= len(story.witnesses[child].passages)
        if len(fresh) > 1 and sum(p.score for p in fresh) >= needed:
            return [n]
    return []


def _same_outlet(a: Witness, b: Witness) -> bool:
    return bool(a.article.outlet) and same_party(a.article.outlet, b.article.outlet)


def _later(witnesses: Sequence[Witness], parent: int, child: int) -> bool:
    """Whether the would-be parent was certainly printed after the child."""
    a, b = witnesses[parent].article.published, witnesses[child].article.published
    if not a or not b:
        return False
    length = min(len(a), len(b))
    return a[:length] > b[:length]


def _dated(witnesses: Sequence[Witness], parent: int, child: int) -> bool:
    """Whether the dates say that the parent came first."""
    a, b = witnesses[parent].article.published, witnesses[child].article.published
    if not a or not b:
        return False
    length = min(len(a), len(b))
    return a[:length] < b[:length]


def _common_source(a: Mapping[str, Citation], b: Mapping[str, Citation]) -> bool:
    return any(same_party(x, y) for x in a for y in b)


def _written(witnesses: Sequence[Witness], k: Kinship, citation: Citation | None) -> Derivation:
    child, parent = witnesses[k.child], witnesses[k.parent]
    how: How = "copies" if k.wording >= COPIED else "rewrites"
    best = sorted(k.pairs, key=lambda p: (-p.score, p.a))[:5]
    evidence = [
        Evidence(
            kind="shared-wording",
            child=child.passages[p.a].span,
            parent=parent.passages[p.b].span,
            note=f"these sentences tell alike ({p.score:.2f})",
        )
        for p in sorted(best, key=lambda p: p.a)
    ]
    evidence.append(
        Evidence(
            kind="order", note=f"{len(k.pairs)} passages shared, {k.order:.0%} of them in the same order"
        )
    )
    if _dated(witnesses, k.parent, k.child):
        note = f"printed {parent.article.published}, before {child.article.published}"
        evidence.append(Evidence(kind="time", note=note))
    if citation:
        evidence.insert(0, Evidence(kind="citation", child=citation.span, note=f"names {citation.name}"))
    score = min(0.99, round(0.5 + k.strength / 2 + 0.1 * bool(citation), 2))
    return Derivation(
        child=child.article.id,
        parent=parent.article.id,
        parent_kind="article",
        how=how,
        score=score,
        evidence=tuple(evidence),
    )


def _cited(witnesses: Sequence[Witness], citation: Citation, k: Kinship) -> Derivation:
    evidence = [Evidence(kind="citation", child=citation.span, note=f"names {citation.name}")]
    if k.pairs:
        best = max(k.pairs, key=lambda p: (p.score, -p.a))
        evidence.append(
            Evidence(
                kind="shared-wording",
                child=witnesses[k.child].passages[best.a].span,
                parent=witnesses[k.parent].passages[best.b].span,
                note=f"these sentences tell alike ({best.score:.2f})",
            )
        )
    return Derivation(
        child=witnesses[k.child].article.id,
        parent=witnesses[k.parent].article.id,
        parent_kind="article",
        how="cites",
        score=0.9 if k.pairs else 0.75,
        evidence=tuple(evidence),
    )


def _from_outside(child: Witness, citation: Citation) -> Derivation:
    kind: ParentKind = "outlet"
    return Derivation(
        child=child.article.id,
        parent=citation.name,
        parent_kind=kind,
        how="cites",
        score=1.0,
        evidence=(Evidence(kind="citation", child=citation.span, note=f"names {citation.name}"),),
    )
