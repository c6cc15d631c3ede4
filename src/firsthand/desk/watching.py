"""Watching feeds and folders: what is new is added, and nothing is asked for more often than it must be.

Everything that is to be done stands in the library before it is begun: which entries wait to be fetched, when
each feed is polled next. So a process that is killed, a full disk or a network that fails loses nothing, and
what was done is not done twice.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, update

from firsthand.desk.adding import Added, AddOptions, add, add_documents
from firsthand.desk.feeds import TEASER_WORDS, WHOLE_WORDS, Entry, entry_page, parse_feed
from firsthand.desk.fetching import Fetcher, Page, Wanted
from firsthand.desk.tracing import trace_due
from firsthand.ingest.facts import fact, plain_url
from firsthand.ingest.workers import Task, Terms, read_tasks
from firsthand.model import Fact, Issue, RawDocument
from firsthand.store import Library
from firsthand.store.articles import kept, save_issues
from firsthand.store.log import Event, write_events
from firsthand.store.schema import articles
from firsthand.store.watched import (
    EntryRow,
    due_entries,
    feed_state,
    known_entries,
    save_entries,
    save_feed_state,
)

# A feed is polled so often unless it says otherwise.
EVERY = 15 * 60
# After a failure the pause doubles, up to a day; an entry is given up after so many tries, a day and a half.
LONGEST = 24 * 3600
TRIES = 8
FIRST_RETRY = 5 * 60
# Outlets change articles silently within hours: a page is looked at again after 1, 6 and 24 hours.
LOOKS = (3600, 6 * 3600, 24 * 3600)
# So many entries are fetched and added in one step.
STEP = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchOptions:
    """How feeds are watched: seconds between polls, whether pages are looked at again for silent edits.

    `at_once` asks for feeds that are not due yet as well. `told` is called with what was added after each
    step that is safely kept.
    """

    every: float = EVERY
    look_again: bool = True
    at_once: bool = False
    told: Callable[[Sequence[Added]], None] | None = None
    nlp: str | None = None
    processes: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """What one round did, and after how many seconds the next is due."""

    polled: int
    added: tuple[Added, ...]
    stories: tuple[int, ...]
    problems: tuple[str, ...]
    wait: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """An entry that is to be fetched or looked at again, and what is to be done with what comes."""

    row: EntryRow
    page: Page | None
    task: Task | None


def watch_round(
    library: Library,
    feeds: Sequence[str],
    folders: Sequence[str],
    fetcher: Fetcher,
    *,
    options: WatchOptions | None = None,
) -> Round:
    """Poll the feeds that are due, add what is new in feeds and folders, and trace what changed."""
    options = options or WatchOptions()
    problems: list[str] = []
    polled = _poll(library, feeds, fetcher, options, problems)
    added: list[Added] = []
    while True:
        now = _now(library)
        with library.read() as connection:
            latest = _stamp(now + LONGEST + FIRST_RETRY)
            rows = due_entries(connection, _stamp(now), latest, feeds, STEP)
        if not rows:
            break
        found = _take_in(library, rows, fetcher, options, problems)
        added += found
        if options.told is not None:
            options.told(found)
    if folders:
        inside, issues = add(library, folders, options=AddOptions(trace=False, nlp=options.nlp))
        added += [one for one in inside if one.status != "known"]
        problems += [f"{issue.where}: {issue.detail}" for issue in issues]
    stories = trace_due(library, nlp=options.nlp)
    return Round(
        polled=polled,
        added=tuple(added),
        stories=stories,
        problems=tuple(problems),
        wait=_wait(library, feeds, options),
    )


def _poll(
    library: Library, feeds: Sequence[str], fetcher: Fetcher, options: WatchOptions, problems: list[str]
) -> int:
    """Ask for the feeds that are due and note their entries; how many were asked for."""
    now = _now(library)
    with library.read() as connection:
        states = {address: feed_state(connection, address) for address in feeds}
    due = [
        (address, _wanted(state.get("moved_to") or address, state))
        for address, state in states.items()
        if options.at_once or (_is_due(state, now) and not state.get("gone"))
    ]
    for address, page in fetcher.all(due):
        state = states[address]
        with library.write() as connection:
            _note_feed(connection, library, address, page, state, options, problems)
    return len(due)


def _note_feed(  # noqa: PLR0913 - all that one answer touches
    connection: Connection,
    library: Library,
    address: str,
    page: Page,
    state: Mapping[str, Any],
    options: WatchOptions,
    problems: list[str],
) -> None:
    """Note, in one step, what a feed answered and which entries now wait."""
    now = _now(library)
    fresh: dict[str, Any] = {**state, "failures": 0, "due": now + options.every}
    problem = page.why
    if page.status == 200:
        try:
            outlet, found = parse_feed(page.data, page.url, page.media)
            save_entries(connection, _stamp(now), _new_rows(connection, address, outlet, found, now))
            fresh.update(etag=page.etag, modified=page.modified)
        except (ValueError, RecursionError, LookupError) as error:
            problem = str(error)
    elif page.status == 304:
        problem = ""
    elif page.status == 410:
        fresh["gone"] = True
    if page.moved and not problem:
        fresh["moved_to"] = page.url
    if problem:
        failures = int(state.get("failures", 0)) + 1
        pause = max(page.wait, min(LONGEST, options.every * 2.0 ** min(failures, 20)))
        fresh.update(failures=failures, due=now + pause)
        problems.append(f"{address}: {problem}")
        noted = Issue(code="feed-failed", where=address, detail=problem)
        save_issues(connection, _stamp(now), None, [noted])
    save_feed_state(connection, address, fresh)


def _new_rows(
    connection: Connection, address: str, outlet: str, found: Sequence[Entry], now: float
) -> list[EntryRow]:
    """The entries that are new or changed, as rows that wait."""
    known = known_entries(connection, address, [one.key for one in found])
    rows = []
    for one in found:
        before = known.get(one.key)
        if before is not None and before.get("mark") == one.mark:
            continue
        state: dict[str, Any] = {"mark": one.mark, "url": one.url, "tries": 0}
        if one.words >= TEASER_WORDS:
            state["page"] = base64.b64encode(entry_page(one, outlet)).decode("ascii")
            state["whole"] = one.words >= WHOLE_WORDS
        if one.url is None and "page" not in state:
            continue  # a line without an article behind it
        rows.append(EntryRow(address=address, key=one.key, due=_stamp(now), state=state))
    return rows


def _take_in(
    library: Library,
    rows: Sequence[EntryRow],
    fetcher: Fetcher,
    options: WatchOptions,
    problems: list[str],
) -> list[Added]:
    """Fetch entries, add what they hold, and note what became of each."""
    pages: dict[str, Page] = {}
    asked = [(row.key, _wanted(str(row.state["url"]), row.state)) for row in rows if _needs_page(row)]
    pages.update(fetcher.all(asked))
    works = [_work(row, pages.get(row.key)) for row in rows]
    tasks = [work.task for work in works if work.task is not None]
    documents, issues = _read(tasks, options)
    data = {hashlib.sha256(task.data).hexdigest(): task.data for task in tasks if task.data is not None}
    done = add_documents(library, documents, options=AddOptions(nlp=options.nlp), data=data)
    by_path = {path: one for one in done for path in one.paths}
    now = _now(library)
    with library.write() as connection:
        save_issues(connection, _stamp(now), None, issues)
        for work in works:
            name = work.task.path if work.task is not None else ""
            row = _settled(connection, work, by_path.get(name), now, options, problems)
            save_entries(connection, _stamp(now), [row])
    return [one for one in done if one.status != "known"]


def _needs_page(row: EntryRow) -> bool:
    return bool(row.state.get("url")) and not row.state.get("whole")


def _work(row: EntryRow, page: Page | None) -> _Work:
    """What is read for an entry: its page, else its own text where the page is refused or gone for good."""
    url = str(row.state.get("url") or f"{row.address}#{row.key[:12]}")
    own = base64.b64decode(row.state["page"]) if row.state.get("page") else None
    if page is None:
        return _Work(row=row, page=None, task=Task(path=url, data=own) if own else None)
    if page.status == 200:
        return _Work(row=row, page=page, task=Task(path=url, data=page.data))
    refused = page.status in (401, 402, 403, 404, 410, 451)
    if refused and own is not None and "article" not in row.state:
        return _Work(row=row, page=page, task=Task(path=url, data=own))
    return _Work(row=row, page=page, task=None)


def _settled(
    connection: Connection,
    work: _Work,
    added: Added | None,
    now: float,
    options: WatchOptions,
    problems: list[str],
) -> EntryRow:
    """The entry's row after it was dealt with: done, to be looked at again, or to be tried again."""
    row, page = work.row, work.page
    state = dict(row.state)
    if added is not None:
        state.pop("page", None)
        state.update(article=added.article, tries=0)
        if page is not None:
            state.update(etag=page.etag, modified=page.modified)
        return replace(row, due=_next_look(state, page, now, options), state=state)
    if page is not None and "article" in state and (page.status == 304 or page.is_gone):
        if page.is_gone:
            _note_gone(connection, int(state["article"]), _stamp(now))
            return replace(row, due=None, state=state)
        return replace(row, due=_next_look(state, page, now, options), state=state)
    state["tries"] = int(state.get("tries", 0)) + 1
    refused = page is None or page.status == 200 or _is_refused(page.status)
    if refused or state["tries"] >= TRIES:
        state["given_up"] = True
        why = page.why if page is not None and page.why else "no article's text in it"
        problems.append(f"{state.get('url') or row.address}: {why}")
        save_issues(
            connection,
            _stamp(now),
            None,
            [Issue(code="entry-failed", where=str(state.get("url") or row.address), detail=why)],
        )
        return replace(row, due=None, state=state)
    pause = max(page.wait if page else 0.0, min(LONGEST, FIRST_RETRY * 2.0 ** (state["tries"] - 1)))
    return replace(row, due=_stamp(now + pause), state=state)


def _is_refused(status: int) -> bool:
    """Whether asking again is of no use."""
    return 400 <= status < 500 and status not in (408, 425, 429)


def _next_look(state: dict[str, Any], page: Page | None, now: float, options: WatchOptions) -> str | None:
    """When a page is looked at again for silent edits; None: never again."""
    looks = int(state.get("looks", 0))
    if page is None or not options.look_again or looks >= len(LOOKS):
        return None
    state["looks"] = looks + 1
    return _stamp(now + LOOKS[looks])


def _note_gone(connection: Connection, number: int, at: str) -> None:
    """Note that an outlet deleted an article's page; the article stays."""
    row = kept(connection, number)
    if row is None or row.gone is not None:
        return
    connection.execute(update(articles).where(articles.c.n == number).values(gone=at))
    write_events(connection, at, [Event(kind="article-gone", story=row.story, article=number)])


def _read(tasks: Sequence[Task], options: WatchOptions) -> tuple[list[RawDocument], list[Issue]]:
    """The documents of fetched pages, read in processes that can be killed."""
    if not tasks:
        return [], []
    documents: dict[str, RawDocument] = {}
    issues: list[Issue] = []
    for task, event in read_tasks(tasks, Terms(), min(options.processes, 1 + len(tasks) // 8)):
        if isinstance(event, RawDocument):
            before = documents.get(event.sha256)
            paths = {task.path, *(before.paths if before else ())}
            documents[event.sha256] = replace(
                event, paths=tuple(sorted(paths)), facts=_with_address(event.facts, task.path)
            )
        elif isinstance(event, Issue):
            issues.append(event)
    return [documents[digest] for digest in sorted(documents)], issues


def _with_address(facts: tuple[Fact, ...], address: str) -> tuple[Fact, ...]:
    """The facts of a page, with the address that it was fetched from where it names none itself."""
    if any(one.name == "url" for one in facts) or "#" in address:
        return facts
    return (*facts, *fact("url", plain_url(address), "address of the page", 0.5))


def _wanted(url: str, state: Mapping[str, Any]) -> Wanted:
    return Wanted(url=url, etag=str(state.get("etag") or ""), modified=str(state.get("modified") or ""))


def _is_due(state: Mapping[str, Any], now: float) -> bool:
    """Whether a feed is to be polled; a date beyond any pause was written by a clock that ran ahead."""
    due = float(state.get("due", 0))
    return due <= now or due > now + LONGEST + FIRST_RETRY


def _wait(library: Library, feeds: Sequence[str], options: WatchOptions) -> float:
    """Seconds until something is due."""
    now = _now(library)
    with library.read() as connection:
        states = [feed_state(connection, address) for address in feeds]
        waiting = due_entries(connection, "~", "~", feeds, 1)
    due = [float(state.get("due", 0)) - now for state in states if not state.get("gone")]
    due += [_seconds(row.due) - now for row in waiting if row.due is not None]
    return max(1.0, min([*due, options.every]))


def _now(library: Library) -> float:
    return _seconds(library.clock())


def _seconds(stamp: str) -> float:
    return dt.datetime.fromisoformat(stamp).timestamp()


def _stamp(seconds: float) -> str:
    return dt.datetime.fromtimestamp(seconds, dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
