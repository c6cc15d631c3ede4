"""Long runs: the log, going on from it, and being stopped."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import made
import pytest

from firsthand.ingest import ReadOptions, read_inputs
from firsthand.model import RawDocument


def entries(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


@pytest.fixture
def crawl(tmp_path):
    path = tmp_path / "crawl.warc.gz"
    path.write_bytes(made.warc(*(made.page(f"Story {n}") for n in range(12)), made.page("Story 3")))
    return path


def test_the_log_tells_what_became_of_each_document(tmp_path, crawl):
    (tmp_path / "a.txt").write_text("A ferry ran aground.\n")
    (tmp_path / "b.txt").write_bytes(b"")
    log = tmp_path / "run.jsonl"
    documents, _ = read_inputs([tmp_path / "a.txt", tmp_path / "b.txt", crawl], options=ReadOptions(log=log))
    found = entries(log)
    status = [one["status"] for one in found]
    assert status.count("read") == 13
    assert status.count("duplicate") == 1
    assert next(one["why"] for one in found if one["status"] == "failed").startswith("an empty file")
    assert len(documents) == 13


def test_a_run_goes_on_inside_a_half_read_archive(tmp_path, crawl, monkeypatch):
    log = tmp_path / "run.jsonl"
    whole = read_inputs([crawl], options=ReadOptions(log=log))
    lines = log.read_bytes().splitlines(keepends=True)
    kept = [line for line in lines if b'"finished"' not in line][:6]
    log.write_bytes(b"".join(kept) + b'{"input": "half a li')
    read: list[int] = []
    from firsthand.ingest import workers

    attempt = workers._Worker._attempt
    monkeypatch.setattr(
        workers._Worker,
        "_attempt",
        lambda self, task, start, quick: read.append(len(task.done)) or attempt(self, task, start, quick),
    )
    assert read_inputs([crawl], options=ReadOptions(log=log, resume=True)) == whole
    assert read  # what was left was read
    assert sum(one["status"] in ("read", "duplicate") for one in entries(log)) == 13
    read.clear()
    assert read_inputs([crawl], options=ReadOptions(log=log, resume=True)) == whole
    assert not read  # nothing was left


def test_an_input_that_has_changed_is_read_anew(tmp_path, crawl):
    log = tmp_path / "run.jsonl"
    read_inputs([crawl], options=ReadOptions(log=log))
    crawl.write_bytes(made.warc(made.page("Another story"), made.page("And one more")))
    documents, _ = read_inputs([crawl], options=ReadOptions(log=log, resume=True))
    assert {d.text.split("\n")[0] for d in documents} == {"Another story", "And one more"}


def test_a_document_that_was_read_is_not_blamed_for_what_ends_the_process(crawl, monkeypatch):
    from firsthand.ingest import workers

    tell, told = workers._Worker._tell, []

    def kill_behind_the_third(self, found):
        tell(self, found)
        if found and isinstance(found[1], RawDocument):
            told.append(found)
            if len(told) == 3:
                self._process.kill()
                self._process.stdout.read()  # what it had said of the next one is lost

    monkeypatch.setattr(workers._Worker, "_tell", kill_behind_the_third)
    documents, issues = read_inputs([crawl], options=ReadOptions(processes=1))
    assert issues == ()
    assert len(documents) == 12


def test_progress_is_told_with_counts_and_bytes(crawl):
    told = []
    read_inputs([crawl], options=ReadOptions(watch=told.append))
    assert told[-1].finished
    assert (told[-1].read, told[-1].duplicates, told[-1].failed) == (12, 1, 0)
    assert told[-1].bytes_done == told[-1].bytes_total == crawl.stat().st_size
    assert [one.read for one in told] == sorted(one.read for one in told)


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_ctrl_c_ends_cleanly_with_what_is_done(tmp_path):
    pages = [made.page(f"Story {n}", count=40) for n in range(400)]
    crawl = tmp_path / "crawl.warc"
    crawl.write_bytes(made.warc(*pages, packed=False))
    log = tmp_path / "run.jsonl"
    code = (
        "import sys; from pathlib import Path; from firsthand.ingest import ReadOptions, read_inputs\n"
        "d, i = read_inputs([sys.argv[1]], options=ReadOptions(log=Path(sys.argv[2]), processes=1))\n"
        "print(len(d), [one.code for one in i])"
    )
    run = subprocess.Popen(
        [sys.executable, "-c", code, crawl, log], stdout=subprocess.PIPE, text=True, start_new_session=True
    )
    for _ in range(600):
        if log.exists() and log.read_bytes().count(b'"read"') > 5:
            break
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    out, _ = run.communicate(timeout=60)
    count, codes = out.split(" ", 1)
    assert 5 < int(count) < 400
    assert codes.strip() == "['stopped']"
    done = sum(one["status"] == "read" for one in entries(log))
    assert done == int(count)
    documents, issues = read_inputs([crawl], options=ReadOptions(log=log, resume=True))
    assert len(documents) == 400
    assert issues == ()
