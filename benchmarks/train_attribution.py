"""Trains the small linear models that pick out cues, sources and contents; writes one JSON table.

    train_attribution.py --data polnear-train.jsonl.gz [--out attribution.json]

Source: PolNeAR (LREC 2018) for the examples; conditional logit over the options of
`firsthand.reading.attribution.options`, AdaGrad, every step in the order of the data.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from firsthand.language import folder
from firsthand.model import Span
from firsthand.reading.attribution.options import (
    Scene,
    content_options,
    cue_options,
    source_options,
)
from firsthand.reading.attribution.ranking import Weights, accept_features, candidates
from firsthand.reading.attribution.speech import outermost
from firsthand.reading.attribution.tree import build_tree
from firsthand.reading.quotes import extract_quotations
from firsthand.reading.tokens import Parsed

SEEN, RATE = 3, 0.05  # a lemma is a candidate when it was a cue three times and in a twentieth of its uses
EPOCHS, STEP = 4, 0.2
DECAY = 2e-6  # weight of the square penalty; found by the score on the development part
RARE = 4  # features seen less often are left out
SMALL = 0.04  # weights nearer to zero are left out of the table
Example = tuple[list[list[str]], int]


def documents(path: Path) -> Iterator[dict[str, Any]]:
    """The documents of a corpus file that have tokens."""
    with gzip.open(path, "rt", encoding="utf8") as file:
        for line in file:
            row = json.loads(line)
            if row["sents"] is not None:
                yield row


class Gold:
    """The attributions of one annotator over the tokens of a parse."""

    def __init__(self, parsed: Parsed, attributions: list[dict[str, Any]]) -> None:
        self.parsed = parsed
        self.rows = []
        self.covered: set[int] = set()
        for a in attributions:
            row = {role: self._tokens(a.get(role) or []) for role in ("source", "cue", "content")}
            if row["cue"]:
                self.rows.append((row, a))
                self.covered |= set(row["content"])

    def _tokens(self, spans: list[list[int]]) -> list[int]:
        return [t.i for t in self.parsed.tokens for s, e in spans if t.span.start < e and t.span.end > s]

    def head(self, cue: list[int], known_heads: set[int]) -> int | None:
        """The token of a cue that the others hang from, candidates first."""
        inside = set(cue)
        tokens = self.parsed.tokens
        known = [i for i in cue if i in known_heads]
        tops = [i for i in cue if tokens[i].head not in inside or tokens[i].head == i]
        both = [i for i in tops if i in known]
        return (both or known or [None])[0]  # type: ignore[list-item]


class Model:
    """One linear model in training."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def fit(self, examples: list[Example]) -> dict[str, float]:
        """Weights that rank the right option of each example first."""
        counts = Counter(f for options, _ in examples for option in options for f in option)
        self.index = {f: k for k, (f, n) in enumerate(sorted(counts.items())) if n >= RARE}
        self.index = {f: k for k, f in enumerate(self.index)}
        w, g = np.zeros(len(self.index)), np.full(len(self.index), 1e-6)
        rows = [
            (
                [np.array([self.index[f] for f in o if f in self.index], dtype=np.int64) for o in options],
                right,
            )
            for options, right in examples
        ]
        random = np.random.default_rng(7)
        for _ in range(EPOCHS):
            for at in random.permutation(len(rows)):
                options, right = rows[at]
                scores = np.array([w[o].sum() for o in options])
                p = np.exp(scores - scores.max())
                p /= p.sum()
                for k, o in enumerate(options):
                    error = p[k] - (k == right)
                    if abs(error) < 1e-3:
                        continue
                    grad = error + DECAY * len(rows) * w[o] / 50
                    g[o] += grad * grad
                    w[o] -= STEP * grad / np.sqrt(g[o])
        return {f: round(float(w[k]), 2) for f, k in self.index.items() if abs(w[k]) >= SMALL}


def lemma_table(parses: list[tuple[dict[str, Any], Parsed]]) -> dict[str, set[str]]:
    """For each part of speech the lemmas that are worth looking at as cues."""
    cue: Counter[tuple[str, str]] = Counter()
    total: Counter[tuple[str, str]] = Counter()
    for row, parsed in parses:
        gold = Gold(parsed, row["anns"][min(row["anns"])])
        total.update((t.pos, t.lemma.lower()) for t in parsed.tokens)
        for spans, _ in gold.rows:
            inside = set(spans["cue"])
            for i in spans["cue"]:
                t = parsed.tokens[i]
                if t.head not in inside or t.head == i:
                    cue[t.pos, t.lemma.lower()] += 1
                    break
    found: dict[str, set[str]] = {"VERB": set(), "NOUN": set(), "ADJ": set(), "PROPN": set()}
    for (pos, lemma), n in cue.items():
        if pos in found and n >= SEEN and n / total[pos, lemma] >= RATE and lemma != "accord":
            found[pos].add(lemma)
    return found


def overlap(a: tuple[Span, ...], b: list[list[int]]) -> float:
    """Shared code points of two sets of spans over all of theirs."""
    ours = {k for s in a for k in range(s.start, s.end)}
    theirs = {k for s, e in b for k in range(s, e)}
    return len(ours & theirs) / max(1, len(ours | theirs))


def train(data: Path, parse: Callable[[dict[str, Any]], Parsed]) -> dict[str, Any]:
    """The whole table: lemmas, thresholds and the weights of the five models."""
    parses = [(row, parse(row)) for row in documents(data)]
    lemmas = lemma_table(parses)
    scenes = [(row, Scene(build_tree(p), outermost(extract_quotations(row["text"])))) for row, p in parses]
    source_rows: list[Example] = []
    content_rows: list[Example] = []
    left_rows: list[Example] = []
    right_rows: list[Example] = []
    positives: list[set[int]] = []
    golds: list[Gold] = []
    for row, scene in scenes:
        gold = Gold(scene.tree.parsed, row["anns"][min(row["anns"])])
        golds.append(gold)
        heads: set[int] = set()
        possible = dict(candidates(scene, lemmas))
        for spans, a in gold.rows:
            head = gold.head(spans["cue"], set(possible))
            if head is None:
                continue
            heads.add(head)
            examples(
                scene, (head, possible[head]), spans, a, (source_rows, content_rows, left_rows, right_rows)
            )
        positives.append(heads)
    table: dict[str, Any] = {"lemmas": {pos: sorted(found) for pos, found in lemmas.items()}}
    for name, rows in (
        ("source", source_rows),
        ("content", content_rows),
        ("left", left_rows),
        ("right", right_rows),
    ):
        table[name] = Model().fit(rows)
        print(name, len(rows), "examples", len(table[name]), "weights", flush=True)
    weights = Weights.from_table({**table, "accept": {}})
    accept_rows: list[Example] = []
    for (_, scene), gold, heads in zip(scenes, golds, positives, strict=True):
        accept_rows += accept_examples(scene, gold, heads, weights)
    table["accept"] = Model().fit(accept_rows)
    print("accept", len(accept_rows), "examples", len(table["accept"]), "weights", flush=True)
    return table


def examples(
    scene: Scene,
    candidate: tuple[int, str],
    spans: dict[str, list[int]],
    a: dict[str, Any],
    out: tuple[list[Example], ...],
) -> None:
    """Adds one example for each model from one gold attribution."""
    head, lemma = candidate
    lefts, rights = cue_options(scene.tree, head, lemma)
    cue = (spans["cue"][0], spans["cue"][-1])
    for options, edge, rows in ((lefts, cue[0], out[2]), (rights, cue[1], out[3])):
        right = next((k for k, (at, _) in enumerate(options) if at == edge), None)
        if right is not None and len(options) > 1:
            rows.append(([f for _, f in options], right))
    sources = source_options(scene, head, lemma)
    want = (spans["source"][0], spans["source"][-1]) if spans["source"] else None
    k = next((k for k, o in enumerate(sources) if o.extent == want), None)
    if k is not None:
        out[0].append(([list(o.features) for o in sources], k))
    contents = content_options(scene, head, lemma, want, cue)
    if contents and spans["content"]:
        shares = [overlap(o.spans, a["content"]) for o in contents]
        best = max(range(len(shares)), key=lambda n: shares[n])
        if shares[best] > 0.7:
            out[1].append(([list(o.features) for o in contents], best))


def accept_examples(scene: Scene, gold: Gold, heads: set[int], weights: Weights) -> list[Example]:
    """One example for each candidate outside other contents: a cue or none."""
    found: list[Example] = []
    for i, lemma in candidates(scene, weights.lemmas):
        if i in gold.covered or scene.quoted(i):
            continue
        found.append(([[], accept_features(scene, i, lemma, weights)], 1 if i in heads else 0))
    return found


def main() -> None:
    """Trains on `--data` and writes the table to `--out`."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--data", type=Path, default=Path("../shared/corpora/attribution/polnear-train.jsonl.gz")
    )
    arguments.add_argument("--out", type=Path, default=folder() / "attribution.json")
    options = arguments.parse_args()
    from firsthand.reading.parse import parse

    table = train(options.data, lambda row: parse(row["text"]))
    options.out.write_text(
        json.dumps(table, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8"
    )


if __name__ == "__main__":
    main()
