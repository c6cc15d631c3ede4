"""The command `batch`: a collection of any size, to tables."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING, Any

from firsthand.commands.reading import parse_columns

if TYPE_CHECKING:
    from firsthand.model import Issue

DONE = 0
INCOMPLETE = 3
# So many issues are named; the table has all of them.
NAMED = 10
# Beyond 1,024 processes a machine would spend its time on starting them.
MOST_PROCESSES = 1024
# What happened to an article that was read all the same: told in the table, no reason for a warning.
HARMLESS = frozenset({"decoded", "story-split", "piece-split"})

Subparsers = Any


def add_batch(commands: Subparsers) -> None:
    """Add the command to the command line's parser."""
    text = "trace a collection of any size, on this machine or on Spark, and write Parquet tables"
    batch = commands.add_parser(
        "batch", help=text, description=f"{text[0].upper()}{text[1:]}.", allow_abbrev=False
    )
    batch.add_argument(
        "inputs",
        nargs="+",
        metavar="INPUT",
        help="files and folders, of all kinds that trace takes, also s3://, gs:// and hdfs://",
    )
    batch.add_argument("output", metavar="OUTPUT", help="the folder for the tables")
    batch.add_argument(
        "--engine",
        default="local",
        metavar="ENGINE",
        help="local (the default): processes of this machine; spark: Spark on this machine; spark://HOST:PORT",
    )
    batch.add_argument("--no-trace", action="store_true", help="end with the stories; read and trace nothing")
    batch.add_argument("--columns", metavar="FIELD=NAME,…", help="what the columns of a table hold")
    batch.add_argument(
        "--work",
        metavar="FOLDER",
        help="where to keep what lies between the steps (default: OUTPUT/_work); a run that was stopped "
        "goes on from there",
    )
    batch.add_argument("--keep-work", action="store_true", help="do not delete it at the end")
    batch.add_argument("--processes", type=_processes, metavar="N", help="(default: one for each core)")
    batch.set_defaults(run=_batch)


def _processes(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 0 < int(given[:5]) <= MOST_PROCESSES:
        raise argparse.ArgumentTypeError(f"{given!r} is no number from 1 to {MOST_PROCESSES}")
    return int(given)


def _batch(given: argparse.Namespace) -> int:
    from firsthand.batch import BatchOptions, run

    begun = time.monotonic()

    def tell(step: str) -> None:
        print(f"firsthand: {time.monotonic() - begun:8.1f} s  {step}", file=sys.stderr, flush=True)

    options = BatchOptions(
        engine=given.engine,
        work=given.work,
        keep_work=given.keep_work,
        trace=not given.no_trace,
        columns=parse_columns(given.columns) if given.columns else {},
        processes=given.processes,
        told=tell,
    )
    ran = run(given.inputs, given.output, options=options)
    print(", ".join(f"{count:,} {table}" for table, count in ran.rows.items()))
    grave = [one for one in ran.issues if one.code not in HARMLESS]
    _tell_issues(grave)
    return INCOMPLETE if grave else DONE


def _tell_issues(issues: list[Issue]) -> None:
    from firsthand.commands.library import one_line

    for one in issues[:NAMED]:
        print(f"firsthand: {one_line(one.where)}: {one_line(one.detail)}", file=sys.stderr)
    if len(issues) > NAMED:
        print(f"firsthand: and {len(issues) - NAMED} more; the table of issues has all", file=sys.stderr)
