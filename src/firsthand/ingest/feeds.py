"""The sources for feeds: RSS and Atom by feedparser, which is given bytes only, and JSON Feed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import feedparser

from firsthand.ingest.facts import fact, iso_time, names, plain_url
from firsthand.ingest.limits import LimitError
from firsthand.ingest.sources import Context, Member, Outcome, part
from firsthand.model import Fact

_ROOT = re.compile(rb"<(?:rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)
_XML = re.compile(rb"\s*<(?:\?xml|rss|feed|rdf:RDF|!DOCTYPE)", re.IGNORECASE)
# Entities declared in a feed serve nobody but who wants to blow it up.
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


class Feed:
    """RSS of any version, and Atom."""

    name = "feed"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of a feed's root element."""
        del name
        start = head.removeprefix(b"\xef\xbb\xbf")
        if _XML.match(start) and (_ROOT.search(start) or _is_doctype(start)):
            return 0.97
        return 0.6 if media in ("application/rss+xml", "application/atom+xml") else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member an entry that has text."""
        data = member.read(context.limits.page_bytes, "a feed")
        if _ENTITY.search(data):
            raise LimitError(
                "entities",
                "a feed that declares entities; none is expanded here: leave it out, or save it anew",
            )
        # `sanitize_html` and `resolve_relative_uris` cost more than the parsing; scripts are dropped later.
        found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
        if not found.entries:
            why = str(found.get("bozo_exception", "")) or "no entry in it"
            raise LimitError("no-text", f"a feed without entries ({why[:200]}); expected articles in it")
        outlet = found.feed.get("title")
        for n, entry in enumerate(found.entries, 1):
            yield _member(member, n, entry, outlet)
        if (
            found.bozo
            and isinstance(found.get("bozo_exception"), Exception)
            and _is_cut(found.bozo_exception)
        ):
            raise LimitError(
                "damaged",
                f"a feed that is damaged or cut off; {len(found.entries)} entries were read: get it again",
            )


def _is_doctype(start: bytes) -> bool:
    return b"<!DOCTYPE" in start[:200] and b"ENTITY" in start and b"<html" not in start.lower()


def _is_cut(error: Exception) -> bool:
    return "SAXParse" in type(error).__name__


def _member(member: Member, n: int, entry: Any, outlet: str | None) -> Member:  # noqa: ANN401
    contents = [one.get("value") or "" for one in entry.get("content", ())] + [entry.get("summary") or ""]
    markup = max(contents, key=len)
    facts: tuple[Fact, ...] = (
        *fact("title", entry.get("title"), "feed entry", 0.9),
        *fact("outlet", (entry.get("source") or {}).get("title") or outlet, "feed title", 0.6),
        *fact("byline", names(entry.get("author")), "feed entry", 0.8),
        *fact("published", iso_time(entry.get("published")), "feed entry", 0.85),
        *fact("modified", iso_time(entry.get("updated")), "feed entry", 0.7),
        *fact("url", plain_url(entry.get("link")), "feed entry", 0.9),
    )
    return part(
        member, str(n), markup.encode("utf-8", "replace"), kind="fragment", encoding="utf-8", facts=facts
    )


def json_feed(member: Member, feed: dict[str, Any]) -> Iterator[Member]:
    """One member an item of a JSON Feed."""
    items = feed.get("items")
    for n, item in enumerate(items if isinstance(items, list) else (), 1):
        if not isinstance(item, dict):
            continue
        authors = item.get("authors") or item.get("author") or feed.get("authors")
        facts = (
            *fact("title", _string(item.get("title")), "feed item", 0.9),
            *fact("outlet", _string(feed.get("title")), "feed title", 0.6),
            *fact("byline", names(authors), "feed item", 0.85),
            *fact("published", iso_time(_string(item.get("date_published"))), "feed item", 0.9),
            *fact("modified", iso_time(_string(item.get("date_modified"))), "feed item", 0.9),
            *fact("url", plain_url(_string(item.get("url"))), "feed item", 0.95),
            *fact("language", _string(item.get("language") or feed.get("language")), "feed item", 0.7),
        )
        markup = _string(item.get("content_html"))
        text = markup or _string(item.get("content_text")) or _string(item.get("summary")) or ""
        kind = "fragment" if markup else "passage"
        data = text.encode("utf-8", "replace")
        yield part(member, str(n), data, kind=kind, encoding="utf-8", facts=facts)


def _string(given: object) -> str | None:
    return given if isinstance(given, str) else None
