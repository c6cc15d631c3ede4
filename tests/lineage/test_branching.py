from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.lineage.branching import branching


def total(parents, scores, roots):
    return sum(roots[c] if p is None else scores[c, p] for c, p in enumerate(parents))


def leads_to_root(parents):
    for start in range(len(parents)):
        seen, at = set(), start
        while at is not None and at not in seen:
            seen.add(at)
            at = parents[at]
        if at is not None:
            return False
    return True


def every_tree(n):
    for parents in product(*([None, *(p for p in range(n) if p != c)] for c in range(n))):
        if parents.count(None) == 1 and leads_to_root(parents):
            yield parents


def test_no_text_has_no_tree_and_one_is_its_own_root():
    assert branching(np.zeros((0, 0))) == ()
    assert branching(np.zeros((1, 1))) == (None,)


def test_a_cycle_of_favourites_is_opened_where_it_costs_least():
    scores = np.array([[0, 9, 5], [9, 0, 1], [1, 8, 0]], dtype=float)
    assert branching(scores) in {(1, None, 1), (None, 0, 1)}
    assert branching(scores, roots=np.array([0.0, 3.0, 0.0])) == (1, None, 1)


@given(
    st.integers(2, 4).flatmap(lambda n: st.lists(st.integers(-6, 6), min_size=n * n + n, max_size=n * n + n))
)
def test_no_tree_is_better(numbers):
    n = next(n for n in (2, 3, 4) if n * n + n == len(numbers))
    scores, roots = (
        np.array(numbers[: n * n], dtype=float).reshape(n, n),
        np.array(numbers[n * n :], dtype=float),
    )
    found = branching(scores, roots)
    assert found.count(None) == 1
    assert leads_to_root(found)
    best = max(total(parents, scores, roots) for parents in every_tree(n))
    assert total(found, scores, roots) == best


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_any_table_gives_one_tree_with_one_root(n, seed):
    found = branching(np.random.default_rng(seed).normal(size=(n, n)))
    assert found.count(None) == 1
    assert leads_to_root(found)
