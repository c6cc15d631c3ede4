from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.grouping.sketches import COPY_LEAST, find_originals, resemblance, sketch


def sketches(*texts):
    starts = np.cumsum([0, *map(len, texts)])
    return sketch(np.array([word for text in texts for word in text], dtype=np.uint64), starts)


def text(seed, length=300):
    return np.random.default_rng(seed).integers(1, 2**63, length).tolist()


def test_an_edited_copy_is_found_and_a_rewrite_is_not():
    original, other = text(1), text(2)
    edited = [*original[:100], 5, *original[101:]]
    half = [*original[:150], *other[:150]]
    assert find_originals(sketches(original, other, edited, half)).tolist() == [0, 1, 0, 3]


def test_copies_of_a_copy_lead_to_the_first_or_to_none():
    chain = [text(1)]
    for n in range(12):
        chain.append([*chain[-1][: 20 * n], 7 + n, 8 + n, 9 + n, *chain[-1][20 * n + 3 :]])
    found = find_originals(sketches(*chain))
    made = sketches(*chain)
    for n, original in enumerate(found.tolist()):
        assert found[original] == original
        assert resemblance(made[original], made[n]) >= COPY_LEAST


def test_short_texts_are_copies_only_word_for_word():
    assert find_originals(sketches([1, 2], [1, 2], [2, 1], [], [])).tolist() == [0, 0, 2, 3, 4]


@given(st.lists(st.integers(1, 5), max_size=40), st.lists(st.integers(1, 5), max_size=40))
def test_resemblance_is_symmetric_and_at_most_one(first, second):
    one, other = sketches(first, second)
    assert resemblance(one, other) == resemblance(other, one)
    assert 0 <= resemblance(one, other) <= 1
    assert not first or resemblance(one, one) == 1
