"""Renamed copies of a case keep its shape: quotations, figures, garbled names, relations."""

from __future__ import annotations

import json
import sys
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import rename  # noqa: E402
import rename_figures as figures  # noqa: E402

WIRE = """BORVIAN NEWS AGENCY
Fire in Palduna leaves 1,240 homeless

By Jarek Solinas
PALDUNA, Borvia (BNA) — A fire in the port of Palduna left 1,240 people without homes, said Marek Tolvin, who leads the Borvian rescue service. He put the damage at 48 million crowns.

Some twelve thousand people watched from the hills, Tolvin said. "It was over in 310 minutes," he said.
"""

COPY = """In the port Palduna 12,400 persons lost homes
The fire in Palduna left without homes 12,400 persons, told Marik Tolwin, the chief of the rescue of Borvia. The damage is about 50 million crowns.
From the hills looked 12,000 people, told Tolwin to the Borvian News Agency, and six of them fell.
"""


def reading(
    article: str, quote: str, value: float, source: str | None, bound: str = "exact"
) -> dict[str, Any]:
    return {
        "article": article, "quote": quote, "value": value, "high": None, "bound": bound,
        "source": source, "chain": [source] if source else [], "origin": "o", "modality": "fact",
    }  # fmt: skip


def change(kind: str, claim: str, parent_quote: str, child_quote: str) -> dict[str, str]:
    return {
        "kind": kind, "claim": claim, "parent": "wire", "child": "copy",
        "parent_quote": parent_quote, "child_quote": child_quote,
    }  # fmt: skip


def quantity(name: str, *readings: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": name, "question": f"How many {name}?", "kind": "quantity", "unit": None,
        "independent_origins": 1, "readings": list(readings),
    }  # fmt: skip


def article(title: str, furniture: list[int], **more: Any) -> dict[str, Any]:
    return {
        "outlet": None, "title": title, "published": None, "byline": None, "furniture": furniture,
        "captions": [], "story": "s", "parents": [], "outside": [],
    } | more  # fmt: skip


TRUTH = {
    "case": "fire", "event": "A fire in Palduna", "made": "for this test",
    "articles": {
        "wire": article(
            "Fire in Palduna leaves 1,240 homeless", [1, 4], outlet="BORVIAN NEWS AGENCY", byline="Jarek Solinas"
        ),
        "copy": article("In the port Palduna 12,400 persons lost homes", []),
    },
    "origins": {"o": {"name": "Marek Tolvin", "kind": "person"}},
    "claims": [
        quantity(
            "homeless",
            reading("wire", "1,240 people without homes", 1240, "Marek Tolvin"),
            reading("copy", "12,400 persons, told", 12400, "Marik Tolwin"),
        ),
        quantity(
            "damage",
            reading("wire", "48 million crowns", 48_000_000, "Marek Tolvin"),
            reading("copy", "about 50 million crowns", 50_000_000, None, "about"),
        ),
        quantity(
            "watchers",
            reading("wire", "Some twelve thousand people", 12000, "Tolvin", "about"),
            reading("copy", "12,000 people", 12000, "Tolwin"),
        ),
        quantity("length", reading("wire", "in 310 minutes", 310, "he")),
        quantity("fallen", reading("copy", "six of them fell", 6, "Tolwin")),
    ],
    "mutations": [
        change("magnitude", "homeless", "1,240 people without homes", "12,400 persons, told"),
        change("name", "homeless", "Marek Tolvin", "Marik Tolwin"),
        change("rounding", "damage", "48 million crowns", "about 50 million crowns"),
    ],
}  # fmt: skip


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "fire"
    folder.mkdir()
    (folder / "wire.txt").write_text(WIRE, encoding="utf-8")
    (folder / "copy.txt").write_text(COPY, encoding="utf-8")
    (folder / "truth.json").write_text(json.dumps(TRUTH), encoding="utf-8")
    return folder


def renamed(case: Path, seed: int) -> tuple[dict[str, Any], dict[str, str], rename.Renaming]:
    target = case.parent / f"renamed-{seed}"
    renaming = rename.rename_case(case, target, seed)
    truth = json.loads((target / "truth.json").read_text(encoding="utf-8"))
    texts = {key: (target / f"{key}.txt").read_text(encoding="utf-8") for key in truth["articles"]}
    return truth, texts, renaming


@pytest.mark.parametrize("seed", range(5))
def test_no_name_of_the_case_is_left(case: Path, seed: int) -> None:
    truth, texts, _ = renamed(case, seed)
    everything = json.dumps(truth) + "".join(texts.values())
    for name in ("Palduna", "Borvia", "BORVIAN", "Tolvin", "Tolwin", "Marek", "Jarek", "Solinas", "(BNA)"):
        assert name not in everything


@pytest.mark.parametrize("seed", range(5))
def test_quotations_stay_in_one_line_of_their_article(case: Path, seed: int) -> None:
    truth, texts, _ = renamed(case, seed)
    quotes = [(r["article"], r["quote"]) for claim in truth["claims"] for r in claim["readings"]]
    quotes += [(m[side], m[f"{side}_quote"]) for m in truth["mutations"] for side in ("parent", "child")]
    for key, quote in quotes:
        assert any(quote in line for line in texts[key].split("\n"))
    for key, told in truth["articles"].items():
        assert told["title"] in texts[key].split("\n")
        assert len(texts[key].split("\n")) == len({"wire": WIRE, "copy": COPY}[key].split("\n"))


@pytest.mark.parametrize("seed", range(5))
def test_figures_change_together_and_keep_their_relations(case: Path, seed: int) -> None:
    truth, _, _ = renamed(case, seed)
    values = {claim["id"]: [r["value"] for r in claim["readings"]] for claim in truth["claims"]}
    quotes = {claim["id"]: [r["quote"] for r in claim["readings"]] for claim in truth["claims"]}
    assert values["homeless"][1] == 10 * values["homeless"][0]
    assert f"{values['homeless'][0]:,}" in quotes["homeless"][0]
    low, high = values["damage"]
    assert low < high <= 1.12 * low
    assert values["watchers"][0] == values["watchers"][1]
    assert "thousand" in quotes["watchers"][0]
    assert values["fallen"] == [6]


def test_the_figures_of_a_case_do_change(case: Path) -> None:
    changed = [renamed(case, seed)[0]["claims"][0]["readings"][0]["value"] != 1240 for seed in range(5)]
    assert sum(changed) >= 4


def test_garbled_names_adjectives_and_initials_hold(case: Path) -> None:
    truth, texts, renaming = renamed(case, 1)
    names = renaming.names
    assert names["Borvian"] == names["Borvia"] + "n"
    assert sum(a != b for a, b in zip(names["Tolvin"], names["Tolwin"], strict=True)) == 1
    assert names["Marek"] != names["Marik"]
    assert truth["articles"]["wire"]["outlet"] == f"{names['Borvian'].upper()} NEWS AGENCY"
    assert f"({names['Borvian'][0]}NA)" in texts["wire"]


def test_the_same_seed_gives_the_same_copy(case: Path) -> None:
    first, second = renamed(case, 3), renamed(case, 3)
    assert first[:2] == second[:2]
    assert first[2].names != renamed(case, 4)[2].names


def test_a_copy_that_does_not_fit_is_refused(case: Path) -> None:
    truth, texts, _ = renamed(case, 2)
    broken = json.loads(json.dumps(truth))
    broken["claims"][0]["readings"][0]["quote"] = "no such words"
    broken["claims"][1]["readings"][0]["value"] = 7
    with pytest.raises(rename.RenameError, match=r"no such words(?s:.*)does not say 7"):
        rename.check_renamed(TRUTH, broken, texts)


def test_figures_are_told_from_years_times_and_small_counts() -> None:
    text = (
        "In 2033 at 10.20 some 12,400 of 85 people paid $1.2bn, 60 to 70 million, or eight thousand; 0455 21."
    )
    found = {text[f.start : f.end]: (f.value, f.movable) for f in figures.find_figures(text)}
    assert found["12,400"] == (12400, True)
    assert found["1.2"] == (Decimal(1_200_000_000), True)
    assert found["60"] == (60_000_000, True)
    assert found["70"] == (70_000_000, True)
    assert found["eight"] == (8000, True)
    assert not found["85"][1]
    assert not found["2033"][1]
    assert not found["0455"][1]
    assert "10" not in found


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**9), st.integers(0, 20))
def test_new_digits_are_as_many_and_as_round(value: int, seed: int) -> None:
    digits = figures.significant(value)
    new = figures.choose_figures(seed, [digits], [])[digits]
    assert len(new) == len(digits)
    assert not new.endswith("0")
    spelled = f"{value:,}"
    figure = figures.Figure(start=0, end=len(spelled), value=Decimal(value), movable=True)
    assert figures.respell(spelled, figure, new) == f"{int(figures.scaled(Decimal(value), new)):,}"


@given(st.text(max_size=80), st.integers(0, 80), st.integers(0, 80))
def test_every_span_of_a_text_has_a_place_in_the_new_one(text: str, a: int, b: int) -> None:
    renaming = rename.Renaming(names={"Palduna": "Gork"}, phrases={}, digits={"124": "1370"[:3]})
    carried = rename.Carried(f"{text} Palduna 12,400", renaming.edits(f"{text} Palduna 12,400"))
    start, end = sorted((min(a, len(carried.old)), min(b, len(carried.old))))
    low, high = carried.span(start, end)
    assert 0 <= low <= len(carried.new)
    assert high <= len(carried.new)
    assert carried.quotes("Palduna")[-1] == "Gork"
