"""Which article stands nearest to the origin, of a claim and of a story, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firsthand.difference.certainty import FIRMNESS
from firsthand.lineage.origins import ancestors
from firsthand.model import Article, Claim, Derivation, Nearest, Place, Reading, Span, Story

# A chain that names nobody counts as longer than any that does: who knows stands further off.
_UNSOURCED = 9
_NO_DATE = "9999"
# A reason names this many articles at most.
FEW = 4


@dataclass(frozen=True, slots=True, order=True)
class _Distance:
    """How far an account stands from who knows: the less, the nearer; compared in this order."""

    above: int
    links: int
    firm: int
    published: str


def find_nearest(
    story: Story, articles: Sequence[Article], claims: Sequence[Claim], lineage: Sequence[Derivation]
) -> tuple[Nearest, ...]:
    """The nearest article for the story, then for each claim that several articles tell."""
    known = {a.id: a for a in articles if a.id in story.articles}
    above = ancestors(lineage)
    out = []
    for claim in claims:
        makers = [a for a in dict.fromkeys(r.article for r in claim.readings) if a in known]
        if len(makers) > 1:
            out.append(_of_claim(story, claim, makers, known, above))
    whole = _of_story(story, known, out, above)
    return (*([whole] if whole else []), *out)


def _of_claim(
    story: Story,
    claim: Claim,
    makers: Sequence[str],
    known: Mapping[str, Article],
    above: Mapping[str, Sequence[str]],
) -> Nearest:
    told = set(makers)
    far = {
        a: _Distance(
            above=sum(p in told for p in above.get(a, ())),
            links=min(_links(r) for r in claim.readings if r.article == a),
            firm=min(FIRMNESS[r.modality] for r in claim.readings if r.article == a),
            published=known[a].published or _NO_DATE,
        )
        for a in makers
    }
    best = min(far.values())
    first, *tied = [a for a in makers if far[a] == best]
    rest = [d for a, d in far.items() if a != first and a not in tied]
    reading = min(
        (r for r in claim.readings if r.article == first),
        key=lambda r: (_links(r), FIRMNESS[r.modality], r.span),
    )
    return Nearest(
        story=story.id,
        claim=claim.id,
        article=first,
        tied=tuple(tied),
        why=_reasons(best, rest, reading, tied),
        place=Place(article=first, span=reading.span),
    )


def _links(reading: Reading) -> int:
    a = reading.attribution
    return _UNSOURCED if a is None or a.source is None else max(1, len(a.chain))


def _reasons(
    best: _Distance, rest: Sequence[_Distance], reading: Reading, tied: Sequence[str]
) -> tuple[str, ...]:
    """What tells the nearest account from the others, as far as each thing does."""
    out = []
    if best.above == 0 and any(d.above > 0 for d in rest):
        out.append("no other article that tells it stands above it in the tree")
    peers = [d for d in rest if d.above == best.above]
    if best.links < _UNSOURCED and any(d.links > best.links for d in peers or rest):
        chain = reading.attribution.chain if reading.attribution else ()
        through = " through " + ", ".join(chain[1:]) if len(chain) > 1 else ""
        source = chain[0] if chain else reading.attribution.source if reading.attribution else ""
        out.append(f"it names who knows ({source}{through})")
    if any(d.firm > best.firm for d in peers or rest) and reading.modality not in ("fact", "denied"):
        out.append(f"it still tells it as {reading.modality}")
    if best.published != _NO_DATE and rest and all(d.published > best.published for d in rest):
        out.append("it was printed first of those with a date")
    if tied:
        out.append(f"nothing here tells it from {_few(tied)}")
    return tuple(out) or ("fewer of the articles that tell it stand above it in the tree",)


def _few(articles: Sequence[str]) -> str:
    """The first few of a list of articles, by id."""
    more = f" and {len(articles) - FEW} more" if len(articles) > FEW else ""
    return ", ".join(articles[:FEW]) + more


def _of_story(
    story: Story,
    known: Mapping[str, Article],
    claims: Sequence[Nearest],
    above: Mapping[str, Sequence[str]],
) -> Nearest | None:
    """The article of a story from which most others descend, and which is nearest for most claims."""
    if len(known) < 2:
        return None
    below = Counter(a for other in known for a in above.get(other, ()) if a in known)
    leads = Counter(n.article for n in claims)
    rank = {
        a: (
            any(p in known for p in above.get(a, ())),
            -below[a],
            -leads[a],
            known[a].published or _NO_DATE,
        )
        for a in known
    }
    best = min(rank.values())
    first, *tied = [a for a in story.articles if a in known and rank[a] == best]
    why = []
    if not best[0]:
        why.append("it was made from no other article here")
    if below[first]:
        why.append(f"{below[first]} of the other {len(known) - 1} descend from it")
    if leads[first]:
        why.append(f"it stands nearest for {leads[first]} of {len(claims)} claims that several articles tell")
    published = known[first].published
    if published and all((known[a].published or _NO_DATE) > published for a in known if a != first):
        why.append("it was printed first of those with a date")
    if tied:
        why.append(f"nothing here tells it from {_few(tied)}")
    title = next((b.span for b in known[first].blocks if b.kind == "title"), None)
    place = title or next((b.span for b in known[first].blocks), Span(0, 0))
    return Nearest(
        story=story.id,
        claim=None,
        article=first,
        tied=tuple(tied),
        why=tuple(why),
        place=Place(article=first, span=place),
    )
