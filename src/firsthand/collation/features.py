"""What speaks for two figures answering one question, each as a matrix over all pairs.

Every feature is a number from 0 to 1 with a name, so that a score can say why. The weights were
learned on the story cases (logistic regression over pairs, one case left out at a time; see
benchmarks/RESULTS.md) and are written out here, where they can be read and argued with.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np

from firsthand.alignment import stem
from firsthand.collation.mentions import Mention
from firsthand.difference.values import near_value, power_of_ten, same_thing, same_value, slipped_digit
from firsthand.language import table

Matrix = np.ndarray


@dataclass(frozen=True, slots=True)
class Pairs:
    """The features of all pairs of mentions: `names` and, in their order, one matrix each."""

    names: tuple[str, ...]
    tables: tuple[Matrix, ...]

    @property
    def stack(self) -> Matrix:
        """All matrices as one; of a large story that takes as much memory again."""
        return np.stack(self.tables)


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
    if near_value(x, y) and not (x.kind == "count" and _counted_out(a, b)):
        return 0.0, 1.0, 0.0
    slip = power_of_ten(x.value, y.value) or slipped_digit(x.value, y.value)
    return 0.0, 0.0, 1.0 if slip else 0.0


def _counted_out(a: Mention, b: Mention) -> bool:
    """Whether both are small counts given exactly: 26 is no rounding of 27."""
    p, q = a.reading.quantity, b.reading.quantity
    if p is None or q is None or p.bound != "exact" or q.bound != "exact":
        return False
    return all(v == int(v) and 10 < v < FEW and v % 10 for v in (p.value, q.value))


# Larger counts than this are seldom given to the last one.
FEW = 100


def units(a: Mention, b: Mention) -> tuple[float, float]:
    """Whether the two count the same thing, and whether they can't be figures of one kind."""
    x, y = a.measure, b.measure
    if x is None or y is None:
        return 0.0, 0.0
    if x.kind != y.kind:
        return 0.0, 1.0
    if x.kind != "count":
        return float(x.unit == y.unit), 0.0
    if same_thing(x.unit, y.unit):
        return 1.0, 0.0
    return PEOPLE * float(_people(x.unit) and _people(y.unit)), 0.0


# Two nouns for people count the same thing half as surely as one noun twice.
PEOPLE = 0.5


@cache
def _people(unit: str | None) -> bool:
    """Whether a noun means people of some kind."""
    nouns = {stem(noun) for noun in table("synonyms")["people"]["nouns"]}
    return bool(unit) and stem(str(unit).split()[-1]) in nouns


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


# A slip leaves the words around the figure: from this likeness of theirs it counts in full.
SLIPPED = 0.3
# How fast closeness falls with the logarithm of the ratio: to a half at a quarter more.
STEEP = 3.0


def pairs(found: Sequence[Mention], passages: Matrix, aligned: Matrix) -> Pairs:
    """The features of all pairs.

    `passages` and `aligned` tell for each pair how alike the two sentences are and whether they were
    paired as retellings of each other.

    Cost: quadratic in the mentions in numpy, and in the distinct figures in Python.
    """
    named = _figures(found) | _places(found) | _outcomes(found)
    local = cosines([m.near for m in found])
    named |= {"local": local, "counted": cosines([m.counted for m in found])}
    named |= {"sentence": passages, "aligned": aligned}
    named["aligned rank"] = aligned * named["rank"]
    named["same local"] = named["same"] * local
    named["telling"] = named["same"] * np.array([surprise(m) for m in found])[:, None]
    named["title"] *= named["same"]
    named["left over"] = left_over(found, named["same"], aligned)
    # A figure that slipped by a digit, or in its unit, stands in a sentence that is otherwise the same.
    named["slip aligned"] = named["slip"] * aligned * np.minimum(1.0, local / SLIPPED)
    named["slip local"] = named["slip"] * local
    named["slid aligned"] = named["slid"] * aligned
    named["toll"] *= named["unit"] * (1 - named["same"])
    named["toll local"] = named["toll"] * local
    # A count that moved keeps its size: 4,317 suspected cases on Tuesday, 5,020 on Friday.
    named["moved"] = (1 - named["same"]) * closeness(found) * named["counted"]
    named["corrects"] = _corrections(found)
    return Pairs(names=tuple(named), tables=tuple(named.values()))


def _corrections(found: Sequence[Mention]) -> Matrix:
    """1 for two figures of one sentence and dimension of which the one is said to take the other's place."""
    out = np.zeros((len(found), len(found)), dtype=np.float32)
    places = {(m.article, m.reading.number.start): n for n, m in enumerate(found) if m.reading.number}
    for n, mention in enumerate(found):
        other = places.get((mention.article, mention.corrects))
        if other is not None and _kind(mention) == _kind(found[other]):
            out[n, other] = out[other, n] = 1.0
    return out


def left_over(found: Sequence[Mention], same: Matrix, aligned: Matrix) -> Matrix:
    """1 for two figures that are what is left, in their place, of two sentences that tell alike.

    Where one sentence retells another, the figures that both give are matched first. What remains on
    either side, of one dimension and as many, was probably changed on the way: paired in order.
    """
    rows: dict[tuple[int, int], list[int]] = {}
    for n, mention in enumerate(found):
        rows.setdefault((mention.article, mention.passage), []).append(n)
    out = np.zeros_like(same)
    groups = [rows[key] for key in sorted(rows)]
    for k, ours in enumerate(groups):
        for theirs in groups[k + 1 :]:
            if not aligned[ours[0], theirs[0]]:
                continue
            here = [n for n in ours if not same[n, theirs].any()]
            there = [n for n in theirs if not same[ours, n].any()]
            for kind in {_kind(found[n]) for n in here}:
                a = [n for n in here if _kind(found[n]) == kind]
                b = [n for n in there if _kind(found[n]) == kind]
                if len(a) == len(b):
                    for i, j in zip(a, b, strict=True):
                        out[i, j] = out[j, i] = 1.0
    return out


def _kind(mention: Mention) -> str:
    return mention.measure.kind if mention.measure else ""


def _spread(
    keys: Sequence[Hashable], compare: Callable[[int, int], Sequence[float]], count: int
) -> list[Matrix]:
    """`count` matrices over all pairs, each pair of distinct keys compared once by two of its indexes."""
    first: dict[Hashable, int] = {}
    kinds = np.array([first.setdefault(key, n) for n, key in enumerate(keys)], dtype=int)
    distinct = sorted(set(first.values()))
    place = {n: k for k, n in enumerate(distinct)}
    # 0, 1 and a half need no more digits; a large story has a hundred million pairs.
    small = np.zeros((count, len(distinct), len(distinct)), dtype=np.float32)
    for k, i in enumerate(distinct):
        for m in range(k, len(distinct)):
            small[:, k, m] = small[:, m, k] = compare(i, distinct[m])
    where = np.array([place[n] for n in kinds], dtype=int)
    return [table[np.ix_(where, where)] for table in small]


def _figures(found: Sequence[Mention]) -> dict[str, Matrix]:
    """How values and units agree."""
    keys = [(m.measure, m.reading.quantity) for m in found]

    def compare(i: int, j: int) -> tuple[float, ...]:
        a, b = found[i], found[j]
        return (*agreement(a, b), *units(a, b), slid(a, b))

    names = ("same", "near", "slip", "unit", "clash", "slid")
    plain = [(k[0], k[1].value, k[1].unit) if k[1] else None for k in keys]
    return dict(zip(names, _spread(plain, compare, len(names)), strict=True))


def slid(a: Mention, b: Mention) -> float:
    """1 where the same telling number is printed with units of two dimensions (florins, francs)."""
    if a.measure is None or b.measure is None or a.measure.kind == b.measure.kind:
        return 0.0
    p, q = a.reading.quantity, b.reading.quantity
    return float(p is not None and q is not None and p.value == q.value)


def _places(found: Sequence[Mention]) -> dict[str, Matrix]:
    """Whether two figures stand alike: in the same place of their sentence, in one article, in a headline."""

    def equal(values: Sequence[int]) -> Matrix:
        row = np.array(values)
        return np.asarray(row[:, None] == row[None, :], dtype=np.float32)

    headline = [int(m.headline) for m in found]
    return {
        "rank": equal([m.rank for m in found]),
        "inside": equal([m.article for m in found]),
        "title": 1 - equal(headline),
    }


def _outcomes(found: Sequence[Mention]) -> dict[str, Matrix]:
    """Whether the clauses tell one outcome of those counted, or two, and one toll."""

    def compare(i: int, j: int) -> tuple[float, float, float]:
        a, b = found[i], found[j]
        fate = bool(a.outcomes & b.outcomes)
        return (
            float(fate),
            float(bool(a.outcomes and b.outcomes) and not fate),
            float(bool(a.tolls & b.tolls)),
        )

    names = ("fate", "fates", "toll")
    return dict(zip(names, _spread([(m.outcomes, m.tolls) for m in found], compare, len(names)), strict=True))
