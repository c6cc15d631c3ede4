"""The process that reads inputs for another one, which may kill it at any time.

It takes one task a line on its standard input and answers with records a line on its standard output, the
last of a task being {"kind": "end"}. It keeps nothing between tasks.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

from firsthand.ingest.events import Begun
from firsthand.ingest.files import unreadable
from firsthand.ingest.limits import LimitError, Limits
from firsthand.ingest.reading import Order, read_member
from firsthand.ingest.sources import Context, Member, buffered
from firsthand.ingest.wire import line, to_wire
from firsthand.model import Issue

# How the process ends where its memory was not enough: the parent tells this from a crash.
OUT_OF_MEMORY = 77


def main() -> None:
    """Serve tasks until the parent closes the pipe."""
    tasks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    for given in tasks:
        task = json.loads(given)
        data = tasks.read(task["bytes"]) if "bytes" in task else None
        try:
            _limit_memory(task["limits"]["memory"])
            _serve(task, data, answers)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)
        except BrokenPipeError:
            os._exit(0)
        answers.write(line({"kind": "end"}))
        answers.flush()


def _limit_memory(size: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _serve(task: dict[str, Any], data: bytes | None, answers: BinaryIO) -> None:
    def answer(record: dict[str, Any]) -> None:
        answers.write(line(record))
        answers.flush()

    order = Order(
        context=Context(limits=Limits(**task["limits"]), columns=task["columns"]),
        wanted=_wanted(task),
        quick=frozenset(task["quick"]).__contains__,
    )
    path: str = task["path"]
    try:
        if "url" in task:
            from firsthand.ingest.web import fetch

            member = fetch(task["url"], order.context.limits, task["reach"])
        elif data is not None:
            member = Member(name=path, stream=buffered(data), size=len(data))
        else:
            file = Path(path).open("rb")  # noqa: SIM115 – closed with the member below
            member = Member(name=path, stream=file, size=os.fstat(file.fileno()).st_size)
    except LimitError as error:
        answer(to_wire(Issue(code=error.code, where=path, detail=error.detail)))
        return
    except (OSError, ValueError) as error:
        answer(to_wire(unreadable(path, error)))
        return
    with member.stream as stream:
        for event in read_member(member, order):
            record = to_wire(event)
            if isinstance(event, Begun):
                with contextlib.suppress(ValueError, OSError):
                    record["offset"] = stream.tell()
            answer(record)


def _wanted(task: dict[str, Any]) -> Callable[[int], bool]:
    start, lane, lanes = task["start"], task["lane"], task["lanes"]
    done = frozenset(place for first, last in task["done"] for place in range(first, last + 1))

    def wanted(place: int) -> bool:
        return place >= start and place % lanes == lane and place not in done

    return wanted


if __name__ == "__main__":
    main()
