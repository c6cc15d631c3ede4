"""What people decided: an append-only log beside what the program found, replayed on every run.

A judgement is never changed; a later one on the same subject takes its place, also to undo it.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection, select

from firsthand.store.columns import plain
from firsthand.store.counting import mint
from firsthand.store.log import Event, write_events
from firsthand.store.schema import judgements


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """One decision.

    `subject` names what it is about ("a3 a5", "c12"), `verdict` what was decided; "undone" takes the last
    one on the same subject back. Of kind "story", the verdicts "together" and "apart" say of two articles
    whether they tell one event.
    """

    kind: str
    subject: str
    verdict: str
    who: str
    note: str = ""
    n: int = 0
    at: str = ""


def judge(connection: Connection, at: str, judgement: Judgement) -> int:
    """Append a judgement; its number."""
    number = mint(connection, "judgement")
    connection.execute(
        judgements.insert().values(
            n=number,
            at=at,
            who=plain(judgement.who),
            kind=judgement.kind,
            subject=plain(judgement.subject),
            verdict=judgement.verdict,
            note=plain(judgement.note, 100_000),
        )
    )
    write_events(connection, at, [Event(kind="judgement", detail={"judgement": number})])
    return number


def read_judgements(connection: Connection, kind: str | None = None) -> tuple[Judgement, ...]:
    """All judgements in order, or those of a kind."""
    wanted = select(judgements).order_by(judgements.c.n)
    if kind is not None:
        wanted = wanted.where(judgements.c.kind == kind)
    return tuple(Judgement(**row._mapping) for row in connection.execute(wanted))  # noqa: SLF001


def standing(given: tuple[Judgement, ...]) -> tuple[Judgement, ...]:
    """Those that hold: the last on each subject, unless it was undone."""
    last = {(one.kind, one.subject): one for one in given}
    return tuple(sorted((one for one in last.values() if one.verdict != "undone"), key=lambda one: one.n))
