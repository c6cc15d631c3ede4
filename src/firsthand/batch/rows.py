"""The tables that a run writes: their columns, and the rows that a story has in them (docs/batch.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firsthand.batch.columns import short, to_json
from firsthand.engine.steps import Schema
from firsthand.model import Article, Change, Claim, Derivation, Origin, Reading, Span, Story
from firsthand.pipeline import Traced
from firsthand.store.records import to_plain

Row = dict[str, Any]

# The name of each column and what it holds, table by table.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "articles": {
        **dict.fromkeys(("article", "story", "sha256"), "word"),
        "paths": "words",
        **dict.fromkeys(("url", "outlet", "title", "byline", "published", "modified", "language"), "word"),
        **dict.fromkeys(("text", "record", "read"), "text"),
    },
    "stories": {
        **dict.fromkeys(("story", "title"), "word"),
        **dict.fromkeys(("articles", "outlets"), "int"),
        **dict.fromkeys(("first_published", "last_published"), "word"),
        "traced": "flag",
    },
    "claims": {
        **dict.fromkeys(("story", "claim", "kind", "label", "unit"), "word"),
        **dict.fromkeys(("readings", "articles", "origins_at_least", "origins_at_most"), "int"),
        "answers": "text",
    },
    "readings": {
        **dict.fromkeys(("story", "claim", "article", "kind"), "word"),
        **dict.fromkeys(("start", "end", "sentence_start", "sentence_end"), "int"),
        "words": "text",
        **dict.fromkeys(("value", "high"), "number"),
        **dict.fromkeys(("bound", "unit", "counted", "modality", "polarity"), "word"),
        **dict.fromkeys(("source", "source_kind", "origin"), "word"),
    },
    "origins": dict.fromkeys(("story", "origin", "name", "kind", "via"), "word"),
    "edges": {
        **dict.fromkeys(("story", "child", "parent", "parent_kind", "how"), "word"),
        "score": "number",
        "evidence": "text",
    },
    "changes": {
        **dict.fromkeys(("story", "claim", "kind", "severity", "parent", "child"), "word"),
        **dict.fromkeys(("parent_start", "parent_end", "child_start", "child_end"), "int"),
        **dict.fromkeys(("parent_words", "child_words", "why"), "text"),
    },
    "issues": {"code": "word", "where": "text", "detail": "text"},
}


def table_schema(table: str) -> Schema:
    """The columns of a table."""
    import pyarrow as pa

    kinds = {
        "word": pa.string(),
        "words": pa.list_(pa.string()),
        "text": pa.large_string(),
        "int": pa.int64(),
        "number": pa.float64(),
        "flag": pa.bool_(),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in COLUMNS[table].items()])


def article_row(story: Story, article: Article, read: str | None) -> Row:
    """An article; `record` and `read` hold all that is known of it and was read in it, as JSON."""
    plain = to_plain(article)
    record = {name: value for name, value in plain.items() if name not in ("id", "text")}
    told = ("sha256", "url", "outlet", "title", "byline", "published", "modified", "language")
    return {
        "article": article.id,
        "story": story.id,
        "paths": list(article.paths),
        "text": article.text,
        **{name: getattr(article, name) for name in told},
        "record": to_json(record),
        "read": read,
    }


def story_row(story: Story, articles: Sequence[Article], traced: Traced | None) -> Row:
    """A story."""
    dates = sorted(one.published for one in articles if one.published)
    return {
        "story": story.id,
        "title": story.title or short(" ".join(articles[0].text[:1000].split()), 80),
        "articles": len(articles),
        "outlets": len({one.outlet for one in articles if one.outlet}),
        "first_published": dates[0] if dates else None,
        "last_published": dates[-1] if dates else None,
        "traced": traced is not None,
    }


def claim_rows(claims: Sequence[Claim]) -> list[Row]:
    """The claims of a story; `answers` are the values that are given, with who stands behind each."""
    return [
        {
            "story": claim.story,
            "claim": claim.id,
            "kind": claim.kind,
            "label": claim.label,
            "unit": claim.unit,
            "readings": len(claim.readings),
            "articles": len({one.article for one in claim.readings}),
            "origins_at_least": claim.independent_at_least,
            "origins_at_most": claim.independent_at_most,
            "answers": to_json(to_plain(claim.answers)),
        }
        for claim in claims
    ]


def reading_rows(claims: Sequence[Claim], articles: Mapping[str, Article]) -> list[Row]:
    """What each article says to each claim."""
    return [_reading_row(claim, one, articles[one.article]) for claim in claims for one in claim.readings]


def _reading_row(claim: Claim, one: Reading, article: Article) -> Row:
    quantity, attribution = one.quantity, one.attribution
    figure = {}
    if quantity is not None:
        named = ("value", "high", "bound", "unit", "counted")
        figure = {name: getattr(quantity, name) for name in named}
    return {
        "story": claim.story,
        "claim": claim.id,
        "article": one.article,
        "kind": one.kind,
        **_place("", one.span),
        **_place("sentence_", one.sentence),
        "words": one.span.of(article.text),
        **figure,
        "modality": one.modality,
        "polarity": one.polarity,
        "source": attribution.source if attribution else None,
        "source_kind": attribution.source_kind if attribution else None,
        "origin": one.origin,
    }


def origin_rows(story: Story, origins: Sequence[Origin]) -> list[Row]:
    """Who first told something."""
    return [
        {"story": story.id, "origin": one.id, "name": one.name, "kind": one.kind, "via": one.via}
        for one in origins
    ]


def edge_rows(story: Story, lineage: Sequence[Derivation]) -> list[Row]:
    """Which article was made from which."""
    named = ("child", "parent", "parent_kind", "how", "score")
    return [
        {
            "story": story.id,
            **{name: getattr(one, name) for name in named},
            "evidence": to_json(to_plain(one.evidence)),
        }
        for one in lineage
    ]


def change_rows(story: Story, changes: Sequence[Change], articles: Mapping[str, Article]) -> list[Row]:
    """What differs between an account and the one that it was made from."""
    named = ("claim", "kind", "severity", "parent", "child", "why")
    return [
        {
            "story": story.id,
            **{name: getattr(one, name) for name in named},
            **_place("parent_", one.parent_span),
            **_place("child_", one.child_span),
            "parent_words": one.parent_span.of(articles[one.parent].text),
            "child_words": one.child_span.of(articles[one.child].text),
        }
        for one in changes
    ]


def _place(name: str, span: Span) -> Row:
    return {f"{name}start": span.start, f"{name}end": span.end}
