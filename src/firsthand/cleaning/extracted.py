"""Lines that an extractor left of a page, a feed or a mail: the markup's word and the classifier's."""

from __future__ import annotations

from firsthand.cleaning.blocks import Layout
from firsthand.cleaning.lines import Line
from firsthand.model import TOLD, BlockKind, RawDocument

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
