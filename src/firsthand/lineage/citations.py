"""Which other accounts an article names: articles of the collection, and sources outside it.

A name is matched to an article by its masthead; where an outlet is named that no masthead gives,
an article without a masthead stands in for it if it alone has what the citing article takes from
that outlet (a page that lost its masthead), and if it does not itself cite that outlet.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from firsthand.alignment import Witness
from firsthand.difference.answer import same_answer
from firsthand.difference.outlets import (
    described_outlets,
    is_institute,
    is_outlet,
    proper_phrases,
    publishers,
    serials,
)
from firsthand.difference.parties import names_body, party, same_party
from firsthand.difference.values import measure
from firsthand.lineage.figures import TELLING
from firsthand.lineage.kinship import Kinship
from firsthand.model import TOLD, Article, Attribution, Claim, Reading, ReadText, Span

# "DALVIKA, Karvenia (KPB) —" at the head of a body line names the agency that wrote it.
_DATELINE = re.compile(r"^[^a-z()]{0,40}[^()\n]{0,40}\((?P<name>[A-Z][\w .&-]{1,40})\)\s*[—–-]")
# "Source: beacon", "Source link: …" and bylines such as "KPB, 13 April" or "Beacon staff and agencies".
_SOURCE_LINE = re.compile(r"\b[Ss]ource\s*:\s*(?P<name>[^|•·,;\n]{2,60})")
_RELEASE = re.compile(
    r"\b(?:press|media|news) (?:release|statement|office|room)\b|\bnewsroom\b|\bembargo(?:ed)?\b"
    r"|\bfor immediate release\b",
    re.IGNORECASE,
)
# A release is headed by who issued it within so many lines.
HEAD = 3
# An article stands in for an outlet without a masthead only if it has this share of what is taken from it.
STANDS_IN = 0.6
# One or two figures may agree by chance, the more so where slips are allowed for.
ENOUGH = 3
# Only the head of a very long text is searched for who made a poll or report.
LONGEST = 20_000
_ASIDE = frozenset({"byline", "dateline", "masthead", "furniture"})


@dataclass(frozen=True, slots=True)
class Citation:
    """An article (index) names an account: the article that it is, or the name alone.

    `inferred` where no masthead says that the target bears the name.
    """

    child: int
    name: str
    span: Span
    target: int | None
    inferred: bool = False


def own_names(article: Article, text: ReadText) -> tuple[str, ...]:
    """The names under which others may cite this article: its masthead, or who issued the release."""
    names = [article.outlet] if article.outlet else []
    aside = "\n".join(b.span.of(article.text) for b in article.blocks if b.kind in _ASIDE)
    if _RELEASE.search(aside) and not is_outlet(article.outlet or ""):
        heads = [b.span.of(article.text).strip() for b in article.blocks[:HEAD]]
        names += [line for line in heads if names_body(line)] or _issuers(article, text)
    return tuple(names)


def _issuers(article: Article, text: ReadText) -> list[str]:
    """The body that a release without a head speaks for: the one that it names most."""
    bodies = [a.source for a in text.attributions if a.source and a.source_kind == "organization"]
    bodies += [
        name for sentence, _ in text.sentences[:3] for name, _ in publishers(sentence.of(article.text))
    ]
    named = [name for name in bodies if party(name).proper]
    return [max(sorted(set(named)), key=named.count)] if named else []


def find_citations(
    witnesses: Sequence[Witness],
    texts: Mapping[str, ReadText],
    claims: Sequence[Claim],
    kin: Mapping[tuple[int, int], Kinship],
) -> tuple[Citation, ...]:
    """All citations, each name once per article, in the order of the articles and their words."""
    own = [own_names(w.article, texts[w.article.id]) for w in witnesses]
    outlets = tuple(dict.fromkeys(name for names in own for name in names))
    makers = [m for w in witnesses for m, _ in publishers(w.article.text[:LONGEST]) if not _no_maker(m)]
    makers += [m for w in witnesses for m, _ in described_outlets(w.article.text[:LONGEST])]
    makers += [m for w in witnesses for m, _ in serials(w.article.text[:LONGEST])]
    out: list[Citation] = []
    for child, w in enumerate(witnesses):
        people = _people(texts[w.article.id])
        seen: list[str] = []
        for name, span in _names(w.article, texts[w.article.id], outlets):
            if any(same_party(name, mine) for mine in own[child]) or any(same_party(name, s) for s in seen):
                continue
            target = _bearer(name, child, own, kin)
            made = any(same_party(name, maker) for maker in makers)
            known = made or is_outlet(name) or is_institute(name) or name == w.article.syndicated
            if target is None and (not known or any(same_party(name, person) for person in people)):
                continue
            seen.append(name)
            out.append(Citation(child=child, name=name, span=span, target=target))
    return _stand_ins(_one_name_each(out), witnesses, own, claims)


def _people(text: ReadText) -> tuple[str, ...]:
    """The full names of the persons that an article quotes: a study by one of them is no publisher."""
    found = [a.source for a in text.attributions if a.source and a.source_kind == "person"]
    return tuple(dict.fromkeys(name for name in found if len(party(name).proper) > 1))


def _one_name_each(citations: Sequence[Citation]) -> list[Citation]:
    """The citations with one name for each outside source: the commonest wording, then the fullest."""
    plain = [c.name.removeprefix("the ").removeprefix("The ") for c in citations]
    count = Counter(name for c, name in zip(citations, plain, strict=True) if c.target is None)
    ranked = sorted(count, key=lambda name: (-count[name], -len(name), name))
    out = []
    for citation, name in zip(citations, plain, strict=True):
        shared = next((known for known in ranked if same_party(known, name)), name)
        out.append(citation if citation.target is not None else replace(citation, name=shared))
    return out


def _names(article: Article, text: ReadText, outlets: tuple[str, ...]) -> Iterable[tuple[str, Span]]:
    """Every wording in the article that may name an account, with where it stands, fullest first."""
    found: list[tuple[str, Span]] = []
    if article.syndicated and article.blocks:
        at = article.text.find(article.syndicated)
        found.append((article.syndicated, _at(at, article.syndicated) if at >= 0 else article.blocks[0].span))
    for block in article.blocks:
        line = block.span.of(article.text)
        patterns = (_DATELINE,) if block.kind not in _ASIDE else (_SOURCE_LINE,)
        for pattern in patterns:
            for m in pattern.finditer(line[:300]):
                found.append((m["name"].strip(), _at(block.span.start + m.start("name"), m["name"].strip())))
        if block.kind in ("byline", "dateline"):
            found += [
                (name, block.span) for name in outlets for head in [line.split(",")[0]] if _heads(head, name)
            ]
    for attribution in text.attributions:
        for wording in (attribution.source, *attribution.chain):
            start = _where(wording or "", article.text, attribution)
            found += [
                (name, _at(start + at, name)) for name, at in proper_phrases(wording or "") if start >= 0
            ]
    spoken = [span for a in text.attributions for span in (*a.cue_spans, *a.source_spans)]
    for sentence, _ in text.sentences:
        line = sentence.of(article.text)
        if any(sentence.overlaps(span) for span in spoken):
            found += [
                (name, _at(sentence.start + at, name)) for name, at in proper_phrases(line) if is_outlet(name)
            ]
            found += [(name, _at(sentence.start + at, name)) for name, at in described_outlets(line)]
        made = (*publishers(line), *serials(line))
        found += [(name, _at(sentence.start + at, name)) for name, at in made]
        found += [
            (line[a:b], Span(sentence.start + a, sentence.start + b)) for a, b in _named_in(line, outlets)
        ]
    return sorted(found, key=lambda f: (-len(party(f[0]).proper), f[1].start, f[0]))


def _where(wording: str, text: str, attribution: Attribution) -> int:
    """Where a source's wording stands: in the source's own spans, else anywhere; -1 for nowhere."""
    for span in attribution.source_spans:
        at = text.find(wording, span.start, span.end)
        if at >= 0:
            return at
    return text.find(wording) if wording else -1


def _at(start: int, name: str) -> Span:
    return Span(start, start + len(name))


def _heads(head: str, outlet: str) -> bool:
    """Whether a byline begins with the outlet or its last word ("Beacon staff and agencies")."""
    words = party(head).proper
    return bool(words) and same_party(words[0], outlet) and words[0].lower() in outlet.lower()


# Most sentences of a large story are copies.
@lru_cache(maxsize=1 << 13)
def _named_in(line: str, outlets: tuple[str, ...]) -> tuple[tuple[int, int], ...]:
    """Where a line names each of the outlets, one outlet after the other."""
    return tuple(m.span() for o in outlets for m in _forms(o).finditer(line) if m.group()[0].isupper())


@lru_cache(maxsize=1 << 13)
def _forms(outlet: str) -> re.Pattern[str]:
    """The ways to name an outlet: in full, as an acronym, or by "the" and its last word."""
    proper = party(outlet).proper
    forms = [re.escape(outlet.removeprefix("The ").removeprefix("THE "))]
    if len(proper) > 1:
        forms.append(rf"(?<=[Tt]he ){re.escape(proper[-1])}")
    return re.compile("|".join(rf"(?<!\w){form}(?!\w)" for form in forms), re.IGNORECASE)


def _bearer(
    name: str, child: int, own: Sequence[Sequence[str]], kin: Mapping[tuple[int, int], Kinship]
) -> int | None:
    """The article that bears this name: of several, the one that accounts for most of the child."""
    bearers = [
        n for n, names in enumerate(own) if n != child and any(same_party(name, mine) for mine in names)
    ]
    return max(bearers, key=lambda n: (kin[child, n].strength, -n), default=None)


def _no_maker(name: str) -> bool:
    """Whether a name after "report by" is no publisher of its own: a public body, "G-20 nations"."""
    return is_authority(name) or any(letter.isdigit() for letter in name)


def is_authority(name: str) -> bool:
    """Whether the name is that of a public body, which is quoted rather than published from."""
    return bool(
        re.search(
            r"\b(?:ministry|government|department|police|court|parliament|agency)\b", name, re.IGNORECASE
        )
    )


def _stand_ins(
    citations: Sequence[Citation],
    witnesses: Sequence[Witness],
    own: Sequence[Sequence[str]],
    claims: Sequence[Claim],
) -> tuple[Citation, ...]:
    """The citations, those of outlets without a masthead resolved where one article alone fits."""
    out = []
    for citation in citations:
        target = citation.target
        if target is None and is_outlet(citation.name):
            citing = {c.child for c in citations if same_party(c.name, citation.name)}
            nameless = [n for n, names in enumerate(own) if not names and n not in citing]
            shares = [(_taken(citation, witnesses, n, claims), n) for n in nameless]
            fit = [n for share, n in shares if share >= STANDS_IN]
            target = fit[0] if len(fit) == 1 else None
        inferred = target is not None and citation.target is None
        out.append(replace(citation, target=target, inferred=inferred))
    return tuple(out)


def _taken(citation: Citation, witnesses: Sequence[Witness], bearer: int, claims: Sequence[Claim]) -> float:
    """The share of the figures in paragraphs that name the outlet which `bearer` gives too, if blurred."""
    article, other = witnesses[citation.child].article, witnesses[bearer].article.id
    name = " ".join(party(citation.name).proper)
    lines = [b.span for b in article.blocks if b.kind in TOLD and name in b.span.of(article.text)]
    readings = [r for claim in claims if claim.kind == "quantity" for r in claim.readings]
    taken = [r for r in readings if r.article == article.id and any(line.covers(r.span) for line in lines)]
    theirs = [r for r in readings if r.article == other]
    taken = [r for r in taken if r.quantity is not None and abs(r.quantity.value) >= TELLING]
    held = sum(any(_one_kind(r, t) and same_answer(r, t) for t in theirs) for r in taken)
    return held / len(taken) if held >= ENOUGH else 0.0


def _one_kind(a: Reading, b: Reading) -> bool:
    """Whether two figures are of one dimension: 20 per cent are not 20 howitzers."""
    return (
        a.quantity is not None
        and b.quantity is not None
        and measure(a.quantity).kind == measure(b.quantity).kind
    )
