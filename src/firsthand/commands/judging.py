"""`firsthand judge`: decide about a library's results in the terminal."""

from __future__ import annotations

import argparse
import getpass
from typing import Any

KINDS = ("parent", "claims", "reading", "change", "outlet", "story", "note")
DONE = 0
EPILOG = """\
kinds, what they are about, and what can be decided:
  parent   "a5 a3" or "a5 outlet:Name"       confirmed, rejected, added
  claims   "a1:120-168 a2:40-80"             together (two readings answer one question)
  reading  "a2:40-80", or several            apart (another claim than the one they are in)
  change   "magnitude a1:120-168 a2:40-80"   wrong, grave
  outlet   a2                                named (the name by --note)
  story    "a1 a2"                           together, apart
  note     s3, a2 or c7                      noted (the words by --note)
"undone" takes any of them back. Nothing is ever deleted: see `firsthand list judgements`.
"""


def add_judge(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    """Add the command to the command line's parser."""
    parser = commands.add_parser(
        "judge",
        help="decide about a result of a library; heeded from then on, undone at will",
        description="Decide about a result of a library; heeded from then on, undone at will.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("subject", metavar="SUBJECT")
    parser.add_argument("verdict", metavar="VERDICT")
    parser.add_argument("--note", default="", metavar="TEXT")
    parser.add_argument("--who", metavar="NAME", help="who decides (default: this user)")
    parser.add_argument("--library", metavar="NAME", help="a name, a .db file or postgresql://…")
    parser.set_defaults(run=_judge)


def _judge(given: argparse.Namespace) -> int:
    from firsthand.desk.judging import decide
    from firsthand.store import open_library
    from firsthand.store.judgements import Judgement

    judgement = Judgement(
        kind=given.kind,
        subject=given.subject,
        verdict=given.verdict,
        who=given.who or getpass.getuser(),
        note=given.note,
    )
    with open_library(given.library) as library:
        number = decide(library, judgement)
    print(f"kept as judgement {number}")
    return DONE
