from __future__ import annotations

import itertools

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from firsthand.grouping import hashing
from firsthand.grouping.hashing import hash_words

TEXTS = st.lists(st.text(st.sampled_from("aB1 ,.-’é\n港\U0001f600\ud800Ωω\u3041"), max_size=12), max_size=6)


def words_of(text):
    runs = itertools.groupby(text, key=lambda c: c.isalnum() or ord(c) >= hashing.TABLED)
    return ["".join(run) for inside, run in runs if inside]


def alone(word):
    hashed, _ = hash_words([word])
    return int(hashed[0])


@given(TEXTS)
def test_a_word_has_the_same_hash_in_any_company(texts):
    hashed, starts = hash_words(texts)
    assert [hashed[a:b].tolist() for a, b in itertools.pairwise(starts.tolist())] == [
        [alone(word) for word in words_of(text)] for text in texts
    ]


@given(st.lists(st.text("abcdefgh0123é", min_size=1, max_size=9), unique=True, max_size=40))
def test_different_words_have_different_hashes(words):
    assert len({alone(word) for word in words}) == len(words)


def test_capitals_count_as_small_letters():
    assert np.array_equal(hash_words(["The Élan OF Ω"])[0], hash_words(["the élan of ω"])[0])


def test_texts_longer_than_a_chunk_are_hashed_as_short_ones():
    words = [f"word{n}" for n in range(20_000)]
    hashed, starts = hash_words([" ".join(words), "", "word7"])
    assert starts.tolist() == [0, 20_000, 20_000, 20_001]
    assert hashed[7] == hashed[-1]
    assert np.unique(hashed).size == 20_000
