"""Each kind of input comes out as the same records, whatever its name."""

from __future__ import annotations

import base64
import csv
import gzip
import io
import json
import sys

import made
import pytest

from firsthand.cleaning import clean
from firsthand.ingest import ReadOptions, read_inputs
from firsthand.model import RawDocument


def read(tmp_path, name, data, **options):
    path = tmp_path / name
    path.write_bytes(data)
    return read_inputs([path], options=ReadOptions(**options))


def told(document: RawDocument) -> dict[str, str]:
    """The surest value of each fact."""
    best: dict[str, tuple[float, str]] = {}
    for one in document.facts:
        if one.confidence > best.get(one.name, (-1.0, ""))[0]:
            best[one.name] = (one.confidence, one.value)
    return {name: value for name, (_, value) in best.items()}


def mhtml(body: bytes) -> bytes:
    return (
        b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.com/page\r\nSubject: x\r\n"
        b"Date: Tue, 04 Mar 2031 06:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        b'Content-Type: multipart/related; type="text/html"; boundary="B"\r\n\r\n--B\r\n'
        b"Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n"
        + base64.encodebytes(body)
        + b"\r\n--B--\r\n"
    )


MAIL = (
    b"From: Meridian Wire <wire@example.com>\r\nTo: me@example.com\r\nSubject: Ferry cuts\r\n"
    b"Date: Tue, 04 Mar 2031 06:00:00 +0000\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\n"
    b"Ferry workers will go this summer.\r\nMore follows.\r\n"
)
ROWS = [
    {
        "headline": "One",
        "body": "<p>First words.</p><p>More.</p>",
        "source": "Wire",
        "pub_date": "2031-03-04",
    },
    {"headline": "Two", "body": "Second words.", "source": "Wire", "link": "https://example.com/2?fbclid=x"},
]
NINJS = {
    "headline": "Cuts",
    "byline": "Jo Po",
    "body_text": "First line.\n\nSecond line.",
    "provider": "Meridian Wire",
    "versioncreated": "2031-03-04T06:00:00Z",
}


def table() -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(["headline", "body", "source", "pub_date", "link"])
    for row in ROWS:
        writer.writerow([row.get(name, "") for name in ("headline", "body", "source", "pub_date", "link")])
    return out.getvalue().encode()


def arrow(kind: str) -> bytes:
    pa = pytest.importorskip("pyarrow")
    import pyarrow.parquet as pq

    rows = pa.Table.from_pylist([{**dict.fromkeys(("pub_date", "link")), **row} for row in ROWS])
    out = io.BytesIO()
    if kind == "parquet":
        pq.write_table(rows, out)
    else:
        maker = pa.ipc.new_file if kind == "file" else pa.ipc.new_stream
        with maker(out, rows.schema) as writer:
            writer.write_table(rows)
    return out.getvalue()


PAGE = "Ferry cuts loom\nLantern Ferries plans to cut 100 jobs"
# For each kind of input: how it is made, and how each of its documents begins.
KINDS = {
    "html": (made.page, [PAGE]),
    "xhtml with zero bytes": (lambda: made.page().decode().encode("utf-16-le"), [PAGE]),
    "mhtml": (lambda: mhtml(made.page()), [PAGE]),
    "mail": (lambda: MAIL, ["Ferry workers will go"]),
    "rss": (lambda: made.rss(("One", "&lt;p&gt;First.&lt;/p&gt;&lt;p&gt;More.&lt;/p&gt;"), ("Two", "Words.")), ["One\nFirst.\nMore.", "Two\nWords."]),
    "json feed": (
        lambda: json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "T", "content_html": "<p>Words</p>"}]}).encode(),
        ["T\nWords"],
    ),
    "ninjs": (lambda: json.dumps(NINJS).encode(), ["Cuts\nFirst line.\nSecond line."]),
    "array": (lambda: json.dumps(ROWS).encode(), ["One\nFirst words.\nMore.", "Two\nSecond words."]),
    "jsonl": (lambda: "\n".join(map(json.dumps, ROWS)).encode(), ["One\nFirst words.\nMore.", "Two\nSecond words."]),
    "csv": (table, ["One\nFirst words.\nMore.", "Two\nSecond words."]),
    "parquet": (lambda: arrow("parquet"), ["One\nFirst words.\nMore.", "Two\nSecond words."]),
    "arrow file": (lambda: arrow("file"), ["One\nFirst words.\nMore.", "Two\nSecond words."]),
    "arrow stream": (lambda: arrow("stream"), ["One\nFirst words.\nMore.", "Two\nSecond words."]),
    "warc": (lambda: made.warc(made.page(), packed=False), [PAGE]),
    "warc.gz": (lambda: made.warc(made.page()), [PAGE]),
    "warc with brotli": (lambda: made.record(1, __import__("brotli").compress(made.page()), coding="br"), [PAGE]),
    "zip": (lambda: made.zipped({"a/b.html": made.page()}), [PAGE]),
    "tar": (lambda: made.tarred({"a/b.html": made.page()}, "w"), [PAGE]),
    "tar.gz in zip": (lambda: made.zipped({"x.tar.gz": made.tarred({"b.html": made.page()})}), [PAGE]),
    "gzip": (lambda: gzip.compress(made.page()), [PAGE]),
    "docx": (lambda: made.docx(["A first paragraph.", "A second."]), ["A first paragraph.\nA second."]),
    "pdf": (lambda: made.pdf(["A line of a PDF file that says something."]), ["A line of a PDF file"]),
}  # fmt: skip


@pytest.fixture(scope="module")
def all_read(tmp_path_factory):
    """All kinds under names that say nothing, read in one go."""
    folder = tmp_path_factory.mktemp("kinds")
    paths = {kind: folder / f"{n}" for n, kind in enumerate(KINDS)}
    for kind, path in paths.items():
        path.write_bytes(KINDS[kind][0]())
    documents, issues = read_inputs(list(paths.values()))
    return paths, documents, issues


@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_is_known_by_what_is_in_it(all_read, kind):
    paths, documents, issues = all_read
    path = str(paths[kind])
    found = [d for d in documents if any(p.split("#")[0] == path for p in d.paths)]
    begins = sorted(d.text for d in found)
    assert len(begins) == len(KINDS[kind][1]), issues
    for text, begin in zip(begins, sorted(KINDS[kind][1]), strict=True):
        assert text.startswith(begin)
    assert [i for i in issues if i.where.split("#")[0] == path and i.code != "decoded"] == []


def test_the_same_inputs_give_the_same_documents_in_any_order_and_number_of_processes(all_read):
    paths, documents, issues = all_read
    backwards = read_inputs(list(paths.values())[::-1], options=ReadOptions(processes=3))
    assert backwards == (documents, issues)


def test_metadata_of_a_page(tmp_path):
    ((document,), _) = read(tmp_path, "a.warc.gz", made.warc(made.page()))
    article, _ = clean(document, "a1")
    assert article.title == "Ferry cuts loom"
    assert article.outlet == "Harbour Courier"
    assert article.byline == "Mara Venn"
    assert article.published == "2031-03-03T08:00"
    assert article.url == "https://example.com/1"
    assert dict(article.provenance)["outlet"] == "meta og:site_name"
    assert dict(article.confidence)["outlet"] == 0.9
    assert article.blocks[0].kind == "title"


def test_json_ld_comes_first_and_a_date_after_the_crawl_is_none(tmp_path):
    graph = {
        "@graph": [
            {"@type": "WebSite", "name": "No"},
            {
                "@type": "NewsArticle",
                "headline": "Ferry cuts loom",
                "author": [{"name": "Ann Orr"}, {"name": "Bo Pell"}],
                "publisher": {"name": "The Courier"},
                "datePublished": "2099-01-01T00:00:00Z",
                "dateModified": "2031-03-03T09:30:00+01:00",
            },
        ]
    }
    extra = f'<script type="application/ld+json">{json.dumps(graph)}</script>'
    ((document,), _) = read(tmp_path, "a.warc", made.warc(made.page(extra=extra), packed=False))
    facts = told(document)
    assert facts["outlet"] == "The Courier"
    assert facts["byline"] == "Ann Orr, Bo Pell"
    assert facts["published"] == "2031-03-03T08:00"
    assert facts["modified"] == "2031-03-03T09:30"


def test_a_byline_that_runs_into_a_relative_time(tmp_path):
    page = made.page().replace(b"By Mara Venn", b"M.Kim24 min ago").replace(b"article:published_time", b"x")
    ((document,), _) = read(tmp_path, "a.warc", made.warc(page, packed=False))
    facts = told(document)
    assert facts["byline"] == "M.Kim"
    assert facts["published"] == "2031-03-04T05:36"


def test_where_it_was_published_first(tmp_path):
    extra = (
        "<p>This article was originally published by Coastline Press and is reprinted with permission.</p>"
    )
    ((document,), _) = read(tmp_path, "a.html", made.page(extra=extra))
    assert clean(document, "a1")[0].syndicated == "Coastline Press"


def test_columns_are_guessed_shown_and_chosen(tmp_path):
    notes = []
    rows = b'a,b,c\n"Ferry cuts","Lantern Ferries will cut jobs.","Wire"\n'
    documents, (issue,) = read(tmp_path, "t.csv", rows)
    assert documents == ()
    assert issue.code == "no-column"
    assert "a, b, c" in issue.detail
    columns = {"text": "b", "title": "a"}
    ((document,), issues) = read(
        tmp_path, "t.csv", rows, columns=columns, watch=lambda p: notes.append(p.note)
    )
    assert issues == ()
    assert document.text == "Ferry cuts\nLantern Ferries will cut jobs."
    assert any(note and "columns text=b,title=a" in note for note in notes)
    assert read(tmp_path, "t.csv", rows, columns={"text": "zz"})[1][0].code == "no-column"


def test_furniture_that_an_extractor_leaves_is_set_aside(tmp_path):
    text = "\n\n".join(
        ["Lantern Ferries plans to cut 120 jobs this summer, people familiar with the plan said on Tuesday."]
        * 3
    )
    row = {"title": "Ferry cuts", "text": f"{text}\n\nSign up for our newsletter\n\nShare this article"}
    ((document,), _) = read(tmp_path, "t.jsonl", json.dumps(row).encode())
    article, _ = clean(document, "a1")
    aside = [block.span.of(article.text) for block in article.blocks if block.kind == "furniture"]
    assert aside == ["Sign up for our newsletter", "Share this article"]


def test_folders_pass_over_settings_and_our_own_reports(tmp_path):
    (tmp_path / "a.html").write_bytes(made.page())
    (tmp_path / "settings.json").write_text('{"text": "no news"}')
    (tmp_path / "sitemap.xml").write_text("<?xml version='1.0'?><urlset></urlset>")
    (tmp_path / "report.html").write_text(
        '<!doctype html><html><head><meta name="generator" content="firsthand">'
    )
    (tmp_path / "other.csv").write_text("x,y\n1,2\n")
    documents, issues = read_inputs([tmp_path])
    assert len(documents) == 1
    assert issues == ()


def test_plain_text_starts_no_process(tmp_path, monkeypatch):
    monkeypatch.setattr("subprocess.Popen", lambda *_, **__: pytest.fail("started a process"))
    (tmp_path / "a.txt").write_text("A ferry ran aground, the coast guard said: 120 were on board.\n")
    documents, issues = read_inputs([tmp_path])
    assert len(documents) == 1
    assert issues == ()


@pytest.mark.parametrize(
    ("library", "kind", "extra"), [("pypdf", "pdf", "documents"), ("pyarrow", "parquet", "tables")]
)
def test_a_missing_extra_is_named_with_how_to_install_it(library, kind, extra, monkeypatch):
    from firsthand.ingest.reading import Order, read_member
    from firsthand.ingest.sources import Context, Member, buffered

    data = KINDS[kind][0]()
    monkeypatch.setitem(sys.modules, library, None)
    *_, issue = read_member(Member(name="a", stream=buffered(data)), Order(context=Context()))
    assert issue.code == "not-installed"
    assert f"firsthand[{extra}]" in issue.detail
