"""The dependency tree of a parsed text: children, extents and clauses of its tokens."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.model import Span
from firsthand.reading.tokens import Parsed, Sentence, Token

SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "csubj:pass", "nsubj:outer"})
WIDEST = 48  # children a token; no sentence of the treebank has a word with more than 40
AUXILIARIES = frozenset({"aux", "aux:pass", "cop"})


@dataclass(frozen=True, slots=True)
class Tree:
    """A parse with its tokens and, for each of them, its children and the first and last token below it."""

    parsed: Parsed
    tokens: tuple[Token, ...]
    children: tuple[tuple[int, ...], ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    starts: tuple[int, ...]

    def sentence(self, i: int) -> Sentence:
        """The sentence that token `i` stands in."""
        return self.parsed.sentences[self.tokens[i].sentence]

    def child(self, i: int, *deps: str) -> int | None:
        """The first child of `i` with one of the labels."""
        for c in self.children[i]:
            if self.tokens[c].dep in deps:
                return c
        return None

    def kids(self, i: int, *deps: str) -> list[int]:
        """All children of `i` with one of the labels, in order."""
        return [c for c in self.children[i] if self.tokens[c].dep in deps]

    def text(self, first: int, last: int) -> str:
        """The words from token `first` to token `last`."""
        return self.parsed.text[self.tokens[first].span.start : self.tokens[last].span.end]

    def span(self, first: int, last: int) -> Span:
        """The span from token `first` to token `last`."""
        return Span(self.tokens[first].span.start, self.tokens[last].span.end)


def build_tree(parsed: Parsed) -> Tree:
    """The tree of a parse.

    Cost: linear, but for the depth of trees: extents climb to the root until nothing grows.
    """
    tokens = parsed.tokens
    children: list[list[int]] = [[] for _ in tokens]
    for t in tokens:
        if t.head != t.i and len(children[t.head]) < WIDEST:
            children[t.head].append(t.i)
    left, right = list(range(len(tokens))), list(range(len(tokens)))
    for i in reversed(_downwards(parsed, children)):
        for c in children[i]:
            left[i] = min(left[i], left[c])
            right[i] = max(right[i], right[c])
    return Tree(
        parsed=parsed,
        tokens=tokens,
        children=tuple(map(tuple, children)),
        left=tuple(left),
        right=tuple(right),
        starts=tuple(t.span.start for t in tokens),
    )


def line_numbers(tree: Tree) -> tuple[int, ...]:
    """For each token the number of its line."""
    found, line, at = [], 0, 0
    for t in tree.tokens:
        if "\n" in tree.parsed.text[at : t.span.start]:
            line += 1
        at = t.span.end
        found.append(line)
    return tuple(found)


def downwards(tree: Tree) -> list[int]:
    """All tokens, each after its governor; a cycle's tokens are left out."""
    return _downwards(tree.parsed, tree.children)


def _downwards(parsed: Parsed, children: Sequence[Sequence[int]]) -> list[int]:
    order: list[int] = [t.i for t in parsed.tokens if t.head == t.i]
    for i in order:  # grows while it is read
        order.extend(children[i])
    return order
