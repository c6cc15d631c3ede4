"""Setting text in a terminal: columns as wide as they look, colours, signs that the encoding has."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from firsthand.report.naming import plain

# What a stream without a terminal gets, and the narrowest and widest that lines are set in: below 40
# columns a table has no room for two columns, past 110 the eye loses the line.
DEFAULT_WIDTH, MIN_WIDTH, MAX_WIDTH = 80, 40, 110

_CODES: Final = {
    "strong": "1",
    "dim": "2",
    "title": "1;4",
    "high": "1;31",
    "medium": "33",
    "low": "36",
    "mark": "1;4",
    "outside": "36",
}
# Every sign that reports draw with, and what stands for it where the encoding lacks it.
_ASCII: Final = {
    "●": "*",
    "○": "o",
    "├": "|",
    "└": "`",
    "│": "|",
    "─": "-",
    "═": "=",
    "→": ">",
    "≤": "<",
    "≥": ">",
    "≈": "~",
    "–": "-",
    "—": "-",
    "…": "~",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "‘": "'",
    "’": "'",
    "·": "-",
    "•": "*",
    "€": "E",
    "£": "L",
    "\u00a0": " ",
}

# Marks inside a long word, as in an address or a file's name, behind which a line may end.
_BREAK_BEHIND: Final = "-_/."

# A word and the style it is painted in.
Word = tuple[str, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A stream to set lines on: how wide, whether painted, in which encoding."""

    out: TextIO
    width: int
    colour: bool
    encoding: str

    def paint(self, text: str, style: str | None) -> str:
        """`text` in a style, where colours are shown."""
        return f"\x1b[{_CODES[style]}m{text}\x1b[0m" if self.colour and style and text else text

    def line(self, text: str = "") -> None:
        """Writes one line, without blanks at its end."""
        self.out.write(_encodable(text.rstrip(), self.encoding) + "\n")

    def paragraph(
        self, text: str | Sequence[Word], *, first: str = "", rest: str | None = None, lines: int = 0
    ) -> None:
        """Writes words within the width, `first` and `rest` before the first and the other lines."""
        rest = " " * columns(first) if rest is None else rest
        room = self.width - max(columns(first), columns(rest))
        set_lines = wrap(text if not isinstance(text, str) else words(text), room, lines=lines)
        for number, one in enumerate(set_lines or [[]]):
            self.line((rest if number else first) + self.join(one))

    def join(self, line: Iterable[Word]) -> str:
        """One line of words; neighbours of one style are painted as one."""
        runs: list[tuple[list[str], str | None]] = []
        for word, style in line:
            if runs and runs[-1][1] == style:
                runs[-1][0].append(word)
            else:
                runs.append(([word], style))
        return " ".join(self.paint(" ".join(run), style) for run, style in runs)


def page_for(out: TextIO, *, width: int | None, colour: bool | None) -> Page:
    """The page that a stream makes: the terminal's width and colours, 80 plain columns elsewhere."""
    try:
        terminal = out.isatty()
    except (AttributeError, ValueError):
        terminal = False
    if colour is None:
        dumb = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
        colour = terminal and not dumb
    if width is None:
        width = _terminal_width(out, terminal=terminal)
    return Page(
        out=out,
        width=min(max(width, MIN_WIDTH), MAX_WIDTH),
        colour=colour,
        encoding=getattr(out, "encoding", None) or "utf-8",
    )


def _terminal_width(out: TextIO, *, terminal: bool) -> int:
    told = os.environ.get("COLUMNS", "")
    if told.isascii() and told.isdigit() and int(told[:6]) > 0:
        return int(told[:6])
    if not terminal:
        return DEFAULT_WIDTH
    try:
        return os.get_terminal_size(out.fileno()).columns or DEFAULT_WIDTH
    except (OSError, ValueError):
        return DEFAULT_WIDTH


def _encodable(text: str, encoding: str) -> str:
    """`text` with signs of the same width for those that the encoding lacks."""
    try:
        text.encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return "".join(_sign(character, encoding) for character in text)
    return text


def _sign(character: str, encoding: str) -> str:
    try:
        character.encode(encoding)
    except UnicodeEncodeError:
        return _ASCII.get(character, "?")
    except LookupError:
        return character if character.isascii() else _ASCII.get(character, "?")
    return character


def columns(text: str) -> int:
    """How many columns a terminal needs for `text` (no escape sequences in it)."""
    if text.isascii():
        return len(text)
    return sum(_columns(character) for character in text)


def _columns(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def words(text: str, style: str | None = None) -> list[Word]:
    """The words of a text, harmless to print, each in the style."""
    return [(word, style) for word in plain(text).split()]


def shorten(text: str, room: int) -> str:
    """`text` within `room` columns, its end cut off with … where it is longer."""
    if columns(text) <= room:
        return text
    kept, used = [], 1
    for character in text:
        used += _columns(character)
        if used > room:
            break
        kept.append(character)
    return "".join(kept).rstrip() + "…"


def shorten_name(name: str, room: int) -> str:
    """A name within `room` columns; what stands in brackets at its end tells it apart and is kept."""
    before, bracket, end = name.rpartition(" (")
    kept = room - columns(bracket + end)
    if columns(name) <= room or not before or kept < 6:
        return shorten(name, room)
    return shorten(before, kept) + bracket + end


def pad(text: str, room: int) -> str:
    """`text` in exactly `room` columns, cut or filled with blanks."""
    text = shorten(text, room)
    return text + " " * (room - columns(text))


def wrap(text: Sequence[Word], room: int, *, lines: int = 0) -> list[list[Word]]:
    """Lines of words within `room` columns; past `lines` lines (0: no limit) the rest is cut with …."""
    room = max(room, 2)
    found: list[list[Word]] = []
    used = room
    for word, style in (part for whole in text for part in _broken(whole, room)):
        size = columns(word)
        if not found or used + 1 + size > room:
            if lines and len(found) == lines:
                found[-1] = _cut(found[-1], room)
                break
            found.append([])
            used = -1
        found[-1].append((word, style))
        used += 1 + size
    return found


def _cut(line: list[Word], room: int) -> list[Word]:
    """The line with … at its end, within the room."""
    *before, (word, style) = line
    space = room - sum(columns(one) + 1 for one, _ in before)
    if columns(word) < space:
        return [*before, (word + "…", style)]
    return [*before, (shorten(word + " ", space).rstrip("…") + "…", style)]


def _broken(word: Word, room: int) -> Iterable[Word]:
    """The word in parts that fit into a line each, parted behind a mark where there is one late enough."""
    text, style = word
    if columns(text) <= room:
        yield word
        return
    start, used, mark = 0, 0, 0
    for at, character in enumerate(text):
        size = _columns(character)
        if used + size > room:
            end = mark if mark - start > room // 2 else at
            yield text[start:end], style
            start, used = end, columns(text[end:at])
        used += size
        if character in _BREAK_BEHIND:
            mark = at + 1
    yield text[start:], style
