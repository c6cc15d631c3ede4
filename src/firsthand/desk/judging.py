"""What people decide about a library's stories: checked, kept, and replayed over what the program found.

| kind    | subject                              | verdicts                      | note          |
| ------- | ------------------------------------ | ----------------------------- | ------------- |
| parent  | `a5 a3`, or `a5 outlet:Bloomberg`    | confirmed, rejected, added    |               |
| claims  | `a1:120-168 a2:40-80`: two readings  | together                      |               |
| reading | `a2:40-80`, or several               | apart: another claim          |               |
| change  | `magnitude a1:120-168 a2:40-80`      | wrong, grave                  |               |
| outlet  | `a2`                                 | named                         | the name      |
| story   | `a1 a2`                              | together, apart               |               |
| note    | `s3`, `a2`, `c7`, then a word        | noted                         | what was said |

A later judgement on the same subject takes the place of the one before; the verdict "undone" of any kind
takes it back. What the program found stays as it is: the judged trace is made anew beside it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final, cast, get_args

from sqlalchemy import func, select

from firsthand.comparison.summary import summarise
from firsthand.desk.assigning import regroup
from firsthand.desk.matching import match_claims, match_origins
from firsthand.desk.results import result_of
from firsthand.desk.tracing import Material, material_of, trace_due
from firsthand.errors import UsageError
from firsthand.model import ChangeKind, Derivation, ParentKind, Result, Story
from firsthand.pipeline import Traced, heed_changes, renamed, tell_readable, trace_story
from firsthand.rulings import NONE, Addition, ReadingKey, Rulings, ruled_articles
from firsthand.store import Library
from firsthand.store.columns import number_of
from firsthand.store.judgements import Judgement, judge, read_judgements, standing
from firsthand.store.schema import judgements

UNDONE: Final = "undone"
# So many readings are split off a claim in one step; more are a claim of their own to begin with.
MOST_READINGS: Final = 500
VERDICTS: Final[Mapping[str, tuple[str, ...]]] = {
    "parent": ("confirmed", "rejected", "added"),
    "claims": ("together",),
    "reading": ("apart",),
    "change": ("wrong", "grave"),
    "outlet": ("named",),
    "story": ("together", "apart"),
    "note": ("noted",),
}
_ARTICLE: Final = r"a[0-9]{1,9}"
_WORDS: Final = rf"{_ARTICLE}:[0-9]{{1,9}}-[0-9]{{1,9}}"
_OUTSIDE: Final = "outlet|person|organization|document"
_SUBJECTS: Final[Mapping[str, str]] = {
    "parent": rf"{_ARTICLE} (?:{_ARTICLE}|(?:{_OUTSIDE}|lost|article):.{{1,500}})",
    "claims": rf"{_WORDS} {_WORDS}",
    "reading": rf"{_WORDS}(?: {_WORDS}){{0,{MOST_READINGS - 1}}}",
    "change": rf"(?:{'|'.join(get_args(ChangeKind))}) {_WORDS} {_WORDS}",
    "outlet": _ARTICLE,
    "story": rf"{_ARTICLE} {_ARTICLE}",
    "note": r"[sac][0-9]{1,9}(?: [\w-]{1,40})?",
}


def decide(library: Library, judgement: Judgement) -> int:
    """Keep a judgement; its number.

    Errors:
        UsageError: there is no such kind, verdict or subject.
    """
    check(judgement)
    with library.write() as connection:
        number = judge(connection, library.clock(), judgement)
        if judgement.kind == "story":
            pair = [number_of("article", one) for one in judgement.subject.split()]
            regroup(connection, library.clock(), pair)
    if judgement.kind == "story":
        trace_due(library)
    return number


def check(judgement: Judgement) -> None:
    """Raise UsageError where a judgement could not be replayed."""
    verdicts = VERDICTS.get(judgement.kind)
    if verdicts is None:
        raise UsageError(f"{judgement.kind!r}: no kind of judgement; expected one of {', '.join(VERDICTS)}")
    if judgement.verdict not in (*verdicts, UNDONE):
        expected = ", ".join((*verdicts, UNDONE))
        raise UsageError(f"{judgement.verdict!r}: no verdict on a {judgement.kind}; expected {expected}")
    if not re.fullmatch(_SUBJECTS[judgement.kind], judgement.subject):
        raise UsageError(f"{judgement.subject!r}: no subject of a judgement of kind {judgement.kind!r}")
    if not judgement.who.strip():
        raise UsageError("a judgement needs a name: who decided it")
    needs = judgement.kind in ("outlet", "note") and judgement.verdict != UNDONE
    if needs and not judgement.note.strip():
        raise UsageError(f"a judgement of kind {judgement.kind!r} needs a text")


def judgement_count(library: Library) -> int:
    """The number of the last judgement: what was made before it may be out of date."""
    with library.read() as connection:
        return int(connection.execute(select(func.max(judgements.c.n))).scalar() or 0)


def all_judgements(library: Library) -> tuple[Judgement, ...]:
    """All judgements in order, the undone ones among them."""
    with library.read() as connection:
        return read_judgements(connection)


def concerning(given: Iterable[Judgement], articles: Iterable[str], story: str = "") -> tuple[Judgement, ...]:
    """Those judgements that are about one of these articles, or about the story."""
    inside = set(articles)
    return tuple(
        one
        for one in given
        if inside & set(re.findall(rf"\b{_ARTICLE}\b", one.subject.partition("outlet:")[0]))
        or one.subject.split(" ")[0] == story
    )


def rulings_of(given: Sequence[Judgement]) -> Rulings:
    """The judgements that stand, in the form that a trace heeds."""
    held = standing(tuple(given))
    of = {(one.kind, verdict) for one in held for verdict in (one.verdict,)}
    if not of:
        return NONE

    def subjects(kind: str, verdict: str) -> list[str]:
        return [one.subject for one in held if (one.kind, one.verdict) == (kind, verdict)]

    return Rulings(
        rejected=frozenset(_link(one)[:2] for one in subjects("parent", "rejected")),
        confirmed=tuple(_addition(one) for one in subjects("parent", "confirmed")),
        added=tuple(_addition(one) for one in subjects("parent", "added")),
        together=tuple(
            cast("tuple[ReadingKey, ReadingKey]", _keys(one)) for one in subjects("claims", "together")
        ),
        apart=tuple(_keys(one) for one in subjects("reading", "apart")),
        wrong=frozenset(_change(one) for one in subjects("change", "wrong")),
        grave=frozenset(_change(one) for one in subjects("change", "grave")),
        outlets=tuple((one.subject, one.note.strip()) for one in held if one.kind == "outlet"),
    )


def _link(subject: str) -> tuple[str, str, ParentKind]:
    child, parent = subject.split(" ", 1)
    kind, colon, name = parent.partition(":")
    return (child, name, cast("ParentKind", kind)) if colon else (child, parent, "article")


def _addition(subject: str) -> Addition:
    child, parent, kind = _link(subject)
    return Addition(
        child=child, parent=parent, parent_kind=kind, how="rewrites" if kind == "article" else "cites"
    )


def _keys(subject: str) -> tuple[ReadingKey, ...]:
    found = re.findall(rf"({_ARTICLE}):([0-9]+)-([0-9]+)", subject)
    return tuple((article, int(start), int(end)) for article, start, end in found)


def _change(subject: str) -> tuple[str, ReadingKey, ReadingKey]:
    before, after = _keys(subject)
    return (subject.split(" ", 1)[0], before, after)


def parent_subject(derivation: Derivation) -> str:
    """What a judgement on a link is about."""
    kind = "" if derivation.parent_kind == "article" else f"{derivation.parent_kind}:"
    return f"{derivation.child} {kind}{derivation.parent}"


def judged_result(library: Library, numbers: Sequence[int] | None = None) -> Result:
    """What the library's stories come to when people's decisions are heeded; as `result_of` else.

    A story on which nothing was decided is not traced again. Claims that are in both traces have one id.
    """
    own = result_of(library, numbers)
    given = all_judgements(library)
    found = own
    for story in own.stories:
        rulings = rulings_of(concerning(given, story.articles))
        if rulings != NONE:
            found = _heeded(library, found, story, rulings)
    return found if found is own else replace(found, summaries=summarise(found))


def _heeded(library: Library, result: Result, story: Story, rulings: Rulings) -> Result:
    if rulings.is_of_changes:
        return heed_changes(result, story, rulings)
    material, _ = material_of(library, number_of("story", story.id), None)
    if material is None or material.before is None:
        return result
    traced = _trace(material, story, rulings)
    inside = set(story.articles)
    old = material.before
    dropped = {claim.id for claim in old.claims}
    gone = {origin.id for origin in old.origins}
    return replace(
        result,
        articles=ruled_articles(result.articles, rulings),
        origins=(*(one for one in result.origins if one.id not in gone), *traced.origins),
        claims=(*(one for one in result.claims if one.id not in dropped), *traced.claims),
        lineage=(*(one for one in result.lineage if one.child not in inside), *traced.lineage),
        changes=(*(one for one in result.changes if one.child not in inside), *traced.changes),
        loops=(*(one for one in result.loops if one.story != story.id), *traced.loops),
        omissions=(*(one for one in result.omissions if one.story != story.id), *traced.omissions),
        timeline=(*(one for one in result.timeline if one.story != story.id), *traced.timeline),
        nearest=(*(one for one in result.nearest if one.story != story.id), *traced.nearest),
    )


def _trace(material: Material, story: Story, rulings: Rulings) -> Traced:
    """The story traced with the rulings, its claims and origins under the ids that they have without."""
    articles = ruled_articles(material.articles, rulings)
    readable, _ = tell_readable(articles)
    traced = trace_story(story, readable, material.texts, rulings)
    before = material.before or Traced(claims=(), origins=(), lineage=(), changes=())
    claims = match_claims(before.claims, traced.claims)
    origins = match_origins(before.origins, traced.origins)
    for kind, known, ids in (
        ("claim", claims, [one.id for one in traced.claims]),
        ("origin", origins, [one.id for one in traced.origins]),
    ):
        # What only people's decisions brought about has no number in the library.
        new = [one for one in ids if one not in known]
        known.update({one: f"{kind[0]}-{story.id}-{n}" for n, one in enumerate(new, 1)})
    return renamed(traced, origins, claims)
