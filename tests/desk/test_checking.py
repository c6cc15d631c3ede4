"""Whether a library is whole, and moving it as a whole."""

from __future__ import annotations

import gzip
import json

import pytest
from sqlalchemy import delete, update

from firsthand.desk import add, result_of
from firsthand.desk.checking import check, mend
from firsthand.desk.removing import remove
from firsthand.desk.views import Filter, search_rows
from firsthand.errors import LibraryError
from firsthand.store import open_library
from firsthand.store.moving import export_library, import_library
from firsthand.store.records import pack, unpack
from firsthand.store.schema import articles, inputs, readings, stories, traces
from firsthand.store.search import empty_index


@pytest.fixture
def library(library_address, story):
    with open_library(library_address, create=True) as opened:
        add(opened, [story])
        yield opened


def test_sound_library_has_no_fault(library, story):
    paper = story / "paper.txt"
    paper.write_text(
        paper.read_text(encoding="utf-8") + "\nThe union will meet on Friday.\n", encoding="utf-8"
    )
    add(library, [paper])
    remove(library, [1], purge=True)
    assert check(library) == ()


def test_faults_are_found_and_mended(library):
    before = [claim.label for claim in result_of(library).claims]
    with library.write() as connection:
        connection.execute(update(readings).where(readings.c.article == 1).values(record=b"damaged"))
        record = unpack(connection.execute(traces.select()).first().record)
        record["claims"][0]["readings"][0]["span"] = [5, 99_999]
        connection.execute(update(traces).values(record=pack(record)))
        empty_index(connection)
    found = {fault.where: fault for fault in check(library)}
    assert set(found) == {"readings of a1", "traces of s1", "the search index"}
    assert all(fault.mend for fault in found.values())
    assert mend(library) == ()
    assert [claim.label for claim in result_of(library).claims] == before
    assert search_rows(library, "ferries", Filter())


@pytest.mark.parametrize("harm", ["text", "input", "story", "counter"])
def test_what_cannot_be_made_anew_is_told(library, harm, tmp_path):
    with library.write() as connection:
        if harm == "text":
            connection.execute(update(articles).where(articles.c.n == 2).values(text=b"damaged"))
        elif harm == "input":
            connection.execute(update(inputs).values(data=pack("other bytes")))
        elif harm == "story":
            connection.execute(delete(stories))
        else:
            connection.exec_driver_sql("UPDATE counters SET next = 1 WHERE name = 'article'")
    faults = check(library)
    assert faults
    assert all(fault.mend for fault in faults)


def test_library_moves_as_a_whole(library, tmp_path, postgres):
    with library.write() as connection:
        connection.exec_driver_sql("INSERT INTO paths VALUES ('k', 's', 'a path \\ud800', 't')")
    file, again = tmp_path / "library.jsonl.gz", tmp_path / "again.jsonl.gz"
    rows = export_library(library, file)
    with open_library(str(tmp_path / "other.db"), create=True) as other:
        assert import_library(other, file) == rows
        assert check(other) == ()
        assert result_of(other).to_json() == result_of(library).to_json()
        assert len(search_rows(other, "ferries", Filter())) == len(search_rows(library, "ferries", Filter()))
        export_library(other, again)
        assert again.read_bytes() == file.read_bytes()
        with pytest.raises(LibraryError, match="has articles"):
            import_library(other, file)


@pytest.mark.parametrize("harm", ["cut", "lost line", "other file", "not packed", "no end"])
def test_damaged_archive_is_refused_whole(library, tmp_path, harm):
    file = tmp_path / "library.jsonl.gz"
    export_library(library, file)
    lines = gzip.decompress(file.read_bytes()).splitlines(keepends=True)
    if harm == "cut":
        file.write_bytes(file.read_bytes()[:-200])
    elif harm == "lost line":
        file.write_bytes(gzip.compress(b"".join(lines[:20] + lines[21:])))
    elif harm == "no end":
        file.write_bytes(gzip.compress(b"".join(lines[:-1])))
    elif harm == "other file":
        file.write_bytes(gzip.compress(json.dumps({"format": "something"}).encode()))
    else:
        file.write_bytes(b"plain text")
    with open_library(str(tmp_path / "other.db"), create=True) as other:
        with pytest.raises(LibraryError):
            import_library(other, file)
        assert check(other) == ()
        assert not result_of(other).articles
