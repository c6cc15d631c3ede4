"""What inputs tell of an article beside its text, put into one form: dates, names, addresses."""

from __future__ import annotations

import datetime as dt
import functools
import html
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime

import tldextract
from courlan import clean_url
from w3lib.url import canonicalize_url

from firsthand.model import Fact

# A name, a headline or an address is no longer; what is longer is something else.
LONGEST = 500

_ISO = re.compile(
    r"(?P<day>(?:19|20)\d\d-\d\d-\d\d)(?:[T ]+(?P<time>\d\d:\d\d)(?::\d\d(?:[.,]\d+)?)?)?"
    r"\s*(?:Z|UTC|GMT|[+-]\d\d:?\d\d)?"
)
_COMPACT = re.compile(r"(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T?(?P<H>\d\d)(?P<M>\d\d)(?:\d\d)?Z?)?")
# "M.Kim24 min ago": a byline that ends where a relative time begins.
_AGO = re.compile(
    r"(?P<before>.*?)[\s·|,•-]*(?<!\d)(?P<count>\d{1,3})\s*"
    r"(?P<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?)\.?\s+ago\b",
    re.IGNORECASE | re.DOTALL,
)
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_BY = re.compile(r"(?:by|words by|written by|story by)[:\s]+", re.IGNORECASE)
_AGENCY_TAG = re.compile(r"[^()\n]{2,60}\((?P<name>[A-Z][\w.& ]{1,24})\)\s*[-–—]{1,2}\s")
_CONTRIBUTED = re.compile(
    r"\b(?P<name>[A-Z][\w.&]+(?:\s+[A-Z][\w.&]+){0,3})\s+contributed to this (?:report|story|article)"
)
_FIRST_BY = re.compile(
    r"\b(?:article|story|report|post|piece|column)\s+(?:was\s+|is\s+)?(?:(?:originally|first)\s+){1,2}"
    r"(?:published|appeared|ran)(?:\s+(?:originally|first))?\s+(?:by|on|in|at)\s+"
    r"(?:the\s+)?(?P<name>[A-Z][\w.&’'-]*(?:(?:\s+(?:of|for|and|the)){0,2}\s+[A-Z][\w.&’'-]*){0,5})"
)


def fact(name: str, value: str | None, where: str, confidence: float) -> tuple[Fact, ...]:
    """The one fact, its spaces made plain; none where the value is blank or too long to be one."""
    value = " ".join(html.unescape(value or "").split())
    if not value or len(value) > LONGEST:
        return ()
    return (Fact(name=name, value=value, where=where, confidence=confidence),)


def iso_time(given: str | None, latest: str | None = None) -> str | None:
    """A moment as ISO 8601 to the minute or the day, without a zone, as it was told; None if it is none.

    A moment after `latest`, when the page was fetched, is wrong; a wrong date is worse than none. A day of
    grace allows for zones.
    """
    found = _iso(" ".join((given or "").split())[:LONGEST])
    if found is None:
        return None
    try:
        moment = dt.datetime.fromisoformat(found)
        if latest and moment > dt.datetime.fromisoformat(latest) + dt.timedelta(days=1):
            return None
    except (ValueError, OverflowError):
        return None
    return found


def _iso(text: str) -> str | None:
    match = _ISO.match(text)
    if match:
        return f"{match['day']}T{match['time']}" if match["time"] else match["day"]
    compact = _COMPACT.fullmatch(text)
    if compact:
        day = f"{compact['y']}-{compact['m']}-{compact['d']}"
        return f"{day}T{compact['H']}:{compact['M']}" if compact["H"] else day
    try:
        return parsedate_to_datetime(text).strftime("%Y-%m-%dT%H:%M")
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def split_ago(text: str, seen: str | None) -> tuple[str, str | None] | None:
    """A byline that ends in a relative time, and the moment that it means; None where there is no such time.

    The moment is None unless it is known when the page was seen; from hours on it is a day only.
    """
    match = _AGO.match(text[:LONGEST])
    if not match:
        return None
    name = match["before"].strip(" ·|,•-–—")
    if seen is None:
        return name, None
    unit = _UNITS[match["unit"][0].lower()]
    moment = dt.datetime.fromisoformat(seen) - dt.timedelta(**{unit: int(match["count"])})
    return name, moment.strftime("%Y-%m-%dT%H:%M" if unit in ("seconds", "minutes") else "%Y-%m-%d")


def names(given: object) -> str | None:
    """Authors' names, joined by commas, each once; addresses and profiles are no names."""
    found: list[str] = []
    for one in _flat(given):
        name = " ".join(_BY.sub("", one, count=1).split()) if _BY.match(one) else " ".join(one.split())
        name = name.strip(" ,;|")
        if name and "://" not in name and name not in found:
            found.append(name)
    return ", ".join(found) or None


def _flat(given: object, depth: int = 0) -> Iterable[str]:
    """The strings and `name`s in what stands for a person, an organization or a list of them."""
    if isinstance(given, str):
        yield given[:LONGEST]
    elif isinstance(given, list) and depth < 4:
        for one in given[:50]:
            yield from _flat(one, depth + 1)
    elif isinstance(given, dict) and depth < 4:
        yield from _flat(given.get("name"), depth + 1)


def plain_url(given: str | None) -> str | None:
    """An address without what only tracks readers, in one form; None where it is no address of the web."""
    given = (given or "").strip()
    if not re.match(r"https?://[^\s/]", given, re.IGNORECASE) or len(given) > 2000:
        return None
    try:
        return str(canonicalize_url(clean_url(given) or given))
    except (ValueError, UnicodeError):
        return None


@functools.cache
def _domains() -> tldextract.TLDExtract:
    """The list of public suffixes that comes with the library; nothing is fetched or kept on disk."""
    return tldextract.TLDExtract(suffix_list_urls=(), cache_dir=None)


def domain(url: str | None) -> str | None:
    """The registered domain of an address: "example.co.uk"."""
    if not url:
        return None
    found = _domains().extract_str(url)
    return f"{found.domain}.{found.suffix}".lower() if found.domain and found.suffix else None


def told_facts(lines: Iterable[str]) -> tuple[Fact, ...]:
    """What an article's own lines tell of where it came from: an agency's tag, a first publisher."""
    facts: list[Fact] = []
    for line in lines:
        head, tail = line[:300], line[-300:]
        tag = _AGENCY_TAG.match(head)
        if tag:
            facts += fact("outlet", tag["name"], "agency tag in the dateline", 0.3)
        other = _CONTRIBUTED.search(tail)
        if other:
            facts += fact("outlet", other["name"], "line on who contributed", 0.1)
        first = _FIRST_BY.search(head) or _FIRST_BY.search(tail)
        if first:
            facts += fact("syndicated", first["name"].rstrip(".’'"), "line on where it appeared first", 0.9)
    return tuple(facts)
