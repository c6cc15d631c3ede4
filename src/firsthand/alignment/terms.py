"""The terms of a text: stems of its content words, its figures, and the sound of its names.

Retelling changes words, cuts endings and garbles names, but it seldom changes all of them. A
passage is therefore compared by three kinds of terms: stems folded into classes of words that
newspapers put for each other, figures as digits, and for every capitalised word the skeleton of
its consonants, which survives most transliterations (Scholz, Schulz, Scholes).
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from firsthand.language import table

WORD = re.compile(r"\d[\d.,\u00a0\u202f]*\d|\d|[^\W\d_]+(?:['’][^\W\d_]+)?")

# Consonants that transliteration confuses, folded; vowels, h, w and y fall away.
_FOLD = str.maketrans(
    {"c": "k", "q": "k", "g": "k", "z": "s", "x": "s", "v": "f", "w": "f", "d": "t", "b": "p", "j": "y"}
)
_SUFFIXES = ("ations", "ation", "ings", "ing", "ied", "ies", "ed", "es", "er", "ly", "s")

# A stem keeps at least this many letters, else "sing" and "bed" would lose their only syllable.
_SHORTEST_STEM = 3
# A skeleton keeps five consonants: enough to tell names apart, few enough to bear a lost ending.
_SKELETON = 5


@cache
def _classes() -> Mapping[str, str]:
    """Each word of the synonym classes with the name of its class."""
    return {stem_plain(word): name for name, words in table("synonyms")["classes"].items() for word in words}


@cache
def function_words() -> frozenset[str]:
    """Words that tell nothing about which statements answer each other."""
    return frozenset(table("function_words")["words"])


def stem_plain(word: str) -> str:
    """The word in lower case without its commonest English endings."""
    word = word.lower().removesuffix("'s").removesuffix("’s")
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST_STEM:
            word = word[: -len(suffix)]
            if suffix in ("ied", "ies"):
                word += "i"
            break
    if len(word) > _SHORTEST_STEM and word[-1] in "eyi":
        word = word[:-1]
    if len(word) > _SHORTEST_STEM and word[-1] == word[-2]:
        word = word[:-1]
    return word


@cache
def stem(word: str) -> str:
    """The stem of a word, or the name of the class of words that it belongs to."""
    plain = stem_plain(word)
    return _classes().get(plain, plain)


@cache
def skeleton(name: str) -> str:
    """The folded consonants of a name, at most five: what garbling usually leaves."""
    folded = name.lower().removesuffix("'s").removesuffix("’s").translate(_FOLD)
    out: list[str] = []
    for letter in folded:
        if letter.isalpha() and letter not in "aeiouyhäöüáéíóúàèìòùâêîôû" and (not out or out[-1] != letter):
            out.append(letter)
    return "".join(out[:_SKELETON])


def terms(text: str) -> Counter[str]:
    """The terms of a text with how often each occurs."""
    out: Counter[str] = Counter()
    for match in WORD.finditer(text):
        word = match.group()
        if word[0].isdigit():
            out[re.sub(r"[.,\u00a0\u202f](?=\d{3}\b)", "", word)] += 1
            continue
        lower = word.lower()
        if lower in function_words():
            continue
        out[stem(lower)] += 1
        if word[0].isupper() and len(sound := skeleton(word)) > 1:
            out["~" + sound] += 1
    return out


@dataclass(frozen=True, slots=True)
class Weights:
    """How telling each term is among the passages of one story (inverse document frequency)."""

    idf: Mapping[str, float]
    default: float
    _numbers: dict[str, int] = field(default_factory=dict, repr=False, compare=False)

    def number(self, term: str) -> int:
        """A number for each term, the same whenever it is asked for: arrays are joined by numbers faster."""
        return self._numbers.setdefault(term, len(self._numbers))

    def of(self, term: str) -> float:
        """The weight of one term; a term never seen weighs most."""
        return self.idf.get(term, self.default)

    def norm(self, bag: Mapping[str, int]) -> float:
        """The length of a bag of terms as a vector."""
        return math.sqrt(sum((count * self.of(term)) ** 2 for term, count in bag.items()))

    def cosine(self, a: Mapping[str, int], b: Mapping[str, int]) -> float:
        """How alike two bags of terms are, 0 to 1."""
        if len(a) > len(b):
            a, b = b, a
        dot = sum(count * b[term] * self.of(term) ** 2 for term, count in a.items() if term in b)
        return dot / (self.norm(a) * self.norm(b)) if dot else 0.0


def weigh(bags: Iterable[Mapping[str, int]]) -> Weights:
    """The weights of terms from the passages that they occur in."""
    seen: Counter[str] = Counter()
    count = 0
    for bag in bags:
        count += 1
        seen.update(bag.keys())
    # The square root softens the weights: a story's passages are few, and a term in two of them
    # is no commonplace.
    idf = {term: math.sqrt(math.log(1 + (count + 1) / (n + 0.5))) for term, n in seen.items()}
    return Weights(idf=idf, default=math.sqrt(math.log(1 + (count + 1) / 0.5)))
