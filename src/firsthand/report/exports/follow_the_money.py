"""A result as FollowTheMoney entities, one line of JSON each, for Aleph and other tools of that family.

Articles become `Article`, origins `Person`, `Organization` or `LegalEntity`, lineage and attribution
`UnknownLink`, changes `Note`. The entities are written without the package; the tests read them with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from firsthand.model import Result
from firsthand.report.exports.identity import article_urn, part_urn, result_digest, shown
from firsthand.report.markup import web_address
from firsthand.report.naming import article_names, shown_reason
from firsthand.report.wording import KIND_WORDS

_SCHEMATA: Final = {"person": "Person", "organization": "Organization", "outlet": "Company"}
# Sources outside that are no party: a document, and what is lost.
_OUTSIDE: Final = {**_SCHEMATA, "document": "Document", "article": "Document", "lost": "Document"}


def render_ftm(result: Result) -> str:
    """The entities, one a line."""
    digest = result_digest(result)
    urns = {one.id: _id(article_urn(one.sha256)) for one in result.articles}
    entities = _articles(result) | _origins(result, digest, urns)
    for number, one in enumerate(result.lineage, 1):
        if one.parent_kind == "article":
            target = urns[one.parent]
        else:
            target = _id(part_urn(digest, f"{one.parent_kind} {shown(one.parent)}"))
            name = {"Document": "title"}.get(_OUTSIDE[one.parent_kind], "name")
            entities.setdefault(target, _entity(_OUTSIDE[one.parent_kind], {name: one.parent}))
        role = f"{one.how} (score {one.score:.2f})"
        entities[_id(part_urn(digest, f"edge-{number}"))] = _entity(
            "UnknownLink", {"subject": urns[one.child], "object": target, "role": role}
        )
    entities |= _changes(result, digest, urns)
    out = [json.dumps({"id": key, **value}, ensure_ascii=False) for key, value in entities.items()]
    return "\n".join(out) + "\n"


Entity = dict[str, object]


def _id(urn: str) -> str:
    return hashlib.sha1(urn.encode(), usedforsecurity=False).hexdigest()


def _entity(schema: str, given: dict[str, str | None]) -> Entity:
    filled = {key: [shown(value)] for key, value in given.items() if value and shown(value)}
    return {"schema": schema, "properties": filled}


def _articles(result: Result) -> dict[str, Entity]:
    return {
        _id(article_urn(one.sha256)): _entity(
            "Article",
            {
                "title": one.title or one.id,
                "publisher": one.outlet,
                "author": one.byline,
                "publishedAt": (one.published or "")[:10] or None,
                "sourceUrl": web_address(one.url),
                "contentHash": hashlib.sha1(
                    one.text.encode("utf-8", "replace"), usedforsecurity=False
                ).hexdigest(),
                "bodyText": one.text,
            },
        )
        for one in result.articles
    }


def _origins(result: Result, digest: str, urns: Mapping[str, str]) -> dict[str, Entity]:
    """The parties behind claims, and which claims' words are attributed to them in which article."""
    texts = {one.id: one.text for one in result.articles}
    found: dict[str, Entity] = {}
    for origin in result.origins:
        schema = _SCHEMATA.get(origin.kind, "LegalEntity")
        found[_id(part_urn(digest, origin.id))] = _entity(schema, {"name": origin.name})
    for claim in result.claims:
        for number, reading in enumerate(claim.readings, 1):
            if reading.origin is None:
                continue
            words = shown(reading.span.of(texts[reading.article]))
            found[_id(part_urn(digest, f"{claim.id}-r{number}"))] = _entity(
                "UnknownLink",
                {
                    "subject": _id(part_urn(digest, reading.origin)),
                    "object": urns[reading.article],
                    "role": "origin of a claim",
                    "summary": f"{shown(claim.label)}: {words}",
                },
            )
    return found


def _changes(result: Result, digest: str, urns: Mapping[str, str]) -> dict[str, Entity]:
    names = article_names(result)
    texts = {one.id: one.text for one in result.articles}
    found = {}
    for number, one in enumerate(result.changes, 1):
        before = shown(one.parent_span.of(texts[one.parent]))
        after = shown(one.child_span.of(texts[one.child]))
        found[_id(part_urn(digest, f"change-{number}"))] = _entity(
            "Note",
            {
                "name": f"{one.severity}: {KIND_WORDS[one.kind]}",
                "description": f"{names[one.parent]}: “{before}” → {names[one.child]}: “{after}”. "
                f"{shown_reason(one, names)}",
                "entity": urns[one.child],
            },
        )
    return found
