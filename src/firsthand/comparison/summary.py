"""A story told in a dozen plain lines, made of what was found in it and of nothing else.

Every line counts, names or quotes; none judges which account is right. Each points at the words
that it stands on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from firsthand.difference.figures import FIGURE_KINDS
from firsthand.difference.origins import distinct_origins
from firsthand.model import (
    Answer,
    Change,
    Claim,
    Derivation,
    Line,
    Moment,
    Nearest,
    Omission,
    Origin,
    Place,
    Reading,
    Result,
    Span,
    Story,
    Summary,
)
from firsthand.naming import article_names, plain

# A summary is read in one go: quoted words longer than this are cut at a word.
LONGEST_QUOTE = 70
# So many changes, and questions with several answers, are told one by one.
CHANGES_TOLD = 2
QUESTIONS_TOLD = 2
ANSWERS_TOLD = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class _Told:
    """What was found in one story."""

    story: Story
    names: Mapping[str, str]
    texts: Mapping[str, str]
    titles: Mapping[str, Span]
    claims: Sequence[Claim]
    origins: Mapping[str, Origin]
    lineage: Sequence[Derivation]
    changes: Sequence[Change]
    omissions: Sequence[Omission]
    moments: Sequence[Moment]
    nearest: Sequence[Nearest]

    def title(self, article: str) -> Place:
        """Where the article begins: its title, else its first words."""
        return Place(article=article, span=self.titles.get(article, Span(0, 0)))

    def claim(self, claim_id: str) -> Claim | None:
        """The claim of that id."""
        return next((c for c in self.claims if c.id == claim_id), None)

    def words(self, article: str, span: Span) -> str:
        """Words of an article on one line, cut where they are long."""
        return _short(plain(span.of(self.texts.get(article, ""))))


def summarise(result: Result) -> tuple[Summary, ...]:
    """A summary of each story, in the order of the stories."""
    names = article_names(result.articles)
    texts = {a.id: a.text for a in result.articles}
    titles = {
        a.id: next((b.span for b in a.blocks if b.kind == "title"), None)
        or next((b.span for b in a.blocks), Span(0, 0))
        for a in result.articles
    }
    origins = {o.id: o for o in result.origins}
    out = []
    for story in result.stories:
        members = frozenset(story.articles)
        claims = [c for c in result.claims if c.story == story.id]
        ids = {c.id for c in claims}
        told = _Told(
            story=story,
            names=names,
            texts=texts,
            titles=titles,
            claims=claims,
            origins=origins,
            lineage=[d for d in result.lineage if d.child in members],
            changes=[c for c in result.changes if c.claim in ids],
            omissions=[o for o in result.omissions if o.story == story.id],
            moments=[m for m in result.timeline if m.story == story.id],
            nearest=[n for n in result.nearest if n.story == story.id],
        )
        lines = [*_whole(told), *_family(told), *_loops(told, result), *_answers(told), *_changes(told)]
        lines += [*_losses(told), *_times(told), *_gaps(told, result)]
        out.append(Summary(story=story.id, lines=tuple(lines)))
    return tuple(out)


def _whole(told: _Told) -> Iterable[Line]:
    """How many articles, origins and claims there are."""
    count = len(told.story.articles)
    places = tuple(told.title(a) for a in told.story.articles)
    several = [c for c in told.claims if len({r.article for r in c.readings}) > 1]
    if count == 1:
        yield Line(text="One article alone: there is nothing to hold it against.", places=places)
        return
    if not several:
        yield Line(text=f"{count} articles, and no claim that two of them tell.", places=places)
        return
    origins = distinct_origins(told.origins, several)
    yield Line(
        text=f"{_n(count, 'article')}; what several of them tell goes back to {_n(len(origins), 'origin')}"
        + (f": {_listed([plain(o.name) for o in origins], 4)}." if origins else "."),
        places=places,
    )
    one = [c for c in several if c.independent_at_most == 1]
    most = max(several, key=_support)
    text = (
        f"{_n(len(several), 'claim')} {'stands' if len(several) == 1 else 'stand'} in more than one article; "
        f"{len(one)} of them {'goes' if len(one) == 1 else 'go'} back to a single origin"
    )
    if _support(most) > 1:
        text += f", and the best supported to {_support(most)}: {plain(most.label)}"
    places = tuple(Place(article=r.article, span=r.span) for r in most.readings[:4])
    text += "" if text.endswith("…") else "."
    yield Line(text=text, places=places, claim=most.id if _support(most) > 1 else None)


def _support(claim: Claim) -> int:
    """How many independent origins at least speak for one answer to the claim's question."""
    if claim.answers:
        return max(answer.independent_at_least for answer in claim.answers)
    return claim.independent_at_least


def _family(told: _Told) -> Iterable[Line]:
    """Which article or source most others were made from, and which stands nearest to the origin."""
    below: dict[str, set[str]] = {}
    for d in told.lineage:
        below.setdefault(d.parent, set()).add(d.child)
    reach = {parent: _reached(parent, below) for parent in below}
    count = len(told.story.articles)
    if reach and count > 1:
        kinds = {d.parent: d.parent_kind for d in told.lineage}
        hub = max(
            reach, key=lambda p: (len(reach[p]) + (kinds[p] == "article"), kinds[p] != "article", _minus(p))
        )
        size = len(reach[hub])
        name = told.names.get(hub, hub) if kinds[hub] == "article" else plain(hub)
        rest = count - 1 if kinds[hub] == "article" else count
        lead = "All" if size == rest else "Most" if 2 * size > rest else "The largest family"
        of = "" if lead == "All" else f" ({size} of {rest}{' others' if rest < count else ''})"
        verb = "goes" if lead == "The largest family" else "go"
        places = tuple(
            Place(article=d.child, span=e.child)
            for d in told.lineage
            if d.parent == hub
            for e in d.evidence[:1]
            if e.child is not None
        )
        yield Line(text=f"{lead} {verb} back to {name}{of}.", places=places or (told.title(min(reach[hub])),))
    for n in told.nearest:
        if n.claim is None:
            reasons = "; ".join(_named(why, told.names) for why in n.why)
            text = f"Nearest to the origin stands {told.names.get(n.article, n.article)}: {reasons}."
            yield Line(text=text, places=(n.place,))


def _minus(text: str) -> tuple[int, ...]:
    """A key that puts the name that comes first in the alphabet last, for `max`."""
    return tuple(-ord(letter) for letter in text)


def _reached(parent: str, below: Mapping[str, set[str]]) -> set[str]:
    found: set[str] = set()
    level = {parent}
    while level:
        level = {child for p in level for child in below.get(p, ())} - found
        found |= level
    return found - {parent}


def _loops(told: _Told, result: Result) -> Iterable[Line]:
    for loop in result.loops:
        if loop.story == told.story.id:
            places = loop.places or (told.title(loop.articles[0]),)
            yield Line(text=f"Circular: {_named(loop.why, told.names)}.", places=places)


def _answers(told: _Told) -> Iterable[Line]:
    """The questions that most articles answer differently, with who stands behind each answer."""
    split = [c for c in told.claims if len(c.answers) > 1]
    split.sort(key=lambda c: (-len({r.article for r in c.readings}), -len(c.answers)))
    for claim in split[:QUESTIONS_TOLD]:
        parts = [_answer(told, claim, answer) for answer in claim.answers[:ANSWERS_TOLD]]
        more = f"; and {len(claim.answers) - ANSWERS_TOLD} more" if len(claim.answers) > ANSWERS_TOLD else ""
        places = tuple(
            Place(article=claim.readings[a.readings[0]].article, span=claim.readings[a.readings[0]].span)
            for a in claim.answers[:ANSWERS_TOLD]
        )
        text = f"Answers differ on “{plain(claim.label)}”: {'; '.join(parts)}{more}."
        yield Line(text=text, places=places, claim=claim.id)


def _answer(told: _Told, claim: Claim, answer: Answer) -> str:
    readings = [claim.readings[i] for i in answer.readings]
    articles = list(dict.fromkeys(r.article for r in readings))
    who = told.names.get(articles[0], articles[0]) if len(articles) == 1 else _n(len(articles), "article")
    low, high = answer.independent_at_least, answer.independent_at_most
    origins = f"{low}–{high} origins" if low < high else _n(high, "origin")
    stands = "no origin, it came about on the way" if answer.slip else origins
    return f"{'not ' if answer.denied else ''}{figure(told.texts, readings, answer)} ({who}, {stands})"


def figure(texts: Mapping[str, str], readings: Sequence[Reading], answer: Answer) -> str:
    """The figure in the words of the first reading that gives it as most do."""
    best = next(
        (
            r
            for r in readings
            if r.quantity and (r.quantity.value, r.quantity.bound) == (answer.value, answer.bound)
        ),
        readings[0],
    )
    span = best.number or best.span
    return _short(plain(span.of(texts.get(best.article, ""))))


def _changes(told: _Told) -> Iterable[Line]:
    """The gravest changes one by one, then how many there are and where most are."""
    gravity = {"high": 0, "medium": 1, "low": 2}
    ranked = sorted(told.changes, key=lambda c: (gravity[c.severity], c.kind not in FIGURE_KINDS))
    grave = [c for c in ranked if c.severity == "high"]
    kinds: list[Change] = []
    for change in grave:
        if all((change.kind, change.child) != (k.kind, k.child) for k in kinds):
            kinds.append(change)
    for n, change in enumerate(kinds[:CHANGES_TOLD]):
        claim = told.claim(change.claim)
        lead = "The gravest change" if n == 0 else "Next"
        about = f" ({plain(claim.label)})" if claim else ""
        places = (
            Place(article=change.parent, span=change.parent_span),
            Place(article=change.child, span=change.child_span),
        )
        name = told.names.get(change.child, change.child)
        text = f"{lead}: in {name}, {_became(told, change, claim)}{about}."
        yield Line(text=text, places=places, claim=change.claim)
    if ranked:
        most, times = Counter(c.child for c in ranked).most_common(1)[0]
        share = f", {times} of them in {told.names.get(most, most)}" if len(ranked) > 1 else ""
        graves = f"{len(grave)} grave, " if grave else "none grave, "
        first, lesser = ranked[0], len(ranked) - len(grave)
        yield Line(
            text=f"{_n(len(ranked), 'change')} between accounts: {graves}{lesser} lesser{share}.",
            places=(Place(article=first.child, span=first.child_span),),
        )
    elif len(told.story.articles) > 1:
        text = "No changes were found between the accounts."
        yield Line(text=text, places=tuple(told.title(a) for a in told.story.articles))


def _became(told: _Told, change: Change, claim: Claim | None) -> str:
    before, after = change.parent_span, change.child_span
    if change.kind in FIGURE_KINDS and claim is not None:
        before = _number(claim, change.parent, before) or before
        after = _number(claim, change.child, after) or after
    was, now = told.words(change.parent, before), told.words(change.child, after)
    if change.kind == "role":
        return f"“{now}” answers another question than in {told.names.get(change.parent, change.parent)}"
    return f"“{was}” became “{now}”"


def _number(claim: Claim, article: str, span: Span) -> Span | None:
    return next(
        (r.number for r in claim.readings if r.article == article and r.number and span.covers(r.number)),
        None,
    )


def _losses(told: _Told) -> Iterable[Line]:
    """What was left out most: claims, and the conditions and denials that fell away."""
    gone = [(row, out) for row in told.omissions for out in row.left_out_by if out.above is not None]
    if gone:
        worst, times = Counter(out.article for _, out in gone).most_common(1)[0]
        row, out = next((r, o) for r, o in gone if o.article == worst)
        claim = told.claim(row.claim)
        reading = next((r for r in claim.readings if r.article == out.above), None) if claim else None
        place = Place(article=reading.article, span=reading.span) if reading else told.title(worst)
        name = told.names.get(worst, worst)
        text = f"{name} leaves out {_n(times, 'claim')} of what it was made from; most of all articles here."
        yield Line(text=text, places=(place,))
    lost = [(row, one) for row in told.omissions for one in row.lost]
    lost.sort(key=lambda pair: (not pair[1].told, pair[1].kind != "denial"))
    for row, one in lost[:1]:
        words, name = told.words(one.place.article, one.place.span), told.names.get(one.article, one.article)
        more = f" ({_n(len(lost) - 1, 'more such loss', 'more such losses')})" if len(lost) > 1 else ""
        verb = "tells the claim without" if one.told else "leaves out"
        text = f"{name} {verb} the {one.kind} “{words}”{more}."
        yield Line(text=text, places=(one.place,), claim=row.claim)


def _times(told: _Told) -> Iterable[Line]:
    """When the first and the last article were printed."""
    printed = [m for m in told.moments if m.kind == "printed"]
    dated = sorted((m for m in printed if m.date), key=lambda m: m.date or "")
    if len(dated) > 1:
        first, last = dated[0], dated[-1]
        undated = len(printed) - len(dated)
        text = (
            f"The first was printed {_day(first)} ({told.names[first.context.article]}), "
            f"the last {_day(last)} ({told.names[last.context.article]})"
        )
        text += f"; {_n(undated, 'article')} without a date." if undated else "."
        yield Line(text=text, places=(first.context, last.context))


def _day(moment: Moment) -> str:
    return plain(moment.date or "").replace("T", " ")


def _gaps(told: _Told, result: Result) -> Iterable[Line]:
    members = frozenset(told.story.articles)
    for gap in result.unmeasured:
        if gap.article in members:
            name = told.names.get(gap.article, gap.article)
            yield Line(text=f"{name} was not judged: {plain(gap.why)}.", places=(told.title(gap.article),))


def _named(text: str, names: Mapping[str, str]) -> str:
    """A reason with the articles that it names by id called by their names."""
    return " ".join(
        names.get(word.rstrip(",.;:"), word.rstrip(",.;:")) + word[len(word.rstrip(",.;:")) :]
        for word in plain(text).split(" ")
    )


def _short(words: str) -> str:
    if len(words) <= LONGEST_QUOTE:
        return words
    return words[: LONGEST_QUOTE - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…"


def _listed(names: Sequence[str], limit: int) -> str:
    shown = [_short(name) for name in names[:limit]]
    if len(names) > limit:
        return ", ".join(shown) + f" and {len(names) - limit} more"
    return shown[0] if len(shown) == 1 else ", ".join(shown[:-1]) + " and " + shown[-1]


def _n(number: int, thing: str, things: str | None = None) -> str:
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
