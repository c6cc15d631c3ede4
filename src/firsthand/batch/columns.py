"""The columns of the datasets between the steps; `issue` is set in rows that stand for one."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.batch.ids import issue_number
from firsthand.engine.steps import Schema, Table
from firsthand.model import Issue


def _schema(**columns: str) -> Schema:
    import pyarrow as pa

    kinds = {
        "int": pa.int64(),
        "ints": pa.list_(pa.int64()),
        "word": pa.string(),
        "text": pa.large_string(),  # its offsets have 64 bits: a table of texts may be larger than 2 GB
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


def inputs_schema() -> Schema:
    """Bundles of files, or one lane of a large one; `paths` is a JSON list."""
    return _schema(id="int", paths="text", lane="int", lanes="int")


def documents_schema() -> Schema:
    """What was given: a document as JSON."""
    return _schema(id="int", sha256="word", path="text", document="text", issue="text")


def articles_schema() -> Schema:
    """An article as JSON with what it is compared by."""
    return _schema(
        id="int",
        sha256="word",
        day="int",
        published="word",
        record="text",
        keys="ints",
        values="ints",
        weights="ints",
        terms="ints",
        issue="text",
    )


def copies_schema() -> Schema:
    """For each article that has near copies the one that stands for all of them."""
    return _schema(id="int", original="int", story="int", published="word", issue="text")


def pieces_schema() -> Schema:
    """Which piece of likely relatives each article belongs to."""
    return _schema(id="int", piece="int", issue="text")


def homes_schema() -> Schema:
    """Which story each article belongs to that is not one by itself."""
    return _schema(id="int", story="int", published="word", issue="text")


def readings_schema() -> Schema:
    """An article with what was read in it."""
    return _schema(id="int", sha256="word", record="text", read="text", issue="text")


def records_schema() -> Schema:
    """A row of one of the tables that are written at the end."""
    return _schema(shard="int", table="word", story="int", place="int", row="text", issue="text")


def written_schema() -> Schema:
    """How many rows of which table a file has."""
    return _schema(shard="int", table="word", rows="int", issue="text")


def to_table(rows: Sequence[Mapping[str, Any]], schema: Schema) -> Table:
    """The rows as a table; columns that a row does not have are null."""
    import pyarrow as pa

    return pa.Table.from_pylist(list(rows), schema=schema)


def issue_row(told: str) -> dict[str, Any]:
    """A row that stands for an issue alone, under a number of its own."""
    return {"id": issue_number(told), "day": 0, "issue": told}


def issue_json(issue: Issue) -> str:
    """An issue in a column."""
    return to_json([issue.code, issue.where, issue.detail])


def to_json(value: object) -> str:
    """The value as JSON in ASCII: lone surrogates of damaged texts, which no column takes, are escapes."""
    return json.dumps(value, separators=(",", ":"))


def short(text: str, most: int = 200) -> str:
    """The text as UTF-8 can hold it, not longer than that."""
    return text.encode("utf-8", "replace").decode()[:most]
