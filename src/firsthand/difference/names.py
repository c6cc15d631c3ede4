"""Names that were garbled or swapped between two sentences that tell alike."""

from __future__ import annotations

import re
from collections.abc import Iterator

from firsthand.difference.account import Difference
from firsthand.difference.parties import garbled, party
from firsthand.model import Span

_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'-]*)*")
_INITIALS = re.compile(r"[A-Z]{2,6}")


def name_changes(parent: str, p: Span, child: str, c: Span) -> Iterator[Difference]:
    """The names in the parent's sentence `p` that stand garbled in the child's sentence `c`.

    A form that also stands unchanged somewhere on the other side is no garbling but another name.
    """
    ours = list(_words(parent, p))
    theirs = list(_words(child, c))
    known_p = {w.lower() for w, _ in _words(parent, Span(0, len(parent)))}
    known_c = {w.lower() for w, _ in _words(child, Span(0, len(child)))}
    seen: set[tuple[Span, Span]] = set()
    for word, span in theirs:
        if word.lower() in known_p:
            continue
        match = next((o for o in ours if o[0].lower() not in known_c and _garbled(o[0], word)), None)
        if match is None:
            continue
        ends = _whole(parent, match[1]), _whole(child, span)
        if ends not in seen and _letters(ends[0].of(parent)) != _letters(ends[1].of(child)):
            seen.add(ends)
            why = f"the name {ends[0].of(parent)} became {ends[1].of(child)}"
            yield Difference("name", "medium", why, *ends)


def proper_words(text: str) -> frozenset[str]:
    """The distinct proper words of a text."""
    return frozenset(word for word, _ in _words(text, Span(0, len(text))))


def _letters(name: str) -> str:
    """A name without blanks, hyphens and case: Jong Un is Jong-un, G-20 is G20."""
    return "".join(c for c in name.lower() if c.isalnum())


def _garbled(a: str, b: str) -> bool:
    if _INITIALS.fullmatch(a) and _INITIALS.fullmatch(b):
        return a != b and sorted(a) == sorted(b)
    return garbled(a, b)


def _words(text: str, span: Span) -> Iterator[tuple[str, Span]]:
    """The proper words in a stretch of text: capitalised, no ranks or openers of sentences."""
    for m in re.finditer(r"[A-Z][\w-]*(?:['’](?!s\b)\w+)?", text[span.start : span.end]):
        if party("x " + m.group()).proper:
            yield m.group(), Span(span.start + m.start(), span.start + m.end())


def _whole(text: str, word: Span) -> Span:
    """The whole name around one of its words, on its line."""
    start = text.rfind("\n", 0, word.start) + 1
    end = text.find("\n", word.end)
    for m in _NAME.finditer(text, start, len(text) if end < 0 else end):
        if m.start() <= word.start < m.end():
            return Span(m.start(), m.end())
    return word

