"""What a web page tells of its article: JSON-LD and meta tags first, then what stands on the page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from htmldate import find_date
from lxml import etree
from lxml.html import HtmlElement

from firsthand.ingest.facts import domain, fact, iso_time, names, plain_url, split_ago
from firsthand.model import Fact

# JSON-LD of an article with its whole text stays below this.
LONGEST_JSON = 1_000_000
_KINDS = re.compile(r"(?:\w*Article|Report|BlogPosting|LiveBlogPosting|NewsItem)")
_SAVED_FROM = re.compile(
    r"<!--\s*(?:saved from url=\(\d+\)|Page saved with SingleFile\s+url:\s*)(?P<url>https?://\S+?)\s"
)
_PARTED = re.compile(r"\s+[|–—·»-]\s+")

# The tags that tell a field, surest first, each with how sure it is.
_META: tuple[tuple[str, str, float], ...] = (
    ("title", "og:title", 0.85),
    ("title", "parsely-title", 0.85),
    ("title", "twitter:title", 0.7),
    ("title", "dc.title", 0.7),
    ("outlet", "og:site_name", 0.9),
    ("outlet", "application-name", 0.6),
    ("outlet", "dc.publisher", 0.6),
    ("outlet", "copyright", 0.3),
    ("byline", "author", 0.8),
    ("byline", "parsely-author", 0.85),
    ("byline", "article:author", 0.7),
    ("byline", "dc.creator", 0.7),
    ("published", "article:published_time", 0.9),
    ("published", "og:published_time", 0.85),
    ("published", "parsely-pub-date", 0.85),
    ("published", "datepublished", 0.8),
    ("published", "pubdate", 0.75),
    ("published", "dc.date.issued", 0.75),
    ("published", "sailthru.date", 0.7),
    ("published", "date", 0.6),
    ("modified", "article:modified_time", 0.9),
    ("modified", "og:updated_time", 0.7),
    ("modified", "last-modified", 0.5),
    ("url", "og:url", 0.85),
    ("language", "og:locale", 0.6),
)


def page_facts(
    tree: HtmlElement, text: str, *, url: str | None = None, seen: str | None = None
) -> tuple[Fact, ...]:
    """All that a page tells of its article; several facts of one name may disagree.

    `url` is where it was fetched, `seen` when (ISO 8601): no date after that is taken over.
    """
    facts = [*_json_ld(tree, seen), *_meta(tree, seen), *_markup(tree, seen)]
    saved = _SAVED_FROM.search(text[:4096])
    facts += fact("url", plain_url(url), "where it was fetched", 0.7)
    facts += fact("url", plain_url(saved["url"]) if saved else None, "the browser that saved it", 0.6)
    address = best(facts, "url")
    facts += fact("outlet", domain(address), "domain", 0.4)
    if best(facts, "published") is None:
        facts += fact("published", _found_date(tree, address, seen), "htmldate", 0.5)
    return tuple(facts)


def best(facts: Iterable[Fact], name: str) -> str | None:
    """The value of the surest fact of a name, the first of equals."""
    found = [one for one in facts if one.name == name]
    return max(found, key=lambda one: one.confidence).value if found else None


def _json_ld(tree: HtmlElement, seen: str | None) -> Iterator[Fact]:
    nodes: list[dict[str, Any]] = []
    for script in tree.iter("script"):
        source = script.text or ""
        if "ld+json" in (script.get("type") or "") and len(source) <= LONGEST_JSON:
            try:
                nodes += _articles(json.loads(source.strip().rstrip(";"), strict=False))
            except (ValueError, RecursionError):
                continue
    for node in nodes[:1]:
        where = "JSON-LD"
        headline = node.get("headline") or node.get("name")
        yield from fact("title", _text(headline), where, 0.95)
        yield from fact("outlet", names(node.get("publisher")), where, 0.95)
        yield from fact("byline", names(node.get("author")), where, 0.95)
        yield from fact("published", iso_time(_text(node.get("datePublished")), seen), where, 0.95)
        yield from fact("modified", iso_time(_text(node.get("dateModified")), seen), where, 0.95)
        page = node.get("mainEntityOfPage")
        address = page.get("@id") if isinstance(page, dict) else page
        yield from fact("url", plain_url(_text(address) or _text(node.get("url"))), where, 0.8)
        yield from fact("language", _text(node.get("inLanguage")), where, 0.8)


def _articles(found: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The nodes of a JSON-LD graph that are articles, in order."""
    if depth > 6:
        return
    if isinstance(found, list):
        for one in found[:200]:
            yield from _articles(one, depth + 1)
    elif isinstance(found, dict):
        kinds = found.get("@type")
        listed = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _KINDS.fullmatch(kind.rsplit("/", 1)[-1]) for kind in listed):
            yield found
        for key in ("@graph", "mainEntity", "itemListElement"):
            if key in found:
                yield from _articles(found[key], depth + 1)


def _text(given: object) -> str | None:
    return given if isinstance(given, str) else None


def _meta(tree: HtmlElement, seen: str | None) -> Iterator[Fact]:
    told: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = (tag.get("property") or tag.get("name") or tag.get("itemprop") or "").strip().lower()
        if name and tag.get("content"):
            told.setdefault(name, tag.get("content") or "")
    for field, name, confidence in _META:
        value: str | None = told.get(name)
        if value is None:
            continue
        if field in ("published", "modified"):
            value = iso_time(value, seen)
        elif field == "byline":
            value = names(value)
        elif field == "url":
            value = plain_url(value)
        elif field == "language":
            value = value.replace("_", "-")
        yield from fact(field, value, f"meta {name}", confidence)


def _markup(tree: HtmlElement, seen: str | None) -> Iterator[Fact]:
    """What stands on the page or in its head in plain sight: headline, canonical address, byline."""
    for link in tree.iter("link"):
        if (link.get("rel") or "").lower() == "canonical":
            yield from fact("url", plain_url(link.get("href")), "canonical link", 0.95)
    headlines = [h for h in ("".join(_texts(one)) for one in tree.iter("h1")) if h.strip()]
    if len(headlines) == 1:
        yield from fact("title", headlines[0], "h1", 0.9)
    whole = tree.findtext(".//title")
    if whole:
        yield from fact("title", _PARTED.split(whole)[0], "title tag", 0.5)
    yield from fact("language", tree.get("lang"), "lang attribute", 0.7)
    for one in tree.xpath("//*[contains(@class,'byline') or contains(@class,'author') or @rel='author']")[:8]:
        yield from _byline(" ".join("".join(_texts(one)).split()), seen)


def _byline(line: str, seen: str | None) -> Iterator[Fact]:
    """The names in an element that is marked as the byline, and a time relative to the crawl."""
    if not 3 <= len(line) <= 120:
        return
    ago = split_ago(line, seen)
    name = names(ago[0] if ago else line)
    # A name of more words than this is a sentence on the author.
    if name and len(name.split()) <= 8 and not re.search(r"\d|[@:]", name):
        yield from fact("byline", name, "byline element", 0.6)
    if ago and ago[1]:
        yield from fact("published", ago[1], "time before the crawl", 0.55)


def _texts(element: etree._Element) -> Iterator[str]:
    """An element's text with a space where a line or a block within it ends."""
    for text in element.itertext():
        yield str(text)


def _found_date(tree: HtmlElement, url: str | None, seen: str | None) -> str | None:
    """The day that htmldate takes for that of publication, without its slow search."""
    latest = seen[:10] if seen else None
    try:
        # htmldate prunes the tree that it gets.
        found = find_date(
            etree.ElementTree(tree).__copy__().getroot(),
            extensive_search=False,
            original_date=True,
            url=url,
            max_date=latest,
        )
    except (ValueError, TypeError, AttributeError, OverflowError, etree.LxmlError):
        return None
    # Where it finds a month only, it says the first of it.
    if found and found.endswith("-01") and found not in (url or "").replace("/", "-"):
        return None
    return iso_time(found, seen)
