"""Who said it first, who only repeats it, and what changed on the way.

    >>> import firsthand
    >>> result = firsthand.trace(["articles/"])  # doctest: +SKIP
    >>> print(result.to_json())  # doctest: +SKIP

The verbs import what they need when they are called, so that importing the package stays light.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.model import Article, Claim, Reading, ReadText, Result, Span, Story

__version__ = "0.1.0"

__all__ = [
    "Article",
    "Claim",
    "FirsthandError",
    "InputError",
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


def trace(paths: Iterable[str | Path] | str | Path, *, nlp: str | None = None) -> Result:
    """The stories, claims, origins, lineage and changes of the articles in files and folders.

    `nlp` names another installed spaCy pipeline to parse with.

    Errors:
        InputError: not one article could be read.
    """
    from firsthand.pipeline import Options, trace

    return trace(paths, options=Options(nlp=nlp))


def read(text: str, *, nlp: str | None = None) -> ReadText:
    """The quantities, quotations, attributions and readings of one text, with their spans."""
    from firsthand.reading import read_text

    return read_text(text, nlp=nlp)


def group(articles: Sequence[Article]) -> tuple[Story, ...]:
    """The stories that the articles tell."""
    from firsthand.grouping import group

    return group(articles)
