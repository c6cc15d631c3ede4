"""How much each sign on a line speaks for page furniture, and how much for the article."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from firsthand.cleaning.lines import Line

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
    value: Callable[[Line, Place], float]


def _prose_shape(line: Line, _place: Place) -> float:
    """1 for a long line of whole sentences, less for a shorter or looser one."""
    length = min(1.0, line.shape.words / 25)
    glue = min(1.0, line.shape.function_share / 0.25)
    return length * glue * (1.0 if line.shape.stopped else 0.6)


def _labels(line: Line, _place: Place) -> float:
    share = line.signs.labels
    return share if share == 1 or not line.shape.stopped else 0.0


def _byline(line: Line, place: Place) -> float:
    """1 for "By …", less for names standing alone, which amid the article may be a heading."""
    found = line.signs.byline
    alone = 0.6 if place.early or place.zone == "tail" else 0.0
    return 0.0 if found is None else 1.0 if found[1] else alone


def _dated(line: Line, _place: Place) -> float:
    share = line.signs.dated
    return 0.0 if share == 0 or line.shape.words > 20 else min(1.0, 0.3 + share)


def _unfinished(line: Line, place: Place) -> float:
    """1 for a headline or caption amid the article: longer than its own headings are, and no sentence."""
    sentence = line.shape.stopped or line.signs.cited
    if place.zone != "middle" or sentence or not 8 <= line.shape.words <= 25 or place.stamped:
        return 0.0
    return 0.0 if line.text[-1] in ":;,-–—" or line.text[0] in "-*•·‣◦–" else 1.0


def _open_ended(zone: Zone, words: int) -> Callable[[Line, Place], float]:
    """1 for a line of at most so many words in a zone that does not end as a sentence does."""
    return lambda line, place: float(
        place.zone == zone and not line.shape.stopped and line.shape.words <= words
    )


def _is(name: str) -> Callable[[Line, Place], float]:
    """1 where a line has the sign of that name."""
    return lambda line, _place: float(getattr(line.signs, name))


def _half_each(name: str) -> Callable[[Line, Place], float]:
    """1 for two or more of the sign of that name, 0.5 for one."""
    return lambda line, _place: min(1.0, getattr(line.signs, name) / 2)


FEATURES = (
    Feature(name="strong line", weight=4.0, value=_is("strong_line")),
    Feature(name="strong start", weight=3.0, value=_is("strong_start")),
    Feature(name="strong end", weight=2.0, value=_is("strong_end")),
    Feature(name="strong inside", weight=2.2, value=lambda line, _p: float(line.signs.strong_inside > 0)),
    Feature(name="weak start", weight=0.6, value=_is("weak_start")),
    Feature(name="weak inside", weight=1.2, value=_half_each("weak_inside")),
    Feature(name="labels", weight=3.0, value=_labels),
    Feature(name="clock stamp", weight=4.0, value=_is("stamp")),
    Feature(name="ago", weight=4.0, value=_is("ago")),
    Feature(name="dated", weight=3.2, value=_dated),
    Feature(name="byline", weight=2.5, value=_byline),
    Feature(name="credit", weight=6.0, value=_is("credit")),
    Feature(name="separators", weight=1.6, value=_half_each("separators")),
    Feature(name="address", weight=1.5, value=_is("address")),
    Feature(name="ticker", weight=1.5, value=_is("ticker")),
    Feature(name="telephone", weight=1.0, value=_is("telephone")),
    Feature(name="no words", weight=2.5, value=lambda line, _p: float(line.shape.words == 0)),
    Feature(
        name="repeated", weight=1.5, value=lambda line, place: float(place.repeated and line.shape.words < 12)
    ),
    Feature(name="top", weight=4.0, value=lambda _l, place: float(place.zone == "top")),
    Feature(
        name="strong start in the tail",
        weight=2.0,
        value=lambda line, place: float(line.signs.strong_start and place.zone == "tail"),
    ),
    Feature(name="closing", weight=2.5, value=lambda _l, place: float(place.closing)),
    Feature(name="about the author", weight=5.0, value=lambda _l, place: float(place.about_author)),
    Feature(name="about the outlet", weight=2.5, value=lambda _l, place: float(place.about_outlet)),
    Feature(
        name="labelled picture",
        weight=2.5,
        value=lambda line, place: line.signs.labelled_picture * (1.5 if place.zone == "head" else 0.8),
    ),
    Feature(name="unfinished amid the article", weight=2.5, value=_unfinished),
    Feature(name="tail", weight=1.0, value=lambda _l, place: float(place.zone == "tail")),
    Feature(name="unfinished in the tail", weight=1.5, value=_open_ended("tail", 18)),
    Feature(name="unfinished in the head", weight=1.5, value=_open_ended("head", 12)),
    Feature(name="after a label", weight=2.0, value=lambda _l, place: float(place.after_label)),
    Feature(
        name="tight in a spaced text",
        weight=1.0,
        value=lambda line, place: float(place.spaced and not (line.gap and place.gap_after)),
    ),
    Feature(name="prose", weight=-6.0, value=_prose_shape),
    Feature(name="cited", weight=-4.0, value=_is("cited")),
    Feature(name="finished", weight=-1.0, value=lambda line, _p: float(line.shape.stopped)),
    Feature(
        name="heading of a post",
        weight=-3.0,
        value=lambda line, place: float(place.stamped and place.prose_after and line.shape.words <= 12),
    ),
    Feature(
        name="heading",
        weight=-1.0,
        value=lambda line, place: float(
            place.zone == "middle" and place.prose_after and line.shape.words <= 7
        ),
    ),
)
# Nearly nothing: the signs decide.
BIAS = -0.2


def score(line: Line, place: Place) -> float:
    """How much speaks for furniture: above 0 more than for the article."""
    return BIAS + sum(feature.weight * feature.value(line, place) for feature in FEATURES)
