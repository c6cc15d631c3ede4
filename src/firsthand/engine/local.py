"""The engine of one machine: a process for each core, all between them in files.

Rows that belong together are brought together by scattering them over buckets on disk, each of which fits
in memory. A killed run goes on behind the last file that it finished.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from firsthand.engine import linking, shuffling
from firsthand.engine.datasets import (
    Part,
    begin,
    count_rows,
    finish,
    is_complete,
    parts,
    read_batches,
    write_dataset,
)
from firsthand.engine.guarding import Guard
from firsthand.engine.labels import Labels
from firsthand.engine.steps import Neighbours, Step, Table

Job = tuple[str, Callable[[], Iterator[Table]]]


class Local:
    """An engine of processes on this machine."""

    def __init__(self, processes: int | None = None, *, watch: Callable[[int], None] | None = None) -> None:
        # Containers are often given fewer cores than the machine has.
        allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        self._processes = processes or allowed or 1
        self._watch = watch
        # They stay from step to step: each has loaded what it needs.
        self._guards: list[Guard] = []

    def put(self, tables: Sequence[Table], target: str) -> None:
        """Write the tables, a file for each."""
        write_dataset(target, tables)

    def map(self, step: Step, source: str, target: str) -> None:
        """Call the step's function with the rows of `source`; see `Engine`."""
        if is_complete(target):
            return

        def job(path: str) -> Job:
            return Path(path).name, lambda: read_batches(path, rows=step.rows)

        self._run(step, [job(path) for path in parts(source)], target)

    def group(
        self,
        step: Step,
        sources: Sequence[str],
        target: str,
        *,
        labels: str | None = None,
        others: bool = False,
    ) -> None:
        """Call the step's function with the rows of each group; see `Engine`."""
        if is_complete(target):
            return
        key = step.key or "id"
        buckets = f"{target}.buckets"
        wanted = Labels(labels, key, others=others) if labels is not None else None
        count = shuffling.scatter(sources, buckets, (key, step.shift), wanted)

        def job(bucket: int) -> Job:
            def runs() -> Iterator[Table]:
                return shuffling.runs(shuffling.gather(buckets, bucket), step)

            return f"part-{bucket:05}.parquet", runs

        self._run(step, [job(bucket) for bucket in range(count)], target)
        shuffling.clear(buckets)

    def weigh(self, source: str, target: str, *, without: str, most: int, keys: int) -> None:
        """Weigh the terms of rows; see `Engine`."""
        if not is_complete(target):
            linking.weigh(source, target, linking.Terms(without=without, most=most, keys=keys))

    def pairs(self, neighbours: Neighbours, source: str, target: str) -> None:
        """Find the pairs that count; see `Engine`."""
        if not is_complete(target):
            linking.pairs(neighbours, source, target)

    def components(self, source: str, target: str) -> None:
        """Find the connected pieces; see `Engine`."""
        if not is_complete(target):
            linking.components(source, target)

    def count(self, dataset: str) -> int:
        """How many rows a dataset has."""
        return count_rows(dataset)

    def values(self, dataset: str, column: str) -> Iterator[Any]:
        """The values of a column that are not null."""
        for path in parts(dataset):
            for table in read_batches(path, [column]):
                yield from table.column(column).drop_null().to_pylist()

    def close(self) -> None:
        """End the processes."""
        for guard in self._guards:
            guard.close()
        self._guards = []

    def _run(self, step: Step, jobs: Iterable[Job], target: str) -> None:
        """Run the jobs whose files are not there yet, one process each, and finish the dataset."""
        folder = begin(target)
        waiting = [(folder / name, tables) for name, tables in jobs if not (folder / name).exists()]
        guards = self._crew(step, min(self._processes, len(waiting)))
        free = list(guards)

        def run(path: Path, tables: Callable[[], Iterator[Table]]) -> None:
            guard = free.pop()  # there are as many as threads
            try:
                _fill(Part(path, step.schema), tables(), guard)
            finally:
                free.append(guard)

        try:
            with ThreadPoolExecutor(max(1, len(guards))) as threads:
                done: list[Any] = [threads.submit(run, path, tables) for path, tables in waiting]
                try:
                    for one in done:
                        one.result()
                except BaseException:
                    for one in done:
                        one.cancel()
                    for guard in guards:
                        guard.stop()
                    raise
        except BaseException:
            self.close()
            raise
        finish(target)

    def _crew(self, step: Step, count: int) -> list[Guard]:
        """So many processes for a step."""
        for guard in self._guards[:count]:
            guard.take(step)
        while len(self._guards) < count:
            self._guards.append(Guard(step, watch=self._watch))
        return self._guards[:count]


def _fill(part: Part, tables: Iterable[Table], guard: Guard) -> None:
    """Write what a step gives for the tables."""
    try:
        for table in tables:
            for found in guard.run(table):
                part.write(found)
    except BaseException:
        part.discard()
        raise
    part.close()
