"""What a figure counts, as the words behind it tell."""

from __future__ import annotations

from typing import NamedTuple

from firsthand.language import words
from firsthand.reading.amounts import Amount, parse_plain
from firsthand.reading.bounds import find_bound_at
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.lines import Line, is_stop, looks_plural, singular
from firsthand.reading.numbers import HYPHENS, parse_number

Pieces = list[Lexeme]

# A noun phrase is no longer than this many pieces between its number and its head.
LONGEST_PHRASE = 9


class Counted(NamedTuple):
    """The pieces of the counted phrase and the normal form of its head; `of` marks "of them" and the like."""

    start: int
    end: int
    unit: str
    of: bool = False


def find_counted(line: Line, amount: Amount) -> Counted | None:
    """What the amount counts, as the words behind it tell; None where it stands bare."""
    pieces = line.pieces
    j = amount.end
    bound = find_bound_at(pieces, j, loose=False)
    if bound:  # "240 or so boats", "240+ boats"
        return find_phrase(line, bound.end, amount)
    if j < len(pieces) and pieces[j].text in HYPHENS and pieces[j].glued:
        return _hyphened(line, j)
    inner = parse_plain(pieces, j) if j < len(pieces) and pieces[j].kind == "digits" else None
    if inner and inner.unit and inner.unit.kind != "money":  # "eight million 250 ml bottles"
        j = inner.end
    of = _of_phrase(line, amount)
    if of:
        return of
    return find_phrase(line, j, amount)


def _hyphened(line: Line, j: int) -> Counted | None:
    """As in "12-page", "three-bed": the glued word."""
    pieces = line.pieces
    if j + 1 < len(pieces) and pieces[j + 1].kind == "word" and pieces[j + 1].glued:
        return Counted(j + 1, j + 2, singular(pieces[j + 1].lower))
    return None


def _of_phrase(line: Line, amount: Amount) -> Counted | None:
    """As in "of them", "of the injured", "of its 31 offices", "dozens of cracks", "out of 23 wells"."""
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
            direct = find_phrase(line, k + 1, amount)
            if direct:
                return direct
        return Counted(k, k + 1, "", of=True)
    while k < len(pieces) and k < j + 5 and _leads(line, k):
        k += 1
    number = parse_number(pieces, k) if k < len(pieces) else None
    if number:
        k = number[0]
    return find_phrase(line, k, amount)


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


def find_phrase(line: Line, j: int, amount: Amount) -> Counted | None:
    """The noun phrase from piece `j`: its head as the parser and the words see it together."""
    run = _run(line, j)
    by_words = _head(line, run, amount)
    by_parse = _parsed_head(line, amount, run)
    head = by_words
    if by_parse >= 0 and _trusted(line, amount, by_parse, found=by_words >= 0):
        head = by_parse
    if head < 0:
        return None
    return Counted(j, head + 1, singular(line.pieces[head].lower))


def _trusted(line: Line, amount: Amount, head: int, *, found: bool) -> bool:
    """Whether the parser's head is taken: a plural always, else where the words found none."""
    piece = line.pieces[head]
    if piece.lower in ("more", "less", "fewer"):
        return False
    if looks_plural(piece.lower):
        return True
    label = amount.start > 0 and line.pieces[amount.start - 1].lower in words("counted", "labels.words")
    return not found and not label and not piece.titled


def _run(line: Line, j: int) -> list[int]:
    """The pieces from `j` that can belong to one noun phrase."""
    run: list[int] = []
    k = j
    while k < len(line.pieces) and k < j + LONGEST_PHRASE:
        step = _step(line, k, run)
        if step is None:
            break
        if step:
            run.append(k)
        k += 1
    return run


def _step(line: Line, k: int, run: list[int]) -> bool | None:
    """Whether the piece at `k` is a word of the phrase, or only joins words (False), or ends it (None)."""
    piece = line.pieces[k]
    plural = any(looks_plural(line.pieces[r].lower) for r in run)
    if piece.kind == "mark":
        return None if not _joins(line, k, run, plural=plural) else False
    if piece.kind == "digits":
        return True if run and not plural and _numbers_a_name(line, k) else None
    if piece.kind != "word" or is_stop(piece):
        return None
    if piece.lower in ("and", "or"):
        return False if run and not plural else None
    if piece.lower in words("counted", "predicates.words") and not _modifies(line, k):
        return None
    if run and line.pos(piece) == "AUX":
        return None
    return True


def _joins(line: Line, k: int, run: list[int], *, plural: bool) -> bool:
    """Whether a mark inside a phrase joins: a hyphen, a quotation mark, a comma between two adjectives."""
    piece = line.pieces[k]
    if piece.text in "-‐‑":
        return piece.glued and bool(run)
    if piece.text == ",":
        return len(run) == 1 and not plural and k + 2 < len(line.pieces)
    return piece.text in "'’\"“”‘" and not plural


def _numbers_a_name(line: Line, k: int) -> bool:
    """Whether the digits at `k` stand inside a phrase ("two new 737 Max jets")."""
    pieces = line.pieces
    if "," in pieces[k].text or k + 1 >= len(pieces):
        return False
    return pieces[k + 1].kind == "word" and not is_stop(pieces[k + 1]) and not pieces[k + 1].glued


def _modifies(line: Line, k: int) -> bool:
    """Whether a participle at `k` stands before its noun ("300 injured people"), not as a predicate."""
    pieces = line.pieces
    if k + 1 >= len(pieces) or pieces[k + 1].kind != "word" or is_stop(pieces[k + 1]):
        return False
    after = pieces[k + 1].lower
    return looks_plural(after) and after not in words("counted", "verbs_in_s.words")


def _head(line: Line, run: list[int], amount: Amount) -> int:
    """The first plural noun of the run, with the plural nouns right behind it; -1 where there is none."""
    head = -1
    for k in run:
        word = line.pieces[k].lower
        verb = _is_verb(line, k, run)
        if verb or not looks_plural(word):
            if verb or head >= 0:
                break
            continue
        if head >= 0 and k != head + 1:
            break
        head = k
    return head if head >= 0 else _single(line, run, amount)


def _is_verb(line: Line, k: int, run: list[int]) -> bool:
    """Whether the word at `k` is a finite verb: it needs a noun before it, or the number as its subject."""
    word, pos = line.pieces[k].lower, line.pos(line.pieces[k])
    if word in words("counted", "verbs_in_s.words"):
        return True
    if pos not in ("VERB", "AUX") or word.endswith(("ed", "ing")):
        return False
    before = [line.pos(line.pieces[r]) for r in run if r < k]
    return not before or any(tag in ("NOUN", "PROPN") for tag in before)


def _single(line: Line, run: list[int], amount: Amount) -> int:
    """The head of a run without a plural: a person's noun, or whatever is one; -1 where there is none."""
    pieces = line.pieces
    people = words("counted", "people.words")
    for k in run[:3]:
        if pieces[k].lower in people and (k == run[0] or not pieces[run[0]].titled):
            return k
    if not run or (amount.value != 1 and amount.form != "zero"):
        return -1
    if line.parsed:
        return next((k for k in run if line.pos(pieces[k]) in ("NOUN", "PROPN")), -1)
    return run[0]


def _parsed_head(line: Line, amount: Amount, run: list[int]) -> int:
    """The piece of the run that the parser hangs the number on; -1 where there is none."""
    if not line.parsed or not run:
        return -1
    token = line.token(line.pieces[amount.number[1] - 1])
    first = line.tokens[0].i
    for _ in range(3):  # million → doses; a chain is never longer
        if token is None or token.dep not in ("nummod", "compound", "amod", "flat", "det"):
            return -1
        token = line.tokens[token.head - first]
        for k in run:
            if line.pieces[k].start == token.span.start and token.pos in ("NOUN", "PROPN", "ADJ"):
                return k
    return -1
