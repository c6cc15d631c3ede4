"""The run, from paths to a result; the only module that knows every stage.

ingest → cleaning → grouping → reading → collation → lineage → origins → comparison
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from firsthand.alignment import Weights, Witness, weigh, witness
from firsthand.cleaning import clean
from firsthand.collation import collate
from firsthand.comparison import compare
from firsthand.errors import InputError
from firsthand.grouping import group
from firsthand.ingest import read_inputs
from firsthand.lineage.citations import find_citations
from firsthand.lineage.kinship import kinships
from firsthand.lineage.origins import find_origins
from firsthand.lineage.tree import derive
from firsthand.model import (
    Article,
    Change,
    Claim,
    Derivation,
    Issue,
    Origin,
    ReadText,
    Result,
    Story,
    Unmeasured,
)
from firsthand.reading import read_article

# The languages that can be read so far.
READ_LANGUAGES = frozenset({"en"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How a run is made. `nlp` names another installed spaCy pipeline to parse with."""

    nlp: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced:
    """What one story came to."""

    claims: tuple[Claim, ...]
    origins: tuple[Origin, ...]
    lineage: tuple[Derivation, ...]
    changes: tuple[Change, ...]


def trace(paths: Iterable[str | Path] | str | Path, *, options: Options | None = None) -> Result:
    """The stories, claims, origins, lineage and changes of the articles at `paths`.

    Files and folders may be given in any order; the result is the same, to the byte.

    Errors:
        InputError: not one article could be read; the message says why for each path.
    """
    options = options or Options()
    given = [paths] if isinstance(paths, str | Path) else list(paths)
    documents, issues = read_inputs(given)
    articles: list[Article] = []
    for n, document in enumerate(documents, 1):
        article, found = clean(document, f"a{n}")
        articles.append(article)
        issues += found
    if not articles:
        raise InputError(_nothing_read(issues))
    readable, unmeasured = _readable(articles)
    texts = {a.id: read_article(a, nlp=options.nlp) for a in readable}
    stories = group(articles)
    traced = [trace_story(s, [a for a in readable if a.id in s.articles], texts) for s in stories]
    return _numbered(tuple(articles), stories, traced, unmeasured, tuple(issues))


def trace_story(story: Story, articles: Sequence[Article], texts: Mapping[str, ReadText]) -> Traced:
    """The claims, origins, lineage and changes of one story, with ids of its own ("c1", "o1")."""
    witnesses = [witness(a, texts[a.id].sentences) for a in articles]
    weights = weigh(p.bag for w in witnesses for p in w.passages)
    readings = [r for a in articles for r in texts[a.id].readings]
    claims = collate(story.id, witnesses, readings, weights)
    kin = kinships(witnesses, weights)
    lineage = derive(witnesses, kin, find_citations(witnesses, texts, claims, kin))
    claims, origins = find_origins(witnesses, claims, lineage, kin)
    changes = compare(witnesses, claims, lineage, weights)
    return Traced(claims=claims, origins=origins, lineage=lineage, changes=changes)


def _readable(articles: Sequence[Article]) -> tuple[list[Article], tuple[Unmeasured, ...]]:
    """The articles in a language that is read, and a word on each of the others."""
    readable, unmeasured = [], []
    for article in articles:
        if article.language in READ_LANGUAGES:
            readable.append(article)
        elif article.language is None:
            why = "the language could not be told; only English is read"
            unmeasured.append(Unmeasured(article=article.id, what="language", why=why))
        else:
            why = f"written in “{article.language}”; only English is read"
            unmeasured.append(Unmeasured(article=article.id, what="language", why=why))
    return readable, tuple(unmeasured)


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
    claims: list[Claim] = []
    origins: list[Origin] = []
    lineage: list[Derivation] = []
    changes: list[Change] = []
    for one in traced:
        new_origin = {o.id: f"o{len(origins) + n}" for n, o in enumerate(one.origins, 1)}
        new_claim = {c.id: f"c{len(claims) + n}" for n, c in enumerate(one.claims, 1)}
        origins += [replace(o, id=new_origin[o.id]) for o in one.origins]
        for c in one.claims:
            readings = tuple(replace(r, origin=new_origin[r.origin] if r.origin else None) for r in c.readings)
            claims.append(replace(c, id=new_claim[c.id], readings=readings))
        lineage += one.lineage
        changes += [replace(c, claim=new_claim[c.claim]) for c in one.changes]
    return Result(
        articles=articles,
        stories=stories,
        origins=tuple(origins),
        claims=tuple(claims),
        lineage=tuple(lineage),
        changes=tuple(changes),
        unmeasured=unmeasured,
        issues=issues,
    )
