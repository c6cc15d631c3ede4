"""What collections of growing size cost, step by step, on the local engine and on Spark.

    python benchmarks/scale.py --sizes 10000 50000 200000 1000000 --out FIGURES.jsonl
    python benchmarks/scale.py --sizes 200000 --engines local spark        both, and whether they agree
    python benchmarks/scale.py --stages 500             cleaning, reading and tracing so many articles

The collections are those of `made_news`. They start as articles: cleaning is measured by --stages, as are
reading and tracing, whose cost an article does not depend on the size of the collection. CPU seconds are
those of all processes together, Java's included; memory is what they hold for themselves, together, at its
highest; disk is what lies between the steps, at its highest. Both are looked at four times a second.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import made_news
import numpy as np

from firsthand.batch import BatchOptions, columns, marks, running
from firsthand.batch.work import Work
from firsthand.engine import Step, open_engine
from firsthand.engine.datasets import read_all
from firsthand.engine.steps import Table
from firsthand.grouping.sketches import INDEXED
from firsthand.grouping.terms import day
from firsthand.model import Article
from firsthand.store.records import from_plain

TICK = 0.25
# What a collection costs; making it is not counted.
COUNTED = ("sketching", "copies", "stories", "writing")
TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")


class Meter(threading.Thread):
    """The CPU time and memory of this process and all below it, and the size of a folder."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self._folder = folder
        self._seconds: dict[int, float] = {}
        self._ended = threading.Event()
        self.megabytes = self.disk = 0.0

    def run(self) -> None:
        """Look until `stop`."""
        looks = 0
        while not self._ended.wait(TICK):
            self.look()
            looks += 1
            if looks % 20 == 0:
                self.disk = max(self.disk, _size(self._folder))

    def look(self) -> None:
        """Look at all processes once."""
        held = 0.0
        for pid in _tree(os.getpid()):
            try:
                fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
                status = Path(f"/proc/{pid}/status").read_text()
            except OSError:
                continue
            # Its user and system time: fields 14 and 15 of the file, of which two are cut off here.
            self._seconds[pid] = (int(fields[11]) + int(fields[12])) / TICKS_A_SECOND
            held += sum(
                int(line.split()[1])
                for line in status.splitlines()
                if line.startswith(("RssAnon", "RssShmem"))
            )
        self.megabytes = max(self.megabytes, held / 1024)

    @property
    def seconds(self) -> float:
        """CPU seconds so far."""
        self.look()
        return sum(self._seconds.values())

    def stop(self) -> None:
        """End."""
        self._ended.set()
        self.join()


def _tree(root: int) -> Iterator[int]:
    yield root
    for task in Path(f"/proc/{root}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _tree(int(child))


def _size(folder: Path) -> float:
    """The megabytes of the files below a folder, some of which may go meanwhile."""
    total = 0
    for path in folder.rglob("*"):
        try:
            total += path.stat().st_size
        except OSError:
            continue
    return total / 1024**2


def sketch_rows(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """Articles with what they are compared by: a step's function."""
    rows = table.select(["id", "sha256", "record"]).to_pylist()
    articles = [from_plain(Article, json.loads(row["record"])) for row in rows]
    for row, article, sketch, terms in zip(rows, articles, *marks.mark(articles), strict=True):
        values = sketch.view("int64").tolist()
        row |= {"day": int(day(article.published)), "published": article.published, "terms": terms.tolist()}
        row |= {"keys": values[:INDEXED], "values": values}
    yield columns.to_table(rows, columns.articles_schema())


def measure(
    size: int, name: str, folder: Path, told: Callable[[dict[str, Any]], None], *, tables: bool = True
) -> str:
    """Group a collection of that size; the digest of which article is in which story."""
    output, folder = folder / name, folder / f"{name}-work"
    meter = Meter(folder)
    meter.start()
    work = Work(str(folder), "benchmark")
    at = work.dataset
    engine = open_engine(name)
    run = running.Run(engine, work, BatchOptions(engine=name, trace=False))
    days, making, sketching = _steps(size)
    stages: list[tuple[str, Callable[[], None]]] = [
        ("making", lambda: engine.put(days, at("days"))),
        ("making", lambda: engine.map(making, at("days"), at("made"))),
        ("sketching", lambda: engine.map(sketching, at("made"), at("articles"))),
        ("copies", run.copies),
        ("stories", run.stories),
    ]
    if tables:
        stages.append(("writing", lambda: run.tables(str(output))))
    figures: dict[str, Any] = {"engine": name, "articles": size}
    begun, clock = meter.seconds, time.monotonic()
    for stage, step in stages:
        step()
        now, then = meter.seconds, time.monotonic()
        figures |= {f"{stage}_cpu": round(now - begun, 1), f"{stage}_seconds": round(then - clock, 1)}
        begun, clock = now, then
        print(f"{name} {size:,} {stage}: {figures[f'{stage}_cpu']} s of CPU", file=sys.stderr, flush=True)
    engine.close()
    meter.stop()
    figures["cpu"] = round(sum(figures.get(f"{one}_cpu", 0) for one in COUNTED), 1)
    figures["seconds"] = round(sum(figures.get(f"{one}_seconds", 0) for one in COUNTED), 1)
    figures["milliseconds_an_article"] = round(1000 * figures["cpu"] / size, 3)
    figures |= {"megabytes": round(meter.megabytes), "disk_megabytes": round(max(meter.disk, _size(folder)))}
    figures["output_megabytes"] = round(_size(output))
    digest, figures["stories"] = _homes(at("homes"), size)
    digest += _digest(output)
    shutil.rmtree(folder)
    told({**figures, "digest": digest[:16]})
    return digest


def _steps(size: int) -> tuple[list[Table], Step, Step]:
    """The days of a collection, and the steps that make its articles and sketch them."""
    count = min(size, made_news.DAY_ARTICLES)
    days = [columns.to_table([{"id": n}], columns.inputs_schema()) for n in range(size // count)]
    making = Step(
        name="made",
        function="made_news:make_days",
        failed="made_news:fail",
        schema=columns.readings_schema(),
        options={"count": count},
        rows=1,
        seconds=600,
    )
    sketching = Step(
        name="sketched",
        function="scale:sketch_rows",
        failed="made_news:fail",
        schema=columns.articles_schema(),
        rows=512,
    )
    return days, making, sketching


def _homes(dataset: str, size: int) -> tuple[str, int]:
    """The digest of which article is in which story, and how many stories there are."""
    found = read_all(dataset, ["id", "story"]).drop_null().sort_by("id")
    homes = found.column("story").to_numpy()
    digest = hashlib.sha256(found.column("id").to_numpy().tobytes() + homes.tobytes()).hexdigest()
    return digest, size - homes.size + np.unique(homes).size


def _digest(folder: Path) -> str:
    """The digest of all files below a folder, with their names."""
    found = hashlib.sha256()
    for path in sorted(folder.rglob("*.parquet")):
        found.update(f"{path.relative_to(folder)}\n".encode() + path.read_bytes())
    return found.hexdigest()


def measure_stages(count: int) -> dict[str, Any]:
    """CPU milliseconds an article for cleaning, reading and tracing, in this process."""
    from firsthand.cleaning import clean
    from firsthand.grouping import group
    from firsthand.model import RawDocument
    from firsthand.pipeline import trace_story
    from firsthand.reading import read_article

    made = [made_news.article(0, n, *one) for n, one in enumerate(made_news.day_of_news(0, count))]
    raws = [RawDocument(paths=one.paths, sha256=one.sha256, text=one.text, encoding="utf-8") for one in made]
    clean(raws[0], "a0")
    read_article(made[0])
    figures: dict[str, Any] = {"articles": count}
    begun = time.process_time()

    def lap(stage: str) -> None:
        nonlocal begun
        now = time.process_time()
        figures[f"{stage}_milliseconds"] = round(1000 * (now - begun) / count, 2)
        begun = now

    for raw in raws:
        clean(raw, "a0")
    lap("cleaning")
    texts = {one.id: read_article(one) for one in made}
    lap("reading")
    stories = group(made)
    begun = time.process_time()
    known = {one.id: one for one in made}
    for story in stories:
        trace_story(story, [known[one] for one in story.articles], texts)
    lap("tracing")
    return figures


def main() -> int:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 50_000])
    parser.add_argument("--engines", nargs="+", default=["local"])
    parser.add_argument(
        "--stages", type=int, metavar="N", help="cleaning, reading and tracing so many articles"
    )
    parser.add_argument("--no-tables", action="store_true", help="end with the stories; write no tables")
    parser.add_argument("--data", type=Path, help="unused: the collections are made up")
    parser.add_argument("--out", type=Path, help="a file for the figures, one line of JSON for each run")
    parser.add_argument("--folder", type=Path, help="where the work and the output lie meanwhile")
    args = parser.parse_args()

    def told(figures: dict[str, Any]) -> None:
        print(json.dumps(figures), flush=True)
        if args.out:
            with args.out.open("a", encoding="utf-8") as file:
                file.write(json.dumps(figures) + "\n")

    if args.stages:
        told(measure_stages(args.stages))
        return 0
    for size in args.sizes:
        with tempfile.TemporaryDirectory(dir=args.folder) as folder:
            digests = {
                measure(size, name, Path(folder), told, tables=not args.no_tables) for name in args.engines
            }
        if len(digests) > 1:
            print(f"{size:,}: the engines disagree", file=sys.stderr)
            return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
