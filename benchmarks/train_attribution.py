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
from numpy.typing import NDArray
from train_tagging import Lesson, fit, right_labels

from firsthand.language import folder
from firsthand.model import Span
from firsthand.reading.attribution.columns import columns
from firsthand.reading.attribution.content_options import content_options
from firsthand.reading.attribution.cue_options import cue_options
from firsthand.reading.attribution.ranking import Weights, accept_features, candidates
from firsthand.reading.attribution.scene import Scene, Told
from firsthand.reading.attribution.source_options import source_options
from firsthand.reading.attribution.speech import outermost
from firsthand.reading.attribution.tagging import Chain, extents_of, labelled
from firsthand.reading.attribution.tree import build_tree, line_numbers
from firsthand.reading.quotes import extract_quotations
from firsthand.reading.tokens import Parsed

SEEN, RATE = 3, 0.05  # a lemma is a candidate when it was a cue three times and in a twentieth of its uses
EPOCHS, STEP = 5, 0.2
GROUP = 8  # examples learned from at once
FOLDS = 3
DECAY = 2e-6  # weight of the square penalty; found by the score on the development part
RARE = 4  # features seen less often are left out
SMALL = 0.08  # weights nearer to zero are left out of the table; it halves the table and costs nothing
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
        """Weights that rank the right option of each example first (conditional logit, AdaGrad)."""
        counts = Counter(f for options, _ in examples for option in options for f in option)
        self.index = {f: k for k, f in enumerate(sorted(f for f, n in counts.items() if n >= RARE))}
        w, g = np.zeros(len(self.index) + 1), np.full(len(self.index) + 1, 1e-6)
        rows = [
            (
                [
                    np.array(sorted(self.index[f] for f in o if f in self.index), dtype=np.int64)
                    for o in options
                ],
                right,
            )
            for options, right in examples
        ]
        random = np.random.default_rng(7)
        for _ in range(EPOCHS):
            order = random.permutation(len(rows))
            for at in range(0, len(order), GROUP):
                self._learn([rows[k] for k in order[at : at + GROUP]], w, g, len(rows))
        return {f: round(float(w[k]), 2) for f, k in self.index.items() if abs(w[k]) >= SMALL}

    @staticmethod
    def _learn(
        group: list[tuple[list[NDArray[np.int64]], int]],
        w: NDArray[np.float64],
        g: NDArray[np.float64],
        count: int,
    ) -> None:
        """One step on some examples at once; the last weight stands for no feature and stays zero."""
        none = np.array([len(w) - 1])
        options = [o if len(o) else none for held, _ in group for o in held]
        sizes = np.array([len(held) for held, _ in group])
        firsts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
        lengths = np.array([len(o) for o in options])
        flat = np.concatenate(options)
        scores = np.add.reduceat(w[flat], np.concatenate([[0], np.cumsum(lengths)[:-1]]))
        scores -= np.repeat(np.maximum.reduceat(scores, firsts), sizes)
        p = np.exp(scores)
        p /= np.repeat(np.add.reduceat(p, firsts), sizes)
        p[firsts + np.array([right for _, right in group])] -= 1
        touched, places = np.unique(flat, return_inverse=True)
        gradient = np.bincount(places, weights=np.repeat(p, lengths), minlength=len(touched))
        gradient += DECAY * count * w[touched] / 50 * len(group) / 4
        g[touched] += gradient * gradient
        w[touched] -= STEP * gradient / np.sqrt(g[touched])
        w[-1] = 0.0


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


def train(data: Path, parse: Callable[[dict[str, Any]], Parsed]) -> tuple[dict[str, Any], Chain]:
    """The whole table (lemmas and the weights of the five models), and the chain's weights."""
    parses = [(row, parse(row)) for row in documents(data)]
    lemmas = lemma_table(parses)
    scenes = [Scene(build_tree(p), outermost(extract_quotations(row["text"]))) for row, p in parses]
    golds = [Gold(p, row["anns"][min(row["anns"])]) for row, p in parses]
    heads = [dict(candidates(scene, lemmas)) for scene in scenes]
    lessons = [
        lesson(scene, known, row["anns"][min(row["anns"])])
        for (row, _), scene, known in zip(parses, scenes, heads, strict=True)
    ]
    heard = heard_apart(scenes, heads, lessons)
    table: dict[str, Any] = {"lemmas": {pos: sorted(found) for pos, found in lemmas.items()}}
    rows: dict[str, list[Example]] = {name: [] for name in ("source", "content", "left", "right")}
    positives: list[set[int]] = []
    # Every example twice, with what the chain tells and without: inside contents the chain is silent.
    for scene, gold, known, told in zip(scenes, golds, heads, heard, strict=True):
        for voice in (told, None):
            scene.hear(voice, known)
            positives.append(sayings_of(scene, gold, lemmas, rows))
    for name, found in rows.items():
        table[name] = Model().fit(found)
        print(name, len(found), "examples", len(table[name]), "weights", flush=True)
    weights = Weights.from_table({**table, "accept": {}})
    accept: list[Example] = []
    for k, (scene, gold, known, told) in enumerate(zip(scenes, golds, heads, heard, strict=True)):
        for n, voice in enumerate((told, None)):
            scene.hear(voice, known)
            accept += accept_examples(scene, gold, positives[2 * k + n], weights)
    table["accept"] = Model().fit(accept)
    print("accept", len(accept), "examples", len(table["accept"]), "weights", flush=True)
    return table, fit(lessons)


def lesson(scene: Scene, known: dict[int, str], attributions: list[dict[str, Any]]) -> Lesson:
    """What the chain learns from one text."""
    lines = np.array(line_numbers(scene.tree), dtype=np.int64)
    return Lesson(columns(scene, known), lines, right_labels(scene.tree, lines, attributions))


def heard_apart(scenes: list[Scene], heads: list[dict[int, str]], lessons: list[Lesson]) -> list[Told]:
    """What a chain tells of each text that was fitted on the others: it knows its own lessons too well."""
    found: list[Told | None] = [None] * len(scenes)
    for fold in range(FOLDS):
        chain = fit([x for k, x in enumerate(lessons) if k % FOLDS != fold])
        for k in range(fold, len(scenes), FOLDS):
            labels = labelled(lessons[k].rows, lessons[k].lines, chain)
            found[k] = Told(scenes[k].tree, extents_of(labels))
        print("fold", fold, flush=True)
    return [told for told in found if told is not None]


def sayings_of(
    scene: Scene, gold: Gold, lemmas: dict[str, set[str]], rows: dict[str, list[Example]]
) -> set[int]:
    """The heads of the sayings of a text; adds what they teach to `rows`."""
    possible = dict(candidates(scene, lemmas))
    found: set[int] = set()
    for spans, a in gold.rows:
        head = gold.head(spans["cue"], set(possible))
        if head is not None:
            found.add(head)
            examples(scene, (head, possible[head]), spans, a, rows)
    return found


def examples(
    scene: Scene,
    candidate: tuple[int, str],
    spans: dict[str, list[int]],
    a: dict[str, Any],
    out: dict[str, list[Example]],
) -> None:
    """Adds one example for each model from one gold attribution."""
    head, lemma = candidate
    lefts, rights = cue_options(scene, head, lemma)
    cue = (spans["cue"][0], spans["cue"][-1])
    for options, edge, rows in ((lefts, cue[0], out["left"]), (rights, cue[1], out["right"])):
        right = next((k for k, (at, _) in enumerate(options) if at == edge), None)
        if right is not None and len(options) > 1:
            rows.append(([f for _, f in options], right))
    sources = source_options(scene, head, lemma)
    want = (spans["source"][0], spans["source"][-1]) if spans["source"] else None
    k = next((k for k, o in enumerate(sources) if o.extent == want), None)
    if k is not None:
        out["source"].append(([list(o.features) for o in sources], k))
    contents = content_options(scene, head, lemma, want, cue)
    if contents and spans["content"]:
        shares = [overlap(o.spans, a["content"]) for o in contents]
        best = max(range(len(shares)), key=lambda n: shares[n])
        if shares[best] > 0.7:
            out["content"].append(([list(o.features) for o in contents], best))


def accept_examples(scene: Scene, gold: Gold, heads: set[int], weights: Weights) -> list[Example]:
    """One example for each candidate outside other contents: a cue or none."""
    found: list[Example] = []
    for i, lemma in candidates(scene, weights.lemmas):
        if i in gold.covered or scene.quoted(i):
            continue
        found.append(([[], accept_features(scene, i, lemma, weights)], 1 if i in heads else 0))
    return found


def save(chain: Chain, path: Path) -> None:
    """Writes the chain's weights as whole numbers of one byte, and the unit that they are counted in."""
    unit = float(np.abs(chain.emission).max()) / 127
    emission = np.round(chain.emission / unit).astype(np.int8)
    np.savez_compressed(path, emission=emission, unit=np.float32(unit), step=chain.step)


def main() -> None:
    """Trains on `--data` and writes the table to `--out`."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument(
        "--data", type=Path, default=Path("../shared/corpora/attribution/polnear-train.jsonl.gz")
    )
    arguments.add_argument("--out", type=Path, default=folder() / "attribution.json")
    options = arguments.parse_args()
    from firsthand.reading.parse import parse

    table, chain = train(options.data, lambda row: parse(row["text"]))
    save(chain, options.out.with_suffix(".npz"))
    options.out.write_text(
        json.dumps(table, sort_keys=True, ensure_ascii=False, separators=(",", ":")) + "\n", "utf8"
    )


if __name__ == "__main__":
    main()
