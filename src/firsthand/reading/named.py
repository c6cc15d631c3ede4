"""Numbers that are part of a name, a list, a telephone number: they count nothing."""

from __future__ import annotations

from firsthand.language import words
from firsthand.reading.amounts import Amount
from firsthand.reading.counted import Counted
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.lines import Line, is_stop, looks_plural
from firsthand.reading.numbers import HYPHENS

Pieces = list[Lexeme]

# A bare number in a name is no longer than this ("90049 ZIP Code"); longer ones count something.
LONGEST_NAME = 5


def named_rule(line: Line, amount: Amount, counted: Counted | None, *, bounded: bool) -> str | None:
    """The rule by which an amount without a unit is part of a name; None where it is not."""
    pieces = line.pieces
    first, end = amount.number
    if pieces[first].kind != "digits" and amount.form != "word":
        return None
    if _letters_behind(pieces, end):
        return "letters"
    if first == 0 or bounded or amount.scale != 1.0:
        return None if bounded or not _name_behind(line, amount, counted) else "name"
    if _hyphened_to_letters(pieces, first):
        return "name"
    if pieces[first - 1].text in "#№&" or _group_of(pieces, first):
        return "name"
    touching = counted if counted and counted.start == end and not counted.of else None
    if touching and _firm(line, touching, first):
        return None
    if (
        pieces[first].kind != "digits"
        or not pieces[first].text.isdigit()
        or len(pieces[first].text) > LONGEST_NAME
    ):
        return None
    if pieces[first - 1].lower in words("counted", "labels.words") and amount.high is None and not touching:
        return "name"
    if _name_behind(line, amount, counted) or (amount.high is None and _follows_name(line, first)):
        return "name"
    return None


def _firm(line: Line, counted: Counted, first: int) -> bool:
    """Whether what is counted is sure to be: no name stands before the number ("the S&P 500 stocks")."""
    before = line.pieces[first - 1]
    plural = looks_plural(line.pieces[counted.end - 1].lower)
    capital = (
        before.capital and before.kind == "word" and not is_stop(before) and first >= 2 and not line.shouted
    )
    if len(before.text) == 1 and before.text.isupper() and before.lower not in ("a", "i"):
        return False
    if any(char.isupper() for char in before.text[1:]) and not before.text.isupper():  # "iPhone 11 cameras"
        return False
    return plural or not capital


def _letters_behind(pieces: Pieces, end: int) -> bool:
    """Letters that are no unit glued behind ("5G", "3D", "4x4"), or a model's digits ("787-9")."""
    if end >= len(pieces) or not pieces[end].glued:
        return False
    if pieces[end].kind == "word":
        return pieces[end].lower not in ("s", "st", "nd", "rd", "th", "plus")
    return False


def _hyphened_to_letters(pieces: Pieces, first: int) -> bool:
    """As in "G-20", "COVID-19", "F-16", but not "mid-20s", "sub-300"."""
    if (
        first < 2
        or pieces[first - 1].text not in HYPHENS
        or not (pieces[first - 1].glued and pieces[first].glued)
    ):
        return False
    return pieces[first - 2].kind == "word" and pieces[first - 2].lower not in words(
        "counted", "labels.prefixes"
    )


def _group_of(pieces: Pieces, first: int) -> bool:
    """As in "the Group of 20 nations", "Big 12"."""
    return first >= 2 and pieces[first - 1].lower == "of" and pieces[first - 2].text in ("Group", "Gang")


def _name_behind(line: Line, amount: Amount, counted: Counted | None) -> bool:
    """Whether a name starts right behind the number ("787 Dreamliner", "49 Zorro Ranch Road")."""
    pieces = line.pieces
    end = amount.number[1]
    if counted is not None or end >= len(pieces) or pieces[amount.number[0]].kind != "digits":
        return False
    if any(
        piece.lower in words("counted", "labels.streets") and piece.titled
        for piece in pieces[end + 1 : end + 4]
    ):
        return pieces[end].titled
    if line.shouted:
        return False
    behind = pieces[end]
    if behind.kind != "word" or not behind.titled or behind.glued or is_stop(behind):
        return False
    if behind.lower in words("counted", "predicates.words") or pieces[amount.number[0]].text.find(",") >= 0:
        return False
    inside = amount.number[0] > 0 or (end + 1 < len(pieces) and pieces[end + 1].titled)
    return inside and line.pos(behind) not in ("VERB", "AUX") and not looks_plural(behind.lower)


def _follows_name(line: Line, first: int) -> bool:
    """Whether a capitalised word that is a name stands right before the number ("Channel 4")."""
    before = line.pieces[first - 1]
    if before.kind != "word" or not before.capital or is_stop(before) or line.shouted:
        return False
    if before.lower in words("counted", "predicates.words") or before.lower in words(
        "counted", "share_words.changes"
    ):
        return False
    pos = line.pos(before)
    return pos in ("PROPN", "NOUN", "ADJ", "NUM", "X", "") and (first >= 2 or pos == "PROPN")


def is_labelled(pieces: Pieces, amount: Amount) -> bool:
    """Whether a label with its capital stands before the number ("Resolution 1701")."""
    first = amount.number[0]
    label = first > 0 and pieces[first - 1].lower in words("counted", "labels.words")
    return label and pieces[first - 1].titled


def is_listed(line: Line, amount: Amount) -> bool:
    """Whether the number numbers a list, is a telephone number, or stands in a row of bare numbers."""
    pieces = line.pieces
    first, end = amount.number
    digits = pieces[first].kind == "digits"
    if first == 0 and digits and amount.value < 100 and end == 1 and end + 1 < len(pieces):
        if pieces[end].text in ".)" and pieces[end].glued:
            return True
    if digits and pieces[first].text.startswith("0") and len(pieces[first].text) > 1:
        return pieces[first].text.isdigit()
    return _in_row(pieces, first)


def _in_row(pieces: Pieces, first: int) -> bool:
    """Whether three or more bare numbers stand in a row: a phone number, a rating, a table."""
    low = high = first
    while low > 0 and pieces[low - 1].kind == "digits" and first - low < 3:
        low -= 1
    while high + 1 < len(pieces) and pieces[high + 1].kind == "digits" and high - first < 3:
        high += 1
    return high - low >= 2
