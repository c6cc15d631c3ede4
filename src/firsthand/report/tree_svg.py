"""The family tree as a drawing: boxes for articles, hollow ones for sources outside, lines for how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist
from typing import Final

from firsthand.model import Change, ParentKind
from firsthand.report.drawing import Drawing, Place, draw
from firsthand.report.family import Edge, Family, Node
from firsthand.report.markup import NOTHING, Html, element, joined
from firsthand.report.typesetting import columns, shorten, words, wrap
from firsthand.report.wording import SEVERITIES, certainty, counted

# Sizes in pixels at the natural scale: a box holds two lines of 20 wide letters and one of small print.
BOX_WIDTH: Final = 184
BOX_HEIGHT: Final = 52
ROW: Final = 66
LAYER: Final = 244
MARGIN: Final = 12
LETTERS: Final = 20
_LINE: Final = 15
# Shares of the way from parent to child at which a mark may stand, the best one first: there lines that
# leave or reach a box together are apart. Two marks need their width and a little between them.
_MARK_SHARES: Final = (0.5, 0.62, 0.4, 0.74, 0.3, 0.84)
_MARK_ROOM: Final = 23
# What a hollow box is, where it is no outlet: the legend tells that it lies outside.
_OUTSIDE_NOTES: Final[Mapping[ParentKind, str]] = {
    "article": "told in another story",
    "outlet": "",
    "person": "person",
    "organization": "organization",
    "document": "document",
    "lost": "lost, but shared",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TreeLinks:
    """Where the parts of the drawing lead: an article's text, the changes between two articles."""

    article: Callable[[str], str | None]
    note: Callable[[str], str]
    changes: Mapping[tuple[str, str], Sequence[Change]]
    change: Callable[[Change], str]


def tree_svg(tree: Family, links: TreeLinks, title: str) -> Html:
    """The drawing as inline SVG, all of it reachable by keyboard and read out by its labels."""
    shown = {edge.parent for edge in tree.edges} | {edge.child for edge in tree.edges}
    nodes = [node for node in tree.nodes if node.key in shown or node.article is not None]
    drawing = draw([node.key for node in nodes], [(edge.parent, edge.child) for edge in tree.edges])
    width = (drawing.layers - 1) * LAYER + BOX_WIDTH + 2 * MARGIN
    height = (drawing.rows - 1) * ROW + BOX_HEIGHT + 2 * MARGIN
    lines = [_line(edge, drawing) for edge in tree.edges]
    more = {node.key: node.more for node in nodes if node.more}
    marks = _marks(tree.edges, drawing, links, more)
    boxes = [_box(node, drawing.places[node.key], links) for node in nodes]
    return element(
        "svg",
        *(joined(part) for part in (lines, boxes, marks)),
        class_="tree",
        role="group",
        aria_label=title,
        viewBox=f"0 0 {width} {height:.0f}",
        width=width,
        height=f"{height:.0f}",
    )


def _point(place: Place) -> tuple[float, float]:
    """The left end of the middle of a place."""
    return MARGIN + place.layer * LAYER, MARGIN + place.row * ROW + BOX_HEIGHT / 2


def _path(edge: Edge, drawing: Drawing) -> list[tuple[float, float]]:
    """The points of a line: out of the parent's box, through the room between boxes, to the child's."""
    start_x, start_y = _point(drawing.places[edge.parent])
    points = [(start_x + BOX_WIDTH, start_y)]
    for bend in drawing.bends.get((edge.parent, edge.child), ()):
        x, y = _point(bend)
        points += [(x, y), (x + BOX_WIDTH, y)]
    end = _point(drawing.places[edge.child])
    return [*points, (end[0] - 5, end[1])]


def _line(edge: Edge, drawing: Drawing) -> Html:
    points = _path(edge, drawing)
    drawn = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for (x, y), (to_x, to_y) in pairwise(points):
        half = (to_x - x) / 2
        if y == to_y:
            drawn.append(f"L{to_x:.1f} {to_y:.1f}")
        else:
            drawn.append(f"C{x + half:.1f} {y:.1f} {to_x - half:.1f} {to_y:.1f} {to_x:.1f} {to_y:.1f}")
    sure = certainty(edge.derivation) or "sure"
    x, y = points[-1]
    kind = f"edge {edge.derivation.how} {sure}"
    head = element(
        "path", d=f"M{x - 3:.1f} {y - 4:.1f}L{x + 5:.1f} {y:.1f}L{x - 3:.1f} {y + 4:.1f}z", class_="head"
    )
    return element("g", element("path", d="".join(drawn)), head, class_=kind)


def _marks(
    edges: Sequence[Edge], drawing: Drawing, links: TreeLinks, more: Mapping[str, Sequence[str]]
) -> list[Html]:
    """How many things changed on each way, set on its line where no other mark stands."""
    taken: list[tuple[float, float]] = []
    marks = []
    for edge in edges:
        children = (edge.child, *more.get(edge.child, ()))
        changes = [one for child in children for one in links.changes.get((edge.parent, child), ())]
        if not changes:
            continue
        (x, y), (to_x, to_y) = _path(edge, drawing)[-2:]
        free = [(x + (to_x - x) * share, y + (to_y - y) * _eased(share)) for share in _MARK_SHARES]
        at = next((one for one in free if all(dist(one, other) > _MARK_ROOM for other in taken)), free[0])
        taken.append(at)
        marks.append(_mark(at, changes, links))
    return marks


def _mark(at: tuple[float, float], changes: Sequence[Change], links: TreeLinks) -> Html:
    gravest = min(changes, key=lambda change: SEVERITIES.index(change.severity))
    label = f"{counted(len(changes), 'change')} on this way, the gravest {gravest.severity}"
    return element(
        "a",
        element("title", label),
        element("circle", cx=at[0], cy=at[1], r=10),
        element("text", str(len(changes)), x=at[0], y=at[1] + 4),
        href=links.change(gravest),
        class_=f"mark {gravest.severity}",
        aria_label=label,
    )


def _eased(share: float) -> float:
    """Where the curve of `_line` stands in height when it has gone that share of its width."""
    # The curve's parameter for a share of its width, by halving: x(t) = 1.5 t (1-t)^2 + 1.5 t^2 (1-t) + t^3.
    low, high = 0.0, 1.0
    for _ in range(20):
        t = (low + high) / 2
        if 1.5 * t * (1 - t) ** 2 + 1.5 * t * t * (1 - t) + t**3 < share:
            low = t
        else:
            high = t
    return 3 * low * low - 2 * low**3


def _box(node: Node, place: Place, links: TreeLinks) -> Html:
    x, middle = _point(place)
    y = middle - BOX_HEIGHT / 2
    outside = node.article is None
    note = links.note(node.article) if node.article else _OUTSIDE_NOTES[node.kind]
    if node.more:
        note = f"and {len(node.more):,} more like it"
    label = [" ".join(word for word, _ in line) for line in wrap(words(node.name), LETTERS, lines=2)]
    lines = [(line, "name") for line in label]
    if note:
        lines.append((shorten(note, LETTERS + 6), "note"))
    first = middle - (len(lines) - 1) * _LINE / 2 + 4
    text = [
        element("text", line, x=x + 10, y=first + number * _LINE, class_=kind)
        for number, (line, kind) in enumerate(lines)
    ]
    cut = any(columns(line) >= LETTERS and line.endswith("…") for line, _ in lines)
    shape = element("rect", x=x, y=y, width=BOX_WIDTH, height=BOX_HEIGHT, rx=BOX_HEIGHT / 2 if outside else 3)
    behind = [_behind(x, y, shift) for shift in (6, 3)] if node.more else []
    content = joined([element("title", node.name) if cut else NOTHING, *behind, shape, *text])
    href = links.article(node.article) if node.article else None
    kind = f"node {'outside ' + node.kind if outside else 'article'}"
    if href is None:
        return element("g", content, class_=kind)
    return element(
        "a", content, href=href, class_=kind, aria_label=f"{node.name}, {note}" if note else node.name
    )


def _behind(x: float, y: float, shift: float) -> Html:
    """The edge of a sheet that lies under a box: more articles stand there."""
    return element(
        "rect", x=x + shift, y=y + shift, width=BOX_WIDTH, height=BOX_HEIGHT, rx=3, class_="behind"
    )
