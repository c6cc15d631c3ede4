"""Weighs the options of a saying: is it one, whose is it, what does it say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from firsthand.language import folder
from firsthand.model import Span
from firsthand.reading.attribution.options import (
    ContentOption,
    Extent,
    Scene,
    SourceOption,
    content_options,
    cue_features,
    cue_options,
    source_options,
)

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
    def from_table(cls, table: dict[str, dict[str, float]]) -> Weights:
        """The weights as the training wrote them."""
        lemmas = {pos: frozenset(found) for pos, found in table["lemmas"].items()}
        return cls(lemmas, table["accept"], table["source"], table["content"], table["left"], table["right"])


@dataclass(frozen=True, slots=True)
class Saying:
    """A saying as the weights see it; `score` above zero means that it is one."""

    head: int
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
    get = table.get
    return sum(get(f, 0.0) for f in features)


def best_cue(scene: Scene, i: int, lemma: str, weights: Weights) -> Extent:
    """First and last token of the cue headed by `i`."""
    lefts, rights = cue_options(scene.tree, i, lemma)
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


def weigh(scene: Scene, i: int, lemma: str, weights: Weights) -> Saying:
    """The saying that token `i` heads, if it heads one."""
    cue = best_cue(scene, i, lemma, weights)
    source = best_source(scene, i, lemma, weights)
    extent = source.extent
    content = best_content(scene, i, lemma, extent, cue, weights)
    label = content.label if content else None
    features = cue_features(scene, i, lemma)
    features += [f"source {source.features[0]}", f"content {label or 'none'}"]
    features.append(f"source {source.features[0]} content {label}")
    return Saying(i, cue, extent, content.spans if content else (), total(weights.accept, features))


def sayings(scene: Scene, weights: Weights) -> list[Saying]:
    """All candidates of a text, weighed, in the order of their heads."""
    return [
        weigh(scene, t.i, t.lemma.lower(), weights)
        for t in scene.tree.tokens
        if t.lemma.lower() in weights.lemmas.get(t.pos, ())
    ]
