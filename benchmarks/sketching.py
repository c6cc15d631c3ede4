"""Measures how many articles a second one core sketches, and how many near-copy edges it then finds.

    python benchmarks/sketching.py [--sizes 20000] [--words 150 400] [--peer rensa] [--out FILE]

The clock of the process runs from the texts to the edges: words hashed, runs of them sketched, copies
found. The texts are made here, the same every time: one of three is new, the others are an earlier new
one with a word in a hundred changed. With `--peer rensa`, where it is installed, the same texts go
through its MinHash over plain runs of five words and its index, as its documentation has it. Prints one
JSON line.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "RAYON_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded: seconds are those of one core

from firsthand.grouping.hashing import hash_words  # noqa: E402
from firsthand.grouping.sketches import find_originals, sketch  # noqa: E402

# A newspaper's vocabulary, its frequent words far more frequent than the rest.
VOCABULARY = 40_000
RUN = 5
# The peer's usual settings: 128 permutations, an index of 32 bands of 4 for a likeness of 0.8.
PERMUTATIONS, BANDS, LIKENESS = 128, 32, 0.8


def make_texts(count: int, length: int) -> list[str]:
    """So many texts of about so many words; two of three are copies, with a word in a hundred changed."""
    chance = random.Random(count + length)
    words = ["".join(chance.choices("aeiounrstldmchp", k=chance.randint(2, 11))) for _ in range(VOCABULARY)]
    odds = [1.0 / (n + 10) for n in range(VOCABULARY)]
    made: list[list[str]] = []
    for n in range(count):
        if n % 3 == 0:
            made.append(chance.choices(words, odds, k=length))
        else:
            copy = list(made[3 * chance.randrange((n + 2) // 3)])
            for at in chance.sample(range(length), length // 100):
                copy[at] = chance.choice(words)
            made.append(copy)
    return [" ".join(text[:20]).capitalize() + ". " + " ".join(text[20:]) + "." for text in made]


def measure_own(texts: Sequence[str]) -> dict[str, float]:
    """Articles a second, altogether and step by step, and the copies found."""
    hash_words(texts[:10])  # its tables are made once a process
    begun = time.process_time()
    hashed = hash_words(texts)
    words = time.process_time()
    sketches = sketch(*hashed)
    sketched = time.process_time()
    originals = find_originals(sketches)
    done = time.process_time()
    return {
        "per_second": round(len(texts) / (done - begun)),
        "sketched_per_second": round(len(texts) / (sketched - begun)),
        "hashed_per_second": round(len(texts) / (words - begun)),
        "copies": sum(first != n for n, first in enumerate(originals.tolist())),
    }


def measure_rensa(texts: Sequence[str]) -> dict[str, float] | None:
    """The same of the peer; None where it is not installed."""
    try:
        rensa = importlib.import_module("rensa")
    except ImportError:
        return None
    begun = time.process_time()
    index = rensa.RMinHashLSH(threshold=LIKENESS, num_perm=PERMUTATIONS, num_bands=BANDS)
    made = []
    for text in texts:
        words = text.lower().split()
        one = rensa.RMinHash(num_perm=PERMUTATIONS, seed=1)
        one.update([" ".join(words[n : n + RUN]) for n in range(len(words) - RUN + 1)])
        made.append(one)
    sketched = time.process_time()
    copies = 0
    for n, one in enumerate(made):
        copies += any(one.jaccard(made[near]) >= LIKENESS for near in index.query(one))
        index.insert(n, one)
    done = time.process_time()
    return {
        "rensa_per_second": round(len(texts) / (done - begun)),
        "rensa_sketched_per_second": round(len(texts) / (sketched - begun)),
        "rensa_copies": copies,
    }


def main() -> int:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[20_000])
    parser.add_argument("--words", type=int, nargs="+", default=[150, 400])
    parser.add_argument("--peer", choices=["rensa"])
    parser.add_argument("--out", type=Path, help="a file for the figures, too")
    args = parser.parse_args()
    found = []
    for size in args.sizes:
        for length in args.words:
            texts = make_texts(size, length)
            figures = {"articles": size, "words": length, **measure_own(texts)}
            if args.peer:
                figures |= measure_rensa(texts) or {"rensa": None}
            found.append(figures)
    line = json.dumps(found)
    if args.out:
        args.out.write_text(line + "\n", encoding="utf-8")
    print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
