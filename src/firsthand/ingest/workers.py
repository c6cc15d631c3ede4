"""Inputs read in processes that can be killed: each document within its time and memory, or an issue."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any, cast

from firsthand.ingest.events import Begun, Event
from firsthand.ingest.limits import Limits
from firsthand.ingest.wire import from_wire, line
from firsthand.model import Issue, RawDocument

# What starting a process and loading its libraries may take on a busy machine, on top of a document's time.
START_SECONDS = 60.0
# How often it is looked at who is over time.
TICK = 0.05
# Records that wait to be taken over; more would only hold memory.
WAITING = 256
# Exit status of a worker whose memory was not enough (worker.OUT_OF_MEMORY).
_OUT_OF_MEMORY = 77
# For these there is a quicker way to read them, if the first took too long.
_QUICKER = frozenset({"html", "fragment"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One input to read, or one lane of it: of `lanes` processes each reads every `lanes`-th document.

    `done` are first and last places of documents that an earlier run has read.
    """

    path: str
    lane: int = 0
    lanes: int = 1
    done: tuple[tuple[int, int], ...] = ()
    data: bytes | None = None
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Nothing more comes from a task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for all tasks: limits, columns, and which addresses may be fetched."""

    limits: Limits = field(default_factory=Limits)
    columns: Mapping[str, str] = field(default_factory=dict)
    reach: str = "public"


Told = tuple[Task, Event | Ended]


def read_tasks(tasks: Sequence[Task], terms: Terms, processes: int) -> Iterator[Told]:
    """All that the tasks give, as it comes.

    Closing the iterator kills the processes; an exception in a thread is raised here.
    """
    waiting: queue.SimpleQueue[Task] = queue.SimpleQueue()
    for task in tasks:
        waiting.put(task)
    told: queue.Queue[Told | BaseException | None] = queue.Queue(WAITING)
    crew = [_Worker(terms, waiting, told) for _ in range(max(1, min(processes, len(tasks))))]
    left = len(crew)
    try:
        for one in crew:
            one.start()
        while left:
            try:
                found = told.get(timeout=TICK)
            except queue.Empty:
                found = ()  # type: ignore[assignment]
            for one in crew:
                one.check_time()
            if found is None:
                left -= 1
            elif isinstance(found, BaseException):
                raise found
            elif found:
                yield found
    finally:
        for one in crew:
            one.stop()


class _Worker(threading.Thread):
    """One process and the thread that feeds it; a process that dies is replaced."""

    def __init__(
        self, terms: Terms, tasks: queue.SimpleQueue[Task], told: queue.Queue[Told | BaseException | None]
    ) -> None:
        super().__init__(daemon=True)
        self._terms = terms
        self._tasks = tasks
        self._told = told
        self._process: subprocess.Popen[bytes] | None = None
        self._deadline: float | None = None
        self._overdue = False
        self._given = False  # whether the document that was begun last is there
        self._stopped = False

    def run(self) -> None:
        try:
            while not self._stopped:
                try:
                    task = self._tasks.get_nowait()
                except queue.Empty:
                    break
                self._read(task)
                self._tell((task, Ended()))
            self._finish()
            self._tell(None)
        except BaseException as error:  # noqa: BLE001 – shown where the run is
            self._tell(error)
        finally:
            self._dispose()

    def check_time(self) -> None:
        """Kill the process if the document that it reads is over its time."""
        if self._deadline is not None and time.monotonic() > self._deadline:
            self._deadline, self._overdue = None, True
            self._kill()

    def stop(self) -> None:
        """Kill the process and let the thread end."""
        self._stopped = True
        self._kill()
        self.join(timeout=START_SECONDS)

    def _tell(self, found: Told | BaseException | None) -> None:
        while not self._stopped:
            try:
                self._told.put(found, timeout=0.5)
            except queue.Full:
                self._grant()
            else:
                return

    def _read(self, task: Task) -> None:
        """Read a task to its end, in as many processes as it kills."""
        start, quick = 0, set[int]()
        while not self._stopped:
            begun, ended = self._attempt(task, start, quick)
            if ended or self._stopped:
                return
            code, detail = self._why()
            if begun is not None and self._given:  # it ended behind that document, not over it
                start = begun.place + 1
                continue
            if begun is None:
                self._tell((task, Issue(code=code, where=task.path, detail=detail)))
                return
            if code == "too-slow" and begun.source in _QUICKER and begun.place not in quick:
                quick.add(begun.place)
                start = begun.place
                continue
            self._tell((task, Issue(code=code, where=begun.where, detail=detail)))
            start = begun.place + 1

    def _attempt(self, task: Task, start: int, quick: set[int]) -> tuple[Begun | None, bool]:
        """Let the process read on from a place: the document it was at, and whether it came to the end."""
        process = self._running()
        self._overdue = self._given = False
        begun: Begun | None = None
        try:
            cast("Any", process.stdin).write(self._order(task, start, quick))
            cast("Any", process.stdin).flush()
            for given in cast("Any", process.stdout):
                record = json.loads(given)
                if record["kind"] == "end":
                    self._deadline = None
                    return begun, True
                self._deadline = time.monotonic() + self._terms.limits.seconds
                event = from_wire(record)
                if isinstance(event, Begun):
                    begun, self._given = event, False
                self._given = self._given or isinstance(event, RawDocument)
                self._tell((task, event))
        except (OSError, ValueError):
            pass  # the pipe broke, or the last line is cut: the process is gone
        self._deadline = None
        return begun, False

    def _order(self, task: Task, start: int, quick: set[int]) -> bytes:
        order: dict[str, Any] = {
            "path": task.path,
            "lane": task.lane,
            "lanes": task.lanes,
            "done": task.done,
            "start": start,
            "quick": sorted(quick),
            "limits": asdict(self._terms.limits),
            "columns": dict(self._terms.columns),
            "reach": self._terms.reach,
        }
        if task.url is not None:
            order["url"] = task.url
        if task.data is not None:
            order["bytes"] = len(task.data)
        return line(order) + (task.data or b"")

    def _running(self) -> subprocess.Popen[bytes]:
        fresh = self._process is None or self._process.poll() is not None
        if fresh:
            self._process = _spawn()
        self._deadline = time.monotonic() + self._terms.limits.seconds + (START_SECONDS if fresh else 0)
        return cast("subprocess.Popen[bytes]", self._process)

    def _grant(self) -> None:
        """Give the process more time, since it waited for us."""
        if self._deadline is not None:
            self._deadline = time.monotonic() + self._terms.limits.seconds

    def _finish(self) -> None:
        """Let the process end by itself: it does when its input ends."""
        if self._process is not None and self._process.stdin is not None:
            with contextlib.suppress(OSError, subprocess.TimeoutExpired):
                self._process.stdin.close()
                self._process.wait(timeout=START_SECONDS)
        self._dispose()

    def _dispose(self) -> int | None:
        """Let go of the process: killed if it still runs, its pipes closed; its exit status."""
        process, self._process = self._process, None
        if process is None:
            return None
        with contextlib.suppress(OSError):
            process.kill()
        status = process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        return status

    def _kill(self) -> None:
        process = self._process
        if process is not None:
            with contextlib.suppress(OSError):
                process.kill()

    def _why(self) -> tuple[str, str]:
        """Why the process is gone, as an issue's code and detail."""
        limits = self._terms.limits
        status = self._dispose()
        if self._overdue:
            return (
                "too-slow",
                f"not read within the limit of {limits.seconds:g} s; save its text, or leave it out",
            )
        if status == _OUT_OF_MEMORY:
            size = limits.memory // 1024**2
            return (
                "too-much-memory",
                f"takes more memory than the limit of {size:,} MB; save its text, or leave it out",
            )
        return "crashed", f"the process that read it ended (status {status}); save its text, or leave it out"


def _spawn() -> subprocess.Popen[bytes]:
    # The same modules as here, wherever they were loaded from; a group of its own, so that Ctrl-C is for us.
    code = f"import sys; sys.path[:] = {sys.path!r}; from firsthand.ingest.worker import main; main()"
    return subprocess.Popen(  # noqa: S603 – our own interpreter and module
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=os.name == "posix",
    )


def lanes(task: Task, count: int) -> tuple[Task, ...]:
    """A task split so that so many processes share it."""
    return tuple(replace(task, lane=lane, lanes=count) for lane in range(count))
