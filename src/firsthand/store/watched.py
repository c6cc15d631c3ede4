"""What is watched, in the library: where the polling of each feed stands, and the entries that wait."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from firsthand.store.articles import in_parts
from firsthand.store.schema import entries, feeds


@dataclass(frozen=True, slots=True, kw_only=True)
class EntryRow:
    """An entry of a feed; `due` is when it is asked for next, None: never again."""

    address: str
    key: str
    due: str | None
    state: Mapping[str, Any]


def feed_state(connection: Connection, address: str) -> dict[str, Any]:
    """Where the polling of a feed stands; empty where it was never polled."""
    found = connection.execute(select(feeds.c.state).where(feeds.c.address == address)).scalar()
    return dict(json.loads(found)) if found else {}


def save_feed_state(connection: Connection, address: str, state: Mapping[str, Any]) -> None:
    """Note where the polling of a feed stands."""
    packed = json.dumps(state, separators=(",", ":"), sort_keys=True)
    if connection.execute(update(feeds).where(feeds.c.address == address).values(state=packed)).rowcount == 0:
        connection.execute(feeds.insert().values(address=address, state=packed))


def known_entries(connection: Connection, address: str, keys: Sequence[str]) -> dict[str, dict[str, Any]]:
    """The state of those of the entries that are known."""
    found: dict[str, dict[str, Any]] = {}
    for part in in_parts(keys):
        where = (entries.c.address == address) & entries.c.key.in_(part)
        rows = connection.execute(select(entries.c.key, entries.c.state).where(where))
        found.update((row.key, json.loads(row.state)) for row in rows)
    return found


def save_entries(connection: Connection, at: str, rows: Iterable[EntryRow]) -> None:
    """Note the entries, in place of what was noted of them before."""
    made = list(rows)
    by_address: dict[str, list[str]] = {}
    for row in made:
        by_address.setdefault(row.address, []).append(row.key)
    for address, keys in by_address.items():
        for part in in_parts(keys):
            connection.execute(
                delete(entries).where((entries.c.address == address) & entries.c.key.in_(part))
            )
    values = [
        {
            "address": row.address,
            "key": row.key,
            "seen": at,
            "due": row.due,
            "state": json.dumps(row.state, separators=(",", ":"), sort_keys=True),
        }
        for row in made
    ]
    if values:
        connection.execute(entries.insert(), values)


def due_entries(
    connection: Connection, now: str, never_later_than: str, addresses: Sequence[str], limit: int
) -> tuple[EntryRow, ...]:
    """The entries of those feeds that are due, the oldest first.

    One that is due later than any pause lasts was written by a clock that ran ahead: it is due too.
    """
    wanted = (
        select(entries)
        .where(entries.c.address.in_(list(addresses)), entries.c.due.is_not(None))
        .where(or_(entries.c.due <= now, entries.c.due > never_later_than))
        .order_by(entries.c.due, entries.c.address, entries.c.key)
        .limit(limit)
    )
    return tuple(
        EntryRow(address=row.address, key=row.key, due=row.due, state=json.loads(row.state))
        for row in connection.execute(wanted)
    )


def count_entries(connection: Connection, address: str) -> int:
    """How many entries of a feed are known."""
    return int(
        connection.execute(
            select(func.count()).select_from(entries).where(entries.c.address == address)
        ).scalar()
        or 0
    )
