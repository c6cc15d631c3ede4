"""From documents to articles, each text once, with what they are compared by."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from firsthand.batch import columns, ids
from firsthand.batch.marks import mark
from firsthand.cleaning import clean
from firsthand.engine.steps import Table
from firsthand.grouping.sketches import INDEXED
from firsthand.grouping.terms import day
from firsthand.ingest.wire import from_wire
from firsthand.model import Article, Issue, RawDocument
from firsthand.store.records import to_plain


def make_articles(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The articles of some documents, which are sorted by their numbers; duplicates are taken together."""
    rows: list[dict[str, Any]] = []
    made: list[Article] = []
    issues: list[dict[str, Any]] = []
    given = table.to_pylist()
    for row in given:
        if row["issue"] is not None:
            issues.append(columns.issue_row(row["issue"]))
    documents = [row for row in given if row["issue"] is None]
    for sha256, same in _by_digest(documents):
        paths = sorted({path for row in same for path in json.loads(row["path"])})
        if rows and rows[-1]["id"] == same[0]["id"]:
            issues.append(_twin(paths[0]))
            continue
        raw = from_wire({**json.loads(same[0]["document"]), "paths": paths})
        assert isinstance(raw, RawDocument)
        article, found = clean(raw, ids.article_id(sha256))
        issues += [columns.issue_row(columns.issue_json(one)) for one in found]
        made.append(article)
        rows.append(_row(article))
    for row, sketch, terms in zip(rows, *mark(made), strict=True):
        # The columns are signed; the bits stay as they are.
        values = sketch.view(np.int64).tolist()
        row |= {"keys": values[:INDEXED], "values": values, "terms": terms.tolist()}
    yield columns.to_table([*rows, *issues], columns.articles_schema())


def _by_digest(rows: list[dict[str, Any]]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The rows of each digest; those with one number stand together, the first path first."""
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault(row["sha256"], []).append(row)
    for sha256 in sorted(found):
        yield sha256, sorted(found[sha256], key=lambda row: str(row["path"]))


def _row(article: Article) -> dict[str, Any]:
    known = day(article.published)
    return {
        "id": ids.number(article.sha256),
        "sha256": article.sha256,
        "day": 0 if np.isnan(known) else int(known),
        "published": article.published,
        "record": columns.to_json(to_plain(article)),
    }


def _twin(path: str) -> dict[str, Any]:
    detail = "its digest begins like that of another article; it was left out: change a blank in it"
    return columns.issue_row(columns.issue_json(Issue(code="same-number", where=path, detail=detail)))


def failed_articles(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """The issue for a document that could not be made an article."""
    rows = []
    for row in table.to_pylist():
        if row["issue"] is None:
            where = json.loads(row["path"])[0]
            issue = columns.issue_json(Issue(code=code, where=where, detail=detail))
        else:
            issue = row["issue"]
        rows.append(columns.issue_row(issue))
    return columns.to_table(rows, columns.articles_schema())
