"""Parts of a page that one source speaks for: 'Source: X, citing Y', 'Details: …', up to 'Background:'."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.model import Span

LABEL = re.compile(r"^\s*(?P<label>[A-Z][A-Za-z ]{2,24}?)\s*:\s*(?P<rest>.*)$")
OPENING = frozenset({"source", "sources"})
TELLING = frozenset(
    {"details", "detail", "quote", "key points", "what happened", "the details", "direct speech"}
)
ENDING = frozenset(
    {"background", "for reference", "reminder", "previously", "context", "what we know", "recap"}
)
CITING = re.compile(
    r"^(?P<outlet>.+?)\s*,?\s+(?:citing|quoting|with reference to|referring to|(?:which|that) has seen)\s+"
    r"(?:a copy of |copies of )?(?P<inner>.+)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Section:
    """The lines that one outlet's account fills, and the outlet with those it leans on, nearest first."""

    line: Span
    outlet: Span
    inner: Span | None
    scope: tuple[Span, ...]


def find_lines(text: str) -> list[Span]:
    """The lines of a text that hold anything, without the blanks around them."""
    found, at = [], 0
    for raw in text.splitlines(keepends=True):
        stripped = raw.strip()
        if stripped:
            start = at + raw.index(stripped[0])
            found.append(Span(start, start + len(stripped)))
        at += len(raw)
    return found


def find_section(text: str, lines: list[Span]) -> Section | None:
    """The summary of another outlet's account that a page consists of, if it has a 'Source:' line."""
    for k, line in enumerate(lines):
        match = LABEL.match(line.of(text))
        if match is None or match["label"].strip().lower() not in OPENING or not match["rest"].strip():
            continue
        if k + 1 < len(lines) and not _followed(text, lines, k):
            continue
        rest = line.start + match.start("rest")
        outlet, inner = _parties(text, Span(rest, line.end))
        return Section(line, outlet, inner, _scope(text, lines, k))
    return None


def _followed(text: str, lines: list[Span], k: int) -> bool:
    """Whether details come within two lines: a bare 'Source: X' in a footer says nothing."""
    for line in lines[k + 1 : k + 3]:
        match = LABEL.match(line.of(text))
        if match is not None and match["label"].strip().lower() in TELLING:
            return True
    return False


def _parties(text: str, span: Span) -> tuple[Span, Span | None]:
    match = CITING.match(span.of(text))
    if match is None:
        return Span(span.start, span.start + len(span.of(text).rstrip(" .,;"))), None
    outlet = Span(span.start + match.start("outlet"), span.start + match.end("outlet"))
    inner = Span(span.start + match.start("inner"), span.start + len(span.of(text).rstrip(" .,;")))
    return outlet, inner


def _scope(text: str, lines: list[Span], k: int) -> tuple[Span, ...]:
    """The paragraph above the label and all below it up to the background."""
    scope = []
    if k > 0 and lines[k - 1].of(text).rstrip().endswith((".", "!", "”", '"')):
        scope.append(lines[k - 1])
    for line in lines[k + 1 :]:
        match = LABEL.match(line.of(text))
        if match is not None and match["label"].strip().lower() in ENDING:
            break
        scope.append(line)
    return tuple(scope)


def words_of(text: str, span: Span) -> str:
    """The words of a party, as a source is worded."""
    flat = " ".join(span.of(text).split())
    return flat.strip(" ,;:.") or flat
