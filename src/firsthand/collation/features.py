"""What speaks for two figures answering one question, each as a matrix over all pairs.

Every feature is a number from 0 to 1 with a name, so that a score can say why. The weights were
learned on the story cases (logistic regression over pairs, one case left out at a time; see
benchmarks/RESULTS.md) and are written out here, where they can be read and argued with.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from firsthand.collation.mentions import Mention
from firsthand.difference.values import near_value, power_of_ten, same_thing, same_value, slipped_digit

Matrix = np.ndarray


@dataclass(frozen=True, slots=True)
class Pairs:
    """The features of all pairs of mentions: `names` and, in their order, one matrix each."""

    names: tuple[str, ...]
    stack: Matrix


def cosines(bags: Sequence[Mapping[str, float]]) -> Matrix:
    """How alike each two bags are, 0 to 1."""
    vocabulary = {term: n for n, term in enumerate(sorted({t for bag in bags for t in bag}))}
    out = np.zeros((len(bags), max(1, len(vocabulary))))
    for row, bag in enumerate(bags):
        for term, weight in bag.items():
            out[row, vocabulary[term]] = weight
    norms = np.sqrt((out**2).sum(axis=1, keepdims=True))
    np.divide(out, norms, out=out, where=norms > 0)
    return out @ out.T


def agreement(a: Mention, b: Mention) -> tuple[float, float, float]:
    """How far two values agree: the same, near, or one the other with a slip (each 0 or 1)."""
    x, y = a.measure, b.measure
    if x is None or y is None or x.kind != y.kind:
        return 0.0, 0.0, 0.0
    if same_value(x, y):
        return 1.0, 0.0, 0.0
    if near_value(x, y):
        return 0.0, 1.0, 0.0
    slip = power_of_ten(x.value, y.value) or slipped_digit(x.value, y.value)
    return 0.0, 0.0, 1.0 if slip else 0.0


def units(a: Mention, b: Mention) -> tuple[float, float]:
    """Whether the two count the same thing, and whether they can't be figures of one kind."""
    x, y = a.measure, b.measure
    if x is None or y is None:
        return 0.0, 0.0
    if x.kind != y.kind:
        return 0.0, 1.0
    return (1.0 if x.kind != "count" and x.unit == y.unit else float(same_thing(x.unit, y.unit))), 0.0


def surprise(mention: Mention) -> float:
    """How unlikely it is that another figure has this value by chance, 0 to 1.

    A third digit, or six powers of ten, make chance unlikely: 483 and 5,000,000 against 4.
    """
    value = mention.reading.quantity.value if mention.reading.quantity else 0.0
    digits = len(f"{abs(value):.6g}".split("e")[0].replace(".", "").strip("0"))
    powers = math.log10(abs(value)) if abs(value) >= 1 else 0.0
    return min(1.0, (digits - 1 + powers / 2) / 3)


def closeness(found: Sequence[Mention]) -> Matrix:
    """How near the sizes of each two figures of one dimension are: 1 equal, 0.13 the double, 0 apart.

    Shares are left out: those of rival parties are near each other and answer different questions.
    """
    kinds = [m.measure.kind if m.measure else "" for m in found]
    sizes = np.log(np.maximum([abs(m.measure.value) if m.measure else 0.0 for m in found], 1e-9))
    alike = np.array(kinds)[:, None] == np.array(kinds)[None, :]
    alike &= (np.array(kinds) != "percent") & (np.array(kinds) != "point")
    return np.asarray(alike * np.exp(-STEEP * np.abs(sizes[:, None] - sizes[None, :])))


# How fast closeness falls with the logarithm of the ratio: to a half at a quarter more.
STEEP = 3.0


def pairs(found: Sequence[Mention], passages: Matrix, aligned: Matrix) -> Pairs:
    """The features of all pairs; `passages` and `aligned` tell for each pair how alike the two
    sentences are and whether they were paired as retellings of each other."""
    n = len(found)
    same, near, slip, unit, clash, rank, inside, telling, title, fate, fates, toll = (
        np.zeros((n, n)) for _ in range(12)
    )
    for i in range(n):
        for j in range(i + 1, n):
            a, b = found[i], found[j]
            same[i, j], near[i, j], slip[i, j] = agreement(a, b)
            unit[i, j], clash[i, j] = units(a, b)
            rank[i, j] = float(a.rank == b.rank)
            inside[i, j] = float(a.article == b.article)
            telling[i, j] = same[i, j] * surprise(a)
            title[i, j] = same[i, j] * float(a.headline != b.headline)
            fate[i, j] = float(bool(a.outcomes & b.outcomes))
            fates[i, j] = float(bool(a.outcomes and b.outcomes) and not a.outcomes & b.outcomes)
            toll[i, j] = unit[i, j] * float(bool(a.tolls & b.tolls)) * (1 - same[i, j])
    both = [m + m.T for m in (same, near, slip, unit, clash, rank, inside, telling, title, fate, fates, toll)]
    local = cosines([m.near for m in found])
    counted = cosines([m.counted for m in found])
    single = ("same", "near", "slip", "unit", "clash", "rank", "inside", "telling", "title", "fate", "fates", "toll")
    named = dict(zip(single, both, strict=True))
    named |= {"local": local, "counted": counted, "sentence": passages, "aligned": aligned}
    named["aligned rank"] = aligned * named["rank"]
    named["same local"] = named["same"] * local
    # A figure that slipped by a digit stands in a sentence that is otherwise the same.
    named["slip aligned"] = named["slip"] * aligned
    named["slip local"] = named["slip"] * local
    named["toll local"] = named["toll"] * local
    # A count that moved keeps its size: 4,317 suspected cases on Tuesday, 5,020 on Friday.
    named["moved"] = (1 - named["same"]) * closeness(found) * counted
    return Pairs(names=tuple(named), stack=np.stack(list(named.values())))
