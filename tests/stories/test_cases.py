"""The story cases written for this project are well formed: what truth.json says can be found in the articles."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent
CASES = tuple(sorted(path.parent.name for path in ROOT.glob("*/truth.json")))
BOUNDS = {"exact", "about", "at most", "at least", "between"}
MODALITIES = {"fact", "possible", "planned", "conditional", "denied", "alleged"}
ORIGIN_KINDS = {"anonymous", "person", "organization", "document", "outlet"}
CHANGES = {
    *("magnitude", "value", "rounding", "bound", "scope", "role", "modality", "negation", "wording"),
    *("attribution-lost", "attribution-changed", "anonymous-hardened", "quote", "time", "name", "unit"),
}
MONTH = r"(?:January|February|March|April|May|June|July|August|September|October|November|December|Jan)"
# Figures that are no readings by the conventions: years, dates, clock times, ages, names with numbers in them.
NO_READING = re.compile(
    rf"\b(?:19|20)\d\d\b|\b\d{{1,2}} {MONTH}\b|\b{MONTH} \d{{1,2}}\b|, 64\b|aged 34\b|, 23\."
    r"|\bclass 4b\b|\bVessmark 1\b|\bChannel 6\b"
)
FIGURE = re.compile(r"\d[\d.,]*\d|\d")


@cache
def truth(case: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((ROOT / case / "truth.json").read_text(encoding="utf-8"))
    return loaded


@cache
def lines(case: str, article: str) -> tuple[str, ...]:
    return tuple((ROOT / case / f"{article}.txt").read_text(encoding="utf-8").split("\n"))


def is_on_one_line(case: str, article: str, quote: str) -> bool:
    return any(quote in line for line in lines(case, article))


def readings(case: str) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    return [(claim, reading) for claim in truth(case)["claims"] for reading in claim["readings"]]


def test_there_are_two_cases() -> None:
    assert len(CASES) >= 2


@pytest.mark.parametrize("case", CASES)
class TestCase:
    def test_articles_are_the_files(self, case: str) -> None:
        assert truth(case)["case"] == case
        assert set(truth(case)["articles"]) == {path.stem for path in (ROOT / case).glob("*.txt")}
        assert len({article["story"] for article in truth(case)["articles"].values()}) >= 2

    def test_titles_and_bylines_stand_in_the_articles(self, case: str) -> None:
        for name, article in truth(case)["articles"].items():
            assert article["title"] is None or article["title"] in lines(case, name)
            for printed in (article["outlet"], article["byline"]):
                assert printed is None or is_on_one_line(case, name, printed), (name, printed)
            assert article["published"] is None or re.fullmatch(
                r"\d{4}-\d\d-\d\d(T\d\d:\d\d)?", article["published"]
            )

    def test_furniture_and_captions_are_lines_with_text(self, case: str) -> None:
        for name, article in truth(case)["articles"].items():
            numbers = article["furniture"] + article["captions"]
            assert len(numbers) == len(set(numbers)), name
            for number in numbers:
                assert lines(case, name)[number - 1].strip(), (name, number)
                assert lines(case, name)[number - 1] != article["title"], (name, number)

    def test_parents_are_articles_without_a_circle(self, case: str) -> None:
        parents = {
            name: {edge["article"] for edge in article["parents"]}
            for name, article in truth(case)["articles"].items()
        }
        assert all(
            edge["how"] in {"copies", "rewrites", "cites"}
            for article in truth(case)["articles"].values()
            for edge in article["parents"]
        )
        left = dict(parents)
        while left:
            roots = {name for name, above in left.items() if not above & set(left)}
            assert roots, f"circle among {sorted(left)}"
            left = {name: above for name, above in left.items() if name not in roots}
        assert set().union(*parents.values()) <= set(parents)

    def test_readings_are_found_outside_furniture(self, case: str) -> None:
        for claim, reading in readings(case):
            article = truth(case)["articles"][reading["article"]]
            outside = set(article["furniture"]) | set(article["captions"])
            body = [line for n, line in enumerate(lines(case, reading["article"]), 1) if n not in outside]
            assert sum(line.count(reading["quote"]) for line in body) == 1, (claim["id"], reading)

    def test_readings_keep_to_the_vocabulary(self, case: str) -> None:
        for claim, reading in readings(case):
            assert reading["bound"] in BOUNDS, claim["id"]
            assert reading["modality"] in MODALITIES, claim["id"]
            assert (reading["value"] is not None) == (claim["kind"] == "quantity"), claim["id"]
            assert (reading["high"] is not None) == (reading["bound"] == "between"), claim["id"]
            assert reading["high"] is None or reading["high"] > reading["value"], claim["id"]

    def test_sources_and_chains_are_words_of_the_article(self, case: str) -> None:
        for claim, reading in readings(case):
            assert (reading["source"] is None) == (not reading["chain"]), (claim["id"], reading)
            for printed in (reading["source"], *reading["chain"]):
                assert printed is None or is_on_one_line(case, reading["article"], printed), printed

    def test_claims_have_ids_units_and_enough_articles(self, case: str) -> None:
        claims = truth(case)["claims"]
        assert len({claim["id"] for claim in claims}) == len(claims)
        for claim in claims:
            assert claim["kind"] in {"quantity", "quote", "event"}
            assert (claim["unit"] is not None) == (claim["kind"] == "quantity"), claim["id"]
            if claim["kind"] != "quantity":
                assert len({reading["article"] for reading in claim["readings"]}) >= 2, claim["id"]

    def test_origins_are_named_used_and_counted(self, case: str) -> None:
        origins = truth(case)["origins"]
        assert {origin["kind"] for origin in origins.values()} <= ORIGIN_KINDS
        assert {reading["origin"] for _, reading in readings(case)} == set(origins)
        for claim in truth(case)["claims"]:
            counted = {reading["origin"] for reading in claim["readings"]}
            assert claim["independent_origins"] == len(counted), claim["id"]
        assert sum(claim["independent_origins"] > 1 for claim in truth(case)["claims"]) >= 4

    def test_mutations_quote_both_articles(self, case: str) -> None:
        claims = {claim["id"]: claim for claim in truth(case)["claims"]}
        for change in truth(case)["mutations"]:
            assert change["kind"] in CHANGES, change
            spoken = {reading["article"] for reading in claims[change["claim"]]["readings"]}
            assert change["child"] in spoken, change
            assert change["kind"] == "role" or change["parent"] in spoken, change
            assert is_on_one_line(case, change["parent"], change["parent_quote"]), change
            assert is_on_one_line(case, change["child"], change["child_quote"]), change

    def test_mutations_follow_the_lineage(self, case: str) -> None:
        articles = truth(case)["articles"]
        for change in truth(case)["mutations"]:
            parents = {edge["article"] for edge in articles[change["child"]]["parents"]}
            assert change["parent"] in parents, change
        assert len({change["kind"] for change in truth(case)["mutations"]}) >= 10

    def test_every_figure_in_digits_is_a_reading(self, case: str) -> None:
        for name, article in truth(case)["articles"].items():
            quotes = [
                reading["quote"]
                for claim, reading in readings(case)
                if reading["article"] == name and claim["kind"] == "quantity"
            ]
            for number, line in enumerate(lines(case, name), 1):
                if number in article["furniture"] + article["captions"]:
                    continue
                spans = [m.span() for m in NO_READING.finditer(line)]
                spans += [(line.find(q), line.find(q) + len(q)) for q in quotes if q in line]
                for found in FIGURE.finditer(line):
                    if re.fullmatch(r"\d\d:\d\d", line):
                        continue
                    assert any(a <= found.start() and found.end() <= b for a, b in spans), (name, line)
