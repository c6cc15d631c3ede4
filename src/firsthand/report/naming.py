"""How articles, dates and texts of others are shown: by a name that tells them apart, and harmless."""

from __future__ import annotations

import re
from collections.abc import Mapping

from firsthand import naming
from firsthand.model import Change, Result
from firsthand.naming import harmless, plain

__all__ = ["article_names", "harmless", "plain", "shown_date", "shown_reason", "with_names"]


def article_names(result: Result) -> dict[str, str]:
    """For each article's id a name to show; no two alike."""
    return naming.article_names(result.articles)


def shown_date(date: str | None) -> str:
    """An ISO date as people read it: `2031-03-04 06:00`; empty where there is none."""
    return plain(date or "").replace("T", " ")


def shown_reason(change: Change, names: Mapping[str, str]) -> str:
    """The reason for a change with the two articles called by their names."""
    return with_names(change.why, {one: names.get(one, one) for one in (change.parent, change.child)})


def with_names(text: str, names: Mapping[str, str]) -> str:
    """A text of ours with the articles that it names by id called by their names."""
    if not names:
        return plain(text)
    ids = "|".join(re.escape(one) for one in sorted(names, key=lambda one: (-len(one), one)))
    return re.sub(rf"\b(?:{ids})\b", lambda m: names[m.group()], plain(text))
