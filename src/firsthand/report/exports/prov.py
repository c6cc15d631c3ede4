"""A result as PROV-JSON: articles, readings and sources as entities, who they go back to as agents.

Source: W3C PROV-DM (2013) and the PROV-JSON submission. A copy is a quotation (`wasQuotedFrom`), a rewrite
a derivation, and a person, an organization or a document that an article names is a primary source
(`hadPrimarySource`); PROV-JSON writes all three as derivations of a type.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from firsthand.model import Article, Derivation, Origin, Result
from firsthand.report.exports.identity import BASE, article_urn, part_urn, result_digest, shown
from firsthand.report.naming import article_names

_AGENT_TYPES: Final = {
    "person": "prov:Person",
    "organization": "prov:Organization",
    "outlet": "prov:Organization",
}
_PRIMARY: Final = frozenset({"person", "organization", "document"})
Part = dict[str, dict[str, Any]]


def render_prov(result: Result) -> str:
    """The result as PROV-JSON."""
    agents: Part = {}
    entities: Part = {}
    document: dict[str, Any] = {
        "prefix": {
            "fh": BASE,
            "prov": "http://www.w3.org/ns/prov#",
            "xsd": "http://www.w3.org/2001/XMLSchema#",
        },
        "entity": entities,
        "agent": agents,
        "wasAttributedTo": {},
        "wasDerivedFrom": {},
        "specializationOf": {},
    }
    names, digest = article_names(result), result_digest(result)
    articles = {article.id: article for article in result.articles}
    for article in result.articles:
        entities[_article(article)] = _article_entity(article, names[article.id])
        if article.outlet:
            agent = _part(digest, f"outlet {shown(article.outlet)}")
            agents[agent] = {"prov:type": _name("prov:Organization"), "prov:label": shown(article.outlet)}
            _relate(document, "wasAttributedTo", entity=_article(article), agent=agent)
    for origin in result.origins:
        agents[_part(digest, origin.id)] = _agent(origin)
    _add_claims(result, digest, document)
    for derivation in result.lineage:
        _add_derivation(digest, articles, derivation, document)
    filled = {key: value for key, value in document.items() if value}
    return json.dumps(filled, ensure_ascii=False, indent=1, sort_keys=False) + "\n"


def _article(article: Article) -> str:
    return f"fh:{article_urn(article.sha256).removeprefix(BASE)}"


def _part(digest: str, part: str) -> str:
    return f"fh:{part_urn(digest, part).removeprefix(BASE)}"


def _name(qualified: str) -> dict[str, str]:
    return {"$": qualified, "type": "prov:QUALIFIED_NAME"}


def _article_entity(article: Article, name: str) -> dict[str, Any]:
    told: dict[str, Any] = {"prov:type": "article", "prov:label": shown(article.title) or name}
    if article.url:
        told["prov:location"] = shown(article.url)
    if article.published:
        told["fh:published"] = shown(article.published)
    return told


def _agent(origin: Origin) -> dict[str, Any]:
    told: dict[str, Any] = {"prov:label": shown(origin.name), "fh:kind": origin.kind}
    if origin.kind in _AGENT_TYPES:
        told["prov:type"] = _name(_AGENT_TYPES[origin.kind])
    if origin.via:
        told["fh:via"] = shown(origin.via)
    return told


def _relate(document: dict[str, Any], relation: str, type_: str | None = None, **ends: str) -> None:
    told: dict[str, Any] = {f"prov:{_ENDS[key]}": value for key, value in ends.items()}
    if type_:
        told["prov:type"] = _name(type_)
    document[relation][f"_:{relation}{len(document[relation]) + 1}"] = told


_ENDS: Final = {
    "entity": "entity",
    "agent": "agent",
    "made": "generatedEntity",
    "used": "usedEntity",
    "special": "specificEntity",
    "general": "generalEntity",
}


def _add_claims(result: Result, digest: str, document: dict[str, Any]) -> None:
    """Each claim as an entity, each reading as a special form of it, quoted from its article."""
    articles = {article.id: article for article in result.articles}
    for claim in result.claims:
        general = _part(digest, claim.id)
        document["entity"][general] = {"prov:type": "claim", "prov:label": shown(claim.label)}
        for number, reading in enumerate(claim.readings, 1):
            special = _part(digest, f"{claim.id}-r{number}")
            article = articles[reading.article]
            document["entity"][special] = {
                "prov:type": "reading",
                "prov:value": shown(reading.span.of(article.text)),
                "fh:start": reading.span.start,
                "fh:end": reading.span.end,
            }
            _relate(document, "specializationOf", special=special, general=general)
            _relate(document, "wasDerivedFrom", "prov:Quotation", made=special, used=_article(article))
            if reading.origin:
                _relate(document, "wasAttributedTo", entity=special, agent=_part(digest, reading.origin))


def _add_derivation(
    digest: str, articles: Mapping[str, Article], derivation: Derivation, document: dict[str, Any]
) -> None:
    child = _article(articles[derivation.child])
    if derivation.parent_kind == "article" and derivation.parent in articles:
        used = _article(articles[derivation.parent])
    else:
        used = _part(digest, f"{derivation.parent_kind} {shown(derivation.parent)}")
        kind = f"{derivation.parent_kind} outside the collection"
        document["entity"].setdefault(used, {"prov:type": kind, "prov:label": shown(derivation.parent)})
    type_ = None
    if derivation.how == "copies":
        type_ = "prov:Quotation"
    elif derivation.how == "cites" and derivation.parent_kind in _PRIMARY:
        type_ = "prov:PrimarySource"
    _relate(document, "wasDerivedFrom", type_, made=child, used=used)
    last = document["wasDerivedFrom"][f"_:wasDerivedFrom{len(document['wasDerivedFrom'])}"]
    last |= {"fh:how": derivation.how, "fh:score": derivation.score}
