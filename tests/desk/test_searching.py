"""Finding articles: a figure is found however it is written, and not as a part of another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.desk import add
from firsthand.desk.views import Filter, search_rows
from firsthand.store import open_library
from firsthand.store.figures import figure_of, find_figure, spellings

LINES = {
    "comma": "Some 700,000 soldiers were hurt, the ministry said on Monday.",
    "point": "The army lost 0.7 million soldiers, an official said on Monday.",
    "short": "Losses reached 700k soldiers by Monday, a report said.",
    "words": "Nearly seven hundred thousand soldiers were hurt by Monday, a report said.",
    "mixed": "About 700 thousand soldiers were hurt by Monday, a report said.",
    "tenth": "Up to 70,000 soldiers may have been killed by Monday, a report said.",
    "longer": "A sum of 1,700,000 crowns was paid to soldiers on Monday, a report said.",
    "million": "A sum of 700,000,000 crowns was paid to soldiers on Monday, a report said.",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    found = tmp_path_factory.mktemp("texts")
    for name, line in LINES.items():
        (found / f"{name}.txt").write_text(f"Soldiers in the {name} report\nThe Gull\n\n{line}\n")
    return found


@pytest.fixture
def library(library_address, folder):
    with open_library(library_address, create=True) as found:
        add(found, [folder])
        yield found


def _found(library, query, **wanted):
    rows = search_rows(library, query, Filter(**wanted))
    return {row["title"].split()[3] for row in rows}


def test_a_figure_is_found_in_any_spelling_and_in_no_longer_figure(library):
    same = {"comma", "point", "short", "words", "mixed"}
    for query in ("700,000", "700000", "0.7 million", '"700 thousand"', "700k", "700.000"):
        assert _found(library, query) == same, query
    assert _found(library, "70000") == {"tenth"}
    assert _found(library, "1.7 million") == {"longer"}
    assert _found(library, "soldiers 700,000 ministry") == {"comma"}
    assert _found(library, "700,000 -ministry") == same - {"comma"}
    assert "comma" not in _found(library, "soldiers -700,000")
    assert len(search_rows(library, "700,000", Filter(limit=2))) == 2
    shown = [row["snippet"] for row in search_rows(library, "700,000", Filter())]
    assert all(any(one in snippet for one in ("700", "0.7", "seven hundred")) for snippet in shown)


@given(st.integers(min_value=0, max_value=10**12))
def test_every_spelling_of_a_figure_is_found_where_it_stands_alone(number):
    for one in spellings(float(number)):
        assert find_figure(float(number), f"There were {one}, they said.")
        assert not find_figure(float(number), f"There were 3,{one}00, they said.")


@pytest.mark.parametrize("term", ["ferry", "12%", "2031-03-04", "1,2", "", "a1", "9" * 40])
def test_what_is_no_figure_is_searched_as_words(term):
    assert figure_of(term) is None
