"""What a token-by-token model sees of a text: for each token one number a feature template.

A feature is a template with the values of its parts (words, tags, relations, the saying that governs the
token), mixed into one number below `SIZE`. Numbers instead of names keep the model small and the mixing
fast: all tokens of a text at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from firsthand.reading.attribution.scene import Scene
from firsthand.reading.attribution.tree import Tree, downwards, line_numbers

SIZE = 1 << 18  # numbers a feature may have; with four times as many the model is no better
NONE = 0
FAR = 12  # tokens; how far off a saying stands is told apart up to here
Column = NDArray[np.uint32]


@lru_cache(maxsize=1 << 16)
def number(name: str) -> int:
    """The number of a word or label, the same in every run."""
    return crc32(name.encode("utf-8", "surrogatepass")) | 1


def columns(scene: Scene, heads: Mapping[int, str]) -> NDArray[np.uint32]:
    """Feature numbers, one row a token, one column a template; `heads` are the tokens that may be sayings.

    Cost: linear in the tokens.
    """
    parts = _parts(scene, heads)
    found = np.empty((len(TEMPLATES), len(scene.tree.tokens)), dtype=np.uint32)
    for k, template in enumerate(TEMPLATES):
        mixed = np.full(found.shape[1], (k + 1) * 0x9E3779B1 & 0xFFFFFFFF, dtype=np.uint32)
        for name in template:
            mixed ^= parts[name]
            mixed *= np.uint32(0x85EBCA6B)
            mixed ^= mixed >> np.uint32(15)
        found[k] = mixed & np.uint32(SIZE - 1)
    return found.T


def _parts(scene: Scene, heads: Mapping[int, str]) -> dict[str, Column]:
    """Every part that a template names, as a column of numbers."""
    tree = scene.tree
    tokens = tree.tokens
    lines = np.array(line_numbers(tree), dtype=np.int64)
    head = np.array([t.head for t in tokens], dtype=np.int64)
    parts = {
        "w": _column(number(_form(t.lower)) for t in tokens),
        "l": _column(number(t.lemma.lower()) for t in tokens),
        "p": _column(number(t.pos) for t in tokens),
        "d": _column(number(t.dep) for t in tokens),
        "c": _column(number(_letters(t.text)) for t in tokens),
        "say": _column(number(heads[t.i]) if t.i in heads else NONE for t in tokens),
        "q": _in_quotations(scene),
    }
    parts["hl"], parts["hp"], parts["hd"] = parts["l"][head], parts["p"][head], parts["d"][head]
    parts["side"] = (np.sign(head - np.arange(len(head))) + 2).astype(np.uint32)
    parts |= _edges(scene.tree, parts)
    parts |= _governing(tree, heads, parts)
    parts |= _beside(scene, heads, parts)
    parts |= _sentences(tree, heads, lines, parts)
    for name, reach in (("w", 2), ("p", 2), ("c", 1), ("d", 1), ("q", 1), ("end", 1)):
        for k in range(-reach, reach + 1):
            if k:
                parts[f"{name}{k:+d}"] = _shifted(parts[name], k, lines)
    return parts


def _column(values: object) -> Column:
    return np.fromiter(values, dtype=np.uint32)  # type: ignore[call-overload,no-any-return]


def _form(lower: str) -> str:
    return "0" if lower[:1].isdigit() else lower


def _letters(text: str) -> str:
    kind = "A" if text.isupper() and len(text) > 1 else "Aa" if text[:1].isupper() else "a"
    return kind if text[:1].isalpha() else "0" if text[:1].isdigit() else text[:2]


def _shifted(column: Column, k: int, lines: NDArray[np.int64]) -> Column:
    """The column of the token `k` further on; 2 past the line's end."""
    found = np.full(len(column), 2, dtype=np.uint32)
    if k > 0:
        found[:-k] = np.where(lines[k:] == lines[:-k], column[k:], 2)
    else:
        found[-k:] = np.where(lines[:k] == lines[-k:], column[:k], 2)
    return found


def _in_quotations(scene: Scene) -> Column:
    """Whether a token opens, stands in or closes a quotation."""
    starts = np.array([t.span.start for t in scene.tree.tokens], dtype=np.int64)
    ends = np.array([t.span.end for t in scene.tree.tokens], dtype=np.int64)
    found = np.ones(len(starts), dtype=np.uint32)
    if not scene.outer:
        return found
    opens = np.array([q.span.start for q in scene.outer], dtype=np.int64)
    closes = np.array([q.span.end for q in scene.outer], dtype=np.int64)
    k = np.searchsorted(opens, starts, side="right") - 1
    inside = (k >= 0) & (starts < closes[np.maximum(k, 0)])
    found[inside] = 2
    found[inside & (starts == opens[np.maximum(k, 0)])] = 3
    found[inside & (ends == closes[np.maximum(k, 0)])] = 4
    return found


def _edges(tree: Tree, parts: dict[str, Column]) -> dict[str, Column]:
    """The widest phrase that begins, and the widest that ends, at a token: relation and governor."""
    n = len(tree.tokens)
    begin, close = np.arange(n), np.arange(n)
    for i in downwards(tree)[::-1]:  # the highest comes last and stays
        begin[tree.left[i]] = i
        close[tree.right[i]] = i
    return {
        "start": parts["d"][begin],
        "startl": parts["hl"][begin],
        "end": parts["d"][close],
        "endl": parts["hl"][close],
    }


def _governing(tree: Tree, heads: Mapping[int, str], parts: dict[str, Column]) -> dict[str, Column]:
    """The nearest and the highest saying above a token, and the branch by which the token hangs from it."""
    n = len(tree.tokens)
    near, top = np.full(n, -1), np.full(n, -1)  # the child of the saying that the token is below
    for i in downwards(tree):
        for c in tree.children[i]:
            near[c] = c if i in heads else near[i]
            top[c] = c if i in heads and top[i] < 0 else top[i]
    found: dict[str, Column] = {}
    at = np.arange(n)
    left, right = np.array(tree.left), np.array(tree.right)
    governor = np.array([t.head for t in tree.tokens], dtype=np.int64)
    for name, branch in (("n", near), ("t", top)):
        has = branch >= 0
        b = np.where(has, branch, 0)
        say = governor[b]
        found[f"{name}r"] = np.where(has, parts["d"][b], NONE).astype(np.uint32)
        found[f"{name}l"] = np.where(has, parts["l"][say], NONE).astype(np.uint32)
        found[f"{name}s"] = np.where(has, 1 + (at > say), NONE).astype(np.uint32)
        edge = 1 + (at == left[b]) + 2 * (at == right[b]) + 4 * (b == at)
        found[f"{name}e"] = np.where(has, edge, NONE).astype(np.uint32)
    return found


def _beside(scene: Scene, heads: Mapping[int, str], parts: dict[str, Column]) -> dict[str, Column]:
    """The sayings before and after a token in its sentence: which, how far off, with a comma between."""
    tree = scene.tree
    n = len(tree.tokens)
    names = ("bl", "bd", "bc", "al", "ad", "ac", "m")
    beside = {name: [0] * n for name in names}
    lemmas = parts["l"].tolist()
    for side, order in (("b", range(n)), ("a", range(n - 1, -1, -1))):
        sentence, last, comma = -1, -1, 0
        lemma, distance, between = beside[f"{side}l"], beside[f"{side}d"], beside[f"{side}c"]
        for i in order:
            t = tree.tokens[i]
            if t.sentence != sentence:
                sentence, last, comma = t.sentence, -1, 0
            if last >= 0:
                lemma[i] = lemmas[last]
                distance[i] = 1 + min(abs(i - last), FAR)
                between[i] = 1 + min(comma, 2)
            if i in heads:
                last, comma = i, 0
            elif t.text in (",", "—", ";", ":"):
                comma += 1
    found = {name: np.array(values, dtype=np.uint32) for name, values in beside.items()}
    for verb, match in scene.matches.items():
        first, last = match.source
        found["m"][first : last + 1] = 3 + match.inverted
        found["m"][first] = 5
        found["m"][last] = 7 if first < last else 6
        found["m"][verb] = 8 + match.inverted
    return found


def _sentences(
    tree: Tree, heads: Mapping[int, str], lines: NDArray[np.int64], parts: dict[str, Column]
) -> dict[str, Column]:
    """What sort of sentence a token stands in, with the ones around it, and where in it."""
    count = len(tree.parsed.sentences)
    sort = np.zeros(count + 2, dtype=np.uint32)
    n = len(tree.tokens)
    place = np.zeros(n, dtype=np.uint32)
    quoted = parts["q"] > 1
    for s in tree.parsed.sentences:
        said = any(i in heads and not quoted[i] for i in range(s.first, s.end))
        inside = quoted[s.first : s.end]
        whole = bool(inside.all()) if s.end > s.first else False
        sort[s.i + 1] = 1 + said + 2 * (2 if whole else int(inside.any()))
        if s.end > s.first:
            place[s.first], place[s.end - 1] = 1, 2
    here = np.array([t.sentence for t in tree.tokens], dtype=np.int64) + 1
    opening = np.ones(n, dtype=bool)
    if n:
        opening[1:] = lines[1:] != lines[:-1]
    place[opening] = 3
    return {
        "st": sort[here],
        "st-1": sort[here - 1],
        "st+1": sort[here + 1],
        "at": place,
        "top": (lines == 0).astype(np.uint32) + 1,
    }


TEMPLATES: tuple[tuple[str, ...], ...] = tuple(
    tuple(line.split())
    for line in """
w
w-1
w+1
w-2
w+2
l
p
p-1
p+1
c
w-1 w
w w+1
p-1 p
p p+1
p-1 p p+1
p-2 p-1 p
p p+1 p+2
w-1 p
p w+1
c-1 c c+1
d
d p
d hl
d hp side
l d
d-1 d
d d+1
d hd
start startl
start p-1
start w-1
end endl
end+1 w+1
end w+1
end-1 w
end-1 start
start st
nr ns
nr ns nl
nl ns
nr ns ne
nr ns ne nl
nr p
nr w
nr ne w+1
nr ne w-1
tr ts
tr ts tl
tr ts te
tl ts q
say
say d
say q
say w+1
say p-1
say w-1
bl bd
bl p
bl w
bd p
bl bc
bd w
bl q
al ad
al p
al w
ad p
al ac
al q
bl al
bc ac
m
m p
m w
m w+1
q
q w
q-1 q q+1
q st
q st-1
q st+1
q say
st-1 st st+1
at
at p
at w
at q st
top p
top st
st al
st bl
w-1 w w+1
p-1 w p+1
""".strip().splitlines()
)
