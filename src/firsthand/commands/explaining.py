"""`firsthand explain`: why a claim is one claim, who stands behind it, and what changed on the way."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from firsthand.commands.reading import add_reading_options, reading_options
from firsthand.errors import UsageError
from firsthand.model import Result

DONE = 0


def add_explain(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command to the command line's parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "explain",
        help="explain one claim: its readings, its origins, and what they rest on",
        description="Explain one claim of some articles or of a library.",
        allow_abbrev=False,
    )
    parser.add_argument("claim", metavar="CLAIM", help="its id (c4), or words of its label")
    parser.add_argument("articles", nargs="*", metavar="ARTICLES", help="files or folders; none: the demo")
    parser.add_argument("--library", metavar="NAME", help="look in a library instead")
    parser.add_argument("--width", type=int, metavar="N", help="columns (default: those of the terminal)")
    parser.add_argument("--no-colour", "--no-color", action="store_true", help="no colour")
    add_reading_options(parser)
    parser.set_defaults(run=_explain)


def _explain(given: argparse.Namespace) -> int:
    from firsthand.report.explanation import find_claims, write_explanation

    result = _result(given)
    found = find_claims(result, given.claim)
    if not found:
        raise UsageError(f"{given.claim!r}: no claim of that id, and none whose label has these words")
    for number, claim in enumerate(found):
        if number:
            print()
        colour = False if given.no_colour else None
        write_explanation(result, claim, sys.stdout, width=given.width, colour=colour)
    return DONE


def _result(given: argparse.Namespace) -> Result:
    if given.library is not None:
        from firsthand.commands.library import trace_library

        return trace_library(given.library, given.articles)
    import firsthand
    from firsthand.demo import demo_paths

    if not given.articles:
        return firsthand.trace(demo_paths())
    return firsthand.trace(given.articles, reading=reading_options(given))
