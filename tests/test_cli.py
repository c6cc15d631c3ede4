"""The command line from outside: what is printed where, and the exit status."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import firsthand
from firsthand import cli
from firsthand.cli import main
from firsthand.model import Issue, Result

# What only Linux and macOS have: pipes, signals, permissions.
POSIX = os.name == "posix"


def program(*arguments, **options):
    """Run the program as a process of its own."""
    options.setdefault("timeout", 120)
    return subprocess.run(
        [sys.executable, "-m", "firsthand", *map(os.fspath, arguments)],
        capture_output=True,
        check=False,
        **options,
    )


@pytest.fixture
def nothing_found(monkeypatch):
    """Tracing that finds nothing: for tests of what stands around it."""
    result = Result(articles=(), stories=())
    monkeypatch.setattr(firsthand, "trace", lambda _, **__: result, raising=False)


# --- asking for help -------------------------------------------------------------------------------------


def test_version(capsys):
    with pytest.raises(SystemExit) as stop:
        main(["--version"])
    assert stop.value.code == 0
    assert capsys.readouterr().out == f"firsthand {firsthand.__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["trace", "--help"], ["demo", "--help"]])
def test_help_names_the_exit_statuses(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 0
    assert "exit status" in capsys.readouterr().out


def test_help_loads_nothing_but_the_standard_library():
    code = (
        "import sys\n"
        "before = set(sys.modules)\n"
        "import firsthand.cli as cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "loaded = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(loaded - set(sys.stdlib_module_names) - {'firsthand'}), file=sys.stderr)"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.strip() == "[]"


# --- wrong usage -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        [],
        ["inspect", "a.txt"],
        ["trace", "a.txt", "--colour"],
        ["trace", "a.txt", "--format", "pdf"],
        ["trace", "a.txt", "--width", "wide"],
        ["trace", "a.txt", "--width", "12"],
        ["trace", "a.txt", "--width", "-80"],
        ["trace", "a.txt", "--width", "9" * 5000],
        ["demo", "a.txt"],
    ],
)
def test_wrong_usage_ends_with_2(arguments, capsys):
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == cli.WRONG_USAGE
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("usage: firsthand")


@pytest.mark.parametrize(
    ("out", "why"),
    [
        ("nowhere/report.html", "there is no folder nowhere"),
        ("story", "that is a folder"),
        ("report.pdf", "'.pdf' names no format"),
        ("story/wire.txt", "would be overwritten"),
        ("story/report.txt", "would read the report as an article"),
    ],
)
def test_out_that_cannot_be_is_refused_before_any_work(story, out, why, monkeypatch, capsys):
    monkeypatch.chdir(story.parent)
    monkeypatch.setattr(firsthand, "trace", lambda _, **__: pytest.fail("worked"), raising=False)
    before = (story / "wire.txt").read_bytes()
    assert main(["trace", "story", "story/wire.txt", "--out", out]) == cli.WRONG_USAGE
    assert why in capsys.readouterr().err
    assert (story / "wire.txt").read_bytes() == before


# --- inputs that give nothing ----------------------------------------------------------------------------


def make(folder: Path, kind: str) -> Path:
    """An input of that kind, which can't be read as an article."""
    path = folder / f"{kind}.txt"
    if kind == "empty":
        path.write_bytes(b"")
    elif kind == "blank":
        path.write_text(" \n\t\n", encoding="utf-8")
    elif kind == "binary":
        path.write_bytes(bytes(range(256)) * 16)
    elif kind == "huge":
        path.write_bytes(b"The ministry said 12 people were hurt. " * (50_000_000 // 39))
    elif kind == "folder":
        path.mkdir()
    else:
        assert kind == "missing"
    return path


KINDS = ["empty", "blank", "binary", "huge", "folder", "missing"]


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_readable_ends_with_1_and_names_the_file(kind, tmp_path, capsys):
    path = make(tmp_path, kind)
    assert main(["trace", str(path)]) == cli.NO_RESULT
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("firsthand: ")
    assert str(path) in printed.err
    assert "Traceback" not in printed.err


@pytest.mark.parametrize("kind", KINDS)
def test_a_part_that_is_not_readable_ends_with_3_and_the_rest_is_traced(kind, story, tmp_path, capsys):
    path = make(tmp_path, kind)
    assert main(["trace", str(story), str(path), "--format", "json"]) == cli.INCOMPLETE
    printed = capsys.readouterr()
    traced = json.loads(printed.out)
    assert len(traced["articles"]) == 3
    assert [issue["path"] for issue in traced["issues"]] == [str(path)]
    assert str(path) in printed.err


def test_another_language_is_not_judged_and_ends_with_3(story, tmp_path, capsys):
    german = tmp_path / "fähre.txt"
    german.write_text(
        "Reederei streicht bis zu 120 Stellen\n\nDie Reederei will in diesem Sommer bis zu 120 Stellen streichen, "
        "wie zwei mit dem Plan vertraute Personen am Dienstag sagten. Das Unternehmen hatte im vergangenen Jahr "
        "einen Verlust von rund drei Millionen Kronen gemacht und wollte sich zu dem Bericht nicht äußern.\n",
        encoding="utf-8",
    )
    assert main(["trace", str(story), str(german), "--format", "json"]) == cli.INCOMPLETE
    printed = capsys.readouterr()
    assert [gap["what"] for gap in json.loads(printed.out)["unmeasured"]] == ["language"]
    assert "fähre.txt" in printed.err


@pytest.mark.skipif(not POSIX or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(story, capsys):
    (story / "wire.txt").chmod(0)
    assert main(["trace", str(story)]) == cli.INCOMPLETE
    assert "permission" in capsys.readouterr().out


# --- inputs that give something --------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["text", "json", "html"])
def test_a_story_is_traced_in_every_format(format_, story, capsys):
    assert main(["trace", str(story), "--format", format_]) == cli.DONE
    printed = capsys.readouterr()
    assert printed.err == ""
    assert printed.out.endswith("\n")
    assert "1,200" in printed.out


def test_one_article_alone(story, capsys):
    assert main(["trace", str(story / "wire.txt")]) == cli.DONE
    assert "120" in capsys.readouterr().out


def test_the_same_article_twice_is_one_with_two_paths(story, tmp_path, capsys):
    copy = tmp_path / "copy.txt"
    copy.write_bytes((story / "wire.txt").read_bytes())
    wire = story / "wire.txt"
    assert main(["trace", str(wire), str(copy), str(wire), "--format", "json"]) == cli.DONE
    (article,) = json.loads(capsys.readouterr().out)["articles"]
    assert article["sha256"]


def test_an_old_encoding_is_read(story, tmp_path, capsys):
    text = (
        (story / "paper.txt")
        .read_text(encoding="utf-8")
        .replace("Venn", "Vénn")
        .replace("crowns", "crowns – £2")
    )
    old = tmp_path / "old.txt"
    old.write_bytes(text.encode("cp1252"))
    assert main(["trace", str(old), "--format", "json"]) == cli.DONE
    traced = json.loads(capsys.readouterr().out)
    assert "Mara Vénn" in traced["articles"][0]["text"]
    assert [issue["path"] for issue in traced["issues"]] == [str(old)]


def test_order_of_arguments_does_not_matter(story, capsys):
    paths = sorted(map(str, story.iterdir()))
    assert main(["trace", *paths, "--format", "json"]) == cli.DONE
    forward = capsys.readouterr().out
    assert main(["trace", *reversed(paths), "--format", "json"]) == cli.DONE
    assert capsys.readouterr().out == forward


def test_text_is_plain_and_fits_when_piped(story, capsys):
    assert main(["trace", str(story), "--width", "80"]) == cli.DONE
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= 80


def test_demo_is_the_same_twice_whatever_the_hash_seed():
    runs = [
        program("demo", "--format", "json", env={**os.environ, "PYTHONHASHSEED": seed}) for seed in ("1", "2")
    ]
    assert [run.returncode for run in runs] == [cli.DONE, cli.DONE], runs[0].stderr.decode()
    assert runs[0].stdout == runs[1].stdout
    assert json.loads(runs[0].stdout)["changes"]


# --- where the report goes -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "start"), [("r.html", "<!doctype html"), ("r.json", "{"), ("r.TXT", ""), ("r", "")]
)
def test_ending_chooses_the_format_and_the_file_is_whole(name, start, story, tmp_path, capsys):
    out = tmp_path / name
    out.write_text("an old report", encoding="utf-8")
    assert main(["trace", str(story), "--out", str(out)]) == cli.DONE
    report = out.read_text(encoding="utf-8")
    assert report.lower().startswith(start)
    assert report.endswith("\n")
    assert "an old report" not in report
    assert "\x1b" not in report
    assert capsys.readouterr().out == ""
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted([name, "story"])


def test_format_wins_over_ending(story, tmp_path):
    out = tmp_path / "report.html"
    assert main(["trace", str(story), "--format", "json", "--out", str(out)]) == cli.DONE
    assert json.loads(out.read_text(encoding="utf-8"))["format"] == "firsthand/1"


def test_a_dash_stands_for_standard_output(story, capsys):
    assert main(["trace", str(story), "--format", "json", "--out", "-"]) == cli.DONE
    assert json.loads(capsys.readouterr().out)


@pytest.mark.usefixtures("nothing_found")
def test_a_report_that_cannot_be_written_leaves_the_old_one(tmp_path, monkeypatch, capsys):
    out = tmp_path / "report.json"
    out.write_text("old", encoding="utf-8")

    def full(_, target):
        raise OSError(28, "No space left on device", str(target))

    monkeypatch.setattr(Path, "replace", full)
    assert main(["trace", "a.txt", "--out", str(out)]) == cli.NO_RESULT
    assert "No space left" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "old"
    assert [p.name for p in tmp_path.iterdir()] == ["report.json"]


@pytest.mark.skipif(not POSIX, reason="links and modes as on POSIX")
@pytest.mark.usefixtures("nothing_found")
def test_a_link_stays_a_link_and_the_mode_is_kept(tmp_path):
    target = tmp_path / "target.json"
    target.write_text("old", encoding="utf-8")
    target.chmod(0o640)
    link = tmp_path / "link.json"
    link.symlink_to(target)
    assert main(["trace", "a.txt", "--out", str(link)]) == cli.DONE
    assert link.is_symlink()
    assert json.loads(target.read_text(encoding="utf-8"))
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.skipif(not POSIX, reason="pipes as on POSIX")
def test_a_reader_that_goes_away_is_no_error(story):
    reading, writing = os.pipe()
    os.close(reading)
    run = subprocess.run(
        [sys.executable, "-m", "firsthand", "trace", story],
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=120,
        check=False,
    )
    os.close(writing)
    assert run.stderr == b""
    assert run.returncode == cli.READER_GONE


def test_a_terminal_of_another_encoding_gets_what_it_can_show(story):
    run = program("trace", story, env={**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})
    assert run.returncode == cli.DONE, run.stderr
    assert run.stdout.isascii()
    assert run.stdout


@pytest.mark.skipif(sys.platform != "linux", reason="file names of any bytes")
@pytest.mark.parametrize("format_", ["text", "json", "html"])
def test_a_path_that_is_no_unicode(format_, story, capsys):
    (story / "wire.txt").rename(story / os.fsdecode(b"w\xffre.txt"))
    (story / "empty\udcfe.txt").write_bytes(b"")
    assert main(["trace", str(story), "--format", format_]) == cli.INCOMPLETE
    assert "an empty file" in " ".join(capsys.readouterr().out.split())


# --- being stopped, and what goes wrong ------------------------------------------------------------------


def test_ctrl_c_ends_with_130_and_a_line(monkeypatch, capsys):
    def stop(_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr(firsthand, "trace", stop, raising=False)
    assert main(["trace", "a.txt"]) == cli.STOPPED
    assert capsys.readouterr().err == "firsthand: stopped\n"


def test_many_problems_are_summed_up(monkeypatch, capsys):
    issues = tuple(Issue(code="empty", where=f"{n}.txt", detail="an empty file") for n in range(25))
    result = Result(articles=(), stories=(), issues=issues)
    monkeypatch.setattr(firsthand, "trace", lambda _, **__: result, raising=False)
    assert main(["trace", "a.txt", "--format", "json"]) == cli.INCOMPLETE
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == cli.NAMED_PROBLEMS + 1
    assert "15 more" in lines[-1]


@given(
    data=st.one_of(
        st.binary(max_size=400), st.text(max_size=400).map(lambda text: text.encode("utf-8", "replace"))
    )
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_it_gets_an_answer(data, tmp_path, capsys):
    path = tmp_path / "any.txt"
    path.write_bytes(data)
    assert main(["trace", str(path)]) in {cli.DONE, cli.NO_RESULT, cli.INCOMPLETE}
    printed = capsys.readouterr()
    assert printed.out or str(path) in printed.err


def test_no_articles_is_wrong_usage_too(capsys):
    assert main(["trace"]) == cli.WRONG_USAGE
    assert "name files or folders" in capsys.readouterr().err
