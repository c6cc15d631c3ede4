"""The lineage of a result as a graph: DOT for Graphviz, GraphML for Gephi, yEd and networkx."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from firsthand.model import Change, Result
from firsthand.report.exports.identity import shown
from firsthand.report.naming import article_names
from firsthand.report.wording import SEVERITIES, certainty

# XML 1.0 has no place for these, not even escaped.
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LINES = {"copies": "bold", "rewrites": "solid", "cites": "dashed"}
_PALE = {"": "#333333", "likely": "#777777", "perhaps": "#aaaaaa"}

_NODE_KEYS = ("label", "kind", "story", "outlet", "published", "title", "url")
_EDGE_KEYS = ("how", "certainty", "score", "changes", "gravest")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Graph:
    """Nodes by id with what is known of them; edges from parent to child."""

    nodes: dict[str, dict[str, str]]
    edges: list[tuple[str, str, dict[str, str | float | int]]]


def render_dot(result: Result) -> str:
    """The graph in DOT: articles as boxes, sources outside dashed, lines by how and certainty."""
    graph = _graph(result)
    lines = ["digraph lineage {", ' rankdir="LR";', ' node [shape="box"];']
    for node, told in graph.nodes.items():
        dashed = ' style="dashed,rounded"' if told["kind"] != "article" else ""
        lines.append(f" {_dot(node)} [label={_dot(told['label'])} kind={_dot(told['kind'])}{dashed}];")
    for parent, child, known in graph.edges:
        look = f"style={_dot(_LINES[str(known['how'])])} color={_dot(_PALE[str(known['certainty'])])}"
        label = f" label={_dot(str(known['changes']))}" if known["changes"] else ""
        facts = f"how={_dot(str(known['how']))} score={_dot(str(known['score']))}"
        lines.append(f" {_dot(parent)} -> {_dot(child)} [{facts} {look}{label}];")
    return "\n".join([*lines, "}"]) + "\n"


def render_graphml(result: Result) -> str:
    """The graph in GraphML with all that is known of nodes and edges."""
    graph = _graph(result)
    kinds = {"score": "double", "changes": "int"}
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">',
    ]
    for place, keys in (("node", _NODE_KEYS), ("edge", _EDGE_KEYS)):
        lines += [
            f' <key id="{key}" for="{place}" attr.name="{key}" attr.type="{kinds.get(key, "string")}"/>'
            for key in keys
        ]
    lines.append(' <graph id="lineage" edgedefault="directed">')
    for node, told in graph.nodes.items():
        lines.append(f"  <node id={_attribute(node)}>")
        lines += [f'   <data key="{key}">{_text(told[key])}</data>' for key in _NODE_KEYS if told.get(key)]
        lines.append("  </node>")
    for parent, child, known in graph.edges:
        lines.append(f"  <edge source={_attribute(parent)} target={_attribute(child)}>")
        lines += [
            f'   <data key="{key}">{_text(str(known[key]))}</data>' for key in _EDGE_KEYS if known[key] != ""
        ]
        lines.append("  </edge>")
    return "\n".join([*lines, " </graph>", "</graphml>"]) + "\n"


def _graph(result: Result) -> _Graph:
    names = article_names(result)
    story_of = {article: story.id for story in result.stories for article in story.articles}
    nodes: dict[str, dict[str, str]] = {}
    for article in result.articles:
        nodes[article.id] = {
            "label": names[article.id],
            "kind": "article",
            "story": story_of.get(article.id, ""),
            "outlet": shown(article.outlet),
            "published": shown(article.published),
            "title": shown(article.title),
            "url": shown(article.url),
        }
    changes: dict[tuple[str, str], list[Change]] = {}
    for change in result.changes:
        changes.setdefault((change.parent, change.child), []).append(change)
    edges: list[tuple[str, str, dict[str, str | float | int]]] = []
    for one in result.lineage:
        parent = one.parent
        if one.parent_kind != "article" or parent not in nodes:
            # A blank can't stand in an article's id, so a source called "a1" is no article.
            parent = f"{one.parent_kind} {shown(one.parent)}"
            nodes.setdefault(parent, {"label": shown(one.parent) or "unnamed", "kind": one.parent_kind})
        counts = Counter(change.severity for change in changes.get((one.parent, one.child), ()))
        gravest = next((severity for severity in SEVERITIES if counts[severity]), "")
        known: dict[str, str | float | int] = {
            "how": one.how,
            "certainty": certainty(one),
            "score": round(one.score, 4),
            "changes": counts.total(),
            "gravest": gravest,
        }
        edges.append((parent, one.child, known))
    return _Graph(nodes=nodes, edges=edges)


def _dot(text: str) -> str:
    """A quoted string of DOT."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _text(text: str) -> str:
    return escape(_NO_XML.sub("\ufffd", text))


def _attribute(text: str) -> str:
    return quoteattr(_NO_XML.sub("\ufffd", text))
