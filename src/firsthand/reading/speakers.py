"""Numbers of no story: the word "one" where it is no number, and how many people speak."""

from __future__ import annotations

from firsthand.language import words
from firsthand.reading.amounts import Amount
from firsthand.reading.counted import Counted
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.lines import Line, is_stop

Pieces = list[Lexeme]

# More than these are a figure of the story even where they speak ("1,204 adults said").
MOST_SPEAKERS = 12
# How far behind the noun the verb of speaking may stand.
REACH = 18


def one_rule(line: Line, amount: Amount) -> str | None:
    """The rule by which a written "one" is no count; None where it is one.

    "one-among" ("one of the people"), "one-pronoun" ("no one", "the one"), "one-article" ("one
    engineer said").
    """
    pieces = line.pieces
    first, end = amount.number
    if pieces[first].lower != "one" or amount.value != 1:
        return None
    before = pieces[first - 1].lower if first else ""
    if amount.unit is not None:
        day = amount.unit.name in ("day", "night") or before in words("counted", "one.before")
        return "one-article" if amount.unit.kind == "time" and day else None
    after = pieces[end].lower if end < len(pieces) else ""
    if (
        after in ("is", "was", "has")
        and _befalls(pieces[end : end + 4])
        and before not in words("counted", "one.before")
    ):
        return None
    if after == "of":
        return "one-among"
    if end >= len(pieces) or pieces[end].kind != "word" or after in words("counted", "one.nouns"):
        return "one-pronoun"
    if before in words("counted", "one.before") or is_stop(pieces[end]):
        return "one-pronoun"
    if after in words("counted", "speakers.nouns") or first == 0 or pieces[first - 1].kind == "mark":
        return None if _befalls(pieces[end + 1 : end + 7]) else "one-article"
    return None


def _befalls(tail: Pieces) -> bool:
    """Whether the words behind tell what happened to the one ("one person was killed")."""
    for piece in tail:
        if piece.kind == "mark":
            return False
        if piece.lower in words("counted", "one.befalls"):
            return True
    return False


def speaks(line: Line, amount: Amount, counted: Counted) -> bool:
    """Whether those counted are people who speak: how many they are is no figure of the story."""
    pieces = line.pieces
    head = pieces[counted.end - 1].lower
    if (
        amount.unit is not None
        or amount.value > MOST_SPEAKERS
        or head not in words("counted", "speakers.nouns")
    ):
        return False
    before = [piece.lower for piece in pieces[max(0, amount.start - 2) : amount.start]]
    if before[-1:] and before[-1] in words("counted", "speakers.introduced"):
        return True
    if before == ["according", "to"]:
        return True
    return _verb_behind(pieces[counted.end : counted.end + REACH])


def _verb_behind(tail: Pieces) -> bool:
    """Whether the words behind the noun come to a verb of speaking before another verb of the event."""
    verbs, events = words("counted", "speakers.strict"), words("counted", "predicates.people")
    for n, piece in enumerate(tail):
        if piece.text in (".", ";", "!", "?", "“"):
            return False
        if piece.lower in verbs:
            return not (n and tail[n - 1].lower in ("were", "was", "been", "are", "is", "be", "being"))
        if piece.lower in events and piece.lower != "told":
            return False
    return False
