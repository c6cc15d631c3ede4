"""Phrases that narrow down what a figure counts: where, of what, when; in the article's words."""

from __future__ import annotations

from firsthand.language import table, words
from firsthand.model import Restrictions
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.lines import Line, is_stop
from firsthand.reading.timed import is_month
from firsthand.reading.units import parse_unit

# A phrase that narrows a figure stands within so many pieces behind it, and is no longer.
REACH, LONGEST = 24, 12

_MARKS_INSIDE = frozenset("-‐‑'’")


def find_restrictions(line: Line, start: int, end: int, limit: int) -> Restrictions:
    """What narrows the figure whose phrase spans `start` to `end`, up to the next figure at `limit`."""
    pieces = line.pieces
    found: dict[str, str] = {}
    rate = _rate(line, end)
    k = end
    if rate:
        kind, to = rate
        found[kind] = _text(line, end, to)
        k = to
    stop = min(limit, end + REACH, len(pieces))
    while k < stop and len(found) < 3:
        piece = pieces[k]
        if piece.kind == "mark" and piece.text in '.;:!?—–“”"':
            break
        narrows, to = _phrase(line, k, close=k <= end + 1)
        if narrows == "where":
            to = _further(line, to)
        if narrows and narrows not in found and (narrows != "when" or to <= limit):
            found[narrows] = _text(line, k, to)
        k = to if narrows else k + 1
        rate = _rate(line, k) if narrows == "of" and "when" not in found else None
        if rate:  # "50 gigabytes of data a day"
            found.setdefault(rate[0], _text(line, k, rate[1]))
            k = rate[1]
    if "when" not in found:
        before = _leading_time(line, start)
        if before:
            found["when"] = before
    return Restrictions(where=found.get("where"), of=found.get("of"), when=found.get("when"))


def _text(line: Line, start: int, end: int) -> str:
    return line.text[line.pieces[start].start : line.pieces[end - 1].end]


def _rate(line: Line, end: int) -> tuple[str, int] | None:
    """The kind of restriction that a rate is, and where it ends: "a day", "per year", "a head"."""
    pieces, rates = line.pieces, table("units")["rates"]
    if end >= len(pieces):
        return None
    word = pieces[end].lower
    if word in rates["adverbs"]:
        return "when", end + 1
    k = end + 1
    if k < len(pieces) and pieces[k].text in "-‐":
        k += 1
    if k >= len(pieces) or word not in ("a", "an", "per", "each", "every", "/"):
        return None
    if k + 1 < len(pieces) and pieces[k + 1].lower in table("counted")["reference"]["after"]:
        return None  # "a week earlier"
    if pieces[k].lower in rates["time"]:
        return "when", k + 1
    if pieces[k].lower in rates["each"]:
        return "of", k + 1
    unit = parse_unit(pieces, k, digits=False)
    if unit and word in ("per", "/"):
        return "of", unit.end
    return ("of", k + 1) if word == "per" and pieces[k].kind == "word" else None


def _phrase(line: Line, k: int, *, close: bool) -> tuple[str | None, int]:
    """The kind of phrase that starts at `k` and where it ends."""
    pieces = line.pieces
    word = pieces[k].lower
    tables = table("counted")["restrictions"]
    if word == "of" and close:
        relative = k + 1 < len(pieces) and pieces[k + 1].lower in ("which", "whom", "them", "us", "those")
        end = _phrase_end(line, k)
        return "of", end if end > k + 1 or not relative else k + 2
    if word not in tables["when"] and word not in tables["where"]:
        return None, k + 1
    if k + 1 >= len(pieces) or pieces[k + 1].kind == "mark":
        return ("when" if word in ("yesterday", "today", "tomorrow") else None), k + 1
    end = _phrase_end(line, k)
    if end == k + 1:
        return None, end
    if any(_timed(pieces, j) for j in range(k + 1, end)):
        return ("when" if word in tables["when"] else None), end
    if word in tables["where"] and pieces[k + 1].kind == "word":
        return "where", end
    return None, k + 1


def _further(line: Line, end: int) -> int:
    """Past a second phrase of place right behind the first ("in nine villages along the river")."""
    pieces = line.pieces
    if end >= len(pieces) or pieces[end].lower not in table("counted")["restrictions"]["further"]:
        return end
    to = _phrase_end(line, end)
    return to if to > end + 1 and not any(_timed(pieces, j) for j in range(end + 1, to)) else end


def _timed(pieces: list[Lexeme], j: int) -> bool:
    piece = pieces[j]
    if piece.kind in ("date", "clock") or is_month(pieces, j):
        return True
    if piece.kind == "digits":
        return len(piece.text) == 4 and piece.text.isdigit() and piece.text[:2] in ("18", "19", "20", "21")
    return piece.lower in words("counted", "dates.time_words") or piece.lower in words(
        "counted", "dates.weekdays"
    )


def _phrase_end(line: Line, k: int) -> int:
    """Where the prepositional phrase at `k` ends: before a verb, a mark or the next preposition but "of"."""
    pieces = line.pieces
    determiners = (
        "the",
        "a",
        "an",
        "its",
        "their",
        "his",
        "her",
        "our",
        "this",
        "that",
        "those",
        "these",
        "all",
        "last",
        "next",
        "each",
        "every",
    )
    j = k + 1
    while j < len(pieces) and j < k + LONGEST:
        piece = pieces[j]
        if piece.kind == "mark" and not (piece.text in _MARKS_INSIDE and piece.glued):
            break
        if piece.lower in determiners and j > k + 1 and pieces[j - 1].lower not in ("of", "all"):
            break
        if is_stop(piece) and piece.lower not in determiners and piece.lower != "of":
            break
        if piece.lower in ("and", "or") and not (
            pieces[j - 1].titled and j + 1 < len(pieces) and pieces[j + 1].titled
        ):
            break
        if line.pos(piece) in ("VERB", "AUX") and j > k + 1:
            break
        j += 1
    while j > k + 1 and pieces[j - 1].lower in (*determiners, "of") and pieces[j - 1].lower != "those":
        j -= 1
    return j


def _leading_time(line: Line, start: int) -> str | None:
    """As in "In March 116 millimetres …": a time that opens the sentence."""
    pieces = line.pieces
    if not pieces or start < 2 or pieces[0].lower not in table("counted")["restrictions"]["when"]:
        return None
    end = min(_phrase_end(line, 0), start)
    if end > 1 and any(_timed(pieces, j) for j in range(1, end)):
        return _text(line, 0, end)
    return None
