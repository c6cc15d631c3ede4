"""Figures on a common scale, and families that are folded."""

from dataclasses import replace

from firsthand.model import Derivation, Quantity, Result, Story
from firsthand.report.dot_plot import dot_plot, scale_for
from firsthand.report.family import family, folded
from firsthand.report.readings import claim_rows


def _row(result, story="s1", number=0):
    return claim_rows(result, story)[number]


def test_figures_a_power_of_ten_apart_stand_on_a_logarithmic_scale(result):
    row = _row(result)
    scale = scale_for(row)
    assert scale.logarithmic
    assert scale.told == "Scale: 240 to 2,400, logarithmic"
    drawn = [dot_plot(scale, one.readings) for one in row.distinct]
    assert any("<circle" in one for one in drawn)  # an exact figure
    assert any('class="range"' in one for one in drawn)  # a limit
    assert scale.at(240) < scale.at(1000) < scale.at(2400)


def test_there_is_no_scale_for_one_figure_or_for_words(result):
    assert scale_for(_row(result, number=1)) is None
    assert scale_for(_row(result, "s2")) is None
    claim = result.claims[0]
    mixed = replace(claim.readings[2], quantity=Quantity(value=5, unit="percent"))
    row = replace(_row(result), claim=replace(claim, readings=(*claim.readings[:2], mixed)))
    assert scale_for(row) is None
    endless = replace(claim.readings[2], quantity=Quantity(value=float("inf"), unit="person"))
    assert scale_for(replace(row, claim=replace(claim, readings=(*claim.readings[:2], endless)))) is None


def _crowd(result: Result, copies: int) -> Result:
    first = result.articles[0]
    more = [replace(first, id=f"b{n}", outlet=f"Outlet {n}") for n in range(copies)]
    lineage = [
        Derivation(child=one.id, parent="a1", parent_kind="article", how="copies", score=1.0) for one in more
    ]
    story = Story(id="s1", title="x", articles=("a1", "a2", *(one.id for one in more)))
    articles = (*result.articles[:2], *more)
    return replace(result, articles=articles, lineage=(*result.lineage, *lineage), stories=(story,))


def test_copies_of_one_article_are_drawn_as_one_where_they_are_many(result):
    few, many = _crowd(result, 5), _crowd(result, 80)
    whole = family(few, few.stories[0], {})
    assert folded(whole) == whole
    tree = folded(family(many, many.stories[0], {}))
    assert len([node for node in tree.nodes if node.article]) == 2
    assert sum(len(node.more) for node in tree.nodes) == 80  # 80 copies and a2, which is a copy as well
    assert {edge.child for edge in tree.edges} <= {node.key for node in tree.nodes}
