"""What a page tells of itself: title, outlet, authors, dates; each with where it was found."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.cleaning import shapes
from firsthand.cleaning.blocks import Layout
from firsthand.cleaning.dates import Dated, find_dates
from firsthand.cleaning.lines import Line
from firsthand.cleaning.phrases import Phrases, tokenize
from firsthand.cleaning.vocabulary import Vocabulary
from firsthand.language import table

_COPYRIGHT = re.compile(r"(?:©|\(c\)|\bcopyright\b)\s*(?:©\s*)?(?P<rest>[^.|·]{2,80})", re.IGNORECASE)
_YEARS = re.compile(r"\b(?:19|20)\d\d(?:\s*[-–]\s*(?:19|20)?\d\d)?\b,?")
_DOMAIN = re.compile(r"(?:www\.)?(?P<domain>[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*\.[a-z]{2,8})")
_CAPITALISED = re.compile(r"[^\W\d_a-z]")
# What may stand between a clock time and its date: a zone, marks, "on".
_JOINED = re.compile(
    r"[\s,·•|-]*(?:[A-Z]{2,5}\b)?[\s,·•|-]*(?:on\s+)?(?:[A-Za-z]{3,9}day\b,?\s*|[A-Z][a-z]{2},?\s+)?"
)
_ACRONYM = re.compile(r"[A-Z]{2,6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metadata:
    """What the page tells; `provenance` names for each piece where it stood."""

    title: str | None
    outlet: str | None
    byline: str | None
    published: str | None
    modified: str | None
    provenance: tuple[tuple[str, str], ...]


def read_metadata(layout: Layout, vocabulary: Vocabulary) -> Metadata:
    """The metadata of a page whose lines are told apart."""
    found: dict[str, tuple[str, str]] = {}
    if layout.title is not None:
        found["title"] = (layout.lines[layout.title].text, f"line {layout.title + 1} of the text")
    outlet, byline = find_outlet(layout, vocabulary), find_byline(layout, vocabulary)
    found.update({name: value for name, value in (("outlet", outlet), ("byline", byline)) if value})
    found.update(find_times(layout))
    return Metadata(
        title=found["title"][0] if "title" in found else None,
        outlet=found["outlet"][0] if "outlet" in found else None,
        byline=found["byline"][0] if "byline" in found else None,
        published=found["published"][0] if "published" in found else None,
        modified=found["modified"][0] if "modified" in found else None,
        provenance=tuple((name, where) for name, (_, where) in sorted(found.items())),
    )


def find_outlet(layout: Layout, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The outlet's name as printed and where it stood; None where the page does not tell."""
    rights = _rights_holder(layout)
    for n, line in enumerate(layout.lines[: layout.title or 0]):
        name = _masthead(line, vocabulary)
        if name and not _is_topic(name, layout, vocabulary):
            name += _second_line(line, layout.lines[n + 1], vocabulary)
            if rights and _ACRONYM.fullmatch(name) and _initials(rights) == name:
                return rights, "copyright line"
            return name, "masthead"
    if rights:
        return rights, "copyright line"
    return _named_beside_date(layout, vocabulary)


def _masthead(line: Line, vocabulary: Vocabulary) -> str | None:
    """The name that a line above the title prints, or None where it holds only labels."""
    for part in line.shape.parts[:1]:
        name = part.strip(" .:,")
        domain = _DOMAIN.fullmatch(name)
        if domain:
            return name
        tokens = tokenize(name)
        if not name or len(tokens) > 7 or shapes.label_share(tokens, vocabulary) == 1:
            return None
        if vocabulary.strong_start.at(tokens, 0) or vocabulary.strong_line.whole(tokens) or find_dates(name):
            return None
        if _looks_like_name(name, tokens, vocabulary):
            return _without_motto(name)
    return None


def _second_line(line: Line, below: Line, vocabulary: Vocabulary) -> str:
    """What a masthead goes on with on its next line: a noun of outlets, written as large as the first."""
    word = below.text
    lower = word.lower()
    if below.gap or len(line.shape.parts) > 1 or lower not in vocabulary.outlet_words:
        return ""
    if vocabulary.labels.whole((lower,)) or set(line.shape.tokens[-1:]) & vocabulary.outlet_words - {"press"}:
        return ""
    return f" {word}" if word[0].isupper() and word.isupper() == line.text.isupper() else ""


def _without_motto(name: str) -> str:
    return re.split(r"\s+[—–:-]\s+", name)[0]


def _looks_like_name(name: str, tokens: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    """Whether the words can be an outlet's name: written large, with no more than one small word."""
    words = name.split()
    large = sum(bool(_CAPITALISED.search(word)) for word in words)
    if large < len(words) - 1 or large == 0:
        return False
    # Stations have their number behind them: "ARENA 24".
    named = large == len(words) or (words[-1].isdecimal() and len(words[-1]) <= 3)
    return bool(set(tokens) & vocabulary.outlet_words) or (len(words) <= 2 and named)


def _is_topic(name: str, layout: Layout, vocabulary: Vocabulary) -> bool:
    """Whether a name without any word that outlets are named with is rather a section's ("Sarnia War")."""
    tokens = tokenize(name)
    if set(tokens) & vocabulary.outlet_words or _DOMAIN.fullmatch(name):
        return False
    title = layout.lines[layout.title].shape.tokens if layout.title is not None else ()
    # Marks say nothing: "THE SPARK!" is no topic of a title that ends with "!".
    return any((token.isalpha() and token in title) or vocabulary.labels.whole((token,)) for token in tokens)


def _rights_holder(layout: Layout) -> str | None:
    for line, kind in zip(reversed(layout.lines), reversed(layout.kinds), strict=True):
        if kind != "furniture":
            continue
        match = _COPYRIGHT.search(line.text[:300])
        if match:
            name = _YEARS.sub("", match["rest"]).strip(" ,;:–—-")
            words = name.split()
            if 0 < len(words) <= 6 and all(word[0].isupper() or len(word) <= 3 for word in words):
                return name
    return None


def _initials(name: str) -> str:
    return "".join(word[0] for word in name.split() if word[0].isupper())


def _named_beside_date(layout: Layout, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """A part of a dateline that is a name with an outlet's word in it: "… · Northern Ledger"."""
    for line, kind in zip(layout.lines, layout.kinds, strict=True):
        if kind != "dateline":
            continue
        for part in line.shape.parts:
            name = part.split(", ")[0]
            if _is_named_outlet(name, vocabulary):
                return name, "dateline"
    return None


def _is_named_outlet(name: str, vocabulary: Vocabulary) -> bool:
    """Whether a part of a dateline is a name of two words and more with one that outlets are named with."""
    words, tokens = name.split(), tokenize(name.replace("-", " "))
    return (
        len(tokens) >= 2
        and len(words) <= 5
        and shapes.label_share(tokenize(name), vocabulary) < 1
        and not find_dates(name)
        and all(word[0].isupper() for word in words)
        and bool(set(tokens) & vocabulary.outlet_words)
        and not set(tokens) & vocabulary.nobody
    )


def find_byline(layout: Layout, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The authors' names as printed and where they stood."""
    for n, (line, kind) in enumerate(zip(layout.lines, layout.kinds, strict=True)):
        if kind not in ("byline", "dateline", "furniture"):
            continue
        if layout.title is not None and n < layout.title and not line.signs.dated:
            continue
        if kind == "furniture" and n > (layout.title or 0) + 6:
            break
        found = line.signs.byline
        if found and (not set(tokenize(found[0])) & vocabulary.nobody):
            return found[0], "byline"
    return None


def find_times(layout: Layout) -> dict[str, tuple[str, str]]:
    """When the page says that it was published and changed, each with where it stood."""
    published: tuple[str, str] | None = None
    modified: tuple[str, str] | None = None
    day: str | None = None
    for line in _datelines(layout):
        for stamp, changed in _stamps(line, day):
            day = day or stamp[:10]
            if changed:
                modified = modified or (stamp, "line that says it was updated")
            else:
                published = published or (stamp, "dateline")
    # A page that tells only when it was last changed, or of one day tells only that minute, means that.
    same_day = published is not None and modified is not None and published[0] == modified[0][:10]
    if modified is not None and (published is None or same_day):
        published = (modified[0], "line that says when it was last updated")
    found = (("published", published), ("modified", modified))
    return {name: value for name, value in found if value is not None}


def _datelines(layout: Layout) -> Iterable[Line]:
    """The lines that may tell the date: those set aside before the third paragraph."""
    told = 0
    for n, (line, kind) in enumerate(zip(layout.lines, layout.kinds, strict=True)):
        if kind == "body" and (layout.title is None or n > layout.title):
            told += 1
        if told > 2:
            return
        if kind in ("dateline", "byline", "furniture", "masthead"):
            yield line


def _stamps(line: Line, day: str | None) -> list[tuple[str, bool]]:
    """The moments that a line names, each with whether it is one of a change."""
    cues = table("dates")["cues"]
    modified = Phrases(cues["modified"])
    out: list[tuple[str, bool]] = []
    found = find_dates(line.text)
    used: set[int] = set()
    for n, dated in enumerate(found):
        if n in used:
            continue
        before = line.text[(found[n - 1].span.end if n else 0) : dated.span.start]
        changed = modified.count(tokenize(before[-40:])) > 0
        if dated.day:
            clock = _clock_beside(line.text, found, n)
            if clock is not None:
                used.add(clock)
            time = found[clock].time if clock is not None else None
            out.append((f"{dated.day}T{time}" if time else dated.day, changed))
        elif _time_precedes(line.text, found, n):
            used.add(n + 1)
            out.append((f"{found[n + 1].day}T{dated.time}", changed))
        elif changed and (day or out):
            out.append((f"{(out[-1][0][:10] if out else day)}T{dated.time}", True))
    return out


def _clock_beside(text: str, found: tuple[Dated, ...], n: int) -> int | None:
    """The index of the clock time that belongs to a date: right behind it."""
    if n + 1 < len(found) and found[n + 1].time:
        between = text[found[n].span.end : found[n + 1].span.start]
        if len(between) <= 8 and not re.search(r"[^\W\d_]{3,}", between):
            return n + 1
    return None


def _time_precedes(text: str, found: tuple[Dated, ...], n: int) -> bool:
    if n + 1 < len(found) and found[n + 1].day:
        between = text[found[n].span.end : found[n + 1].span.start]
        return bool(_JOINED.fullmatch(between))
    return False
