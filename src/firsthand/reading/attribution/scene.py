"""A text with its quotations and matches, as the options of a saying look at it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping

from firsthand.language import words
from firsthand.model import Quotation
from firsthand.reading.attribution.frames import RELATIVES
from firsthand.reading.attribution.geometry import find_matches
from firsthand.reading.attribution.tree import SUBJECTS, Tree, line_numbers
from firsthand.reading.tokens import Token

Extent = tuple[int, int]
MOST = (
    16  # sources or contents of a sentence that are looked at; no sentence of the corpus has more than nine
)


class Told:
    """What the chain takes for sources, cues and contents, by token and by sentence."""

    def __init__(self, tree: Tree, extents: Mapping[str, list[Extent]]) -> None:
        self.cues = {i: e for e in extents["cue"] for i in range(e[0], e[1] + 1)}
        self.sources = {i: e for e in extents["source"] for i in range(e[0], e[1] + 1)}
        self.contents = {i: e for e in extents["content"] for i in range(e[0], e[1] + 1)}
        self.sources_of = _by_sentence(tree, extents["source"])
        self.contents_of = _by_sentence(tree, extents["content"])
        self.starts = {e[0] for e in extents["content"]}
        self.ends = {e[1] for e in extents["content"]}
        self.mine = _nearest_cues(tree, extents["cue"], extents["content"])

    def headless(self, tree: Tree, heads: Collection[int]) -> frozenset[int]:
        """The tokens that head a cue in which none of `heads` stands."""
        found = set()
        for extent in set(self.cues.values()):
            inside = range(extent[0], extent[1] + 1)
            if not any(i in heads for i in inside):
                tops = [i for i in inside if not extent[0] <= tree.tokens[i].head <= extent[1]]
                verbs = [i for i in tops or inside if tree.tokens[i].pos in ("VERB", "NOUN", "AUX", "ADJ")]
                found.add((verbs or tops or list(inside))[0])
        return frozenset(found)


def _by_sentence(tree: Tree, extents: list[Extent]) -> dict[int, list[Extent]]:
    found: dict[int, list[Extent]] = {}
    for extent in extents:
        held = found.setdefault(tree.tokens[extent[0]].sentence, [])
        if len(held) < MOST:
            held.append(extent)
    return found


def _nearest_cues(tree: Tree, cues: list[Extent], contents: list[Extent]) -> dict[Extent, list[Extent]]:
    """For each cue the contents of its line that no other cue is nearer to."""
    lines = line_numbers(tree)
    starts = [c[0] for c in cues]
    found: dict[Extent, list[Extent]] = {}
    for content in contents:
        k = bisect_left(starts, content[0])
        near = [
            (max(c[0] - content[1], content[0] - c[1]), c)
            for c in cues[max(0, k - 1) : k + 1]
            if lines[c[0]] == lines[content[0]]
        ]
        after = bisect_left(starts, content[1])
        near += [(c[0] - content[1], c) for c in cues[after : after + 1] if lines[c[0]] == lines[content[0]]]
        if near:
            held = found.setdefault(min(near)[1], [])
            if len(held) < MOST:
                held.append(content)
    return found


class Scene:
    """A text with its quotations, as the options look at it."""

    def __init__(self, tree: Tree, outer: list[Quotation]) -> None:
        self.tree = tree
        self.text = tree.parsed.text
        self.outer = outer
        self.starts = [q.span.start for q in outer]
        self.matches = find_matches(tree)
        self.told: Told | None = None
        self.headless: frozenset[int] = frozenset()

    def hear(self, told: Told | None, heads: Collection[int] = ()) -> None:
        """Lets the options know what the chain has told of the text; `heads` are known without it."""
        self.told = told
        self.headless = told.headless(self.tree, heads) if told is not None else frozenset()

    def heard(self, i: int) -> Told | None:
        """What the chain told, for sayings in no content: of those inside contents it knows nothing."""
        return self.told if self.told is not None and i not in self.told.contents else None

    def quotation_at(self, at: int) -> Quotation | None:
        """The outermost quotation that the position stands in."""
        k = bisect_right(self.starts, at) - 1
        return self.outer[k] if k >= 0 and at < self.outer[k].span.end else None

    def quoted(self, i: int) -> bool:
        """Whether token `i` stands in a quotation."""
        return self.quotation_at(self.tree.tokens[i].span.start) is not None

    def left_quotation(self, at: int) -> Quotation | None:
        """The quotation that ends right before a position, but for a comma."""
        k = bisect_left(self.starts, at) - 1
        if k < 0:
            return None
        gap = self.text[self.outer[k].span.end : at]
        return self.outer[k] if len(gap) <= 3 and not gap.strip(" ,\xa0—–-") and "\n" not in gap else None

    def right_quotation(self, at: int) -> tuple[Quotation, str] | None:
        """The next quotation on the line after a position, and what stands between."""
        k = bisect_left(self.starts, at)
        if k >= len(self.outer):
            return None
        start = self.outer[k].span.start
        if start - at > 120 or "\n" in self.text[at:start]:
            return None
        return self.outer[k], self.text[at:start].strip()


def shape(t: Token) -> str:
    """A token by its part of speech, or itself where it is a function word or a mark."""
    return t.lower if t.pos in ("ADP", "PART", "AUX", "DET", "CCONJ", "SCONJ", "PUNCT") else t.pos


def length_class(n: int) -> str:
    """A length in tokens, coarsely."""
    return str(n) if n < 4 else "4-6" if n < 7 else "7-12" if n < 13 else "13+"


def token_at(tokens: tuple[Token, ...], i: int) -> Token:
    """The token `i`, or the nearest one that there is."""
    return tokens[max(0, min(len(tokens) - 1, i))]


def subject_class(tree: Tree, i: int) -> str:
    """The sort of subject of token `i`: a pronoun, a document, people, a body, else its part of speech."""
    found = tree.child(i, *SUBJECTS)
    if found is None:
        return "none"
    t = tree.tokens[found]
    if t.pos == "PRON" or t.lower in RELATIVES:
        return t.lower
    for name in ("documents", "anonymous"):
        if t.lower in words(name, "heads"):
            return name
    for key in ("person", "organization", "outlet"):
        if t.lower in words("roles", key):
            return key
    return t.pos
