"""Names that were garbled or swapped between two sentences that tell alike."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from firsthand.alignment.terms import skeleton
from firsthand.difference.account import Difference
from firsthand.difference.parties import garbled, party
from firsthand.model import Span

_NAME = re.compile(r"[A-Z][\w’'-]*(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w’'-]*)*")
_INITIALS = re.compile(r"[A-Z]{2,6}")


def name_changes(parent: str, p: Span, child: str, c: Span) -> Iterator[Difference]:
    """The names in the parent's sentence `p` that stand garbled in the child's sentence `c`.

    A form that also stands unchanged on the other side is another name, unless it sounds the same:
    who writes Scholz in one paragraph and Scholes in the next has garbled him all the same.
    """
    ours = list(_words(parent, p))
    theirs = list(_words(child, c))
    known_p, known_c = _known(parent), _known(child)
    seen: set[tuple[Span, Span]] = set()
    for word, span in theirs:
        if word.lower() in known_p:
            continue
        here = {w.lower() for w, _ in theirs}
        match = next((o for o in ours if _may_be(o[0], word, here, known_c)), None)
        if match is None:
            continue
        ends = _whole(parent, match[1]), _whole(child, span)
        if ends not in seen and _letters(ends[0].of(parent)) != _letters(ends[1].of(child)):
            seen.add(ends)
            why = f"the name {ends[0].of(parent)} became {ends[1].of(child)}"
            yield Difference("name", "medium", why, *ends)


def _may_be(ours: str, theirs: str, here: set[str], known: frozenset[str]) -> bool:
    """Whether a name of the child's may be a garbling of one of the parent's."""
    if ours.lower() in here or not _garbled(ours, theirs):
        return False
    return ours.lower() not in known or skeleton(ours) == skeleton(theirs)


def proper_words(text: str) -> frozenset[str]:
    """The distinct proper words of a text."""
    return frozenset(word for word, _ in _words(text, Span(0, len(text))))


# An article is compared sentence by sentence, with each of those it may come from.
@functools.lru_cache(maxsize=1024)
def _known(text: str) -> frozenset[str]:
    """The proper words of a text in small letters."""
    return frozenset(word.lower() for word, _ in _words(text, Span(0, len(text))))


def _letters(name: str) -> str:
    """A name without blanks, hyphens and case: Jong Un is Jong-un, G-20 is G20."""
    return "".join(c for c in name.lower() if c.isalnum())


def garblings(texts: Mapping[str, str]) -> dict[str, int]:
    """How many names each text (by key) spells otherwise than most of the texts do.

    A name is spelled otherwise where a form that looks like a garbling of it is commoner, counted by
    texts and then by mentions. Forms are compared only within one consonant skeleton.
    """
    mentions = {key: Counter(w for w, _ in _words(text, Span(0, len(text)))) for key, text in texts.items()}
    spread: Counter[str] = Counter(word for counted in mentions.values() for word in counted)
    total: Counter[str] = Counter()
    for counted in mentions.values():
        total.update(counted)
    kin: dict[str, list[str]] = {}
    for word in sorted(total):
        kin.setdefault(skeleton(word), []).append(word)
    wrong = {
        a
        for forms in kin.values()
        for a in forms
        for b in forms
        if (spread[b], total[b]) > (spread[a], total[a]) and _garbled(a, b)
    }
    return {key: sum(1 for word in counted if word in wrong) for key, counted in mentions.items()}


def _derived(a: str, b: str) -> bool:
    """Whether one word is the other with an ending of descent: Ukraine, Ukrainian."""
    short, long = sorted((a.lower(), b.lower()), key=len)
    return len(long) - len(short) > 1 and long.startswith(short[:-1])


def _garbled(a: str, b: str) -> bool:
    if _derived(a, b) or any(c.isdigit() for c in a + b):
        return False
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
