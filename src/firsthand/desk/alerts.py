"""What is worth telling a desk of what happened in a library: read off the log, in today's words."""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.request
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import Connection

from firsthand.desk.versions import Edit, edit_of
from firsthand.errors import LibraryError
from firsthand.model import Article, Change, Claim
from firsthand.pipeline import Traced
from firsthand.store import Library
from firsthand.store.articles import load_articles
from firsthand.store.columns import number_of, shown_id
from firsthand.store.log import Event, last_cursor, read_events
from firsthand.store.records import from_plain
from firsthand.store.stories import StoryRow, load_story, load_traces
from firsthand.store.watched import feed_state, save_feed_state

# A story that so many outlets tell, while all of its main claims go back to one origin, is worth a word.
OUTLETS = 4
# So many events are looked at in one go.
EVENTS = 1000
# How long whoever listens may take to answer.
SECONDS = 20.0
# Under this name the library keeps how far a listener has come.
_CURSOR = "(reported)"

AlertKind = Literal["one-origin", "grave-change", "figure-moved", "correction", "deleted"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """Something worth telling; `cursor` is that of the event it was read off."""

    kind: AlertKind
    cursor: int
    at: str
    line: str
    story: str | None = None
    article: str | None = None
    claim: str | None = None
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class _Words:
    """What is needed to put events into words, read when it is first asked for."""

    connection: Connection
    traces: dict[int, Traced | None] = field(default_factory=dict)
    articles: dict[int, Article | None] = field(default_factory=dict)

    def story(self, event: Event) -> StoryRow | None:
        try:
            return load_story(self.connection, event.story) if event.story else None
        except LibraryError:
            return None

    def trace(self, story: int) -> Traced | None:
        if story not in self.traces:
            found = load_traces(self.connection, [story]).get(story)
            self.traces[story] = from_plain(Traced, found[1]) if found else None
        return self.traces[story]

    def claim(self, story: int, number: int | None) -> Claim | None:
        traced = self.trace(story)
        name = shown_id("claim", number) if number else ""
        return next((one for one in traced.claims if one.id == name), None) if traced else None

    def article(self, number: int) -> Article | None:
        if number not in self.articles:
            self.articles[number] = load_articles(self.connection, [number]).get(number)
        return self.articles[number]

    def outlet(self, number: int) -> str:
        article = self.article(number)
        return (article.outlet or article.title if article else None) or shown_id("article", number)


def pending_alerts(library: Library, listener: str, outlets: int = OUTLETS) -> tuple[tuple[Alert, ...], int]:
    """What a listener has not been told yet, and the cursor to confirm once it was told.

    A listener that is new starts with what happens from now on: it confirms the cursor first.
    """
    with library.read() as connection:
        state = feed_state(connection, f"{_CURSOR} {listener}")
        told = {int(one) for one in state.get("one_origin", ())}
        cursor = int(state.get("cursor", 0))
        alerts: list[Alert] = []
        while events := read_events(connection, cursor, limit=EVENTS):
            words = _Words(connection=connection)
            for event in events:
                found = list(_alerts(event, words, outlets, told))
                told.update(int(one.story[1:]) for one in found if one.kind == "one-origin" and one.story)
                alerts += found
            cursor = events[-1].cursor
    edits = {
        one.article: edit_of(library, number_of("article", one.article))
        for one in alerts
        if one.kind == "correction" and one.article
    }
    return tuple(_with_edit(one, edits.get(one.article or ""), library) for one in alerts), cursor


def confirm(library: Library, listener: str, alerts: Sequence[Alert], cursor: int) -> None:
    """Note that a listener was told all up to a cursor."""
    name = f"{_CURSOR} {listener}"
    with library.write() as connection:
        state = feed_state(connection, name)
        told = {
            *state.get("one_origin", ()),
            *(int(a.story[1:]) for a in alerts if a.kind == "one-origin" and a.story),
        }
        save_feed_state(connection, name, {"cursor": cursor, "one_origin": sorted(told)})


def start_listening(library: Library, listener: str) -> None:
    """Let a new listener start with what happens from now on; one that is known goes on where it was."""
    name = f"{_CURSOR} {listener}"
    with library.read() as connection:
        known = feed_state(connection, name)
        cursor = last_cursor(connection)
    if not known:
        confirm(library, listener, (), cursor)


def _alerts(event: Event, words: _Words, outlets: int, told: set[int]) -> Iterator[Alert]:
    row = words.story(event)
    if row is None:
        return
    make = _ALERTS.get(event.kind)
    if make is not None and (found := make(event, row, words)) is not None:
        yield found
    if event.kind == "story-traced" and row.outlets >= outlets and row.n not in told:
        traced = words.trace(row.n)
        if traced is not None and _has_one_origin(traced, words):
            line = f"{row.outlets} outlets, one origin: {row.title}"
            yield _alert("one-origin", event, row, line)


def _has_one_origin(traced: Traced, words: _Words) -> bool:
    """Whether every claim that most tell goes back to one origin, at the most generous count."""
    widely = [one for one in traced.claims if len({r.article for r in one.readings}) >= 3]
    del words
    return bool(widely) and all(one.independent_at_most <= 1 for one in widely)


def _grave(event: Event, row: StoryRow, words: _Words) -> Alert | None:
    if event.detail.get("severity") != "high" or event.article is None:
        return None
    change = _change(event, row, words)
    if change is None:
        return None  # a later trace no longer has it
    parent, child = number_of("article", change.parent), event.article
    quotes = (
        _quote(words.article(parent), change.parent_span),
        _quote(words.article(child), change.child_span),
    )
    line = f"{change.kind}: {words.outlet(parent)} “{quotes[0]}” → {words.outlet(child)} “{quotes[1]}”"
    return _alert("grave-change", event, row, line)


def _change(event: Event, row: StoryRow, words: _Words) -> Change | None:
    traced = words.trace(row.n)
    claim = shown_id("claim", event.claim) if event.claim else ""
    child = shown_id("article", event.article) if event.article else ""
    parent = shown_id("article", int(event.detail.get("parent", 0)))
    wanted = (event.detail.get("kind"), claim, child, parent)
    changes = traced.changes if traced else ()
    return next((one for one in changes if (one.kind, one.claim, one.child, one.parent) == wanted), None)


def _moved(event: Event, row: StoryRow, words: _Words) -> Alert | None:
    claim = words.claim(row.n, event.claim)
    if claim is None:
        return None
    old, new = (", ".join(f"{one:,g}" for one in event.detail.get(name, ())) for name in ("old", "new"))
    return _alert("figure-moved", event, row, f"{claim.label}: {old or 'no figure'}, now also {new}")


def _correction(event: Event, row: StoryRow, words: _Words) -> Alert | None:
    if event.article is None or words.article(event.article) is None:
        return None
    return _alert("correction", event, row, f"{words.outlet(event.article)} changed its article: {row.title}")


def _deleted(event: Event, row: StoryRow, words: _Words) -> Alert | None:
    if event.article is None:
        return None
    return _alert("deleted", event, row, f"{words.outlet(event.article)} deleted its article: {row.title}")


_ALERTS: Mapping[str, Callable[[Event, StoryRow, _Words], Alert | None]] = {
    "change-new": _grave,
    "figure-moved": _moved,
    "article-version": _correction,
    "article-gone": _deleted,
}


def _alert(kind: AlertKind, event: Event, row: StoryRow, line: str) -> Alert:
    return Alert(
        kind=kind,
        cursor=event.cursor,
        at=event.at,
        line=line,
        story=shown_id("story", row.n),
        article=shown_id("article", event.article) if event.article else None,
        claim=shown_id("claim", event.claim) if event.claim else None,
        detail=event.detail,
    )


def _with_edit(alert: Alert, edit: Edit | None, library: Library) -> Alert:
    """A correction with what was changed."""
    if edit is None:
        return alert
    with library.read() as connection:
        texts = load_articles(connection, [number_of("article", one) for one in (edit.earlier, edit.later)])
    old, new = texts.get(number_of("article", edit.earlier)), texts.get(number_of("article", edit.later))
    parts = [
        f"{one.kind}: “{_quote(old, one.parent_span)}” → “{_quote(new, one.child_span)}”"
        for one in edit.changes
    ]
    parts = parts or [f"“{_quote(old, one.old)}” → “{_quote(new, one.new)}”" for one in edit.passages[:3]]
    detail = {**alert.detail, "changes": [one.kind for one in edit.changes], "passages": len(edit.passages)}
    return Alert(
        kind=alert.kind, cursor=alert.cursor, at=alert.at, line="; ".join([alert.line, *parts]),
        story=alert.story, article=alert.article, claim=alert.claim, detail=detail,
    )  # fmt: skip


def _quote(article: Article | None, span: Any) -> str:  # noqa: ANN401
    words = " ".join(span.of(article.text).split()) if article is not None and span is not None else ""
    return words if len(words) <= 120 else words[:119] + "…"


def as_row(alert: Alert) -> dict[str, Any]:
    """The alert as JSON values."""
    names = ("kind", "cursor", "at", "line", "story", "article", "claim", "detail")
    return {name: getattr(alert, name) for name in names}


def post(alerts: Sequence[Alert], address: str, secret: str, library: str) -> None:
    """Send alerts to whoever listens at an address, signed.

    The header `X-Firsthand-Signature` is "sha256=" and the HMAC of the body under the secret.

    Errors:
        OSError: nobody took them; they are sent again later.
    """
    body = {"format": "firsthand-alerts/1", "library": library, "alerts": [as_row(one) for one in alerts]}
    data = json.dumps(body, separators=(",", ":")).encode("ascii")
    headers = {"Content-Type": "application/json", "User-Agent": "firsthand"}
    if secret:
        signature = hmac.new(secret.encode("utf-8"), data, hashlib.sha256).hexdigest()
        headers["X-Firsthand-Signature"] = f"sha256={signature}"
    request = urllib.request.Request(address, data=data, headers=headers, method="POST")  # noqa: S310 - checked by the command
    with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
        answer.read(1024)
