"""What an input tells beside its text and what its text tells, weighed against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from firsthand.model import Article, Fact

# What the lines of an extracted text tell of their article: less sure than what a page declares, surer than
# a guess from its address or an agency's tag.
FROM_TEXT = 0.5
_FIELDS = ("title", "outlet", "byline", "published", "modified", "url", "syndicated")


def with_facts(article: Article, facts: Sequence[Fact]) -> Article:
    """The article with the surest value of each field, and where it came from."""
    values: dict[str, str] = {}
    where = dict(article.provenance)
    confidence: dict[str, float] = {}
    for field in _FIELDS:
        told = getattr(article, field)
        known = [one for one in facts if one.name == field]
        surest = max(known, key=lambda one: one.confidence, default=None)
        if surest is not None and (told is None or surest.confidence > FROM_TEXT):
            values[field] = surest.value
            where[field] = surest.where
            confidence[field] = surest.confidence
        elif told is not None:
            confidence[field] = FROM_TEXT
    language = article.language or _language(facts)
    if article.language is None and language:
        where["language"] = "declared"
    return replace(
        article,
        language=language,
        provenance=tuple(sorted(where.items())),
        confidence=tuple(sorted(confidence.items())),
        **values,  # type: ignore[arg-type]  # all of these fields are strings
    )


def _language(facts: Sequence[Fact]) -> str | None:
    """The declared language's two letters, where the text alone could not tell it."""
    declared = max(
        (one for one in facts if one.name == "language"), key=lambda one: one.confidence, default=None
    )
    code = declared.value[:2].lower() if declared else ""
    return code if len(code) == 2 and code.isalpha() else None
