"""A result as four tables in CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from firsthand.model import Result
from firsthand.naming import harmless
from firsthand.report.exports.admiralty import RULE, credibility, rating
from firsthand.report.overview import answer_of
from firsthand.report.readings import short_value

Cell = str | int | float | None
Table = tuple[Sequence[str], Iterable[Sequence[Cell]]]

# A cell that begins with one of these is taken for a formula by some spreadsheet (OWASP, "CSV injection");
# the wide forms are read like the narrow ones in East Asian versions.
_FORMULA: Final = tuple("=+-@\t\r\n|%＝＋－＠")
_NUMBER: Final = re.compile(r"-?[0-9]+(\.[0-9]+)?")
# A .zip needs a time; the earliest that it can hold makes the same bytes of the same result.
_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def tables(result: Result, reliability: Mapping[str, str]) -> dict[str, str]:
    """The tables by file name: claims, readings, changes, edges, and what the ratings mean."""
    found: dict[str, Table] = {
        "claims.csv": _claims(result),
        "readings.csv": _readings(result, reliability),
        "changes.csv": _changes(result),
        "edges.csv": _edges(result),
    }
    written = {name: _written(head, rows) for name, (head, rows) in found.items()}
    return {**written, "README.txt": f"credibility and rating (Admiralty scheme, STANAG 2511)\n\n{RULE}\n"}


def zipped_tables(result: Result, reliability: Mapping[str, str]) -> bytes:
    """The tables in one .zip, the same bytes for the same result."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in tables(result, reliability).items():
            entry = zipfile.ZipInfo(name, date_time=_EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, encoded(text))
    return out.getvalue()


def encoded(text: str) -> bytes:
    """The bytes of a table; the mark at its beginning tells spreadsheets that it is UTF-8."""
    return text.encode("utf-8-sig", "replace")


def guarded(cell: Cell) -> str:
    """The cell as text that no spreadsheet calculates with, unless it is a plain number."""
    if cell is None:
        return ""
    if isinstance(cell, int | float):
        return f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    # What hides (a mark that turns the line, a zero byte) could stand before a formula.
    text = "\n".join(harmless(line) for line in cell.split("\n"))
    if text.lstrip(" ").startswith(_FORMULA) and not _NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def _written(head: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _claims(result: Result) -> Table:
    head = (
        *("claim", "story", "kind", "label", "unit", "readings", "articles", "answers"),
        *("independent_origins", "independent_at_least", "independent_at_most", "credibility", "why"),
    )
    rows = []
    for claim in result.claims:
        answers = claim.answers or (None,)
        told = [credibility(claim, answer) for answer in answers]
        best = min(told, key=lambda one: one.figure)
        rows.append(
            (
                claim.id,
                claim.story,
                claim.kind,
                claim.label,
                claim.unit,
                len(claim.readings),
                len({reading.article for reading in claim.readings}),
                len(answers),
                claim.independent_origins,
                claim.independent_at_least,
                claim.independent_at_most,
                best.figure,
                best.why,
            )
        )
    return head, rows


def _readings(result: Result, reliability: Mapping[str, str]) -> Table:
    head = (
        *("claim", "article", "outlet", "start", "end", "quote", "shown", "value", "high", "bound", "unit"),
        *("counted", "source", "source_kind", "chain", "cue", "origin", "modality", "polarity", "when"),
        *("credibility", "rating"),
    )
    articles = {article.id: article for article in result.articles}
    origins = {origin.id: origin.name for origin in result.origins}
    rows: list[Sequence[Cell]] = []
    for claim in result.claims:
        for one in claim.readings:
            article, quantity, said = articles[one.article], one.quantity, one.attribution
            origin = origins.get(one.origin or "", "")
            rows.append(
                (
                    claim.id,
                    one.article,
                    article.outlet,
                    one.span.start,
                    one.span.end,
                    one.span.of(article.text),
                    short_value(one),
                    quantity.value if quantity else None,
                    quantity.high if quantity else None,
                    quantity.bound if quantity else None,
                    quantity.unit if quantity else None,
                    quantity.counted if quantity else None,
                    said.source if said else None,
                    said.source_kind if said else None,
                    " > ".join(said.chain) if said else None,
                    said.cue if said else None,
                    origin,
                    one.modality,
                    one.polarity,
                    one.when,
                    credibility(claim, answer_of(claim, one)).figure,
                    rating(claim, one, origin, reliability),
                )
            )
    return head, rows


def _changes(result: Result) -> Table:
    head = (
        *("claim", "kind", "severity", "parent", "parent_outlet", "parent_words"),
        *("child", "child_outlet", "child_words", "why"),
    )
    articles = {article.id: article for article in result.articles}
    rows = []
    for one in result.changes:
        parent, child = articles[one.parent], articles[one.child]
        rows.append(
            (
                one.claim,
                one.kind,
                one.severity,
                one.parent,
                parent.outlet,
                one.parent_span.of(parent.text),
                one.child,
                child.outlet,
                one.child_span.of(child.text),
                one.why,
            )
        )
    return head, rows


def _edges(result: Result) -> Table:
    head = ("child", "parent", "parent_kind", "how", "score", "evidence")
    rows = [
        (
            one.child,
            one.parent,
            one.parent_kind,
            one.how,
            one.score,
            "; ".join(f"{proof.kind}: {proof.note}" for proof in one.evidence),
        )
        for one in result.lineage
    ]
    return head, rows
