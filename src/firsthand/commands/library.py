"""The commands on a library: add, list, show, search, remove, diff, check, export, import."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firsthand.commands.reading import add_reading_options, reading_options
from firsthand.errors import UsageError

if TYPE_CHECKING:
    from firsthand.desk.adding import Added
    from firsthand.desk.views import Filter, Shown
    from firsthand.model import Result
    from firsthand.store import Library

DONE = 0
NO_RESULT = 1
INCOMPLETE = 3
# A list shows so many rows unless more are asked for.
ROWS = 50
# A figure that has no limit in practice: all rows.
ALL_ROWS = 10**9

Subparsers = Any
LISTS = ("stories", "articles", "claims", "log", "judgements", "issues")


def add_commands(commands: Subparsers) -> None:
    """Add the commands to the command line's parser."""
    add = _command(commands, "add", "add articles to a library and trace the stories that they change", _add)
    add.add_argument("articles", nargs="+", metavar="ARTICLES", help="files, folders, archives, addresses")
    add_reading_options(add)
    add.add_argument(
        "--no-trace", action="store_true", help="leave the stories due; trace them when asked for"
    )
    lists = _command(commands, "list", "list what a library holds", _list)
    lists.add_argument("what", nargs="?", choices=LISTS, default="stories", help="(default: stories)")
    lists.add_argument("--story", metavar="STORY", help="only what belongs to that story")
    lists.add_argument("--after", type=int, default=0, metavar="CURSOR", help="of the log, what came after")
    _add_filters(lists)
    _add_format(lists)
    show = _command(commands, "show", "show a story, an article or a claim of a library", _show)
    show.add_argument("id", metavar="ID", help="such as s3, a12 or c7")
    show.add_argument("--text", action="store_true", help="of an article, its text alone")
    _add_format(show)
    search = _command(commands, "search", "find articles of a library by their words", _search)
    search.add_argument("query", nargs="+", metavar="WORDS", help='words, "phrases in quotation marks"')
    search.add_argument(
        "--not", dest="without", action="append", default=[], metavar="WORD", help="must not occur"
    )
    _add_filters(search)
    _add_format(search)
    remove = _command(commands, "remove", "take articles out of a library", _remove)
    remove.add_argument("ids", nargs="+", metavar="ID", help="such as a12")
    remove.add_argument("--purge", action="store_true", help="take their words out for good, in all versions")
    diff = _command(commands, "diff", "tell what is new between two results of `trace --format json`", _diff)
    diff.add_argument("old", metavar="OLD", help="the result of yesterday")
    diff.add_argument("new", metavar="NEW", help="the result of today")
    _add_format(diff)
    check = _command(commands, "check", "check that a library is whole", _check)
    check.add_argument("--mend", action="store_true", help="make anew what can be made anew")
    export = _command(commands, "export-library", "write a whole library to one file", _export)
    export.add_argument("file", metavar="FILE", help="such as library.jsonl.gz")
    imports = _command(commands, "import-library", "fill an empty library from such a file", _import)
    imports.add_argument("file", metavar="FILE", help="what export-library wrote")
    for parser in (add, lists, show, search, remove, check, export, imports):
        _add_library(parser)


def trace_library(given: str, stories: Sequence[str]) -> Result:
    """The stories of a library, brought up to date: those of these ids, or all.

    Errors:
        LibraryError: there is no such library or story.
    """
    from firsthand.desk import trace_due
    from firsthand.desk.judging import judged_result
    from firsthand.store import open_library
    from firsthand.store.columns import number_of
    from firsthand.store.stories import load_story

    with open_library(given) as library:
        numbers = None
        if stories:
            with library.read() as connection:
                wanted = [number_of("story", story) for story in stories]
                numbers = [load_story(connection, number).n for number in wanted]
        trace_due(library, numbers, outdated=True)
        return judged_result(library, numbers)


def _command(
    commands: Subparsers, name: str, what: str, run: Callable[[argparse.Namespace], int]
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name, help=what, description=f"{what[0].upper()}{what[1:]}.", allow_abbrev=False
    )
    parser.set_defaults(run=run)
    return parser


def _add_library(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--library", metavar="NAME", help="a name, a .db file or postgresql://… (default: $FIRSTHAND_LIBRARY)"
    )


def _add_filters(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--outlet", metavar="NAME", help="only articles of that outlet")
    parser.add_argument("--since", metavar="DATE", help="only from that day or month on")
    parser.add_argument("--until", metavar="DATE", help="only up to that day or month, with it")
    parser.add_argument("--limit", type=_positive, default=ROWS, metavar="N", help=f"rows (default: {ROWS})")


def _add_format(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--format", choices=("text", "json"), default="text", help="json: one object a line")


def _positive(given: str) -> int:
    if given == "all":
        return ALL_ROWS
    if not given.isascii() or not given.isdigit() or not 0 < int(given[:10]) < ALL_ROWS:
        raise argparse.ArgumentTypeError(f"{given!r} is no number of rows; expected 1 or more, or all")
    return int(given)


def _add(given: argparse.Namespace) -> int:
    from firsthand.desk import AddOptions, add
    from firsthand.store import open_library

    with open_library(given.library, create=True) as library:
        warn_of_sqlite(library)
        options = AddOptions(trace=not given.no_trace, reading=reading_options(given), told=_tell)
        added, issues = add(library, given.articles, options=options)
        _say_counts(library, added)
    for issue in issues:
        _note(f"{issue.where}: {issue.detail}")
    return INCOMPLETE if issues else DONE


def warn_of_sqlite(library: Library) -> None:
    """Say on standard error where this SQLite has a fault that can damage a library."""
    from firsthand.store import sqlite_warning
    from firsthand.store.address import is_file

    warning = sqlite_warning()
    if warning and is_file(library.url):
        _note(warning)


def _tell(added: Sequence[Added]) -> None:
    """Say what is safely kept: nothing that was said is lost, whatever happens next."""
    from firsthand.store.columns import shown_id

    for one in added:
        path = one.paths[0] if one.paths else ""
        print(f"{shown_id('article', one.article)}  {one.status:9}  {one_line(path)}", flush=True)


def _say_counts(library: Library, added: Sequence[Added]) -> None:
    counts: dict[str, int] = {}
    for one in added:
        counts[one.status] = counts.get(one.status, 0) + 1
    told = ", ".join(f"{count} {status}" for status, count in sorted(counts.items())) or "nothing"
    print(f"{told}; library {library.name}")


def _list(given: argparse.Namespace) -> int:
    from firsthand.desk import views
    from firsthand.store import open_library
    from firsthand.store.records import to_plain

    wanted = _filter(given)
    with open_library(given.library) as library:
        rows: Iterable[Mapping[str, Any]]
        if given.what == "stories":
            rows = views.story_rows(library, wanted)
        elif given.what == "articles":
            rows = views.article_rows(library, wanted)
        elif given.what == "claims":
            rows = views.claim_rows(library, wanted)
        elif given.what == "log":
            rows = views.event_rows(library, given.after, wanted)
        elif given.what == "issues":
            rows = views.issue_rows(library, wanted)
        else:
            rows = [to_plain(one) for one in views.judgement_rows(library)]
    for row in rows:
        print(_json(row) if given.format == "json" else _line(given.what, row))
    return DONE


def _filter(given: argparse.Namespace) -> Filter:
    from firsthand.desk.views import Filter
    from firsthand.store.columns import number_of

    story = getattr(given, "story", None)
    return Filter(
        outlet=given.outlet,
        since=given.since,
        until=given.until,
        story=number_of("story", story) if story else None,
        limit=given.limit,
    )


# Which fields of a row are shown in a line, with their widths; the last is as long as it is.
_COLUMNS: dict[str, tuple[tuple[str, int], ...]] = {
    "stories": (("id", 7), ("articles", 4), ("outlets", 4), ("first_published", 16), ("title", 0)),
    "articles": (("id", 8), ("story", 7), ("published", 16), ("outlet", 24), ("title", 0)),
    "claims": (("id", 8), ("story", 7), ("kind", 8), ("independent_at_most", 3), ("label", 0)),
    "log": (
        ("cursor", 7),
        ("at", 20),
        ("kind", 15),
        ("story", 6),
        ("article", 7),
        ("claim", 7),
        ("detail", 0),
    ),
    "judgements": (("n", 5), ("at", 20), ("who", 16), ("kind", 10), ("subject", 16), ("verdict", 0)),
    "issues": (("at", 20), ("code", 14), ("path", 40), ("detail", 0)),
    "search": (("id", 8), ("story", 7), ("published", 16), ("outlet", 24), ("title", 0)),
}


def _line(what: str, row: Mapping[str, Any]) -> str:
    cells = []
    for name, width in _COLUMNS[what]:
        value = row.get(name)
        cell = "" if value is None else one_line(_json(value) if isinstance(value, dict) else str(value))
        cells.append(cell if not width else f"{cell[:width]:{width}}")
    return "  ".join(cells).rstrip()


def _show(given: argparse.Namespace) -> int:
    from firsthand.store import open_library
    from firsthand.store.columns import number_of

    kind = {"s": "story", "a": "article", "c": "claim"}.get(given.id[:1])
    if kind is None:
        raise UsageError(f"{given.id!r}: expected the id of a story, an article or a claim: s3, a12, c7")
    number = number_of(kind, given.id)
    with open_library(given.library) as library:
        if kind == "story":
            return _show_story(library, number, given.format)
        if kind == "claim":
            return _show_claim(library, number, given.format)
        return _show_article(library, number, given)


def _show_story(library: Library, number: int, format_: str) -> int:
    from firsthand.desk.judging import judged_result
    from firsthand.report.contract import to_json
    from firsthand.report.terminal import write_terminal

    result = judged_result(library, [number])
    if format_ == "json":
        print(to_json(result), end="")
    else:
        write_terminal(result, sys.stdout)
    return DONE


def _show_claim(library: Library, number: int, format_: str) -> int:
    from firsthand.desk.views import article_texts, show_claim

    story, claim = show_claim(library, number)
    texts = article_texts(library, story.articles)
    rows = [
        {
            "article": one.article,
            "outlet": texts[one.article].outlet,
            "start": one.span.start,
            "end": one.span.end,
            "quote": one.span.of(texts[one.article].text),
            "source": one.attribution.source if one.attribution else None,
            "modality": one.modality,
        }
        for one in claim.readings
        if one.article in texts
    ]
    if format_ == "json":
        print(_json({"id": claim.id, "story": story.id, "label": claim.label, "readings": rows}))
        return DONE
    print(f"{claim.id}  {one_line(claim.label)}  ({story.id}: {one_line(story.title)})")
    for row in rows:
        print(f"  {row['article']:8} {one_line(str(row['outlet'] or ''))}: “{one_line(str(row['quote']))}”")
    return DONE


def _show_article(library: Library, number: int, given: argparse.Namespace) -> int:
    from firsthand.desk.views import article_row, show_article

    shown = show_article(library, number)
    if given.text:
        if shown.article is None:
            raise UsageError(f"{given.id}: its words were taken out of the library")
        print(_whole(shown.article.text))
        return DONE
    row = {
        **article_row(shown.kept),
        "paths": list(shown.paths),
        "seen": shown.kept.seen,
        "gone": shown.kept.gone,
        "made_from": shown.parents,
        "made_into": shown.children,
    }
    row["versions"] = [article_row(one) for one in shown.versions]
    row["edits"] = _edit_rows(library, shown)
    if given.format == "json":
        print(_json(row))
        return DONE
    for name in ("id", "title", "outlet", "published", "story", "copies", "state", "added", "seen", "sha256"):
        if row[name]:
            print(f"{name + ':':11}{one_line(str(row[name]))}")
    for name, others in (("made from:", shown.parents), ("made into:", shown.children)):
        if others:
            print(f"{name:11}{', '.join(others)}")
    for path in shown.paths:
        print(f"{'given as:':11}{one_line(path)}")
    if len(shown.versions) > 1:
        told = ", ".join(f"{one['id']} ({one['added']})" for one in row["versions"])
        print(f"{'versions:':11}{told}")
    for edit in row["edits"]:
        print(f"  {edit['what']}: “{one_line(edit['old'] or '')}” → “{one_line(edit['new'] or '')}”")
    return DONE


def _edit_rows(library: Library, shown: Shown) -> list[dict[str, Any]]:
    """What the outlet changed since the version before: typed changes first, then all rewritten passages."""
    from firsthand.desk.views import article_texts

    edit = shown.edit
    if edit is None:
        return []
    texts = {one: article.text for one, article in article_texts(library, [edit.earlier, edit.later]).items()}
    old, new = texts[edit.earlier], texts[edit.later]
    rows: list[dict[str, Any]] = [
        {
            "what": f"{one.kind} ({one.severity})",
            "old": one.parent_span.of(old),
            "new": one.child_span.of(new),
            "old_span": [one.parent_span.start, one.parent_span.end],
            "new_span": [one.child_span.start, one.child_span.end],
            "why": one.why,
        }
        for one in edit.changes
    ]
    for passage in edit.passages:
        what = "rewritten" if passage.old and passage.new else "taken out" if passage.old else "put in"
        rows.append(
            {
                "what": what,
                "old": passage.old.of(old) if passage.old else None,
                "new": passage.new.of(new) if passage.new else None,
                "old_span": [passage.old.start, passage.old.end] if passage.old else None,
                "new_span": [passage.new.start, passage.new.end] if passage.new else None,
                "why": None,
            }
        )
    return [{**row, "old_seen": edit.earlier_seen, "new_seen": edit.later_seen} for row in rows]


def _search(given: argparse.Namespace) -> int:
    from firsthand.desk.views import search_rows
    from firsthand.store import open_library

    with open_library(given.library) as library:
        rows = search_rows(library, _query(given.query, given.without), _filter(given))
    for row in rows:
        print(_json(row) if given.format == "json" else _line("search", row))
        if given.format == "text":
            print(f"{'':10}{one_line(row['snippet'])}")
    return DONE


def _query(words: Sequence[str], without: Sequence[str]) -> str:
    """The query of the command's arguments: the shell has taken the marks off a phrase."""
    wanted = [f'"{one}"' if " " in one and '"' not in one else one for one in words]
    return " ".join([*wanted, *(f'-"{one}"' for one in without)])


def _remove(given: argparse.Namespace) -> int:
    from firsthand.desk.removing import remove
    from firsthand.desk.tracing import trace_due
    from firsthand.store import open_library
    from firsthand.store.columns import number_of, shown_id

    with open_library(given.library) as library:
        numbers = [number_of("article", one) for one in given.ids]
        changed = remove(library, numbers, purge=given.purge)
        trace_due(library, changed)
        done = "purged" if given.purge else "removed"
        stories = ", ".join(shown_id("story", one) for one in changed) or "none"
        print(f"{done} {', '.join(given.ids)}; stories traced again: {stories}")
    return DONE


def _diff(given: argparse.Namespace) -> int:
    from firsthand.desk.diffing import diff_lines, diff_results, load_result

    found = diff_results(load_result(Path(given.old)), load_result(Path(given.new)))
    if given.format == "json":
        print(_json(found))
    else:
        for line in diff_lines(found):
            print(one_line(line))
    return DONE


def _check(given: argparse.Namespace) -> int:
    from firsthand.desk.checking import check, mend
    from firsthand.store import open_library

    with open_library(given.library) as library:
        warn_of_sqlite(library)
        faults = mend(library) if given.mend else check(library)
        for fault in faults:
            print(f"{fault.where}: {fault.what}; to mend it: {fault.mend}")
        print(f"{library.name}: {len(faults) or 'no'} fault{'' if len(faults) == 1 else 's'}")
    return NO_RESULT if faults else DONE


def _export(given: argparse.Namespace) -> int:
    from firsthand.store import open_library
    from firsthand.store.moving import export_library

    with open_library(given.library) as library:
        count = export_library(library, Path(given.file))
    print(f"{count} rows written to {one_line(given.file)}")
    return DONE


def _import(given: argparse.Namespace) -> int:
    from firsthand.store import open_library
    from firsthand.store.moving import import_library

    with open_library(given.library, create=True) as library:
        count = import_library(library, Path(given.file))
        print(f"{count} rows read into {library.name}")
    return DONE


def _json(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text.encode("utf-8", "replace").decode("utf-8")


def one_line(text: str) -> str:
    """The text in one line and without what a terminal would obey."""
    from firsthand.report.naming import plain

    return _whole(plain(text))


def _whole(text: str) -> str:
    """The text as this terminal can show it."""
    from firsthand.report.naming import harmless

    encoding = sys.stdout.encoding or "utf-8"
    return harmless(text).encode(encoding, "replace").decode(encoding)


def _note(message: str) -> None:
    encoding = sys.stderr.encoding or "utf-8"
    line = f"firsthand: {message}".encode(encoding, "backslashreplace").decode(encoding)
    print(line, file=sys.stderr)
