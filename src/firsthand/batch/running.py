"""The run over a collection, top to bottom: each line fills one dataset of the work folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import firsthand
from firsthand.batch import columns, documents, places, writing
from firsthand.batch.copies import LEAST as LEAST_RESEMBLANCE
from firsthand.batch.plan import step
from firsthand.batch.stories import LEAST as LEAST_LIKENESS
from firsthand.batch.stories import pile_shift
from firsthand.batch.work import Work
from firsthand.engine import Engine, Neighbours, open_engine
from firsthand.errors import InputError, UsageError
from firsthand.model import Issue

# A term that more articles have leads to no pair (as in `grouping.likeness`); an article is looked up by so
# many of its terms.
MOST_OWNERS, INDEXED_TERMS = 400, 12
ALIKE_COPIES = Neighbours(
    name="copies",
    score="firsthand.batch.copies:resemblances",
    least=LEAST_RESEMBLANCE,
    before=1,
    first=True,
)
# Of a term that 400 articles have each is looked at beside the eight before it in time.
ALIKE_STORIES = Neighbours(
    name="stories", score="firsthand.batch.stories:likenesses", least=LEAST_LIKENESS, before=8
)


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """How a run is made.

    `engine` is "local", "spark" or a master that Spark knows ("spark://host:7077"). `work` is the folder of
    what lies between the steps; an interrupted run is gone on with from there. Without `trace` it ends with
    the stories. `told` is called with the name of each step before it is run. `limits` are of "most_piece"
    and "most_story", articles that are looked at together, and "seconds" for one call.
    """

    engine: str = "local"
    work: str | None = None
    keep_work: bool = False
    trace: bool = True
    columns: Mapping[str, str] = field(default_factory=dict)
    nlp: str | None = None
    processes: int | None = None
    told: Callable[[str], None] | None = None
    limits: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run came to: rows of each table, and all that went wrong."""

    rows: Mapping[str, int]
    issues: tuple[Issue, ...]


def run(
    inputs: Sequence[str], output: str, *, options: BatchOptions | None = None, engine: Engine | None = None
) -> Ran:
    """What was written to the folder `output`: the tables of `writing.TABLES` and of issues.

    The same inputs give the same files, to the byte, on every engine.

    Errors:
        InputError: there is no file among the inputs, or not one article could be read.
        UsageError: the engine or a place cannot be used, or the work folder is another run's.
    """
    options = options or BatchOptions()
    found, obstacles = places.list_inputs(inputs)
    if not found:
        told = "\n  ".join(f"{one.where}: {one.detail}" for one in obstacles) or "no path was given"
        raise InputError(f"nothing could be read as an article:\n  {told}")
    folder = options.work or f"{output.rstrip('/')}/_work"
    if options.engine == "local" and places.is_remote(folder):
        raise UsageError(
            f"{folder}: the local engine works on a disk of this machine; name a folder by --work"
        )
    work = Work(folder, _fingerprint(found, options))
    engine = engine or open_engine(options.engine, processes=options.processes)
    try:
        one = Run(engine, work, options)
        one.articles(found)
        one.copies()
        one.stories()
        one.tables(output)
        ran = one.finish(output, obstacles)
    finally:
        engine.close()
    if not options.keep_work:
        work.remove()
    return ran


def _fingerprint(found: Sequence[tuple[str, int]], options: BatchOptions) -> str:
    """What a run must have in common with the one that it goes on with."""
    chosen = [options.trace, dict(options.columns), options.nlp, dict(options.limits)]
    return json.dumps([firsthand.__version__, found, chosen], sort_keys=True)


class Run:
    """The steps of a run, on an engine, with all datasets in one work folder."""

    def __init__(self, engine: Engine, work: Work, options: BatchOptions) -> None:
        self._engine = engine
        self._at = work.dataset
        self._options = options
        self._seconds = options.limits.get("seconds")

    def articles(self, found: Sequence[tuple[str, int]]) -> None:
        """Read the inputs and make articles of them, each text once."""
        at, engine = self._at, self._engine
        self._tell("documents")
        rows = documents.plan_inputs(found)
        engine.put([columns.to_table([row], columns.inputs_schema()) for row in rows], at("inputs"))
        engine.map(step("documents", columns=dict(self._options.columns)), at("inputs"), at("documents"))
        self._tell("articles")
        engine.group(step("articles", seconds=self._seconds), [at("documents")], at("articles"))

    def copies(self) -> None:
        """Find near copies: pairs that share a hash, verified, and the original of each article."""
        at, engine = self._at, self._engine
        self._tell("near copies")
        engine.pairs(ALIKE_COPIES, at("articles"), at("copy-pairs"))
        engine.components(at("copy-pairs"), at("copy-components"))
        engine.group(step("copies"), [at("articles")], at("copies"), labels=at("copy-components"))

    def stories(self) -> None:
        """Find stories: likely relatives in pieces of bounded size, each grouped; copies go with them."""
        at, engine, limits = self._at, self._engine, self._options.limits
        self._tell("candidates")
        engine.weigh(
            at("articles"), at("weighed"), without=at("copies"), most=MOST_OWNERS, keys=INDEXED_TERMS
        )
        engine.pairs(ALIKE_STORIES, at("weighed"), at("story-pairs"))
        engine.components(at("story-pairs"), at("story-components"))
        splitting = step("pieces", **_chosen(limits, "most_piece"))
        engine.group(splitting, [at("story-pairs")], at("pieces"), labels=at("story-components"))
        self._tell("stories")
        shift = pile_shift(engine.count(at("weighed")))
        engine.group(step("told", shift=shift), [at("articles")], at("told"), labels=at("pieces"))
        engine.group(step("settled"), [at("copies"), at("told")], at("settled"))
        engine.group(step("homes", **_chosen(limits, "most_story")), [at("settled")], at("homes"))

    def tables(self, output: str) -> None:
        """Read the articles, trace the stories and write the tables."""
        at, engine = self._at, self._engine
        bits = writing.shard_bits(engine.count(at("articles")))
        articles = at("articles")
        if self._options.trace:
            self._tell("readings")
            reading = step("readings", nlp=self._options.nlp, seconds=self._seconds)
            engine.map(reading, articles, at("readings"))
            articles = at("readings")
        self._tell("traces" if self._options.trace else "tables")
        tracing = step("records", bits=bits, trace=self._options.trace, seconds=self._seconds)
        engine.group(tracing, [articles], at("records"), labels=at("homes"), others=True)
        self._tell("writing")
        engine.group(step("written", output=output), [at("records")], at("written"))

    def finish(self, output: str, obstacles: Sequence[Issue]) -> Ran:
        """Write the issues of all steps; what the run came to."""
        found = set(obstacles)
        steps = ("documents", "articles", "copies", "pieces", "told", "homes", "records", "written")
        for name in (*steps, *(("readings",) if self._options.trace else ())):
            for told in self._engine.values(self._at(name), "issue"):
                code, where, detail = json.loads(told)
                found.add(Issue(code=code, where=where, detail=detail))
        issues = tuple(sorted(found, key=lambda one: (one.where, one.code, one.detail)))
        rows: dict[str, int] = dict.fromkeys(writing.TABLES, 0)
        for name, count in zip(
            self._engine.values(self._at("written"), "table"),
            self._engine.values(self._at("written"), "rows"),
            strict=True,
        ):
            rows[str(name)] += int(count)
        if not rows["articles"]:
            told = "\n  ".join(f"{one.where}: {one.detail}" for one in issues[:20])
            raise InputError(f"nothing could be read as an article:\n  {told}")
        plain = [{"code": one.code, "where": one.where, "detail": one.detail} for one in issues]
        writing.write_table(output, "issues", 0, plain)
        return Ran(rows={**rows, "issues": len(issues)}, issues=issues)

    def _tell(self, name: str) -> None:
        if self._options.told is not None:
            self._options.told(name)


def _chosen(limits: Mapping[str, float], name: str) -> dict[str, Any]:
    return {name: int(limits[name])} if name in limits else {}
