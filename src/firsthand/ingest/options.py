"""How inputs are read, and how far that is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from firsthand.ingest.limits import Limits


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the reading of inputs is, told after each document and, with `finished`, at the end."""

    read: int
    duplicates: int
    failed: int
    bytes_done: int
    bytes_total: int
    note: str | None = None
    finished: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How inputs are read.

    `columns` says which column of a table holds what. `fetch` allows the network, `behind_proxy` also where
    a proxy stands between, `reach` = "any" also private addresses (for tests). `log` is a file to which
    the status of each document is written, `resume` goes on from there. `watch` is told the progress.
    """

    limits: Limits = field(default_factory=Limits)
    columns: Mapping[str, str] = field(default_factory=dict)
    fetch: bool = False
    behind_proxy: bool = False
    reach: str = "public"
    log: Path | None = None
    resume: bool = False
    processes: int | None = None
    watch: Callable[[Progress], None] | None = None
