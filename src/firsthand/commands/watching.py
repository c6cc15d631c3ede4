"""The command that watches feeds and folders."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.desk.alerts import Alert
    from firsthand.desk.fetching import Fetcher
    from firsthand.desk.watching import Round
    from firsthand.store import Library

# Holds the secret that webhooks are signed with, which has no place on a command line.
SECRET = "FIRSTHAND_WEBHOOK_SECRET"
# A clock that is set, or a machine that slept, is noticed within so many seconds.
LONGEST_SLEEP = 60.0
# What failed in the surroundings, a full disk for one, is tried again after so many seconds.
AFTER_FAILURE = 60.0


def add_commands(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    """Add the command to the command line's parser."""
    what = "watch feeds and folders, add what is new and tell what matters"
    watch = commands.add_parser("watch", help=what, description=f"{what.capitalize()}.", allow_abbrev=False)
    watch.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCES",
        help="feeds' addresses, OPML files, lists of addresses, folders",
    )
    watch.add_argument("--library", metavar="NAME", help="a name, a .db file or postgresql://…")
    watch.add_argument("--once", action="store_true", help="one round, then end")
    watch.add_argument("--every", type=_minutes, default=15.0, metavar="MINUTES", help="(default: 15)")
    watch.add_argument(
        "--no-recheck", action="store_true", help="do not look again at pages for silent edits"
    )
    watch.add_argument(
        "--outlets",
        type=int,
        default=4,
        metavar="N",
        help="tell of stories with one origin from N outlets on",
    )
    watch.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a line")
    watch.add_argument("--webhook", metavar="URL", help=f"send what matters there, signed with ${SECRET}")
    watch.add_argument("--through-proxy", action="store_true", help="fetch through the environment's proxy")
    watch.set_defaults(run=_watch)


def _minutes(given: str) -> float:
    try:
        minutes = float(given)
    except ValueError:
        minutes = 0.0
    # More often than once a minute is impolite, less than once a week is no watching.
    if not 1.0 <= minutes <= 7 * 24 * 60:
        raise argparse.ArgumentTypeError(f"{given!r}: expected minutes, from 1 to 10080")
    return minutes


def _watch(given: argparse.Namespace) -> int:
    from firsthand.commands.library import warn_of_sqlite
    from firsthand.desk.alerts import start_listening
    from firsthand.desk.feeds import expand_sources
    from firsthand.desk.fetching import Fetcher
    from firsthand.store import open_library

    if given.webhook and not given.webhook.lower().startswith(("http://", "https://")):
        raise UsageError(f"--webhook {given.webhook!r}: expected an address that starts with https://")
    feeds, folders = expand_sources(given.sources)
    with open_library(given.library, create=True) as library:
        warn_of_sqlite(library)
        fetcher = Fetcher(reach="public+proxy" if given.through_proxy else "public")
        for listener in _listeners(given):
            start_listening(library, listener)
        while True:
            wait = _round(given, library, (feeds, folders), fetcher)
            if given.once:
                return 0
            _sleep(wait)


def _sleep(seconds: float) -> None:
    """Wait, in short steps: what is due is told by the clock, which may jump meanwhile."""
    time.sleep(min(seconds, LONGEST_SLEEP))


def _listeners(given: argparse.Namespace) -> tuple[str, ...]:
    """Who is told: who reads the output, and whoever listens at the webhook; each goes on where it was."""
    return ("output", given.webhook) if given.webhook else ("output",)


def _round(
    given: argparse.Namespace,
    library: Library,
    sources: tuple[Sequence[str], Sequence[str]],
    fetcher: Fetcher,
) -> float:
    """One round; after a failure of the surroundings it is tried again, so that watching goes on."""
    from firsthand.desk.alerts import confirm, pending_alerts
    from firsthand.desk.watching import WatchOptions, watch_round
    from firsthand.errors import FirsthandError

    options = WatchOptions(every=given.every * 60, look_again=not given.no_recheck)
    try:
        done = watch_round(library, *sources, fetcher, options=options)
        _tell_round(given, done)
        for listener in _listeners(given):
            alerts, cursor = pending_alerts(library, listener, given.outlets)
            if listener == "output":
                _tell_alerts(given, alerts)
            elif not _send_alerts(library, listener, alerts):
                continue
            confirm(library, listener, alerts, cursor)
    except (FirsthandError, OSError) as error:
        if given.once or isinstance(error, BrokenPipeError):
            raise
        _note(f"{error}; trying again in {AFTER_FAILURE:.0f} s")
        return AFTER_FAILURE
    return done.wait


def _tell_round(given: argparse.Namespace, done: Round) -> None:
    for problem in done.problems:
        _note(problem)
    if given.format == "text" and (done.added or done.polled):
        new = sum(1 for one in done.added if one.status == "new")
        versions = sum(1 for one in done.added if one.status == "version")
        print(
            f"{done.polled} feeds asked, {new} new articles, {versions} new versions, "
            f"{len(done.stories)} stories traced",
            flush=True,
        )


def _tell_alerts(given: argparse.Namespace, alerts: Sequence[Alert]) -> None:
    from firsthand.commands.library import one_line
    from firsthand.desk.alerts import as_row

    for alert in alerts:
        if given.format == "json":
            print(json.dumps(as_row(alert)), flush=True)
        else:
            print(f"{alert.kind}  {alert.story or ''}  {one_line(alert.line)}", flush=True)


def _send_alerts(library: Library, address: str, alerts: Sequence[Alert]) -> bool:
    """Send them; False where they were not taken."""
    from firsthand.desk.alerts import post

    try:
        if alerts:
            post(alerts, address, os.environ.get(SECRET, ""), library.name)
    except OSError as error:
        _note(f"{address}: {error}; what was to be sent is sent again later")
        return False
    return True


def _note(message: str) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    line = f"firsthand: {message}".encode(encoding, "backslashreplace").decode(encoding)
    print(line, file=sys.stderr, flush=True)
