"""An article's text with what was found in it marked: nested elements over spans that may overlap."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from firsthand.model import Article, Block, Span
from firsthand.report.markup import NOTHING, Html, element, joined, safe

# Blocks of a line that is not a body line by itself: what kind the whole line is set as.
_BODY: Final = "body"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Words to mark: `name` is the anchor that leads to them, `after` what is set behind them.

    `title` is shown when they are pointed at.
    """

    name: str
    span: Span
    kind: str
    after: Html = NOTHING
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Piece:
    """A part of a mark that nests properly in the parts around it."""

    start: int
    end: int
    mark: Mark
    first: bool
    last: bool


def marked_text(article: Article, marks: Iterable[Mark]) -> tuple[Html, frozenset[str]]:
    """The text in paragraphs, one a line, and the names of the anchors that are in it."""
    pieces = _by_line(article, marks)
    lines, at = [], 0
    kinds = _line_kinds(article)
    for number, line in enumerate(article.text.split("\n")):
        if line.strip():
            content = _set_line(article.text, at, at + len(line), pieces.get(number, []))
            lines.append(element("p", content, class_=f"k-{kinds.get(number, _BODY)}", dir="auto"))
        at += len(line) + 1
    named = {piece.mark.name for one in pieces.values() for piece in one if piece.first}
    return joined(lines), frozenset(named)


def _line_starts(text: str) -> list[int]:
    starts, at = [], 0
    for line in text.split("\n"):
        starts.append(at)
        at += len(line) + 1
    return starts


def _line_kinds(article: Article) -> dict[int, str]:
    """For each line that one kind of block fills for the most part that kind."""
    starts = _line_starts(article.text)
    longest: dict[int, Block] = {}
    for block in article.blocks:
        number = bisect_right(starts, max(block.span.start, 0)) - 1
        kept = longest.get(number)
        if kept is None or block.span.end - block.span.start > kept.span.end - kept.span.start:
            longest[number] = block
    return {number: block.kind for number, block in longest.items()}


def _by_line(article: Article, marks: Iterable[Mark]) -> Mapping[int, list[_Piece]]:
    """The marks cut at the ends of lines, for each line; what lies outside the text is left out."""
    text, starts = article.text, _line_starts(article.text)
    found: dict[int, list[_Piece]] = {}
    for mark in marks:
        start, end = max(mark.span.start, 0), min(mark.span.end, len(text))
        cut: list[tuple[int, int, int]] = []
        while start < end:
            number = bisect_right(starts, start) - 1
            line_end = starts[number + 1] - 1 if number + 1 < len(starts) else len(text)
            if start < min(end, line_end) and text[start : min(end, line_end)].strip():
                cut.append((number, start, min(end, line_end)))
            start = line_end + 1
        for index, (number, left, right) in enumerate(cut):
            piece = _Piece(start=left, end=right, mark=mark, first=index == 0, last=index == len(cut) - 1)
            found.setdefault(number, []).append(piece)
    return found


def _set_line(text: str, start: int, end: int, pieces: list[_Piece]) -> Html:
    """One line with its pieces as nested spans."""
    waiting = sorted(pieces, key=_outermost, reverse=True)
    open_pieces: list[tuple[_Piece, list[Html]]] = []
    out: list[Html] = []
    at = start

    def into() -> list[Html]:
        return open_pieces[-1][1] if open_pieces else out

    while waiting or open_pieces:
        ends = open_pieces[-1][0].end if open_pieces else end
        if waiting and waiting[-1].start < ends:
            piece = waiting.pop()
            if piece.start > at:
                into().append(safe(text[at : piece.start]))
                at = piece.start
            if piece.end > ends:
                piece, rest = _split(piece, ends)
                waiting.append(rest)
                waiting.sort(key=_outermost, reverse=True)
            open_pieces.append((piece, []))
            continue
        if not open_pieces:
            break
        into().append(safe(text[at:ends]))
        at = max(at, ends)
        piece, inner = open_pieces.pop()
        into().append(_span(piece, inner))
    out.append(safe(text[at:end]))
    return joined(out)


def _outermost(piece: _Piece) -> tuple[int, int]:
    return (piece.start, -piece.end)


def _split(piece: _Piece, at: int) -> tuple[_Piece, _Piece]:
    left = _Piece(start=piece.start, end=at, mark=piece.mark, first=piece.first, last=False)
    right = _Piece(start=at, end=piece.end, mark=piece.mark, first=False, last=piece.last)
    return left, right


def _span(piece: _Piece, inner: list[Html]) -> Html:
    """The words of a piece, and behind the last one the way back to where they are told of."""
    words = element(
        "span",
        joined(inner),
        id=piece.mark.name if piece.first else None,
        class_=f"m {piece.mark.kind}",
        data_m=piece.mark.name,
        title=piece.mark.title,
    )
    return joined([words, piece.mark.after]) if piece.last else words
