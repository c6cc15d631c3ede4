"""The command line: parse, call one public function, print.

Nothing heavy is imported before it is needed, so that `--help` answers at once.
"""

from __future__ import annotations

import argparse
import io
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal, cast, get_args

from firsthand import __version__
from firsthand.commands.batch import add_batch
from firsthand.commands.explaining import add_explain
from firsthand.commands.grouping import add_commands as add_grouping
from firsthand.commands.grouping import parse_story
from firsthand.commands.judging import add_judge
from firsthand.commands.library import add_commands
from firsthand.commands.rating import parse_reliability
from firsthand.commands.read import add_read
from firsthand.commands.reading import add_reading_options, reading_options
from firsthand.commands.watching import add_commands as add_watching
from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.model import Result
from firsthand.web.serving import add_serve

if TYPE_CHECKING:
    from firsthand import ReadOptions

Format = Literal["text", "json", "html", "csv", "markdown", "prov", "jsonld", "dot", "graphml", "ftm"]

DONE = 0
NO_RESULT = 1
WRONG_USAGE = 2
INCOMPLETE = 3
# Beyond 128 a shell expects the number of the signal: SIGINT is 2, SIGPIPE 13.
STOPPED = 130
READER_GONE = 141

# The ending of `--out` chooses the format where `--format` does not.
FORMAT_OF_ENDING: dict[str, Format] = {
    ".json": "json",
    ".html": "html",
    ".htm": "html",
    ".txt": "text",
    ".text": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".jsonld": "jsonld",
    ".dot": "dot",
    ".gv": "dot",
    ".graphml": "graphml",
    ".zip": "csv",
    "": "text",
}
# Endings that are not taken for articles where a whole folder is read.
PASSED_OVER = frozenset({".json", ".html", ".htm"})
# Formats that the report's own modules write; the others are exports.
SHOWN = frozenset({"text", "json", "html"})
# Below 40 columns no table of claims can be read; no terminal has more than a few hundred.
LEAST_WIDTH = 40
MOST_WIDTH = 1000
# A text report in a file is as wide as mail and terminals always were, whatever the terminal of today.
FILE_WIDTH = 80
# So many inputs that gave nothing are named one by one; the report has them all.
NAMED_PROBLEMS = 10

EPILOG = """\
exit status:
  0    done
  1    nothing could be read, or the report could not be written
  2    wrong usage
  3    done, but some article could not be read or judged; the report says which and why
  130  stopped by Ctrl-C
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the user asked for; `paths` is empty for the demo story, and holds stories of a `library`."""

    paths: tuple[str, ...]
    format: Format
    out: Path | None
    width: int | None
    colour: bool | None
    everything: bool
    library: str | None = None
    story: str | None = None
    nlp: str | None = None
    reading: ReadOptions | None = None
    reliability: Mapping[str, str] = field(default_factory=dict)


def main(arguments: Sequence[str] | None = None) -> int:
    """The exit status of a run; reads `sys.argv` where no arguments are given."""
    # Must be said before numpy is loaded. No product here is large enough to gain by a second thread, and
    # a thread that waits for work costs as much as one that has some: a quarter of a second of a run.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        given = _parser().parse_args(arguments)
        status = given.run(given) if hasattr(given, "run") else _run(_options(given))
        sys.stdout.flush()
    except InputError as error:
        return _fail(str(error), NO_RESULT)
    except UsageError as error:
        return _fail(str(error), WRONG_USAGE)
    except FirsthandError as error:
        return _fail(str(error), NO_RESULT)
    except BrokenPipeError:
        # Whoever reads has closed the pipe; the interpreter must not flush into it at exit either.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except OSError as error:
        return _fail(f"{error.filename or 'the report'}: {error.strerror or error}", NO_RESULT)
    except KeyboardInterrupt:
        return _fail("stopped", STOPPED)
    return status


def _run(options: Options) -> int:
    result = _traced(options)
    if options.out is not None:
        _write(options.out, _rendered(result, options))
    elif options.format == "text":
        _show(result, options)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(_rendered(result, options))
    problems = _problems(result)
    if options.format != "text" or options.out is not None:
        _warn(problems)  # the report that is shown here ends with them anyway
    if any(issue.code == "stopped" for issue in result.issues):
        return STOPPED
    return INCOMPLETE if problems else DONE


def _traced(options: Options) -> Result:
    """What the articles that are asked for come to; those of the demo story where none are."""
    if options.library is not None:
        from firsthand.commands.library import trace_library

        return trace_library(options.library, options.paths)
    import firsthand
    from firsthand.demo import demo_paths

    if not options.paths:
        return firsthand.trace(demo_paths())
    return firsthand.trace(options.paths, nlp=options.nlp, reading=options.reading, story=options.story)


def _show(result: Result, options: Options) -> None:
    """Print the text report, as wide and as colourful as the terminal is."""
    from firsthand.report.terminal import write_terminal

    write_terminal(
        result, sys.stdout, width=options.width, colour=options.colour, everything=options.everything
    )


def _rendered(result: Result, options: Options) -> bytes:
    """The report as the bytes of a file."""
    if options.format in SHOWN:
        return _encode(_render(result, options), options.format)
    from firsthand.report.exports import render_export

    return render_export(result, options.format, options.reliability)


def _render(result: Result, options: Options) -> str:
    """The report as a text of its own."""
    if options.format == "json":
        from firsthand.report.contract import to_json

        return to_json(result)
    if options.format == "html":
        from firsthand.report.html import render_html

        return render_html(result)
    from firsthand.report.terminal import write_terminal

    page = io.StringIO()
    width = options.width or FILE_WIDTH
    write_terminal(result, page, width=width, colour=False, everything=options.everything)
    return page.getvalue()


def _encode(report: str, format_: Format) -> bytes:
    # A path that is not UTF-8 holds lone surrogates; written as an escape they remain valid JSON.
    return report.encode("utf-8", "backslashreplace" if format_ == "json" else "replace")


def _write(out: Path, report: bytes) -> None:
    """Write the report whole or not at all."""
    if out.exists() and not out.is_file():
        out.write_bytes(report)  # a device or a named pipe cannot be replaced
        return
    target = Path(os.path.realpath(out))  # a link stays a link
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    try:
        draft.write_bytes(report)
        if target.exists():
            draft.chmod(target.stat().st_mode & 0o777)
        draft.replace(target)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise


def _problems(result: Result) -> tuple[str, ...]:
    """One line for each input that gave no article and each article that was not judged."""
    read = {path for article in result.articles for path in article.paths}
    lost = [f"{issue.where}: {issue.detail}" for issue in result.issues if issue.where not in read]
    paths = {article.id: article.paths[0] for article in result.articles if article.paths}
    unjudged = [
        f"{paths.get(item.article, item.article)}: not judged ({item.what}): {item.why}"
        for item in result.unmeasured
    ]
    return (*lost, *unjudged)


def _warn(problems: Sequence[str]) -> None:
    for problem in problems[:NAMED_PROBLEMS]:
        _say(problem)
    if len(problems) > NAMED_PROBLEMS:
        _say(f"and {len(problems) - NAMED_PROBLEMS} more; the report lists them all")


def _fail(message: str, status: int) -> int:
    _say(message)
    return status


def _say(message: str) -> None:
    """Print one line on standard error, whatever characters a path may hold."""
    encoding = sys.stderr.encoding or "utf-8"
    line = f"firsthand: {message}".encode(encoding, "backslashreplace").decode(encoding)
    print(line, file=sys.stderr)


def _options(given: argparse.Namespace) -> Options:
    """The options, checked before any work is done; raises UsageError."""
    paths = tuple(cast("Sequence[str]", getattr(given, "articles", ())))
    out = Path(given.out) if given.out not in (None, "-") else None
    format_ = given.format or _format_of(out)
    library = getattr(given, "library", None)
    if library is None and hasattr(given, "articles") and not paths:
        raise UsageError("trace: the articles are missing; name files or folders, or a --library")
    if library is not None and getattr(given, "story", None):
        raise UsageError("--story chooses among files; of a library, name the story itself, such as s3")
    if out is None and format_ == "csv" and sys.stdout.isatty():
        raise UsageError("--format csv makes several tables in a .zip: name a file by --out")
    if out is not None:
        _check_out(out, () if library is not None else paths)
    return Options(
        paths=paths,
        format=format_,
        out=out,
        width=given.width,
        colour=False if given.no_colour else None,
        everything=given.all,
        library=library,
        story=getattr(given, "story", None),
        nlp=getattr(given, "nlp", None),
        reading=reading_options(given) if paths else None,
        reliability=parse_reliability(given.reliability),
    )


def _format_of(out: Path | None) -> Format:
    if out is None:
        return "text"
    try:
        return FORMAT_OF_ENDING[out.suffix.lower()]
    except KeyError:
        raise UsageError(
            f"--out {out}: {out.suffix!r} names no format; end it in .html, .json or .txt, or add --format"
        ) from None


def _check_out(out: Path, paths: Sequence[str]) -> None:
    """Raise UsageError where the report cannot be written or would get in the way of the articles."""
    if out.is_dir():
        raise UsageError(f"--out {out}: that is a folder; name a file in it")
    if not out.parent.is_dir():
        raise UsageError(f"--out {out}: there is no folder {out.parent}; make it first")
    target = Path(os.path.realpath(out))
    given = {Path(os.path.realpath(path)): path for path in paths}
    if target in given:
        raise UsageError(
            f"--out {out}: that is one of the articles and would be overwritten; name another file"
        )
    folder = next((given[parent] for parent in target.parents if parent in given), None)
    if folder is not None and out.suffix.lower() not in PASSED_OVER:
        raise UsageError(
            f"--out {out}: the next run on {folder} would read the report as an article; "
            "end it in .html or .json, or write it elsewhere"
        )


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="firsthand",
        description="Who said it first, who only repeats it, and what changed on the way.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"firsthand {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    trace = commands.add_parser(
        "trace",
        help="trace the claims of news articles: who says them, who has them from whom, what changed",
        description="Trace the claims of news articles: who says them, who has them from whom, what changed.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    trace.add_argument(
        "articles", nargs="*", metavar="ARTICLES", help="files, folders, archives, addresses, or -"
    )
    add_reading_options(trace)
    trace.add_argument(
        "--story", type=parse_story, metavar="N", help="trace only that story of those that `group` shows"
    )
    trace.add_argument(
        "--nlp", metavar="NAME", help="parse with another installed spaCy pipeline (en_core_web_trf)"
    )
    trace.add_argument(
        "--library",
        metavar="NAME",
        help="trace a library's stories, all or those named (s3), instead of files",
    )
    _add_report_options(trace)
    demo = commands.add_parser(
        "demo",
        help="trace the invented story that comes with the program",
        description="Trace the invented story that comes with the program.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_report_options(demo)
    add_read(commands)
    add_explain(commands)
    add_grouping(commands)
    add_commands(commands)
    add_watching(commands)
    add_judge(commands)
    add_serve(commands)
    add_batch(commands)
    return parser


def _add_report_options(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--format",
        choices=get_args(Format),
        help="text for reading here (the default), json for programs, html as a page of its own, csv as "
        "a .zip of tables, markdown, prov (PROV-JSON), jsonld (schema.org claims and drafts of reviews), dot "
        "or graphml (the family tree), ftm (FollowTheMoney)",
    )
    command.add_argument(
        "--out",
        metavar="FILE",
        help="write the report there; its ending (.html, .json, .txt, .md, .zip …) chooses the format",
    )
    command.add_argument(
        "--reliability",
        action="append",
        default=[],
        metavar="NAME=LETTER",
        help="rate a source A to F after the Admiralty scheme, in csv and markdown; may be repeated",
    )
    command.add_argument(
        "--all", action="store_true", help="show every claim and change, not only the most telling ones"
    )
    command.add_argument(
        "--width",
        type=_width,
        metavar="N",
        help="columns of the text report (default: those of the terminal)",
    )
    command.add_argument(
        "--no-colour", "--no-color", action="store_true", help="no colour, also on a terminal"
    )


def _width(given: str) -> int:
    # Four digits at most: a longer number is out of range anyway, and may be too long to be read.
    columns = int(given) if re.fullmatch(r"[0-9]{1,4}", given) else 0
    if not LEAST_WIDTH <= columns <= MOST_WIDTH:
        raise argparse.ArgumentTypeError(f"{given!r} is no number from {LEAST_WIDTH} to {MOST_WIDTH}")
    return columns
