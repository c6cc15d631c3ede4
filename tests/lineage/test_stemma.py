from __future__ import annotations

import random

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.lineage.signs import common_length, read_signs
from firsthand.lineage.stemma import family
from firsthand.lineage.stemma_weights import WEIGHTS

# A letter copied out by hand; every copy keeps its model's slips and adds its own.
LETTER = (
    "The harbour board met on the second evening of the frost and heard from Ada Brill, the keeper of the "
    "north light, that the lamp had failed twice before midnight and that three boats, the Merle, the Two "
    "Sisters and the Corrie, had come in by the sound of the bell alone. She asked for a second lamp, for oil "
    "to last until March, and for a boy to mind the stairs. The board gave her the oil, put off the lamp until "
    "the spring rates were in, and said that of boys it had none to spare; whereupon she rang the bell herself "
    "every night of that winter, and no boat was lost."
)


def copied(text, slips, seed):
    """The text with that many words misspelt or left out."""
    words, chance = text.split(" "), random.Random(seed)
    for _ in range(slips):
        at = chance.randrange(len(words))
        words[at] = words[at][:-1] + "x" if chance.random() < 0.7 else ""
    return " ".join(word for word in words if word)


def test_copies_are_put_under_the_copy_whose_slips_they_share():
    one = copied(LETTER, 4, 1)
    two = copied(one, 4, 2)
    other = copied(LETTER, 4, 3)
    another = copied(other, 4, 4)
    parents = family([LETTER, one, two, other, another])
    edges = {frozenset((c, p)) for c, p in enumerate(parents) if p is not None}
    assert edges == {frozenset(pair) for pair in ((0, 1), (1, 2), (0, 3), (3, 4))}
    assert parents.index(None) == 0


def test_a_copy_that_lost_half_stays_under_its_model():
    one, other = copied(LETTER, 5, 1), copied(LETTER, 5, 2)
    half = copied(one[: len(one) // 2], 1, 5)
    assert family([LETTER, one, other, half])[3] == 1


REWORDED = (
    (
        "the dam at Orrel gave way early on Tuesday after four days of rain, flooding 212 houses in the lower town "
        "and cutting the road to the coast; engineer Tomas Vell said the spillway gates had jammed at 3.40am."
    ),
    (
        "After four days of rain the Orrel dam failed early on Tuesday, flooding 212 homes in the lower town and "
        "cutting off the coast road. Engineer Tomas Vell said that the spillway gates had stuck."
    ),
    (
        "Following days of rain, the dam at Orrel collapsed early Tuesday. It flooded more than 200 homes in the lower "
        "part of town and cut off the coastal road. An engineer said that the spillway gates had become stuck."
    ),
    (
        "After several days of rain, the Orrel dam burst on Tuesday, inundating over 200 houses in the lower part of "
        "town. The coastal road was severed. According to an engineer, its gates had jammed."
    ),
)


def test_a_text_stands_beside_the_one_that_keeps_its_figures_and_names():
    parents = family(REWORDED)
    assert parents[0] == 1 or parents[1] == 0


@given(st.permutations(range(len(REWORDED))))
def test_the_order_of_the_texts_makes_no_difference(order):
    straight = family(REWORDED)
    mixed = family([REWORDED[n] for n in order])
    for at, n in enumerate(order):
        parent = mixed[at]
        assert straight[n] == (None if parent is None else order[parent])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=6))
def test_any_texts_make_one_tree(texts):
    parents = family(texts)
    assert len(parents) == len(texts)
    assert sum(p is None for p in parents) == min(1, len(texts))


def test_every_sign_has_a_weight():
    assert set(read_signs(REWORDED).names) == set(WEIGHTS)


@given(st.text("abc", max_size=12), st.text("abc", max_size=12))
def test_the_common_length_is_that_of_the_plain_rule(a, b):
    table = np.zeros((len(a) + 1, len(b) + 1), dtype=int)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1, j + 1] = table[i, j] + 1 if x == y else max(table[i, j + 1], table[i + 1, j])
    assert common_length(a, b) == table[-1, -1]
