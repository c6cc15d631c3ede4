"""What people decide: kept apart from what the program found, replayed, and undone at will."""

import pytest

from firsthand.demo import demo_paths
from firsthand.desk import add, result_of
from firsthand.desk.judging import all_judgements, decide, judged_result, parent_subject
from firsthand.errors import UsageError
from firsthand.rulings import Rulings
from firsthand.store import open_library
from firsthand.store.judgements import Judgement


@pytest.fixture
def library(story, tmp_path):
    with open_library(str(tmp_path / "library.db"), create=True) as found:
        add(found, [story])
        yield found


def _say(library, kind, subject, verdict, note=""):
    return decide(library, Judgement(kind=kind, subject=subject, verdict=verdict, who="Ana", note=note))


def _edge(result):
    return next(one for one in result.lineage if one.parent_kind == "article")


def _words(reading):
    return f"{reading.article}:{reading.span.start}-{reading.span.end}"


def test_without_judgements_nothing_differs(library):
    assert judged_result(library) == result_of(library)


def test_a_rejected_parent_is_gone_until_it_is_undone(library):
    before = result_of(library)
    edge = _edge(before)
    _say(library, "parent", parent_subject(edge), "rejected")
    judged = judged_result(library)
    assert (edge.child, edge.parent) not in {(one.child, one.parent) for one in judged.lineage}
    assert result_of(library) == before  # the program's own result stays what it is
    _say(library, "parent", parent_subject(edge), "undone")
    assert judged_result(library) == before
    assert [one.verdict for one in all_judgements(library)] == ["rejected", "undone"]


@pytest.fixture
def demo(tmp_path):
    with open_library(str(tmp_path / "demo.db"), create=True) as found:
        add(found, demo_paths())
        yield found


def _named(result, outlet, path=""):
    return next(
        one.id for one in result.articles if one.outlet == outlet and any(path in each for each in one.paths)
    )


def _links(result):
    return {(one.child, one.parent) for one in result.lineage}


def test_after_a_rejected_parent_the_next_best_is_looked_for(demo):
    before = result_of(demo)
    klaxon, chronicle = _named(before, "KLAXON ONLINE"), _named(before, "The Aldmoor Chronicle")
    wire = _named(before, "CALDER PRESS AGENCY", "wire")
    assert {parent for child, parent in _links(before) if child == klaxon} == {chronicle}
    _say(demo, "parent", f"{klaxon} {chronicle}", "rejected")
    judged = judged_result(demo)
    assert {parent for child, parent in _links(judged) if child == klaxon} == {wire}
    parents = {one.parent for one in judged.changes if one.child == klaxon}
    assert wire in parents
    assert chronicle not in parents


def test_an_outlet_that_is_named_stays_a_source_when_its_article_here_is_rejected(demo):
    before = result_of(demo)
    follow_up, local = _named(before, "CALDER PRESS AGENCY", "followup"), _named(before, "Skerrin Echo")
    assert (follow_up, local) in _links(before)
    _say(demo, "parent", f"{follow_up} {local}", "rejected")
    links = _links(judged_result(demo))
    assert (follow_up, local) not in links
    assert (follow_up, "Skerrin Echo") in links


def test_a_rejected_link_parts_origins(demo):
    before = result_of(demo)
    wire = _named(before, "CALDER PRESS AGENCY", "wire")
    translated = next(child for child, parent in _links(before) if parent == wire and _alone(before, child))
    _say(demo, "parent", f"{translated} {wire}", "rejected")
    judged = judged_result(demo)
    assert _origins(judged) > _origins(before)
    assert (wire, translated) not in _links(judged)


def _alone(result, child):
    return not result.article(child).outlet


def _origins(result):
    return sum(one.independent_at_most for one in result.claims)


def test_an_added_parent_stands_against_a_link_rejected_the_other_way(library):
    edge = _edge(result_of(library))
    _say(library, "parent", f"{edge.child} {edge.parent}", "rejected")
    _say(library, "parent", f"{edge.parent} {edge.child}", "added")
    links = {(one.child, one.parent) for one in judged_result(library).lineage}
    assert (edge.parent, edge.child) in links
    assert (edge.child, edge.parent) not in links


def test_a_parent_is_added_and_confirmed(library):
    edge = _edge(result_of(library))
    _say(library, "parent", parent_subject(edge), "confirmed")
    _say(library, "parent", f"{edge.parent} person:Mara Venn", "added")
    found = {(one.child, one.parent): one for one in judged_result(library).lineage}
    assert found[edge.child, edge.parent].score == 1.0
    assert found[edge.parent, "Mara Venn"].parent_kind == "person"


def test_claims_are_split_and_merged(library):
    before = result_of(library)
    claim = next(one for one in before.claims if len(one.readings) > 2)
    _say(library, "reading", _words(claim.readings[-1]), "apart")
    split = judged_result(library)
    assert len(split.claims) == len(before.claims) + 1
    assert claim.id in {one.id for one in split.claims}
    first, second = before.claims[0], before.claims[1]
    _say(library, "claims", f"{_words(first.readings[0])} {_words(second.readings[0])}", "together")
    merged = judged_result(library)
    assert len(merged.claims) == len(split.claims) - 1


def test_several_readings_are_split_off_together(library):
    before = result_of(library)
    claim = next(one for one in before.claims if len(one.readings) > 2)
    off = claim.readings[-2:]
    _say(library, "reading", " ".join(map(_words, off)), "apart")
    split = judged_result(library)
    assert len(split.claims) == len(before.claims) + 1
    sizes = {one.id: len(one.readings) for one in split.claims}
    assert sizes[claim.id] == len(claim.readings) - 2
    (new,) = (one for one in split.claims if one.id not in {c.id for c in before.claims})
    assert {(r.article, r.span) for r in new.readings} == {(r.article, r.span) for r in off}
    # One of them alone, later: the other stays where it was put.
    _say(library, "reading", _words(off[0]), "apart")
    assert len(judged_result(library).claims) == len(before.claims) + 2


def test_a_change_is_marked_wrong_or_grave(library):
    before = result_of(library)
    change = before.changes[0]
    sides = [(change.parent, change.parent_span), (change.child, change.child_span)]
    subject = " ".join([change.kind, *(f"{a}:{s.start}-{s.end}" for a, s in sides)])
    _say(library, "change", subject, "wrong")
    assert len(judged_result(library).changes) == len(before.changes) - 1
    _say(library, "change", subject, "grave")
    judged = judged_result(library)
    assert len(judged.changes) == len(before.changes)
    assert any(one.kind == change.kind and one.severity == "high" for one in judged.changes)


def test_deciding_on_changes_alone_comes_to_the_same_as_tracing_anew(demo, monkeypatch):
    before = result_of(demo)
    for n, change in enumerate(before.changes[:8]):
        sides = [(change.parent, change.parent_span), (change.child, change.child_span)]
        subject = " ".join([change.kind, *(f"{a}:{s.start}-{s.end}" for a, s in sides)])
        _say(demo, "change", subject, "grave" if n % 4 == 3 else "wrong")
    quick = judged_result(demo)
    assert len(quick.changes) == len(before.changes) - 6
    monkeypatch.setattr(Rulings, "is_of_changes", property(lambda _: False))
    whole = judged_result(demo)
    assert quick.changes == whole.changes
    assert {one.id: one for one in quick.claims} == {one.id: one for one in whole.claims}
    assert quick.summaries == whole.summaries


def test_an_outlet_is_named(library):
    _say(library, "outlet", "a1", "named", "The Morning Gull")
    assert judged_result(library).article("a1").outlet == "The Morning Gull"
    assert result_of(library).article("a1").outlet != "The Morning Gull"


def test_two_articles_are_told_to_be_of_different_stories(library):
    (story,) = result_of(library).stories
    _say(library, "story", f"{story.articles[0]} {story.articles[1]}", "apart")
    assert len(result_of(library).stories) == 2


@pytest.mark.parametrize(
    ("kind", "subject", "verdict", "note"),
    [
        ("guess", "a1", "true", ""),
        ("parent", "a1 a2", "perhaps", ""),
        ("parent", "a1", "rejected", ""),
        ("change", "magnitude a1 a2", "wrong", ""),
        ("outlet", "a1", "named", " "),
        ("reading", "a1:1-2; drop", "apart", ""),
    ],
)
def test_what_could_not_be_replayed_is_refused(library, kind, subject, verdict, note):
    with pytest.raises(UsageError):
        _say(library, kind, subject, verdict, note)
    with pytest.raises(UsageError):
        decide(library, Judgement(kind="outlet", subject="a1", verdict="named", who=" ", note="x"))
