"""Scores attributions on PolNeAR: source, cue and content spans, and the links between them.

    attribution.py [--data polnear-dev.jsonl.gz] [--out predicted.jsonl] [--scorer score_attribution.py]

Prints one JSON line. The corpus marks only the outermost of nested attributions and none without a cue
of its own, so those are left out of what is scored.
"""

from __future__ import annotations

import argparse
import gzip
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from firsthand.model import Attribution
from firsthand.reading.attribution import extract_attributions
from firsthand.reading.parse import parse
from firsthand.reading.quotes import extract_quotations

DATA = Path("../shared/corpora/attribution/polnear-dev.jsonl.gz")
SCORER = Path("../shared/eval/score_attribution.py")
# Rules that read what the corpus does not mark, or mark as part of another attribution.
UNMARKED = (
    "citing",
    "summary",
    "headline-trailing",
    "headline-leading",
    "say-implied",
    "say-quoted",
    "hedge-adverb",
    "reported",
)


def predicted(text: str) -> list[dict[str, list[list[int]]]]:
    """The outermost attributions of a text as the scorer reads them."""
    found = extract_attributions(parse(text), extract_quotations(text))
    marked = [a for a in found if is_marked(a, found)]
    contents = sorted((c.start, c.end, k) for k, a in enumerate(marked) for c in a.content_spans)
    return [spans(a) for k, a in enumerate(marked) if not is_covered(a, k, contents)]


def is_covered(a: Attribution, place: int, contents: list[tuple[int, int, int]]) -> bool:
    """Whether the cue of an attribution stands in the content of another: the corpus marks the outer one."""
    return any(
        k != place and start <= cue.start and cue.end <= end
        for cue in a.cue_spans
        for start, end, k in contents
    )


def is_marked(a: Attribution, found: tuple[Attribution, ...]) -> bool:
    """Whether the corpus would mark an attribution: it has a cue, a content, and stands in no other."""
    if a.rule in UNMARKED or a.rule.endswith(
        ("-rule", "-surface", "-match", "-account", "-figure", "-document", "-silent")
    ):
        return False
    nested = a.inside is not None and found[a.inside].rule != "summary"
    return bool(a.content_spans) and not nested


def spans(a: Attribution) -> dict[str, list[list[int]]]:
    """Source, cue and content as pairs of offsets."""
    roles = {"source": a.source_spans, "cue": a.cue_spans, "content": a.content_spans}
    return {role: [[s.start, s.end] for s in found] for role, found in roles.items()}


def score(data: Path, out: Path, scorer: Path) -> dict[str, Any]:
    """The scorer's report for the predictions in `out`."""
    done = subprocess.run(
        [sys.executable, str(scorer), str(data), str(out)], check=True, capture_output=True, text=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    """Reads the corpus, writes predictions, prints the figures."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument("--out", type=Path, help="where to leave the predictions")
    arguments.add_argument("--scorer", type=Path, default=SCORER)
    options = arguments.parse_args()
    if not options.data.exists():
        print(f"no corpus at {options.data}", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "predicted.jsonl"
        start, words = time.perf_counter(), 0
        with gzip.open(options.data, "rt", encoding="utf8") as rows, out.open("w", encoding="utf8") as file:
            for line in rows:
                row = json.loads(line)
                words += len(row["text"].split())
                file.write(json.dumps({"id": row["id"], "attributions": predicted(row["text"])}) + "\n")
        seconds = time.perf_counter() - start
        report = score(options.data, out, options.scorer)
    exact = {role: report["exact"][role]["f1"] for role in ("source", "cue", "content")}
    figures = {
        "benchmark": "attribution",
        "data": options.data.name,
        "exact_f1": exact,
        "link": report["link"],
    }
    print(json.dumps({**figures, "words_per_second": round(words / seconds)}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
