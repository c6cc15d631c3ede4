"""Words that tell when, and the dates that they stand for on the day of printing.

A date is resolved only where it can be: "on Friday" needs the day on which the page was printed, "in
April 2031" needs nothing. A month without a year is the one nearest to the day of printing, and a
day of the week the last one before it, unless the clause speaks of what is still to come.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from firsthand.language import table
from firsthand.model import Precision, Span

_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Words that tell when: `date` is ISO as far as `precision` goes, None where unresolved."""

    span: Span
    date: str | None
    precision: Precision | None
    why: str


@cache
def _pattern() -> re.Pattern[str]:
    words, dates = table("timeline"), table("dates")

    def options(names: Iterable[str]) -> str:
        return "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))

    months = options(name for name in dates["months"] if len(name) > 2)
    month, year = rf"(?:{months})\b\.?", r"(?:19|20)\d\d"
    days, parts = "|".join(_WEEKDAYS), options(words["words"]["parts"])
    number = rf"(?:{options(words['numbers'])}|\d{{1,3}})"
    edges, steps, periods = options(words["words"]["edges"]), options(words["steps"]), "week|month|year"
    lead = r"(?:(?:on|since|until|till|by|from|before|after)\s+)?"
    edge_of = rf"(?:(?:by|at|in|since|until|from)\s+)?(?:the\s+)?(?:{edges})\s+of"
    season = (
        rf"(?:(?:in|since|until|by|from|before|after|during|of|late|early)\s+|{edge_of}\s+|"
        rf"(?:(?:in|since|until|by|from|before|after|during)\s+)?(?:the\s+)?"
        rf"(?:{options(words['words']['seasons'])})\s+(?:of\s+)?)"
    )
    before, before_day = options(words["words"]["before"]), options(words["words"]["before_day"])
    forms = (
        r"(?P<iso>(?:19|20)\d\d-\d\d-\d\d)",
        rf"{lead}(?P<d1>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m1>{month})(?:,?\s+(?P<y1>{year}))?",
        rf"{lead}(?P<m2>{month})\s+(?P<d2>\d{{1,2}})(?:st|nd|rd|th)?\b(?!\s*(?:%|per))(?:,?\s+(?P<y2>{year}))?",
        rf"(?P<lead>(?:{edge_of}|(?:{before})(?:\s+(?:early|mid|late|last|next))?)[\s-]+)(?P<m3>{month})(?:,?\s+(?P<y3>{year}))?",
        rf"(?P<m4>{month})\s+(?P<y4>(?:19|20)\d\d)",
        rf"{season}(?P<y5>{year})\b(?!\s+[a-z]+s\b)",
        rf"(?:(?P<step>{before_day})\s+)?(?P<weekday>{days})(?:\s+(?:{parts}))?",
        rf"(?P<day>{options(words['days'])})",
        rf"(?P<count>{number})\s+(?P<unit>day|week|month|year)s?\s+(?P<side>ago|earlier|later|from\s+now)",
        rf"{edge_of}\s+(?P<edge>the|this|last|next)\s+(?P<p1>{periods})",
        rf"(?:(?:earlier|later|late|early|in|since|until|by|during)\s+)?(?P<which>{steps})\s+(?P<p2>{periods})",
    )
    return re.compile(rf"(?<![\w-])(?:{'|'.join(forms)})(?!\w)", re.IGNORECASE)


@cache
def _ahead() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in table("timeline")["words"]["ahead"])
    return re.compile(rf"(?:^|(?<=[\s'’]))(?:{words})(?!\w)|(?:'|’)ll\b", re.IGNORECASE)


def find_whens(
    text: str, sentence: Span, published: str | None, *, beside: str | None = None, said: bool = False
) -> tuple[When, ...]:
    """The words of a sentence that tell when, in order, resolved as far as `published` allows.

    `beside` is the day on which another article of the story was printed: it gives the year of a
    month where the page has no date. With `said` the words tell when something was said, which is
    never still to come.
    """
    day = _printed(published)
    out = []
    for m in _pattern().finditer(text, sentence.start, sentence.end):
        if not _capital(m):
            continue
        # The stop behind a month ends the sentence as often as it shortens the name.
        span = Span(m.start(), m.end() - m.group().endswith("."))
        date, precision, why = _resolve(
            m, day, _printed(beside), ahead=not said and is_ahead(text, sentence, span)
        )
        out.append(When(span=span, date=date, precision=precision, why=why))
    return tuple(out)


def is_ahead(text: str, sentence: Span, span: Span) -> bool:
    """Whether the clause around a span speaks of what is still to come."""
    start = max(sentence.start, *(text.rfind(mark, sentence.start, span.start) for mark in ",;:—–"))
    ends = [at for mark in ",;:—–" if (at := text.find(mark, span.end, sentence.end)) >= 0]
    clause = text[start : min(ends, default=sentence.end)]
    return _ahead().search(clause) is not None


def _capital(m: re.Match[str]) -> bool:
    """Whether the name of a month or day begins with a capital: "may" and "march" are verbs."""
    names = [m[group] for group in ("m1", "m2", "m3", "m4", "weekday") if m[group]]
    return all(name[0].isupper() for name in names)


def _printed(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


Resolved = tuple[str | None, Precision | None, str]


def _resolve(m: re.Match[str], printed: dt.date | None, beside: dt.date | None, *, ahead: bool) -> Resolved:
    if m["iso"]:
        return _checked(m["iso"], "printed in full")
    month = next((m[g] for g in ("m1", "m2", "m3", "m4") if m[g]), None)
    if month is not None:
        year = next((m[g] for g in ("y1", "y2", "y3", "y4") if m[g]), None)
        number = table("dates")["months"][month.rstrip(".").lower()]
        iso, precision, why = _month(number, m["d1"] or m["d2"], year, printed or beside, ahead=ahead)
        if year is None and printed is None and beside is not None and iso:
            why = f"the page gives no date; the year nearest to {beside.isoformat()}, that of another article"
        return iso, precision, why
    if m["y5"]:
        return m["y5"], "year", "printed in full"
    if printed is None:
        return None, None, "told from the day of printing, which the page does not give"
    try:
        return _relative(m, printed, ahead=ahead)
    except (OverflowError, ValueError):
        return None, None, "leads past the calendar"


def _checked(iso: str, why: str) -> Resolved:
    try:
        return dt.date.fromisoformat(iso).isoformat(), "day", why
    except ValueError:
        return None, None, "no day of the calendar"


def _month(
    number: int, day: str | None, year: str | None, printed: dt.date | None, *, ahead: bool
) -> Resolved:
    """A month, or a day of one, with its year or with the year nearest to the day of printing."""
    if year is not None:
        if day is None:
            return f"{year}-{number:02d}", "month", "printed in full"
        return _checked(f"{year}-{number:02d}-{int(day):02d}", "printed in full")
    if printed is None:
        return None, None, "told without the year, and the page gives no date"
    here = printed.year * 12 + printed.month - 1
    months = [(printed.year + step) * 12 + number - 1 for step in (-1, 0, 1)]
    fit = [at for at in months if at >= here] if ahead else months
    best = min(fit, key=lambda at: (abs(at - here), at))
    why = f"the year nearest to {printed.isoformat()}, the day of printing"
    iso = f"{best // 12:04d}-{best % 12 + 1:02d}"
    return (iso, "month", why) if day is None else _checked(f"{iso}-{int(day):02d}", why)


def _relative(m: re.Match[str], printed: dt.date, *, ahead: bool) -> Resolved:
    why = f"counted from {printed.isoformat()}, the day of printing"
    if m["weekday"]:
        back = (printed.weekday() - _WEEKDAYS.index(m["weekday"].lower())) % 7
        step = (m["step"] or "").lower()
        if step in ("next", "until", "till") or (ahead and step != "last"):
            forth = (7 - back) % 7 or (7 if step == "next" else 0)
            return (printed + dt.timedelta(days=forth)).isoformat(), "day", why
        back = back or (7 if step == "last" else 0)
        return (printed - dt.timedelta(days=back)).isoformat(), "day", why
    if m["day"]:
        step_days = table("timeline")["days"][re.sub(r"\s+", " ", m["day"].lower())]
        return (printed + dt.timedelta(days=step_days)).isoformat(), "day", why
    if m["unit"]:
        numbers = table("timeline")["numbers"]
        count = int(m["count"]) if m["count"].isdigit() else int(numbers[m["count"].lower()])
        sign = -1 if m["side"].lower() in ("ago", "earlier") else 1
        return _shifted(printed, sign * count, m["unit"].lower(), why)
    steps = table("timeline")["steps"]
    step_word = (m["edge"] or m["which"]).lower()
    return _shifted(printed, 0 if step_word == "the" else steps[step_word], (m["p1"] or m["p2"]).lower(), why)


def _shifted(day: dt.date, count: int, unit: str, why: str) -> Resolved:
    """A day so many days, weeks, months or years off, no more exact than the unit."""
    if unit in ("day", "week"):
        shifted = day + dt.timedelta(days=count * (7 if unit == "week" else 1))
        return shifted.isoformat(), "week" if unit == "week" else "day", why
    if unit == "month":
        at = day.year * 12 + day.month - 1 + count
        return f"{dt.date(at // 12, at % 12 + 1, 1):%Y-%m}", "month", why
    return f"{dt.date(day.year + count, 1, 1):%Y}", "year", why
