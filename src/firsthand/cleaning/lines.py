"""The lines of a text with their offsets and the shape of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.cleaning.phrases import tokenize
from firsthand.cleaning.vocabulary import Vocabulary
from firsthand.model import Span

# Cues stand at the ends of a line: of a longer one only these many characters are looked at, so that
# a text of one endless line costs no more than its length.
HEAD = 400
TAIL = 120

_STOP = re.compile(r"(?:[.!?…]|\.\.\.)[\"'”’»)\]]*$")
_SPLIT = re.compile(r"\s*(?:[|·•›»>☰🖶👍👎💬☕►▶→]|\s[/–—-]+\s|\s{2,}|\t)\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line that is not blank, without the blanks at its ends.

    `words` counts its tokens that are words, up to the cut at `HEAD`; `function_share` is the share of them
    that hold sentences together; `gap` tells a blank line (or the text's start) before it.
    """

    span: Span
    text: str
    tokens: tuple[str, ...]
    last_tokens: tuple[str, ...]
    parts: tuple[str, ...]
    words: int
    function_share: float
    stopped: bool
    gap: bool


def split_lines(text: str, vocabulary: Vocabulary) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in order."""
    lines: list[Line] = []
    at, gap = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + len(raw) - len(raw.lstrip())
            lines.append(_line(stripped, start, gap=gap, vocabulary=vocabulary))
        gap = not stripped
        at += len(raw) + 1
    return tuple(lines)


def _line(text: str, start: int, *, gap: bool, vocabulary: Vocabulary) -> Line:
    head = text[:HEAD]
    tokens = tokenize(head)
    words = [token for token in tokens if token[0].isalpha()]
    return Line(
        span=Span(start, start + len(text)),
        text=text,
        tokens=tokens,
        last_tokens=tokens if len(text) <= HEAD else tokenize(text[-TAIL:]),
        parts=tuple(part for part in _SPLIT.split(head) if part),
        words=len(words),
        function_share=sum(word in vocabulary.function_words for word in words) / max(1, len(words)),
        stopped=bool(_STOP.search(text[-8:])),
        gap=gap,
    )
