"""Weighs the options of a saying: is it one, whose is it, what does it say."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import repeat
from typing import Any

from firsthand.language import folder
from firsthand.model import Span
from firsthand.reading.attribution.content_options import ContentOption, content_options, content_status
from firsthand.reading.attribution.cue_options import cue_features, cue_options
from firsthand.reading.attribution.lexicon import kind_of, lemma_of
from firsthand.reading.attribution.scene import Extent, Scene
from firsthand.reading.attribution.source_options import SourceOption, heard_status, source_options

MOST = 16  # candidates a sentence: the corpus has no sentence with more than nine sayings
HOPELESS = -2.0  # by the cue alone; below it the source and the content hardly ever save a candidate
Table = dict[str, float]


@dataclass(frozen=True, slots=True)
class Weights:
    """The trained weights: one table of features for each decision, and the lemmas worth looking at."""

    lemmas: dict[str, frozenset[str]]
    accept: Table
    source: Table
    content: Table
    left: Table
    right: Table

    @classmethod
    def from_table(cls, table: dict[str, Any]) -> Weights:
        """The weights as the training wrote them."""
        lemmas = {pos: frozenset(found) for pos, found in table["lemmas"].items()}
        return cls(lemmas, table["accept"], table["source"], table["content"], table["left"], table["right"])


@dataclass(frozen=True, slots=True)
class Saying:
    """A saying as the weights see it; `score` above zero means that it is one."""

    head: int
    lemma: str
    cue: Extent
    source: Extent | None
    contents: tuple[Span, ...]
    score: float


@cache
def trained() -> Weights | None:
    """The weights that ship with the package; None where there are none."""
    path = folder() / "attribution.json"
    if not path.exists():
        return None
    return Weights.from_table(json.loads(path.read_text("utf8")))


def total(table: Table, features: Iterable[str]) -> float:
    """The sum of the weights of some features."""
    return sum(map(table.get, features, repeat(0.0)))


def best_cue(scene: Scene, i: int, lemma: str, weights: Weights) -> Extent:
    """First and last token of the cue headed by `i`."""
    lefts, rights = cue_options(scene, i, lemma)
    first = max(lefts, key=lambda o: total(weights.left, o[1]))[0]
    last = max(rights, key=lambda o: total(weights.right, o[1]))[0]
    return first, last


def best_source(scene: Scene, i: int, lemma: str, weights: Weights) -> SourceOption:
    """The likeliest source of the cue headed by `i`, nobody included."""
    return max(source_options(scene, i, lemma), key=lambda o: total(weights.source, o.features))


def best_content(
    scene: Scene, i: int, lemma: str, source: Extent | None, cue: Extent, weights: Weights
) -> ContentOption | None:
    """The likeliest content of a saying; None where there is nothing that could be it."""
    options = content_options(scene, i, lemma, source, cue)
    return max(options, key=lambda o: total(weights.content, o.features)) if options else None


def weigh(scene: Scene, i: int, lemma: str, weights: Weights) -> Saying | None:
    """The saying that token `i` heads, with its score; None where the cue alone tells that it heads none."""
    own = cue_features(scene, i, lemma)
    told = scene.heard(i)
    if (
        i not in scene.matches
        and not (told is not None and i in told.cues)
        and total(weights.accept, own) < HOPELESS
    ):
        return None
    cue, source, content = _parts(scene, i, lemma, weights)
    score = total(weights.accept, own) + total(
        weights.accept, _joint(scene, (i, lemma), cue, source, content)
    )
    return Saying(i, lemma, cue, source.extent, content.spans if content else (), score)


def accept_features(scene: Scene, i: int, lemma: str, weights: Weights) -> list[str]:
    """The features by which a candidate with its likeliest source and content is a saying or none."""
    cue, source, content = _parts(scene, i, lemma, weights)
    return [*cue_features(scene, i, lemma), *_joint(scene, (i, lemma), cue, source, content)]


def _parts(
    scene: Scene, i: int, lemma: str, weights: Weights
) -> tuple[Extent, SourceOption, ContentOption | None]:
    cue = best_cue(scene, i, lemma, weights)
    source = best_source(scene, i, lemma, weights)
    return cue, source, best_content(scene, i, lemma, source.extent, cue, weights)


def _joint(
    scene: Scene, head: tuple[int, str], cue: Extent, source: SourceOption, content: ContentOption | None
) -> list[str]:
    """The features of a candidate's likeliest cue, source and content."""
    i, lemma = head
    label = content.label if content else "none"
    first = next((f for f in source.features if "/" in f), "none").split(" ", maxsplit=1)[0]
    found = [f"source {first}", f"content {label}", f"source {first} content {label}"]
    found += [f"content {label} l={lemma}", f"source {first} l={lemma}"]
    told = scene.heard(i)
    if told is None:
        return found
    heard = told.cues.get(i)
    said = "apart" if heard is None else "same" if heard == cue else "other"
    who = heard_status(told, source.extent) if source.extent is not None else "none"
    what = content_status(scene, told, i, content.spans) if content is not None else "none"
    found += [
        f"told {said}",
        f"told {said} l={lemma}",
        f"told {said} k={kind_of(lemma)}",
        f"told source {who}",
    ]
    found += [
        f"told content {what}",
        f"told {said} {who} {what}",
        f"told {said} {who}",
        f"told {said} {what}",
    ]
    return found


def candidates(scene: Scene, lemmas: Mapping[str, Collection[str]]) -> Iterator[tuple[int, str]]:
    """The tokens that may head a cue, with their lemmas: known ones, and verbs that word order gives away."""
    in_sentence = (-1, 0)
    for t in scene.tree.tokens:
        if t.sentence != in_sentence[0]:
            in_sentence = (t.sentence, 0)
        if in_sentence[1] >= MOST:
            continue
        lemma = t.lemma.lower()
        if t.i in scene.matches:
            in_sentence = (t.sentence, in_sentence[1] + 1)
            yield t.i, lemma if t.pos == "VERB" else lemma_of(t.lower)
        elif lemma in lemmas.get(t.pos, ()) or t.i in scene.headless:
            in_sentence = (t.sentence, in_sentence[1] + 1)
            yield t.i, lemma


def sayings(scene: Scene, weights: Weights) -> list[Saying]:
    """All candidates of a text, weighed, in the order of their heads."""
    weighed = (weigh(scene, i, lemma, weights) for i, lemma in candidates(scene, weights.lemmas))
    return [saying for saying in weighed if saying is not None]
