"""Source, cue and content told token by token: a linear chain over the feature numbers of `columns`.

Source: conditional random fields (Lafferty et al. 2001) as Newell et al. 2018 use them on PolNeAR, here
over a parse of our own and with hashed features. Its word is one voice among the features of the options.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from firsthand.language import folder
from firsthand.reading.attribution.columns import columns
from firsthand.reading.attribution.scene import Extent, Scene
from firsthand.reading.attribution.tree import line_numbers

ROLES = ("source", "cue", "content")
LABELS = 7  # none, and for each role its first token and the later ones
LONGEST = (
    256  # tokens that are told together; a longer line is cut, with one parting of some content at worst
)
NEVER = -1e4  # weight of a step that cannot be: to the inside of a role from outside it


@dataclass(frozen=True, slots=True)
class Chain:
    """The weights: one row a feature number, and one for each step from label to label."""

    emission: NDArray[np.float32]
    step: NDArray[np.float32]


@cache
def shipped() -> Chain | None:
    """The weights that ship with the package; None where there are none."""
    path = folder() / "attribution.npz"
    if not path.exists():
        return None
    with np.load(path) as held:
        return Chain(held["emission"].astype(np.float32) * held["unit"], held["step"])


def allowed() -> NDArray[np.float32]:
    """For each pair of labels 0 where the second may follow the first, else `NEVER`."""
    found = np.zeros((LABELS, LABELS), dtype=np.float32)
    for role in range(3):
        inner = 2 + 2 * role
        found[:, inner] = NEVER
        found[inner - 1, inner] = found[inner, inner] = 0
    return found


def stretches(lines: NDArray[np.int64]) -> list[tuple[int, int]]:
    """First token and end of each run of tokens that is told together: a line, or `LONGEST` tokens of it."""
    if not len(lines):
        return []
    cuts = [0, *(np.flatnonzero(lines[1:] != lines[:-1]) + 1).tolist(), len(lines)]
    return [
        (at, min(at + LONGEST, end)) for start, end in pairwise(cuts) for at in range(start, end, LONGEST)
    ]


def batches(runs: list[tuple[int, int]], size: int) -> Iterator[tuple[NDArray[np.int64], NDArray[np.bool_]]]:
    """Runs of like length together: token numbers, one row a run, and which of them are real."""
    order = sorted(range(len(runs)), key=lambda k: (runs[k][1] - runs[k][0], k))
    for at in range(0, len(order), size):
        some = [runs[k] for k in order[at : at + size]]
        longest = max(end - start for start, end in some)
        starts = np.array([start for start, _ in some])[:, None]
        lengths = np.array([end - start for start, end in some])[:, None]
        offset = np.arange(longest)[None, :]
        yield np.minimum(starts + offset, starts + lengths - 1), offset < lengths


def labelled(rows: NDArray[np.uint32], lines: NDArray[np.int64], chain: Chain) -> NDArray[np.int64]:
    """The likeliest label of each token.

    Cost: linear in the tokens.
    """
    scores = scored(rows, chain.emission)
    found = np.zeros(len(rows), dtype=np.int64)
    step = chain.step + allowed()
    for at, real in batches(stretches(lines), 64):
        found[at[real]] = _best_path(scores[at], real, step)[real]
    return found


def scored(rows: NDArray[np.uint32], emission: NDArray[np.float32]) -> NDArray[np.float32]:
    """The sum of the weights of each token's features, one column a label."""
    found = np.empty((len(rows), LABELS), dtype=np.float32)
    for at in range(0, len(rows), 512):  # tokens at a time, so that what is gathered stays in the cache
        # Feature by feature, all tokens at once: the sum along the tokens takes a tenth of the time.
        found[at : at + 512] = np.take(emission, rows[at : at + 512].T, axis=0).sum(axis=0)
    return found


def _best_path(
    scores: NDArray[np.float32], real: NDArray[np.bool_], step: NDArray[np.float32]
) -> NDArray[np.int64]:
    """Viterbi over a batch of runs; what stands past a run's end repeats its last label."""
    count, length, _ = scores.shape
    first = np.array([0.0 if k == 0 or k % 2 else NEVER for k in range(LABELS)], dtype=np.float32)
    best = scores[:, 0] + first
    back = np.zeros((count, length, LABELS), dtype=np.int64)
    for k in range(1, length):
        ways = best[:, :, None] + step[None]
        back[:, k] = np.where(real[:, k, None], ways.argmax(axis=1), np.arange(LABELS)[None])
        best = np.where(real[:, k, None], ways.max(axis=1) + scores[:, k], best)
    path = np.zeros((count, length), dtype=np.int64)
    path[:, -1] = best.argmax(axis=1)
    every = np.arange(count)
    for k in range(length - 1, 0, -1):
        path[:, k - 1] = back[every, k, path[:, k]]
    return path


def extents_of(labels: NDArray[np.int64]) -> dict[str, list[Extent]]:
    """First and last token of each stretch of a role, by role, in order."""
    found: dict[str, list[Extent]] = {role: [] for role in ROLES}
    start = -1
    held = [*labels.tolist(), 0]
    for i, label in enumerate(held):
        if start >= 0 and (label == 0 or label % 2 or (label - 1) // 2 != (held[start] - 1) // 2):
            found[ROLES[(held[start] - 1) // 2]].append((start, i - 1))
            start = -1
        if label and start < 0:
            start = i
    return found


def told(scene: Scene, heads: Mapping[int, str], chain: Chain) -> dict[str, list[Extent]]:
    """What the chain takes for sources, cues and contents in a text."""
    rows, lines = columns(scene, heads), np.array(line_numbers(scene.tree), dtype=np.int64)
    return extents_of(labelled(rows, lines, chain))
