"""What people decide: kept apart from what the program found, replayed, and undone at will."""

import pytest

from firsthand.desk import add, result_of
from firsthand.desk.judging import all_judgements, decide, judged_result, parent_subject
from firsthand.errors import UsageError
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
