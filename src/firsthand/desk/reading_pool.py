"""Reading many articles on all cores, equal texts once. What crosses between processes is JSON."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any

from firsthand.desk.making import known_present_maker
from firsthand.model import Article
from firsthand.pipeline import tell_readable
from firsthand.reading import read_article
from firsthand.store import Library
from firsthand.store.articles import content_digest, find_readings, pack_reading
from firsthand.store.records import from_plain, to_plain

# A process takes two seconds to load the models; 60 articles take about as long to read.
POOL_FROM = 60
# So many articles cross at a time: large enough that crossing costs nothing, small enough to share out.
PORTION = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class PackedReading:
    """What was read, packed for the library, and the digest of all that it was read from."""

    content: str
    packed: bytes


def read_once(
    library: Library, articles: Sequence[Article], *, nlp: str | None = None, processes: int | None = None
) -> dict[str, PackedReading]:
    """What is read in each article that can be, by the digest of its bytes.

    The words of an article that the library has, or that is among the given, under another address are not
    read again.
    """
    readable, _ = tell_readable(list(articles))
    contents = {one.sha256: content_digest(one) for one in readable}
    with library.read() as connection:
        known = find_readings(connection, contents.values(), known_present_maker(connection))
    first = {contents[one.sha256]: one for one in reversed(readable) if contents[one.sha256] not in known}
    read = read_packed(list(reversed(first.values())), nlp=nlp, processes=processes)
    known.update((content, read[one.sha256]) for content, one in first.items())
    return {
        digest: PackedReading(content=content, packed=known[content]) for digest, content in contents.items()
    }


def read_packed(
    readable: Sequence[Article], *, nlp: str | None = None, processes: int | None = None
) -> dict[str, bytes]:
    """What is read in each article, packed for the library, by the digest of its bytes."""
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
