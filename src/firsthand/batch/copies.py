"""Near copies: pairs that share a hash are verified, and in each piece one article stands for its copies."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.batch import columns
from firsthand.engine.steps import Table
from firsthand.grouping.sketches import COPY_LEAST, KEPT, find_originals

Ints = NDArray[np.int64]

# Scores are whole numbers, so that they are the same on every machine.
THOUSAND = 1000
LEAST = round(COPY_LEAST * THOUSAND)


def resemblances(pairs: Table) -> Ints:
    """The resemblance of the pairs of a table by their sketches, in thousandths.

    It is what `grouping.sketches.resemblance` tells, for many at once.
    """
    count = pairs.num_rows
    sides = [flat(pairs.column(f"values_{n}")) for n in (1, 2)]
    owner = np.concatenate([sides[0][0], sides[1][0]])
    value = np.concatenate([sides[0][1], sides[1][1]]).view(np.uint64)
    order = np.lexsort((value, owner))
    owner, value = owner[order], value[order]
    fresh = np.ones(owner.size, dtype=bool)
    fresh[1:] = (owner[1:] != owner[:-1]) | (value[1:] != value[:-1])
    # The place of each distinct value among those of its pair.
    distinct = np.cumsum(fresh)
    starts = np.searchsorted(owner, np.arange(count))
    before = np.append(0, distinct)[starts]
    rank = distinct - before[owner] if owner.size else distinct
    shared = np.bincount(owner[~fresh & (rank <= KEPT)], minlength=count)
    all_of = np.minimum(np.bincount(owner[fresh], minlength=count), KEPT)
    found: Ints = THOUSAND * shared // np.maximum(all_of, 1)
    return found


def flat(lists: Any) -> tuple[Ints, Ints]:  # noqa: ANN401
    """For each value of the lists in which row it stands, and the values."""
    import pyarrow.compute as pc

    lengths = pc.list_value_length(lists).fill_null(0).to_numpy()
    return np.repeat(np.arange(len(lengths)), lengths), pc.list_flatten(lists).to_numpy()


def find_copies(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The original of each article of some pieces of pairs, which are sorted by piece and number.

    A piece may be a chain: an article is a copy only of one that it resembles itself and that is no copy.
    """
    piece = table.column("component").to_numpy()
    number = table.column("id").to_numpy()
    lengths, values = _sketches(table)
    starts = np.append(0, np.cumsum(lengths))
    original = number.copy()
    ends = [*(np.nonzero(np.diff(piece))[0] + 1).tolist(), piece.size]
    begin = 0
    for end in ends:
        sketches = [values[starts[n] : starts[n + 1]] for n in range(begin, end)]
        original[begin:end] = number[begin + find_originals(sketches)]
        begin = end
    copied = original != number
    kept = table.filter(copied | np.isin(number, original[copied])).select(["id", "published"])
    yield _homes(kept, original[copied | np.isin(number, original[copied])])


def _sketches(table: Table) -> tuple[Ints, NDArray[np.uint64]]:
    import pyarrow.compute as pc

    lists = table.column("values")
    lengths: Ints = pc.list_value_length(lists).fill_null(0).to_numpy()
    return lengths, pc.list_flatten(lists).to_numpy().view(np.uint64)


def _homes(kept: Table, original: Ints) -> Table:
    import pyarrow as pa

    nothing = pa.nulls(kept.num_rows)
    return pa.table(
        {
            "id": kept.column("id"),
            "original": original,
            "story": nothing.cast(pa.int64()),
            "published": kept.column("published"),
            "issue": nothing.cast(pa.large_string()),
        }
    )


def failed_copies(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """No copies: each article of the piece stands for itself."""
    return columns.to_table([], columns.copies_schema())
