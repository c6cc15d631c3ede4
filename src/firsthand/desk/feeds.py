"""What is watched: feeds, lists of feeds (OPML) and folders; and the entries of a feed."""

from __future__ import annotations

import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser
from lxml import etree

from firsthand.errors import InputError

# An entry whose own text has so many words is the whole article; fewer are a teaser, and its page is asked.
WHOLE_WORDS = 150
# Where its page cannot be had, a text of so many words is better than nothing.
TEASER_WORDS = 40
_TAG = re.compile(r"<[^>]*>")
_ENTITY = re.compile(rb"<!ENTITY", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One entry of a feed. `key` stays the same for it, `mark` changes when it was changed."""

    key: str
    mark: str
    url: str | None
    title: str
    published: str
    text: str

    @property
    def words(self) -> int:
        """How many words its own text has."""
        return len(_TAG.sub(" ", self.text).split())


def expand_sources(given: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The addresses of feeds and the folders that the arguments stand for, each once, sorted.

    Errors:
        InputError: an argument is neither an address nor a folder nor a list of feeds.
    """
    feeds: set[str] = set()
    folders: set[str] = set()
    for one in given:
        if re.match(r"https?://", one, re.IGNORECASE):
            feeds.add(one)
        elif Path(one).is_dir():
            folders.add(one)
        else:
            feeds.update(_listed(one))
    return tuple(sorted(feeds)), tuple(sorted(folders))


def _listed(path: str) -> set[str]:
    """The feeds that an OPML file, or a list of addresses one a line, names."""
    try:
        data = Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected feeds (OPML), an address or a folder") from None
    found: set[str] = set()
    if data.lstrip().startswith(b"<"):
        parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
        root = etree.fromstring(data, parser)
        for outline in root.iter("outline") if root is not None else ():
            address = outline.get("xmlUrl") or outline.get("xmlurl") or ""
            if address.lower().startswith(("http://", "https://")):
                found.add(address)
    else:
        lines = (line.strip() for line in data.decode("utf-8", "replace").splitlines())
        found.update(line for line in lines if line.lower().startswith(("http://", "https://")))
    if not found:
        raise InputError(f"{path}: no feed in it; expected OPML with xmlUrl, or an address a line")
    return found


def parse_feed(data: bytes, address: str, media: str = "") -> tuple[str, tuple[Entry, ...]]:
    """The feed's title and its entries, the oldest first as far as the feed is in order.

    Errors:
        ValueError: it is no feed, or one that declares entities.
    """
    if data.lstrip()[:1] == b"{":
        return _json_feed(json.loads(data), address)
    if _ENTITY.search(data):
        raise ValueError("a feed that declares entities, which serve nobody but an attacker")
    headers = {"content-type": media} if media else {}
    found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False, response_headers=headers)
    if not found.entries and not found.get("version"):
        why = str(found.get("bozo_exception", "") or "no feed in it")
        raise ValueError(f"no feed ({why[:200]})")
    entries = [_entry(one, address) for one in found.entries]
    return str(found.feed.get("title") or ""), tuple(_each_once(reversed(entries)))


def _entry(one: Any, address: str) -> Entry:  # noqa: ANN401
    contents = [part.get("value") or "" for part in one.get("content", ())] + [one.get("summary") or ""]
    return _made(
        name=one.get("id") or "",
        url=one.get("link"),
        title=one.get("title") or "",
        # feedparser would give the other date, with a warning, where this one is missing.
        dates=(one.get("published") or "", dict.get(one, "updated") or ""),
        text=max(contents, key=len),
        address=address,
    )


def _json_feed(feed: Any, address: str) -> tuple[str, tuple[Entry, ...]]:  # noqa: ANN401
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        raise ValueError("JSON, but no feed")  # noqa: TRY004 - the caller takes all of them alike
    entries = []
    for item in items:
        if isinstance(item, dict):
            strings = {name: value for name, value in item.items() if isinstance(value, str)}
            plain = f"<p>{html.escape(strings.get('content_text', ''))}</p>"
            entries.append(
                _made(
                    name=str(item.get("id") or ""),
                    url=strings.get("url"),
                    title=strings.get("title", ""),
                    dates=(strings.get("date_published", ""), strings.get("date_modified", "")),
                    text=strings.get("content_html") or plain,
                    address=address,
                )
            )
    return str(feed.get("title") or ""), tuple(_each_once(reversed(entries)))


def _made(
    *, name: str, url: str | None, title: str, dates: tuple[str, str], text: str, address: str
) -> Entry:
    """An entry of its parts; `dates` are when it was published and when it was changed."""
    published, updated = dates
    link = urljoin(address, url) if url else None
    if link is not None and not link.lower().startswith(("http://", "https://")):
        link = None
    return Entry(
        key=_digest(name or link or f"{title}\n{published}\n{text}"),
        mark=_digest(f"{title}\n{updated}\n{published}\n{text}"),
        url=link,
        title=title,
        published=published,
        text=text,
    )


def _each_once(entries: Iterator[Entry]) -> Iterator[Entry]:
    seen: set[str] = set()
    for one in entries:
        if one.key not in seen:
            seen.add(one.key)
            yield one


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def entry_page(entry: Entry, outlet: str) -> bytes:
    """An entry's own text as a page, which says of itself what the feed says of it."""

    def meta(name: str, value: str | None) -> str:
        return f'<meta property="{name}" content="{html.escape(value)}">' if value else ""

    title = html.escape(html.unescape(_TAG.sub("", entry.title)))
    named = f"{meta('og:title', html.unescape(entry.title))}{meta('og:site_name', outlet)}"
    page = (
        f'<!doctype html><html><head><meta charset="utf-8"><title>{title}</title>'
        f"{named}{meta('og:url', entry.url)}{meta('article:published_time', _iso(entry.published))}</head>"
        f"<body><article><h1>{title}</h1>{entry.text}</article></body></html>"
    )
    return page.encode("utf-8", "replace")


def _iso(date: str) -> str:
    from email.utils import parsedate_to_datetime

    try:
        return parsedate_to_datetime(date).strftime("%Y-%m-%dT%H:%M")
    except (ValueError, TypeError, IndexError, OverflowError):
        return date
