"""Lines that an extractor left of a page, a feed or a mail: the markup's word and the classifier's."""

from __future__ import annotations

import re

from firsthand.cleaning.blocks import Layout
from firsthand.cleaning.lines import Line
from firsthand.model import TOLD, BlockKind, RawDocument

_PARTS = re.compile(r",\s*|\s+and\s+|\s+&\s+")
_NOTE = re.compile(
    r",?\s+(?:is|was|has|covers|covered|reports|writes|joined|edits|works|can be|contributed)\b"
)
# A list of other articles stands behind this share of a page's words.
PAST_MOST = 0.6
# An author's note or a line on the house's rules is no longer.
LONGEST_NOTE = 80


def settle(raw: RawDocument, layout: Layout, *, english: bool) -> Layout:
    """The layout with the kinds that the markup gives, and only those set aside that are surely no text.

    The classifier is made for pages in which half of the lines are furniture. Of what an extractor leaves
    hardly any is, so lines that merely look unlike prose (a list of winners, a score) are kept.
    """
    hints = _hints(raw, layout)
    last = max(
        (n for n, line in enumerate(layout.lines) if line.shape.stopped and line.shape.words > 8), default=-1
    )
    kinds = tuple(
        _kind(line, kind, hints[n], after=n > last, english=english)
        for n, (line, kind) in enumerate(zip(layout.lines, layout.kinds, strict=True))
    )
    if "title" in hints:
        title = hints.index("title")
        kinds = tuple("heading" if kind == "title" and n != title else kind for n, kind in enumerate(kinds))
    else:
        title = kinds.index("title") if "title" in kinds else -1
    return Layout(lines=layout.lines, kinds=kinds, title=None if title < 0 else title)


def _hints(raw: RawDocument, layout: Layout) -> list[BlockKind | None]:
    """The kind that the markup gives each line that is not blank."""
    out: list[BlockKind | None] = []
    at = number = 0
    for line in layout.lines:
        number += raw.text.count("\n", at, line.span.start)
        at = line.span.start
        out.append(raw.line_kinds[number] if number < len(raw.line_kinds) else None)
    return out


def _kind(line: Line, kind: BlockKind, hint: BlockKind | None, *, after: bool, english: bool) -> BlockKind:
    if hint == "title":
        return "title"
    if not any(character.isalnum() for character in line.text[:200]):
        return "furniture"
    told: BlockKind = hint or ("heading" if kind == "heading" else "body")
    if kind in TOLD:
        return hint or kind
    if not english:
        return told
    return kind if _is_sure(line) or (after and hint is None and line.shape.words > 1) else told


def _is_sure(line: Line) -> bool:
    signs = line.signs
    strong = (
        signs.strong_start or signs.strong_line or signs.strong_inside or signs.closer or signs.opens_list
    )
    return bool(strong or signs.credit or signs.ago or signs.byline) and line.shape.words < LONGEST_NOTE


def _notes_on_authors(raw: RawDocument, layout: Layout) -> list[int]:
    """The lines that tell of the authors: they begin with a name that the page gives as its author's."""
    told = [part for one in raw.facts if one.name == "byline" for part in _PARTS.split(one.value)]
    names = tuple({name for name in told if len(name.split()) >= 2})
    if not names:
        return []
    return [
        n
        for n, line in enumerate(layout.lines)
        if n > 0
        and line.text.startswith(names)
        and line.shape.words < LONGEST_NOTE
        and any(name in line.text and _NOTE.match(line.text[len(name) :]) for name in names)
    ]


def _other_headlines(layout: Layout, kinds: list[BlockKind]) -> list[int]:
    """The lines of a list of other articles that ends a page: under a label, half of them headlines."""
    words = [line.shape.words for line in layout.lines]
    total, before = sum(words), 0
    for n, line in enumerate(layout.lines):
        before += words[n]
        rest = range(n + 1, len(kinds))
        label = kinds[n] == "furniture" and line.signs.opens_list and line.shape.words <= 6
        if label and before > PAST_MOST * total:
            short = sum(kinds[m] != "body" or not layout.lines[m].shape.stopped for m in rest)
            if 2 * short >= len(rest):
                return list(rest)
    return []
