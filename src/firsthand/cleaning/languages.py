"""Which language a text is in, told by its commonest words and its script."""

from __future__ import annotations

import functools
import re
import unicodedata
from collections import Counter

from firsthand.language import table

# A few hundred words tell a language as surely as a whole book.
SAMPLE = 2000
# English prose has some 40 words in 100 from its list; below this share it is a list or another language.
ENGLISH_LEAST = 0.15

_WORD = re.compile(r"[^\W\d_]+")
_SCRIPTS = {
    "CYRILLIC": "ru",
    "GREEK": "el",
    "ARABIC": "ar",
    "HEBREW": "he",
    "CJK": "zh",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "DEVANAGARI": "hi",
    "THAI": "th",
    "BENGALI": "bn",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
}


def find_language(text: str) -> str | None:
    """The ISO 639-1 code of a text's language; None where too little speaks for any.

    For scripts that several languages share it gives the commonest of them: only English is read, so
    the others need no more than to be told apart from it.
    """
    sample = text[:SAMPLE]
    words = Counter(word.lower() for word in _WORD.findall(sample))
    total = max(1, words.total())
    letters = [character for character in sample[:600] if character.isalpha()]
    if not letters:
        return None
    foreign = None if sample[:600].isascii() else _script(letters)
    if foreign:
        return foreign
    known = _languages()
    counts: Counter[str] = Counter(dict.fromkeys(("en", *table("stopwords")["others"]), 0))
    for word, times in words.items():
        for code in known.get(word, ()):
            counts[code] += times
    shares = {code: count / total for code, count in counts.items()}
    best = max(shares, key=lambda code: (shares[code], code == "en", code))
    # Another language's list is a third as long: a tie, or nearly, is English.
    if shares["en"] >= ENGLISH_LEAST and shares["en"] >= 0.9 * shares[best]:
        return "en"
    return best if shares[best] >= 0.1 else None


@functools.cache
def _languages() -> dict[str, tuple[str, ...]]:
    """The languages of which a word is one of the commonest, by word."""
    listed = {"en": table("stopwords")["words"], **table("stopwords")["others"]}
    found: dict[str, tuple[str, ...]] = {}
    for code, words in listed.items():
        for word in dict.fromkeys(words):
            found[word] = (*found.get(word, ()), code)
    return found


def _script(letters: list[str]) -> str | None:
    """The code that most letters' script stands for; None for the Latin script."""
    counts: dict[str, int] = {}
    for letter in letters:
        name = "" if letter.isascii() else unicodedata.name(letter, "").split(" ")[0]
        counts[_SCRIPTS.get(name, "")] = counts.get(_SCRIPTS.get(name, ""), 0) + 1
    if counts.get("ja", 0) * 10 > len(letters):
        return "ja"
    best = max(counts, key=lambda code: (counts[code], code))
    return best or None
