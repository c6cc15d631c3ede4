"""Readers on damaged inputs: whatever the bytes, documents and issues come out, nothing else.

FIRSTHAND_FUZZ=N runs N times as many examples: some minutes from 100 on.
"""

from __future__ import annotations

import io
import os
import random

import made
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.cleaning import clean
from firsthand.ingest.limits import Limits
from firsthand.ingest.reading import Order, read_member
from firsthand.ingest.records import read_records
from firsthand.ingest.sources import Context, Member, buffered
from firsthand.model import RawDocument

EXAMPLES = 25 * int(os.environ.get("FIRSTHAND_FUZZ", "1"))
LIMITS = Limits(page_bytes=1_000_000, unpacked_bytes=2_000_000, text_bytes=500_000)
SMALL = made.page("Fuzz", count=2)
SEEDS = {
    "feed": made.rss(("One", "&lt;p&gt;First.&lt;/p&gt;"), ("Two", "Words.")),
    "warc": made.warc(SMALL, SMALL, packed=False),
    "warc.gz": made.warc(SMALL, SMALL),
    "csv": b'title,text,url\n"A","first, text",https://example.com\nB,"second ""text""",\n',
    "jsonl": b'{"title":"A","text":"first"}\n{"title":"B","text":"<p>second</p>"}\n',
    "html": SMALL,
    "mail": b"From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/html\n\n<p>Words here</p>",
    "zip": made.zipped({"a.html": SMALL, "b.txt": b"words"}),
    "tar": made.tarred({"a.html": SMALL}),
    "docx": made.docx(["One paragraph."]),
    "pdf": made.pdf(["A line of a PDF file."]),
    "text": b"Ferry cuts\nBy Mara Venn\n\nLantern Ferries will cut 120 jobs.\nShare this\n",
}


def damaged(seed: bytes, number: int) -> bytes:
    """The seed with some of its bytes changed, cut out, doubled or put elsewhere."""
    chance = random.Random(number)
    data = bytearray(seed)
    for _ in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(data) + 1), chance.choice((1, 2, 8, 64))
        kind = chance.randrange(5)
        if kind == 0:
            data[at : at + length] = bytes(chance.randrange(256) for _ in range(length))
        elif kind == 1:
            del data[at : at + length]
        elif kind == 2:
            data[at:at] = data[at : at + length] * chance.randint(1, 50)
        elif kind == 3:
            data[at:at] = chance.choice(
                (b"\0", b"<", b'"', b"\n", b"WARC/1.0\r\n", b"&#0;", b"\xff\xfe", b"]]>")
            )
        else:
            del data[at:]
    return bytes(data)


def read(data: bytes, kind: str = "", name: str = "input") -> None:
    member = Member(name=name, stream=buffered(data), size=len(data), kind=kind)
    for n, event in enumerate(read_member(member, Order(context=Context(limits=LIMITS)))):
        if isinstance(event, RawDocument):
            article, _ = clean(event, f"a{n}")
            assert len(event.line_kinds) == event.text.count("\n") + 1
            assert all(block.span.of(article.text).strip() for block in article.blocks)


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(sorted(SEEDS)), st.integers(0, 2**32))
def test_damaged_inputs_give_documents_or_issues(kind, number):
    read(damaged(SEEDS[kind], number))


@settings(max_examples=EXAMPLES)
@given(
    st.sampled_from(["feed", "csv", "jsonl", "json", "mail", "html", "fragment", "text"]),
    st.binary(max_size=300),
)
def test_any_bytes_as_any_kind(kind, data):
    read(data, kind)


@settings(max_examples=EXAMPLES * 2)
@given(st.booleans(), st.integers(0, 2**32))
def test_a_warc_file_comes_to_an_end_however_it_is_damaged(packed, number):
    data = damaged(SEEDS["warc.gz" if packed else "warc"], number)
    found = list(read_records(io.BytesIO(data), LIMITS))
    assert len(found) < 50
