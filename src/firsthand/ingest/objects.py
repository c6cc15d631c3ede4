"""The source for JSON: JSON Feed, news items as ninjs, and lists of objects from media databases."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from firsthand.ingest.columns import guess_columns, row_member, shown
from firsthand.ingest.events import Note
from firsthand.ingest.facts import fact, iso_time, names, plain_url
from firsthand.ingest.feeds import json_feed
from firsthand.ingest.limits import LimitError
from firsthand.ingest.sources import Context, Member, Outcome, part

_NINJS = frozenset({"body_text", "body_html", "body_xhtml", "bodies"})


class Json:
    """One JSON object or array."""

    name = "json"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Likely where it begins as JSON does."""
        start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
        if not start.startswith((b"{", b"[")):
            return 0.0
        named = name.lower().endswith((".json", ".ninjs")) or media.endswith("json")
        return 0.8 if named else 0.6 if start[1:].lstrip()[:1] in (b'"', b"{", b"}", b"]") else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The news items that the object is or holds."""
        data = member.read(context.limits.page_bytes * 2, "a JSON file")
        try:
            found = json.loads(data)
        except (ValueError, RecursionError) as error:
            raise LimitError(
                "damaged", f"no JSON that can be read ({str(error)[:100]}); get it again"
            ) from None
        if isinstance(found, dict) and str(found.get("format", "")).startswith("firsthand/"):
            raise LimitError("own-report", "a report of this program; expected articles: leave it out")
        if isinstance(found, dict) and str(found.get("version", "")).startswith("https://jsonfeed.org/"):
            yield from json_feed(member, found)
            return
        yield from _items(member, found, context)


def _items(member: Member, found: object, context: Context) -> Iterator[Outcome]:
    listed = found if isinstance(found, list) else _listed(found)
    chosen: dict[str, str] | None = None
    some = False
    for n, item in enumerate(listed, 1):
        if not isinstance(item, dict):
            continue
        name = str(n) if len(listed) > 1 else "item"
        if _NINJS & item.keys() and not context.columns:
            some = True
            yield _ninjs(member, name, item)
            continue
        fresh = guess_columns(tuple(item), context.columns)
        if "text" not in fresh:
            continue
        some = True
        if chosen is None:
            yield Note(where=member.name, detail=shown(fresh, context.columns))
        chosen = fresh
        yield row_member(member, name, item, chosen)
    if not some:
        raise LimitError(
            "no-text", "JSON without the text of an article; name its field with --columns text=NAME"
        )


def _listed(found: object) -> list[Any]:
    """The objects that an object holds under a name such as "articles", or the object itself."""
    if isinstance(found, dict):
        for name in ("articles", "items", "results", "docs", "documents", "hits", "data"):
            inside = found.get(name)
            if isinstance(inside, list) and inside and isinstance(inside[0], dict):
                return inside
    return [found]


def _ninjs(member: Member, name: str, item: dict[str, Any]) -> Member:
    """A news item in the IPTC's format, version 1, 2 or 3."""
    bodies = item.get("bodies")
    body = bodies[0] if isinstance(bodies, list) and bodies and isinstance(bodies[0], dict) else {}
    text = _string(item.get("body_text")) or ""
    markup = (
        _string(item.get("body_html")) or _string(item.get("body_xhtml")) or _string(body.get("value")) or ""
    )
    headlines = item.get("headlines")
    main = (
        headlines[0].get("value")
        if isinstance(headlines, list) and headlines and isinstance(headlines[0], dict)
        else None
    )
    source = (
        item.get("infosources")
        or item.get("infosource")
        or item.get("provider")
        or item.get("copyrightholder")
    )
    told = {name: _string(item.get(name)) for name in ("headline", "title", "byline", "uri", "language")}
    created, version = _string(item.get("firstcreated")), _string(item.get("versioncreated"))
    facts = (
        *fact("title", told["headline"] or _string(main) or told["title"], "ninjs", 0.95),
        *fact("outlet", names(source), "ninjs", 0.9),
        *fact("byline", told["byline"] or names(item.get("by")), "ninjs", 0.9),
        *fact("published", iso_time(created or version), "ninjs", 0.9),
        *fact("modified", iso_time(version or _string(item.get("contentcreated"))), "ninjs", 0.8),
        *fact("url", plain_url(told["uri"]), "ninjs", 0.7),
        *fact("language", told["language"], "ninjs", 0.9),
    )
    kind, body_text = ("passage", text) if text.strip() else ("fragment", markup)
    return part(member, name, body_text.encode("utf-8", "replace"), kind=kind, encoding="utf-8", facts=facts)


def _string(given: object) -> str | None:
    return given if isinstance(given, str) else None
