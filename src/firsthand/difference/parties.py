"""Whether two wordings name the same party: a person, an organization, an outlet.

Newspapers shorten ("the Courier"), abbreviate ("KPB"), reorder ("Agency of Civil Protection"),
translate and garble ("Lindquar"). Names are compared word by word: equal, equal in sound, or as an
acronym of the other.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.alignment.terms import function_words, stem
from firsthand.language import table
from firsthand.language.spelling import plain, same_name

_WORD = re.compile(r"[^\W\d_]+(?:[-.'’&][^\W\d_]+)*|\d+")
# "Heartbroken Ms Brandeis", "Silver-haired Hale": a word before the name that is none of it.
_EPITHET = re.compile(r"^(?:[A-Z][a-z]+-[a-z]+|[A-Z]\w+(?= (?:Mr|Ms|Mrs|Dr|Prof|Sir)\b\.?)) ")
# Shorter words than this are too like too many others to be told for garblings.
SHORTEST = 3
# Of the shorter name's words, this share must stand in the longer: all of up to three, three of four.
ENOUGH = 0.75


@cache
def _generic() -> frozenset[str]:
    """Words that name a rank or a kind of body and are shared by many parties."""
    return frozenset(table("parties")["generic"])


@cache
def _generic_stems() -> frozenset[str]:
    return frozenset(stem(word) for word in _generic())


@dataclass(frozen=True, slots=True)
class Party:
    """A wording of a party: its proper words, the plain words that describe it (stems), its initials.

    Initials are those of all words with a capital: KNS is the Kestrian News Service.
    """

    proper: tuple[str, ...]
    plain: frozenset[str]
    initials: str = ""


@cache
def party(wording: str) -> Party:
    """The proper and the plain words of a wording.

    A word with a capital is proper unless it is a rank or a kind of body ("President", "Ministry").
    """
    proper: list[str] = []
    plain: set[str] = set()
    initials = ""
    wording = _EPITHET.sub("", wording)
    for n, match in enumerate(_WORD.finditer(wording)):
        word = match.group().removesuffix("'s").removesuffix("’s")
        lower = word.lower()
        if lower in function_words():
            continue
        initials += word[0] if word[0].isupper() else ""
        if word[0].isupper() and lower not in _generic() and not (n == 0 and lower in _openers()):
            proper.append(word)
        plain.add(stem(lower))
    return Party(proper=tuple(proper), plain=frozenset(plain), initials=initials)


@cache
def _openers() -> frozenset[str]:
    return frozenset(table("parties")["openers"])


def same_word(a: str, b: str) -> bool:
    """Whether two words of names are one word, perhaps garbled in writing it over."""
    x, y = a.lower(), b.lower()
    return x == y or garbled(a, b)


def garbled(a: str, b: str) -> bool:
    """Whether two different words of names look like garblings of one another."""
    x, y = plain(a), plain(b)
    if x == y or min(len(x), len(y)) < SHORTEST or stem(x) == stem(y):
        return False
    return same_name(a, b)


def acronym(words: tuple[str, ...]) -> str:
    """The initials of the proper words, in capitals."""
    return "".join(word[0] for word in words).upper()


# A large story asks for the same few thousand pairs of names again and again.
@lru_cache(maxsize=1 << 16)
def same_party(a: str | None, b: str | None) -> bool:
    """Whether two wordings may name the same party.

    Proper words decide where both have some: the last one agreeing (a surname), or most of the
    shorter's, or an acronym. Where one has none, the plain words decide.
    """
    if not a or not b:
        return False
    x, y = party(a), party(b)
    if x.proper and y.proper:
        return _same_proper(x, y)
    own, other = x.plain - _generic_stems(), y.plain - _generic_stems()
    if own and other and not (x.proper or y.proper):
        return len(own & other) >= 0.5 * min(len(own), len(other))
    shared = x.plain & y.plain
    return bool(shared) and len(shared) >= 0.5 * min(len(x.plain), len(y.plain))


def _same_proper(x: Party, y: Party) -> bool:
    """Whether (nearly) all proper words of the shorter stand in the longer: the Post is not the Times."""
    short, long = sorted((x.proper, y.proper), key=len)
    if _two_bodies(x, y):
        return False
    hits = sum(any(same_word(word, other) for other in long) for word in short)
    if hits >= ENOUGH * len(short) or (len(short) == 1 and same_word(short[0], "".join(long))):
        return True
    return any(
        word.isupper()
        and 2 <= len(word) <= 6
        and sorted(word) in (sorted(acronym(b.proper)), sorted(b.initials))
        for a, b in ((x, y), (y, x))
        for word in a.proper
    )


def _two_bodies(x: Party, y: Party) -> bool:
    """Whether two bodies are named after one place: the University of Carrow, the Carrow Mercury.

    One wording has the place alone and a kind of body that the other lacks, the other has the place
    before a name of its own.
    """
    short, long = sorted((x, y), key=lambda p: len(p.proper))
    if len(short.proper) != 1 or len(long.proper) < 2 or same_word(short.proper[0], long.proper[-1]):
        return False
    return bool(short.plain & _bodies() - long.plain)


def names_body(wording: str) -> bool:
    """Whether the wording is the name of a body and no more: "University of Carrow"."""
    words = [w for w in _WORD.findall(wording) if w.lower() not in function_words()]
    found = party("x " + wording)
    return bool(found.proper and found.plain & _bodies()) and all(w[0].isupper() for w in words)


@cache
def _bodies() -> frozenset[str]:
    return frozenset(stem(word) for word in table("parties")["bodies"])
