"""A story's readings put together into claims.

Figures are scored pair by pair and joined by average linkage; two figures of one sentence never
answer one question, and figures of different dimensions only where the number is the same (a unit
that slid). Quotations and statements without a figure come together by their words and speakers,
and are claims only where two articles speak to them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.alignment import Weights, Witness
from firsthand.alignment.passages import answering, likeness
from firsthand.collation.clusters import cluster
from firsthand.collation.features import Pairs, pairs
from firsthand.collation.labels import label
from firsthand.collation.mentions import Mention, mentions
from firsthand.collation.repeats import distinct
from firsthand.collation.statements import group_statements
from firsthand.collation.weights import BIAS, THRESHOLD, WEIGHTS
from firsthand.model import Claim, ClaimKind, Reading

Matrix = np.ndarray
# A toll that is counted anew grows to a few dozen times what it was at first; 2,000 asked and 5.6 million
# entitled are two questions.
WORLDS = 100.0
# From here two counts are of one thing and size (4,317 and 5,020 cases: .64), and the words around them
# alike. On nine stories three pairs of groups come together by it, all rightly.
MOVED = 0.6
LIKE_WORDS = 0.4


def collate(
    story: str, witnesses: Sequence[Witness], readings: Sequence[Reading], weights: Weights
) -> tuple[Claim, ...]:
    """The claims of one story, in the order of their first readings, with ids "c1" ….

    Every reading of a figure is in exactly one claim; a quotation or statement is in one only where
    another article speaks to it too.
    """
    found, repeats = distinct(mentions(readings, witnesses, weights), witnesses)
    passages, aligned = sentence_tables(found, witnesses, weights)
    figures = [n for n, m in enumerate(found) if m.measure is not None]
    others = [n for n, m in enumerate(found) if m.measure is None]
    numbers = _figure_groups(found, figures, passages, aligned)
    numbers += group_statements(found, others, passages, aligned)
    groups = [[m for n in group for m in (found[n], *repeats.get(n, ()))] for group in numbers]
    groups.sort(key=lambda g: min((m.article, m.reading.span) for m in g))
    return tuple(_claim(f"c{n}", story, group, witnesses) for n, group in enumerate(groups, 1))


def sentence_tables(
    found: Sequence[Mention], witnesses: Sequence[Witness], weights: Weights
) -> tuple[Matrix, Matrix]:
    """For each pair of mentions how alike their sentences are, and whether they are aligned."""
    n = len(found)
    alike, aligned = np.zeros((n, n)), np.zeros((n, n))
    rows: dict[int, list[int]] = {}
    for m, mention in enumerate(found):
        rows.setdefault(mention.article, []).append(m)
    for i in sorted(rows):
        for j in sorted(rows):
            if j < i:
                continue
            table = likeness(witnesses[i], witnesses[j], weights)
            a, b = rows[i], rows[j]
            where = np.ix_([found[m].passage for m in a], [found[m].passage for m in b])
            alike[np.ix_(a, b)] = table[where]
            alike[np.ix_(b, a)] = table[where].T
            if i != j:
                twins = answering(table)[where]
                aligned[np.ix_(a, b)] = twins
                aligned[np.ix_(b, a)] = twins.T
    return alike, aligned


def score(features: Pairs) -> Matrix:
    """How likely each pair answers one question, 0 to 1."""
    total = np.full(features.tables[0].shape, BIAS)
    for name, table in zip(features.names, features.tables, strict=True):
        total += np.multiply(WEIGHTS[name], table, dtype=float)
    return np.asarray(1.0 / (1.0 + np.exp(-total)))


def _figure_groups(
    found: Sequence[Mention], figures: Sequence[int], passages: Matrix, aligned: Matrix
) -> list[list[int]]:
    if not figures:
        return []
    chosen = [found[n] for n in figures]
    square = np.ix_(figures, figures)
    features = pairs(chosen, passages[square], aligned[square])
    forbidden = forbidden_pairs(chosen, features)
    groups = _with_recounts(cluster(score(features), forbidden, THRESHOLD), features, forbidden)
    return [[figures[n] for n in group] for group in groups]


def _with_recounts(groups: Sequence[tuple[int, ...]], features: Pairs, forbidden: Matrix) -> list[list[int]]:
    """The groups, joined where a figure of one is a new count of a figure of the other.

    Many repetitions of an old count share few words with the new one, so their average says little; one
    pair that counts the same, of nearly the same size, among like words, says more.
    """
    named = dict(zip(features.names, features.tables, strict=True))
    likely = (named["moved"] >= MOVED) & (named["local"] >= LIKE_WORDS) & (named["inside"] == 0)
    of = {n: k for k, group in enumerate(groups) for n in group}
    members = {k: list(group) for k, group in enumerate(groups)}
    for i, j in sorted(
        np.argwhere(np.triu(likely, 1)).tolist(), key=lambda ij: -named["local"][ij[0], ij[1]]
    ):
        a, b = sorted((of[i], of[j]))
        if a != b and not forbidden[np.ix_(members[a], members[b])].any():
            for n in members[b]:
                of[n] = a
            members[a] = sorted(members[a] + members.pop(b))
    return [members[k] for k in sorted(members)]


def forbidden_pairs(chosen: Sequence[Mention], features: Pairs) -> Matrix:
    """Which pairs can't answer one question: other figures of one sentence, figures of two dimensions."""
    named = dict(zip(features.names, features.tables, strict=True))
    place = np.array([(m.article, m.passage) for m in chosen])
    together = (place[:, None, :] == place[None, :, :]).all(axis=2)
    apart = together & (named["same"] == 0) & (named["corrects"] == 0)
    whole = np.array([m.whole for m in chosen])
    told_alike = named["same"] + named["near"] + named["slip"] + named["corrects"] > 0
    apart |= (whole[:, None] != whole[None, :]) & ~told_alike
    apart |= _worlds_apart(chosen) & ~told_alike
    return np.asarray(apart | ((named["clash"] > 0) & ~_slid(chosen)))


def _worlds_apart(chosen: Sequence[Mention]) -> Matrix:
    """Whether two figures of one dimension differ so much that no new count explains it."""
    sizes = np.log([max(abs(m.measure.value), 1e-9) if m.measure else 1.0 for m in chosen])
    return np.asarray(np.abs(sizes[:, None] - sizes[None, :]) > np.log(WORLDS))


def _slid(chosen: Sequence[Mention]) -> Matrix:
    """Whether each pair prints the same number, in whatever unit."""
    values = np.array([m.reading.quantity.value if m.reading.quantity else np.nan for m in chosen])
    return np.asarray(np.isclose(values[:, None], values[None, :], rtol=1e-6))


def _claim(claim_id: str, story: str, group: Sequence[Mention], witnesses: Sequence[Witness]) -> Claim:
    readings = tuple(m.reading for m in sorted(group, key=lambda m: (m.article, m.reading.span)))
    kinds = {r.kind for r in readings}
    kind: ClaimKind = "quantity" if "quantity" in kinds else "quote" if "quote" in kinds else "event"
    units = [r.quantity.unit for r in readings if r.quantity and r.quantity.unit]
    unit = max(sorted(set(units)), key=units.count) if units else None
    texts = {w.article.id: w.article.text for w in witnesses}
    return Claim(
        id=claim_id, story=story, kind=kind, label=label(readings, texts), unit=unit, readings=readings
    )
