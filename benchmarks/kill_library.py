"""Kills whoever works on a library, at random moments, and looks whether anything was lost.

    python benchmarks/kill_library.py [--kills 200] [--library NAME] [--seed N] [--longest SECONDS]

A child process brings a library from an older form into the present one, adds articles, and traces their
stories; each time it is ended by SIGKILL after a random while. What it had said was kept must be there,
`check` must find nothing, and at the end the run must go on to its goal. Prints one JSON line; the exit
status is 1 where something was lost. Needs fork, so Linux or macOS.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from library import document, event

import firsthand
from firsthand.desk import AddOptions, add_documents, trace_due
from firsthand.desk.checking import check
from firsthand.desk.views import Filter, article_rows
from firsthand.store import Library, open_library
from firsthand.store.address import is_file

# A child is killed within so many seconds: no step takes longer on a machine that is not busy.
LONGEST = 1.2


def make_old(library: Library) -> None:
    """Take the library's tables back to their first form, so that opening it has something to do."""
    with library.write() as connection:
        for statement in (
            "DROP TABLE feeds",
            "DROP TABLE entries",
            "DROP INDEX ix_readings_content",
            "ALTER TABLE readings DROP COLUMN content",
            "UPDATE alembic_version SET version_num = '0001'",
        ):
            connection.exec_driver_sql(statement)


def work(address: str, first: int, told: int) -> None:
    """What the child does: open, which migrates; add event by event; trace."""
    with open_library(address, create=True) as library:
        for number in range(first, first + 20):
            made = [document(text) for text in event(number)]
            done = add_documents(library, made, options=AddOptions(processes=1))
            os.write(told, "".join(f"{one.article}\n" for one in done).encode())
            trace_due(library)


def kill_once(address: str, first: int, chance: random.Random, longest: float) -> set[int]:
    """The articles that a child said were kept before it was killed."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        try:
            work(address, first, writing)
        finally:
            os._exit(0)
    os.close(writing)
    time.sleep(chance.uniform(0.0, longest) * chance.random())
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    return {int(line) for line in said.splitlines(keepends=True) if line.endswith(b"\n")}


def main() -> int:
    """Runs the kills."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument(
        "--library", help="a .db file or postgresql://…, empty (default: a file that is deleted)"
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument(
        "--longest", type=float, default=LONGEST, help="seconds until a kill at most; more on a busy machine"
    )
    given = parser.parse_args()
    chance = random.Random(given.seed)
    firsthand.read("It loads the models once, before it forks.")
    told: set[int] = set()
    faults: list[str] = []
    killed = {"migrating": 0, "adding or tracing": 0}
    with tempfile.TemporaryDirectory() as folder:
        address = given.library or str(Path(folder) / "library.db")
        with open_library(address, create=True):
            pass
        for n in range(given.kills):
            migrating = n % 4 == 0
            if migrating:
                with open_library(address) as library:
                    make_old(library)
            found = kill_once(address, chance.randrange(40), chance, given.longest)
            told |= found
            killed["adding or tracing" if found or not migrating else "migrating"] += 1
            with open_library(address) as library:
                faults += [f"kill {n}: {one.where}: {one.what}" for one in check(library)]
                there = {int(row["id"][1:]) for row in article_rows(library, Filter(limit=10**6))}
                faults += [f"kill {n}: a{one} is lost" for one in sorted(told - there)]
        with open_library(address) as library:
            for number in range(60):
                add_documents(
                    library, [document(text) for text in event(number)], options=AddOptions(processes=1)
                )
            trace_due(library)
            faults += [f"at the end: {one.where}: {one.what}" for one in check(library)]
            rows = article_rows(library, Filter(limit=10**6))
            expected = len({document(text).sha256 for number in range(60) for text in event(number)})
            faults += [] if len(rows) == expected else [f"{len(rows)} articles instead of {expected}"]
            kind = "SQLite" if is_file(library.url) else "PostgreSQL"
    print(
        json.dumps(
            {"on": kind, "kills": given.kills, **killed, "kept_before_kills": len(told), "faults": faults}
        )
    )
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
