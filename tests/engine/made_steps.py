"""Functions of steps for the tests, in a module that the processes of an engine can load."""

from __future__ import annotations

import os
import signal
import time
from pathlib import Path

import numpy as np
import pyarrow as pa

SCHEMA = pa.schema([("id", pa.int64()), ("told", pa.string())])
ROWS = pa.schema([("id", pa.int64()), ("word", pa.string())])


def rows(words):
    return pa.table({"id": pa.array(range(len(words)), pa.int64()), "word": words}, schema=ROWS)


def shout(table, options):
    """The words in capitals; some words are poison."""
    found = []
    for row in table.to_pylist():
        word = row["word"]
        if word == "endless":
            time.sleep(3600)
        elif word == "huge":
            bytearray(64 * 1024**3)
        elif word == "crash":
            os._exit(3)
        elif word == "wrong":
            raise ValueError("a word that is wrong")
        elif word == "killed once":
            once(options["folder"], "guard", os.getpid())
        elif word == "worker killed once":
            # The parent of this process is Spark's own Python worker.
            once(options["folder"], "worker", os.getppid())
        found.append({"id": row["id"], "told": word.upper()})
    yield pa.Table.from_pylist(found, schema=SCHEMA)


def once(folder, name, pid):
    """Kill a process, unless that was done before."""
    mark = Path(folder, name)
    if not mark.exists():
        mark.touch()
        os.kill(pid, signal.SIGKILL)
        time.sleep(60)


def sizes(table, options):
    """How many rows each group has, and whether they stand in order."""
    keys = table.column("key").to_numpy()
    found = []
    for key in np.unique(keys):
        mine = table.column("id").to_numpy()[keys == key]
        found.append({"id": int(key), "told": f"{mine.size} {bool((np.diff(mine) > 0).all())}"})
    yield pa.Table.from_pylist(found, schema=SCHEMA)


def fail(table, code, detail, options):
    return pa.Table.from_pylist([{"id": row["id"], "told": code} for row in table.to_pylist()], schema=SCHEMA)


def same_lists(pairs):
    """1 for pairs with the same values, else 0."""
    both = zip(pairs.column("values_1").to_pylist(), pairs.column("values_2").to_pylist(), strict=True)
    return np.array([int(one == other) for one, other in both], dtype=np.int64)
