"""Measures how many words a second of one core the program reads.

    python benchmarks/reading_speed.py [--data FOLDER] [--peer quantulum3]

Every `.txt` under `--data` is read once on the clock of the process, after a sentence that is none of
theirs has loaded the models: the reader keeps sentences that it has parsed, so a second round would
time its memory. With `--peer quantulum3`, where it is installed, the same texts go through its parser;
it finds quantities only, so it does less. Prints one JSON line.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")  # before numpy is loaded: seconds are those of one core

import firsthand  # noqa: E402

WARM_UP = "The harbour master said on Monday that 12 boats had sunk, according to two officials."
STORIES = Path(__file__).resolve().parent.parent.parent / "shared" / "stories"


def words_a_second(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Words read in a second of processor time, each text for the first time."""
    read(WARM_UP)
    start = time.process_time()
    for text in texts:
        read(text)
    seconds = time.process_time() - start
    return sum(len(text.split()) for text in texts) / max(seconds, 1e-9)


def peer_reader(name: str) -> Callable[[str], object] | None:
    """The peer's function that reads a text, or None where it is not installed."""
    try:
        module = importlib.import_module(f"{name}.parser")
    except ImportError:
        return None
    parse: Callable[[str], object] = module.parse
    return parse


def main() -> int:
    """Runs the benchmark; the exit status is 1 where there is nothing to read."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=STORIES, help="a folder of texts")
    parser.add_argument("--peer", choices=["quantulum3"])
    parser.add_argument("--out", type=Path, help="a file for the figures, too")
    args = parser.parse_args()
    texts = [path.read_text(encoding="utf-8") for path in sorted(args.data.rglob("*.txt"))]
    if not texts:
        print(f"reading_speed.py: no .txt under {args.data}; give --data", file=sys.stderr)
        return 1
    figures: dict[str, float | int | None] = {
        "texts": len(texts),
        "words": sum(len(text.split()) for text in texts),
        "words_per_second": round(words_a_second(firsthand.read, texts)),
    }
    if args.peer:
        read = peer_reader(args.peer)
        figures[f"{args.peer}_words_per_second"] = read and round(words_a_second(read, texts))
    line = json.dumps(figures)
    if args.out:
        args.out.write_text(line + "\n", encoding="utf-8")
    print(line)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
