"""What is new between two results."""

from __future__ import annotations

import json

import pytest

import firsthand
from firsthand.desk.diffing import diff_lines, diff_results, load_result
from firsthand.errors import InputError


def result(*paths):
    return json.loads(firsthand.trace(list(paths)).to_json())


def test_result_differs_not_from_itself(story):
    found = diff_results(result(story), result(story))
    assert diff_lines(found) == ("nothing is new",)


def test_new_article_brings_readings_and_changes(story):
    found = diff_results(result(story / "wire.txt", story / "paper.txt"), result(story))
    assert found["articles"]["new"][0]["line"].endswith("1,200 ferry jobs to go")
    assert not found["articles"]["gone"]
    assert any("from a new article" in row["line"] for row in found["readings"])
    assert any(row["kind"] == "magnitude" for row in found["changes"]["new"])
    lines = diff_lines(found)
    assert any(line.startswith("+ article: ") for line in lines)
    assert any(line.startswith("~ reading: ") for line in lines)


def test_other_way_round_says_what_is_gone(story):
    less, more = result(story / "wire.txt"), result(story)
    assert len(diff_results(more, less)["articles"]["gone"]) == 2
    assert len(diff_results(less, more)["articles"]["new"]) == 2


def test_reading_that_is_read_otherwise_is_told(story):
    old, new = result(story), result(story)
    new["claims"][0]["readings"][0]["value"] = 7
    (row,) = diff_results(old, new)["readings"]
    assert "is 7" in row["line"]


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": "other/1"}'])
def test_what_is_no_result_is_told(tmp_path, content):
    path = tmp_path / "odd.json"
    path.write_text(content)
    with pytest.raises(InputError, match="expected"):
        load_result(path)
    with pytest.raises(InputError):
        load_result(tmp_path / "none.json")
