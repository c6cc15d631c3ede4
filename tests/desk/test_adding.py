"""Adding articles to a library, on SQLite and on PostgreSQL."""

from __future__ import annotations

import contextlib
import hashlib
import itertools

import pytest

import firsthand
from firsthand.desk import AddOptions, add, add_documents, result_of, trace_due
from firsthand.desk.making import known_present_maker
from firsthand.desk.removing import remove
from firsthand.desk.versions import edit_of
from firsthand.desk.views import Filter, article_rows, search_rows, show_article, story_rows
from firsthand.errors import LibraryError, UsageError
from firsthand.ingest import read_inputs
from firsthand.model import RawDocument
from firsthand.store import open_library
from firsthand.store.articles import load_articles, load_input, load_readings
from firsthand.store.columns import number_of
from firsthand.store.judgements import Judgement, judge
from firsthand.store.log import read_events
from firsthand.store.stories import load_story

OTHER = """\
Beekeepers of Tarn count their losses
Tarn Valley Herald
7 March 2031

Beekeepers in the Tarn valley lost 40 percent of their hives over the winter, the growers' union said on Thursday.

The union's chairwoman, Ilse Marrow, blamed a mite that came with imported queens.
"""


@pytest.fixture
def library(library_address):
    with open_library(library_address, create=True) as opened:
        yield opened


def kinds(library, *wanted):
    with library.read() as connection:
        return [event for event in read_events(connection) if event.kind in wanted]


def test_library_says_what_a_run_over_the_files_says(library, story):
    added, issues = add(library, [story])
    assert [one.status for one in added] == ["new"] * 3
    assert not issues
    assert result_of(library).to_json() == firsthand.trace(story).to_json()


@pytest.mark.parametrize("order", list(itertools.permutations(("wire", "paper", "blog"))))
def test_stories_do_not_depend_on_the_order_of_arrival(tmp_path, story, order):
    (story / "other.txt").write_text(OTHER, encoding="utf-8")
    with open_library(str(tmp_path / "x.db"), create=True) as library:
        for name in (*order, "other"):
            add(library, [story / f"{name}.txt"], options=AddOptions(trace=False))
        assert sorted(row["articles"] for row in story_rows(library, Filter())) == [1, 3]


def test_same_bytes_are_read_once(library, story, monkeypatch):
    add(library, [story])
    monkeypatch.setattr("firsthand.reading.read_article", None)
    added, _ = add(library, [story])
    assert [one.status for one in added] == ["known"] * 3


def test_only_the_story_that_changed_is_traced_again(library, story, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(OTHER, encoding="utf-8")
    add(library, [story / "wire.txt", other])
    with library.read() as connection:
        before = [event.story for event in read_events(connection) if event.kind == "story-traced"]
    add(library, [story / "paper.txt"])
    traced = [event.story for event in kinds(library, "story-traced")][len(before) :]
    (row,) = [row for row in story_rows(library, Filter()) if row["articles"] == 2]
    assert traced == [number_of("story", row["id"])]
    assert trace_due(library) == ()


def test_what_another_version_made_is_made_anew_when_it_is_asked_for(library, story, monkeypatch):
    add(library, [story])
    monkeypatch.setattr("firsthand.desk.making.models_version", lambda: "another")
    add(library, [story])
    assert trace_due(library) == ()
    assert trace_due(library, outdated=True) == (1,)
    assert trace_due(library, outdated=True) == ()
    assert len(kinds(library, "claim-new")) == len(result_of(library).claims)


def test_claims_keep_their_ids_when_their_story_grows(library, story):
    add(library, [story / "wire.txt", story / "paper.txt"])
    before = {(r.article, r.span): c.id for c in result_of(library).claims for r in c.readings}
    add(library, [story / "blog.txt"])
    after = {(r.article, r.span): c.id for c in result_of(library).claims for r in c.readings}
    same = [place for place in before if after.get(place) == before[place]]
    assert len(same) >= 0.8 * len(before)
    assert "change-new" in {event.kind for event in kinds(library, "change-new", "claim-new")}


def test_same_address_with_other_words_is_a_new_version(library, story):
    add(library, [story])
    paper = story / "paper.txt"
    paper.write_text(
        paper.read_text(encoding="utf-8").replace("cut 120 jobs", "cut 210 jobs"), encoding="utf-8"
    )
    added, _ = add(library, [paper])
    assert [one.status for one in added] == ["version"]
    shown = show_article(library, added[0].article)
    assert [one.version for one in shown.versions] == [1, 2]
    assert {change.kind for change in shown.edit.changes} & {"value", "magnitude"}
    text = shown.article.text
    assert any(passage.new and passage.new.of(text) == "210" for passage in shown.edit.passages)
    assert all(number_of("article", a.id) != shown.kept.earlier for a in result_of(library).articles)
    assert edit_of(library, added[0].article) == shown.edit


def test_file_with_another_article_in_it_is_no_version(library, story):
    add(library, [story / "blog.txt"])
    (story / "blog.txt").write_text(OTHER, encoding="utf-8")
    added, _ = add(library, [story / "blog.txt"])
    assert [one.status for one in added] == ["new"]


def test_search_takes_words_phrases_and_words_that_must_not_occur(library, story, tmp_path):
    (story / "other.txt").write_text(OTHER, encoding="utf-8")
    add(library, [story], options=AddOptions(trace=False))
    assert len(search_rows(library, "ferries", Filter())) == 3
    assert len(search_rows(library, "ferry -quayside", Filter())) == 2
    assert len(search_rows(library, '"people familiar with the plan"', Filter())) == 2
    (row,) = search_rows(library, "beekeeper", Filter())
    assert row["title"] == "Beekeepers of Tarn count their losses"
    assert "Beekeepers" in row["snippet"]
    outlets = {row["outlet"] for row in article_rows(library, Filter())} - {None}
    for outlet in outlets:
        rows = search_rows(library, "ferries", Filter(outlet=outlet))
        assert {row["outlet"] for row in rows} == {outlet}
    assert [r["published"] for r in search_rows(library, "ferries", Filter(until="2031-03-04"))] == [
        "2031-03-04"
    ]
    with pytest.raises(UsageError, match="no word"):
        search_rows(library, "-ferry", Filter())


@pytest.mark.parametrize("query", ['"', "a AND", "title:ferry", "NEAR(", "(", "ferry*", "';--", "\x00x"])
def test_search_takes_any_query(library, story, query):
    add(library, [story], options=AddOptions(trace=False))
    with contextlib.suppress(UsageError):
        search_rows(library, query, Filter())


def test_removed_article_is_in_no_list_and_can_come_back(library, story):
    add(library, [story])
    (wire,) = [row for row in article_rows(library, Filter()) if row["title"].startswith("Ferry company")]
    changed = remove(library, [number_of("article", wire["id"])])
    trace_due(library, changed)
    assert wire["id"] not in {one.id for one in result_of(library).articles}
    assert len(search_rows(library, "ferries", Filter())) == 2
    added, _ = add(library, [story])
    assert sorted(one.status for one in added) == ["back", "known", "known"]
    assert wire["id"] in {one.id for one in result_of(library).articles}
    assert len(search_rows(library, "ferries", Filter())) == 3


def test_purged_article_leaves_its_digest_and_its_place(library, story):
    add(library, [story])
    (paper,) = [
        row for row in article_rows(library, Filter()) if row["title"].startswith("Lantern Ferries plans")
    ]
    number = number_of("article", paper["id"])
    edges = [one for one in result_of(library).lineage if one.parent_kind == "article"]
    trace_due(library, remove(library, [number], purge=True))
    remove(library, [number], purge=True)
    shown = show_article(library, number)
    assert shown.parents + shown.children
    assert set(shown.parents) == {one.parent for one in edges if one.child == paper["id"]}
    assert set(shown.children) == {one.child for one in edges if one.parent == paper["id"]}
    assert shown.article is None
    assert shown.kept.sha256 == paper["sha256"]
    assert shown.kept.title is None
    assert not search_rows(library, '"cited people familiar"', Filter())
    added, _ = add(library, [story / "paper.txt"])
    assert [one.status for one in added] == ["purged"]
    with library.read() as connection:
        assert load_input(connection, paper["sha256"]) is None


def test_purged_words_are_nowhere_in_the_file(tmp_path, story):
    secret = "Xanthippe Quorumbury"
    (story / "wire.txt").write_text(
        (story / "wire.txt").read_text(encoding="utf-8").replace("Mara Venn", secret), encoding="utf-8"
    )
    path = tmp_path / "x.db"
    with open_library(str(path), create=True) as library:
        add(library, [story])
        number = number_of("article", search_rows(library, secret, Filter())[0]["id"])
        trace_due(library, remove(library, [number], purge=True))
        for file in tmp_path.glob("x.db*"):
            assert b"xanthipp" not in file.read_bytes().lower(), file.name
            assert b"quorumburi" not in file.read_bytes().lower(), file.name


def test_what_was_given_can_be_had_back_byte_for_byte(library, story):
    (story / "blog.txt").write_bytes(
        "Caf\xe9 to close\n\nThe caf\xe9 on the quay will close in May, its owner said on Monday.\n".encode(
            "latin-1"
        )
    )
    added, _ = add(library, [story])
    with library.read() as connection:
        for one in added:
            row = show_article(library, one.article)
            data = load_input(connection, row.kept.sha256)
            assert data in {path.read_bytes() for path in story.iterdir()}


def test_people_decide_what_belongs_together(library, story, tmp_path):
    other = tmp_path / "other.txt"
    other.write_text(OTHER, encoding="utf-8")
    added, _ = add(library, [story / "wire.txt", other])
    ids = sorted(f"a{one.article}" for one in added)
    with library.write() as connection:
        judge(
            connection,
            library.clock(),
            Judgement(kind="story", subject=" ".join(ids), verdict="together", who="kim"),
        )
    from firsthand.desk.assigning import regroup

    with library.write() as connection:
        regroup(connection, library.clock(), [one.article for one in added])
    assert [row["articles"] for row in story_rows(library, Filter())] == [2]
    (merged,) = kinds(library, "story-merged")
    with library.read() as connection:
        assert load_story(connection, merged.story).n == merged.detail["into"]
    with library.write() as connection:
        judge(
            connection,
            library.clock(),
            Judgement(kind="story", subject=" ".join(ids), verdict="undone", who="kim"),
        )
        regroup(connection, library.clock(), [one.article for one in added])
    rows = story_rows(library, Filter())
    assert [row["articles"] for row in rows] == [1, 1]
    assert "s1" in {row["id"] for row in rows}
    assert {row["parent"] for row in rows} == {None, "s1"}


def test_library_that_is_not_there_is_not_made_by_looking(tmp_path):
    with pytest.raises(LibraryError, match="no such library"), open_library(str(tmp_path / "none.db")):
        pass
    assert not list(tmp_path.iterdir())


def test_file_that_is_no_library_is_left_alone(tmp_path):
    path = tmp_path / "notes.db"
    path.write_text("these are my notes, which are no database at all, and long enough to be none" * 20)
    before = path.read_bytes()
    with pytest.raises(LibraryError, match="no library"), open_library(str(path), create=True):
        pass
    assert path.read_bytes() == before


def test_odd_characters_are_kept(library, tmp_path):
    path = tmp_path / "odd.txt"
    path.write_bytes(
        "Zero \x00 byte and emoji 😀\nOdd Outlet\n4 March 2031\n\nThe mayor said 12 boats sank.\n".encode()
    )
    added, _ = add(library, [path])
    assert "😀" in show_article(library, added[0].article).article.text
    assert article_rows(library, Filter())


def test_a_document_that_is_given_twice_is_kept_once(library, story):
    documents, _ = read_inputs([str(story)])
    done = add_documents(library, [*documents, *documents], options=AddOptions(processes=1))
    assert [one.article for one in done[: len(documents)]] == [one.article for one in done[len(documents) :]]
    assert len(article_rows(library, Filter())) == len(documents)


def page_at(address, text):
    """A page whose text is that; the address makes its bytes differ from those of others."""
    digest = hashlib.sha256(f"{address}\n{text}".encode()).hexdigest()
    return RawDocument(paths=(address,), sha256=digest, text=text, encoding="utf-8")


def test_same_words_at_another_address_are_read_once(library, monkeypatch):
    from firsthand.desk import reading_pool

    read = []
    made = reading_pool.read_article
    monkeypatch.setattr(
        reading_pool, "read_article", lambda one, **options: read.append(one.id) or made(one, **options)
    )
    options = AddOptions(processes=1)
    pages = [page_at(f"https://{name}.example/mites", OTHER) for name in ("tarn", "wire")]
    first = add_documents(library, pages, options=options)
    assert len(read) == 1
    third = add_documents(library, [page_at("https://late.example/mites", OTHER)], options=options)
    assert len(read) == 1
    changed = add_documents(
        library, [page_at("https://new.example/mites", f"{OTHER}\nMore.\n")], options=options
    )
    assert len(read) == 2
    trace_due(library)
    assert len(read) == 2
    numbers = [one.article for one in (*first, *third, *changed)]
    with library.read() as connection:
        texts = {n: one.text for n, one in load_articles(connection, numbers).items()}
        found = load_readings(connection, texts, known_present_maker(connection))
    assert [{one.article for one in found[n].readings} for n in numbers] == [{f"a{n}"} for n in numbers]
    assert len({len(found[n].readings) for n in numbers[:3]}) == 1


def test_older_story_survives_a_merger_and_the_larger_part_keeps_the_number(library, story):
    from firsthand.desk.assigning import regroup

    options = AddOptions(processes=1)
    wire = page_at("https://wire.example/jobs", (story / "wire.txt").read_text(encoding="utf-8"))
    (alone,) = add_documents(library, [wire], options=options)
    bees = [page_at(f"https://{n}.example/mites", f"{OTHER}\nEdition {n}.\n") for n in ("one", "two")]
    pair = add_documents(library, bees, options=options)
    subject = f"a{alone.article} a{pair[0].article}"
    for verdict in ("together", "undone"):
        with library.write() as connection:
            at = library.clock()
            judge(connection, at, Judgement(kind="story", subject=subject, verdict=verdict, who="kim"))
            regroup(connection, at, [alone.article, *(one.article for one in pair)])
        if verdict == "together":
            assert [(row["id"], row["articles"]) for row in story_rows(library, Filter())] == [("s1", 3)]
            with library.read() as connection:
                assert load_story(connection, 2).n == 1
    rows = {row["id"]: (row["articles"], row["parent"]) for row in story_rows(library, Filter())}
    assert rows == {"s1": (2, None), "s3": (1, "s1")}
    assert [event.story for event in kinds(library, "story-split")] == [3]
