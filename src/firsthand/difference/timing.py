"""Changes of when: another month or day, "as early as" that fell away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.difference.account import Account, Difference
from firsthand.language import table
from firsthand.model import Span

# "as early as Tuesday", "as soon as March": an earliest time, not a date.
_EARLIEST = re.compile(r"\bas (?:early|soon) as\s+(?P<when>[A-Z]\w+)")
# "11 days before it was published"
_SIDE = re.compile(r"\s+[a-z]+\s+(?P<side>before|after)\b", re.IGNORECASE)
# A date within this many characters of the reading belongs to it.
REACH = 60


@cache
def _date() -> re.Pattern[str]:
    months = "|".join(table("calendar")["months"])
    days = "|".join(table("calendar")["days"])
    return re.compile(
        rf"(?:(?P<day>\d{{1,2}})\s+)?(?P<month>{months})(?:\s+(?P<after>\d{{1,2}})\b(?!\d))?|(?P<weekday>{days})"
    )


def time_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """At most one difference in when."""
    ours, theirs = _dates(parent), _dates(child)
    if ours and theirs:
        (p, pspan), (c, cspan) = ours[0], theirs[0]
        like = _before(parent.text, pspan) == _before(child.text, cspan)
        if len(ours) == len(theirs) == 1 and like and _conflict(p, c):
            why = f"{pspan.of(parent.text)} became {cspan.of(child.text)}"
            yield Difference("time", "high", why, pspan, cspan)
            return
    turned = _turned(parent, child)
    if turned:
        yield turned
        return
    earliest = _EARLIEST.search(parent.sentence)
    if earliest and earliest["when"] in child.sentence and not _EARLIEST.search(child.sentence):
        start = parent.reading.sentence.start + earliest.start()
        at = child.reading.sentence.start + child.sentence.find(earliest["when"])
        why = f"“{earliest.group()}” became {earliest['when']}"
        spans = Span(start, start + len(earliest.group())), Span(at, at + len(earliest["when"]))
        yield Difference("time", "medium", why, *spans)


def _turned(parent: Account, child: Account) -> Difference | None:
    """So many days before something that are now as many days after it."""
    p, c = (_SIDE.match(a.text, a.reading.number.end) if a.reading.number else None for a in (parent, child))
    if p is None or c is None or p["side"].lower() == c["side"].lower():
        return None
    spans = (Span(m.start("side"), m.end("side")) for m in (p, c))
    return Difference("time", "high", f"“{p['side']}” became “{c['side']}”", *spans)


def _before(text: str, date: Span) -> str:
    """The word before a date, figures as one word: "since 9 February" is no answer to "on 14 March"."""
    words = text[max(0, date.start - 20) : date.start].split()
    return "#" if words and words[-1].isdigit() else words[-1].lower() if words else ""


def _conflict(p: tuple[str, str], c: tuple[str, str]) -> bool:
    """Whether two dates of one kind can't be the same day: another month, or another day of it."""
    (pm, pd), (cm, cd) = p, c
    if pm != cm:
        return True
    return bool(pd and cd) and pd != cd


def _dates(account: Account) -> list[tuple[tuple[str, str], Span]]:
    """The months (with day, where given) of the sentence near the reading, weekdays left out."""
    sentence, out = account.reading.sentence, []
    for m in _date().finditer(account.text, sentence.start, sentence.end):
        near = m.start() < account.reading.span.end + REACH and m.end() > account.reading.span.start - REACH
        if m["month"] and near:
            out.append(((m["month"][:3], m["day"] or m["after"] or ""), Span(m.start(), m.end())))
    return out
