"""The demonstration's articles and their truth file fit together."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from firsthand.demo import demo_paths, demo_truth_path

KINDS = {
    "magnitude", "value", "rounding", "bound", "scope", "role", "modality", "negation", "wording",
    "attribution-lost", "attribution-changed", "anonymous-hardened", "quote", "time", "name", "unit",
}  # fmt: skip
BOUNDS = {"exact", "about", "at most", "at least", "between"}
MODALITIES = {"fact", "possible", "planned", "conditional", "denied", "alleged"}


@pytest.fixture(scope="module")
def truth() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(demo_truth_path().read_text(encoding="utf-8"))
    return loaded


@pytest.fixture(scope="module")
def lines() -> dict[str, list[str]]:
    return {path.stem: path.read_text(encoding="utf-8").split("\n") for path in demo_paths()}


def test_paths_are_the_articles_of_the_truth(truth: dict[str, Any]) -> None:
    paths = demo_paths()
    assert all(isinstance(path, Path) and path.is_file() for path in paths)
    assert {path.stem for path in paths} == set(truth["articles"])


def test_articles_are_of_a_newspaper_article_length() -> None:
    for path in demo_paths():
        assert 150 <= len(path.read_text(encoding="utf-8").split()) <= 310, path.name


def test_titles_and_line_numbers_exist(truth: dict[str, Any], lines: dict[str, list[str]]) -> None:
    for name, article in truth["articles"].items():
        assert article["title"] in lines[name]
        assert not set(article["furniture"]) & set(article["captions"])
        assert lines[name].index(article["title"]) + 1 not in article["furniture"]
        for number in (*article["furniture"], *article["captions"]):
            assert lines[name][number - 1].strip(), (name, number)
        assert {parent["article"] for parent in article["parents"]} <= set(lines)


def test_readings_quote_one_line_of_their_article(truth: dict[str, Any], lines: dict[str, list[str]]) -> None:
    for claim in truth["claims"]:
        origins = {reading["origin"] for reading in claim["readings"]}
        assert claim["independent_origins"] == len(origins)
        for reading in claim["readings"]:
            assert any(reading["quote"] in line for line in lines[reading["article"]]), reading
            assert reading["bound"] in BOUNDS
            assert reading["modality"] in MODALITIES
            assert reading["origin"] in truth["origins"]
            assert reading["source"] == (reading["chain"][0] if reading["chain"] else None)
            assert (reading["value"] is None) == (claim["kind"] != "quantity")


def test_changes_quote_both_sides(truth: dict[str, Any], lines: dict[str, list[str]]) -> None:
    claims = {claim["id"] for claim in truth["claims"]}
    for change in truth["mutations"]:
        assert change["claim"] in claims
        for side in ("parent", "child"):
            assert any(change[f"{side}_quote"] in line for line in lines[change[side]]), change
    assert {change["kind"] for change in truth["mutations"]} == KINDS


def test_the_story_is_passed_on_three_times_and_one_article_tells_another(truth: dict[str, Any]) -> None:
    def depth(name: str) -> int:
        return max((1 + depth(parent["article"]) for parent in truth["articles"][name]["parents"]), default=0)

    assert max(map(depth, truth["articles"])) == 3
    assert len({article["story"] for article in truth["articles"].values()}) == 2
    assert any(article["outside"] for article in truth["articles"].values())
