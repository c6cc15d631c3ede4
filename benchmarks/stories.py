"""Groups a collection of articles with known events into stories, and prints one JSON line of figures.

    python benchmarks/stories.py --data ARTICLES.jsonl.gz --out PREDICTED.jsonl

ARTICLES has {"id", "story", "title", "text", "date"} a line; PREDICTED gets {"id", "story"} a line.
Pairwise figures count pairs of articles that are together; BCubed averages over articles.
"""

from __future__ import annotations

import argparse
import dataclasses
import gzip
import hashlib
import json
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand.cleaning import clean
from firsthand.grouping import group
from firsthand.model import Article, RawDocument

DATA = Path(__file__).parents[2] / "shared" / "corpora" / "stories" / "gva-dev.jsonl.gz"


def rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a JSON-lines file, gzipped or not."""
    with (
        gzip.open(path, "rt", encoding="utf-8")
        if path.suffix == ".gz"
        else path.open(encoding="utf-8") as file
    ):
        yield from map(json.loads, file)


def read_article(row: Mapping[str, Any]) -> Article:
    """One row as a cleaned article, dated as the collection says."""
    title, text = row.get("title") or "", row["text"]
    if title and title not in text[: len(title) + 200]:
        text = f"{title}\n\n{text}"
    digest = hashlib.sha256(f"{row['id']}\n{text}".encode()).hexdigest()
    raw = RawDocument(paths=(row["id"],), sha256=digest, text=text, encoding="utf-8")
    return dataclasses.replace(clean(raw, row["id"])[0], published=row.get("date") or None)


def figures(gold: Sequence[str], found: Sequence[str]) -> dict[str, float]:
    """Precision, recall and F1, BCubed and pairwise."""
    by_gold, by_found, both = Counter(gold), Counter(found), Counter(zip(gold, found, strict=True))
    bcubed = (
        sum(n * n / by_found[f] for (_, f), n in both.items()) / len(gold),
        sum(n * n / by_gold[g] for (g, _), n in both.items()) / len(gold),
    )
    together = sum(n * (n - 1) for n in both.values())
    pairwise = tuple(
        together / max(1, sum(n * (n - 1) for n in counts.values())) for counts in (by_found, by_gold)
    )
    out = {}
    for name, (precision, recall) in (("bcubed", bcubed), ("pairwise", pairwise)):
        out[f"{name}_p"], out[f"{name}_r"] = round(precision, 4), round(recall, 4)
        out[f"{name}_f1"] = round(2 * precision * recall / max(1e-9, precision + recall), 4)
    return out


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    if not options.data.exists():
        parser.error(f"{options.data}: no such file; give a collection with --data")
    given = list(rows(options.data))
    start = time.process_time()
    articles = [read_article(row) for row in given]
    cleaned = time.process_time()
    stories = group(articles)
    grouped = time.process_time()
    home = {article: story.id for story in stories for article in story.articles}
    if options.out:
        lines = (json.dumps({"id": row["id"], "story": home[row["id"]]}) for row in given)
        options.out.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    report = {
        "articles": len(given),
        "stories": len({str(row["story"]) for row in given}),
        "found": len(stories),
        **figures([str(row["story"]) for row in given], [home[row["id"]] for row in given]),
        "cleaned_per_second": round(len(given) / max(1e-9, cleaned - start)),
        "grouped_per_second": round(len(given) / max(1e-9, grouped - cleaned)),
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main()
