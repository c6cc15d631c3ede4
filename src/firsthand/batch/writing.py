"""The tables written, one file for each shard of the stories, by whichever process holds its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from firsthand.batch import columns
from firsthand.batch.places import is_remote, storage
from firsthand.batch.rows import table_schema
from firsthand.engine.steps import Schema, Table
from firsthand.model import Issue

# The tables in the order in which docs/batch.md explains them; issues are written at the end of a run.
TABLES = ("articles", "stories", "claims", "readings", "origins", "edges", "changes")
# The articles of a shard: about 100 MB with all that was read in them.
SHARD_ARTICLES = 10_000
# What was fixed here makes the files the same, whichever engine and version of a machine writes them.
COMPRESSION, LEVEL, ROWS = "zstd", 3, 8192


def shard_bits(articles: int) -> int:
    """How many of the upper bits of a story's number tell its shard."""
    return max(0, -(-articles // SHARD_ARTICLES) - 1).bit_length()


def write_shards(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """How many rows each table has in some shards, whose rows are sorted, after they were written."""
    found: list[dict[str, Any]] = []
    shards: dict[int, dict[str, list[dict[str, Any]]]] = {}
    for row in table.select(["shard", "table", "row"]).to_pylist():
        if row["table"] is not None:
            told = shards.setdefault(row["shard"], {name: [] for name in TABLES})
            told[row["table"]].append(json.loads(row["row"]))
    for shard, tables in shards.items():
        for name, rows in tables.items():
            write_table(str(options["output"]), name, shard, rows)
            found.append({"shard": shard, "table": name, "rows": len(rows)})
    yield columns.to_table(found, columns.written_schema())


def failed_shards(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """The issue for a shard that could not be written."""
    shard = table.column("shard")[0].as_py()
    issue = columns.issue_json(Issue(code=code, where=f"part {shard:05} of the output", detail=detail))
    return columns.to_table([{"shard": shard, "issue": issue}], columns.written_schema())


def write_table(output: str, name: str, shard: int, rows: list[dict[str, Any]]) -> None:
    """Write one file of a table, whole or not at all."""
    import pyarrow.parquet as pq

    schema: Schema = table_schema(name)
    plain = [{key: _whole(value) for key, value in row.items()} for row in rows]
    table = columns.to_table(plain, schema)
    system, root = storage(output)
    folder = f"{root}/{name}"
    path = f"{folder}/part-{shard:05}.parquet"
    # A storage shows a file when it is complete; a disk shows it at once.
    draft = path if is_remote(output) else f"{folder}/.part-{shard:05}.tmp"
    system.create_dir(folder, recursive=True)
    pq.write_table(
        table, draft, filesystem=system, compression=COMPRESSION, compression_level=LEVEL, row_group_size=ROWS
    )
    if draft != path:
        system.move(draft, path)


def _whole(value: Any) -> Any:  # noqa: ANN401
    """A text as UTF-8 can hold it: lone surrogates of damaged pages become question marks."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return value
