"""Learns the weights of `firsthand.lineage.stemma_weights` from families whose true parents are known.

    python benchmarks/learn_lineage.py [--data FILE]

The families all have one shape, which must not be learned: beside each family, smaller ones of many
shapes are cut out of it (a chain, a chain without its head, two branches, a star, branches of uneven
length, every second text lost) and learned from too. A tree's probability is proportional to the
exponential of its edges' weighted signs, over all trees with one root (Koo et al. 2007).
Families of one group (the name before the slash) are judged by weights from the other groups. Prints the
share of right parents, right edges and right roots for each shape, then the weights, ready to be pasted.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from firsthand.lineage.branching import branching
from firsthand.lineage.signs import read_signs

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
Matrix = np.ndarray
# The prior on each standardised weight: chosen once of 1, 5, 10 and 20; the figures hardly change.
RIDGE = 10.0
STEPS, RATE = 250, 0.08
# How often each family is cut into each shape.
CUTS = 2


@dataclass(frozen=True, slots=True)
class Family:
    """A family: its group and shape, the signs of all pairs (children × parents × signs), true parents."""

    group: str
    shape: str
    signs: Matrix
    parents: tuple[int | None, ...]


def read_families(path: Path) -> tuple[list[Family], tuple[str, ...]]:
    """The families of the file and those cut out of them, and the names of the signs."""
    chance = random.Random(4)
    out: list[Family] = []
    names: tuple[str, ...] = ()
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            row = json.loads(line)
            ids = [node["id"] for node in row["nodes"]]
            texts = [node["text"] for node in row["nodes"]]
            place = {name: n for n, name in enumerate(ids)}
            parents = [place[p] if (p := row["parent"][name]) else None for name in ids]
            kept = [("whole", list(range(len(ids))))]
            kept += [cut for _ in range(CUTS) for cut in _shapes(parents, chance)]
            for shape, rows in kept:
                signs = read_signs([texts[n] for n in sorted(rows)])
                names = signs.names
                stack = np.moveaxis(signs.stack, 0, -1)
                out.append(Family(row["family"].split("/")[0], shape, stack, _within(parents, sorted(rows))))
    return out, names


def _shapes(parents: Sequence[int | None], chance: random.Random) -> list[tuple[str, list[int]]]:
    """Parts of a family, a root with chains, that have other shapes."""
    child = {p: n for n, p in enumerate(parents) if p is not None}
    root = parents.index(None)
    chains = []
    for first in (n for n, p in enumerate(parents) if p == root):
        chain = [first]
        while chain[-1] in child:
            chain.append(child[chain[-1]])
        chains.append(chain)
    one, other = chance.choice(chains), chance.choice(chains)
    a, b = chance.sample(chains, 2)
    uneven = [n for chain in chains for n in chain[: chance.choice([1, 1, 2, 3, 6])]]
    half = [n for chain in chains for n in chain if chance.random() < 0.5]
    return [
        ("chain", [root, *one]),
        ("headless chain", other),
        ("two branches", [root, *a[: chance.randint(2, 6)], *b[: chance.randint(2, 6)]]),
        ("uneven", [root, *uneven]),
        ("star", [root, *(chain[0] for chain in chains)]),
        ("half lost", [root, *half]),
    ]


def _within(parents: Sequence[int | None], rows: Sequence[int]) -> tuple[int | None, ...]:
    """The parents among the texts kept: of one whose parent was lost, the nearest ancestor kept."""
    place = {n: at for at, n in enumerate(rows)}
    out: list[int | None] = []
    for n in rows:
        parent = parents[n]
        while parent is not None and parent not in place:
            parent = parents[parent]
        out.append(None if parent is None else place[parent])
    return tuple(out)


def likely(scores: Matrix) -> tuple[Matrix, Matrix]:
    """The probability of each edge, and of each text being the root, over all trees with one root.

    Source: Koo, Globerson, Carreras & Collins 2007, with the first column of the Laplacian given to the root.
    """
    weight = np.exp(scores - scores.max())
    np.fill_diagonal(weight, 0.0)
    laplacian = np.diag(weight.sum(axis=1)) - weight
    laplacian[:, 0] = 1.0
    inverse = np.linalg.inv(laplacian).T
    own = np.diag(inverse).copy()
    own[0] = 0.0
    others = inverse.copy()
    others[:, 0] = 0.0
    return weight * (own[:, None] - others), inverse[:, 0]


def learn(families: Sequence[Family], scale: Matrix) -> Matrix:
    """The weights under which the true trees are likeliest, by gradient ascent (Adam)."""
    weights = np.zeros(len(scale))
    first, second = np.zeros(len(scale)), np.zeros(len(scale))
    given = [(f.signs / scale, _edges(f.parents)) for f in families]
    for step in range(1, STEPS + 1):
        slope = -RIDGE * weights
        for signs, true in given:
            slope += np.tensordot(true - likely(signs @ weights)[0], signs, 2)
        first, second = 0.9 * first + 0.1 * slope, 0.99 * second + 0.01 * slope**2
        move = first / (1 - 0.9**step) / (np.sqrt(second / (1 - 0.99**step)) + 1e-8)
        weights += RATE * (1 - step / STEPS) * move
    return weights / scale


def _edges(parents: Sequence[int | None]) -> Matrix:
    out = np.zeros((len(parents), len(parents)))
    for n, parent in enumerate(parents):
        if parent is not None:
            out[n, parent] = 1.0
    return out


def judge(weights: Matrix, families: Sequence[Family]) -> dict[str, Counter[str]]:
    """Right parents, edges and roots, and how many there are, for each shape."""
    out: dict[str, Counter[str]] = {}
    for f in families:
        found = branching(f.signs @ weights)
        pairs = [(c, p) for c, p in enumerate(f.parents) if p is not None]
        out.setdefault(f.shape, Counter()).update(
            parents=sum(found[c] == p for c, p in pairs),
            edges=sum(found[c] == p or found[p] == c for c, p in pairs),
            roots=int(found.index(None) == f.parents.index(None)),
            pairs=len(pairs),
            families=1,
        )
    return out


def main() -> int:
    """Learns, judges and prints."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--data", type=Path, default=SHARED / "corpora" / "lineage" / "telephone-dev.jsonl.gz"
    )
    args = parser.parse_args()
    if not args.data.is_file():
        print(f"learn_lineage.py: not found: {args.data}; give --data", file=sys.stderr)
        return 1
    families, names = read_families(args.data)
    off = [f.signs[~np.eye(len(f.parents), dtype=bool)] for f in families if f.shape == "whole"]
    scale = np.concatenate(off).std(axis=0) + 1e-9
    total: dict[str, Counter[str]] = {}
    for group in sorted({f.group for f in families}):
        weights = learn([f for f in families if f.group != group], scale)
        for shape, counts in judge(weights, [f for f in families if f.group == group]).items():
            total.setdefault(shape, Counter()).update(counts)
    for shape, c in total.items():
        parents, edges, roots = c["parents"] / c["pairs"], c["edges"] / c["pairs"], c["roots"] / c["families"]
        print(f"{shape:16}parents {parents:.3f}  edges {edges:.3f}  root {roots:.2f}")
    for name, weight in zip(names, learn(families, scale), strict=True):
        print(f'    "{name}": {weight:.3g},')
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
