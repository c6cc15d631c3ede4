"""Which kind an uncertain name is of: weights learned from annotated text, over its words and its place."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Iterator

from firsthand.language import folder, words
from firsthand.language.spelling import plain
from firsthand.reading.name_kinds import Kind, NameKind, Run, tables

# The classes in the order of the weights; "none" is a capitalised word that names nothing.
CLASSES: tuple[NameKind | None, ...] = ("person", "organization", "place", None)
# Weights are stored as hundredths.
SCALE = 100
# What the class "none" must be ahead by where the tagger sees a proper noun (a factor of two in odds):
# in news a name lost costs more than one too many.
RELUCTANCE = 70


def class_shares(run: Run, kind: Kind, sure: dict[str, NameKind]) -> list[float]:
    """How likely each class is for a run that no sure rule told; they add up to 1.

    `kind` is what the rules guess; `sure` holds the kinds that the text's other names have for sure, by
    their plain words.
    """
    scores = [0] * len(CLASSES)
    weights = _weights()
    for feature in features(run, kind, sure):
        for i, weight in enumerate(weights.get(feature, ())):
            scores[i] += weight
    if any(token.pos == "PROPN" for token in run.tokens()):
        scores[-1] -= RELUCTANCE
    shares = [math.exp((score - max(scores)) / SCALE) for score in scores]
    return [share / sum(shares) for share in shares]


def features(run: Run, kind: Kind, sure: dict[str, NameKind]) -> Iterator[str]:
    """What is looked at, as short strings; those that begin with 'w' are words, which may be left out."""
    tokens, head = run.tokens(), run.heads()
    first, last = tokens[0], tokens[-1]
    verb = run.parsed.tokens[head.head]
    single = len(tokens) == 1
    yield "bias"
    yield f"n{min(len(tokens), 5)}"
    yield f"rule:{kind.rule}"
    yield f"dep:{head.dep}"
    yield f"dep:{head.dep}:{verb.lemma if verb.pos in ('VERB', 'NOUN') else verb.pos}"
    yield f"pos:{'-'.join(token.pos for token in tokens[:4])}"
    yield f"shape:{'-'.join(_shape(token.text) for token in tokens[:4])}"
    yield f"w-last:{last.lower}:{single}"
    yield f"w-first:{first.lower}:{single}"
    yield f"w-end:{last.lower[-4:]}:{single}"
    yield f"end3:{last.lower[-3:]}:{single}"
    yield f"end2:{last.lower[-2:]}"
    for offset in (-2, -1, 1, 2):
        yield f"at{offset}:{_seen(run.around(offset))}"
    yield f"between:{_seen(run.around(-1))}:{_seen(run.around(1))}"
    yield f"start:{run.around(-1) == ''}:{single}"
    known = tables()
    yield f"given:{plain(first.text) in known.given}:{single}"
    yield f"office-before:{run.around(-1) in known.offices}"
    yield f"body:{last.lower in known.organizations}:{single}"
    yield f"place-word:{last.lower in words('places', 'last')}:{single}"
    yield f"paper:{last.lower in words('outlets', 'generic.last')}:{single}"
    yield f"demonym:{first.lower in words('places', 'demonyms')}:{single}"
    for token in {plain(first.text), plain(last.text)}:
        if token in sure:
            yield f"elsewhere:{sure[token]}:{single}"


def _shape(text: str) -> str:
    if text.isupper():
        return "A" if len(text) < 2 else "AA"
    if text[0].isupper():
        return "Aa" if text.isalpha() else "A-"
    return "a" if text[0].isalpha() else "0"


def _seen(word: str) -> str:
    """A neighbouring word; figures are all one."""
    return "0" if word.isdigit() else word


@functools.cache
def _weights() -> dict[str, list[int]]:
    path = folder() / "model" / "name_kinds.json"
    found: dict[str, list[int]] = json.loads(path.read_text(encoding="utf-8"))
    return found
