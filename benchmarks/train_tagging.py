"""Fits the chain that tells source, cue and content token by token, by AdaGrad on its likelihood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.reading.attribution.columns import SIZE
from firsthand.reading.attribution.tagging import (
    LABELS,
    NEVER,
    ROLES,
    Chain,
    allowed,
    batches,
    scored,
    stretches,
)
from firsthand.reading.attribution.tree import Tree

EPOCHS, BATCH, RATE = 6, 48, 0.1
DECAY = 4e-4  # share that a weight loses with every batch that it is learned from
SURE = 2e-3  # errors smaller than this are not learned from, for they cost as much as others


@dataclass(frozen=True, slots=True)
class Lesson:
    """One text: its feature numbers, its lines and the labels that are right."""

    rows: NDArray[np.uint32]
    lines: NDArray[np.int64]
    labels: NDArray[np.int64]


def right_labels(
    tree: Tree, lines: NDArray[np.int64], attributions: Sequence[dict[str, Any]]
) -> NDArray[np.int64]:
    """The labels of the tokens as the corpus has them; a line's first token begins anew."""
    found = np.zeros(len(tree.tokens), dtype=np.int64)
    for a in attributions:
        for k, role in enumerate(ROLES):
            for start, end in a.get(role) or []:
                first = True
                i = max(0, int(np.searchsorted(np.array(tree.starts), start, side="right")) - 1)
                while i < len(tree.tokens) and tree.tokens[i].span.start < end:
                    if tree.tokens[i].span.end > start:
                        found[i], first = 1 + 2 * k + (not first), False
                    i += 1
    for i in range(len(found)):
        inside = found[i] > 0 and found[i] % 2 == 0
        if inside and (i == 0 or lines[i] != lines[i - 1] or (found[i - 1] + 1) // 2 != found[i] // 2):
            found[i] -= 1
    return found


def fit(lessons: Sequence[Lesson], *, epochs: int = EPOCHS, seed: int = 7) -> Chain:
    """The weights under which the right labels of all lessons are likeliest."""
    rows = np.concatenate([x.rows for x in lessons])
    labels = np.concatenate([x.labels for x in lessons])
    runs, at = [], 0
    for x in lessons:
        runs += [(start + at, end + at) for start, end in stretches(x.lines)]
        at += len(x.rows)
    emission = np.zeros((SIZE, LABELS), dtype=np.float32)
    step = np.zeros((LABELS, LABELS), dtype=np.float32)
    squares = [np.full_like(emission, 1e-4), np.full_like(step, 1e-4)]
    mean = [np.zeros_like(emission), np.zeros_like(step)]
    groups = list(batches(runs, BATCH))
    random = np.random.default_rng(seed)
    kept = 0
    for epoch in range(epochs):
        for k in random.permutation(len(groups)):
            _learn(groups[k], rows, labels, (emission, step), squares)
        if epoch >= epochs - 2:  # the mean of the last two rounds is steadier than the last
            mean[0] += emission
            mean[1] += step
            kept += 1
    return Chain((mean[0] / kept).astype(np.float32), (mean[1] / kept).astype(np.float32))


def _learn(
    group: tuple[NDArray[np.int64], NDArray[np.bool_]],
    rows: NDArray[np.uint32],
    labels: NDArray[np.int64],
    weights: tuple[NDArray[np.float32], NDArray[np.float32]],
    squares: list[NDArray[np.float32]],
) -> None:
    at, real = group
    emission, step = weights
    flat = at[real]
    scores = np.zeros((*at.shape, LABELS), dtype=np.float32)
    scores[real] = scored(rows[flat], emission)
    error, turns = _errors(scores, real, labels[at], step + allowed())
    wrong = error[real]
    kept = np.abs(wrong).max(axis=1) > SURE
    features = rows[flat[kept]]
    touched, places = np.unique(features, return_inverse=True)
    places = places.reshape(features.shape)
    for label in range(LABELS):
        weight = np.repeat(wrong[kept, label], features.shape[1])
        gradient = np.bincount(places.ravel(), weights=weight, minlength=len(touched)).astype(np.float32)
        squares[0][touched, label] += gradient * gradient
        emission[touched, label] -= RATE * gradient / np.sqrt(squares[0][touched, label])
        emission[touched, label] *= 1 - DECAY
    squares[1] += turns * turns
    step -= RATE * turns / np.sqrt(squares[1])


def _errors(
    scores: NDArray[np.float32], real: NDArray[np.bool_], labels: NDArray[np.int64], step: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Likelihood less truth for each label of each token, and for each step (forward-backward)."""
    count, length, _ = scores.shape
    first = np.array([0.0 if k == 0 or k % 2 else NEVER for k in range(LABELS)], dtype=np.float32)
    forward = np.zeros_like(scores)
    forward[:, 0] = scores[:, 0] + first
    for k in range(1, length):
        ahead = _log_sum(forward[:, k - 1, :, None] + step[None], 1) + scores[:, k]
        forward[:, k] = np.where(real[:, k, None], ahead, forward[:, k - 1])
    total = _log_sum(forward[:, -1], 1)
    backward = np.zeros_like(scores)
    turns = np.zeros_like(step)
    every = np.arange(count)
    for k in range(length - 2, -1, -1):
        on = real[:, k + 1]
        beyond = scores[:, k + 1] + backward[:, k + 1]
        backward[:, k] = np.where(
            on[:, None], _log_sum(step[None] + beyond[:, None, :], 2), backward[:, k + 1]
        )
        pair = np.exp(forward[:, k, :, None] + step[None] + beyond[:, None, :] - total[:, None, None])
        turns += pair[on].sum(axis=0)
        np.subtract.at(turns, (labels[on, k], labels[on, k + 1]), 1)
    error = np.exp(forward + backward - total[:, None, None])
    error[every[:, None], np.arange(length)[None], labels] -= 1
    return np.where(real[..., None], error, 0), turns


def _log_sum(values: NDArray[np.float32], axis: int) -> NDArray[np.float32]:
    top = values.max(axis=axis, keepdims=True)
    found: NDArray[np.float32] = np.log(np.exp(values - top).sum(axis=axis)) + top.squeeze(axis)
    return found
