"""Copies folded into the article that they repeat, and unfolded when that article has been traced.

A large story is mostly copies. What compares every article with every other looks at those only that
say something of their own; a copy then gets its model's place in every claim. An article is folded
only where little can be lost by it: each of its sentences stands in its model, word by word or with
small plain words changed, and a few, a new headline for one, in another article; each figure and
quotation is read there with the same value, certainty and source, and no other article names its outlet.
A change that such a sentence made is told of the first article that has it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from firsthand.model import Article, Claim, Derivation, Evidence, Reading, ReadText, Span

# Smaller stories are traced whole: they take a few seconds, and nothing is gained.
FEWEST = 40
# So many of its words a sentence may have changed and still be its model's.
CHANGED = 0.2
# A copy has at least this share of its sentences from its model word by word.
VERBATIM = 0.5
# One sentence and this share of them may be another article's than the model's: a headline, a line put in.
BORROWED = 0.1
# Models tried for an article, those with most of its sentences first.
TRIED = 8

_WORD = re.compile(r"\w+")
# "KESTROW (KPB) — " before a sentence names an agency: it may fall away, but is never taken for borrowed.
_CREDIT = re.compile(r"^[^()\n]{0,60}\([^()\n]{1,40}\)\s*[—–-]\s*")


@dataclass(frozen=True, slots=True)
class Copy:
    """A folded article: its model, and for each of its readings that of the model it repeats."""

    article: str
    model: str
    readings: tuple[tuple[Reading, Reading], ...]


@dataclass(frozen=True, slots=True)
class Folded:
    """The articles of a story that say something of their own, and the copies of them."""

    kept: tuple[Article, ...]
    copies: tuple[Copy, ...]


@dataclass(frozen=True, slots=True)
class _Told:
    """An article's sentences: the words of each, whether it is a headline, and the readings in it."""

    article: Article
    lines: tuple[str, ...]
    heads: tuple[bool, ...]
    readings: tuple[tuple[Reading, ...], ...]

    @property
    def lineset(self) -> frozenset[str]:
        """The distinct sentences."""
        return frozenset(self.lines)


def fold(
    articles: Sequence[Article],
    texts: Mapping[str, ReadText],
    *,
    whole: Collection[str] = (),
    alone: Collection[str] = (),
) -> Folded:
    """The articles to be traced, in their order, and their copies; of a small story all are kept.

    Those of `whole` are no copies, whatever they repeat; those of `alone` are no models either.
    """
    if len(articles) < FEWEST:
        return Folded(kept=tuple(articles), copies=())
    told = {a.id: _told(a, texts[a.id]) for a in articles}
    named = _named_outlets(list(told.values()))
    holders: dict[str, list[str]] = {}
    known: dict[str, tuple[Reading, ...]] = {}
    copies: dict[str, Copy] = {}
    for article in sorted(articles, key=lambda a: (a.published or "9999", articles.index(a))):
        one = told[article.id]
        own = article.outlet in named or article.id in whole or article.id in alone
        copy = None if own else _copy_of(one, told, holders, known)
        if copy is not None:
            copies[article.id] = copy
        if copy is not None or article.id in alone:
            continue
        for line, readings in zip(one.lines, one.readings, strict=True):
            known.setdefault(line, readings)
        for line in one.lineset:
            holders.setdefault(line, []).append(article.id)
    kept = tuple(a for a in articles if a.id not in copies)
    return Folded(kept=kept, copies=tuple(copies[a.id] for a in articles if a.id in copies))


def _told(article: Article, text: ReadText) -> _Told:
    spans = [span for span, _ in text.sentences]
    inside: dict[Span, list[Reading]] = {span: [] for span in spans}
    for reading in text.readings:
        inside.setdefault(reading.sentence, []).append(reading)
    return _Told(
        article=article,
        lines=tuple(span.of(article.text) for span in spans),
        heads=tuple(kind in ("title", "heading") for _, kind in text.sentences),
        readings=tuple(tuple(inside[span]) for span in spans),
    )


def _named_outlets(given: Sequence[_Told]) -> frozenset[str]:
    """The outlets among the articles that some sentence names."""
    outlets = sorted({t.article.outlet for t in given if t.article.outlet})
    lines = "\n".join(sorted({line for t in given for line in t.lines})).lower()
    return frozenset(o for o in outlets if o.lower().removeprefix("the ") in lines)


def _copy_of(
    one: _Told,
    told: Mapping[str, _Told],
    holders: Mapping[str, Sequence[str]],
    known: Mapping[str, tuple[Reading, ...]],
) -> Copy | None:
    """The article as a copy of the model that has most of its sentences, None where it is no copy."""
    shared = Counter(h for line in one.lineset for h in holders.get(line, ()))
    for name, count in sorted(shared.items(), key=lambda item: (-item[1], item[0]))[:TRIED]:
        if count < VERBATIM * len(one.lines):
            return None
        pairs = _repeated(one, told[name], known)
        if pairs is not None:
            return Copy(article=one.article.id, model=name, readings=pairs)
    return None


def _repeated(
    one: _Told, model: _Told, known: Mapping[str, tuple[Reading, ...]]
) -> tuple[tuple[Reading, Reading], ...] | None:
    """Each reading of a copy with the one that it repeats; None where it says something of its own."""
    place = {line: n for n, line in reversed(list(enumerate(model.lines)))}
    place |= {_CREDIT.sub("", line): n for line, n in place.items() if _CREDIT.match(line)}
    borrowed = 0
    pairs: list[tuple[Reading, Reading]] = []
    for line, head, mine in zip(one.lines, one.heads, one.readings, strict=True):
        at = place.get(line)
        if at is None:
            at = next((n for n, other in enumerate(model.lines) if _hardly_changed(line, other)), None)
        theirs: Sequence[Reading] = () if at is None else model.readings[at]
        if at is None and line in known and not _CREDIT.match(line):
            borrowed += 1
            theirs = known[line]
        elif at is None and head:
            # A headline of the copy's own says nothing new where each of its figures stands in the model.
            repeated = [(r, other) for r in mine if (other := _elsewhere(r, model)) is not None]
            if len(repeated) < len(mine):
                return None
            pairs += repeated
            continue
        elif at is None:
            return None
        if [_content(r) for r in mine] != [_content(r) for r in theirs]:
            return None
        pairs += zip(mine, theirs, strict=True)
    return tuple(pairs) if borrowed <= 1 + BORROWED * len(one.lines) else None


def _hardly_changed(line: str, other: str) -> bool:
    """Whether two sentences differ in a few plain words: no name, no figure."""
    a, b = Counter(_WORD.findall(line)), Counter(_WORD.findall(other))
    changed = (a - b) + (b - a)
    return changed.total() <= 2 * CHANGED * max(a.total(), b.total()) and all(
        word.isalpha() and word.islower() for word in changed
    )


def _content(reading: Reading) -> tuple[object, ...]:
    """What a reading says and on whose word, whatever its wording."""
    a, q = reading.attribution, reading.quantity
    figure = (q.value, q.high, q.bound, q.unit) if q else None
    source = (a.source, a.chain) if a else None
    condition = reading.condition is not None
    return (reading.kind, figure, source, reading.modality, reading.polarity, condition)


def _elsewhere(reading: Reading, model: _Told) -> Reading | None:
    """The model's reading with the same figure, a headline's before others'."""
    if reading.quantity is None:
        return None
    same = [
        (not head, r)
        for head, readings in zip(model.heads, model.readings, strict=True)
        for r in readings
        if r.quantity is not None
        and (r.quantity.value, r.quantity.high, r.quantity.bound, r.quantity.unit)
        == (reading.quantity.value, reading.quantity.high, reading.quantity.bound, reading.quantity.unit)
        and (r.modality, r.polarity) == (reading.modality, reading.polarity)
    ]
    return min(same, key=lambda pair: (pair[0], pair[1].span))[1] if same else None


def unfold_claims(claims: Sequence[Claim], folded: Folded, articles: Sequence[Article]) -> tuple[Claim, ...]:
    """The claims with the copies' readings beside those that they repeat."""
    if not folded.copies:
        return tuple(claims)
    order = {a.id: n for n, a in enumerate(articles)}
    repeats: dict[tuple[str, Span, str], list[Reading]] = {}
    for copy in folded.copies:
        for mine, theirs in copy.readings:
            repeats.setdefault((theirs.article, theirs.span, theirs.kind), []).append(mine)
    out = []
    for claim in claims:
        readings = list(claim.readings)
        for r in claim.readings:
            readings += [replace(m, origin=r.origin) for m in repeats.get((r.article, r.span, r.kind), ())]
        readings.sort(key=lambda r: (order[r.article], r.span))
        out.append(replace(claim, readings=tuple(readings)))
    return tuple(out)


def unfold_lineage(
    lineage: Sequence[Derivation], folded: Folded, articles: Sequence[Article], texts: Mapping[str, ReadText]
) -> tuple[Derivation, ...]:
    """The derivations with those of the copies.

    A copy may be a copy's copy: its parent is the earlier one of its family that has most of its
    sentences and fewest others; of equals the first printed.
    """
    if not folded.copies:
        return tuple(lineage)
    by_id = {a.id: a for a in articles}
    place = {a.id: n for n, a in enumerate(articles)}
    families: dict[str, list[str]] = {}
    for copy in folded.copies:
        families.setdefault(copy.model, []).append(copy.article)
    out = list(lineage)
    for model, members in sorted(families.items(), key=lambda item: place[item[0]]):
        earlier = [_told(by_id[model], texts[model])]
        lines = [earlier[0].lineset]
        for name in sorted(members, key=lambda m: (by_id[m].published or "9999", place[m])):
            one = _told(by_id[name], texts[name])
            own = one.lineset
            best = max(range(len(earlier)), key=lambda n: (2 * len(own & lines[n]) - len(lines[n]), -n))
            out.append(_copied(one, earlier[best]))
            earlier.append(one)
            lines.append(own)
    return tuple(sorted(out, key=lambda d: (d.child, -d.score, d.parent)))


def _copied(child: _Told, parent: _Told) -> Derivation:
    place = {line: n for n, line in reversed(list(enumerate(parent.lines)))}
    shared = [(n, place[line]) for n, line in enumerate(child.lines) if line in place]
    evidence = [
        Evidence(
            kind="shared-wording",
            child=_at(child, n),
            parent=_at(parent, m),
            note="these sentences are the same, word by word",
        )
        for n, m in shared[:1]
    ]
    note = f"{len(shared)} of {len(child.lines)} sentences stand there word by word"
    evidence.append(Evidence(kind="order", note=note))
    return Derivation(
        child=child.article.id,
        parent=parent.article.id,
        parent_kind="article",
        how="copies",
        score=0.99,
        evidence=tuple(evidence),
    )


def _at(told: _Told, n: int) -> Span:
    start = told.article.text.find(told.lines[n])
    return Span(start, start + len(told.lines[n]))
