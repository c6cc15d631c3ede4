"""Which column of a table, or field of an object, tells what."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from firsthand.ingest.facts import fact, iso_time, names, plain_url
from firsthand.ingest.limits import LimitError
from firsthand.ingest.sources import Member, part
from firsthand.language import table
from firsthand.model import Fact

# What a column may tell, in the order in which the mapping is shown.
FIELDS = ("text", "title", "outlet", "byline", "published", "modified", "url", "language")
_OTHER = re.compile(r"[^a-z0-9]+")


def guess_columns(columns: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """The column for each field: the user's own choice, else the likeliest name; "text" may be missing.

    Errors: LimitError where the user names a column that the table does not have.
    """
    plain: dict[str, str] = {}
    for column in columns:
        plain.setdefault(_OTHER.sub("", column.lower()), column)
    chosen: dict[str, str] = {}
    for field, column in given.items():
        if column not in columns:
            listed = ", ".join(columns[:20])
            raise LimitError("no-column", f"no column {column!r} for {field}; the columns are: {listed}")
        chosen[field] = column
    for field in FIELDS:
        if field not in chosen:
            likely = table("columns")[field]
            free = (plain[name] for name in likely if name in plain and plain[name] not in chosen.values())
            found = next(free, None)
            if found is not None:
                chosen[field] = found
    return chosen


def shown(chosen: Mapping[str, str], given: Mapping[str, str]) -> str:
    """The mapping in one line, as `--columns` takes it, and whether any of it was guessed."""
    listed = ",".join(f"{field}={chosen[field]}" for field in FIELDS if field in chosen)
    guessed = any(field not in given for field in chosen)
    return f"columns {listed}" + (" (guessed; choose others with --columns)" if guessed else "")


def row_member(member: Member, name: str, row: Mapping[str, Any], chosen: Mapping[str, str]) -> Member:
    """The text of one row as a part of the table, with what its other columns tell."""
    value = row.get(chosen["text"])
    if isinstance(value, list):
        value = "\n".join(one for one in value if isinstance(one, str))
    text = value if isinstance(value, str) else "" if value is None else str(value)
    facts: tuple[Fact, ...] = ()
    for field, column in chosen.items():
        if field != "text":
            facts += fact(field, _told(field, row.get(column)), f"column {column}", 0.9)
    data = text.encode("utf-8", "replace")
    return part(member, name, data, kind="fragment", encoding="utf-8", facts=facts)


def _told(field: str, value: Any) -> str | None:  # noqa: ANN401
    if field == "byline":
        return names(value)
    if isinstance(value, dict):
        value = names(value)
    if value is None or isinstance(value, list | bool | float):
        return None
    if field in ("published", "modified"):
        return iso_time(str(value))
    return plain_url(str(value)) if field == "url" else str(value)


def addresses(rows: Iterable[Mapping[str, Any]], column: str) -> list[str]:
    """The web addresses in a column."""
    found = (plain_url(value) for row in rows if isinstance(value := row.get(column), str))
    return [url for url in found if url]
