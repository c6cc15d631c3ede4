"""One input read to its end: archives within archives, each document with its place in the order."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from firsthand.ingest.events import Begun, Event
from firsthand.ingest.limits import LimitError
from firsthand.ingest.registry import choose
from firsthand.ingest.sources import Context, Member, Source, issue
from firsthand.model import Issue, RawDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """Which documents of an input are to be read, by their places from 0 on, and which of them quickly.

    A document that once took too long is read again by the quicker extractor alone.
    """

    context: Context
    wanted: Callable[[int], bool] = lambda _: True
    quick: Callable[[int], bool] = lambda _: False
    places: Iterator[int] = field(default_factory=itertools.count)


def read_member(member: Member, order: Order, depth: int = 0) -> Iterator[Event]:
    """The documents of one input, and all that went wrong; `depth` counts the archives around it."""
    try:
        source = choose(member)
        if source.holds_members:
            yield from _members(member, source, order, depth)
            return
        place = next(order.places)
        if order.wanted(place):
            yield Begun(place=place, where=member.name, source=source.name)
            quick = order.quick(place)
            yield from _document(member, source, replace(order.context, quick=quick))
    except LimitError as error:
        yield issue(member, error)
    except (MemoryError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 – what a library trips over is the input's fault, not the run's
        what = f"{type(error).__name__}: {str(error)[:200]}"
        yield Issue(code="unreadable", where=member.name, detail=f"reading it failed ({what}); save it again")


def _members(member: Member, source: Source, order: Order, depth: int) -> Iterator[Event]:
    nesting = order.context.limits.nesting
    if depth > nesting:
        raise LimitError(
            "too-nested", f"an archive {depth} deep in others, above the limit of {nesting}; unpack it"
        )
    for found in source.read(member, order.context):
        if isinstance(found, Member):
            yield from read_member(found, order, depth + 1)
        else:
            yield found


def _document(member: Member, source: Source, context: Context) -> Iterator[Event]:
    """The one document of a member; a wrapped page, as of MHTML, is read in the same place."""
    for found in source.read(member, context):
        if isinstance(found, Member):
            yield from _document(found, choose(found), context)
        elif isinstance(found, RawDocument) and len(found.text) > context.limits.text_bytes:
            raise LimitError("too-large", f"a text of {len(found.text):,} characters; expected one article")
        else:
            yield found
