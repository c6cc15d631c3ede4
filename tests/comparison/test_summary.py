from __future__ import annotations

import re
from pathlib import Path

import pytest

import firsthand
from firsthand.model import Result, Span


@pytest.fixture
def result(story: Path) -> Result:
    return firsthand.trace(story)


def test_a_summary_of_each_story_in_about_a_dozen_lines(result: Result) -> None:
    assert [s.story for s in result.summaries] == [s.id for s in result.stories]
    for summary in result.summaries:
        assert 4 <= len(summary.lines) <= 14


def test_every_line_points_at_words(result: Result) -> None:
    texts = {a.id: a.text for a in result.articles}
    for summary in result.summaries:
        for line in summary.lines:
            assert line.places
            for place in line.places:
                assert place.span.of(texts[place.article]).strip()


def test_figures_and_quoted_words_come_from_the_articles(result: Result) -> None:
    told = " ".join(a.text for a in result.articles)
    labels = {c.label for c in result.claims}
    for line in result.summaries[0].lines:
        for quoted in re.findall("“([^”]+)”", line.text):
            assert quoted.rstrip("…") in told or quoted in labels


def test_what_the_story_of_the_ferries_comes_to(result: Result) -> None:
    text = "\n".join(line.text for line in result.summaries[0].lines)
    assert text.startswith("3 articles; ")
    assert "All go back to Coastline Press." in text
    assert "“120” became “1,200”" in text
    assert "1,200 (blog, no origin, it came about on the way)" in text
    assert "Nearest to the origin stands " in text
    assert "The first was printed 2031-03-04 (wire), the last 2031-03-06 (blog)." in text


def test_one_article_alone_says_so(tmp_path: Path) -> None:
    file = tmp_path / "one.txt"
    file.write_text(
        "Bakers win a prize\n\nSix bakers shared the prize on Monday, the jury said. It was the third time "
        "that the town had given the prize to bakers.\n",
        encoding="utf-8",
    )
    (summary,) = firsthand.trace(file).summaries
    assert summary.lines[0].text == "One article alone: there is nothing to hold it against."


def test_all_that_was_found_beside_the_claims_points_into_the_articles(result: Result) -> None:
    texts = {a.id: a.text for a in result.articles}
    places = [p for m in result.timeline for p in (*m.places, m.context)]
    places += [n.place for n in result.nearest]
    places += [lost.place for o in result.omissions for lost in o.lost]
    assert places
    for place in places:
        assert Span(0, len(texts[place.article])).covers(place.span)
        assert place.span.of(texts[place.article]).strip()
    claims = {c.id for c in result.claims}
    assert {o.claim for o in result.omissions} <= claims
    assert {n.claim for n in result.nearest if n.claim} <= claims
    origins = {o.id for o in result.origins}
    assert {o for c in result.claims for a in c.answers for o in a.origins} <= origins
