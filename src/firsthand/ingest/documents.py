"""From inputs to documents: plain text here, all else in workers; the same bytes once."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from firsthand.ingest.decoding import decode
from firsthand.ingest.events import Begun, Note
from firsthand.ingest.files import GLANCE, LIMIT_BYTES, list_files, megabytes, read_bytes
from firsthand.ingest.journal import Journal
from firsthand.ingest.options import Progress, ReadOptions
from firsthand.ingest.sniffing import is_plain_text, is_url_list
from firsthand.model import Issue, RawDocument

if TYPE_CHECKING:
    from firsthand.ingest.workers import Task

# A process takes half a second to start: a container this small is read by one.
SHARED_BYTES = 4 * 1024**2
# What standard input may hold; it is kept in memory, since it never touches the disk.
STDIN_BYTES = 256 * 1024**2
# In a folder, these only say that a file was not meant: the program's own reports, tables of something else.
_UNMEANT = frozenset({"own-report", "no-column"})


def read_inputs(
    paths: Sequence[str | Path], *, limit_bytes: int = LIMIT_BYTES, options: ReadOptions | None = None
) -> tuple[tuple[RawDocument, ...], tuple[Issue, ...]]:
    """The documents that files, folders, archives and addresses hold, by SHA-256, and all that went wrong.

    The issues include those of damaged documents, which their own `issues` repeat. Neither depends on
    the order of `paths`; the same bytes under two paths are one document. "-" is standard input.

    On Ctrl-C reading stops: what has been read is returned, with an issue `stopped`.

    Errors: none; an input that gives no document is an issue that says why.
    """
    options = options or ReadOptions()
    options = replace(options, limits=replace(options.limits, text_bytes=limit_bytes))
    desk = _Desk(options)
    try:
        desk.read(sorted({os.fspath(path) for path in paths}))
    except KeyboardInterrupt:
        if not desk.found:
            raise
        detail = f"stopped after {len(desk.found)} documents; what was not read yet is missing"
        desk.issues.add(Issue(code="stopped", where="this run", detail=detail))
    finally:
        desk.tell(finished=True)
        desk.journal.close()
    return desk.result()


def total_size(paths: Sequence[str | Path]) -> int:
    """The bytes of all files that the paths stand for, addresses left out."""
    local = {os.fspath(path) for path in paths if "://" not in os.fspath(path) and os.fspath(path) != "-"}
    return sum(_size(file) for file in {file for one in local for file in list_files(one)[0]})


def read_in_parts(
    paths: Sequence[str | Path], files: int, *, options: ReadOptions | None = None
) -> Iterator[tuple[tuple[RawDocument, ...], tuple[Issue, ...]]]:
    """What `read_inputs` gives, but so many files at a time, so that each part can be kept before the next.

    An archive is one file, and all addresses are one part. `watch` is told of one part at a time.
    """
    options = options or ReadOptions()
    named = sorted({os.fspath(path) for path in paths})
    whole = [one for one in named if one == "-" or "://" in one]
    found: set[str] = set()
    obstacles: set[Issue] = set()
    for argument in (one for one in named if one not in whole):
        inside, issues = list_files(argument)
        found.update(inside)
        obstacles.update(issues)
    ordered = sorted(found)
    parts = [ordered[start : start + files] for start in range(0, len(ordered), files)]
    if obstacles:
        yield (), tuple(sorted(obstacles, key=lambda one: (one.where, one.code, one.detail)))
    for part in [*parts, *([whole] if whole else [])]:
        desk = _Desk(options, named=named)
        desk.read(part)
        yield desk.result()


class _Desk:
    """Where documents and issues of a run come together."""

    def __init__(self, options: ReadOptions, *, named: Sequence[str] = ()) -> None:
        self.options = options
        self.found: dict[str, RawDocument] = {}
        self.issues: set[Issue] = set()
        self.journal = Journal.open(options.log, resume=options.resume)
        # What the user named: an obstacle there is told, while one that merely lies in a folder is not.
        self._named = set(named)
        self._counts = {"read": 0, "duplicate": 0, "failed": 0}
        self._done: dict[str, int] = {}
        self._total = 0

    def read(self, arguments: Sequence[str]) -> None:
        """Read all that the arguments stand for."""
        self._named = self._named or set(arguments)
        files: set[str] = set()
        urls: set[str] = set()
        for argument in arguments:
            if argument.lower().startswith(("http://", "https://")):
                urls.add(argument)
            elif argument == "-":
                files.add(argument)
            else:
                found, obstacles = list_files(argument)
                files.update(found)
                self.issues.update(obstacles)
        others = [path for path in sorted(files) if path == "-" or not self._read_plain(path, urls)]
        tasks = [*self._tasks(others), *self._url_tasks(sorted(urls))]
        if tasks:
            self._read_tasks(tasks)

    def result(self) -> tuple[tuple[RawDocument, ...], tuple[Issue, ...]]:
        """The documents by SHA-256 and all issues, in order."""
        documents = tuple(self.found[digest] for digest in sorted(self.found))
        self.issues.update(issue for document in documents for issue in document.issues)
        return documents, tuple(sorted(self.issues, key=lambda one: (one.where, one.code, one.detail)))

    def _read_plain(self, path: str, urls: set[str]) -> bool:
        """Read a file here if it is plain text; False where a worker has to."""
        try:
            with Path(path).open("rb") if Path(path).is_file() else open(os.devnull, "rb") as file:  # noqa: PTH123
                head = file.read(GLANCE)
        except (OSError, ValueError):
            head = b""
        if is_url_list(head) and path in self._named:
            data = read_bytes(path, self.options.limits.text_bytes)
            if isinstance(data, bytes):
                lines = (line.strip().decode("utf-8", "replace") for line in data.split(b"\n"))
                urls.update(line for line in lines if line.lower().startswith(("http://", "https://")))
            return True
        if head and not is_plain_text(head, path):
            return False
        outcome = read_plain_text(path, self.options.limits.text_bytes)
        self._take(path, outcome)
        return True

    def _tasks(self, paths: Sequence[str]) -> Iterator[Task]:
        """A task for each input, or several for a large one."""
        if not paths:
            return
        from firsthand.ingest.workers import Task, lanes

        for path in paths:
            data = None
            if path == "-":
                data = sys.stdin.buffer.read(STDIN_BYTES + 1)
                if len(data) > STDIN_BYTES:
                    detail = f"more than {megabytes(STDIN_BYTES)} on standard input; write it to a file first"
                    self.issues.add(Issue(code="too-large", where="-", detail=detail))
                    continue
            size = len(data) if data is not None else _size(path)
            self._total += size
            for document in self.journal.recall(path, size):
                self._take(path, document, log=False)
            if self.journal.is_finished(path):
                self._done[path] = size
                continue
            task = Task(path=path, data=data, done=self.journal.places(path))
            yield from lanes(task, self._processes if size > SHARED_BYTES else 1)

    def _url_tasks(self, urls: Sequence[str]) -> Iterator[Task]:
        """A task for each address, or the issue why it is not fetched."""
        if not urls:
            return
        from firsthand.ingest.workers import Task

        for url in urls:
            if not self.options.fetch:
                detail = "an address; nothing is fetched unless you ask for it: add --fetch"
                self.issues.add(Issue(code="not-fetched", where=url, detail=detail))
                continue
            for document in self.journal.recall(url, 0):
                self._take(url, document, log=False)
            if not self.journal.is_finished(url):
                yield Task(path=url, url=url)

    @property
    def _processes(self) -> int:
        if self.options.processes:
            return self.options.processes
        # Containers are often given fewer cores than the machine has.
        allowed = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
        return allowed or 1

    def _read_tasks(self, tasks: Sequence[Task]) -> None:
        from firsthand.ingest.workers import Ended, Terms, read_tasks

        reach = self.options.reach + ("+proxy" if self.options.behind_proxy else "")
        terms = Terms(limits=self.options.limits, columns=self.options.columns, reach=reach)
        # A process that reads but a page or two costs more than it saves.
        processes = min(self._processes, 1 + len(tasks) // 8 + self._total // SHARED_BYTES)
        at: dict[Task, int] = {}
        left: dict[str, int] = {}
        for task in tasks:
            left[task.path] = left.get(task.path, 0) + 1
        told = read_tasks(tasks, terms, processes)
        try:
            for task, event in told:
                if isinstance(event, Ended):
                    left[task.path] -= 1
                    if not left[task.path]:
                        self.journal.finish(task.path)
                        self._done[task.path] = _size(task.path)
                elif isinstance(event, Begun):
                    at[task] = event.place
                    self._done[task.path] = max(self._done.get(task.path, 0), event.offset)
                else:
                    self._take(task.path, event, at.get(task))
        finally:
            told.close()  # type: ignore[attr-defined]

    def _take(
        self, path: str, outcome: RawDocument | Issue | Note, place: int | None = None, *, log: bool = True
    ) -> None:
        """Take over one document or issue."""
        if isinstance(outcome, Issue) and outcome.code in _UNMEANT and path not in self._named:
            outcome = Note(where=outcome.where, detail=outcome.detail)
        note = None
        if isinstance(outcome, Note):
            status, note = "note", f"{outcome.where}: {outcome.detail}"
        elif isinstance(outcome, Issue):
            self.issues.add(outcome)
            status = "failed"
        else:
            known = self.found.get(outcome.sha256)
            status = "read" if known is None else "duplicate"
            self.found[outcome.sha256] = outcome if known is None else _merged(known, outcome)
        if status in self._counts:
            self._counts[status] += 1
        if log:
            self.journal.write(path, place, status, outcome)
        self.tell(note)

    def tell(self, note: str | None = None, *, finished: bool = False) -> None:
        """Tell whoever watches how far reading is."""
        if self.options.watch is not None:
            self.options.watch(
                Progress(
                    read=self._counts["read"],
                    duplicates=self._counts["duplicate"],
                    failed=self._counts["failed"],
                    bytes_done=sum(self._done.values()),
                    bytes_total=self._total,
                    note=note,
                    finished=finished,
                )
            )


def read_plain_text(path: str, limit: int) -> RawDocument | Issue:
    """The document that a file of plain text holds, as it stands, or the issue why there is none."""
    data = read_bytes(path, limit)
    if isinstance(data, Issue):
        return data
    decoded = decode(data) if data.strip() else None
    if decoded is None and data.strip():
        detail = "binary data, not text; expected an article as plain text: save its text as UTF-8"
        return Issue(code="binary", where=path, detail=detail)
    if decoded is None or not decoded.text.strip():
        what = "an empty file" if not data else "nothing but blank space"
        return Issue(
            code="empty", where=path, detail=f"{what}; expected the text of an article: save it again"
        )
    issues: tuple[Issue, ...] = ()
    if decoded.note:
        code = "damaged" if decoded.damaged else "decoded"
        detail = f"{decoded.note}; expected UTF-8: if words look wrong, save it as UTF-8"
        issues = (Issue(code=code, where=path, detail=detail),)
    return RawDocument(
        paths=(path,),
        sha256=hashlib.sha256(data).hexdigest(),
        text=decoded.text,
        encoding=decoded.encoding,
        issues=issues,
    )


def _merged(one: RawDocument, other: RawDocument) -> RawDocument:
    """One document of two with the same bytes: all paths, and what is told under the first of them."""
    first = min(one, other, key=lambda document: document.paths)
    return replace(first, paths=tuple(sorted({*one.paths, *other.paths})))


def _size(path: str) -> int:
    try:
        return Path(path).stat().st_size
    except (OSError, ValueError):
        return 0
