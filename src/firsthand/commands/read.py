"""`firsthand read`: what the program saw in an article, in its own words."""

from __future__ import annotations

import argparse
import json
import sys
from typing import Any

from firsthand.commands.reading import add_reading_options, reading_options

DONE = 0


def add_read(commands: Any) -> None:  # noqa: ANN401 - argparse has no public name for it
    """Add the command to the command line's parser."""
    parser: argparse.ArgumentParser = commands.add_parser(
        "read",
        help="show what is read in an article: figures, quotations, who says them, how sure",
        description="Show what is read in an article: figures, quotations, who says them, how sure.",
        allow_abbrev=False,
    )
    parser.add_argument("file", nargs="+", metavar="FILE", help="files, folders, archives, or -")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: text")
    parser.add_argument("--nlp", metavar="NAME", help="parse with another installed spaCy pipeline")
    parser.add_argument("--width", type=int, metavar="N", help="columns (default: those of the terminal)")
    parser.add_argument("--no-colour", "--no-color", action="store_true", help="no colour")
    add_reading_options(parser)
    parser.set_defaults(run=_read)


def _read(given: argparse.Namespace) -> int:
    from firsthand.pipeline import Options, read_articles
    from firsthand.report.reading_view import as_dict, write_reading

    read, issues = read_articles(given.file, options=Options(nlp=given.nlp, reading=reading_options(given)))
    if given.format == "json":
        print(json.dumps([as_dict(article, text) for article, text in read], ensure_ascii=False, indent=1))
    else:
        colour = False if given.no_colour else None
        for article, text in read:
            write_reading(article, text, sys.stdout, width=given.width, colour=colour)
    for issue in issues:
        print(f"firsthand: {issue.where}: {issue.detail}", file=sys.stderr)
    return DONE
