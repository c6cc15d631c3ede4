"""What an engine can do, and how a piece of work is described to it.

All data are Arrow tables that lie as Parquet files in folders ("datasets"). A function of a step is named
by its module, since it runs in other processes and on other machines. It must be a pure function of its rows
and options: whatever is done anew after a fault must come to the same.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias

# pyarrow has no types of its own.
Table: TypeAlias = Any
Schema: TypeAlias = Any
Function = Callable[[Table, Mapping[str, Any]], Iterator[Table]]
# Without them three rows on one thing would hold every term that they share for a common one.
BACKGROUND_ROWS = 300
Failed = Callable[[Table, str, str, Mapping[str, Any]], Table]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A function over rows, and what one call of it may cost.

    `function` ("module:name") yields tables of `schema` for some rows, or for the rows of some whole groups
    where `key` names the column that they are grouped by: rows are of one group whose keys are the same
    but for the `shift` lowest bits; `order` sorts the rows of one key. `failed` gives
    the table that stands for a row or group on which the function fails. `rows` are handed over at a
    time; a call that gives nothing for `seconds` is killed, one may take `memory` bytes of address space.
    """

    name: str
    function: str
    failed: str
    schema: Schema
    options: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = None
    shift: int = 0
    order: tuple[str, ...] = ()
    rows: int = 256
    seconds: float = 60.0
    memory: int = 4 * 1024**3

    def to_json(self) -> bytes:
        """What the process needs to know that runs the step."""
        told = {"function": self.function, "options": dict(self.options), "memory": self.memory}
        return json.dumps(told).encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbours:
    """Which pairs of rows are looked at, by the keys that they share, and which of them count.

    The rows that have a key stand in a row, by `day` and `id`; each is looked at with the `before` ones
    before it and, with `first`, with the first one. So a key that millions have costs no more a row than a
    rare one. `score` ("module:name") takes a table of pairs with the values of both sides and gives whole
    numbers; pairs below `least` are dropped.
    """

    name: str
    score: str
    least: int
    before: int
    first: bool = False


class Engine(Protocol):
    """Where steps are run. Each method fills the dataset `target`, unless an earlier run has filled it."""

    def put(self, tables: Sequence[Table], target: str) -> None:
        """Write the tables, a file for each."""

    def map(self, step: Step, source: str, target: str) -> None:
        """Call the step's function with the rows of `source`."""

    def group(
        self,
        step: Step,
        sources: Sequence[str],
        target: str,
        *,
        labels: str | None = None,
        others: bool = False,
    ) -> None:
        """Call the step's function with the rows of `sources` that have one key, all groups in turn.

        With `labels`, a dataset of `id` and the step's key, each row gets its key from there; rows without a
        label are left out, or with `others` each is a group by its own id.
        """

    def weigh(self, source: str, target: str, *, without: str, most: int, keys: int) -> None:
        """For the rows of `source` with terms, but the copies `without` names: values, weights and keys.

        A term that two rows or more have weighs as much as all rows, and `BACKGROUND_ROWS` more without it,
        can be halved before fewer are left than have it.
        Of the terms that at most `most` rows have the rarest `keys` // 2 are keys, which lead to the closest
        relatives, and as many of the least rare, which lead to the rest of a large family.
        """

    def pairs(self, neighbours: Neighbours, source: str, target: str) -> None:
        """The pairs that count (`id`, `other`, `score`) of rows with what `weigh` gives."""

    def components(self, source: str, target: str) -> None:
        """The connected pieces of the pairs in `source`: `id` and `component`, the least id of its piece."""

    def count(self, dataset: str) -> int:
        """How many rows a dataset has."""

    def values(self, dataset: str, column: str) -> Iterator[Any]:
        """The values of a column that are not null."""

    def close(self) -> None:
        """Let go of processes and connections."""


def load(name: str) -> Any:  # noqa: ANN401
    """The function of that name, "module:name"."""
    module, _, attribute = name.partition(":")
    return getattr(importlib.import_module(module), attribute)
