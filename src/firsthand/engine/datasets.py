"""Datasets: folders of Parquet files that are there whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

# A dataset with this file in it is complete; Spark writes the same name.
SUCCESS = "_SUCCESS"
# Articles pack to a third, and level 1 takes a fifth of the time of the usual 3.
COMPRESSION, LEVEL = "zstd", 1
# Rows of a Parquet file that are decoded at once, and kept together: articles of 5 KB stay within some MB.
BATCH_ROWS = 4096


def is_complete(dataset: str) -> bool:
    """Whether a run has filled the dataset to its end."""
    return Path(dataset, SUCCESS).exists()


def finish(dataset: str) -> None:
    """Note that the dataset is complete."""
    Path(dataset, SUCCESS).touch()


def begin(dataset: str) -> Path:
    """The folder of a dataset, made where it is not there; parts that a killed run left open are gone."""
    folder = Path(dataset)
    folder.mkdir(parents=True, exist_ok=True)
    for draft in folder.glob("*.tmp"):
        draft.unlink()
    return folder


def parts(dataset: str) -> list[str]:
    """The files of a dataset, in order."""
    return sorted(str(one) for one in Path(dataset).glob("*.parquet"))


def read_batches(path: str, columns: Sequence[str] | None = None, rows: int = BATCH_ROWS) -> Iterator[Any]:
    """The rows of a file as tables of at most so many."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetFile(path) as file:
        wanted = None if columns is None else list(columns)
        for batch in file.iter_batches(batch_size=rows, columns=wanted, use_threads=False):
            yield pa.Table.from_batches([batch])


def read_all(dataset: str, columns: Sequence[str] | None = None) -> Any:  # noqa: ANN401
    """All rows of a dataset whose rows are small: numbers, no texts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    wanted = None if columns is None else list(columns)
    found = [pq.read_table(path, columns=wanted, partitioning=None) for path in parts(dataset)]
    return pa.concat_tables(found) if found else None


def count_rows(dataset: str) -> int:
    """How many rows a dataset has."""
    import pyarrow.parquet as pq

    return sum(pq.read_metadata(path).num_rows for path in parts(dataset))


class Part:
    """One file of a dataset while it is written; it gets its name when it is complete."""

    def __init__(self, path: Path, schema: Any) -> None:  # noqa: ANN401
        import pyarrow.parquet as pq

        self._path = path
        self._draft = path.with_suffix(".tmp")
        self._writer = pq.ParquetWriter(
            self._draft, schema, compression=COMPRESSION, compression_level=LEVEL, write_statistics=False
        )
        self._schema = schema

    def write(self, table: Any) -> None:  # noqa: ANN401
        """Add rows."""
        if table.num_rows:
            self._writer.write_table(table.cast(self._schema), row_group_size=BATCH_ROWS)

    def close(self) -> None:
        """Give the file its name."""
        self._writer.close()
        os.replace(self._draft, self._path)  # noqa: PTH105 – both are paths of ours

    def discard(self) -> None:
        """Take back what was written."""
        self._writer.close()
        self._draft.unlink(missing_ok=True)


def write_dataset(dataset: str, tables: Sequence[Any]) -> None:
    """Fill a dataset with one file for each table."""
    if is_complete(dataset):
        return
    folder = begin(dataset)
    for number, table in enumerate(tables):
        part = Part(folder / f"part-{number:05}.parquet", table.schema)
        part.write(table)
        part.close()
    finish(dataset)


def remove(dataset: str) -> None:
    """Delete a dataset."""
    shutil.rmtree(dataset, ignore_errors=True)
