"""Runs the program on story cases with a known truth and scores what it finds.

    python benchmarks/cases.py [--data FOLDER ...] [--out FOLDER] [--misses] [--rename SEED]

A folder with a `truth.json` is a case; `--data` takes cases and folders of cases. Figures a case and
their means go to standard error, one JSON line of the means to standard output. Figures that a case
does not have (no claim of several origins, say) are left out of that mean. With `--rename` the program
is run on renamed copies instead (see rename.py), to see that it has learned no name or figure.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any

import rename

import firsthand

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scored:
    """One case's figures and the list of what was missed."""

    name: str
    figures: Figures
    misses: tuple[str, ...]


def find_cases(folders: Iterable[Path]) -> list[Path]:
    """The folders that hold a truth file, given themselves or as parts of a given folder."""
    cases: list[Path] = []
    for folder in folders:
        if (folder / "truth.json").is_file():
            cases.append(folder)
        else:
            cases += sorted(path.parent for path in folder.glob("*/truth.json"))
    return cases


def load_scorer(path: Path) -> ModuleType:
    """The scorer as a module; it is a script of its own and lies outside the project."""
    spec = importlib.util.spec_from_file_location("story_scorer", path)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{path} is no Python script")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def trace_case(folder: Path) -> tuple[dict[str, Any], float]:
    """The program's result for one case, and the processor seconds that it took, its children's too."""
    paths = sorted(folder.glob("*.txt"))
    before = os.times()
    written = firsthand.trace(paths).to_json()
    after = os.times()
    seconds = sum(after[:4]) - sum(before[:4])
    result: dict[str, Any] = json.loads(written) if isinstance(written, str) else written
    return result, seconds


def score_case(scorer: ModuleType, folder: Path, result: dict[str, Any]) -> Scored:
    """The figures of one case by the scorer's own counts."""
    misses: list[str] = []
    counts = scorer.score_case(scorer.Case(folder, result), result, misses)

    def f1(key: str) -> float | None:
        right, out, true = counts[key]
        return scorer.f1(right, out, true)["f1"] if out or true else None

    def share(key: str) -> float | None:
        right, of = counts[key]
        return right / of if of else None

    def bcubed(key: str) -> float | None:
        return scorer.bcubed(*counts[key])["f1"] if counts[key][1] else None

    figures: Figures = {
        "quantity_readings_f1": f1("quantity_readings"),
        "other_readings_f1": f1("other_readings"),
        "furniture_f1": f1("furniture"),
        "bound_accuracy": share("bound"),
        "modality_accuracy": share("modality"),
        "source_accuracy": share("source"),
        "claim_grouping_bcubed_f1": bcubed("_claims_items"),
        "origins_accuracy": share("origins"),
        "origins_several_accuracy": share("origins_several"),
        "origin_bcubed_f1": bcubed("_origin_items"),
        "lineage_f1": f1("lineage"),
        "outside_f1": _outside(counts["outside"]),
        "changes_f1": f1("changes"),
        "changes_same_parent_f1": f1("changes_same_parent"),
        "stories_bcubed_f1": bcubed("_story_items"),
    }
    return Scored(name=folder.name, figures=figures, misses=tuple(misses))


def _outside(counts: tuple[int, int, int, int]) -> float | None:
    """F1 where several names in an output may be one outlet of the truth."""
    found, good, out, true = counts
    if not out and not true:
        return None
    precision, recall = good / out if out else 0.0, found / true if true else 0.0
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def means(scored: Sequence[Scored]) -> Figures:
    """Each figure's mean over the cases that have it."""
    found: Figures = {}
    for key in scored[0].figures:
        values = [v for s in scored if (v := s.figures[key]) is not None]
        found[key] = round(sum(values) / len(values), 4) if values else None
    return found


def table(scored: Sequence[Scored]) -> str:
    """The figures in rows, a column a case, the means last."""
    columns = [(s.name, s.figures) for s in scored] + [("mean", means(scored))]
    widths = [max(len(name), 6) for name, _ in columns]
    names = "  ".join(f"{name:>{width}}" for (name, _), width in zip(columns, widths, strict=True))
    lines = [f"{'':26}{names}"]
    for key in scored[0].figures:
        cells = ["-" if figures[key] is None else f"{figures[key]:.3f}" for _, figures in columns]
        lines.append(f"{key:26}" + "  ".join(f"{c:>{w}}" for c, w in zip(cells, widths, strict=True)))
    return "\n".join(lines)


def run(cases: Sequence[Path], scorer: ModuleType, out: Path | None) -> list[Scored]:
    """Traces and scores each case; a first run of one case loads the models and is not timed."""
    trace_case(cases[0])
    scored = []
    for folder in cases:
        result, seconds = trace_case(folder)
        if out is not None:
            out.mkdir(parents=True, exist_ok=True)
            written = json.dumps(result, ensure_ascii=False, indent=1) + "\n"
            (out / f"{folder.name}.json").write_text(written, encoding="utf-8")
        case = score_case(scorer, folder, result)
        scored.append(
            Scored(name=case.name, figures={**case.figures, "seconds_per_case": seconds}, misses=case.misses)
        )
    return scored


def main() -> int:
    """Runs the benchmark; the exit status is 1 where there is no case to run."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, nargs="+", action="extend", help="cases, or folders of cases")
    parser.add_argument("--scorer", type=Path, default=SHARED / "eval" / "score.py")
    parser.add_argument("--out", type=Path, help="a folder for the program's results, one file a case")
    parser.add_argument("--misses", action="store_true", help="list every miss on standard error")
    parser.add_argument("--rename", type=int, metavar="SEED", help="run on renamed copies of the cases")
    args = parser.parse_args()
    folders = args.data or [SHARED / "stories"]
    cases = find_cases(folders)
    if not cases or not args.scorer.is_file():
        missing = args.scorer if cases else "a folder with truth.json in " + ", ".join(map(str, folders))
        print(f"cases.py: not found: {missing}; give --data and --scorer", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as copies:
        if args.rename is not None:
            cases = rename.rename_cases(cases, Path(copies), args.rename)
        scored = run(cases, load_scorer(args.scorer), args.out)
    if args.misses:
        print("\n".join(miss for case in scored for miss in case.misses), file=sys.stderr)
    print(table(scored), file=sys.stderr)
    print(json.dumps(means(scored)))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
