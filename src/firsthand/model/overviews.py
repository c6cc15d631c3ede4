"""What is told of a story as a whole: loops, omissions, the timeline, the summary."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model.kinds import LoopKind, LostKind, MomentKind, Precision
from firsthand.model.texts import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of an article."""

    article: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Circular sourcing: a "ring" of articles that name each other, or several sources with "one-end".

    In the second case the first of `articles` draws on the others, and `source` names where both
    end, by an article's id or in words.
    """

    story: str
    kind: LoopKind
    articles: tuple[str, ...]
    source: str | None
    why: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An article that does not tell a claim; `above` is the nearest article up the tree that does."""

    article: str
    above: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A condition or denial of `place` that `article` does not carry.

    `told` says whether the article tells the claim without it or leaves the claim out as well.
    """

    article: str
    kind: LostKind
    place: Place
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A row of the omission table: who tells a claim, who does not, and what fell away with it."""

    story: str
    claim: str
    told_by: tuple[str, ...]
    left_out_by: tuple[LeftOut, ...]
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An entry of the timeline: when something happened, was said, was printed or is expected.

    `date` is ISO 8601 as far as `precision` goes ("2031-03"; a week is given by a day in it), None
    where the words could not be resolved; `why` says how it was, or why it was not. `places` are
    the words that tell when, in every article that tells it; `context` the sentence of the first.
    For what was printed they are the article's title.
    """

    story: str
    kind: MomentKind
    date: str | None
    precision: Precision | None
    why: str
    places: tuple[Place, ...]
    context: Place
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The article that stands nearest to the origin of a claim, or of a whole story (no claim).

    `tied` are further articles that nothing tells apart from it; `why` are reasons in plain words,
    with articles by id.
    """

    story: str
    claim: str | None
    article: str
    tied: tuple[str, ...]
    why: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a summary, with the words that it stands on and the claim that it is about."""

    text: str
    places: tuple[Place, ...]
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was found in a story, in a dozen plain lines."""

    story: str
    lines: tuple[Line, ...]
