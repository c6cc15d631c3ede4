"""Articles that are being added: one job at a time, each safe in the library step by step."""

from __future__ import annotations

import secrets
import shutil
import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Literal

from firsthand.desk import AddOptions, add_documents, trace_due
from firsthand.desk.adding import BATCH
from firsthand.errors import FirsthandError
from firsthand.ingest import Progress, ReadOptions, read_inputs
from firsthand.model import Issue
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


class Jobs:
    """All jobs of a server; they are worked off one after the other."""

    def __init__(self, library: Library) -> None:
        self.library = library
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
        job = Job(id=secrets.token_hex(6), label=label)
        self._jobs[job.id] = job
        for old in list(self._jobs)[:-REMEMBERED]:
            if self._jobs[old].finished:
                del self._jobs[old]
        thread = threading.Thread(target=self._work, args=(job, list(paths), folder, fetch), daemon=True)
        thread.start()
        return job

    def _work(self, job: Job, paths: Sequence[Path | str], folder: Path | None, fetch: bool) -> None:  # noqa: FBT001
        with self._turn:
            try:
                self._add(job, paths, folder, fetch=fetch)
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
        job.state = "reading"

        def watch(progress: Progress) -> None:
            job.read, job.bytes_done = progress.read, progress.bytes_done
            job.bytes_total = progress.bytes_total

        options = ReadOptions(fetch=fetch, watch=watch)
        documents, issues = read_inputs([str(one) for one in paths], options=options)
        if folder is not None:
            before = f"{folder}/"
            documents = tuple(
                replace(one, paths=tuple(path.removeprefix(before) for path in one.paths))
                for one in documents
            )
            issues = tuple(replace(one, where=one.where.removeprefix(before)) for one in issues)
        job.issues.extend(issues)
        for start in range(0, len(documents), BATCH):
            found = add_documents(
                self.library, documents[start : start + BATCH], options=AddOptions(trace=False)
            )
            job.added += [
                (shown_id("article", one.article), one.status, one.paths[0] if one.paths else "")
                for one in found
            ]
        inside = {issue for one in documents for issue in one.issues}
        others = [issue for issue in issues if issue not in inside]
        if others:
            with self.library.write() as connection:
                save_issues(connection, self.library.clock(), None, others)
