"""What single lines look like: datelines, bylines, captions, labels; each test returns how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.cleaning.dates import find_dates
from firsthand.cleaning.vocabulary import Vocabulary

# A name as bylines print it: "Priya Anselm", "M.Kim", "A. Novik", "Marten Osei-Lund", "Ana de la Cruz".
_INITIAL = r"[^\W\d_a-z]\.\s?"
_WORD = r"(?:(?:Mc|Mac|O['’]|D['’])?[^\W\d_a-z][^\W\d_]+(?:[-'’][^\W\d_]+)*)"
_PARTICLE = r"(?:van|von|de|der|den|del|della|di|da|la|le|bin|al|el|ter|af|av|zu)"
_FIRST = rf"(?:{_INITIAL}){{1,3}}{_WORD}(?:[ ]{_WORD}){{0,2}}"
_FULL = rf"{_WORD}(?:[ ](?:{_PARTICLE}[ ]){{0,2}}(?:{_INITIAL}|{_WORD})){{1,3}}"
NAME = rf"(?:{_FIRST}|{_FULL})"
NAMES = rf"{NAME}(?:(?:,\s*|\s+and\s+|\s+&\s+|,\s+and\s+){NAME}){{0,4}}"
_NAMES_ONLY = re.compile(rf"(?P<names>{NAMES})(?P<rest>.*)", re.DOTALL)
_BEFORE_BY = r"(?i:words|written|story|report|reported|text|article|posted|published)"
_CORRESPONDENT = r"(?i:from\s+our\s+(?:own\s+)?(?:[a-z]+\s+){0,2}(?:correspondent|reporter|editor)s?,?)"
_BY = re.compile(
    rf"(?:(?:{_BEFORE_BY}\s+)?(?:by|BY|By)[:\s]+|{_CORRESPONDENT}\s+)(?P<names>{NAMES})(?P<rest>.*)",
    re.DOTALL,
)
_UNITS = "sec|second|min|minute|h|hr|hour|d|day|w|wk|week|month"
_AGO = re.compile(
    rf"(?P<before>.*?)[\s·|,•]*(?:\d{{1,3}}|an?|one)\s*(?:{_UNITS})s?\.?\s+ago\W*$",
    re.IGNORECASE,
)
_CREDIT_AT_END = re.compile(r"[.!?…][\"'”’)]*\s+(?P<credit>(?:[^.!?…]|(?<=\b[A-Z])\.){1,60})$")
_CREDIT_BRACKET = re.compile(r"[(\[](?P<credit>[^()\[\]]{1,60})[)\]]\.?$")
_CREDIT_WORD = re.compile(
    r"(?:^|[.!?…\s(\[|])(?P<word>[^\W\d_]+(?:\s[^\W\d_]+)?)\s*(?::|by\b|©|/)\s*(?P<who>[^:]{1,60})$"
)
_STAMP = re.compile(
    r"(?:\d{1,2}[:.]\d\d(?:\s?[ap]m)?|\d{1,2}\s?[ap]m)(?:\s*(?:GMT|UTC|[A-Z]{2,4}T|local time))?"
    rf"(?:[ ]{NAME})?"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A line's text and what can be counted on it.

    `words` counts its tokens that are words, up to a cut; `function_share` is the share of them that hold
    sentences together; `stopped`: it ends as a sentence does; `parts`: between bars, dots and wide blanks.
    """

    text: str
    tokens: tuple[str, ...]
    last_tokens: tuple[str, ...]
    parts: tuple[str, ...]
    words: int
    function_share: float
    stopped: bool


def is_stamp(shape: Shape) -> bool:
    """Whether a line is a live blog's clock time, with or without a button behind it."""
    return len(shape.text) <= 40 and bool(shape.parts) and bool(_STAMP.fullmatch(shape.parts[0]))


def is_ago(shape: Shape) -> bool:
    """Whether a line ends with how long ago it was printed: "A. Novik 2 hours ago"."""
    return len(shape.text) <= 80 and bool(_AGO.match(shape.text)) and shape.words <= 10


def before_ago(text: str) -> str:
    """What stands before "2 hours ago"; the text itself where that is not there."""
    match = _AGO.match(text[:80]) if len(text) <= 80 else None
    return match["before"] if match else text


def dated_share(shape: Shape) -> float:
    """How much of a short line its dates and clock times make up; 0 where there is none."""
    if len(shape.text) > 160 or not any(character.isdigit() for character in shape.text):
        return 0.0
    dates = find_dates(shape.text)
    if not any(dated.day for dated in dates):
        return 0.0
    return min(1.0, sum(dated.span.end - dated.span.start for dated in dates) / len(shape.text))


def byline_names(shape: Shape, vocabulary: Vocabulary) -> tuple[str, bool] | None:
    """The names that a line gives as its authors, and whether it says "by"; None where it is no byline."""
    if len(shape.text) > 160 or shape.words > 16:
        return None
    for part in shape.parts:
        match = _BY.match(part)
        if match and (
            match["rest"].strip(" ,.:;-–—") == ""
            or match["rest"].lstrip().startswith((",", "in ", "for ", "|"))
        ):
            return _without_role(match["names"], vocabulary), True
    if shape.stopped and shape.words > 4:
        return None
    if len(shape.parts) > 1 and not (dated_share(shape) or is_ago(shape)):
        return None
    for part in shape.parts[:4]:
        plain = before_ago(part).strip()
        match = _NAMES_ONLY.fullmatch(plain)
        if match and _is_role(match["rest"], vocabulary) and _is_person(match["names"], vocabulary):
            return match["names"], False
    return None


def _without_role(names: str, vocabulary: Vocabulary) -> str:
    """The names without a role behind a comma: "Rick Dallow, World Reporter"."""
    kept: list[str] = []
    for name in names.split(", "):
        if kept and any(_role_word(word.lower(), vocabulary) for word in name.split()):
            break
        kept.append(name)
    return ", ".join(kept)


def _is_person(names: str, vocabulary: Vocabulary) -> bool:
    """Whether a name standing alone can be a person's: no outlet's or section's word, nothing shouted."""
    words = re.findall(r"[^\W\d_]+", names)
    if any(len(word) > 2 and word.isupper() for word in words):
        return False
    lower = {word.lower() for word in words}
    if vocabulary.agencies.whole(tuple(names.lower().split())):
        return False
    # A surname may be a label's word ("Jude Law"), a first name is none.
    return not lower & vocabulary.outlet_words and not vocabulary.labels.whole((words[0].lower(),))


def _is_role(rest: str, vocabulary: Vocabulary) -> bool:
    """Whether what follows a name is nothing, or its holder's role."""
    rest = rest.strip()
    if not rest:
        return True
    words = [word.strip(".,").lower() for word in rest.strip(", ").split()]
    return (
        rest.startswith((",", "in ", "and "))
        and len(words) <= 6
        and any(_role_word(word, vocabulary) for word in words)
    )


def _role_word(word: str, vocabulary: Vocabulary) -> bool:
    return vocabulary.roles.whole((word,))


def has_credit(shape: Shape, vocabulary: Vocabulary) -> bool:
    """Whether a line ends with a photographer's or agency's credit."""
    ending = shape.text[-160:]
    match = _CREDIT_WORD.search(ending)
    if (
        match
        and vocabulary.credit.ends(tuple(match["word"].lower().split()))
        and len(match["who"].split()) <= 8
    ):
        return True
    if _only_credit(shape, vocabulary):
        return True
    for pattern in (_CREDIT_AT_END, _CREDIT_BRACKET):
        match = pattern.search(ending)
        if match and _names_credit(match["credit"].strip(), vocabulary):
            return True
    return False


def _only_credit(shape: Shape, vocabulary: Vocabulary) -> bool:
    """Whether a line is nothing but a credit: "Bloomberg | Getty Images", "(Norra Forest Service)"."""
    if shape.words > 8:
        return False
    if shape.text.startswith("(") and shape.text.endswith(")") and not shape.stopped:
        return True
    return any(
        vocabulary.agencies.whole(tuple(part.lower().split())) for part in re.split(r"[|/]", shape.text)
    )


def _names_credit(credit: str, vocabulary: Vocabulary) -> bool:
    words = credit.split()
    lower = credit.lower()
    if not words or len(words) > 8:
        return False
    if vocabulary.agencies.whole(tuple(lower.replace("/", " / ").split())) or words[0].startswith("@"):
        return True
    if any(vocabulary.credit.whole((word.strip(":,").lower(),)) for word in words[:2]):
        return True
    joined = "/" in credit or " via " in f" {lower} "
    return (
        joined
        and sum(word[0].isupper() or word in {"via", "/", "and", "of"} for word in words) >= len(words) - 1
    )


_SHOUTED = re.compile(r"[A-Z][A-Z'’ -]{3,40}:\s+\S")


def is_labelled_picture(shape: Shape) -> bool:
    """Whether a short line begins as a tabloid's caption does: "GRIM: Patients queue for help"."""
    return shape.words <= 16 and bool(_SHOUTED.match(shape.text))


def label_share(tokens: tuple[str, ...], vocabulary: Vocabulary) -> float:
    """How much of a short line consists of names of sections and buttons."""
    words = [word for word in tokens if word[0].isalpha() or word == "&"]
    if not 0 < len(words) <= 14:
        return 0.0
    covered = position = 0
    while position < len(words):
        length = vocabulary.labels.at(words, position)
        covered += length
        position += max(1, length)
    return covered / len(words)
