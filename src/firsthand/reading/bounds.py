"""What bounds a figure: "about", "up to", "more than" before it, "or more", "at least" behind it."""

from __future__ import annotations

import functools
from typing import NamedTuple

from firsthand.language import table, words
from firsthand.model import Bound
from firsthand.reading.amounts import Amount
from firsthand.reading.lexemes import Lexeme, lex

Pieces = list[Lexeme]


class FoundBound(NamedTuple):
    """A bound and the pieces that tell it, `start` up to but not including `end`."""

    bound: Bound
    start: int
    end: int
    phrase: str


@functools.cache
def _phrases(side: str) -> dict[str, tuple[tuple[tuple[str, ...], Bound], ...]]:
    """Phrases by the piece nearest to the number (last one before it, first one behind), longest first."""
    nearest = -1 if side == "before" else 0
    grouped: dict[str, list[tuple[tuple[str, ...], Bound]]] = {}
    for bound, phrases in table("bounds")[side].items():
        for phrase in phrases:
            pieces = tuple(piece.lower for piece in lex(phrase, 0, len(phrase)))
            grouped.setdefault(pieces[nearest], []).append((pieces, bound))
    return {key: tuple(sorted(options, key=lambda o: (-len(o[0]), o[0]))) for key, options in grouped.items()}


def find_bound(pieces: Pieces, amount: Amount, noun_end: int) -> FoundBound | None:
    """The bound of an amount whose counted noun ends before piece `noun_end`; None where it has none."""
    return find_bound_before(pieces, amount) or find_bound_after(pieces, amount, noun_end)


def find_bound_before(pieces: Pieces, amount: Amount) -> FoundBound | None:
    """The bound right before the amount, an article or the like in between."""
    between, claimed = table("bounds")["between"]["words"], table("bounds")["between"]["claimed"]
    j = amount.start
    for skipped in range(3):
        found = _ending_at(pieces, j, amount)
        if found:
            # "exact" words only end the search: "just 12 %" bounds nothing, "just over 12 %" was longer.
            return found
        if j and (pieces[j - 1].lower in between or (skipped < 2 and pieces[j - 1].text == "-")):
            j -= 1
        elif j > 1 and pieces[j - 1].lower in claimed and pieces[j - 2].lower == "the":
            j -= 2
        else:
            return None
    return None


def _ending_at(pieces: Pieces, j: int, amount: Amount) -> FoundBound | None:
    if j <= 0:
        return None
    for phrase, bound in _phrases("before").get(pieces[j - 1].lower, ()):
        start = j - len(phrase)
        if start < 0 or any(pieces[start + k].lower != word for k, word in enumerate(phrase)):
            continue
        text = " ".join(phrase)
        if not _fits(pieces, text, start, amount):
            continue
        if _is_threshold(pieces, text, start):
            return FoundBound("exact", start, j, text)
        return FoundBound(bound, start, j, text)
    return None


def _fits(pieces: Pieces, phrase: str, start: int, amount: Amount) -> bool:
    """Whether the phrase bounds this amount, and does not compare or point to a place or a date."""
    only = table("bounds")["only_with"].get(phrase)
    if only:
        digits = amount.form == "digits" and not amount.unit
        kind = amount.unit.kind if amount.unit else ("digits" if digits or amount.value >= 20 else "")
        if kind not in only and not ("digits" in only and amount.form in ("digits", "word", "share")):
            return False
    if phrase.split(maxsplit=1)[0] in ("more", "less", "fewer", "higher", "lower", "greater") and start > 0:
        before = pieces[start - 1]
        if before.kind in ("digits", "sign") or before.lower in (
            "percent",
            "cent",
            "points",
            "times",
            "people",
            "third",
            "even",
        ):
            return False  # "703 more than three days ago" compares
    if phrase == "over" and amount.unit and amount.unit.kind == "time" and start > 0:
        return pieces[start - 1].lower in words("counted", "lasting.words")
    return not (
        phrase in ("under", "over", "above", "below")
        and start > 0
        and pieces[start - 1].lower in ("all", "came", "go", "half")
    )


def _is_threshold(pieces: Pieces, phrase: str, start: int) -> bool:
    threshold = table("bounds")["threshold"]
    return start > 0 and phrase in threshold["bounds"] and pieces[start - 1].lower in threshold["words"]


def find_bound_after(pieces: Pieces, amount: Amount, noun_end: int) -> FoundBound | None:
    """The bound right behind the number, its unit or its noun, or after the phrase's comma."""
    places = [amount.end]
    if noun_end != amount.end:
        places.append(noun_end)
    places += [k + 1 for k in range(noun_end, min(noun_end + 6, len(pieces))) if pieces[k].text == ","][:1]
    for place in places:
        found = find_bound_at(pieces, place, loose=place > noun_end)
        if found:
            return found
    return None


def find_bound_at(pieces: Pieces, j: int, *, loose: bool) -> FoundBound | None:
    """The bound that starts at `j`, right behind a figure or (`loose`) some words later."""
    if j < len(pieces) and pieces[j].text == "-" and pieces[j].glued:
        j += 1
    if j >= len(pieces):
        return None
    for phrase, bound in _phrases("after").get(pieces[j].lower, ()):
        end = j + len(phrase)
        if end > len(pieces) or any(pieces[j + k].lower != word for k, word in enumerate(phrase)):
            continue
        if (loose or len(phrase) == 1 or phrase[0] == "at") and not _closes(pieces, j, end, loose=loose):
            continue
        return FoundBound(bound, j, end, " ".join(phrase))
    return None


def _closes(pieces: Pieces, j: int, end: int, *, loose: bool) -> bool:
    """Whether the phrase ends what it stands in, so that it doesn't bound the next figure ("at least 12")."""
    if loose and pieces[j].lower != "or":
        return False
    if pieces[j].lower in ("+", "plus", "odd"):
        return pieces[j].glued
    if end >= len(pieces):
        return True
    after = pieces[end]
    return (after.kind == "mark" and after.text not in "($£€") or (
        after.kind == "word"
        and pieces[j].lower == "at"
        and after.lower not in ("a", "an", "some")
        and not after.lower.isdigit()
        and after.lower not in table("numbers")["cardinals"]
    )
