from __future__ import annotations

import json

import pytest

from firsthand.cli import main
from firsthand.commands.grouping import list_stories
from firsthand.model import Article, Story
from firsthand.pipeline import Grouped

OTHER = """\
Meridia parliament passes budget
Meridia Gazette
7 March 2031

The parliament of Meridia passed a budget of 41 billion crowns on Thursday after a debate of 19 hours.

Finance Minister Ola Brenn called it a hard compromise.
"""


@pytest.fixture
def pile(story):
    (story / "other.txt").write_text(OTHER, encoding="utf-8")
    return str(story)


def stories(capsys, pile):
    assert main(["group", pile, "--format", "json"]) == 0
    return json.loads(capsys.readouterr().out)["stories"]


def test_the_stories_of_a_pile_with_outlets_and_dates(pile, capsys):
    found = sorted(stories(capsys, pile), key=lambda row: -len(row["articles"]))
    assert [len(row["articles"]) for row in found] == [3, 1]
    assert found[0]["first_published"] == "2031-03-04"
    assert found[0]["last_published"] == "2031-03-06"


def test_the_list_for_reading_names_each_story_once(pile, capsys):
    assert main(["group", pile]) == 0
    out = capsys.readouterr().out
    assert "    3 articles · 2031-03-04–2031-03-06" in out
    assert "    1 article · 2031-03-07" in out


def test_the_outlets_of_a_story_are_named_once_and_in_order():
    articles = tuple(
        Article(id=f"a{n}", sha256=str(n), text="", blocks=(), outlet=outlet)
        for n, outlet in enumerate(("Post", None, "Herald", "Post"))
    )
    story = Story(id="s1", title="A", articles=tuple(one.id for one in articles))
    [row] = list_stories(Grouped(articles=articles, stories=(story,)))
    assert row["outlets"] == ["Herald", "Post"]


def test_one_story_is_traced_with_the_ids_that_the_list_shows(pile, capsys):
    large = max(stories(capsys, pile), key=lambda row: len(row["articles"]))
    assert main(["trace", pile, "--story", large["id"].removeprefix("s"), "--format", "json"]) == 0
    result = json.loads(capsys.readouterr().out)
    assert [one["id"] for one in result["stories"]] == [large["id"]]
    assert [one["id"] for one in result["articles"]] == [one["id"] for one in large["articles"]]


def test_a_story_that_is_not_there(pile, capsys):
    assert main(["trace", pile, "--story", "s9"]) == 1
    assert "no story s9: there are s1 to s2" in capsys.readouterr().err


def test_what_is_no_story(pile, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["trace", pile, "--story", "third"])
    assert stopped.value.code == 2
    assert "give its number" in capsys.readouterr().err
