"""The columns of the datasets that the engines make themselves."""

from __future__ import annotations

from collections.abc import Sequence

from firsthand.engine.steps import Schema


def labels_schema(column: str) -> Schema:
    """Which group each row belongs to."""
    import pyarrow as pa

    return pa.schema([("id", pa.int64()), (column, pa.int64())])


def pairs_schema() -> Schema:
    """Pairs of rows that count."""
    import pyarrow as pa

    return pa.schema([("id", pa.int64()), ("other", pa.int64()), ("score", pa.int64())])


def weighed_schema(columns: Sequence[str] = ("id", "day", "keys", "values", "weights")) -> Schema:
    """Rows with what they are compared by: keys that bring pairs together, values that are scored."""
    import pyarrow as pa

    lists = pa.list_(pa.int64())
    return pa.schema([(one, pa.int64() if one in ("id", "day") else lists) for one in columns])
