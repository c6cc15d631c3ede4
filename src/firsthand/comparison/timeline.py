"""A story's timeline: when things happened, were said and were printed, told apart."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from firsthand.alignment import terms
from firsthand.comparison.dating import When, find_whens, is_ahead
from firsthand.model import Article, Attribution, BlockKind, Claim, Moment, MomentKind, Place, ReadText, Span

# Words this near to a verb of saying, or to its subject, tell when it was said.
BESIDE = 30
# So many characters more than the words themselves a part of the content may have and still be a time.
TAIL = 4
# Sentences of one date and kind that are this alike (cosine of their terms) tell one thing.
ALIKE = 0.45
_ASIDE: tuple[BlockKind, ...] = ("dateline", "byline", "masthead", "furniture")


@dataclass(slots=True)
class _Entry:
    """A moment as it is put together from the articles that tell it."""

    moment: Moment
    bag: Mapping[str, int]
    words: str
    places: list[Place] = field(default_factory=list)
    claims: dict[str, None] = field(default_factory=dict)


def find_moments(
    story: str, articles: Sequence[Article], texts: Mapping[str, ReadText], claims: Sequence[Claim]
) -> tuple[Moment, ...]:
    """The moments of one story by date; those without a date last, in the order of the articles."""
    told_at: dict[tuple[str, Span], list[str]] = {}
    for claim in claims:
        for reading in claim.readings:
            told_at.setdefault((reading.article, reading.sentence), []).append(claim.id)
    entries: dict[tuple[MomentKind, str | None], list[_Entry]] = {}
    copies: dict[tuple[MomentKind, str | None, str, str], _Entry] = {}
    dates = sorted(a.published for a in articles if a.published)
    beside = dates[len(dates) // 2] if dates else None
    for article in articles:
        for moment, words in _in_text(story, article, texts[article.id], beside):
            about = told_at.get((article.id, moment.context.span), [])
            # Equal sentences are looked at once: most of a large story is copies.
            key = (moment.kind, moment.date, words, moment.context.span.of(article.text))
            if key in copies:
                copies[key].places += moment.places
                copies[key].claims |= dict.fromkeys(about)
            else:
                copies[key] = _enter(moment, words, about, key[3], entries)
    found = [e for group in entries.values() for e in group]
    found = _with_undated(found)
    moments = [replace(e.moment, places=tuple(e.places), claims=tuple(e.claims)) for e in found]
    moments += [_printed(story, article) for article in articles]
    order = {article.id: n for n, article in enumerate(articles)}
    return tuple(
        sorted(
            moments, key=lambda m: (m.date or "9999-99", m.kind, order[m.places[0].article], m.places[0].span)
        )
    )


def _in_text(story: str, article: Article, text: ReadText, beside: str | None) -> list[tuple[Moment, str]]:
    """The moments of one article, each with its words folded."""
    out = []
    for sentence, _ in text.sentences:
        near = [a for a in text.attributions if any(sentence.overlaps(s) for s in a.cue_spans)]
        for when in _whens(article, sentence, beside, said=False):
            said = any(_tells_saying(when.span, a, article.text) for a in near)
            if said:
                again = _whens(article, sentence, beside, said=True)
                when = next(w for w in again if w.span == when.span)  # noqa: PLW2901 (looked back)
            kind = "said" if said else _kind(when, article, sentence)
            place = Place(article=article.id, span=when.span)
            moment = Moment(
                story=story,
                kind=kind,
                date=when.date,
                precision=when.precision,
                why=when.why,
                places=(place,),
                context=Place(article=article.id, span=sentence),
            )
            out.append((moment, " ".join(when.span.of(article.text).lower().split())))
    return out


def _whens(article: Article, sentence: Span, beside: str | None, *, said: bool) -> tuple[When, ...]:
    """The words of a sentence that tell when; equal sentences of one day are looked through once."""
    found = _whens_of(sentence.of(article.text), article.published, beside, said)
    start = sentence.start
    return tuple(replace(w, span=Span(w.span.start + start, w.span.end + start)) for w in found)


@lru_cache(maxsize=4096)
def _whens_of(sentence: str, published: str | None, beside: str | None, said: bool) -> tuple[When, ...]:  # noqa: FBT001 (a key of the cache)
    return find_whens(sentence, Span(0, len(sentence)), published, beside=beside, said=said)


def _kind(when: When, article: Article, sentence: Span) -> MomentKind:
    """Whether what is told had happened when the article was printed."""
    day = (article.published or "")[:10]
    if when.date and day:
        size = len(when.date)
        if when.date != day[:size]:
            return "expected" if when.date > day[:size] else "happened"
    return "expected" if is_ahead(article.text, sentence, when.span) else "happened"


def _tells_saying(span: Span, attribution: Attribution, text: str) -> bool:
    """Whether the words stand beside who says it or the verb of saying, outside what is said."""
    # A part of the content that is nothing but the time stands behind the verb and goes with it.
    size = span.end - span.start + TAIL
    told = [part for part in attribution.content_spans if part.end - part.start > size]
    if any(part.covers(span) for part in (*told, *attribution.source_spans)):
        return False
    parts = [(part, BESIDE) for part in attribution.cue_spans]
    # Behind its source only where nothing stands between: "the ministry on Monday".
    parts += [(part, 2) for part in attribution.source_spans]
    for part, reach in parts:
        start, end = min(part.end, span.end), max(part.start, span.start)
        between = text[start:end] if start < end else ""
        if len(between) <= reach and not any(mark in between for mark in ",;:.—"):
            return True
    return False


def _enter(
    moment: Moment,
    words: str,
    about: Sequence[str],
    sentence: str,
    entries: dict[tuple[MomentKind, str | None], list[_Entry]],
) -> _Entry:
    """The entry that tells the same thing, or a new one, with the moment added to it."""
    bag = terms(sentence)
    group = entries.setdefault((moment.kind, moment.date), [])
    for entry in group:
        if moment.date is None and entry.words != words:
            continue
        if any(c in entry.claims for c in about) or _cosine(bag, entry.bag) >= ALIKE:
            entry.places += moment.places
            entry.claims |= dict.fromkeys(about)
            return entry
    group.append(_Entry(moment, bag, words, list(moment.places), dict.fromkeys(about)))
    return group[-1]


def _with_undated(entries: Sequence[_Entry]) -> list[_Entry]:
    """The entries, an unresolved one put to the dated one that tells the same in the same words."""
    dated = [e for e in entries if e.moment.date is not None]
    out = list(dated)
    for entry in entries:
        if entry.moment.date is not None:
            continue
        home = next(
            (
                e
                for e in dated
                if e.words == entry.words
                and e.moment.kind == entry.moment.kind
                and (e.claims.keys() & entry.claims.keys() or _cosine(e.bag, entry.bag) >= ALIKE)
            ),
            None,
        )
        if home is None:
            out.append(entry)
        else:
            home.places += entry.places
            home.claims |= entry.claims
    return out


def _cosine(a: Mapping[str, int], b: Mapping[str, int]) -> float:
    dot = sum(count * b[term] for term, count in a.items() if term in b)
    if not dot:
        return 0.0
    norms = math.sqrt(sum(c * c for c in a.values()) * sum(c * c for c in b.values()))
    return dot / norms


def _printed(story: str, article: Article) -> Moment:
    """When an article was printed; it points at the line that tells it, else at the title."""
    place = Place(article=article.id, span=_dated_block(article))
    date = article.published
    return Moment(
        story=story,
        kind="printed",
        date=date,
        precision=None if not date else "minute" if "T" in date else "day",
        why=dict(article.provenance).get("published", "told by the page")
        if date
        else "the page gives no date",
        places=(place,),
        context=place,
    )


def _dated_block(article: Article) -> Span:
    year = (article.published or "")[:4]
    aside = [b.span for b in article.blocks if b.kind in _ASIDE and year and year in b.span.of(article.text)]
    titles = [b.span for b in article.blocks if b.kind == "title"]
    return next(iter([*aside, *titles, *(b.span for b in article.blocks)]), Span(0, 0))
