"""Learns the weights of `firsthand.collation.weights` from story cases, one case left out at a time.

    python benchmarks/learn_collation.py [--data FOLDER ...] [--held-out FOLDER ...]

The program's own readings are matched to the truth's by the scorer; each pair of matched readings of
one story is an example, alike where both answer one question. Prints the grouping score (BCubed F1 of
the matched readings) of every case with weights learned from the other cases, of every held-out case
with weights learned from all, and those weights, ready to be pasted.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import numpy as np
from cases import SHARED, find_cases, load_scorer

import firsthand
from firsthand.alignment import weigh, witness
from firsthand.collation.claims import forbidden_pairs, sentence_tables
from firsthand.collation.clusters import cluster
from firsthand.collation.features import pairs
from firsthand.collation.mentions import mentions
from firsthand.reading import read_article

Matrix = np.ndarray
THRESHOLDS = (0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
# The ridge keeps weights small; examples are few and features go together.
RIDGE = 2.0


@dataclass(frozen=True, slots=True)
class Example:
    """One story's matched figures: their features, what can't be, and the question of each."""

    case: str
    names: tuple[str, ...]
    stack: Matrix
    forbidden: Matrix
    questions: tuple[str, ...]


def examples(folder: Path, scorer: ModuleType) -> list[Example]:
    """The matched figures of each story of a case."""
    result = firsthand.trace(sorted(folder.glob("*.txt")))
    output = __import__("json").loads(result.to_json())
    matched, _ = scorer.match_readings(scorer.Case(folder, output), output)
    question = {
        (hit[2]["article"], hit[2]["start"], hit[2]["value"]): claim["id"]
        for claim, _, _, hit in matched
        if hit
    }
    out = []
    for story in result.stories:
        articles = [a for a in result.articles if a.id in story.articles]
        texts = {a.id: read_article(a) for a in articles}
        witnesses = [witness(a, texts[a.id].sentences) for a in articles]
        weights = weigh(p.bag for w in witnesses for p in w.passages)
        readings = [r for a in articles for r in texts[a.id].readings if r.kind == "quantity"]
        found = mentions(readings, witnesses, weights)
        keys = [
            (m.reading.article, m.reading.span.start, m.reading.quantity.value)
            for m in found
            if m.reading.quantity
        ]
        features = pairs(found, *sentence_tables(found, witnesses, weights))
        kept = [n for n, key in enumerate(keys) if key in question]
        square = np.ix_(kept, kept)
        stack = np.stack([table[square] for table in features.stack])
        forbidden = forbidden_pairs(found, features)[square]
        out.append(
            Example(folder.name, features.names, stack, forbidden, tuple(question[keys[n]] for n in kept))
        )
    return [e for e in out if len(e.questions) > 1]


def learn(given: Sequence[Example]) -> Matrix:
    """The weights of the features and, last, the bias: ridge logistic regression by Newton's method."""
    rows, alike = [], []
    for e in given:
        upper = np.triu_indices(len(e.questions), 1)
        rows.append(e.stack[:, upper[0], upper[1]].T)
        alike += [e.questions[i] == e.questions[j] for i, j in zip(*upper, strict=True)]
    x = np.concatenate(rows)
    x = np.c_[x, np.ones(len(x))]
    y = np.array(alike, dtype=float)
    ridge = np.r_[np.full(x.shape[1] - 1, RIDGE), 1e-6]
    w = np.zeros(x.shape[1])
    for _ in range(100):
        p = 1 / (1 + np.exp(-x @ w))
        step = np.linalg.solve((x * (p * (1 - p))[:, None]).T @ x + np.diag(ridge), x.T @ (p - y) + ridge * w)
        w -= step
        if np.abs(step).max() < 1e-8:
            break
    return w


def judge(w: Matrix, given: Sequence[Example], threshold: float, scorer: ModuleType) -> float:
    """The BCubed F1 of the groups that these weights make of one case's figures."""
    true: dict[tuple[int, int], str] = {}
    out: dict[tuple[int, int], str] = {}
    for s, e in enumerate(given):
        likely = 1 / (1 + np.exp(-(np.tensordot(w[:-1], e.stack, 1) + w[-1])))
        for g, group in enumerate(cluster(likely, e.forbidden, threshold)):
            out.update({(s, n): f"{s}:{g}" for n in group})
        true.update({(s, n): q for n, q in enumerate(e.questions)})
    return float(scorer.bcubed(out, true)["f1"])


def main() -> None:
    """Learns, judges and prints."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=Path, nargs="*", default=[SHARED / "stories"])
    parser.add_argument("--held-out", type=Path, nargs="*", default=[])
    parser.add_argument("--scorer", type=Path, default=SHARED / "eval" / "score.py")
    args = parser.parse_args()
    scorer = load_scorer(args.scorer)
    cases = {f.name: examples(f, scorer) for f in find_cases(args.data)}
    held = {f.name: examples(f, scorer) for f in find_cases(args.held_out)}
    everything = learn([e for given in cases.values() for e in given])
    others = {n: learn([e for m, given in cases.items() for e in given if m != n]) for n in cases}
    for threshold in THRESHOLDS:
        scores = {n: judge(others[n], cases[n], threshold, scorer) for n in cases}
        scores |= {f"{n}*": judge(everything, held[n], threshold, scorer) for n in held}
        means = [
            np.mean([v for n, v in scores.items() if n.endswith("*") is starred])
            for starred in (False, True)
            if starred is False or held
        ]
        print(threshold, " ".join(f"{m:.3f}" for m in means), {n: round(v, 3) for n, v in scores.items()})
    names = next(iter(cases.values()))[0].names
    print({n: round(float(v), 2) for n, v in zip((*names, "BIAS"), everything, strict=True)})


if __name__ == "__main__":
    main()
