"""Groups a collection of articles with known events into stories, and prints one JSON line of figures.

    python benchmarks/stories.py --data ARTICLES.jsonl.gz --out PREDICTED.jsonl
    python benchmarks/stories.py --cases FOLDER…         story cases: each by itself, and all in one pile
    python benchmarks/stories.py --made 10000 50000      generated piles of those sizes: cost against size

ARTICLES has {"id", "story", "title", "text", "date"} a line; PREDICTED gets {"id", "story"} a line.
Pairwise figures count pairs of articles that are together; BCubed averages over articles.
"""

from __future__ import annotations

import argparse
import dataclasses
import datetime as dt
import functools
import gzip
import hashlib
import json
import multiprocessing
import resource
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from firsthand.cleaning import clean
from firsthand.grouping import group
from firsthand.ingest import read_inputs
from firsthand.model import Article, Block, RawDocument, Span

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


def read_case(folder: Path) -> list[tuple[Article, str]]:
    """The cleaned articles of a story case, each with its story, named after the case."""
    truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))["articles"]
    texts = sorted([*folder.glob("*.txt"), *folder.glob("articles/*.txt")])
    documents, _ = read_inputs([str(path) for path in texts])
    named = [(document, Path(document.paths[0]).stem) for document in documents]
    return [
        (clean(document, f"{folder.name}/{name}")[0], f"{folder.name}/{truth[name]['story']}")
        for document, name in named
    ]


def measure_cases(folders: Sequence[Path]) -> dict[str, Any]:
    """BCubed F1 of each case by itself, and the figures of all in one pile."""
    cases = {folder.name: read_case(folder) for folder in folders}
    alone = {name: measure(case)["bcubed_f1"] for name, case in cases.items()}
    pile = [told for case in cases.values() for told in case]
    return {"cases": alone, "right": sum(f1 == 1 for f1 in alone.values()), "pile": measure(pile)}


def measure(told: Sequence[tuple[Article, str]]) -> dict[str, float]:
    """The figures of articles with known stories."""
    home = {article: story.id for story in group([a for a, _ in told]) for article in story.articles}
    return figures([story for _, story in told], [home[article.id] for article, _ in told])


# Zipf's law with an exponent of 1 fits English; 60,000 words are what a newspaper uses in a year.
WORDS = 60_000
# Words of an event that are its own in most of its articles: names, places, figures.
OWN = 25


def make_pile(count: int) -> list[tuple[Article, str]]:
    """A generated pile of stories, each article with its own.

    Stories have 1 to 30 articles of 150 to 600 words: a third of the articles are edited copies, a third
    rewrites that share an event's words, a third alone.
    """
    chance = np.random.default_rng(count)
    odds = 1.0 / np.arange(1, WORDS + 1)  # how often each word is found, then summed up
    odds = np.cumsum(odds / odds.sum())
    odds[-1] = 1.0
    made: list[tuple[Article, str]] = []
    story = 0
    while len(made) < count:
        story += 1
        kind = chance.choice(3, p=(0.75, 0.125, 0.125))  # alone, rewrites, copies: by articles a third each
        size = 1 if kind == 0 else int(min(30, 1 + chance.geometric(0.2)))
        own = chance.integers(200, WORDS, OWN)
        first = _tell(chance, odds, own)
        day = dt.date(2031, 1, 1) + dt.timedelta(days=int(chance.integers(0, 365)))
        for _ in range(size):
            told = _edit(chance, first) if kind == 2 else _tell(chance, odds, own)
            made.append((_article(len(made), told, day, int(chance.integers(0, 4))), str(story)))
    return made[:count]


def _tell(chance: np.random.Generator, odds: NDArray[np.float64], own: NDArray[np.int64]) -> list[int]:
    told = np.searchsorted(odds, chance.random(int(chance.integers(150, 600))))
    marked = chance.random(told.size) < 0.15
    told[marked] = chance.choice(own, int(marked.sum()))
    told[:6] = chance.choice(own, 6)
    return list(map(int, told))


def _edit(chance: np.random.Generator, told: list[int]) -> list[int]:
    edited = list(told)
    for place in chance.integers(0, len(told), 3).tolist():
        edited[place] = int(chance.integers(0, WORDS))
    return edited


def _article(number: int, told: Sequence[int], day: dt.date, later: int) -> Article:
    spelt = [_spelt(word) for word in told]
    title = " ".join(spelt[:8])
    text = f"{title}\n{' '.join(spelt[8:])}."
    blocks = (
        Block(span=Span(0, len(title)), kind="title"),
        Block(span=Span(len(title) + 1, len(text)), kind="body"),
    )
    digest = hashlib.sha256(f"{number} {text}".encode()).hexdigest()
    published = (day + dt.timedelta(days=later)).isoformat()
    return Article(id=f"a{number}", sha256=digest, text=text, blocks=blocks, title=title, published=published)


@functools.cache
def _spelt(word: int) -> str:
    """A word for a number: syllables, the rarer words longer; every third of the rare ones a name."""
    spelt = ""
    rest = word + 1
    while rest:
        rest, part = divmod(rest, 75)
        spelt += "bcdfghklmnprstv"[part // 5] + "aeiou"[part % 5]
    return spelt.capitalize() if word > 200 and word % 3 == 0 else spelt


def measure_growth(sizes: Sequence[int]) -> list[dict[str, float]]:
    """Cost and quality on generated piles of the given sizes; each in a process of its own."""
    context = multiprocessing.get_context("spawn")
    found = []
    for size in sizes:
        with context.Pool(1) as pool:
            found.append(pool.apply(_measure_made, (size,)))
    return found


def _measure_made(size: int) -> dict[str, float]:
    told = make_pile(size)
    texts = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.process_time()
    quality = measure(told)
    seconds = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "articles": size,
        "cpu_seconds": round(seconds, 1),
        "articles_per_second": round(size / seconds),
        "megabytes": round(peak / 1024),
        "megabytes_of_texts": round(texts / 1024),
        "pairwise_f1": quality["pairwise_f1"],
        "bcubed_f1": quality["bcubed_f1"],
    }


def main() -> None:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--cases", type=Path, nargs="+")
    parser.add_argument("--made", type=int, nargs="+")
    options = parser.parse_args()
    if options.cases or options.made:
        print(json.dumps(measure_cases(options.cases) if options.cases else measure_growth(options.made)))
        return
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
