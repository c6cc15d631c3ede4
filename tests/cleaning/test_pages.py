"""Golden pages: the first line holds the metadata, lines that begin with "> " are not the article's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from firsthand.cleaning import clean
from firsthand.model import TOLD, RawDocument

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))
# Lines that are wrong today, all pages together; may only fall.
WRONG_LINES = 1


def read_page(path):
    first, *lines = path.read_text(encoding="utf-8").split("\n")
    metadata = dict(field.split(": ", 1) for field in first.removeprefix("# ").split(" | "))
    aside = {number for number, line in enumerate(lines) if line.startswith("> ")}
    text = "\n".join(line.removeprefix("> ") for line in lines)
    return {key: None if value == "None" else value for key, value in metadata.items()}, text, aside


def cleaned(text):
    digest = hashlib.sha256(text.encode()).hexdigest()
    return clean(RawDocument(paths=("p.txt",), sha256=digest, text=text, encoding="utf-8"), "a1")[0]


def test_there_are_pages():
    assert len(PAGES) >= 20


def test_lines_are_told_apart():
    wrong = []
    for path in PAGES:
        _, text, aside = read_page(path)
        for block in cleaned(text).blocks:
            number = text.count("\n", 0, block.span.start)
            if (block.kind not in TOLD) != (number in aside):
                wrong.append((path.stem, block.kind, block.span.of(text)))
    assert len(wrong) <= WRONG_LINES, wrong


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_metadata(path):
    expected, text, _ = read_page(path)
    article = cleaned(text)
    found = {key: getattr(article, key) for key in ("outlet", "title", "published", "byline")}
    assert found == expected
    assert {name for name, _ in article.provenance} >= {key for key, value in found.items() if value}
    assert article.language == "en"
