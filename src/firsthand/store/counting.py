"""Numbers that are given once, and who made what."""

from __future__ import annotations

from sqlalchemy import Connection, select

from firsthand.store.schema import counters, makers


def mint(connection: Connection, name: str, count: int = 1) -> int:
    """The first of `count` new numbers; none of them is ever given again."""
    row = connection.execute(select(counters.c.next).where(counters.c.name == name)).first()
    if row is None:
        connection.execute(counters.insert().values(name=name, next=1 + count))
        return 1
    connection.execute(counters.update().where(counters.c.name == name).values(next=row.next + count))
    return int(row.next)


def maker_number(connection: Connection, program: str, models: str) -> int:
    """The number under which that version of the program with those models is known."""
    wanted = (makers.c.program == program) & (makers.c.models == models)
    found = connection.execute(select(makers.c.n).where(wanted)).scalar()
    if found is not None:
        return int(found)
    number = mint(connection, "maker")
    connection.execute(makers.insert().values(n=number, program=program, models=models))
    return number


def known_maker(connection: Connection, program: str, models: str) -> int | None:
    """The number of that version, None where it has made nothing yet."""
    wanted = (makers.c.program == program) & (makers.c.models == models)
    found = connection.execute(select(makers.c.n).where(wanted)).scalar()
    return None if found is None else int(found)
