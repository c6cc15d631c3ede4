from __future__ import annotations

import io
import os
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.model import Article, Derivation, Result, Story
from firsthand.report.naming import plain
from firsthand.report.terminal import write_terminal
from firsthand.report.typesetting import columns


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "TERM"):
        monkeypatch.delenv(name, raising=False)


def written(result: Result, **options: bool | int | None) -> str:
    out = io.StringIO()
    write_terminal(result, out, **options)  # type: ignore[arg-type]
    return out.getvalue()


def test_the_whole_report(result: Result) -> None:
    assert written(result) == EXPECTED


EXPECTED = """\
3 articles, 2 stories, 3 claims, 2 changes (1 high, 1 medium)

Story 1 of 2: Ferry with up to 240 aboard runs aground
════════════════════════════════════════════════════════════════════════════════

2 articles
  Nord Wire  2031-05-04 06:10  Ferry with up to 240 aboard runs aground
  copy       no date           Ferry with 2,400 aboard runs aground

2 claims
                                  what it says (articles)                origins
  people aboard the ferry         ≤ 240 people (1), 2,400 people (1)         1–2
  what the mate heard             "We heard a grinding noise," (1)             1
                                  "We heard a grinding sound," (1)

Family tree
  ● article, ○ source outside the collection
  ○ Sund Courier
  └─ ● Nord Wire · cites it
     └─ ● copy · copies it

2 changes, gravest first

  HIGH figure changed by a power of ten: people aboard the ferry
    Nord Wire: “Up to 240 people were aboard the ferry”
  → copy: “2,400 people were aboard the ferry”
    Why: 10 times larger, while the rest of the sentence follows

  MEDIUM quoted words changed: what the mate heard
    Nord Wire: “"We heard a grinding noise,"”
  → copy: “"We heard a grinding sound,"”
    Why: one word inside the quotation marks differs

Story 2 of 2: Bakers win their prize
════════════════════════════════════════════════════════════════════════════════

1 article
  bakers  no date  Bakers win their prize

1 claim
                                  what it says (articles)                origins
  bakers                          6 (1)                                        1

Family tree
  One article alone, which names no source outside.

No changes found

Could not be judged
  - bakers: lineage: one article alone in its story

Trouble with the inputs
  - in/photo.jpg: no text in it (unreadable)
"""


@pytest.mark.parametrize("width", [40, 60, 80, 100])
def test_no_line_is_wider_than_the_terminal(result: Result, width: int) -> None:
    long = replace(
        result,
        stories=(replace(result.stories[0], title="Seiche " * 40 + "船" * 90), *result.stories[1:]),
        claims=tuple(replace(claim, label=f"{claim.label} " * 20 + "x" * 200) for claim in result.claims),
        articles=tuple(replace(article, outlet="Ö" * 70 + article.id) for article in result.articles),
    )
    for one in (result, long):
        for line in written(one, width=width).splitlines():
            assert columns(line) <= width


def test_plain_when_piped_and_painted_on_a_terminal(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    assert "\x1b" not in written(result)
    painted, quiet = Terminal(), Terminal()
    write_terminal(result, painted, width=80)
    assert "\x1b[1;31mHIGH\x1b[0m" in painted.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    write_terminal(result, quiet, width=80)
    assert quiet.getvalue() == written(result)


def test_colours_change_no_letter(result: Result) -> None:
    assert "\n".join(plain(x) for x in written(result, colour=True).splitlines()) == "\n".join(
        plain(x) for x in written(result).splitlines()
    )


def test_the_width_that_the_shell_tells(result: Result, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert "═" * 60 in written(result)
    assert "═" * 61 not in written(result)


def test_signs_that_an_encoding_lacks(result: Result) -> None:
    raw = io.BytesIO()
    out = io.TextIOWrapper(raw, encoding="ascii")
    write_terminal(result, out)
    out.flush()
    assert b"< 240 people (1)" in raw.getvalue()
    assert b"`- * copy - copies it" in raw.getvalue()
    assert max(map(len, raw.getvalue().splitlines())) <= 80


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[2Jgone",
        "\x1b]0;title\x07",
        "\x9b31m",
        "\x1b]8;;http://x\x1b\\link",
        "\u202eright to left",
        "a\rb\x08",
    ],
)
def test_nothing_from_the_texts_steers_the_terminal(result: Result, hostile: str) -> None:
    article = replace(result.articles[0], outlet=hostile, title=hostile)
    bad = replace(
        result,
        articles=(article, *result.articles[1:]),
        stories=(replace(result.stories[0], title=hostile), *result.stories[1:]),
        claims=tuple(replace(claim, label=hostile) for claim in result.claims),
        lineage=tuple(replace(one, parent=hostile, parent_kind="outlet") for one in result.lineage),
        changes=tuple(replace(change, why=hostile) for change in result.changes),
        issues=tuple(replace(issue, where=hostile, detail=hostile) for issue in result.issues),
    )
    text = written(bad)
    assert all(character == "\n" or character.isprintable() for character in text)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text())
def test_any_text_is_written(result: Result, text: str) -> None:
    article = replace(result.articles[0], outlet=text, title=text, published=text)
    changed = replace(
        result,
        articles=(article, *result.articles[1:]),
        claims=tuple(replace(claim, label=text, unit=text) for claim in result.claims),
        changes=tuple(replace(change, why=text) for change in result.changes),
    )
    lines = written(changed).splitlines()
    assert max(map(columns, lines)) <= 80


def test_articles_are_called_by_names_not_by_ids(result: Result) -> None:
    told = replace(
        result, changes=tuple(replace(change, why="ten times what a1 says") for change in result.changes)
    )
    assert "Why: ten times what Nord Wire says" in written(told)


def test_one_outlet_twice_is_told_apart(result: Result) -> None:
    same = replace(result, articles=tuple(replace(one, outlet="Nord Wire") for one in result.articles))
    assert "Nord Wire (copy): “2,400 people" in written(same)


def test_the_rest_is_counted_and_shown_on_request(result: Result) -> None:
    claim = result.claims[0]
    many = replace(result, claims=tuple(replace(claim, id=f"c{i}", label=f"claim no {i}") for i in range(40)))
    assert "28 more claims: --all shows them" in written(many)
    assert "claim no 39" not in written(many)
    assert "claim no 39" in written(many, everything=True)


def test_an_article_with_two_parents_is_drawn_once(result: Result) -> None:
    articles = tuple(
        Article(id=f"a{i}", sha256="0" * 64, text="", blocks=(), outlet=f"Paper {i}") for i in range(1, 4)
    )
    parents = (("a2", "a1", "copies"), ("a3", "a1", "copies"), ("a3", "a2", "cites"))
    lineage = tuple(
        Derivation(child=child, parent=parent, parent_kind="article", how=how, score=0.9)  # type: ignore[arg-type]
        for child, parent, how in parents
    )
    story = Story(id="s1", title="t", articles=("a1", "a2", "a3"))
    text = written(
        replace(result, articles=articles, stories=(story,), lineage=lineage, claims=(), changes=())
    )
    assert "├─ ● Paper 2 · copies it\n  │  └─ ● Paper 3 · cites it too, drawn elsewhere\n" in text
    assert "  └─ ● Paper 3 · copies it\n" in text


def test_articles_made_from_one_another_in_a_ring_end() -> None:
    articles = tuple(Article(id=f"a{i}", sha256="0" * 64, text="", blocks=()) for i in range(3))
    lineage = tuple(
        Derivation(child=f"a{i}", parent=f"a{(i + 1) % 3}", parent_kind="article", how="copies", score=0.9)
        for i in range(3)
    )
    story = Story(id="s1", title="t", articles=("a0", "a1", "a2"))
    text = written(Result(articles=articles, stories=(story,), lineage=lineage))
    assert all(f"● a{i}" in text for i in range(3))


def test_a_chain_of_a_thousand_copies() -> None:
    articles = tuple(Article(id=f"a{i}", sha256="0" * 64, text="", blocks=()) for i in range(1000))
    lineage = tuple(
        Derivation(child=f"a{i + 1}", parent=f"a{i}", parent_kind="article", how="copies", score=0.9)
        for i in range(999)
    )
    story = Story(id="s1", title="t", articles=tuple(article.id for article in articles))
    text = written(Result(articles=articles, stories=(story,), lineage=lineage))
    assert "● a999 · copies it" in text
    assert max(map(columns, text.splitlines())) <= 80


def test_os_environment_is_left_alone(result: Result) -> None:
    before = dict(os.environ)
    written(result)
    assert dict(os.environ) == before
