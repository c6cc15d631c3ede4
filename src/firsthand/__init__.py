"""Who said it first, who only repeats it, and what changed on the way.

    >>> import firsthand
    >>> result = firsthand.trace(["articles/"])  # doctest: +SKIP
    >>> print(result.to_json())  # doctest: +SKIP

The verbs import what they need when they are called, so that importing the package stays light.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.model import Article, Claim, Reading, ReadText, Result, Span, Story

if TYPE_CHECKING:
    from firsthand.ingest import Limits, Progress, ReadOptions

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "FirsthandError",
    "InputError",
    "Limits",
    "Progress",
    "ReadOptions",
    "ReadText",
    "Reading",
    "Result",
    "Span",
    "Story",
    "UsageError",
    "group",
    "read",
    "trace",
]


def __getattr__(name: str) -> object:
    """The options for reading, loaded when they are asked for."""
    if name in ("Limits", "Progress", "ReadOptions"):
        from firsthand import ingest

        return getattr(ingest, name)
    raise AttributeError(f"module 'firsthand' has no attribute {name!r}")


def trace(
    paths: Iterable[str | Path] | str | Path,
    *,
    nlp: str | None = None,
    reading: ReadOptions | None = None,
    story: str | None = None,
) -> Result:
    """The stories, claims, origins, lineage and changes of the articles in files and folders.

    `nlp` names another installed spaCy pipeline to parse with. `reading` says how inputs are read: limits,
    columns of tables, whether addresses may be fetched, a log to write and to go on from. `story` is the
    id of the one story to trace, as grouping the same inputs gives it ("s3").

    Errors:
        InputError: not one article could be read, or there is no such story.
    """
    from firsthand.pipeline import Options, trace

    if reading is None:
        return trace(paths, options=Options(nlp=nlp, story=story))
    return trace(paths, options=Options(nlp=nlp, story=story, reading=reading))


def read(text: str, *, nlp: str | None = None) -> ReadText:
    """The quantities, quotations, attributions and readings of one text, with their spans."""
    from firsthand.reading import read_text

    return read_text(text, nlp=nlp)


def group(articles: Sequence[Article]) -> tuple[Story, ...]:
    """The stories that the articles tell."""
    from firsthand.grouping import group

    return group(articles)
