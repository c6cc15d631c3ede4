"""Dates and clock times as pages print them, as ISO 8601."""

from __future__ import annotations

import datetime as dt
import functools
import re
from dataclasses import dataclass

from firsthand.language import table
from firsthand.model import Span

# A date on a page stands in its first words; nothing behind these many characters is looked at.
LONGEST = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A date, or a clock time alone, as a line prints it: `day` is ISO, `time` is "HH:MM"."""

    span: Span
    day: str | None
    time: str | None


@functools.cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    months = "|".join(sorted(table("dates", language)["months"], key=lambda name: (-len(name), name)))
    day, year = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?", r"(?P<year>(?:19|20)\d\d)"
    month = rf"(?P<name>{months})\.?"
    forms = (
        r"(?P<year>(?:19|20)\d\d)-(?P<month>\d\d)-(?P<day>\d\d)",
        r"(?P<year>(?:19|20)\d\d)/(?P<month>\d\d)/(?P<day>\d\d)",
        rf"{day}(?:\s+of)?[\s\-/,]+{month}[\s\-/,]+{year}",
        rf"{month}\s+{day},?\s+{year}",
        rf"(?P<day>\d{{1,2}})\.\s?(?P<month>\d{{1,2}})\.\s?{year}",
        rf"(?P<first>\d{{1,2}})[/-](?P<second>\d{{1,2}})[/-]{year}",
    )
    dates = tuple(re.compile(rf"(?<![\w.]){form}(?!\d|[-/.]\d)", re.IGNORECASE) for form in forms)
    clock = re.compile(
        r"(?<![\w.,:/-])(?P<hour>\d{1,2})(?:(?P<mark>[:.h])(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?)?"
        r"(?:\s?(?P<half>[ap]\.?m\b\.?))?(?:Z\b)?(?![\w%]|[.,:]\d)",
        re.IGNORECASE,
    )
    return dates, clock


def find_dates(text: str, language: str = "en") -> tuple[Dated, ...]:
    """All dates and clock times in the first words of a line, in order.

    A date whose day and month can be swapped ("03/04/2033") is left out: a wrong date is worse than none.
    """
    head = text[:LONGEST]
    forms, clock = _patterns(language)
    found: list[Dated] = []
    taken: list[Span] = []
    for form in forms:
        for match in form.finditer(head):
            span = Span(*match.span())
            if not any(span.overlaps(other) for other in taken):
                taken.append(span)
                day = _day(match.groupdict(), language)
                if day:
                    found.append(Dated(span=span, day=day, time=None))
    # "2033-04-13T10:20": the T is no word, it joins a date to its time.
    for match in clock.finditer(re.sub(r"(?<=\d)T(?=\d\d:)", " ", head)):
        span = Span(*match.span())
        time = _time(match.groupdict(), near=any(0 <= span.start - other.end <= 3 for other in taken))
        if time and not any(span.overlaps(other) for other in taken):
            found.append(Dated(span=span, day=None, time=time))
    return tuple(sorted(found, key=lambda dated: dated.span))


def _day(parts: dict[str, str | None], language: str) -> str | None:
    year, day = int(parts["year"] or 0), int(parts.get("day") or 0)
    name, month = parts.get("name"), int(parts.get("month") or 0)
    if name:
        month = table("dates", language)["months"][name.lower()]
    if parts.get("first"):
        first, second = int(parts["first"] or 0), int(parts["second"] or 0)
        if first > 12 or first == second:
            day, month = first, second
        elif second > 12:
            month, day = first, second
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError:
        return None


def _time(parts: dict[str, str | None], *, near: bool) -> str | None:
    """The time as HH:MM, or None: bare hours need "am" or "pm", "19.45" a date beside it."""
    hour, minute, half = int(parts["hour"] or 0), parts["minute"], parts["half"]
    if not half and (minute is None or (parts["mark"] != ":" and not near)):
        return None
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    return f"{hour:02d}:{int(minute or 0):02d}" if hour < 24 else None
