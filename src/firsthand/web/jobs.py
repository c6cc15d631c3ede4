"""Articles that are being added: one job at a time, each safe in the library step by step."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from firsthand.desk import AddOptions, add_documents, trace_due
from firsthand.desk.adding import BATCH, Added
from firsthand.desk.fetching import Fetcher
from firsthand.desk.watching import WatchOptions, watch_round
from firsthand.errors import FirsthandError, InputError
from firsthand.ingest import Progress, ReadOptions, read_in_parts, total_size
from firsthand.model import Issue, RawDocument
from firsthand.store import Library
from firsthand.store.articles import save_issues
from firsthand.store.columns import shown_id

State = Literal["waiting", "reading", "tracing", "done", "failed"]
# So many jobs are remembered; what they added is in the library anyway.
REMEMBERED = 200


@dataclass(slots=True)
class Job:
    """One lot of articles on its way in; changed by the thread that works on it."""

    id: str
    label: str
    state: State = "waiting"
    read: int = 0
    bytes_done: int = 0
    bytes_total: int = 0
    added: list[tuple[str, str, str]] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)
    error: str = ""

    @property
    def counts(self) -> dict[str, int]:
        """How many articles were new, known and so on."""
        return dict(Counter(status for _, status, _ in self.added))

    @property
    def finished(self) -> bool:
        """Whether nothing more will come."""
        return self.state in ("done", "failed")

    def took(self, found: Sequence[Added]) -> None:
        """Note what is kept safely."""
        self.added += [
            (shown_id("article", one.article), one.status, one.paths[0] if one.paths else "") for one in found
        ]


class Jobs:
    """All jobs of a server; they are worked off one after the other.

    `reach` "any" lets feeds be fetched from private addresses, for tests with a server of their own.
    """

    def __init__(self, library: Library, *, reach: str = "public") -> None:
        self.library = library
        self._reach = reach
        self._jobs: dict[str, Job] = {}
        self._turn = threading.Lock()

    def find(self, job: str) -> Job | None:
        """The job of that id; None where there is none, or the server was started anew since."""
        return self._jobs.get(job)

    def running(self) -> list[Job]:
        """The jobs that are not finished."""
        return [one for one in list(self._jobs.values()) if not one.finished]

    def begin(
        self, paths: Sequence[Path | str], label: str, *, folder: Path | None = None, fetch: bool = False
    ) -> Job:
        """A new job for these paths; `folder` holds uploads: it is removed at the end, paths leave it out."""
        return self._begin(label, lambda job: self._add(job, paths, folder, fetch=fetch), folder)

    def begin_feed(self, address: str) -> Job:
        """A new job for the entries of a feed, whose pages are fetched."""
        return self._begin(address, lambda job: self._follow(job, address), None)

    def _begin(self, label: str, work: Callable[[Job], None], folder: Path | None) -> Job:
        job = Job(id=secrets.token_hex(6), label=label)
        self._jobs[job.id] = job
        for old in list(self._jobs)[:-REMEMBERED]:
            if self._jobs[old].finished:
                del self._jobs[old]
        threading.Thread(target=self._work, args=(job, work, folder), daemon=True).start()
        return job

    def _work(self, job: Job, work: Callable[[Job], None], folder: Path | None) -> None:
        with self._turn:
            try:
                job.state = "reading"
                work(job)
                job.state = "tracing"
                trace_due(self.library, told=lambda n: job.stories.append(shown_id("story", n)))
                job.state = "done"
            except FirsthandError as error:
                job.state, job.error = "failed", str(error)
            except Exception as error:  # noqa: BLE001 - the page must say that it failed, whatever it was
                job.state, job.error = "failed", f"{type(error).__name__}: {error}"
            finally:
                if folder is not None:
                    shutil.rmtree(folder, ignore_errors=True)

    def _add(self, job: Job, paths: Sequence[Path | str], folder: Path | None, *, fetch: bool) -> None:
        """Read and keep part by part: what was kept stays, whatever becomes of the rest."""
        read_before = bytes_before = 0

        def watch(progress: Progress) -> None:
            job.read = read_before + progress.read
            job.bytes_done = bytes_before + progress.bytes_done
            job.bytes_total = max(job.bytes_total, job.bytes_done)

        job.bytes_total = total_size(paths)
        options = ReadOptions(fetch=fetch, watch=watch)
        for documents, issues in read_in_parts([str(one) for one in paths], BATCH, options=options):
            self._keep(job, documents, issues, folder)
            read_before, bytes_before = job.read, job.bytes_done

    def _keep(
        self,
        job: Job,
        documents: tuple[RawDocument, ...],
        issues: tuple[Issue, ...],
        folder: Path | None,
    ) -> None:
        if folder is not None:
            before = f"{folder}/"
            documents = tuple(
                replace(one, paths=tuple(path.removeprefix(before) for path in one.paths))
                for one in documents
            )
            issues = tuple(replace(one, where=one.where.removeprefix(before)) for one in issues)
        job.issues.extend(issues)
        for start in range(0, len(documents), BATCH):
            part = documents[start : start + BATCH]
            job.took(add_documents(self.library, part, options=AddOptions(trace=False)))
        inside = {issue for one in documents for issue in one.issues}
        others = [issue for issue in issues if issue not in inside]
        if others:
            with self.library.write() as connection:
                save_issues(connection, self.library.clock(), None, others)

    def _follow(self, job: Job, address: str) -> None:
        options = WatchOptions(at_once=True, told=job.took)
        done = watch_round(self.library, [address], (), Fetcher(reach=self._reach), options=options)
        job.stories += [shown_id("story", n) for n in done.stories]
        problems = [one.removeprefix(f"{address}: ") for one in done.problems]
        job.issues += [Issue(code="feed-failed", where=address, detail=one) for one in problems]
        if problems and not job.added:
            raise InputError(problems[0])
