"""A result for other programs: tables, documents, graphs, and the formats of other trades."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from firsthand.model import Result

# For each format the ending of its files; `csv` makes several tables and goes into a folder or a .zip.
ENDINGS: Final[Mapping[str, str]] = {
    "csv": ".zip",
    "markdown": ".md",
    "prov": ".prov.json",
    "jsonld": ".jsonld",
    "dot": ".dot",
    "graphml": ".graphml",
    "ftm": ".ftm.json",
}


def render_export(result: Result, name: str, reliability: Mapping[str, str] | None = None) -> bytes:
    """The result in that format, the same bytes for the same result; `csv` as a .zip of its tables.

    `reliability` gives sources a letter of the Admiralty scheme; F where it gives none.
    """
    return _renderer(name)(result, reliability or {})


def _renderer(name: str) -> Callable[[Result, Mapping[str, str]], bytes]:
    """The function for a format; only what it needs is loaded."""
    if name == "csv":
        from firsthand.report.exports.tables import zipped_tables

        return zipped_tables
    if name == "markdown":
        from firsthand.report.exports.markdown import render_markdown

        return lambda result, told: _bytes(render_markdown(result, told))
    if name == "prov":
        from firsthand.report.exports.prov import render_prov

        return lambda result, _: _bytes(render_prov(result))
    if name == "jsonld":
        from firsthand.report.exports.claim_review import render_jsonld

        return lambda result, _: _bytes(render_jsonld(result))
    if name == "ftm":
        from firsthand.report.exports.follow_the_money import render_ftm

        return lambda result, _: _bytes(render_ftm(result))
    from firsthand.report.exports import graph

    render = {"dot": graph.render_dot, "graphml": graph.render_graphml}[name]
    return lambda result, _: _bytes(render(result))


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")
