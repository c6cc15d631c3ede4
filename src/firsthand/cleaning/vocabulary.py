"""The tables of page furniture, ready for look-up."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from firsthand.cleaning.phrases import Phrases
from firsthand.language import table


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What the tables of one language say about the lines of a page."""

    labels: Phrases
    strong_line: Phrases
    strong_start: Phrases
    strong_end: Phrases
    strong_inside: Phrases
    closers: Phrases
    weak_start: Phrases
    weak_inside: Phrases
    credit: Phrases
    agencies: Phrases
    scene: Phrases
    byline_start: Phrases
    roles: Phrases
    nobody: frozenset[str]
    outlet_words: frozenset[str]
    function_words: frozenset[str]


@functools.cache
def vocabulary(language: str = "en") -> Vocabulary:
    """The vocabulary of a language, read once."""
    furniture = table("furniture", language)
    strong, weak, caption, byline = (furniture[key] for key in ("strong", "weak", "caption", "byline"))
    return Vocabulary(
        labels=Phrases(furniture["labels"]),
        strong_line=Phrases(strong["line"]),
        strong_start=Phrases(strong["start"]),
        strong_end=Phrases(strong["end"]),
        strong_inside=Phrases(strong["inside"]),
        closers=Phrases(strong["closers"]),
        weak_start=Phrases(weak["start"]),
        weak_inside=Phrases(weak["inside"]),
        credit=Phrases(caption["credit"]),
        agencies=Phrases(caption["agencies"]),
        scene=Phrases(caption["scene"]),
        byline_start=Phrases(byline["start"]),
        roles=Phrases(byline["roles"]),
        nobody=frozenset(byline["nobody"]),
        outlet_words=frozenset(furniture["outlet"]["words"]),
        function_words=frozenset(table("stopwords", language)["words"]),
    )
