"""Rows brought together by a key: scattered over buckets on disk, then sorted bucket by bucket."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.engine.datasets import finish, is_complete, parts, read_batches
from firsthand.engine.labels import Labels
from firsthand.engine.steps import Step, Table

# A bucket is held in memory by each process: articles of this size on disk take some three times as much.
BUCKET_BYTES = 48 * 1024**2
# So many files are open at once; systems allow 1,024.
MOST_BUCKETS = 256
# Rows that are parted at once: a file gets some of them, in one record batch.
ROWS = 32768
# Knuth's multiplier: keys that were made from a digest's upper bits, or counted up, spread alike.
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


def bucket_of(keys: np.ndarray[Any, Any], count: int) -> np.ndarray[Any, Any]:
    """The bucket of each key."""
    mixed = (keys.astype(np.uint64) * _FACTOR) >> np.uint64(33)
    found: np.ndarray[Any, Any] = (mixed % np.uint64(max(1, count))).astype(np.int64)
    return found


def bucket_count(sources: Sequence[str]) -> int:
    """How many buckets the rows of the datasets need."""
    size = sum(Path(path).stat().st_size for source in sources for path in parts(source))
    return int(min(MOST_BUCKETS, max(1, -(-size // BUCKET_BYTES))))


def scatter(sources: Sequence[str], folder: str, by: tuple[str, int], labels: Labels | None) -> int:
    """Write the rows into as many buckets as they need; the number of these.

    `by` names the column that tells the bucket, and how many of its lowest bits do not matter.
    """
    import pyarrow as pa

    key, shift = by

    count = bucket_count(sources)
    if is_complete(folder):
        return count
    clear(folder)
    Path(folder).mkdir(parents=True)
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    writers: dict[int, Any] = {}
    try:
        for table in _tables(sources, key, labels):
            bucket = bucket_of(table.column(key).to_numpy() >> shift, count)
            order = np.argsort(bucket, kind="stable")
            moved = table.take(pa.array(order))
            ends = np.searchsorted(bucket[order], np.arange(count + 1))
            for n in np.nonzero(np.diff(ends))[0].tolist():
                piece = moved.slice(ends[n], ends[n + 1] - ends[n]).combine_chunks()
                if n not in writers:
                    path = str(Path(folder, f"{n:05}.arrows"))
                    writers[n] = pa.ipc.new_stream(path, piece.schema, options=options)
                writers[n].write_table(piece)
    finally:
        for writer in writers.values():
            writer.close()
    finish(folder)
    return count


def _tables(sources: Sequence[str], key: str, labels: Labels | None) -> Iterator[Table]:
    """The rows of the datasets, with their labels, in tables of some size."""
    import pyarrow as pa

    waiting: list[Table] = []
    rows = size = 0
    for path in (path for source in sources for path in parts(source)):
        for given in read_batches(path):
            table = given if labels is None else labels.join(given)
            # Rows that stand for an issue belong to no group.
            table = table.filter(table.column(key).is_valid()) if table.column(key).null_count else table
            waiting.append(table)
            rows, size = rows + table.num_rows, size + table.nbytes
            if rows >= ROWS or size >= 4 * BUCKET_BYTES:
                yield pa.concat_tables(waiting)
                waiting, rows, size = [], 0, 0
    if rows:
        yield pa.concat_tables(waiting)


def gather(folder: str, bucket: int) -> Table | None:
    """The rows of a bucket, None where it has none."""
    import pyarrow as pa

    path = Path(folder, f"{bucket:05}.arrows")
    if not path.exists():
        return None
    with pa.ipc.open_stream(str(path)) as reader:
        return reader.read_all()


def runs(table: Table | None, step: Step) -> Iterator[Table]:
    """The rows in order of their keys, in tables of whole groups with so many rows or more."""
    if table is None:
        return
    table = table.sort_by([(name, "ascending") for name in (step.key, *step.order)])
    yield from runs_of_sorted(table.to_batches(), step)


def runs_of_sorted(batches: Iterable[Any], step: Step) -> Iterator[Table]:
    """Sorted rows as a step takes them: tables of whole groups, or of as many rows as it wants.

    Cost: memory for the rows of one table, however many batches there are.
    """
    import pyarrow as pa

    waiting: list[Any] = []
    held = 0
    for batch in batches:
        if not batch.num_rows:
            continue
        waiting.append(batch)
        held += batch.num_rows
        if held < step.rows:
            continue
        table = pa.Table.from_batches(waiting)
        start = 0
        for end in _ends(table, step):
            yield table.slice(start, end - start)
            start = end
        waiting, held = table.slice(start).to_batches(), held - start
    if held:
        yield pa.Table.from_batches(waiting)


def _ends(table: Table, step: Step) -> Iterator[int]:
    """Where runs end of which the table has the whole; the last group may go on behind it."""
    if step.key is None:
        yield from range(step.rows, table.num_rows + 1, step.rows)
        return
    keys = table.column(step.key).to_numpy() >> step.shift
    start = 0
    for end in (np.nonzero(keys[1:] != keys[:-1])[0] + 1).tolist():
        if end - start >= step.rows:
            yield end
            start = end


def clear(folder: str) -> None:
    """Delete the buckets."""
    shutil.rmtree(folder, ignore_errors=True)
