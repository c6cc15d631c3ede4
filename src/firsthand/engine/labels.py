"""Which group each row belongs to, looked up by its id."""

from __future__ import annotations

from typing import Any

import numpy as np

from firsthand.engine.datasets import read_all
from firsthand.engine.steps import Table


class Labels:
    """The labels of a dataset of `id` and `column`.

    Cost: 16 bytes of memory a label.
    """

    def __init__(self, dataset: str, column: str, *, others: bool = False) -> None:
        found = read_all(dataset, ["id", column])
        # Rows that stand for an issue have no label.
        found = found if found is None else found.drop_null()
        ids = np.zeros(0, dtype=np.int64) if found is None else found.column("id").to_numpy()
        values = np.zeros(0, dtype=np.int64) if found is None else found.column(column).to_numpy()
        order = np.argsort(ids, kind="stable")
        self._ids = ids[order]
        self._values = values[order]
        self._column = column
        self._others = others

    def join(self, table: Table) -> Table:
        """The rows with their labels; those that have none are left out, or labelled by their own id."""
        import pyarrow as pa

        ids = table.column("id").to_numpy()
        place = np.searchsorted(self._ids, ids)
        known = place < self._ids.size
        known[known] = self._ids[place[known]] == ids[known]
        found = ids.copy()
        found[known] = self._values[place[known]]
        if self._column in table.column_names:
            table = table.drop_columns([self._column])
        table = table.append_column(self._column, pa.array(found, pa.int64()))
        return table if self._others else table.filter(pa.array(known))

    def holds(self, ids: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
        """Which of the ids have a label that is not their own id."""
        place = np.searchsorted(self._ids, ids)
        known = place < self._ids.size
        known[known] = (self._ids[place[known]] == ids[known]) & (self._values[place[known]] != ids[known])
        return known
