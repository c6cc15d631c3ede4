"""The run, from paths to a result; the only module that knows every stage.

ingest → cleaning → grouping → reading → collation → lineage → origins → comparison
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from firsthand.alignment import weigh, witness
from firsthand.alignment.folding import fold, unfold_claims, unfold_lineage
from firsthand.cleaning import clean
from firsthand.collation import collate
from firsthand.comparison import compare
from firsthand.comparison.omissions import find_omissions
from firsthand.comparison.summary import summarise
from firsthand.comparison.timeline import find_moments
from firsthand.errors import InputError
from firsthand.grouping import group
from firsthand.ingest import ReadOptions, read_inputs
from firsthand.lineage.answers import find_answers
from firsthand.lineage.citations import find_citations
from firsthand.lineage.figures import telling_figures
from firsthand.lineage.kinship import kinships
from firsthand.lineage.loops import find_loops
from firsthand.lineage.nearest import find_nearest
from firsthand.lineage.origins import find_origins
from firsthand.lineage.tree import derive
from firsthand.model import (
    TOLD,
    Article,
    Change,
    Claim,
    Derivation,
    Issue,
    Loop,
    Moment,
    Nearest,
    Omission,
    Origin,
    ReadText,
    Result,
    Story,
    Unmeasured,
)
from firsthand.reading import read_article
from firsthand.rulings import (
    NONE,
    Rulings,
    ruled_changes,
    ruled_claims,
    ruled_kin,
    ruled_lineage,
)

# The languages that can be read so far.
READ_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is made: `nlp` names another spaCy pipeline to parse with, `reading` is for inputs.

    `story` is the id of the one story that is traced, as grouping the same inputs gives it ("s3").
    """

    nlp: str | None = None
    reading: ReadOptions = field(default_factory=ReadOptions)
    story: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Grouped:
    """The articles of a pile and the stories that they tell."""

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    issues: tuple[Issue, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What one story came to."""

    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    lineage: tuple[Derivation, ...]
    changes: tuple[Change, ...]
    loops: tuple[Loop, ...] = ()
    omissions: tuple[Omission, ...] = ()
    timeline: tuple[Moment, ...] = ()
    nearest: tuple[Nearest, ...] = ()


def trace(paths: Iterable[str | Path] | str | Path, *, options: Options | None = None) -> Result:
    """The stories, claims, origins, lineage and changes of the articles at `paths`.

    Files and folders may be given in any order; the result is the same, to the byte.

    Errors:
        InputError: not one article could be read; the message says why for each path.
    """
    options = options or Options()
    grouped = group_paths(paths, options=options)
    stories = grouped.stories if options.story is None else (_chosen(grouped.stories, options.story),)
    members = {a for story in stories for a in story.articles}
    articles = tuple(a for a in grouped.articles if a.id in members)
    others = {path for a in grouped.articles if a.id not in members for path in a.paths}
    issues = tuple(issue for issue in grouped.issues if issue.where not in others)
    readable, unmeasured = tell_readable(articles)
    texts = {a.id: read_article(a, nlp=options.nlp) for a in readable}
    traced = [trace_story(s, [a for a in readable if a.id in s.articles], texts) for s in stories]
    named = tuple(titled(s, t, articles) for s, t in zip(stories, traced, strict=True))
    result = _numbered(articles, named, traced, unmeasured, issues)
    return replace(result, summaries=summarise(result))


def group_paths(paths: Iterable[str | Path] | str | Path, *, options: Options | None = None) -> Grouped:
    """The articles at `paths` and the stories that they tell, with the ids that `trace` gives them.

    Errors:
        InputError: not one article could be read; the message says why for each path.
    """
    options = options or Options()
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    documents, issues = read_inputs(given, options=options.reading)
    articles: list[Article] = []
    for n, document in enumerate(documents, 1):
        article, found = clean(document, f"a{n}")
        articles.append(article)
        issues += found
    if not articles:
        raise InputError(_nothing_read(issues))
    return Grouped(articles=tuple(articles), stories=group(articles), issues=tuple(issues))


def _chosen(stories: Sequence[Story], wanted: str) -> Story:
    """The story of that id. Errors: InputError."""
    for story in stories:
        if story.id == wanted:
            return story
    raise InputError(f"no story {wanted}: there are s1 to s{len(stories)}; `firsthand group` shows them")


def read_articles(
    paths: Iterable[str | Path] | str | Path, *, options: Options | None = None
) -> tuple[tuple[tuple[Article, ReadText], ...], tuple[Issue, ...]]:
    """Each article at `paths` with all that was read in it, and what could not be read.

    Articles in a language that is not read have a text without readings.

    Errors:
        InputError: not one article could be read; the message says why for each path.
    """
    options = options or Options()
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    documents, issues = read_inputs(given, options=options.reading)
    out = []
    for n, document in enumerate(documents, 1):
        article, found = clean(document, f"a{n}")
        issues += found
        out.append((article, read_article(article, nlp=options.nlp)))
    if not out:
        raise InputError(_nothing_read(issues))
    return tuple(out), tuple(issues)


def trace_story(
    story: Story, articles: Sequence[Article], texts: Mapping[str, ReadText], rulings: Rulings = NONE
) -> Traced:
    """The claims, origins, lineage and changes of one story, with ids of its own ("c1", "o1").

    `rulings` are what people decided about it: each is heeded where its stage is done, so that all that
    follows from it follows.
    """
    folded = fold(articles, texts, whole=rulings.whole, alone=rulings.alone)
    witnesses = [witness(a, texts[a.id].sentences) for a in folded.kept]
    weights = weigh(p.bag for w in witnesses for p in w.passages)
    readings = [r for a in folded.kept for r in texts[a.id].readings]
    claims = ruled_claims(collate(story.id, witnesses, readings, weights), rulings)
    kin = kinships(witnesses, weights)
    citations = find_citations(witnesses, texts, claims, kin)
    names = [a.id for a in folded.kept]
    figures = {name: telling_figures(texts[name]) for name in names}
    derived = derive(witnesses, kin, citations, rulings.refused, figures)
    lineage = ruled_lineage(derived, rulings, names)
    kin = ruled_kin(kin, names, rulings)
    claims, origins = find_origins(witnesses, claims, lineage, kin)
    changes = ruled_changes(compare(witnesses, claims, lineage, weights, rulings.refused), rulings)
    loops = find_loops(story.id, witnesses, texts, citations, lineage)
    claims = unfold_claims(claims, folded, articles)
    lineage = unfold_lineage(lineage, folded, articles, texts)
    lineage = ruled_lineage(lineage, rulings, [a.id for a in articles])
    claims = find_answers(claims, origins, lineage, changes)
    return Traced(
        claims=claims,
        origins=origins,
        lineage=lineage,
        changes=changes,
        loops=loops,
        omissions=find_omissions(story, [a.id for a in articles], claims, lineage),
        timeline=find_moments(story.id, articles, texts, claims),
        nearest=find_nearest(story, articles, claims, lineage),
    )


def heed_changes(result: Result, story: Story, rulings: Rulings) -> Result:
    """The result with rulings on one story's changes, as if it were traced with them and nothing else."""
    changes = ruled_changes(result.changes, rulings)
    own = [c for c in result.claims if c.story == story.id]
    inside = set(story.articles)
    lineage = [d for d in result.lineage if d.child in inside]
    answered = find_answers(own, result.origins, lineage, [c for c in changes if c.child in inside])
    by_id = {claim.id: claim for claim in answered}
    return replace(result, changes=changes, claims=tuple(by_id.get(c.id, c) for c in result.claims))


def compare_versions(
    old: Article, new: Article, texts: Mapping[str, ReadText]
) -> tuple[tuple[Claim, ...], tuple[Change, ...]]:
    """What an outlet changed from one version of its article to the next, with the claims concerned."""
    witnesses = [witness(a, texts[a.id].sentences) for a in (old, new) if a.id in texts]
    if len(witnesses) < 2:
        return (), ()
    weights = weigh(p.bag for w in witnesses for p in w.passages)
    readings = [r for a in (old, new) for r in texts[a.id].readings]
    claims = collate("", witnesses, readings, weights)
    # Here it is known which came first, and that it is one article.
    made = Derivation(child=new.id, parent=old.id, parent_kind="article", how="copies", score=1.0)
    return claims, compare(witnesses, claims, (made,), weights)


def tell_readable(articles: Sequence[Article]) -> tuple[list[Article], tuple[Unmeasured, ...]]:
    """The articles that can be read, and a word on each of the others: no text, another language."""
    readable, unmeasured = [], []
    for article in articles:
        if not any(block.kind in TOLD for block in article.blocks):
            why = "no paragraph of an article among its lines; check what was saved"
            unmeasured.append(Unmeasured(article=article.id, what="text", why=why))
        elif article.language in READ_LANGUAGES:
            readable.append(article)
        elif article.language is None:
            why = "the language could not be told; only English is read"
            unmeasured.append(Unmeasured(article=article.id, what="language", why=why))
        else:
            why = f"written in “{article.language}”; only English is read"
            unmeasured.append(Unmeasured(article=article.id, what="language", why=why))
    return readable, tuple(unmeasured)


def titled(story: Story, traced: Traced, articles: Sequence[Article]) -> Story:
    """The story under the headline of the article that stands nearest to its origin."""
    nearest = next((n.article for n in traced.nearest if n.claim is None), None)
    title = next((a.title for a in articles if a.id == nearest), None)
    return replace(story, title=title) if title else story


def _nothing_read(issues: Sequence[Issue]) -> str:
    lines = [f"{issue.where}: {issue.detail}" for issue in issues] or ["no path was given"]
    return "nothing could be read as an article:\n  " + "\n  ".join(lines)


def _numbered(
    articles: tuple[Article, ...],
    stories: tuple[Story, ...],
    traced: Sequence[Traced],
    unmeasured: tuple[Unmeasured, ...],
    issues: tuple[Issue, ...],
) -> Result:
    """The stories' results as one, with ids that are unique over all of them."""
    numbered: list[Traced] = []
    origins_before = claims_before = 0
    for one in traced:
        origins = {o.id: f"o{origins_before + n}" for n, o in enumerate(one.origins, 1)}
        claims = {c.id: f"c{claims_before + n}" for n, c in enumerate(one.claims, 1)}
        numbered.append(renamed(one, origins, claims))
        origins_before += len(one.origins)
        claims_before += len(one.claims)
    return assembled(articles, stories, numbered, unmeasured, issues)


def assembled(
    articles: tuple[Article, ...],
    stories: tuple[Story, ...],
    traced: Sequence[Traced],
    unmeasured: tuple[Unmeasured, ...],
    issues: tuple[Issue, ...],
) -> Result:
    """What several stories came to as one result; their ids are unique already."""
    return Result(
        articles=articles,
        stories=stories,
        origins=tuple(o for one in traced for o in one.origins),
        claims=tuple(c for one in traced for c in one.claims),
        lineage=tuple(d for one in traced for d in one.lineage),
        changes=tuple(c for one in traced for c in one.changes),
        loops=tuple(loop for one in traced for loop in one.loops),
        omissions=tuple(o for one in traced for o in one.omissions),
        timeline=tuple(m for one in traced for m in one.timeline),
        nearest=tuple(n for one in traced for n in one.nearest),
        unmeasured=unmeasured,
        issues=issues,
    )


def renamed(one: Traced, origin: Mapping[str, str], claim: Mapping[str, str]) -> Traced:
    """What a story came to, its origins and claims under other ids."""
    return replace(
        one,
        origins=tuple(replace(o, id=origin[o.id]) for o in one.origins),
        claims=tuple(
            replace(
                c,
                id=claim[c.id],
                readings=tuple(replace(r, origin=origin[r.origin] if r.origin else None) for r in c.readings),
                answers=tuple(replace(a, origins=tuple(origin[o] for o in a.origins)) for a in c.answers),
            )
            for c in one.claims
        ),
        changes=tuple(replace(c, claim=claim[c.claim]) for c in one.changes),
        omissions=tuple(replace(o, claim=claim[o.claim]) for o in one.omissions),
        timeline=tuple(replace(m, claims=tuple(claim[c] for c in m.claims)) for m in one.timeline),
        nearest=tuple(replace(n, claim=claim[n.claim] if n.claim else None) for n in one.nearest),
    )
