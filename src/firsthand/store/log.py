"""The log of what happened: append-only, read on from a cursor. It holds numbers, never words."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection, func, select

from firsthand.store.counting import mint
from firsthand.store.schema import log

EventKind = Literal[
    "article-added",
    "article-version",
    "article-gone",
    "article-removed",
    "article-purged",
    "story-new",
    "story-merged",
    "story-split",
    "story-traced",
    "claim-new",
    "claim-dropped",
    "figure-moved",
    "origin-new",
    "change-new",
    "judgement",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened in a library; `cursor` and `at` are given when it is written."""

    kind: EventKind
    story: int | None = None
    article: int | None = None
    claim: int | None = None
    detail: dict[str, Any] = field(default_factory=dict)
    cursor: int = 0
    at: str = ""


def write_events(connection: Connection, at: str, events: Sequence[Event]) -> None:
    """Append the events."""
    if not events:
        return
    first = mint(connection, "log", len(events))
    connection.execute(
        log.insert(),
        [
            {
                "cursor": first + n,
                "at": at,
                "kind": event.kind,
                "story": event.story,
                "article": event.article,
                "claim": event.claim,
                "detail": json.dumps(event.detail, separators=(",", ":"), sort_keys=True),
            }
            for n, event in enumerate(events)
        ],
    )


def read_events(
    connection: Connection,
    after: int = 0,
    *,
    story: int | None = None,
    kinds: Iterable[str] | None = None,
    limit: int = 1000,
) -> tuple[Event, ...]:
    """The events after a cursor, in order."""
    wanted = select(log).where(log.c.cursor > after)
    if story is not None:
        wanted = wanted.where(log.c.story == story)
    if kinds is not None:
        wanted = wanted.where(log.c.kind.in_(list(kinds)))
    rows = connection.execute(wanted.order_by(log.c.cursor).limit(limit))
    return tuple(
        Event(
            kind=row.kind,
            story=row.story,
            article=row.article,
            claim=row.claim,
            detail=json.loads(row.detail),
            cursor=row.cursor,
            at=row.at,
        )
        for row in rows
    )


def last_cursor(connection: Connection) -> int:
    """The cursor of the newest event; 0 where nothing has happened."""
    return int(connection.execute(select(func.max(log.c.cursor))).scalar() or 0)
