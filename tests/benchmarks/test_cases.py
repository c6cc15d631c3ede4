"""The benchmark of story cases finds its cases and averages what they have."""

from __future__ import annotations

import sys
from pathlib import Path

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))

import cases  # noqa: E402


def test_cases_are_folders_with_a_truth_file(tmp_path: Path) -> None:
    for name in ("b", "a", "c"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "truth.json").write_text("{}")
    (tmp_path / "b" / "truth.json").write_text("{}")
    assert cases.find_cases([tmp_path]) == [tmp_path / "a", tmp_path / "b"]
    assert cases.find_cases([tmp_path / "b", tmp_path / "c"]) == [tmp_path / "b"]


def test_means_leave_out_what_a_case_does_not_have() -> None:
    scored = [
        cases.Scored(name="a", figures={"lineage_f1": 0.5, "outside_f1": None}, misses=()),
        cases.Scored(name="b", figures={"lineage_f1": 1.0, "outside_f1": 0.2}, misses=()),
    ]
    assert cases.means(scored) == {"lineage_f1": 0.75, "outside_f1": 0.2}
    assert cases.table(scored).splitlines()[-1].split() == ["outside_f1", "-", "0.200", "0.200"]
