"""Rows of whole numbers scattered over files by a key, so that each file can be sorted in memory."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
from numpy.typing import NDArray

from firsthand.engine.shuffling import bucket_of

Ints = NDArray[np.int64]

# Rows of a file: 4 million of three numbers are 96 MB, and sorting them takes as much again.
FILE_ROWS = 4_000_000
MOST_FILES = 256


def file_count(rows: int) -> int:
    """How many files so many rows need."""
    return int(min(MOST_FILES, max(1, -(-rows // FILE_ROWS))))


class Spill:
    """Files of rows of `width` whole numbers, each row in the file of its first one; gone when closed."""

    def __init__(self, folder: str, rows: int, width: int) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        self._folder = Path(folder)
        self._folder.mkdir(parents=True)
        self._width = width
        self._count = file_count(rows)
        self._files: list[BinaryIO] = [
            (self._folder / f"{n:05}.rows").open("wb", buffering=1 << 20) for n in range(self._count)
        ]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def add(self, *columns: Ints) -> None:
        """Add rows, given as columns."""
        if self._count == 1:
            self._files[0].write(np.stack(columns, axis=1).tobytes())
            return
        bucket = bucket_of(columns[0], self._count)
        order = np.argsort(bucket, kind="stable")
        rows = np.stack(columns, axis=1)[order]
        ends = np.searchsorted(bucket[order], np.arange(self._count + 1))
        for n in np.nonzero(np.diff(ends))[0].tolist():
            self._files[n].write(rows[ends[n] : ends[n + 1]].tobytes())

    def files(self) -> Iterator[tuple[Ints, ...]]:
        """The columns of each file, one after the other."""
        for file in self._files:
            file.flush()
        for n in range(self._count):
            found = np.fromfile(self._folder / f"{n:05}.rows", dtype=np.int64).reshape(-1, self._width)
            yield tuple(np.ascontiguousarray(found[:, column]) for column in range(self._width))
