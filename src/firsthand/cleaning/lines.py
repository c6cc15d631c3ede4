"""The lines of a text with their offsets and the shape of each."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.cleaning.phrases import tokenize
from firsthand.cleaning.shapes import Shape
from firsthand.cleaning.signs import Signs, read_signs
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
    """One line that is not blank, without the blanks at its ends; `gap` tells a blank line before it."""

    span: Span
    shape: Shape
    signs: Signs
    gap: bool

    @property
    def text(self) -> str:
        """The line's words."""
        return self.shape.text


def split_lines(text: str, vocabulary: Vocabulary) -> tuple[Line, ...]:
    """The lines of a text that are not blank, in order."""
    lines: list[Line] = []
    # Labels and buttons come again and again: each text is looked at once.
    seen: dict[str, tuple[Shape, Signs]] = {}
    at, gap = 0, True
    for raw in text.split("\n"):
        stripped = raw.strip()
        if stripped:
            start = at + len(raw) - len(raw.lstrip())
            if stripped not in seen:
                shape = measure(stripped, vocabulary)
                seen[stripped] = (shape, read_signs(shape, vocabulary))
            shape, signs = seen[stripped]
            lines.append(Line(span=Span(start, start + len(stripped)), shape=shape, signs=signs, gap=gap))
        gap = not stripped
        at += len(raw) + 1
    return tuple(lines)


def measure(text: str, vocabulary: Vocabulary) -> Shape:
    """The shape of one line's text."""
    head = text[:HEAD]
    tokens = tokenize(head)
    words = [token for token in tokens if token[0].isalpha()]
    return Shape(
        text=text,
        tokens=tokens,
        last_tokens=tokens if len(text) <= HEAD else tokenize(text[-TAIL:]),
        parts=tuple(part for part in _SPLIT.split(head) if part),
        words=len(words),
        function_share=sum(word in vocabulary.function_words for word in words) / max(1, len(words)),
        stopped=bool(_STOP.search(text[-8:])),
    )
