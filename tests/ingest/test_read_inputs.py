from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand.ingest import LIMIT_BYTES, read_inputs
from firsthand.ingest.decoding import decode

STORY = "Ferry runs aground\n\nA ferry ran aground off Tarn on Monday, the coast guard said.\n"


def codes(issues):
    return [issue.code for issue in issues]


def test_a_file_is_read_as_it_stands(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(STORY.encode())
    (document,), issues = read_inputs([path])
    assert document.text == STORY
    assert document.encoding == "utf-8"
    assert document.paths == (str(path),)
    assert document.sha256 == hashlib.sha256(STORY.encode()).hexdigest()
    assert issues == ()


@pytest.mark.parametrize(
    ("data", "text", "encoding"),
    [
        (b"\xef\xbb\xbfOne\r\ntwo\rthree", "One\ntwo\nthree", "utf-8"),
        ("“Yes”, she said at the café".encode("cp1252"), "“Yes”, she said at the café", "windows-1252"),
        ("Ein Tag im März".encode("utf-16"), "Ein Tag im März", "utf-16-le"),
        ("A quiet day – almost".encode("utf-16-be"), "A quiet day – almost", "utf-16-be"),
        (b"charset=iso-8859-2\n\xb3", "charset=iso-8859-2\nł", "iso8859-2"),
    ],
)
def test_encodings(tmp_path, data, text, encoding):
    (tmp_path / "a.txt").write_bytes(data)
    (document,), issues = read_inputs([tmp_path])
    assert (document.text, document.encoding) == (text, encoding)
    assert codes(issues) == ([] if encoding == "utf-8" else ["decoded"])
    assert document.issues == issues


def test_damaged_utf8_stays_utf8(tmp_path):
    (tmp_path / "a.txt").write_bytes("Café, naïve, déjà vu".encode() + b"\xff end")
    (document,), issues = read_inputs([tmp_path])
    assert document.text == "Café, naïve, déjà vu\ufffd end"
    assert codes(issues) == ["damaged"]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"%PDF-1.7 and so on", "damaged"),
        (bytes(range(256)) * 4, "binary"),
        (b"<!DOCTYPE html><html><p>Hello</p></html>", "no-text"),
    ],
)
def test_what_is_no_article_becomes_an_issue(tmp_path, data, code):
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    documents, issues = read_inputs([path])
    assert documents == ()
    assert codes(issues) == [code]
    assert issues[0].where == str(path)
    assert "expected" in issues[0].detail


def test_a_huge_file_is_named_with_the_limit_and_not_read(tmp_path):
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    _, issues = read_inputs([path])
    assert codes(issues) == ["too-large"]
    assert "50.0 MB" in issues[0].detail
    assert f"{LIMIT_BYTES / 1e6:.1f} MB" in issues[0].detail


def test_folders_are_read_to_the_bottom_without_hidden_and_foreign_files(tmp_path):
    (tmp_path / "deep" / "er").mkdir(parents=True)
    for name in ("b.txt", "deep/er/a", ".hidden.txt", "truth.json", "deep/picture.png"):
        (tmp_path / name).write_text(f"{name} says something\n")
    documents, issues = read_inputs([tmp_path])
    assert sorted(Path(d.paths[0]).name for d in documents) == ["a", "b.txt"]
    assert [d.sha256 for d in documents] == sorted(d.sha256 for d in documents)
    assert issues == ()


def test_the_same_bytes_twice_are_one_document(tmp_path):
    for name in ("b.txt", "a.txt"):
        (tmp_path / name).write_text(STORY)
    (document,), _ = read_inputs([tmp_path / "b.txt", tmp_path, str(tmp_path / "b.txt")])
    assert document.paths == (str(tmp_path / "a.txt"), str(tmp_path / "b.txt"))


def test_missing_empty_folder_and_odd_paths(tmp_path):
    (tmp_path / "none").mkdir()
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    paths = [tmp_path / "none", tmp_path / "gone.txt", tmp_path / "dangling", tmp_path / "loop", "a\0b"]
    documents, issues = read_inputs(paths)
    assert documents == ()
    assert {Path(i.where).name: i.code for i in issues} == {
        "none": "nothing-in-folder",
        "gone.txt": "missing",
        "dangling": "missing",
        "loop": "unreadable",
        "a\0b": "unreadable",
    }
    assert read_inputs(paths[::-1]) == (documents, issues)


@pytest.mark.skipif(sys.platform == "win32", reason="no pipes in the file system there")
def test_pipes_and_devices_are_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    _, issues = read_inputs([tmp_path, "/dev/null"])
    assert codes(issues) == ["unreadable", "unreadable"]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path):
    locked = tmp_path / "locked"
    locked.mkdir(mode=0)
    (tmp_path / "a.txt").write_text(STORY)
    (tmp_path / "a.txt").chmod(0)
    _, issues = read_inputs([tmp_path])
    locked.chmod(0o700)
    assert codes(issues) == ["permission", "permission"]


def test_folders_that_link_to_each_other_end(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "a" / "x.txt").write_text(STORY)
    documents, issues = read_inputs([tmp_path])
    assert len(documents) == 1
    assert issues == ()


@given(st.binary(max_size=400))
def test_any_bytes_are_text_or_none(data):
    decoded = decode(data)
    if decoded:
        assert "\r" not in decoded.text
        decoded.text.encode("utf-8", "surrogatepass")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
def test_utf8_comes_back_unchanged(text):
    decoded = decode(text.encode())
    if decoded and not text.encode().startswith(
        (b"\xef\xbb\xbf", b"PK", b"MZ", b"BZh", b"ID3", b"GIF8", b"RIFF")
    ):
        assert decoded.text == text
