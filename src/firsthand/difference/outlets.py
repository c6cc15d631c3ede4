"""Whether a wording names an outlet: a newspaper, broadcaster, agency or site that publishes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.difference.parties import party
from firsthand.language import table

# "a poll by Marlow Opinion", "a survey of the institute Dator": who made it published it.
_PUBLISHED = re.compile(
    r"\b(?:poll|survey|study|report|analysis|research)\s+(?:conducted\s+|published\s+|carried out\s+)?"
    r"(?:by|from|of)\s+(?:the\s+)?(?:institute\s+|pollsters?\s+|think[- ]tank\s+)?"
    r"(?P<name>[A-Z][\w&'’-]*(?:\s+[A-Z][\w&'’-]*){0,3})"
)
_PHRASE = re.compile(r"[A-Z][\w&.'’-]*(?:\s+(?:of\s+(?:the\s+)?|and\s+|for\s+|&\s+)?[A-Z0-9][\w&.'’-]*)*")
# "Channel North", "Radio 5", "KTV", "HRT TV"
_STATION = re.compile(r"(?:Channel|Radio|TV) \w+|[A-Z]{0,3}TV\d?|[A-Z]{2,4} ?TV")
# "The paper appears in the Annals of Pollination": what printed a study is named with these.
_SERIAL = r"(?:Annals|Archives|Bulletin|Journal|Proceedings|Transactions) of(?: the)? "
_PRINTED = re.compile(
    r"\b(?:appear(?:s|ed)?|publish(?:ed)?|print(?:ed)?|is|was|out)(?: \w+)? in (?:the )?"
    rf"(?P<name>{_SERIAL}[A-Z][\w&'’-]*(?: (?:and )?[A-Z][\w&'’-]*)*)"
)
_INSTITUTE = re.compile(r"\b(?:institute|think[- ]?tank|pollsters?|opinion|polling)\b", re.IGNORECASE)


@cache
def _known() -> frozenset[str]:
    """The known outlets' names in lower case, without those that are ordinary words as well."""
    outlets = table("outlets")
    names = {
        name.lower().removeprefix("the ")
        for group in ("agencies", "outlets")
        for full, short in outlets[group].items()
        for name in (full, *short)
    }
    return frozenset(names - set(outlets["unsure"]["names"]))


@cache
def _endings() -> tuple[frozenset[str], frozenset[str]]:
    """The last words, and the pairs of last words, by which the name of an outlet is known."""
    generic = table("outlets")["generic"]
    return frozenset(generic["last"]), frozenset(generic["last_two"])


def is_outlet(wording: str) -> bool:
    """Whether the wording is the name of a known outlet or ends like one ("… Courier", "Channel 4")."""
    plain = wording.strip(" \"“”'‘’.,").removeprefix("the ").removeprefix("The ")
    words = plain.split()
    if plain.lower() in _known():
        return True
    if not words or len(words) > 6 or not words[-1][:1].isupper() or not party("x " + plain).proper:
        return False
    last, last_two = _endings()
    if " ".join(words[-2:]).lower() in last_two:
        return True
    if words[-1].lower() in last and (len(words) > 1 or wording.lower().startswith("the ")):
        return True
    return bool(_STATION.fullmatch(plain))


@cache
def _dated() -> re.Pattern[str]:
    """A month before a name: the Sunday Times is an outlet, the March KNS is none."""
    return re.compile(
        rf"(?:\w{{2}} )?(?:\d+ )?(?:{'|'.join(table('calendar')['months'])})\b\.?(?: \d+)? \(?(?=[A-Z])"
    )


def proper_phrases(wording: str) -> Iterator[tuple[str, int]]:
    """The runs of capitalised words in a wording, with where each begins.

    "a poll by Meridian Opinion for the Tribune" names two parties, not one, and "on 3 March KNS
    reported" a month and one.
    """
    for match in _PHRASE.finditer(wording):
        words = match.group().removesuffix("'s").removesuffix("’s").rstrip(".")
        dated = _dated().match(words)
        skip = dated.end() if dated else 0
        yield words[skip:], match.start() + skip


def is_institute(wording: str) -> bool:
    """Whether the wording names a body whose publications are its product: an institute, a pollster."""
    return bool(party(wording).proper) and bool(_INSTITUTE.search(wording))


@cache
def _described() -> re.Pattern[str]:
    nouns = "|".join(re.escape(noun) for noun in table("parties")["outlet_nouns"])
    return re.compile(rf"\b(?:{nouns})\s+(?P<name>[A-Z][\w&'’-]*(?:\s+(?:&\s+)?[A-Z][\w&'’-]*){{0,3}})")


def described_outlets(wording: str) -> Iterator[tuple[str, int]]:
    """The names that stand behind a noun for an outlet ("the broadcaster KTV"), with where each begins."""
    for match in _described().finditer(wording):
        yield match["name"].removesuffix("'s").removesuffix("’s"), match.start("name")


def serials(wording: str) -> Iterator[tuple[str, int]]:
    """The learned journals in which something is said to be printed, with where each begins."""
    for match in _PRINTED.finditer(wording):
        yield match["name"], match.start("name")


def publishers(wording: str) -> Iterator[tuple[str, int]]:
    """The makers of polls, surveys and reports in a wording ("a poll by X"), with where each begins."""
    for match in _PUBLISHED.finditer(wording):
        yield match["name"], match.start("name")
