"""The process that runs the functions of steps for an engine, which may kill it at any time."""

from __future__ import annotations

import contextlib
import json
import os
import sys
from collections.abc import Mapping
from typing import Any, BinaryIO

from firsthand.engine.steps import Function, load
from firsthand.engine.wire import (
    CALL,
    END,
    ERROR,
    READY,
    STEP,
    TABLE,
    frame,
    from_bytes,
    read_frame,
    to_bytes,
)

# How the process ends where its memory was not enough: the parent tells this from a crash.
OUT_OF_MEMORY = 77
# What an error message may take in an issue.
LONGEST_MESSAGE = 300


def main() -> None:
    """Serve calls until the parent closes the pipe."""
    calls, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    # What a library prints must not get between the answers.
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    function: Function | None = None
    options: Mapping[str, Any] = {}
    try:
        while (found := read_frame(calls)) is not None:
            kind, data = found
            if kind == STEP:
                told = json.loads(data)
                _limit_memory(told["memory"])
                function, options = load(told["function"]), told["options"]
                _send(answers, READY)
            elif kind == CALL and function is not None:
                _answer(function, options, data, answers)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    except BrokenPipeError:
        os._exit(0)


def _answer(function: Function, options: Mapping[str, Any], data: bytes, answers: BinaryIO) -> None:
    try:
        for table in function(from_bytes(data), options):
            _send(answers, TABLE, to_bytes(table))
        _send(answers, END)
    except (MemoryError, BrokenPipeError):
        raise
    except Exception as error:  # noqa: BLE001 – what a row trips over becomes the row's issue
        message = f"{type(error).__name__}: {str(error)[:LONGEST_MESSAGE]}"
        _send(answers, ERROR, message.encode("utf-8", "replace"))


def _send(answers: BinaryIO, kind: bytes, data: Any = b"") -> None:  # noqa: ANN401
    answers.writelines(frame(kind, data))
    answers.flush()


def _limit_memory(size: int) -> None:
    with contextlib.suppress(ImportError, ValueError, OSError):  # Windows has no such limit
        import resource

        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        resource.setrlimit(resource.RLIMIT_AS, (size, hard))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    main()
