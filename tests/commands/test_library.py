"""The commands on a library, as a user types them."""

from __future__ import annotations

import json

import pytest

from firsthand import cli


@pytest.fixture
def desk(tmp_path, monkeypatch):
    """A user's data folder."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.delenv("FIRSTHAND_LIBRARY", raising=False)
    return tmp_path / "data/firsthand"


def run(capsys, *arguments):
    status = cli.main([str(one) for one in arguments])
    captured = capsys.readouterr()
    return status, captured.out, captured.err


def rows(capsys, *arguments):
    status, out, _ = run(capsys, *arguments, "--format", "json")
    assert status == 0
    return [json.loads(line) for line in out.splitlines()]


def test_day_at_a_desk(desk, story, capsys, tmp_path):
    status, out, _ = run(capsys, "add", story / "wire.txt", story / "paper.txt")
    assert status == 0
    assert "2 new; library" in out
    assert (desk / "library.db").is_file()
    run(capsys, "trace", "--library", "library", "--out", tmp_path / "old.json")
    run(capsys, "add", story)
    (row,) = rows(capsys, "list")
    assert row["articles"] == 3
    assert len(rows(capsys, "list", "articles")) == 3
    assert rows(capsys, "list", "claims", "--story", row["id"])
    assert rows(capsys, "list", "log", "--after", 2)[0]["cursor"] == 3
    assert rows(capsys, "list", "issues") == []
    assert rows(capsys, "list", "judgements") == []
    assert "jobs" in run(capsys, "show", row["id"])[1]
    claim = rows(capsys, "list", "claims")[0]["id"]
    assert run(capsys, "show", claim)[1].startswith(claim)
    (found,) = rows(capsys, "search", "quayside")
    assert "Quayside" in run(capsys, "show", found["id"], "--text")[1]
    assert found["sha256"] in run(capsys, "show", found["id"])[1]
    assert "Quayside" in run(capsys, "search", "quayside")[1]
    assert len(rows(capsys, "search", "ferries", "--not", "quayside")) == 2
    assert len(rows(capsys, "search", "people familiar with the plan")) == 2
    status, _, _ = run(capsys, "trace", "--library", "library", row["id"], "--out", tmp_path / "new.json")
    assert status == 0
    assert "+ article" in run(capsys, "diff", tmp_path / "old.json", tmp_path / "new.json")[1]
    assert run(capsys, "check")[0] == 0
    assert run(capsys, "export-library", tmp_path / "x.gz")[0] == 0
    assert run(capsys, "import-library", tmp_path / "x.gz", "--library", "other")[0] == 0
    assert len(rows(capsys, "list", "articles", "--library", "other")) == 3
    assert "purged" in run(capsys, "remove", found["id"], "--purge")[1]
    assert len(rows(capsys, "list", "articles")) == 2
    assert run(capsys, "check", "--mend")[0] == 0


def test_every_text_view_has_lines(desk, story, capsys):
    run(capsys, "add", story, "--no-trace")
    assert rows(capsys, "list")[0]["due"]
    for what in ("stories", "articles", "log"):
        assert run(capsys, "list", what, "--limit", "2")[1].count("\n") <= 2


def test_folder_is_watched_once(desk, story, capsys):
    status, out, _ = run(capsys, "watch", story, "--once")
    assert status == 0
    assert "3 new articles" in out
    assert run(capsys, "watch", story, "--once", "--format", "json")[0] == 0


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        (["list", "--library", "none"], "no such library"),
        (["show", "x1"], "expected the id"),
        (["show", "s99"], "no such story"),
        (["show", "a99"], "no such article"),
        (["show", "c99"], "no such claim"),
        (["remove", "a99"], "no such article"),
        (["search", "?"], "no word"),
        (["trace", "--library", "library", "s99"], "no such story"),
        (["trace"], "missing"),
        (["list", "--library", "mysql://x/y"], "not supported"),
        (["list", "--library", "sqlite://"], "memory"),
        (["list", "--library", "a/b?"], "no such library"),
        (["diff", "no.json", "no.json"], "expected"),
        (["import-library", "no.gz"], "has articles already"),
        (["watch", "no.opml", "--once"], "no.opml"),
        (["watch", ".", "--once", "--webhook", "ftp://x"], "https"),
    ],
)
def test_what_is_wrong_is_told_in_one_line(desk, story, capsys, arguments, word):
    run(capsys, "add", story / "blog.txt", "--no-trace")
    status, _, err = run(capsys, *arguments)
    assert status in (1, 2)
    told = [line for line in err.splitlines() if "this Python uses SQLite" not in line]
    assert len(told) == 1
    assert word in told[0]


def test_library_of_the_environment_is_used(desk, story, capsys, monkeypatch, tmp_path):
    monkeypatch.setenv("FIRSTHAND_LIBRARY", str(tmp_path / "mine.db"))
    run(capsys, "add", story, "--no-trace")
    assert (tmp_path / "mine.db").is_file()
    assert not desk.exists()
