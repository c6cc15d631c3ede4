"""Pairs and pieces on one machine: keys sorted file by file in numpy, pieces found by scipy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from firsthand.engine.datasets import (
    BATCH_ROWS,
    Part,
    begin,
    count_rows,
    finish,
    parts,
    read_all,
    read_batches,
)
from firsthand.engine.labels import Labels
from firsthand.engine.schemas import labels_schema, pairs_schema, weighed_schema
from firsthand.engine.spilling import Ints, Spill
from firsthand.engine.steps import BACKGROUND_ROWS, Neighbours, Table, load

# Pairs whose values are looked up and scored at once: 32,768 with two times 48 values take 25 MB.
SCORED = 32768
# A row has so many keys or terms, or fewer; says how many files they are spilled to.
KEYS_A_ROW = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How terms are weighed; see `Engine.weigh`."""

    without: str
    most: int
    keys: int


def weigh(source: str, target: str, terms: Terms) -> None:
    """Weigh the terms of the rows of `source`; see `Engine.weigh`."""
    import pyarrow as pa

    copies = Labels(terms.without, "original")
    rows = 0
    with Spill(f"{target}.terms", count_rows(source) * KEYS_A_ROW * 2, 2) as spill:
        for table in _columns(source, ["id", "terms"]):
            kept = table.filter(pa.array(~copies.holds(table.column("id").to_numpy())))
            owner, term = _exploded(kept, "terms")
            spill.add(term, owner)
            rows += kept.num_rows
        with Spill(f"{target}.owners", count_rows(source) * KEYS_A_ROW * 2, 3) as owned:
            for term, owner in spill.files():
                _, place, owners = np.unique(term, return_inverse=True, return_counts=True)
                shared = owners[place] > 1
                owned.add(owner[shared], term[shared], owners[place][shared])
            _write_weighed(source, target, owned, terms, rows)


def _write_weighed(source: str, target: str, owned: Spill, terms: Terms, rows: int) -> None:
    """A row for each article: its terms with their weights, and its keys."""
    import pyarrow as pa

    days = Labels(source, "day")
    folder = begin(target)
    for number, found in enumerate(owned.files()):
        order = np.lexsort((found[1], found[2], found[0]))
        owner, term, owners = (column[order] for column in found)
        starts = np.nonzero(np.diff(owner, prepend=owner[0] - 1 if owner.size else 0))[0]
        rank = np.arange(owner.size) - np.repeat(starts, np.diff(starts, append=owner.size))
        useful = np.add.reduceat(owners <= terms.most, starts) if owner.size else owners
        from_end = np.repeat(useful, np.diff(starts, append=owner.size)) - 1 - rank
        key = (from_end >= 0) & ((rank < terms.keys // 2) | (from_end < terms.keys // 2))
        weight = _halvings(rows, owners)
        offsets = np.append(starts, owner.size)
        table = pa.table({"id": owner[starts]})
        table = days.join(table)
        columns = {
            "id": table.column("id"),
            "day": table.column("day"),
            "keys": _lists(term[key], np.append(0, np.cumsum(key))[offsets]),
            "values": _lists(term, offsets),
            "weights": _lists(weight, offsets),
        }
        part = Part(folder / f"part-{number:05}.parquet", weighed_schema())
        part.write(pa.table(columns))
        part.close()
    finish(target)


def _halvings(rows: int, owners: Ints) -> Ints:
    """How often the rows, with those of the background, can be halved before fewer are left than that."""
    found = np.zeros(owners.size, dtype=np.int64)
    left = np.right_shift(np.full(owners.size, rows + BACKGROUND_ROWS, dtype=np.int64), 1)
    while (more := left >= owners).any():
        found += more
        left >>= 1
    return found


def _lists(values: Ints, offsets: Ints) -> Any:  # noqa: ANN401
    import pyarrow as pa

    return pa.ListArray.from_arrays(pa.array(offsets, pa.int32()), pa.array(values, pa.int64()))


def pairs(neighbours: Neighbours, source: str, target: str) -> None:
    """The pairs of rows that count; see `Engine.pairs`."""
    total = count_rows(source)
    with Spill(f"{target}.keys", total * KEYS_A_ROW, 3) as keyed:
        for table in _columns(source, ["id", "day", "keys"]):
            owner, key = _exploded(table, "keys")
            day = np.repeat(table.column("day").to_numpy(), _lengths(table, "keys"))
            keyed.add(key, day, owner)
        with Spill(f"{target}.pairs", total * KEYS_A_ROW * neighbours.before, 2) as found:
            for key, day, owner in keyed.files():
                for first, second in _neighbours(neighbours, key, day, owner):
                    found.add(first, second)
            _score(neighbours, source, target, found)


def _neighbours(neighbours: Neighbours, key: Ints, day: Ints, owner: Ints) -> Iterator[tuple[Ints, Ints]]:
    """The pairs of rows with one key: each with those before it, and with the first."""
    order = np.lexsort((owner, day, key))
    key, owner = key[order], owner[order]
    for back in range(1, neighbours.before + 1):
        same = np.nonzero(key[back:] == key[:-back])[0]
        yield _ordered(owner[same], owner[same + back])
    if neighbours.first and key.size:
        fresh = np.append(True, key[1:] != key[:-1])
        first = np.maximum.accumulate(np.where(fresh, np.arange(key.size), 0))
        far = np.nonzero(np.arange(key.size) - first > neighbours.before)[0]
        yield _ordered(owner[first[far]], owner[far])


def _ordered(one: Ints, other: Ints) -> tuple[Ints, Ints]:
    return np.minimum(one, other), np.maximum(one, other)


def _score(neighbours: Neighbours, source: str, target: str, found: Spill) -> None:
    """Score the distinct pairs and write those that count."""
    import pyarrow as pa

    score = load(neighbours.score)
    values = _Values(source, f"{target}.values")
    folder = begin(target)
    try:
        for number, columns in enumerate(found.files()):
            first, second = _distinct(*columns)
            part = Part(folder / f"part-{number:05}.parquet", pairs_schema())
            for start in range(0, first.size, SCORED):
                one, other = first[start : start + SCORED], second[start : start + SCORED]
                scores = score(values.of(one, other))
                counts = scores >= neighbours.least
                kept = {"id": one[counts], "other": other[counts], "score": scores[counts]}
                part.write(pa.table(kept))
            part.close()
    finally:
        values.close()
    finish(target)


def _distinct(first: Ints, second: Ints) -> tuple[Ints, Ints]:
    """The pairs in order, each once."""
    order = np.lexsort((second, first))
    first, second = first[order], second[order]
    fresh = np.ones(first.size, dtype=bool)
    fresh[1:] = (first[1:] != first[:-1]) | (second[1:] != second[:-1])
    return first[fresh], second[fresh]


class _Values:
    """What the rows of a dataset are scored by, in a file that the system keeps in memory as it can."""

    def __init__(self, source: str, path: str) -> None:
        import pyarrow as pa

        self._path = Path(path)
        columns = ["id", "day", "values", "weights"]
        self._ids = np.zeros(0, dtype=np.int64)
        with pa.OSFile(path, "wb") as file, pa.ipc.new_file(file, weighed_schema(columns)) as writer:
            for table in _columns(source, columns):
                writer.write_table(table.cast(weighed_schema(columns)))
                self._ids = np.append(self._ids, table.column("id").to_numpy())
        self._file = pa.memory_map(path)
        self._table = pa.ipc.open_file(self._file).read_all().combine_chunks()
        self._order = np.argsort(self._ids, kind="stable")
        self._ids = self._ids[self._order]

    def of(self, first: Ints, second: Ints) -> Table:
        """A table of pairs with day, values and weights of both sides, "_1" and "_2" at their names."""
        import pyarrow as pa

        columns = {}
        for number, ids in enumerate((first, second), 1):
            rows = pa.array(self._order[np.searchsorted(self._ids, ids)])
            for name in ("day", "values", "weights"):
                columns[f"{name}_{number}"] = self._table.column(name).take(rows)
        return pa.table(columns)

    def close(self) -> None:
        self._table = None
        self._file.close()
        self._path.unlink(missing_ok=True)


def components(source: str, target: str) -> None:
    """The connected pieces of the pairs; see `Engine.components`."""
    import pyarrow as pa

    found = read_all(source, ["id", "other"])
    first, second = found.column("id").to_numpy(), found.column("other").to_numpy()
    ids, place = np.unique(np.concatenate([first, second]), return_inverse=True)
    graph = sparse.coo_matrix(
        (np.ones(first.size, dtype=np.int8), (place[: first.size], place[first.size :])),
        shape=(ids.size, ids.size),
    )
    _, piece = connected_components(graph, directed=False)
    # The ids are in order, so the first of a piece is its least.
    _, least = np.unique(piece, return_index=True)
    folder = begin(target)
    part = Part(folder / "part-00000.parquet", labels_schema("component"))
    part.write(pa.table({"id": ids, "component": ids[least][piece] if ids.size else ids}))
    part.close()
    finish(target)


def _columns(source: str, columns: list[str]) -> Iterator[Table]:
    for path in parts(source):
        yield from read_batches(path, columns, BATCH_ROWS)


def _lengths(table: Table, column: str) -> Ints:
    import pyarrow.compute as pc

    found: Ints = pc.list_value_length(table.column(column)).fill_null(0).to_numpy().astype(np.int64)
    return found


def _exploded(table: Table, column: str) -> tuple[Ints, Ints]:
    """The id of the row for each value of its list, and the values."""
    import pyarrow.compute as pc

    values = pc.list_flatten(table.column(column))
    return np.repeat(table.column("id").to_numpy(), _lengths(table, column)), values.to_numpy()
