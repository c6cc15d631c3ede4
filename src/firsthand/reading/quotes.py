"""Words inside quotation marks, in the marks of any country."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from firsthand.language import table
from firsthand.model import Quotation, Span

# What may close a quotation that the key opened. “ closes „ in German, « closes » in Danish, ” both opens
# and closes in Swedish; a straight mark closes a curly one where a page mixes them.
CLOSERS = {
    "“": '”"“″',
    '"': '"”“″',
    "„": '“”"',
    "‟": '”"',
    "”": '”"',
    "«": "»",
    "»": "«»",
    "‹": "›",
    "›": "‹›",
    "‘": "’'",
    "'": "'’",
    "‚": "‘’'",
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    "｢": "｣",
    "〝": "〞〟",
    "＂": "＂",
    "``": "''",
    "''": "''",
}
SINGLE = frozenset("'’‘‚")
MARKS = frozenset("".join(CLOSERS) + "".join(CLOSERS.values())) - {"`"}
OPENS_AFTER = frozenset("([{<—–-/:¿¡…>|=*_") | MARKS
DEEPEST = 6  # English newspapers nest two deep; the bound keeps a megabyte of marks linear


@dataclass(slots=True)
class _Open:
    start: int
    words: int
    mark: str


def extract_quotations(text: str) -> tuple[Quotation, ...]:
    """All quotations in order of their start, nested ones too, scare quotes included.

    A quotation ends with its paragraph at the latest (then `closed` is false); where the next
    paragraph opens with a mark again, that is a quotation of its own.

    Cost: linear in the text.
    """
    found: list[Quotation] = []
    for paragraph in _paragraphs(text):
        found.extend(_in_paragraph(text, paragraph))
    return tuple(sorted(found, key=lambda q: (q.span.start, -q.span.end)))


def _paragraphs(text: str) -> Iterator[Span]:
    at = 0
    for line in text.splitlines(keepends=True):
        yield Span(at, at + len(line.rstrip()))
        at += len(line)


def _in_paragraph(text: str, paragraph: Span) -> list[Quotation]:
    positions = [i for i in range(paragraph.start, paragraph.end) if text[i] in MARKS or text[i] == "`"]
    if not positions:
        return []
    later = _later_single_closers(text, positions, paragraph)
    found: list[Quotation] = []
    stack: list[_Open] = []
    skip = -1
    for i in positions:
        if i < skip:
            continue
        mark, width = _mark_at(text, i)
        if not mark:
            continue
        skip = i + width
        level = _closes(text, (i, width, mark), stack, paragraph, later)
        if level is not None:
            opener = stack[level]
            del stack[level:]
            if i > opener.words:
                found.append(Quotation(span=Span(opener.start, i + width), words=Span(opener.words, i)))
        elif len(stack) < DEEPEST and _opens(text, i, width, mark, paragraph, stack):
            stack.append(_Open(i, i + width, mark))
    found.extend(_unclosed(stack, paragraph))
    return found


def _unclosed(stack: list[_Open], paragraph: Span) -> Iterator[Quotation]:
    """The quotations that run to the paragraph's end; a lone single mark is an apostrophe."""
    for opener in stack:
        if opener.mark not in SINGLE and opener.words < paragraph.end:
            yield Quotation(
                span=Span(opener.start, paragraph.end), words=Span(opener.words, paragraph.end), closed=False
            )


def _mark_at(text: str, i: int) -> tuple[str, int]:
    """The mark that stands at `i` and its length; LaTeX doubles its marks, and so do typewriters."""
    pair = text[i : i + 2]
    if pair in ("``", "''", ",,"):
        return ("``" if pair == "``" else "''"), 2
    return ("", 1) if text[i] == "`" else (text[i], 1)


def _closes(
    text: str, at: tuple[int, int, str], stack: list[_Open], paragraph: Span, later: frozenset[int]
) -> int | None:
    """The level of the stack that the mark closes, if any. `at` is its place, width and form."""
    i, width, mark = at
    before, after = _around(text, i, width, paragraph)
    if mark in SINGLE and before.isalnum() and after.isalnum():
        return None  # an apostrophe inside a word
    for level in range(len(stack) - 1, -1, -1):
        opener = stack[level]
        if mark != "''" and (opener.mark == "''" or mark not in CLOSERS[opener.mark]):
            continue
        if mark == "''" and opener.mark not in ("``", "''", '"', "“"):
            continue
        if mark in SINGLE and i in later:
            return None  # the workers' part of a quotation that closes further on
        only_closes = mark in "”»’›」』》〉｣〞〟" and opener.mark != mark
        if only_closes or not (before.isspace() and not after.isspace()):
            return level
    return None


def _opens(text: str, i: int, width: int, mark: str, paragraph: Span, stack: list[_Open]) -> bool:
    if mark not in CLOSERS or mark == "’":
        return False
    before, after = _around(text, i, width, paragraph)
    if after.isspace() and mark in ("'", '"', "‘", "”", "''"):
        return False
    if mark in "“„«‹「『《〈｢〝‟``‚":
        return True
    if mark in "'‘" and _clipped(text, i + 1):
        return False
    if mark in "'\"" and before.isdigit():
        return False  # feet and inches
    if mark in "»›" and stack and stack[-1].mark in "«‹":
        return False
    return before.isspace() or before in OPENS_AFTER


def _around(text: str, i: int, width: int, paragraph: Span) -> tuple[str, str]:
    before = text[i - 1] if i > paragraph.start else " "
    after = text[i + width] if i + width < paragraph.end else " "
    return before, after


@cache
def _clipped_words() -> frozenset[str]:
    return frozenset(table("quotes")["clipped"])


def _clipped(text: str, at: int) -> bool:
    """Whether a word that has lost its beginning stands at `at`: 'em, 'tis, '90s."""
    end = at
    while end < len(text) and end - at < 8 and text[end].isalnum():
        end += 1
    word = text[at:end].lower()
    if word[:2].isdigit() and len(word) <= 3:
        return word[2:] in ("", "s")
    return word in _clipped_words()


def _later_single_closers(text: str, positions: list[int], paragraph: Span) -> frozenset[int]:
    """Single marks after a final s that have another closer before the next opener: plural possessives."""
    doubtful: set[int] = set()
    closer_ahead = False
    for i in reversed(positions):
        if text[i] not in SINGLE:
            continue
        before, after = _around(text, i, 1, paragraph)
        if before.isalnum() and after.isalnum():
            continue
        opens = text[i] != "’" and (before.isspace() or before in '([—–-“"')
        if opens and not after.isspace():
            closer_ahead = False
        elif not before.isspace():
            following = text[i + 1 : i + 3]
            if closer_ahead and before == "s" and following[:1] == " " and following[1:].isalpha():
                doubtful.add(i)
            closer_ahead = True
    return frozenset(doubtful)
