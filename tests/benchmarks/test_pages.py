from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[2] / "benchmarks" / "pages.py"
DATA = Path(__file__).parents[3] / "shared" / "corpora" / "html"


def test_the_script_loads():
    spec = importlib.util.spec_from_file_location("benchmark_pages", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    assert module.main


def test_pages_are_extracted_as_well_as_they_were(tmp_path):
    if not DATA.exists():
        pytest.skip("the pages are not here")
    out = tmp_path / "out.jsonl"
    run = subprocess.run(
        [sys.executable, SCRIPT, "--out", out, "--rounds", "1"], capture_output=True, text=True, check=True
    )
    figures = json.loads(run.stdout)
    assert figures["read"] == figures["pages"] == len(out.read_text().splitlines())
    assert figures["f1"] >= 0.955
    assert figures["f1"] > figures["trafilatura"]["f1"]
