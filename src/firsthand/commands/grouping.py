"""The command `group`: the stories of a pile, to choose one to trace."""

from __future__ import annotations

import argparse
import json
import re
import sys
from typing import TYPE_CHECKING, Any

from firsthand.commands.reading import add_reading_options, reading_options

if TYPE_CHECKING:
    from firsthand.pipeline import Grouped

DONE = 0
INCOMPLETE = 3
# So many outlets are named in a line of the list.
NAMED_OUTLETS = 3

Subparsers = Any


def add_commands(commands: Subparsers) -> None:
    """Add the command to the command line's parser."""
    text = "show the stories of a pile of articles; trace one with `trace --story N`"
    group = commands.add_parser("group", help=text, description=text, allow_abbrev=False)
    group.add_argument("articles", nargs="+", metavar="ARTICLES", help="files, folders, archives, addresses")
    add_reading_options(group)
    group.add_argument("--format", choices=("text", "json"), default="text", help="(default: text)")
    group.set_defaults(run=_group)


def parse_story(given: str) -> str:
    """The id of a story, given as such or by its number alone; for argparse."""
    if not re.fullmatch(r"s?[1-9][0-9]{0,8}", given):
        raise argparse.ArgumentTypeError(f"{given!r} is no story; give its number, such as 3 or s3")
    return given if given.startswith("s") else f"s{given}"


def _group(given: argparse.Namespace) -> int:
    from firsthand.pipeline import Options, group_paths

    grouped = group_paths(given.articles, options=Options(reading=reading_options(given)))
    rows = list_stories(grouped)
    if given.format == "json":
        document = {"format": "firsthand-stories/1", "stories": rows}
        sys.stdout.write(json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    else:
        sys.stdout.write("".join(f"{_line(row)}\n" for row in rows))
    read = {path for article in grouped.articles for path in article.paths}
    lost = [issue for issue in grouped.issues if issue.where not in read]
    for issue in lost:
        print(f"firsthand: {issue.where}: {issue.detail}", file=sys.stderr)
    return INCOMPLETE if lost else DONE


def list_stories(grouped: Grouped) -> list[dict[str, Any]]:
    """A row for each story: its articles, their outlets, and the first and last date."""
    articles = {article.id: article for article in grouped.articles}
    rows = []
    for story in grouped.stories:
        members = [articles[one] for one in story.articles]
        dates = sorted(article.published for article in members if article.published)
        rows.append(
            {
                "id": story.id,
                "title": story.title,
                "articles": [{"id": one.id, "path": one.paths[0] if one.paths else None} for one in members],
                "outlets": sorted({one.outlet for one in members if one.outlet}),
                "first_published": dates[0] if dates else None,
                "last_published": dates[-1] if dates else None,
            }
        )
    return rows


def _line(row: dict[str, Any]) -> str:
    count = len(row["articles"])
    days = sorted({date[:10] for date in (row["first_published"], row["last_published"]) if date})
    outlets = row["outlets"][:NAMED_OUTLETS]
    if len(row["outlets"]) > NAMED_OUTLETS:
        outlets.append(f"{len(row['outlets']) - NAMED_OUTLETS} more")
    told = "1 article" if count == 1 else f"{count} articles"
    parts = [told, "\N{EN DASH}".join(days), ", ".join(outlets)]
    title = " ".join(row["title"].split())
    return f"{row['id']}  {title}\n    " + " · ".join(part for part in parts if part)
