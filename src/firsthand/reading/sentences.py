"""Sentences by rule: a text's lines are cut where a stop, its closing marks, and a new beginning meet."""

from __future__ import annotations

import functools
import re
from typing import NamedTuple

from firsthand.language import words
from firsthand.model import Span

# A newline ends a sentence, whichever kind of newline it is (str.splitlines knows the same ones).
LINE = re.compile(r"[^\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
QUOTES = "\"'”’»“‘„‹›«`"
# Marks that close a sentence with its stop; before a blank, an opening quotation mark closes as well.
CLOSERS = r"[\"'”’“„»›«‹)\]}`]"
# A stop (or several) with the marks that close with it, before a blank. At most 12 marks are looked at
# (longer runs match by their last 12), so that a megabyte of stops costs no more than one of words.
STOP = re.compile(rf"[.!?…。！？](?:[.!?…。！？]|{CLOSERS}){{0,12}}+(?=\s|\Z)")
# What is longer than this many code points is cut into pieces: the longest sentence in 330,000 words of
# treebank has 1,400; beyond that it is a list or no prose, and must not cost more than its length.
LONGEST = 2000
# The run of letters, stops and hyphens that ends before a stop: "U.S", "Lt-Gen", "e.g". No word is
# longer than 24 letters here, so looking back costs the same everywhere.
WORD_BACK = 24
WORD = re.compile(r"[^\W_](?:[^\W_]|[.\-’'&])*\Z")
OPENERS = "\"'“‘„«‹([{`¿¡-–—•*"


class _Abbreviations(NamedTuple):
    before_name: frozenset[str]
    before_figure: frozenset[str]
    either: frozenset[str]
    starts: frozenset[str]


def split(text: str) -> tuple[Span, ...]:
    """The sentences of `text` in order, without the blanks around them; together they hold all else.

    A newline always ends a sentence. A stop after an abbreviation, an initial or inside a figure
    does not, nor one inside a quotation that goes on ("'Why?' he asked"). Marks that close after
    a stop stay with the sentence. Cost: linear in the text.
    """
    found: list[Span] = []
    for line in LINE.finditer(text):
        start = line.start()
        for stop in STOP.finditer(text, line.start(), line.end()):
            if stop.start() >= start and _ends(text, stop, line.end()):
                _add(found, text, start, stop.end())
                start = stop.end()
        _add(found, text, start, line.end())
    return tuple(found)


def _add(found: list[Span], text: str, start: int, end: int) -> None:
    """Adds the range without its blanks; in several pieces where it is longer than any sentence."""
    while start < end:
        while start < end and text[start].isspace():
            start += 1
        stop = end if end - start <= LONGEST else _place_to_cut(text, start)
        last = stop
        while last > start and text[last - 1].isspace():
            last -= 1
        if start < last:
            found.append(Span(start, last))
        start = stop


def _place_to_cut(text: str, start: int) -> int:
    """Where to cut a run of text without an end: at the last blank that is near enough, else in a word."""
    blank = text.rfind(" ", start + 1, start + LONGEST)
    return blank if blank > start else start + LONGEST


def _ends(text: str, stop: re.Match[str], limit: int) -> bool:
    """Whether the sentence ends with this stop."""
    following = _following(text, stop.end(), limit)
    if not following:
        return True
    mark, first = stop.group()[0], following.lstrip(OPENERS)[:1]
    if first.islower():
        # "'Why?' he asked", "e.g. trees", "Yahoo! said": what goes on in lower case goes on. A plain
        # stop before a lower-case word ends a sentence only in careless text, where a quotation
        # mark or a bracket opens anew.
        return mark == "." and len(stop.group()) > 1 and following[0] in "“‘(["
    if stop.group() == ".":
        return not _abbreviated(text, stop.start(), following)
    if mark in ".…" and stop.group()[:2] in ("..", "…"):
        return first.isupper() or not first.isalnum()
    if mark == "." and stop.group()[-1] in ")]}":
        return not _abbreviated(text, stop.start(), following)
    return True


def _following(text: str, at: int, limit: int) -> str:
    """The next word, with the marks that open it; the empty string at the line's end."""
    while at < limit and text[at].isspace():
        at += 1
    end = at
    while end < limit and end - at < WORD_BACK and not text[end].isspace():
        end += 1
    return text[at:end]


def _abbreviated(text: str, stop: int, following: str) -> bool:
    """Whether the stop belongs to the word before it, and the sentence goes on."""
    before = WORD.search(text, max(0, stop - WORD_BACK), stop)
    if before is None:
        return False
    word, known = before.group(), _abbreviations()
    lower = word.lower()
    bare = following.strip(OPENERS + QUOTES + ".,;:!?)]}")
    if lower in known.before_name:
        return not (lower in known.either and _begins(bare, known))
    if following[:1].isdigit() and (lower in known.before_figure or lower in known.either):
        return True
    if _is_initial(word):
        return not _begins(bare, known)
    if lower in known.either and (word[:1].isupper() or not word.isalpha() or lower in ("etc", "al")):
        return not _begins(bare, known)
    return False


def _is_initial(word: str) -> bool:
    """Whether the word is one capital ("J. Smith") or several with stops ("J.K. Rowling")."""
    parts = word.split(".")
    if not all(len(part) == 1 and part.isupper() for part in parts):
        return False
    return word != "I"


def _begins(following: str, known: _Abbreviations) -> bool:
    """Whether the word that follows starts a sentence rather than going on with a name."""
    head = re.split(r"['’]", following, maxsplit=1)[0]
    return head[:1].isupper() and head.lower() in known.starts


@functools.cache
def _abbreviations() -> _Abbreviations:
    return _Abbreviations(
        before_name=words("abbreviations", "before_name"),
        before_figure=words("abbreviations", "before_figure"),
        either=words("abbreviations", "either"),
        starts=words("abbreviations", "sentence_start.words"),
    )
