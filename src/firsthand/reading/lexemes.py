"""A sentence cut finely for figures: digits apart from the letters and signs glued to them.

The parser's tokens follow a treebank ("1.2bn" is one of them, "46-metre" too); figures need the
pieces. Whoever needs both finds the token under a piece by its offset.
"""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand.language import table


class Lexeme(NamedTuple):
    """A piece of text: "digits", "word", "sign", "date", "clock", "code" or "mark" (punctuation).

    `glued`: no blank before it.
    """

    kind: str
    text: str
    lower: str
    start: int
    end: int
    glued: bool

    @property
    def titled(self) -> bool:
        """Whether it starts with a capital letter."""
        return self.text[:1].isupper()

    @property
    def capital(self) -> bool:
        """Whether any of its letters is a capital ("iPhone")."""
        return self.text != self.lower


# Longer runs of digits are serial numbers, not figures; the limit also keeps floats exact enough.
LONGEST_FIGURE = 24

_SPACES = "\u00a0\u2009\u202f "


@functools.cache
def _pattern() -> re.Pattern[str]:
    signs = table("currencies")["signs"]
    codes = sorted((s.upper() for s in signs if s.isalpha()), key=len, reverse=True)
    glued = sorted(
        (s.upper() for s in signs if "$" in s and " " not in s and len(s) > 1), key=len, reverse=True
    )
    return re.compile(
        rf"""
        (?P<date>(?<![\w.])(?:\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})|\d{{4}}[-/]\d{{1,2}}[-/]\d{{1,2}})(?![\w/-]|\.\d))
        |(?P<clock>(?<![\w:])\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d+)?(?![\d:]))
        |(?P<digits>
            [1-9]\d{{0,2}}(?P<sep>[,.'’{_SPACES}])\d{{3}}(?:(?P=sep)\d{{3}})*(?![\d]|[.,]\d{{3}}(?!\d))(?:[.,]\d+)?
            |[1-9]\d?(?:,\d\d)+,\d{{3}}(?!\d)          # lakhs and crores: 1,23,456
            |\d+[.,]\d+(?![.,]?\d)
            |(?<![\w.])\.\d+(?![.\w])
            |\d+(?!\.\d+\.\d))
        |(?P<code>\d+(?:\.\d+)+)                       # 2.4.1: a version
        |(?P<sign>(?:{"|".join(map(re.escape, glued))})|(?:{"|".join(map(re.escape, codes))})(?=[ ]?\d)
            |\$US|\$A
            |[$£€¥₹₽₩₴₺₪₫₦₱฿%‰½⅓⅔¼¾⅕⅛])
        |(?P<word>(?:[^\W\d_]\.){{2,}}|[°º][CFcf]\b|[^\W\d_][^\W_]*(?:['’][^\W\d_]+)?)
        |(?P<mark>[^\s]|_)
        """,
        re.VERBOSE,
    )


def lex(text: str, start: int, end: int) -> list[Lexeme]:
    """The pieces of `text[start:end]`, in order, with offsets into `text`."""
    pieces: list[Lexeme] = []
    last = -1
    for found in _pattern().finditer(text, start, end):
        kind = found.lastgroup or "digits"
        if kind == "sep":
            kind = "digits"
        piece = found.group()
        at, to = found.span()
        pieces.append(Lexeme(kind, piece, piece.lower(), at, to, at == last))
        last = to
    return pieces


def word_at(pieces: list[Lexeme], i: int) -> str:
    """The piece at `i` in lower case; "" beyond either end."""
    return pieces[i].lower if 0 <= i < len(pieces) else ""


_BLANKS = re.compile(rf"['’{_SPACES}]")
_MARKS = re.compile(r"[.,]")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}|\d{1,3}(?:\.\d{3}){2,}")


def digits_value(piece: str) -> float | None:
    """The value of digits with separators of any kind; None where they are too long for a figure."""
    if len(piece) > LONGEST_FIGURE:
        return None
    if piece.isdecimal():
        return float(piece)
    plain = _BLANKS.sub("", piece)
    if "," in plain and "." in plain:  # the later of the two is the decimal one
        decimal = max(plain.rfind(","), plain.rfind("."))
        plain = _MARKS.sub("", plain[:decimal]) + "." + plain[decimal + 1 :]
    elif _GROUPED.fullmatch(plain):
        plain = _MARKS.sub("", plain)
    try:
        return float(plain.replace(",", "."))
    except ValueError:
        return None
