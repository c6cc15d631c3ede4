"""A sentence as the figures see it: its pieces, the parser's tokens under them, and its nouns."""

from __future__ import annotations

import bisect
from dataclasses import dataclass

from firsthand.language import table, words
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.tokens import Token

Pieces = list[Lexeme]


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence: its pieces, and the parser's tokens with the offsets where they start.

    `shares`: figures in points are percentage points here; `shouted`: most words are capitalised, as
    in a headline; `parsed`: the tokens carry parts of speech.
    """

    text: str
    pieces: Pieces
    tokens: tuple[Token, ...] = ()
    starts: tuple[int, ...] = ()
    shares: bool = False
    shouted: bool = False
    parsed: bool = False

    def token(self, piece: Lexeme) -> Token | None:
        """The parser's token at a piece's first character."""
        at = bisect.bisect_right(self.starts, piece.start) - 1
        if at < 0 or self.tokens[at].span.end <= piece.start:
            return None
        return self.tokens[at]

    def pos(self, piece: Lexeme) -> str:
        """The part of speech at a piece, "" where nothing was parsed."""
        if not self.parsed:
            return ""
        token = self.token(piece)
        return token.pos if token else ""


def is_stop(piece: Lexeme) -> bool:
    """Whether a noun phrase ends before the piece ("us", not "US")."""
    return piece.lower in words("counted", "stop.words") and piece.text != "US"


def singular(word: str) -> str:
    """The singular of a noun in lower case, one name for nouns of one class ("people": person)."""
    counted = table("counted")
    word = word.removesuffix("'s").removesuffix("’s")
    if word in counted["normal"]:
        return str(counted["normal"][word])
    if word in counted["plurals"]:
        return str(counted["plurals"][word])
    if not looks_plural(word) or word in counted["collective"]["words"]:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "xes", "ches", "shes", "zzes")):
        return word[:-2]
    return word[:-1]


def looks_plural(word: str) -> bool:
    """Whether a word in lower case can be a plural noun."""
    counted = table("counted")
    if word in counted["plurals"] or word in words("counted", "collective.words"):
        return True
    return (
        len(word) > 2
        and word.endswith("s")
        and not word.endswith(("ss", "us", "'s", "’s", "ous", "is"))
        and word not in words("counted", "collective.singular")
    )
