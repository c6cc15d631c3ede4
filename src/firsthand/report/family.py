"""The family tree of a story's articles: who stands under whom, and what lies outside the collection."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from firsthand.model import Derivation, ParentKind, Result, Story
from firsthand.report.naming import plain

# A family of so many articles is drawn whole; of a larger one those that stand alike are drawn as one.
WHOLE: Final = 16
# A larger one than this folds rewrites as well as copies.
CROWD: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """An article, or a source outside; `key` is unique in the tree, `article` is None outside.

    `more` are further articles that stand in the same place and are drawn as one with it.
    """

    key: str
    name: str
    kind: ParentKind
    article: str | None
    more: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """`child` was made from `parent`; the keys of two nodes."""

    child: str
    parent: str
    derivation: Derivation


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """The nodes of a story, sources outside first, and its edges, the surest of each child first.

    `home` gives the parent under which an article is drawn where it has several.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    home: Mapping[str, str]

    def node(self, key: str) -> Node:
        """The node of that key."""
        return next(node for node in self.nodes if node.key == key)

    def children(self) -> dict[str, list[Edge]]:
        """For each parent its edges, in the order of the articles."""
        found: dict[str, list[Edge]] = defaultdict(list)
        for edge in self.edges:
            found[edge.parent].append(edge)
        return found

    def roots(self) -> list[Node]:
        """The nodes that are drawn under no other, those with a family before the lonely."""
        bare = [node for node in self.nodes if node.key not in self.home]
        parents = {edge.parent for edge in self.edges}
        return sorted(bare, key=lambda node: node.key not in parents)


def family(result: Result, story: Story, names: Mapping[str, str]) -> Family:
    """The family tree of one story."""
    members = set(story.articles)
    nodes: dict[str, Node] = {}
    edges: dict[tuple[str, str], Edge] = {}
    for derivation in result.lineage:
        if derivation.child not in members:
            continue
        parent = _parent_node(derivation, names)
        if parent.article is None or parent.article not in members:
            nodes.setdefault(parent.key, parent)
        key = (derivation.child, parent.key)
        if key not in edges or derivation.score > edges[key].derivation.score:
            edges[key] = Edge(child=derivation.child, parent=parent.key, derivation=derivation)
    for article in story.articles:
        name = names.get(article, article)
        nodes[article] = Node(key=article, name=name, kind="article", article=article)
    place = {article: index for index, article in enumerate(story.articles)}
    ordered = sorted(edges.values(), key=lambda edge: (place[edge.child], *_strength(edge.derivation)))
    return Family(nodes=tuple(nodes.values()), edges=tuple(ordered), home=_homes(ordered))


def folded(tree: Family) -> Family:
    """The tree, articles made alike from the same parents, from which none was made, drawn as one."""
    articles = [node for node in tree.nodes if node.article is not None]
    if len(articles) <= WHOLE:
        return tree
    parents = {edge.parent for edge in tree.edges}
    above: dict[str, list[Edge]] = defaultdict(list)
    for edge in tree.edges:
        above[edge.child].append(edge)
    alike: dict[tuple[tuple[str, str], ...], list[str]] = defaultdict(list)
    for node in articles:
        ways = tuple(sorted((edge.parent, edge.derivation.how) for edge in above[node.key]))
        foldable = len(articles) > CROWD or any(how == "copies" for _, how in ways)
        if node.key not in parents and foldable:
            alike[ways].append(node.key)
    stands_for = {group[0]: tuple(group[1:]) for group in alike.values() if len(group) > 2}
    gone = {key for more in stands_for.values() for key in more}
    return Family(
        nodes=tuple(
            replace(node, more=stands_for.get(node.key, ())) for node in tree.nodes if node.key not in gone
        ),
        edges=tuple(edge for edge in tree.edges if edge.child not in gone),
        home={child: parent for child, parent in tree.home.items() if child not in gone},
    )


def _parent_node(derivation: Derivation, names: Mapping[str, str]) -> Node:
    if derivation.parent_kind == "article":
        name = names.get(derivation.parent, derivation.parent)
        return Node(key=derivation.parent, name=name, kind="article", article=derivation.parent)
    name = plain(derivation.parent) or "unnamed source"
    # A space can't stand in an article's id, so a source called "a1" is no article.
    return Node(key=f"{derivation.parent_kind} {name}", name=name, kind=derivation.parent_kind, article=None)


def _strength(derivation: Derivation) -> tuple[bool, int, float]:
    """Surest first: an article at hand before a source outside, copies before rewrites before cites."""
    how = ("copies", "rewrites", "cites").index(derivation.how)
    return (derivation.parent_kind != "article", how, -derivation.score)


def _homes(edges: list[Edge]) -> dict[str, str]:
    """For each child the parent it is drawn under; no child stands, over any way, under itself."""
    home: dict[str, str] = {}
    for edge in edges:
        if edge.child in home:
            continue
        above, steps = edge.parent, 0
        while above != edge.child and above in home and steps <= len(home):
            above, steps = home[above], steps + 1
        if above != edge.child:
            home[edge.child] = edge.parent
    return home
