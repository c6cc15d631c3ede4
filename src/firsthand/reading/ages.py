"""Figures that are somebody's age."""

from __future__ import annotations

from firsthand.language import words
from firsthand.reading.amounts import Amount
from firsthand.reading.lexemes import Lexeme, word_at
from firsthand.reading.lines import looks_plural

Pieces = list[Lexeme]

# Nobody is older.
OLDEST = 120


def is_age(pieces: Pieces, amount: Amount) -> bool:
    """Whether the figure is an age.

    "Greta Holm, 71," and "34-year-old", "aged 12", "children under five", "voters older than 30".
    """
    years = amount.unit is not None and amount.unit.kind == "time"
    end = amount.end + (word_at(pieces, amount.end) == "-")
    if years and word_at(pieces, end) == "old":
        return True
    if amount.value > OLDEST or (amount.unit is not None and not years):
        return False
    if years and word_at(pieces, end) == "of" and word_at(pieces, end + 1) == "age":
        return True
    before, further = word_at(pieces, amount.number[0] - 1), word_at(pieces, amount.number[0] - 2)
    aged = ("aged", "age", "ages")
    if before in aged or (before in ("between", "from", "of", "at") and further in aged):
        return True
    return not years and (_is_age_group(pieces, amount) or _is_apposition(pieces, amount))


def _is_age_group(pieces: Pieces, amount: Amount) -> bool:
    """Whether people are told apart by it: "children under five", "voters older than 30", "under-30s"."""
    first, end = amount.number
    before, further = word_at(pieces, first - 1), word_at(pieces, first - 2)
    if before == "-" and further in ("under", "over"):
        return True
    if before == "than" and further in ("older", "younger"):
        return True
    if before not in ("under", "over", "below", "above") or further not in words("counted", "people.words"):
        return False
    return not looks_plural(word_at(pieces, end))


def _is_apposition(pieces: Pieces, amount: Amount) -> bool:
    """Whether it stands behind a person: "Greta Holm, 71, who", "his daughter, 6,", "Lena Holm (71)"."""
    first, end = amount.number
    if amount.high is not None or pieces[first].kind != "digits" or amount.value < 1 or amount.value % 1:
        return False
    if first < 2 or end - first > 1 or pieces[first - 2].kind != "word":
        return False
    mark, after, before = word_at(pieces, first - 1), word_at(pieces, end), pieces[first - 2]
    if mark == "(":
        return after == ")" and before.titled and first >= 3 and pieces[first - 3].titled
    person = before.lower in words("counted", "ages.kin") or before.lower in words(
        "counted", "speakers.nouns"
    )
    name = before.titled and (first == 2 or pieces[first - 3].titled or pieces[first - 3].kind == "mark")
    closed = not after or after in (",", ".", ";", ")", ":", "and", "who", "whose")
    return mark == "," and closed and (name or person)
