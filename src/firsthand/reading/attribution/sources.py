"""What a source is: a person, a body, a document, an outlet, or people without a name."""

from __future__ import annotations

import re
from functools import cache

from firsthand.language import words
from firsthand.model import SourceKind
from firsthand.reading.attribution.patterns import is_outlet_name
from firsthand.reading.attribution.tree import Tree

WORD = re.compile(r"[^\W_](?:[\w’'-]*\w)?")
PERSONAL = frozenset({"he", "she", "i", "we", "they", "you", "who"})
TRIM = ' \t\xa0,;:.—–-"“”'


def source_words(text: str) -> str:
    """A source's words on one line, without the punctuation around them."""
    flat = " ".join(text.split())
    return flat.strip(TRIM) or flat


def head_word(phrase: str, tree: Tree | None = None, extent: tuple[int, int] | None = None) -> str:
    """The lower-case head noun of a source: from the parse, else the word before the first preposition."""
    if tree is not None and extent is not None:
        inside = range(extent[0], extent[1] + 1)
        nouns = [i for i in inside if tree.tokens[i].pos in ("NOUN", "PROPN", "PRON")]
        for i in nouns or inside:
            t = tree.tokens[i]
            if (t.dep and not extent[0] <= t.head <= extent[1]) or t.head == i:
                if t.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"):
                    return t.lower
    before = re.split(
        r"\b(?:of|in|at|for|from|with|by|who|which|that|on|to|close|familiar|seen|citing)\b|,", phrase
    )[0]
    found = WORD.findall(before or phrase)
    return found[-1].lower() if found else ""


def source_kind(phrase: str, head: str) -> SourceKind:
    """The kind of source that a phrase with that head noun names."""
    lowered = phrase.lower()
    capitals = [w for w in WORD.findall(phrase) if w[:1].isupper()]
    if not phrase or lowered in PERSONAL:
        return "person" if phrase else "unstated"
    if any(mark in lowered for mark in words("anonymous", "marks")):
        return "anonymous"
    if _person_described(phrase):
        return "person"
    if " ".join(lowered.split()[-2:]) in words("roles", "organization"):
        return "organization"  # 'the coast guard', whose last word alone is a man
    if is_outlet_name(phrase) or head in words("roles", "outlet") or _described_outlet().match(phrase):
        return "outlet"
    first = next(iter(WORD.findall(lowered)), "")
    if first in words("roles", "person") and _has_full_name(phrase):
        return "person"
    if head in words("documents", "heads"):
        return "document"
    return _by_office(phrase, lowered, head, capitals)


@cache
def _described_outlet() -> re.Pattern[str]:
    """The trade journal Credit Monthly: a noun for an outlet right before a name that ends the phrase."""
    nouns = "|".join(re.escape(noun) for noun in words("parties", "outlet_nouns"))
    return re.compile(
        rf"(?:[Tt]he |[Aa]n? )?(?:\w+ ){{0,2}}(?:{nouns}) (?:[A-Z][\w'’-]*|&)(?: (?:[A-Z][\w'’-]*|&))*$"
    )


# "Hugo Lind, a statistician at …", "Aldo Meren, who teaches …": a name of two or three words, and what he is.
_DESCRIBED = re.compile(
    r"(?P<name>[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){1,2}), "
    r"(?:who|whose|(?:a|an|the) (?P<what>[\w -]{3,40}?)(?:$|,| (?:of|at|for|in|from|with)\b))"
)


def _person_described(phrase: str) -> bool:
    """Whether a phrase is a full name with a description that is no body's."""
    found = _DESCRIBED.match(phrase)
    if found is None or is_outlet_name(found["name"]):
        return False
    bodies = {*words("roles", "organization"), *words("roles", "outlet"), *words("documents", "heads")}
    telling = [*found["name"].lower().split(), *(found["what"] or "").lower().split()[-1:]]
    return not bodies.intersection(telling)


def _by_office(phrase: str, lowered: str, head: str, capitals: list[str]) -> SourceKind:
    inner = [w for w in capitals if not lowered.startswith(w.lower())]
    named = any(w.lower() in words("roles", "person") for w in WORD.findall(phrase)) and len(inner) >= 1
    if head in words("roles", "organization") and not named:
        return "organization"
    if head in words("anonymous", "heads"):
        return "person" if _has_full_name(phrase) else "anonymous"
    if head in words("roles", "person"):
        return "person" if len(capitals) >= 1 and (named or _has_full_name(phrase)) else "anonymous"
    if any(w.lower() in words("roles", "organization") for w in WORD.findall(phrase)):
        return "organization"
    if _has_full_name(phrase) or named:
        return "person"
    return (
        "person"
        if len(capitals) == 1 and head == capitals[0].lower() and len(WORD.findall(phrase)) == 1
        else ("organization" if capitals else "anonymous")
    )


FULL_NAME = re.compile(r"\b[A-Z][\w’'-]+\.? (?:[a-z]{1,3} ){0,2}(?:[A-Z]\.? )*[A-Z][\w’'-]+")


def _has_full_name(phrase: str) -> bool:
    """Whether two capitalised words stand side by side, as in a person's name."""
    return FULL_NAME.search(phrase) is not None


@cache
def is_outlet_noun(word: str) -> bool:
    """Whether a noun is one for an outlet: 'newspaper', 'agency'."""
    return word in words("roles", "outlet")


SHARE = re.compile(
    r"per ?cent\b|%|\b(?:third|quarter|fifth|sixth|tenth|half|majority)s? of\b|"
    r"\b(?:in|out of) (?:two|three|four|five|six|seven|eight|nine|ten|\d+)\b",
    re.IGNORECASE,
)


def is_share(source: str) -> bool:
    """Whether a source is a share of those asked: its answer is the finding of whoever asked."""
    return SHARE.search(source) is not None
