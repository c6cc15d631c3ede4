"""The JSON contract `firsthand/1`: the one shape in which a result leaves the program."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import Any, cast

from firsthand.model import (
    Answer,
    Article,
    Change,
    Claim,
    Derivation,
    Line,
    Loop,
    Moment,
    Nearest,
    Omission,
    Place,
    Reading,
    Result,
    Span,
)

FORMAT = "firsthand/1"

# A surrogate half can't be written as UTF-8. Each is replaced by one code point, so offsets stand.
_SURROGATE = re.compile("[\ud800-\udfff]")


def to_json(result: Result) -> str:
    """The result as JSON text, the same bytes for the same result, ending in a newline."""
    text = json.dumps(as_dict(result), ensure_ascii=False, indent=1, allow_nan=False)
    return _SURROGATE.sub("\ufffd", text) + "\n"


def as_dict(result: Result) -> dict[str, Any]:
    """The result as plain dicts and lists, named and nested as the contract says."""
    story_of = {article: story.id for story in result.stories for article in story.articles}
    texts = {article.id: article.text for article in result.articles}
    return {
        "format": FORMAT,
        "articles": [_article(article, story_of.get(article.id)) for article in result.articles],
        "stories": [
            {
                "id": story.id,
                "title": story.title,
                "articles": list(story.articles),
                "first_published": story.first_published,
            }
            for story in result.stories
        ],
        "origins": [
            {"id": origin.id, "name": origin.name, "via": origin.via, "kind": origin.kind}
            for origin in result.origins
        ],
        "claims": [_claim(claim, texts) for claim in result.claims],
        "lineage": [_derivation(derivation) for derivation in result.lineage],
        "changes": [_change(change, texts) for change in result.changes],
        "loops": [_loop(loop, texts) for loop in result.loops],
        "omissions": [_omission(omission, texts) for omission in result.omissions],
        "timeline": [_moment(moment, texts) for moment in result.timeline],
        "nearest": [_nearest(nearest, texts) for nearest in result.nearest],
        "summaries": [
            {"story": summary.story, "lines": [_line(line, texts) for line in summary.lines]}
            for summary in result.summaries
        ],
        "unmeasured": [
            {"article": gap.article, "what": gap.what, "why": gap.why} for gap in result.unmeasured
        ],
        "issues": [
            {"code": issue.code, "path": issue.where, "detail": issue.detail} for issue in result.issues
        ],
    }


@cache
def schema() -> Mapping[str, Any]:
    """The JSON schema of the contract, as shipped in the package."""
    source = resources.files("firsthand").joinpath("schema.json").read_text(encoding="utf-8")
    return cast("dict[str, Any]", json.loads(source))


def _article(article: Article, story: str | None) -> dict[str, Any]:
    several = {"paths": list(article.paths)} if len(article.paths) > 1 else {}
    return {
        "id": article.id,
        "path": article.paths[0] if article.paths else None,
        **several,
        "url": article.url,
        "outlet": article.outlet,
        "title": article.title,
        "byline": article.byline,
        "published": article.published,
        "modified": article.modified,
        "language": article.language,
        "story": story,
        "sha256": article.sha256,
        "text": article.text,
        "provenance": dict(article.provenance),
        **({"confidence": dict(article.confidence)} if article.confidence else {}),
        **({"syndicated": article.syndicated} if article.syndicated else {}),
        "blocks": [
            {"start": block.span.start, "end": block.span.end, "kind": block.kind} for block in article.blocks
        ],
    }


def _claim(claim: Claim, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "id": claim.id,
        "story": claim.story,
        "kind": claim.kind,
        "label": claim.label,
        "unit": claim.unit,
        "independent_origins": claim.independent_origins,
        "independent_at_least": claim.independent_at_least,
        "independent_at_most": claim.independent_at_most,
        "readings": [reading_as_dict(reading, texts.get(reading.article, "")) for reading in claim.readings],
        "answers": [_answer(answer) for answer in claim.answers],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "value": _number(answer.value),
        "high": _number(answer.high),
        "bound": answer.bound,
        "unit": answer.unit,
        "denied": answer.denied,
        "readings": list(answer.readings),
        "origins": list(answer.origins),
        "independent_at_least": answer.independent_at_least,
        "independent_at_most": answer.independent_at_most,
        "slip": answer.slip,
        "why": answer.why,
    }


def reading_as_dict(reading: Reading, text: str) -> dict[str, Any]:
    """One reading as it stands in the contract; offsets are into `text`."""
    quantity, attribution = reading.quantity, reading.attribution
    cues = attribution.cue_spans if attribution else ()
    return {
        "article": reading.article,
        "start": reading.span.start,
        "end": reading.span.end,
        "quote": reading.span.of(text),
        "value": _number(quantity.value) if quantity else None,
        "high": _number(quantity.high) if quantity else None,
        "bound": quantity.bound if quantity else "exact",
        "unit": quantity.unit if quantity else None,
        "counted": quantity.counted if quantity else None,
        "source": attribution.source if attribution else None,
        "source_spans": _pairs(attribution.source_spans) if attribution else [],
        "source_kind": attribution.source_kind if attribution else "unstated",
        "cue": attribution.cue if attribution else None,
        "cue_span": _pair(cues[0]) if cues else None,
        "chain": list(attribution.chain) if attribution else [],
        "origin": reading.origin,
        "modality": reading.modality,
        "condition": _pair(reading.condition),
        "polarity": reading.polarity,
        "restrictions": _restrictions(reading),
        "when": reading.when,
    }


def _restrictions(reading: Reading) -> dict[str, str]:
    if reading.quantity is None:
        return {}
    told = reading.quantity.restrictions
    named = (("where", told.where), ("of", told.of), ("when", told.when))
    return {name: words for name, words in named if words is not None}


def _derivation(derivation: Derivation) -> dict[str, Any]:
    return {
        "child": derivation.child,
        "parent": derivation.parent,
        "parent_kind": derivation.parent_kind,
        "how": derivation.how,
        "score": _number(derivation.score),
        "evidence": [
            {
                "kind": evidence.kind,
                "child": _pair(evidence.child),
                "parent": _pair(evidence.parent),
                "note": evidence.note,
            }
            for evidence in derivation.evidence
        ],
    }


def _change(change: Change, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "kind": change.kind,
        "claim": change.claim,
        "parent": change.parent,
        "child": change.child,
        "severity": change.severity,
        "parent_reading": _words(change.parent_span, texts.get(change.parent, "")),
        "child_reading": _words(change.child_span, texts.get(change.child, "")),
        "why": change.why,
    }


def _loop(loop: Loop, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "story": loop.story,
        "kind": loop.kind,
        "articles": list(loop.articles),
        "source": loop.source,
        "why": loop.why,
        "places": _places(loop.places, texts),
    }


def _omission(omission: Omission, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "story": omission.story,
        "claim": omission.claim,
        "told_by": list(omission.told_by),
        "left_out_by": [{"article": out.article, "above": out.above} for out in omission.left_out_by],
        "lost": [
            {
                "article": lost.article,
                "kind": lost.kind,
                "told": lost.told,
                "place": _place(lost.place, texts),
            }
            for lost in omission.lost
        ],
    }


def _moment(moment: Moment, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "story": moment.story,
        "kind": moment.kind,
        "date": moment.date,
        "precision": moment.precision,
        "why": moment.why,
        "places": _places(moment.places, texts),
        "context": _place(moment.context, texts),
        "claims": list(moment.claims),
    }


def _nearest(nearest: Nearest, texts: Mapping[str, str]) -> dict[str, Any]:
    return {
        "story": nearest.story,
        "claim": nearest.claim,
        "article": nearest.article,
        "tied": list(nearest.tied),
        "why": list(nearest.why),
        "place": _place(nearest.place, texts),
    }


def _line(line: Line, texts: Mapping[str, str]) -> dict[str, Any]:
    return {"text": line.text, "claim": line.claim, "places": _places(line.places, texts)}


def _places(places: Iterable[Place], texts: Mapping[str, str]) -> list[dict[str, Any]]:
    return [_place(place, texts) for place in places]


def _place(place: Place, texts: Mapping[str, str]) -> dict[str, Any]:
    return {"article": place.article, **_words(place.span, texts.get(place.article, ""))}


def _words(span: Span, text: str) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "quote": span.of(text)}


def _pair(span: Span | None) -> list[int] | None:
    return None if span is None else [span.start, span.end]


def _pairs(spans: Iterable[Span]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _number(value: float | None) -> float | int | None:
    """`value`, whole numbers without a fraction; null where JSON has no such number."""
    if value is None or not math.isfinite(value):
        return None
    return int(value) if value == int(value) else value
