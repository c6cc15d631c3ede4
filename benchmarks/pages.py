"""Extracts the articles of saved web pages, scores them and measures the speed beside trafilatura's.

    python benchmarks/pages.py [--data FOLDER] [--out FILE] [--rounds N] [--copies N]

FOLDER has `pages/` (`.html` or `.html.gz`) and, for the score, `ground_truth.json.gz`. Prints one JSON line.
Seconds are those of the processor, of this process and the one that reads for it, with one process reading;
what starting that one costs is measured with the first page alone. So that this cost, which varies, weighs
little, each page is read in several copies that differ by a comment at their end. In each round both sides
read the same pages, the first one in turns; the speed's ratio is the median of the rounds' and told with
the lowest and highest, since what else the machine does falls on one round or another. The set counts the
lines with the authors' names as text and the title as none; both are mapped here.
"""

from __future__ import annotations

import argparse
import gzip
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import trafilatura

from firsthand.cleaning import clean
from firsthand.ingest import ReadOptions, read_inputs
from firsthand.model import TOLD, Article

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DATA = SHARED / "corpora" / "html"
SCORER = SHARED / "eval" / "score_pages.py"


def seconds() -> float:
    """Processor time so far, of this process and of all that it has waited for."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def articles(paths: Sequence[Path]) -> dict[str, Article]:
    """The article of each page by the page's file name."""
    documents, issues = read_inputs(paths, options=ReadOptions(processes=1))
    for issue in issues:
        print(f"{issue.where}: {issue.detail}", file=sys.stderr)
    found = {}
    for n, document in enumerate(documents, 1):
        article, _ = clean(document, f"a{n}")
        for path in article.paths:
            found[Path(path.split("#")[0]).name] = article
    return found


def text_of(article: Article) -> str:
    """The article's text in the set's terms."""
    kept = (TOLD - {"title"}) | {"byline"}
    return "\n".join(block.span.of(article.text) for block in article.blocks if block.kind in kept)


def peer(paths: Sequence[Path]) -> tuple[dict[str, str], float]:
    """What trafilatura alone gives in precision mode, and the seconds that it takes."""
    pages = {path.name: path.read_bytes() for path in paths}
    start = time.process_time()
    texts = {name: trafilatura.extract(data, favor_precision=True) or "" for name, data in pages.items()}
    return texts, time.process_time() - start


def ours(paths: Sequence[Path]) -> float:
    """The seconds that the program takes for the pages, without starting the process that reads."""
    begun = seconds()
    articles(paths[:1])
    started = seconds()
    articles(paths)
    # The first page was read in both.
    return (seconds() - 2 * started + begun) * len(paths) / (len(paths) - 1)


def unpack(data: Path, folder: Path, copies: int) -> list[Path]:
    """The set's pages as plain files in a folder, under the names that the truth has; then the copies."""
    paths = []
    sources = sorted(path for path in (data / "pages").iterdir() if ".html" in path.name)
    for n in range(copies):
        for source in sources:
            page = source.read_bytes()
            page = gzip.decompress(page) if source.suffix == ".gz" else page
            paths.append(folder / f"{n or ''}{source.name.removesuffix('.gz')}")
            paths[-1].write_bytes(page + b"<!-- %d -->" % n if n else page)
    return paths


def score(texts: dict[str, str], data: Path, out: Path) -> dict[str, Any]:
    """The scorer's figures on texts that are written to `out`; none where there is no scorer."""
    packed = ".gz" if any(path.suffix == ".gz" for path in (data / "pages").iterdir()) else ""
    with out.open("w", encoding="utf8") as file:
        for name in sorted(texts):
            # The truth names the files as they came.
            print(json.dumps({"page": f"{name}{packed}", "text": texts[name]}), file=file)
    truth = data / "ground_truth.json.gz"
    if not truth.exists() or not SCORER.exists():
        return {}
    run = subprocess.run([sys.executable, SCORER, truth, out], capture_output=True, text=True, check=True)
    return dict(json.loads(run.stdout))


def main() -> int:
    """The exit status; prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--out", type=Path)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--copies", type=int, default=3)
    options = parser.parse_args()
    if not options.data.exists():
        print(f"{options.data}: not there; name the set with --data", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "pages").mkdir()
        every = unpack(options.data, folder / "pages", options.copies)
        paths = every[: len(every) // options.copies]
        found, (theirs, _) = articles(paths), peer(paths)
        texts = {path.name: text_of(found[path.name]) if path.name in found else "" for path in paths}
        figures = score(texts, options.data, options.out or folder / "ours.jsonl")
        peers = score(theirs, options.data, folder / "theirs.jsonl")
        taken = []
        for n in range(options.rounds):
            theirs_s = peer(every)[1] if n % 2 else 0.0
            ours_s = ours(every)
            taken.append((ours_s, theirs_s or peer(every)[1]))
    ratios = sorted(theirs_s / ours_s for ours_s, theirs_s in taken)
    told = {
        "pages": len(paths),
        "read": len(found),
        **{key: figures[key] for key in ("p", "r", "f1") if key in figures},
        "pages_per_s": round(len(every) / statistics.median(one for one, _ in taken), 1),
        "trafilatura": {
            **{key: peers[key] for key in ("p", "r", "f1") if key in peers},
            "pages_per_s": round(len(every) / statistics.median(other for _, other in taken), 1),
        },
        "speed_ratio": round(statistics.median(ratios), 2),
        "speed_ratios": [round(ratios[0], 2), round(ratios[-1], 2)],
    }
    print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
