from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.collation.clusters import FORBIDDEN, cluster


def plainly(scores, forbidden, threshold):
    """Average linkage by the rule: always the likeliest pair of the whole table, the first of equals."""
    table = np.where(forbidden, FORBIDDEN, scores).astype(float)
    np.fill_diagonal(table, FORBIDDEN)
    sizes, groups = np.ones(len(table)), {n: [n] for n in range(len(table))}
    while len(groups) > 1:
        i, j = sorted(divmod(int(table.argmax()), len(table)))
        if table[i, j] < threshold:
            break
        merged = (table[i] * sizes[i] + table[j] * sizes[j]) / (sizes[i] + sizes[j])
        merged[(table[i] <= FORBIDDEN / 2) | (table[j] <= FORBIDDEN / 2)] = FORBIDDEN
        table[i], table[:, i] = merged, merged
        table[j], table[:, j] = FORBIDDEN, FORBIDDEN
        table[i, i] = FORBIDDEN
        sizes[i] += sizes[j]
        groups[i] += groups.pop(j)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values()))


@given(st.integers(1, 25), st.integers(0, 2**32 - 1), st.sampled_from((2, 10, 1000)))
def test_groups_are_those_of_the_plain_rule(n, seed, steps):
    chance = np.random.default_rng(seed)
    # Few steps make many equal scores, where the first pair must win.
    scores = np.round(chance.random((n, n)) * steps) / steps
    scores = (scores + scores.T) / 2
    forbidden = chance.random((n, n)) < 0.1
    forbidden |= forbidden.T
    assert cluster(scores, forbidden, 0.4) == plainly(scores, forbidden, 0.4)


def test_nothing_makes_no_group():
    assert cluster(np.zeros((0, 0)), np.zeros((0, 0), dtype=bool), 0.5) == ()


def test_one_veto_parts_two_groups():
    scores = np.full((3, 3), 0.9)
    scores[0, 1] = scores[1, 0] = 0.95
    forbidden = np.zeros((3, 3), dtype=bool)
    forbidden[1, 2] = forbidden[2, 1] = True
    assert cluster(scores, forbidden, 0.5) == ((0, 1), (2,))
