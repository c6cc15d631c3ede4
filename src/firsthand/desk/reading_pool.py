"""Reading many articles on all cores. What crosses between processes is JSON, never pickled records."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any

from firsthand.model import Article
from firsthand.pipeline import tell_readable
from firsthand.reading import read_article
from firsthand.store.articles import pack_reading
from firsthand.store.records import from_plain, to_plain

# A process takes two seconds to load the models; 60 articles take about as long to read.
POOL_FROM = 60
# So many articles cross at a time: large enough that crossing costs nothing, small enough to share out.
PORTION = 10


def read_packed(
    articles: Sequence[Article], *, nlp: str | None = None, processes: int | None = None
) -> dict[str, bytes]:
    """What is read in each article that can be, packed for the library, by the digest of its bytes."""
    readable, _ = tell_readable(list(articles))
    cores = processes or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if cores < 2 or len(readable) < POOL_FROM:
        return {one.sha256: pack_reading(read_article(one, nlp=nlp)) for one in readable}
    portions = [readable[start : start + PORTION] for start in range(0, len(readable), PORTION)]
    found: dict[str, bytes] = {}
    tasks = [json.dumps([to_plain(one) for one in portion]) for portion in portions]
    for portion, packed in zip(
        portions, _pool(cores).map(_read_portion, tasks, [nlp] * len(tasks)), strict=True
    ):
        found.update(zip((one.sha256 for one in portion), packed, strict=True))
    return found


_POOLS: dict[int, ProcessPoolExecutor] = {}


def _pool(cores: int) -> ProcessPoolExecutor:
    """The pool of this process: started once, since each of its processes loads the models."""
    if cores not in _POOLS:
        _POOLS[cores] = ProcessPoolExecutor(cores, mp_context=multiprocessing.get_context("spawn"))
    return _POOLS[cores]


def _read_portion(task: str, nlp: str | None) -> list[bytes]:
    plain: list[dict[str, Any]] = json.loads(task)
    return [pack_reading(read_article(from_plain(Article, one), nlp=nlp)) for one in plain]
