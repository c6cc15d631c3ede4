"""The steps of a run, each with its function, what stands for it where it fails, and its columns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.batch import columns
from firsthand.engine import Step
from firsthand.engine.steps import Schema


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """What a step is, whatever the run's options.

    `rows` are given to a call at once: more cost memory and are done anew when one of them fails,
    fewer cost a crossing each. `seconds` bound a call that gives nothing.
    """

    module: str
    function: str
    failed: str
    schema: Callable[[], Schema]
    rows: int
    seconds: float = 60.0
    key: str | None = None
    order: tuple[str, ...] = ()


_SHAPES: Mapping[str, _Shape] = {
    # A page has 20 s, a process 60 s to start (`ingest.limits`, `ingest.workers`); then it is left out.
    "documents": _Shape(
        module="documents",
        function="read_documents",
        failed="failed_inputs",
        schema=columns.documents_schema,
        rows=1,
        seconds=180.0,
    ),
    "articles": _Shape(
        module="articles",
        function="make_articles",
        failed="failed_articles",
        schema=columns.articles_schema,
        rows=512,
        key="id",
        order=("path",),
    ),
    "copies": _Shape(
        module="copies",
        function="find_copies",
        failed="failed_copies",
        schema=columns.copies_schema,
        rows=8192,
        seconds=300.0,
        key="component",
        order=("id",),
    ),
    "pieces": _Shape(
        module="stories",
        function="split_pieces",
        failed="failed_pieces",
        schema=columns.pieces_schema,
        rows=65536,
        seconds=300.0,
        key="component",
        order=("id", "other"),
    ),
    # A pile of 3,000 articles takes some 10 s to group.
    "told": _Shape(
        module="stories",
        function="tell_stories",
        failed="failed_stories",
        schema=columns.copies_schema,
        rows=64,
        seconds=300.0,
        key="piece",
        order=("id",),
    ),
    "settled": _Shape(
        module="stories",
        function="settle",
        failed="failed_homes",
        schema=columns.homes_schema,
        rows=65536,
        key="original",
        order=("id", "story"),
    ),
    "homes": _Shape(
        module="stories",
        function="cap_stories",
        failed="failed_homes",
        schema=columns.homes_schema,
        rows=65536,
        key="story",
        order=("id",),
    ),
    # The longest text that is taken (5 MB) is read in 150 s at 6,000 words a second.
    "readings": _Shape(
        module="traces",
        function="read_rows",
        failed="failed_reading",
        schema=columns.readings_schema,
        rows=16,
        seconds=300.0,
    ),
    # A story of 2,000 articles takes half a minute to trace, one of as many accounts of its own several.
    "records": _Shape(
        module="traces",
        function="trace_stories",
        failed="failed_stories",
        schema=columns.records_schema,
        rows=32,
        seconds=900.0,
        key="story",
        order=("id",),
    ),
    "written": _Shape(
        module="writing",
        function="write_shards",
        failed="failed_shards",
        schema=columns.written_schema,
        rows=1,
        seconds=600.0,
        key="shard",
        order=("table", "story", "place"),
    ),
}


def step(name: str, **options: Any) -> Step:  # noqa: ANN401
    """The step of that name, with the options that its function is called with."""
    shape = _SHAPES[name]
    seconds = float(options.pop("seconds", None) or shape.seconds)
    shift = int(options.get("shift", 0))
    return Step(
        name=name,
        function=f"firsthand.batch.{shape.module}:{shape.function}",
        failed=f"firsthand.batch.{shape.module}:{shape.failed}",
        schema=shape.schema(),
        options=options,
        key=shape.key,
        shift=shift,
        order=shape.order,
        rows=shape.rows,
        seconds=seconds,
    )
