"""Spellings of one name: folded to what transliterations and misprints leave alike, and compared."""

from __future__ import annotations

import functools
import re
import unicodedata

from firsthand.language.loader import table

# Letters that decomposition leaves as they are.
PLAIN = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "e", "œ": "e", "ı": "i", "ħ": "h"}
)
# What the same sound is written with in English accounts of names from elsewhere, longest first.
SOUNDS = (
    ("tsch", "c"), ("sch", "s"), ("tch", "c"), ("shch", "s"), ("dzh", "j"), ("tz", "ts"), ("ck", "k"),
    ("kh", "h"), ("gh", "g"), ("zh", "z"), ("ch", "c"), ("sh", "s"), ("ph", "f"), ("th", "t"), ("cz", "c"),
    ("qu", "kv"), ("q", "k"), ("x", "ks"), ("w", "v"), ("ou", "u"), ("oo", "u"), ("oe", "o"), ("ue", "u"),
    ("ae", "e"), ("ee", "i"), ("ij", "i"), ("iy", "i"), ("yy", "i"), ("ii", "i"), ("y", "i"), ("j", "i"),
)  # fmt: skip
# Distinct pairs remembered: a story has some hundreds of names.
REMEMBERED = 50_000
# From this two spellings pass for one name: Lindqvar/Lindquar, Scholz/Scholes and Dmytro/Dmitro lie
# above, Rossi/Russo, Tusk/Musk and Brandt/Grant below.
SAME = 0.7
# In words as short as this another letter makes another name (Lind and Land, Mark and Mary).
SHORT = 4


@functools.lru_cache(maxsize=REMEMBERED)
def plain(name: str) -> str:
    """The name in lower case, without accents, possessive and marks; words parted by one blank."""
    lower = unicodedata.normalize("NFKD", name.casefold().translate(PLAIN))
    lower = "".join(letter for letter in lower if not unicodedata.combining(letter)).replace("’", "'")
    return " ".join(re.findall(r"\w+", re.sub(r"'s?(?=\s|\Z)", "", lower.strip()).replace("'", "")))


@functools.lru_cache(maxsize=REMEMBERED)
def sounds(name: str) -> str:
    """The name folded so that spellings of one sound agree ("Dmytro" and "Dmitro")."""
    folded = plain(name)
    for written, sound in SOUNDS:
        folded = folded.replace(written, sound)
    folded = re.sub(r"c(?=[aou])", "k", folded)
    return re.sub(r"(\w)\1+", r"\1", folded)


@functools.lru_cache(maxsize=REMEMBERED)
def distance(a: str, b: str) -> int:
    """How many letters must be put in, left out, changed or swapped with the next to turn `a` into `b`.

    Cost: the product of the lengths. Source: Damerau 1964, optimal string alignment.
    """
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        last, before, row = before, row, [i]
        for j, y in enumerate(b, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (x != y))
            if i > 1 and j > 1 and x == b[j - 2] and y == a[i - 2]:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]


def word_similarity(a: str, b: str) -> float:
    """How alike two words are spelt or sound, from 0 to 1; a first letter that differs counts double."""
    return max(_alike(plain(a), plain(b)), _alike(sounds(a), sounds(b)))


def _alike(a: str, b: str) -> float:
    if not a or not b:
        return 0.0
    # Names longer than 40 letters are none.
    a, b = a[:40], b[:40]
    away = distance(a, b) + (a[0] != b[0])
    if away and len(a) == len(b) <= SHORT:
        return 0.0
    return max(0.0, 1 - away / max(len(a), len(b), 4))


def name_similarity(a: str, b: str) -> float:
    """How likely two names are spellings of one, from 0 to 1.

    Names of several words are alike as their words are, in order, the last one (a family name) first; a
    name that leaves out words of the other ("Scholz" for "Olaf Scholz") is as alike as what it keeps.
    """
    first, second = plain(a).split(), plain(b).split()
    if not first or not second:
        return 0.0
    if len(first) > len(second):
        first, second = second, first
    if len(first) == 1:
        return word_similarity(first[0], second[-1])
    pairs = [*zip(first[:-1], second[: len(first) - 1], strict=True), (first[-1], second[-1])]
    found = [1.0 if _initial(x, y) else word_similarity(x, y) for x, y in pairs]
    return 0.5 * min(found) + 0.5 * sum(found) / len(found)


def _initial(a: str, b: str) -> bool:
    return 1 in (len(a), len(b)) and a[0] == b[0]


def same_name(a: str, b: str) -> bool:
    """Whether two names are near enough in spelling or sound to be the same, garbled or not.

    Two places that are both known ("Iran" and "Iraq") are the same only where they are listed as such.
    """
    places = _known_places()
    first, second = plain(a), plain(b)
    if first in places and second in places:
        return places[first] == places[second]
    return name_similarity(a, b) >= SAME


@functools.cache
def _known_places() -> dict[str, str]:
    """Every known place by its plain name, with the name that it shares with its other spellings."""
    known = table("places")
    found = {plain(name): plain(name) for key in ("countries", "cities", "regions") for name in known[key]}
    for names in known["variants"]:
        found.update((plain(name), plain(names[0])) for name in names)
    return found


def garbled(a: str, b: str) -> bool:
    """Whether two names are the same one, spelt otherwise by mistake rather than by another convention."""
    return plain(a).split()[-1:] != plain(b).split()[-1:] and same_name(a, b) and sounds(a) != sounds(b)
