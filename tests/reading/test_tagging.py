"""The chain that tells source, cue and content token by token."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.reading.attribution.columns import SIZE, columns
from firsthand.reading.attribution.scene import Scene
from firsthand.reading.attribution.speech import outermost
from firsthand.reading.attribution.tagging import (
    LABELS,
    LONGEST,
    Chain,
    extents_of,
    labelled,
    shipped,
    stretches,
    told,
)
from firsthand.reading.attribution.tree import build_tree
from firsthand.reading.parse import parse
from firsthand.reading.quotes import extract_quotations


def scene(text: str) -> Scene:
    return Scene(build_tree(parse(text)), outermost(extract_quotations(text)))


def test_a_plain_saying_is_told_in_its_parts() -> None:
    chain = shipped()
    assert chain is not None
    looked_at = scene("The mayor said that the bridge would close on Monday.")
    found = told(looked_at, {2: "say"}, chain)
    assert found["source"] == [(0, 1)]
    assert found["cue"] == [(2, 2)]
    assert found["content"] == [(3, 9)]


def test_every_token_has_its_features() -> None:
    looked_at = scene("“We are late,” she said.\nThe port is shut.")
    found = columns(looked_at, {})
    assert len(found) == len(looked_at.tree.tokens)
    assert int(found.max()) < SIZE


@given(st.lists(st.integers(0, 3), max_size=40), st.integers(0, 99))
@settings(deadline=None, max_examples=30)
def test_no_role_goes_on_that_has_not_begun(steps: list[int], seed: int) -> None:
    lines = np.cumsum(np.array(steps, dtype=np.int64) == 0) if steps else np.zeros(0, dtype=np.int64)
    random = np.random.default_rng(seed)
    rows = random.integers(0, SIZE, (len(lines), 3)).astype(np.uint32)
    chain = Chain(
        random.normal(size=(SIZE, LABELS)).astype(np.float32), np.zeros((LABELS, LABELS), dtype=np.float32)
    )
    labels = labelled(rows, lines, chain)
    for start, _ in stretches(lines):
        assert labels[start] == 0 or labels[start] % 2 == 1
    covered = sum(last - first + 1 for held in extents_of(labels).values() for first, last in held)
    assert covered == int((labels > 0).sum())


def test_a_long_line_is_cut() -> None:
    assert max(end - start for start, end in stretches(np.zeros(3 * LONGEST + 5, dtype=np.int64))) == LONGEST
