"""Functions of steps called in a process that may die, hang or run out of memory without harm."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any, cast

from firsthand.engine.steps import Failed, Step, Table, load
from firsthand.engine.wire import CALL, END, HEADER_BYTES, STEP, frame, from_bytes, parse_header, to_bytes
from firsthand.engine.wire import ERROR as ERROR_KIND
from firsthand.engine.worker import OUT_OF_MEMORY
from firsthand.errors import EngineError

# A process that dies may have been killed by somebody else: what it was at is tried so often.
TRIES = 3
# What starting a process and loading its modules may take on a busy machine.
START_SECONDS = 120.0
# Read from the pipe at once.
CHUNK = 1 << 20


class CallError(Exception):
    """A call came to nothing; becomes an issue of the row, never leaves this package."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


class Guard:
    """One process for the calls of a step, and of other steps after it; it is replaced when it dies."""

    def __init__(self, step: Step, *, watch: Callable[[int], None] | None = None) -> None:
        self.take(step)
        self._process: subprocess.Popen[bytes] | None = None
        self._stopped = False
        # Told the number of each process that is started; tests kill it.
        self._watch = watch

    def take(self, step: Step) -> None:
        """Go on with another step; the process stays."""
        self._step = step
        self._failed = cast("Failed", load(step.failed))
        self._ready = False

    def run(self, table: Table) -> Iterator[Table]:
        """What the step's function gives for the rows, or for the groups, of a table.

        Where it fails on several, each half is tried; one on which it fails is answered by `failed`.
        """
        cut = _middle(table, self._step)
        if cut is None:
            yield from self._run_one(table)
            return
        try:
            found = list(self._call(table))
        except CallError:
            if self._stopped:
                raise
            yield from self.run(table.slice(0, cut))
            yield from self.run(table.slice(cut))
        else:
            yield from found

    def stop(self) -> None:
        """End the process from another thread; the call that is under way fails for good."""
        self._stopped = True
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()

    def close(self) -> None:
        """End the process."""
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()

    def _run_one(self, table: Table) -> Iterator[Table]:
        """The same for one row or group, whose tables are passed on as they come."""
        given = 0
        for attempt in range(1, TRIES + 1):
            try:
                # The function is pure: what was passed on before it died comes again.
                for number, found in enumerate(self._call(table)):
                    if number >= given:
                        given += 1
                        yield found
            except CallError as error:
                if self._stopped:
                    raise
                if error.code == "crashed" and attempt < TRIES:
                    continue
                yield self._failed(table, error.code, error.detail, self._step.options)
            return

    def _call(self, table: Table) -> Iterator[Table]:
        process = self._running()
        deadline = time.monotonic() + self._step.seconds
        try:
            stdin = cast("Any", process.stdin)
            for part in frame(CALL, to_bytes(table)):
                stdin.write(part)
            stdin.flush()
            while True:
                kind, data = self._receive(process, deadline)
                if kind == END:
                    return
                if kind == ERROR_KIND:
                    raise CallError("failed", f"the program failed on it ({data.decode('utf-8', 'replace')})")
                # Whoever takes the table may take his time.
                yield from_bytes(data)
                deadline = time.monotonic() + self._step.seconds
        except OSError:
            raise self._gone() from None
        except GeneratorExit:
            self.close()
            raise

    def _receive(self, process: subprocess.Popen[bytes], deadline: float) -> tuple[bytes, bytes]:
        kind, length = parse_header(self._read(process, HEADER_BYTES, deadline))
        return kind, self._read(process, length, deadline)

    def _read(self, process: subprocess.Popen[bytes], size: int, deadline: float) -> bytes:
        pipe = cast("Any", process.stdout).fileno()
        data = bytearray()
        while len(data) < size:
            left = deadline - time.monotonic()
            ready, _, _ = select.select([pipe], [], [], max(0.0, left))
            if not ready:
                self.close()
                detail = f"not done within {self._step.seconds:g} s; it was left out"
                raise CallError("too-slow", detail)
            piece = os.read(pipe, min(CHUNK, size - len(data)))
            if not piece:
                raise self._gone()
            data += piece
        return bytes(data)

    def _gone(self) -> CallError:
        """Why the process is gone."""
        process = self._process
        status = process.wait() if process is not None else None
        self.close()
        if status == OUT_OF_MEMORY:
            size = self._step.memory // 1024**2
            return CallError("too-much-memory", f"takes more memory than {size:,} MB; it was left out")
        return CallError("crashed", f"the process at it ended {TRIES} times; it was left out")

    def _running(self) -> subprocess.Popen[bytes]:
        if self._stopped:
            raise CallError("stopped", "the run was stopped")
        for _ in range(TRIES):
            if self._process is None or self._process.poll() is not None:
                self.close()
                self._process, self._ready = _spawn(), False
                if self._watch is not None:
                    self._watch(self._process.pid)
            process = self._process
            if self._ready:
                return process
            with contextlib.suppress(OSError, CallError):
                stdin = cast("Any", process.stdin)
                stdin.write(b"".join(frame(STEP, self._step.to_json())))
                stdin.flush()
                self._receive(process, time.monotonic() + START_SECONDS)
                self._ready = True
                return process
            self.close()
        raise EngineError(
            f"the process for {self._step.function} did not start {TRIES} times; its own message stands above"
        )


def _middle(table: Table, step: Step) -> int | None:
    """Where a table is halved between two rows, or two groups; None where it has but one."""
    rows: int = table.num_rows
    if step.key is None:
        return rows // 2 if rows > 1 else None
    import numpy as np

    keys = table.column(step.key).to_numpy() >> step.shift
    changes = np.nonzero(keys[1:] != keys[:-1])[0] + 1
    return int(changes[np.abs(changes - rows / 2).argmin()]) if changes.size else None


# One core a process: the engine has as many processes as there are cores.
_ONE_CORE: Mapping[str, str] = dict.fromkeys(
    ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_NUM_THREADS"), "1"
)


def _spawn() -> subprocess.Popen[bytes]:
    # The same modules as here, wherever they were loaded from; a group of its own, so that Ctrl-C is for us.
    code = f"import sys; sys.path[:] = {sys.path!r}; from firsthand.engine.worker import main; main()"
    return subprocess.Popen(  # noqa: S603 – our own interpreter and module
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=os.name == "posix",
        env={**os.environ, **_ONE_CORE},
    )
