"""Quotations and statements without a figure that several articles speak to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.collation.clusters import cluster
from firsthand.collation.features import cosines
from firsthand.collation.mentions import Mention
from firsthand.difference.parties import same_party

Matrix = np.ndarray

# What speaks for two statements being one utterance or answering one question; hand-set, see RESULTS.
WORDS, SENTENCE, ALIGNED, SPEAKER, QUOTED = 0.55, 0.25, 0.15, 0.15, 0.05
# Two quotations in sentences that tell alike are one utterance if a third of their words are one, or
# if they have one speaker.
SAME_UTTERANCE, SHARED_WORDS = 0.15, 0.33
# A clause of a sentence about something else must match better than a sentence of its own.
CLAUSE = 0.1
THRESHOLD = 0.42


def group_statements(
    found: Sequence[Mention], others: Sequence[int], passages: Matrix, aligned: Matrix
) -> list[list[int]]:
    """Groups of quotations and statements that at least two articles make."""
    if not others:
        return []
    chosen = [found[n] for n in others]
    square = np.ix_(others, others)
    alike = cosines([m.counted for m in chosen])
    total = WORDS * alike + SENTENCE * passages[square] + ALIGNED * aligned[square]
    n = len(chosen)
    forbidden = np.zeros((n, n), dtype=bool)
    for i in range(n):
        for j in range(i + 1, n):
            a, b = chosen[i], chosen[j]
            if "clause" in (a.reading.rule, b.reading.rule):
                total[i, j] -= CLAUSE
            quoted = a.reading.kind == b.reading.kind == "quote"
            twins = bool(aligned[others[i], others[j]])
            total[i, j] += SPEAKER * _speaker(a, b, twins=twins) + QUOTED * quoted
            known = _speaker(a, b, twins=twins) > 0
            if quoted and twins and (known or alike[i, j] >= SHARED_WORDS):
                total[i, j] += SAME_UTTERANCE
            total[j, i] = total[i, j]
            forbidden[i, j] = forbidden[j, i] = a.article == b.article
    groups = cluster(total, forbidden, THRESHOLD)
    kept = [group for group in groups if len({chosen[m].article for m in group}) > 1]
    return [[others[m] for m in group] for group in kept if _spoken_to([chosen[m] for m in group])]


def _spoken_to(group: Sequence[Mention]) -> bool:
    """Whether articles speak to a question, rather than that one copies a clause of the other's."""
    whole = any(m.reading.rule != "clause" for m in group)
    return whole or len({frozenset(m.counted) for m in group}) > 1


def _speaker(a: Mention, b: Mention, *, twins: bool) -> float:
    """1 where both name the same speaker, −1 where they name different ones, else 0.

    Different speakers say nothing against sentences that tell alike: then it is the speaker that changed.
    """
    x, y = a.reading.attribution, b.reading.attribution
    if x is None or y is None or not x.source or not y.source:
        return 0.0
    if same_party(x.chain[0] if x.chain else x.source, y.chain[0] if y.chain else y.source):
        return 1.0
    return -1.0 if a.reading.kind == b.reading.kind == "quote" and not twins else 0.0
