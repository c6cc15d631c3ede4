"""A result as JSON-LD after schema.org: each claim with where it appeared, and drafts of claim reviews.

A draft has no rating: whether a claim is right is for the person who completes it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from firsthand.model import Article, Change, Claim, Origin, Result
from firsthand.report.exports.identity import article_urn, part_urn, result_digest, shown
from firsthand.report.markup import web_address
from firsthand.report.naming import article_names, shown_reason
from firsthand.report.readings import short_value
from firsthand.report.wording import KIND_WORDS, gravest_first

_TYPES: Final = {"person": "Person", "organization": "Organization", "outlet": "NewsMediaOrganization"}
_DRAFT: Final = "Draft without a rating: to be completed, and rated, by a person."


def render_jsonld(result: Result) -> str:
    """The claims and the drafts of their reviews as one JSON-LD document."""
    articles = {article.id: article for article in result.articles}
    origins = {origin.id: origin for origin in result.origins}
    graph: list[dict[str, Any]] = [_article(article) for article in result.articles]
    digest = result_digest(result)
    graph += [_claim(digest, claim, articles, origins) for claim in result.claims]
    told = article_names(result)
    changes: dict[str, list[Change]] = {}
    for change in result.changes:
        changes.setdefault(change.claim, []).append(change)
    for claim in result.claims:
        if len({reading.article for reading in claim.readings}) > 1:
            graph.append(_review(digest, claim, changes.get(claim.id, []), told))
    document = {"@context": "https://schema.org", "@graph": graph}
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def _article(article: Article) -> dict[str, Any]:
    told: dict[str, Any] = {"@type": "NewsArticle", "@id": article_urn(article.sha256)}
    if article.title:
        told["headline"] = shown(article.title)
    if address := web_address(article.url):
        told["url"] = address
    if article.published:
        told["datePublished"] = shown(article.published)
    if article.byline:
        told["author"] = {"@type": "Person", "name": shown(article.byline)}
    if article.outlet:
        told["publisher"] = {"@type": "NewsMediaOrganization", "name": shown(article.outlet)}
    if article.language:
        told["inLanguage"] = shown(article.language)
    return told


def _first(claim: Claim, articles: dict[str, Article]) -> str | None:
    """The article that told a claim first; None where a page gives no date."""
    told = {articles[reading.article].published: reading.article for reading in reversed(claim.readings)}
    dates = [date for date in told if date]
    return told[min(dates)] if dates and len(dates) == len(told) else None


def _claim(
    digest: str, claim: Claim, articles: dict[str, Article], origins: dict[str, Origin]
) -> dict[str, Any]:
    appears = dict.fromkeys(article_urn(articles[reading.article].sha256) for reading in claim.readings)
    told: dict[str, Any] = {
        "@type": "Claim",
        "@id": part_urn(digest, claim.id),
        "name": shown(claim.label),
        "text": shown(claim.readings[0].span.of(articles[claim.readings[0].article].text)),
        "appearance": [{"@id": one} for one in appears],
    }
    first = _first(claim, articles)
    if first is not None:
        told["firstAppearance"] = {"@id": article_urn(articles[first].sha256)}
    found = [origins[one] for one in dict.fromkeys(r.origin for r in claim.readings) if one in origins]
    authors = [{"@type": _TYPES[one.kind], "name": shown(one.name)} for one in found if one.kind in _TYPES]
    if authors:
        told["author"] = authors
    return told


def _review(digest: str, claim: Claim, changes: Sequence[Change], names: Mapping[str, str]) -> dict[str, Any]:
    """A draft review: what is to be reviewed and what was found of its way, without a verdict."""
    values = dict.fromkeys(short_value(reading) for reading in claim.readings if reading.quantity)
    least, most = claim.independent_at_least, claim.independent_at_most
    count = f"{least} to {most}" if least < most else str(most)
    found = [f"Independent origins: {count}."]
    if len(values) > 1:
        found.append(f"Figures given: {', '.join(values)}.")
    for change in gravest_first(changes):
        parent, child = names[change.parent], names[change.child]
        why = shown_reason(change, names)
        found.append(f"From {parent} to {child}: {KIND_WORDS[change.kind]}{f' ({why})' if why else ''}.")
    return {
        "@type": "ClaimReview",
        "@id": part_urn(digest, f"{claim.id}-review"),
        "creativeWorkStatus": _DRAFT,
        "claimReviewed": shown(claim.label),
        "itemReviewed": {"@id": part_urn(digest, claim.id)},
        "reviewBody": " ".join(found),
    }
