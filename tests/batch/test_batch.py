"""A collection traced in steps comes to the same as a pile, on every engine and after every fault."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

import firsthand
from firsthand.batch import BatchOptions, run
from firsthand.errors import InputError, UsageError

# Of the 60 made articles some have the same words.
MADE = 56
TABLES = {"articles", "stories", "claims", "readings", "origins", "edges", "changes", "issues"}


def table(output, name):
    return pq.read_table(output / name, partitioning=None).to_pylist()


def digests(output):
    """The digest of each file that was written."""
    found = {
        str(path.relative_to(output)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in output.rglob("*")
        if path.is_file()
    }
    assert found
    return found


def together(output):
    """The sets of paths that are together in a story."""
    found = {}
    for row in table(output, "articles"):
        found.setdefault(row["story"], []).append(tuple(row["paths"]))
    return {frozenset(one) for one in found.values()}


def test_the_tables_say_what_trace_says(story, tmp_path):
    output = tmp_path / "out"
    ran = run([str(story)], str(output), options=BatchOptions(processes=2))
    result = firsthand.trace(story)

    assert {path.name for path in output.iterdir()} == TABLES
    assert ran.issues == ()
    assert together(output) == {
        frozenset(result.article(one).paths for one in told.articles) for told in result.stories
    }
    claims = {(row["kind"], row["label"], row["readings"]) for row in table(output, "claims")}
    assert claims == {(one.kind, one.label, len(one.readings)) for one in result.claims}
    changes = sorted((row["kind"], row["child_words"], row["why"]) for row in table(output, "changes"))
    assert changes == sorted(
        (one.kind, one.child_span.of(result.article(one.child).text), one.why) for one in result.changes
    )
    assert ran.rows["edges"] == len(result.lineage)
    assert ran.rows["origins"] == len(result.origins)


def test_every_bad_input_is_in_the_table_of_issues_and_the_others_are_read(collection, tmp_path):
    output = tmp_path / "out"
    ran = run([str(collection)], str(output), options=BatchOptions(trace=False))

    codes = {Path(one.where).name: one.code for one in ran.issues}
    assert codes == {
        "undecodable.txt": "binary",
        "huge.txt": "too-large",
        "empty.txt": "empty",
        "news.jsonl#row 31": "damaged",
    }
    assert [row["code"] for row in table(output, "issues")] == [one.code for one in ran.issues]
    # The made articles, three of the story, a page; what is given twice is there once, with both paths.
    assert ran.rows["articles"] == MADE + 4
    assert max(len(row["paths"]) for row in table(output, "articles")) >= 2


def test_spark_writes_the_same_bytes(collection, tmp_path):
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed (pip install 'firsthand[spark]')")
    if (
        shutil.which("java", path=f"{os.environ['JAVA_HOME']}/bin" if "JAVA_HOME" in os.environ else None)
        is None
    ):
        pytest.skip("Java is not installed (Debian: apt-get install openjdk-17-jre-headless)")
    run([str(collection)], str(tmp_path / "local"), options=BatchOptions(processes=2))
    run([str(collection)], str(tmp_path / "spark"), options=BatchOptions(engine="spark", processes=2))

    assert digests(tmp_path / "spark") == digests(tmp_path / "local")
    assert table(tmp_path / "local", "claims")


def test_the_same_bytes_whatever_the_order_and_the_processes(collection, tmp_path):
    files = sorted(str(path) for path in collection.iterdir())
    run(files, str(tmp_path / "one"), options=BatchOptions(trace=False, processes=1))
    run(files[::-1], str(tmp_path / "two"), options=BatchOptions(trace=False, processes=3))
    assert digests(tmp_path / "one") == digests(tmp_path / "two")


def test_a_killed_run_goes_on_and_comes_to_the_same(collection, tmp_path):
    run([str(collection)], str(tmp_path / "whole"), options=BatchOptions(trace=False))
    output = tmp_path / "out"
    command = [sys.executable, "-m", "firsthand", "batch", "--no-trace", str(collection), str(output)]
    killed = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    for line in killed.stderr:
        if line.endswith("candidates\n"):
            break
    os.killpg(killed.pid, signal.SIGKILL)
    killed.communicate()
    articles = output / "_work" / "articles"
    before = {path.name: path.stat().st_mtime_ns for path in articles.iterdir()}
    assert "_SUCCESS" in before
    assert not (output / "stories").exists()

    done = run([str(collection)], str(output), options=BatchOptions(trace=False, keep_work=True))

    assert {path.name: path.stat().st_mtime_ns for path in articles.iterdir()} == before
    assert done.rows["articles"] == MADE + 4
    shutil.rmtree(output / "_work")
    assert digests(output) == digests(tmp_path / "whole")


def test_the_work_of_another_run_is_not_taken(story, tmp_path):
    options = BatchOptions(trace=False, keep_work=True, work=str(tmp_path / "work"))
    run([str(story / "wire.txt")], str(tmp_path / "out"), options=options)
    with pytest.raises(UsageError, match="another"):
        run([str(story)], str(tmp_path / "out"), options=options)


def test_a_story_of_too_many_articles_is_split_by_time_with_a_note(tmp_path):
    import made_news

    _, title, told = next(iter(made_news.day_of_news(1, 1)))
    lines = [
        made_news.to_line(f"2031-02-{day:02}T10:00", title, [*told, f"Printed on {day} February."])
        for day in range(1, 11)
    ]
    (tmp_path / "copies.jsonl").write_text("\n".join(lines))
    options = BatchOptions(trace=False, limits={"most_story": 4})

    ran = run([str(tmp_path / "copies.jsonl")], str(tmp_path / "out"), options=options)

    assert [one.code for one in ran.issues] == ["story-split"]
    assert "10 articles" in ran.issues[0].detail
    days = {}
    for row in table(tmp_path / "out", "articles"):
        days.setdefault(row["story"], []).append(int(row["published"][8:10]))
    assert sorted(sorted(one) for one in days.values()) == [[1, 2, 3, 4], [5, 6, 7, 8], [9, 10]]


def test_a_piece_of_too_many_relatives_is_split_at_its_weak_pairs_with_a_note():
    import numpy as np
    import pyarrow as pa

    from firsthand.batch.stories import split_pieces

    # Two knots of six that one weak pair holds together, and two strangers beside them.
    knots = [(a, b, 700) for low in (10, 20) for a in range(low, low + 6) for b in range(a + 1, low + 6)]
    pairs = [*knots, (15, 20, 170), (40, 41, 170)]
    rows = pa.table(
        {
            "id": [one for one, _, _ in pairs],
            "other": [other for _, other, _ in pairs],
            "score": [score for _, _, score in pairs],
            "component": [40 if one == 40 else 10 for one, _, _ in pairs],
        }
    )
    found = pa.concat_tables(list(split_pieces(rows, {"most_piece": 8})), promote_options="permissive")
    pieces = {row["id"]: row["piece"] for row in found.to_pylist() if row["issue"] is None}
    assert pieces == {**dict.fromkeys(range(10, 16), 10), **dict.fromkeys(range(20, 26), 20), 40: 40, 41: 40}
    (issue,) = [json.loads(row["issue"]) for row in found.to_pylist() if row["issue"] is not None]
    assert issue[0] == "piece-split"
    # A knot that nothing splits is cut, never left too large.
    found = pa.concat_tables(list(split_pieces(rows, {"most_piece": 4})), promote_options="permissive")
    kept = [row["piece"] for row in found.to_pylist() if row["issue"] is None]
    assert max(np.unique(kept, return_counts=True)[1]) <= 4


def test_one_long_document_does_not_stall_a_run(story, tmp_path):
    text = (story / "wire.txt").read_text()
    (story / "long.txt").write_text("A long report\n\n" + text[text.index("\n\n") :] * 6000)
    options = BatchOptions(processes=2, limits={"seconds": 8})
    begun = time.monotonic()

    ran = run([str(story)], str(tmp_path / "out"), options=options)

    assert time.monotonic() - begun < 300
    assert {(Path(one.where).name, one.code) for one in ran.issues} == {("long.txt", "too-slow")}
    assert ran.rows["claims"] >= 3


def test_storage_with_an_address_is_read_and_written(story, tmp_path):
    run([str(story)], str(tmp_path / "plain"), options=BatchOptions(trace=False))
    output = tmp_path / "out"
    with pytest.raises(UsageError, match="--work"):
        run([story.as_uri()], output.as_uri(), options=BatchOptions(trace=False))
    options = BatchOptions(trace=False, work=str(tmp_path / "work"))
    ran = run([story.as_uri()], output.as_uri(), options=options)
    assert ran.rows["articles"] == 3
    paths = {path for row in table(output, "articles") for path in row["paths"]}
    assert paths == {f"{story.as_uri()}/{name}.txt" for name in ("wire", "paper", "blog")}
    assert {len(one) for one in together(output)} == {len(one) for one in together(tmp_path / "plain")}


def test_a_library_takes_in_the_articles(story, tmp_path, monkeypatch):
    from firsthand.desk import AddOptions, add
    from firsthand.store import open_library

    run([str(story)], str(tmp_path / "out"), options=BatchOptions(trace=False))
    with open_library(str(tmp_path / "library.db"), create=True) as library:
        added, issues = add(library, [tmp_path / "out" / "articles"], options=AddOptions(trace=False))
    assert [one.status for one in added] == ["new"] * 3
    assert issues == ()


def test_nothing_to_read_is_an_error(tmp_path):
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError, match=r"empty\.txt"):
        run([str(tmp_path / "empty.txt")], str(tmp_path / "out"))
    with pytest.raises(InputError, match="no such file"):
        run([str(tmp_path / "missing")], str(tmp_path / "out"))


def test_what_is_missing_for_spark_is_told(story, tmp_path, monkeypatch):
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("PySpark is not installed (pip install 'firsthand[spark]')")
    with pytest.raises(UsageError, match="needs Java 17"):
        run([str(story)], str(tmp_path / "out"), options=BatchOptions(engine="spark"))
    with pytest.raises(UsageError, match="no such engine"):
        run([str(story)], str(tmp_path / "out"), options=BatchOptions(engine="sparc"))
