"""Finds the family trees of texts without dates and scores them: texts reworded, and texts copied by hand.

    python benchmarks/lineage.py [--data FILE] [--copies FILE] [--out FILE]

`--data` takes families of texts reworded by a language model; `--copies` a text's hand copies, word by
word, beside a stemma of the same name ending in `.dot`. Prints one JSON line: the scorer's figures for the
first; for the second the edges among copies that exist (a lost one between two is bridged) and how many of
them were found, in either direction and in the right one. Weights were learned on the families that
`--data` names by default; figures with families left out are printed by learn_lineage.py.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from firsthand.lineage.stemma import family

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
CORPUS = SHARED / "corpora" / "lineage"
Edges = set[tuple[str, str]]


def find_parents(row: dict[str, Any]) -> dict[str, str | None]:
    """The parent that the program finds for each text of a family."""
    ids = [node["id"] for node in row["nodes"]]
    found = family([node["text"] for node in row["nodes"]])
    return {name: None if p is None else ids[p] for name, p in zip(ids, found, strict=True)}


def score_families(data: Path, scorer: Path, out: Path) -> dict[str, Any]:
    """The scorer's figures for the families of a file, and the processor seconds each took."""
    before = os.times()
    with gzip.open(data, "rt", encoding="utf8") as lines, out.open("w", encoding="utf8") as predicted:
        for line in lines:
            row = json.loads(line)
            written = {"family": row["family"], "parent": find_parents(row)}
            predicted.write(json.dumps(written) + "\n")
    after = os.times()
    ran = subprocess.run(
        [sys.executable, str(scorer), str(data), str(out)], check=True, capture_output=True, text=True
    )
    figures: dict[str, Any] = json.loads(ran.stdout)
    seconds = (sum(after[:2]) - sum(before[:2])) / max(1, figures["families"])
    return {**figures, "seconds_per_family": round(seconds, 3)}


def read_stemma(path: Path) -> Edges:
    """The edges among copies that exist, from parent to child; a lost copy between two is bridged."""
    dot = path.read_text(encoding="utf8")
    lost = set(re.findall(r"(\w+)\s*\[\s*class\s*=\s*hypothetical", dot))
    edges = set(re.findall(r"(\w+)\s*->\s*(\w+)", dot))
    for name in sorted(lost):
        above, below = {p for p, c in edges if c == name}, {c for p, c in edges if p == name}
        edges = {e for e in edges if name not in e} | {(p, c) for p in above for c in below}
    return edges


def score_copies(copies: Path) -> dict[str, Any]:
    """How many of the stemma's edges are found."""
    with gzip.open(copies, "rt", encoding="utf8") as written:
        words = json.load(written)
    true = read_stemma(copies.with_name(copies.name.split(".")[0] + ".dot"))
    ids = sorted(words)
    parents = family([" ".join(word for _, word in words[name] if word) for name in ids])
    found = {(ids[p], ids[c]) for c, p in enumerate(parents) if p is not None}
    either = {frozenset(edge) for edge in true} & {frozenset(edge) for edge in found}
    return {
        "copies_edges": len(true),
        "copies_edges_found": len(either),
        "copies_edges_directed": len(true & found),
    }


def main() -> int:
    """Runs the benchmark; the exit status is 1 where the data or the scorer is missing."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, default=CORPUS / "telephone-dev.jsonl.gz")
    parser.add_argument("--copies", type=Path, default=CORPUS / "notre-besoin.json.gz")
    parser.add_argument("--scorer", type=Path, default=SHARED / "eval" / "score_lineage.py")
    parser.add_argument("--out", type=Path, help="a file for the parents found, one family a line")
    args = parser.parse_args()
    missing = [str(p) for p in (args.data, args.copies, args.scorer) if not p.is_file()]
    if missing:
        where = "give --data, --copies and --scorer"
        print(f"lineage.py: not found: {', '.join(missing)}; {where}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        figures = score_families(args.data, args.scorer, args.out or Path(folder) / "predicted.jsonl")
    print(json.dumps({**figures, **score_copies(args.copies)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
