"""The project's own cases, each held to a floor under every figure.

The floors stand a little below what the program reaches; a change that falls under one has lost
something. The figures are counted here, in a few lines of our own, so that the tests stand alone;
benchmarks/cases.py counts them in full.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import firsthand
from firsthand.model import TOLD, Result

CASES = sorted(path.parent for path in Path(__file__).parent.glob("*/truth.json"))

# case: floors for furniture, figures, claims, lineage and changes (F1 each)
FLOORS = {
    "carrow-bees": {"furniture": 0.95, "figures": 0.96, "claims": 0.80, "lineage": 0.84, "changes": 0.56},
    "iskeria-blood": {"furniture": 0.97, "figures": 0.95, "claims": 0.90, "lineage": 0.95, "changes": 0.66},
    "lunby-hoard": {"furniture": 0.97, "figures": 0.95, "claims": 0.86, "lineage": 0.92, "changes": 0.66},
    "marrick-loans": {"furniture": 0.94, "figures": 0.94, "claims": 0.82, "lineage": 0.89, "changes": 0.61},
}

Truth = dict[str, Any]


@cache
def traced(folder: Path) -> tuple[Truth, Result]:
    return json.loads((folder / "truth.json").read_text(encoding="utf8")), firsthand.trace([folder])


def f1(found: Iterable[Hashable], true: Iterable[Hashable]) -> float:
    """The F1 of two bags of things."""
    a, b = Counter(found), Counter(true)
    shared = (a & b).total()
    return 2 * shared / (a.total() + b.total()) if shared else 0.0


def name(result: Result, article: str) -> str:
    return Path(result.article(article).paths[0]).stem


def furniture(truth: Truth, result: Result) -> float:
    found, true = set(), set()
    for article in result.articles:
        key, at = name(result, article.id), 0
        told = [b.span for b in article.blocks if b.kind in TOLD]
        for n, line in enumerate(article.text.split("\n"), 1):
            if line.strip() and not any(s.start < at + len(line) and at < s.end for s in told):
                found.add((key, n))
            at += len(line) + 1
        true |= {
            (key, n) for n in (*truth["articles"][key]["furniture"], *truth["articles"][key]["captions"])
        }
    return f1(found, true)


def figures(truth: Truth, result: Result) -> float:
    found = [
        (name(result, r.article), f"{r.quantity.value:.4g}")
        for c in result.claims
        for r in c.readings
        if r.quantity
    ]
    true = [
        (r["article"], f"{r['value']:.4g}")
        for c in truth["claims"]
        if c["kind"] == "quantity"
        for r in c["readings"]
    ]
    return f1(found, true)


def claims(truth: Truth, result: Result) -> float:
    """BCubed F1 over the true figures that were found, each by its article, value and place."""
    out: dict[tuple[str, float, int], str] = {}
    for c in result.claims:
        for r in c.readings:
            if r.quantity and r.number:
                out[name(result, r.article), r.quantity.value, r.number.start] = c.id
    pairs = []
    for c in truth["claims"]:
        for r in c["readings"] if c["kind"] == "quantity" else ():
            text = next(a.text for a in result.articles if name(result, a.id) == r["article"])
            start = text.index(r["quote"])
            inside = [
                out[key]
                for key in out
                if key[0] == r["article"]
                and key[1] == r["value"]
                and start <= key[2] <= start + len(r["quote"])
            ]
            if inside:
                pairs.append((inside[0], c["id"]))
    return bcubed(pairs)


def bcubed(pairs: list[tuple[str, str]]) -> float:
    by_out: dict[str, Counter[str]] = defaultdict(Counter)
    by_true: dict[str, Counter[str]] = defaultdict(Counter)
    for out, true in pairs:
        by_out[out][true] += 1
        by_true[true][out] += 1
    p = sum(by_out[o][t] / by_out[o].total() for o, t in pairs) / len(pairs)
    r = sum(by_true[t][o] / by_true[t].total() for o, t in pairs) / len(pairs)
    return 2 * p * r / (p + r)


def lineage(truth: Truth, result: Result) -> float:
    found = {
        (name(result, d.child), name(result, d.parent)) for d in result.lineage if d.parent_kind == "article"
    }
    true = {(key, p["article"]) for key, a in truth["articles"].items() for p in a["parents"]}
    return f1(found, true)


def changes(truth: Truth, result: Result) -> float:
    found = [(c.kind, name(result, c.child)) for c in result.changes]
    true = [(m["kind"], m["child"]) for m in truth["mutations"]]
    return f1(found, true)


FIGURES: dict[str, Callable[[Truth, Result], float]] = {
    "furniture": furniture,
    "figures": figures,
    "claims": claims,
    "lineage": lineage,
    "changes": changes,
}


def test_the_cases_are_here() -> None:
    assert {c.name for c in CASES} == set(FLOORS)


@pytest.mark.parametrize("figure", sorted(FIGURES))
@pytest.mark.parametrize("folder", CASES, ids=lambda f: f.name)
def test_no_figure_falls_below_its_floor(folder: Path, figure: str) -> None:
    truth, result = traced(folder)
    assert FIGURES[figure](truth, result) >= FLOORS[folder.name][figure]


@pytest.mark.parametrize("folder", CASES, ids=lambda f: f.name)
def test_the_order_of_the_files_makes_no_difference(folder: Path) -> None:
    paths = sorted(folder.glob("*.txt"))
    forth, back = firsthand.trace(paths), firsthand.trace(paths[::-1])
    assert forth.to_json() == back.to_json()


@pytest.mark.parametrize("folder", CASES, ids=lambda f: f.name)
def test_every_span_lies_in_its_text_and_on_one_line(folder: Path) -> None:
    _, result = traced(folder)
    for claim in result.claims:
        for r in claim.readings:
            assert r.span.of(result.article(r.article).text).strip()
            assert "\n" not in r.span.of(result.article(r.article).text)
    for c in result.changes:
        for article, span in ((c.parent, c.parent_span), (c.child, c.child_span)):
            assert span.of(result.article(article).text).strip()
            assert "\n" not in span.of(result.article(article).text)
