"""What a figure counts: the noun phrase behind it, and the antecedent where it stands bare."""

from __future__ import annotations

import bisect
from dataclasses import dataclass, field
from typing import NamedTuple

from firsthand.language import table, words
from firsthand.model import Span
from firsthand.reading.amounts import Amount
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.numbers import HYPHENS, parse_number
from firsthand.reading.tokens import Token

Pieces = list[Lexeme]

# A noun phrase is no longer than this many pieces between its number and its head.
LONGEST_PHRASE = 9


class Counted(NamedTuple):
    """The pieces of the counted phrase and the normal form of its head; `of` marks "of them" and the like."""

    start: int
    end: int
    unit: str
    of: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence as the figures see it: its pieces, and the parser's tokens by their offsets."""

    text: str
    pieces: Pieces
    tokens: tuple[Token, ...] = ()
    starts: tuple[int, ...] = ()
    shares: bool = False
    shouted: bool = False
    parsed: bool = field(default=False)

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


def find_counted(line: Line, amount: Amount) -> Counted | None:
    """What the amount counts, as the words behind it tell; None where it stands bare."""
    pieces = line.pieces
    j = amount.end
    if j < len(pieces) and pieces[j].text in HYPHENS and pieces[j].glued:
        return _hyphened(line, j)
    of = _of_phrase(line, amount)
    if of:
        return of
    return _by_words(line, j, amount) or _by_parse(line, amount)


def _hyphened(line: Line, j: int) -> Counted | None:
    """ "12-page", "three-bed": the glued word."""
    pieces = line.pieces
    if j + 1 < len(pieces) and pieces[j + 1].kind == "word" and pieces[j + 1].glued:
        return Counted(j + 1, j + 2, singular(pieces[j + 1].lower))
    return None


def _of_phrase(line: Line, amount: Amount) -> Counted | None:
    """ "of them", "of the injured", "of its 31 offices", "dozens of cracks", "out of 23 wells"."""
    pieces, j = line.pieces, amount.end
    if j < len(pieces) and pieces[j].lower == "out":
        j += 1
    if j >= len(pieces) or pieces[j].lower not in ("of", "from") or j + 1 >= len(pieces):
        return None
    if pieces[j].lower == "from" and pieces[j + 1].lower not in ("its", "their", "the", "his", "her"):
        return None
    k = j + 1
    if pieces[k].lower in ("them", "whom", "which", "those", "these", "us"):
        if pieces[k].lower in ("them", "us"):
            direct = _by_words(line, k + 1, amount)
            if direct:
                return direct
        return Counted(k, k + 1, "", of=True)
    while k < len(pieces) and k < j + 5 and _leads(line, k):
        k += 1
    number = parse_number(pieces, k) if k < len(pieces) else None
    if number:
        k = number[0]
    return _by_words(line, k, amount)


def _leads(line: Line, k: int) -> bool:
    """Whether the piece at `k` only leads up to a noun: an article, a possessive, a name's genitive."""
    piece = line.pieces[k]
    if piece.lower in (
        "the",
        "its",
        "their",
        "his",
        "her",
        "our",
        "my",
        "your",
        "these",
        "those",
        "all",
        "a",
        "an",
        "such",
    ):
        return True
    return piece.lower.endswith(("'s", "’s", "s'", "s’")) or (
        k + 1 < len(line.pieces) and line.pieces[k + 1].lower.endswith(("'s", "’s"))
    )


def _by_words(line: Line, j: int, amount: Amount) -> Counted | None:
    """The first plural noun of the run of words from `j`; any noun where one is counted."""
    pieces = line.pieces
    run = _run(line, j)
    head = -1
    for k in run:
        word = pieces[k].lower
        if not looks_plural(word) or (line.pos(pieces[k]) in ("VERB", "AUX")):
            if head >= 0 and not _goes_on(line, k, run):
                break
            continue
        if head >= 0 and (
            word in words("counted", "verbs_in_s.words") or line.pos(pieces[k]) in ("VERB", "AUX")
        ):
            break
        if head < 0 and k == j and word in words("counted", "verbs_in_s.words") and not line.parsed:
            return None
        if head >= 0 and k != head + 1:
            break
        head = k
    if head < 0:
        head = _single(line, run, amount)
    if head < 0:
        return None
    return Counted(j, head + 1, singular(pieces[head].lower))


def _goes_on(line: Line, k: int, run: list[int]) -> bool:
    """Whether a singular noun behind a plural one is part of the phrase: never, without a parse."""
    return False


def _run(line: Line, j: int) -> list[int]:
    """The pieces from `j` that can belong to one noun phrase."""
    pieces = line.pieces
    stop, predicates = words("counted", "stop.words"), words("counted", "predicates.words")
    run: list[int] = []
    k = j
    while k < len(pieces) and k < j + LONGEST_PHRASE:
        piece = pieces[k]
        if piece.kind == "mark":
            if piece.text in "-‐‑" and piece.glued and run:
                k += 1
                continue
            if (
                piece.text == ","
                and run
                and len(run) == 1
                and not looks_plural(pieces[k - 1].lower)
                and k + 2 < len(pieces)
            ):
                k += 1
                continue
            if piece.text in "'’\"“”‘" and (not run or not looks_plural(pieces[run[-1]].lower)):
                k += 1
                continue
            break
        if piece.kind != "word":
            break
        joins = piece.lower in ("and", "or") and run and not any(looks_plural(pieces[r].lower) for r in run)
        if piece.lower in stop or (piece.lower in ("and", "or") and not joins):
            break
        if piece.lower in predicates and not _modifies(line, k):
            break
        if piece.lower not in ("and", "or"):
            run.append(k)
        k += 1
    return run


def _modifies(line: Line, k: int) -> bool:
    """Whether a participle at `k` stands before its noun ("300 injured people"), not as a predicate."""
    pieces = line.pieces
    if k + 1 >= len(pieces) or pieces[k + 1].kind != "word":
        return False
    after = pieces[k + 1].lower
    return (
        looks_plural(after)
        and after not in words("counted", "stop.words")
        and after not in words("counted", "verbs_in_s.words")
    )


def _single(line: Line, run: list[int], amount: Amount) -> int:
    """The head of a run without a plural: a person's noun, or whatever is one; -1 where there is none."""
    pieces = line.pieces
    if not run:
        return -1
    people = words("counted", "people.words")
    for k in run[:3]:
        if pieces[k].lower in people:
            return k
    if amount.value == 1 or amount.form == "zero":
        if line.parsed:
            nouns = [k for k in run if line.pos(pieces[k]) in ("NOUN", "PROPN")]
            return nouns[0] if nouns else -1
        return run[0]
    return -1


def _by_parse(line: Line, amount: Amount) -> Counted | None:
    """The noun that the parser hangs the number on, where the words alone told none."""
    if not line.parsed:
        return None
    number = line.token(line.pieces[amount.number[1] - 1])
    if number is None or not line.tokens:
        return None
    first = line.tokens[0].i
    for _ in range(3):  # million → doses; a chain is never longer
        if number.dep not in ("nummod", "compound", "amod", "flat", "det"):
            return None
        number = line.tokens[number.head - first]
        start = amount.end
        head = next(
            (
                k
                for k in range(start, min(start + 6, len(line.pieces)))
                if line.pieces[k].start == number.span.start
            ),
            None,
        )
        if head is not None and number.pos in ("NOUN", "PROPN") and _unbroken(line, start, head):
            return Counted(start, head + 1, singular(line.pieces[head].lower))
    return None


def _unbroken(line: Line, start: int, head: int) -> bool:
    stop = words("counted", "stop.words")
    return all(
        (p.kind == "word" and p.lower not in stop) or p.text in HYPHENS for p in line.pieces[start : head + 1]
    )


def implied_unit(line: Line, amount: Amount) -> str | None:
    """The unit of a bare figure that the words beside it imply ("116 missing", "the toll rose to 58")."""
    pieces = line.pieces
    people = words("counted", "predicates.people")
    j = amount.end
    while j < len(pieces) and pieces[j].lower in (
        "more",
        "others",
        "are",
        "were",
        "is",
        "was",
        "been",
        "have",
        "had",
        "had been",
        "also",
        "still",
        "feared",
        "as",
        "now",
        "people",
    ):
        j += 1
    if j < len(pieces) and pieces[j].lower in people:
        return "person"
    implied = table("counted")["implied"]
    for piece in reversed(pieces[max(0, amount.start - 9) : amount.start]):
        if piece.kind == "mark" and piece.text in ";:—":
            return None
        if piece.lower in implied:
            return str(implied[piece.lower])
    return None


def span_of(line: Line, start: int, end: int) -> Span:
    """The span from the first to the last of some pieces."""
    return Span(line.pieces[start].start, line.pieces[max(start, end - 1)].end)
