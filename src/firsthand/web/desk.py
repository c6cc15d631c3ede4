"""What the pages and the API ask of the library, with results kept while nothing changes."""

from __future__ import annotations

import getpass
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firsthand.desk import result_of, trace_due, views
from firsthand.desk.judging import all_judgements, concerning, decide, judged_result, judgement_count
from firsthand.errors import LibraryError
from firsthand.model import Result
from firsthand.store import Library
from firsthand.store.columns import number_of, shown_id
from firsthand.store.judgements import Judgement, standing
from firsthand.store.stories import StoryRow, load_story, load_traces
from firsthand.web.jobs import Jobs

# So many stories are kept ready; one of 200 articles takes some 10 MB.
KEPT = 12


class Conflict(Exception):  # noqa: N818 - it is no error: two people work at once
    """Somebody else decided on the same subject since the page was made."""

    def __init__(self, other: Judgement) -> None:
        super().__init__(other.verdict)
        self.other = other


@dataclass(frozen=True, slots=True, kw_only=True)
class StoryView:
    """A story with the decisions that stand on it.

    `fresh` are the links that the program finds only since people decided on others.
    """

    row: StoryRow
    result: Result
    held: tuple[Judgement, ...]
    fresh: frozenset[tuple[str, str]] = frozenset()


class Desk:
    """A library that is shown, its jobs, and the stories that were asked for last."""

    def __init__(self, library: Library, *, reach: str = "public") -> None:
        self.library = library
        self.jobs = Jobs(library, reach=reach)
        self._kept: OrderedDict[tuple[Any, ...], Result] = OrderedDict()
        self._lock = threading.Lock()

    def story(self, story: str, *, own: bool = False) -> StoryView:
        """The story of that id, or the one that it was merged into.

        Errors:
            LibraryError: there is none. UsageError: that is no id.
        """
        with self.library.read() as connection:
            row = load_story(connection, number_of("story", story))
            traced = bool(load_traces(connection, [row.n]))
        if not traced:
            trace_due(self.library, [row.n])
        result = self._result(row, own=own)
        if not result.stories:
            raise LibraryError(f"{story}: this story has no article any more")
        inside = result.stories[0].articles
        held = standing(concerning(all_judgements(self.library), inside, shown_id("story", row.n)))
        fresh: frozenset[tuple[str, str]] = frozenset()
        if not own and any(one.kind == "parent" for one in held):
            before = {(one.child, one.parent) for one in self._result(row, own=True).lineage}
            fresh = frozenset((one.child, one.parent) for one in result.lineage) - before
        return StoryView(row=row, result=result, held=held, fresh=fresh)

    def _result(self, row: StoryRow, *, own: bool) -> Result:
        key = (row.n, row.traced, row.size, judgement_count(self.library), own)
        with self._lock:
            result = self._kept.get(key)
        if result is None:
            result = (result_of if own else judged_result)(self.library, [row.n])
            with self._lock:
                self._kept[key] = result
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return result

    def decide(self, judgement: Judgement, seen: int | None) -> int:
        """Keep a decision; its number. `seen` is the last on its subject that the page showed, 0 for none.

        Errors:
            Conflict: somebody else decided on it since. UsageError: it makes no sense.
        """
        if seen is not None:
            same = [
                one
                for one in all_judgements(self.library)
                if (one.kind, one.subject) == (judgement.kind, judgement.subject)
            ]
            latest = same[-1] if same else None
            fresh = latest is not None and latest.n > seen and latest.verdict != "undone"
            if latest is not None and fresh and latest.who != judgement.who:
                raise Conflict(latest)
        return decide(self.library, judgement)

    def news(self, rows: tuple[Mapping[str, Any], ...]) -> dict[str, int]:
        """For each story what was logged of it in the last day of the library's life, without mere traces."""
        if not rows:
            return {}
        newest = max(str(row["changed"]) for row in rows)
        return {
            str(row["id"]): self._count(number_of("story", str(row["id"])), newest[:10])
            for row in rows[:50]
            if str(row["changed"])[:10] == newest[:10]
        }

    def _count(self, story: int, day: str) -> int:
        events = views.event_rows(self.library, 0, views.Filter(story=story, limit=2000))
        told = ("article-added", "claim-new", "figure-moved", "change-new", "article-version")
        return sum(one["kind"] in told and one["at"][:10] == day for one in events)


def user_name() -> str:
    """Who judges, until they say otherwise."""
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "somebody"
