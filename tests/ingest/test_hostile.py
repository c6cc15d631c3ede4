"""Inputs made to hang, fill the memory or reach out: each ends in bounded time with an issue that says why."""

from __future__ import annotations

import gzip
import time

import made
import pytest

from firsthand.ingest import Limits, ReadOptions, read_inputs

SEVERE = Limits(seconds=10, memory=1024**3, unpacked_bytes=32 * 1024**2)
ENTITIES = (
    '<!DOCTYPE l [<!ENTITY lol "lol">'
    + "".join(f'<!ENTITY lol{n} "{("&lol" + str(n - 1 or "") + ";") * 10}">' for n in range(1, 10))
    + '<!ENTITY file SYSTEM "file:///etc/hostname">]>'
)
POLISH = "Żółta łódź płynęła przez cieśninę. Spółka zwolni część załogi, a rzecznik odmówił komentarza.\n"
KOREAN = "<html><head><title>뉴스</title></head><body><article><h1>여객선</h1>" + "".join(
    f"<p>회사는 올여름 일자리 {n}개를 줄일 계획이라고 관계자들이 화요일에 말했다. 대변인은 논평을 거부했다.</p>"
    for n in range(9)
)

# What each file holds, the codes of the issues that it ends in, and how many good documents come out of it.
HOSTILE: dict[str, tuple[object, set[str], int]] = {
    "bomb.zip": (lambda: made.zipped({"bomb.txt": b"0" * 40_000_000, "good.html": made.page("In a ZIP")}), {"too-large"}, 1),
    "bomb.warc.gz": (
        lambda: made.warc(made.page("W1"))
        + gzip.compress(made.record(2, b"\0" * 60_000_000), 1)
        + gzip.compress(made.record(3, gzip.compress(b" " * 40_000_000), coding="gzip"))
        + made.warc(made.page("W4")),
        {"damaged", "too-large"},
        2,
    ),
    "bomb.docx": (lambda: made.docx(["Words of a document."], padding=60_000_000), {"too-large"}, 0),
    "breaks.html": (lambda: b"<!doctype html><html><body>" + b"<br>" * 500_000, {"no-text"}, 0),
    "divs.html": (lambda: b"<!doctype html><html><body>" + b"<div>" * 100_000 + b"Some text.", {"too-nested"}, 0),
    "attributes.html": (
        lambda: b"<!doctype html><html><body><div " + b" ".join(b"a%d=1" % n for n in range(40_000)) + b">" + made.page(),
        {"too-many-attributes"},
        0,
    ),
    "node.html": (lambda: b"<!doctype html><html><body><p>" + b"word " * 4_000_000, {"too-large"}, 0),
    "laughs.xml": (lambda: made.rss(("One", "&lol9; &file;"), head=ENTITIES), {"entities"}, 0),
    "spliced.warc": (
        lambda: made.record(1, made.page("S1"))
        + made.record(2, made.page("S2"))[:600]
        + made.record(3, made.page("S3"))
        + made.record(4, made.page("S4"))[:-300],
        {"damaged"},
        2,
    ),
    "header.warc": (
        lambda: made.record(1, made.page("H1")) + made.record(2, made.page("H2"))[:150] + made.record(3, made.page("H3")),
        {"damaged"},
        2,
    ),
    "lies.warc": (  # each header claims the rest of the file, over and over
        lambda: b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 19000000\r\n\r\n" * 400_000,
        {"damaged"},
        0,
    ),
    "cut.warc.gz": (lambda: made.warc(made.page("T1"), made.page("T2"))[:-100], {"damaged"}, 1),
    "loop.pdf": (lambda: made.pdf(["Some words of a PDF file."], looped=True), {"damaged"}, 0),
    "cell.csv": (
        lambda: b'title,text,url\nA,the first good text,\nB,"' + b"x" * 10_000_000 + b'",\nC,the last good text,\n',
        {"too-large"},
        2,
    ),
    "zero.html": (lambda: made.page("Zero").replace(b"plans to", b"plans\0to"), {"damaged"}, 1),
    "deep.zip": (
        lambda: made.zipped({"a.zip": made.zipped({"b.zip": made.zipped({"c.zip": made.zipped({"d.zip": made.zipped({"e.html": made.page()})})})})}),
        {"too-nested"},
        0,
    ),
    "korean.html": (lambda: KOREAN.encode("euc-kr"), set(), 1),
    "polish.txt": (lambda: POLISH.encode("cp1250"), {"decoded"}, 1),
    "good.html": (lambda: made.page("Good page"), set(), 1),
    "good.txt": (lambda: b"A good text\n\nA ferry ran aground off Tarn on Monday.\n", set(), 1),
}  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory):
    folder = tmp_path_factory.mktemp("hostile")
    for name, (make, _, _) in HOSTILE.items():
        (folder / name).write_bytes(make())
    begun = time.monotonic()
    documents, issues = read_inputs([folder], options=ReadOptions(limits=SEVERE, processes=2))
    return documents, issues, time.monotonic() - begun


@pytest.mark.parametrize("name", HOSTILE)
def test_each_ends_in_an_issue_or_unharmed(outcome, name):
    documents, issues, _ = outcome
    _, codes, good = HOSTILE[name]
    assert {one.code for one in issues if f"/{name}" in one.where} == codes
    assert sum(f"/{name}" in document.paths[0] for document in documents) == good
    assert all(len(one.detail) > 20 for one in issues)


def test_all_of_them_take_a_bounded_time(outcome):
    assert outcome[2] < 120


def test_texts_come_out_right(outcome):
    texts = {document.paths[0].rsplit("/", 1)[-1]: document.text for document in outcome[0]}
    assert texts["polish.txt"] == POLISH
    assert "관계자들이" in texts["korean.html"]
    assert texts["good.html"].startswith("Good page\nLantern Ferries plans to cut 100 jobs")
    assert "All rights reserved" not in texts["good.html"]


def test_members_that_climb_never_touch_the_disk(tmp_path):
    outside = tmp_path / "outside"
    inside = tmp_path / "in" / "side"
    inside.mkdir(parents=True)
    names = {"../../outside/evil.html": made.page("Up"), f"{outside}/evil.html": made.page("Absolute")}
    (inside / "a.zip").write_bytes(made.zipped(names))
    (inside / "a.tgz").write_bytes(made.tarred(names))
    before = sorted(tmp_path.rglob("*"))
    documents, issues = read_inputs([inside])
    assert {d.text.split("\n")[0] for d in documents} == {"Up", "Absolute"}
    assert issues == ()
    assert sorted(tmp_path.rglob("*")) == before


def test_a_document_over_its_time_is_killed_and_the_run_goes_on(tmp_path):
    (tmp_path / "slow.html").write_bytes(made.page("Slow", extra="<p>word</p>" * 200_000))
    (tmp_path / "z.html").write_bytes(made.page("After it"))
    options = ReadOptions(limits=Limits(seconds=0.15), processes=1)
    documents, issues = read_inputs([tmp_path], options=options)
    (issue,) = [one for one in issues if "slow.html" in one.where]
    assert issue.code == "too-slow"
    assert "limit of 0.15 s" in issue.detail
    assert [d.text.split("\n")[0] for d in documents] in (["After it"], [])  # itself slow on a busy machine


def test_too_little_memory_is_an_issue(tmp_path):
    (tmp_path / "a.html").write_bytes(made.page())
    limits = Limits(memory=64 * 1024**2)
    documents, (issue,) = read_inputs([tmp_path], options=ReadOptions(limits=limits))
    assert documents == ()
    assert issue.code in ("too-much-memory", "crashed")
    assert issue.where.endswith("a.html")
