"""The options on how inputs are read, for every command that reads some, and the progress that it shows."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand import Progress, ReadOptions

# Parts of an article that a column may hold.
FIELDS = ("text", "title", "outlet", "byline", "published", "modified", "url", "language")
# A run that is done before that shows no progress: it would only flicker.
QUIET_SECONDS = 1.0


def add_reading_options(command: argparse.ArgumentParser) -> None:
    """Add the options to a command's parser."""
    command.add_argument(
        "--columns",
        metavar="FIELD=NAME,…",
        help="what the columns of a table hold, such as text=body,title=headline (default: guessed)",
    )
    command.add_argument("--fetch", action="store_true", help="fetch the addresses that are given")
    command.add_argument(
        "--through-proxy",
        action="store_true",
        help="fetch through the proxy of the environment, which then must keep out private addresses",
    )
    command.add_argument(
        "--log", metavar="FILE", help="write what became of each document there, one line of JSON each"
    )
    command.add_argument(
        "--resume", action="store_true", help="go on where the run that wrote the --log was stopped"
    )


def reading_options(given: argparse.Namespace) -> ReadOptions:
    """What the user asked for, checked.

    Errors: UsageError.
    """
    columns = parse_columns(given.columns) if given.columns else {}
    log = Path(given.log) if given.log else None
    if given.resume and log is None:
        raise UsageError("--resume: name the log of the run to go on with by --log")
    if log is not None and (log.is_dir() or not log.parent.is_dir()):
        raise UsageError(f"--log {log}: no file can be written there; name another")
    from firsthand import ReadOptions

    return ReadOptions(
        columns=columns,
        fetch=given.fetch,
        behind_proxy=given.through_proxy,
        log=log,
        resume=given.resume,
        watch=Meter(),
    )


def parse_columns(given: str) -> dict[str, str]:
    """The column for each field in "text=body,title=headline". Errors: UsageError."""
    found: dict[str, str] = {}
    for pair in given.split(","):
        field, equals, name = (part.strip() for part in pair.partition("="))
        if not equals or not name or field not in FIELDS:
            raise UsageError(f"--columns {pair!r}: expected FIELD=NAME, the fields being {', '.join(FIELDS)}")
        found[field] = name
    return found


class Meter:
    """The progress of reading: counts and when it will be done, on a terminal; notes anywhere."""

    def __init__(self) -> None:
        self._bar: Any = None
        self._begun = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        """Show how far reading is, and print what is worth a word."""
        if progress.note:
            self._print(progress.note)
        if progress.finished:
            if self._bar is not None:
                self._bar.stop()
        elif self._bar is not None:
            counts = f"{progress.read:,} read, {progress.duplicates:,} duplicates, {progress.failed:,} failed"
            total = progress.bytes_total or None
            self._bar.update(self._task, completed=progress.bytes_done, total=total, description=counts)
        elif time.monotonic() - self._begun >= QUIET_SECONDS and sys.stderr.isatty():
            self._start()

    def _print(self, note: str) -> None:
        line = f"firsthand: {note}"
        encoding = sys.stderr.encoding or "utf-8"
        line = line.encode(encoding, "backslashreplace").decode(encoding)
        if self._bar is not None:
            self._bar.console.print(line, markup=False, highlight=False, soft_wrap=True)
        else:
            print(line, file=sys.stderr)

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        # The time left is that of the bytes left at the speed of the last half minute; where the size of what
        # is read is not known, none is shown.
        self._bar = Progress(
            TextColumn("reading"),
            BarColumn(),
            TextColumn("{task.description}"),
            TimeRemainingColumn(),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._task = self._bar.add_task("", total=None)
        self._bar.start()
