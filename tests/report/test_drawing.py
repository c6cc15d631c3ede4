from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from firsthand.report.drawing import draw

NODES = [f"n{i}" for i in range(9)]
pairs = st.lists(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)), max_size=20, unique=True)


@given(pairs)
def test_boxes_of_a_layer_do_not_touch(edges: list[tuple[str, str]]) -> None:
    layers = defaultdict(list)
    for place in draw(NODES, edges).places.values():
        layers[place.layer].append(place.row)
    for rows in layers.values():
        rows.sort()
        assert all(after - before > 0.999 for before, after in pairwise(rows))


@given(pairs)
def test_lines_run_from_parents_to_children(edges: list[tuple[str, str]]) -> None:
    down = [(min(pair), max(pair)) for pair in edges if pair[0] != pair[1]]
    drawing = draw(NODES, down)
    for parent, child in down:
        line = [drawing.places[parent], *drawing.bends[parent, child], drawing.places[child]]
        assert [place.layer for place in line] == list(range(line[0].layer, line[-1].layer + 1))


@given(pairs)
def test_twice_the_same_drawing(edges: list[tuple[str, str]]) -> None:
    assert draw(NODES, edges) == draw(NODES, edges)


def test_lines_do_not_cross_where_they_need_not() -> None:
    drawing = draw(["a", "b", "x", "y"], [("a", "y"), ("b", "x")])
    rows = {name: place.row for name, place in drawing.places.items()}
    assert (rows["a"] < rows["b"]) == (rows["y"] < rows["x"])


def test_nothing_to_draw() -> None:
    assert draw([], []).places == {}
