"""Learns which kind an uncertain name is of, from annotated text; run it after train.py and lemmas.py.

    python training/names.py --data ../shared/corpora/treebank --out src/firsthand/language/en/model

Multinomial logistic regression by stochastic steps (AdaGrad) over the features of reading/name_model.py.
"""

from __future__ import annotations

import argparse
import json
import random
from collections import Counter
from pathlib import Path

import numpy as np
import spacy
from spacy.tokens import DocBin

from firsthand.reading.name_model import CLASSES, SCALE, features
from firsthand.reading.names import candidates
from firsthand.reading.parse import parse

HERE = Path(__file__).parent
LABELS = {"PER": "person", "ORG": "organization", "LOC": "place"}
# A feature is kept that was seen so often; rarer ones would only be learned by heart.
SEEN = 3
# Words are hidden so often in training, for names here are mostly not names there.
HIDDEN = 0.5
EPOCHS, RATE, DECAY, SEED = 12, 0.15, 1e-5, 7
# Weights nearer to nothing than this are left out of the file.
SMALL = 0.05


def main() -> None:
    """Trains and writes the weights, and prints the share of right kinds on the development file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/corpora/treebank")
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/firsthand/language/en/model")
    options = parser.parse_args()
    examples = load_examples(options.data / "ner_train.spacy")
    counts = Counter(feature for _, found in examples for feature in found)
    index = {feature: i for i, feature in enumerate(sorted(f for f, n in counts.items() if n >= SEEN))}
    weights = learn(examples, index)
    for name in ("ner_train", "ner_dev"):
        held = load_examples(options.data / f"{name}.spacy")
        right = sum(_best(weights, index, found) == label for label, found in held)
        print(json.dumps({"file": name, "runs": len(held), "right": round(right / len(held), 4)}))
    kept = {
        feature: [round(SCALE * float(weight)) for weight in weights[i]]
        for feature, i in index.items()
        if np.abs(weights[i]).max() >= SMALL
    }
    path = options.out / "name_kinds.json"
    path.write_text(json.dumps(kept, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def load_examples(path: Path) -> list[tuple[int, list[str]]]:
    """The class and the features of every run of a file that may be a name and is no sure one."""
    found = []
    for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab):
        gold = [(entity.start_char, entity.end_char, LABELS[entity.label_]) for entity in doc.ents]
        for run, kind, sure in candidates(parse(doc.text), frozenset()):
            if kind.sure:
                continue
            start, end = run.tokens()[0].span.start, run.tokens()[-1].span.end
            overlapping = [label for first, last, label in gold if first < end and start < last]
            label = overlapping[-1] if overlapping else None
            found.append((CLASSES.index(label), sorted(set(features(run, kind, sure)))))
    return found


def learn(examples: list[tuple[int, list[str]]], index: dict[str, int]) -> np.ndarray:
    """The weights, a row a feature and a column a class."""
    dice = random.Random(SEED)
    weights = np.zeros((len(index), len(CLASSES)))
    squares = np.full_like(weights, 1e-2)
    for _ in range(EPOCHS):
        dice.shuffle(examples)
        for label, found in examples:
            hide = dice.random() < HIDDEN
            rows = [index[f] for f in found if f in index and not (hide and f.startswith("w-"))]
            scores = weights[rows].sum(axis=0)
            shares = np.exp(scores - scores.max())
            step = shares / shares.sum()
            step[label] -= 1
            squares[rows] += step**2
            weights[rows] -= RATE * step / np.sqrt(squares[rows]) + DECAY * weights[rows]
    return weights


def _best(weights: np.ndarray, index: dict[str, int], found: list[str]) -> int:
    return int(weights[[index[f] for f in found if f in index]].sum(axis=0).argmax())


if __name__ == "__main__":
    main()
