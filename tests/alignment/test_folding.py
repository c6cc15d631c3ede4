from __future__ import annotations

import pytest

import firsthand
from firsthand.alignment import folding
from firsthand.reading import read_article

ACCOUNTS = (
    (
        "Ferry fire off Marrin leaves nine dead",
        "A fire on the ferry Selkie killed nine people off Marrin on Tuesday night, the coast guard said.",
        "Another 34 passengers were taken to hospital with burns, doctors in Marrin said.",
        "The fire broke out on the car deck at 11.20pm, according to the coast guard.",
        'The owner, Brack Lines, said it was "deeply sorry" and would pay for funerals.',
        "The ferry had 212 people on board, 40 more than its papers showed.",
    ),
    (
        "Marrin ferry had more aboard than its papers showed",
        "The Selkie carried 212 people when it caught fire on Tuesday, 40 more than were listed, port officials said.",
        "Nine people died and 34 were hurt, the coast guard said.",
        "Inspectors had found two faults on the ship in January, a port document shows.",
        "Its sister ship, the Kelpie, was kept in port on Wednesday.",
    ),
)


def page(outlet, minute, lines):
    title, *told = lines
    time = f"12 May 2031, {6 + minute // 60:02}:{minute % 60:02}"
    return "\n\n".join([outlet, title, "By Ann Weller", time, *told]) + "\n"


@pytest.fixture
def story(tmp_path):
    """Two accounts, 42 copies with a sentence cut or a plain word changed, and one with another figure."""
    for n, lines in enumerate(ACCOUNTS):
        (tmp_path / f"{n:02}.txt").write_text(page(f"The Marrin {('Echo', 'Post')[n]}", n, lines))
    for n in range(2, 44):
        lines = list(ACCOUNTS[n % 2])
        if n % 3 == 0:
            del lines[4]
        if n % 5 == 0:
            lines[3] = lines[3].replace("found", "seen").replace("broke", "came")
        (tmp_path / f"{n:02}.txt").write_text(page(f"The Daily {n}", n, lines))
    slipped = [line.replace("34", "43") for line in ACCOUNTS[0]]
    (tmp_path / "44.txt").write_text(page("The Slip", 44, slipped))
    return tmp_path


def groups(result):
    """The figures of each claim, by article and place."""
    claims = [c for c in result.claims if c.kind == "quantity"]
    return {frozenset((r.article, r.span) for r in c.readings) for c in claims}


def test_folding_loses_no_reading_and_mixes_no_claims(story, monkeypatch):
    folded = groups(firsthand.trace(story))
    monkeypatch.setattr(folding, "FEWEST", 10**6)
    whole = groups(firsthand.trace(story))
    assert frozenset().union(*folded) == frozenset().union(*whole)
    assert all(any(group <= other for other in whole) for group in folded)


def by_number(result):
    """The number in the name of each article's file, by its id."""
    return {a.id: int(a.paths[0].split("/")[-1].split(".")[0]) for a in result.articles}


def test_a_copy_gets_a_parent_of_its_own_account_printed_before_it(story):
    result = firsthand.trace(story)
    number = by_number(result)
    parents = {
        number[d.child]: (number[d.parent], d.how) for d in result.lineage if d.parent_kind == "article"
    }
    for n in range(2, 44):
        parent, how = parents[n]
        assert how == "copies"
        assert parent < n
        assert parent % 2 == n % 2


def test_a_slip_in_a_copy_is_still_found(story):
    result = firsthand.trace(story)
    number = by_number(result)
    text = {a.id: a.text for a in result.articles}
    slips = [c for c in result.changes if c.kind == "value"]
    assert [number[c.child] for c in slips] == [44]
    assert "43" in text[slips[0].child][slips[0].child_span.start : slips[0].child_span.end]


def test_an_outlet_that_others_name_is_kept(story):
    (story / "45.txt").write_text(
        page(
            "The Reader",
            46,
            ["A fire at sea", "The Daily 7 said that the fire killed nine people.", *ACCOUNTS[1][2:]],
        )
    )
    kept = []
    original = folding.fold

    def watched(articles, texts, **held):
        folded = original(articles, texts, **held)
        kept.extend(a.outlet for a in folded.kept)
        return folded

    import firsthand.pipeline

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(firsthand.pipeline, "fold", watched)
        firsthand.trace(story)
    assert "The Daily 7" in kept
    assert len(kept) < 10


def test_a_small_story_is_not_folded(story):
    result = firsthand.trace(sorted(story.glob("*.txt"))[:10])
    texts = {a.id: firsthand.read(a.text) for a in result.articles}
    assert folding.fold(result.articles, texts).kept == result.articles


def test_what_somebody_judged_is_neither_folded_nor_stands_for_others(story):
    result = firsthand.trace(story)
    texts = {a.id: read_article(a) for a in result.articles}
    plain = folding.fold(result.articles, texts)
    copy, model = plain.copies[0].article, plain.copies[0].model
    held = folding.fold(result.articles, texts, whole={copy}, alone={model})
    kept = {a.id for a in held.kept}
    assert {copy, model} <= kept
    assert model not in {one.model for one in held.copies}
    # Its copies now go by others of them: little more is compared than before.
    assert len(kept) < 10
    assert {a.id for a in result.articles} == kept | {one.article for one in held.copies}
