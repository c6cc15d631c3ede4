"""What ships, and that the documents say what the program does."""

from __future__ import annotations

import argparse
import re
from importlib import metadata, resources
from pathlib import Path
from typing import get_args

import pytest

import firsthand
from firsthand import cli, model

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
# What is told at length elsewhere counts as well.
DOCUMENTS = README + "".join(
    (ROOT / "docs" / name).read_text(encoding="utf-8")
    for name in ("library.md", "web.md", "exports.md", "batch.md")
)


def commands() -> dict[str, argparse.ArgumentParser]:
    parser = cli._parser()
    (chooser,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(chooser.choices)


def test_version_is_that_of_the_installed_package():
    assert metadata.version("firsthand") == firsthand.__version__


@pytest.mark.parametrize(
    "path",
    [
        "py.typed",
        "schema.json",
        "demo/articles",
        "language/en",
        "language/en/model/config.cfg",
        "language/en/model/meta.json",
    ],
)
def test_package_carries_its_data(path):
    found = resources.files("firsthand").joinpath(path)
    assert found.is_file() or found.is_dir()


def test_language_data_is_there_and_reads():
    import tomllib

    tables = [f for f in (ROOT / "src/firsthand/language").rglob("*.toml") if "model" not in f.parts]
    assert tables
    for table in tables:
        assert tomllib.loads(table.read_text(encoding="utf-8")), table.name


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_is_documented(command):
    assert re.search(rf"^firsthand {command}\b", DOCUMENTS, re.MULTILINE), (
        f"neither README.md nor docs/ shows `firsthand {command}`"
    )


def test_every_option_is_documented():
    options = {
        option
        for parser in (cli._parser(), *commands().values())
        for action in parser._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--no-color"  # the other spelling of --no-colour
    }
    missing = {option for option in options if option not in DOCUMENTS}
    assert not missing


def test_every_exit_status_is_documented():
    for status in (cli.DONE, cli.NO_RESULT, cli.WRONG_USAGE, cli.INCOMPLETE, cli.STOPPED):
        assert re.search(rf"^\| {status} \|", README, re.MULTILINE)
        assert re.search(rf"^  {status}\b", cli.EPILOG, re.MULTILINE)


def test_every_kind_of_change_is_documented():
    for kind in get_args(model.ChangeKind):
        assert re.search(rf"^\| .*\b{kind}\b.* \|", README, re.MULTILINE), kind


@pytest.mark.parametrize("ending", ["/bin/firsthand demo", "/bin/pytest"])
def test_one_line_sets_up_and_runs(ending):
    lines = [
        line for line in README.splitlines() if line.startswith("python3 -m venv") and line.endswith(ending)
    ]
    assert len(lines) == 1


@pytest.mark.parametrize("document", ["README.md", "CONTRIBUTING.md", "CHANGELOG.md"])
def test_links_between_documents_lead_somewhere(document):
    text = (ROOT / document).read_text(encoding="utf-8")
    targets = [t for t in re.findall(r"\]\(([^)#]+)", text) if "://" not in t]
    assert all((ROOT / target).exists() for target in targets), targets


def test_python_examples_in_the_readme_run(story, monkeypatch, capsys):
    examples = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    assert len(examples) == 2
    monkeypatch.chdir(story)
    exec(compile("\n".join(examples), "README.md", "exec"), {})
    printed = capsys.readouterr().out
    assert '"firsthand/1"' in printed
    assert "possible" in printed.splitlines()[-1]
