"""One article as it was read, in the terminal and as JSON."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from firsthand.pipeline import read_articles
from firsthand.report.reading_view import as_dict, write_reading

TEXT = """\
The Brome Courier

Ferry firm could cut 120 jobs

By Ada Wend
4 March 2031

Lantern Ferries could cut up to 120 jobs, two people familiar with the plan told the Courier.

"We will not comment," said Mara Venn, a spokeswoman.

Share this article
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "ferry.txt"
    path.write_text(TEXT, encoding="utf8")
    return path


def shown(path: Path, *, colour: bool = False, width: int = 80) -> str:
    out = io.StringIO()
    for article, text in read_articles(path)[0]:
        write_reading(article, text, out, width=width, colour=colour)
    return out.getvalue()


def test_every_word_of_the_article_is_shown_and_every_reading(path: Path) -> None:
    page = shown(path)
    assert set(TEXT.split()) <= set(page.split())
    assert "≤ 120" in page
    assert "two people familiar with the plan" in page


def test_lines_keep_to_the_width_and_colour_only_where_asked(path: Path) -> None:
    assert all(len(line) <= 60 for line in shown(path, width=60).splitlines())
    assert "\x1b[" not in shown(path)
    assert "\x1b[" in shown(path, colour=True)


def test_escapes_in_the_text_do_not_reach_the_terminal(tmp_path: Path) -> None:
    path = tmp_path / "hostile.txt"
    path.write_text(TEXT.replace("Lantern", "\x1b[31mLantern\x07"), encoding="utf8")
    assert "\x1b" not in shown(path)
    assert "\x07" not in shown(path)


def test_json_names_the_fields_as_the_contract_does(path: Path) -> None:
    (article, text), *_ = read_articles(path)[0]
    found = json.loads(json.dumps(as_dict(article, text)))
    figures = [r for r in found["readings"] if r["value"] == 120]
    assert [f["bound"] for f in figures] == ["exact", "at most"]
    for figure in figures:
        assert found["text"][figure["start"] : figure["end"]] == figure["quote"]
