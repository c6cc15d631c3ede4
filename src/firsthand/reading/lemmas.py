"""Dictionary forms: a table of what is irregular, a list of verbs, and the rules of English endings."""

from __future__ import annotations

import functools
import json
import re
from typing import Any

from firsthand.language import folder

# Distinct words remembered; a story of 2,000 articles has some 60,000.
REMEMBERED = 100_000
# Verb stems that lost an e before -ed or -ing, where the verb is not in the list ("digitalised").
LOST_E = re.compile(r"(?:[^aeiou]l|[aeiou][szvcg]|[cgsvzu]|[aeiou]{0,1}[^aeiouwxy]at|[aeiouy]r)\Z")
DOUBLED = re.compile(r"([bdgkmnprtv])\1\Z")


@functools.lru_cache(maxsize=REMEMBERED)
def lemma_of(word: str, pos: str, tag: str) -> str:
    """The dictionary form of a word with its universal part of speech and its Penn tag.

    Singular for nouns (names keep their case), infinitive for verbs, nominative for pronouns; what has
    no other form is returned in lower case.
    """
    lower = word.lower().replace("’", "'")
    known = _tables()["forms"].get(f"{lower}|{pos}|{tag}")
    if known is not None:
        return str(known)
    if pos in ("VERB", "AUX") and tag != "NNP":
        return _verb(lower, tag)
    if pos == "NOUN":
        return _noun(lower) if tag in ("NNS", "NNPS") else lower
    if pos == "PROPN":
        return _name(word) if tag == "NNPS" else word
    return lower


def _verb(word: str, tag: str) -> str:
    tables = _tables()
    if tag in ("VB", "VBP", "MD"):
        return word
    if word in tables["verb"]:
        return str(tables["verb"][word])
    if word.endswith("ing") and len(word) > 4:
        return _stem(word[:-3], tables["verbs"])
    if word.endswith("ed") and len(word) > 3:
        return (
            word[:-3] + "y" if word.endswith("ied") and len(word) > 4 else _stem(word[:-2], tables["verbs"])
        )
    return _without_s(word, tables["verbs"]) if tag == "VBZ" else word


def _stem(stem: str, verbs: frozenset[str]) -> str:
    """The verb that lost its ending: with the e it lost, as it is, or without a doubled letter."""
    for candidate in (stem + "e", stem, stem[:-1] if DOUBLED.search(stem) else stem):
        if candidate in verbs:
            return candidate
    if DOUBLED.search(stem):
        return stem[:-1]
    return stem + "e" if LOST_E.search(stem) else stem


def _without_s(word: str, known: frozenset[str]) -> str:
    """The word without the s of the third person or the plural; `known` has those that end in e."""
    if not word.endswith("s") or word.endswith("ss") or len(word) < 3:
        return word
    if word[:-1] in known:
        return word[:-1]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if re.search(r"(?:[sxz]|ch|sh|[^aeiou]o)es\Z", word):
        return word[:-2]
    return word[:-1]


def _noun(word: str) -> str:
    tables = _tables()
    if word in tables["noun"]:
        return str(tables["noun"][word])
    if word.endswith("men") and len(word) > 4:
        return word[:-2] + "an"
    if word.endswith("children"):
        return word[:-3]
    return _without_s(word, tables["nouns"])


def _name(word: str) -> str:
    if word.isupper() or not word.endswith("s"):
        return word
    singular = _noun(word.lower())
    return word[: len(singular)] if word.lower().startswith(singular) else word[0] + singular[1:]


@functools.cache
def _tables() -> dict[str, Any]:
    """The table that training/lemmas.py made, its lists as sets."""
    tables = json.loads((folder() / "model" / "lemmas.json").read_text(encoding="utf-8"))
    return {
        key: frozenset(value.split()) if isinstance(value, str) else value for key, value in tables.items()
    }
