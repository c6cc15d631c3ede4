"""How much each sign on a line speaks for page furniture, and how much for the article."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from firsthand.cleaning import shapes
from firsthand.cleaning.lines import Line
from firsthand.cleaning.vocabulary import Vocabulary

Zone = Literal["top", "head", "middle", "tail"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a line stands: its zone, what surrounds it, how often its text occurs.

    `early`: in the title's neighbourhood. `top` is before the title, `head` between it and the first
    paragraph, `tail` behind the last. `closing`: a sure sign of the page's end is past and little prose
    follows. `about_author`, `about_outlet`: the line begins with the name in the byline or the masthead.
    """

    zone: Zone
    first: bool
    early: bool
    repeated: bool
    spaced: bool
    gap_after: bool
    prose_after: bool
    stamped: bool
    after_label: bool
    closing: bool
    about_author: bool
    about_outlet: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """A named sign: a value from 0 to 1 for a line in its place, and its weight in the sum."""

    name: str
    weight: float
    value: Callable[[Line, Place, Vocabulary], float]


_DIGIT = re.compile(r"\d")
_SEPARATED = re.compile(r"[|·•›»☰🖶►]|\s[/>]\s|\s{3,}")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|\b\w+\.(?:com|org|net|example|co|info)\b")
_TICKER = re.compile(r"[+\-−–]\d[\d.,]*\s?%")
_CITED = re.compile(r"(?i:sources?|details?|background|quote)\s*:(?:.{3,80}?,\s|.{0,4}$|.{80,})")
_PHONE = re.compile(r"\+?\d[\d ()-]{8,}\d")


def _short(line: Line, words: int) -> float:
    return 1.0 if line.words <= words else 0.0


def _prose_shape(line: Line, _place: Place, _words: Vocabulary) -> float:
    """1 for a long line of whole sentences, less for a shorter or looser one."""
    length = min(1.0, line.words / 25)
    glue = min(1.0, line.function_share / 0.25)
    return length * glue * (1.0 if line.stopped else 0.6)


def _cited(line: Line, _place: Place, _words: Vocabulary) -> float:
    """1 for a line that cites: "Source: The Argus, which has seen the letters" is part of the account."""
    return 1.0 if _CITED.match(line.text) else 0.0


def _strong_start(line: Line, _place: Place, words: Vocabulary) -> float:
    return 1.0 if words.strong_start.at(line.tokens, 0) else 0.0


def _weak_start(line: Line, _place: Place, words: Vocabulary) -> float:
    return 1.0 if words.weak_start.at(line.tokens, 0) else 0.0


def _strong_line(line: Line, _place: Place, words: Vocabulary) -> float:
    plain = tuple(word for word in line.tokens if word[0].isalpha() or word in "'&")
    return 1.0 if words.strong_line.whole(plain) else 0.0


def _strong_end(line: Line, _place: Place, words: Vocabulary) -> float:
    plain = line.last_tokens
    while plain and not (plain[-1][0].isalnum() or plain[-1] == "#"):
        plain = plain[:-1]
    return 1.0 if words.strong_end.ends(plain) else 0.0


def _strong_inside(line: Line, _place: Place, words: Vocabulary) -> float:
    return min(
        1.0, words.strong_inside.count(line.tokens) / 2 + 0.5 * (words.strong_inside.count(line.tokens) > 0)
    )


def _weak_inside(line: Line, _place: Place, words: Vocabulary) -> float:
    return min(1.0, words.weak_inside.count(line.tokens) / 2) if line.words <= 30 else 0.0


def _labels(line: Line, _place: Place, words: Vocabulary) -> float:
    share = shapes.label_share(line, words)
    return share if share == 1 or not line.stopped else 0.0


def _byline(line: Line, place: Place, words: Vocabulary) -> float:
    """1 for "By …", less for names standing alone, which amid the article may be a heading."""
    found = shapes.byline_names(line, words)
    alone = 0.6 if place.early or place.zone == "tail" else 0.0
    return 0.0 if found is None else 1.0 if found[1] else alone


def _dated(line: Line, _place: Place, _words: Vocabulary) -> float:
    share = shapes.dated_share(line)
    return 0.0 if share == 0 or line.words > 20 else min(1.0, 0.3 + share)


def _headline_in_tail(line: Line, place: Place, _words: Vocabulary) -> float:
    return 1.0 if place.zone == "tail" and not line.stopped and line.words <= 18 else 0.0


def _unfinished(line: Line, place: Place, _words: Vocabulary) -> float:
    """1 for a headline or caption amid the article: longer than its own headings are, and no sentence."""
    if place.zone != "middle" or line.stopped or not 8 <= line.words <= 25 or place.stamped:
        return 0.0
    return 0.0 if line.text[-1] in ":;,-–—" or line.text[0] in "-*•·‣◦–" else 1.0


FEATURES = (
    Feature(name="strong line", weight=4.0, value=_strong_line),
    Feature(name="strong start", weight=3.0, value=_strong_start),
    Feature(name="strong end", weight=2.0, value=_strong_end),
    Feature(name="strong inside", weight=2.2, value=_strong_inside),
    Feature(name="weak start", weight=0.6, value=_weak_start),
    Feature(name="weak inside", weight=1.2, value=_weak_inside),
    Feature(name="labels", weight=3.0, value=_labels),
    Feature(name="clock stamp", weight=4.0, value=lambda line, _p, _w: float(shapes.is_stamp(line))),
    Feature(name="ago", weight=4.0, value=lambda line, _p, _w: float(shapes.is_ago(line))),
    Feature(name="dated", weight=3.2, value=_dated),
    Feature(name="byline", weight=2.5, value=_byline),
    Feature(name="credit", weight=6.0, value=lambda line, _p, words: float(shapes.has_credit(line, words))),
    Feature(
        name="separators",
        weight=1.6,
        value=lambda line, _p, _w: min(1.0, len(_SEPARATED.findall(line.text[:300])) / 2),
    ),
    Feature(
        name="address", weight=1.5, value=lambda line, _p, _w: float(bool(_ADDRESS.search(line.text[:300])))
    ),
    Feature(
        name="ticker", weight=1.5, value=lambda line, _p, _w: float(bool(_TICKER.search(line.text[:300])))
    ),
    Feature(
        name="telephone", weight=1.0, value=lambda line, _p, _w: float(bool(_PHONE.search(line.text[:300])))
    ),
    Feature(name="no words", weight=2.5, value=lambda line, _p, _w: float(line.words == 0)),
    Feature(
        name="repeated", weight=1.5, value=lambda line, place, _w: float(place.repeated and line.words < 12)
    ),
    Feature(name="top", weight=4.0, value=lambda _l, place, _w: float(place.zone == "top")),
    Feature(
        name="strong start in the tail",
        weight=2.0,
        value=lambda line, place, words: _strong_start(line, place, words) * (place.zone == "tail"),
    ),
    Feature(name="closing", weight=2.5, value=lambda _l, place, _w: float(place.closing)),
    Feature(name="about the author", weight=5.0, value=lambda _l, place, _w: float(place.about_author)),
    Feature(name="about the outlet", weight=2.5, value=lambda _l, place, _w: float(place.about_outlet)),
    Feature(
        name="labelled picture",
        weight=2.5,
        value=lambda line, place, _w: (
            shapes.is_labelled_picture(line) * (1.5 if place.zone == "head" else 0.8)
        ),
    ),
    Feature(name="unfinished amid the article", weight=2.0, value=_unfinished),
    Feature(name="tail", weight=1.0, value=lambda _l, place, _w: float(place.zone == "tail")),
    Feature(name="unfinished in the tail", weight=1.5, value=_headline_in_tail),
    Feature(
        name="unfinished in the head",
        weight=1.5,
        value=lambda line, place, _w: float(place.zone == "head" and not line.stopped and line.words <= 12),
    ),
    Feature(name="after a label", weight=2.0, value=lambda _l, place, _w: float(place.after_label)),
    Feature(
        name="tight in a spaced text",
        weight=1.0,
        value=lambda line, place, _w: float(place.spaced and not (line.gap and place.gap_after)),
    ),
    Feature(name="prose", weight=-6.0, value=_prose_shape),
    Feature(name="cited", weight=-4.0, value=_cited),
    Feature(name="finished", weight=-1.0, value=lambda line, _p, _w: float(line.stopped)),
    Feature(
        name="heading of a post",
        weight=-3.0,
        value=lambda line, place, _w: float(place.stamped and place.prose_after and line.words <= 12),
    ),
    Feature(
        name="heading",
        weight=-1.0,
        value=lambda line, place, _w: float(place.zone == "middle" and place.prose_after and _short(line, 7)),
    ),
)
BIAS = -0.2


def score(line: Line, place: Place, vocabulary: Vocabulary) -> float:
    """How much speaks for furniture: above 0 more than for the article."""
    return BIAS + sum(feature.weight * feature.value(line, place, vocabulary) for feature in FEATURES)
