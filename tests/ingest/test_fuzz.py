"""Readers on damaged inputs: whatever the bytes, documents and issues come out, nothing else.

FIRSTHAND_FUZZ=N runs N times as many examples, and fresh ones each time; one reader by itself for some minutes:

    FIRSTHAND_FUZZ=2000 pytest tests/ingest/test_fuzz.py -k "damaged and feed"
    FIRSTHAND_FUZZ=5000 pytest tests/ingest/test_fuzz.py -k "lines"
"""

from __future__ import annotations

import io
import os
import random

import made
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.cleaning import clean
from firsthand.ingest.limits import Limits
from firsthand.ingest.reading import Order, read_member
from firsthand.ingest.records import read_records
from firsthand.ingest.sources import Context, Member, buffered
from firsthand.model import RawDocument

TIMES = int(os.environ.get("FIRSTHAND_FUZZ", "1"))
# Few while the whole suite runs, with the same examples each time; many fresh ones on demand.
EXAMPLES, SAME = 5 * TIMES, TIMES == 1
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


@pytest.mark.parametrize("kind", sorted(SEEDS))
@settings(max_examples=EXAMPLES, derandomize=SAME)
@given(number=st.integers(0, 2**32))
def test_damaged_inputs_give_documents_or_issues(kind, number):
    read(damaged(SEEDS[kind], number))


@pytest.mark.parametrize("kind", ["feed", "csv", "jsonl", "json", "mail", "html", "fragment", "text"])
@settings(max_examples=EXAMPLES, derandomize=SAME)
@given(data=st.binary(max_size=300))
def test_any_bytes_as_any_kind(kind, data):
    read(data, kind)


@pytest.mark.parametrize("packed", [False, True], ids=["warc", "warc.gz"])
@settings(max_examples=EXAMPLES * 4, derandomize=SAME)
@given(number=st.integers(0, 2**32))
def test_a_warc_file_comes_to_an_end_however_it_is_damaged(packed, number):
    data = damaged(SEEDS["warc.gz" if packed else "warc"], number)
    found = list(read_records(io.BytesIO(data), LIMITS))
    # Each mark gives a record or a loss; packed, up to 6 stretches may unpack to marks 51 times each.
    assert len(found) <= (2 * 6 * 51 if packed else 2 * data.count(b"WARC/") + 2)
    untouched = next(
        (n for n, (old, new) in enumerate(zip(SEEDS["warc"], data, strict=False)) if old != new), 0
    )
    if not packed and untouched > SEEDS["warc"].rindex(b"WARC/1.0") + len(b"WARC/1.0\r\n"):
        assert found[0] == next(read_records(io.BytesIO(SEEDS["warc"]), LIMITS))


# What pages are made of; lines are put together from these at random.
PIECES = (
    "By Mara Venn", "M.Kim24 min ago", "Updated: 3 March 2031 at 14:05", "Share", "| Menu |", "•", "—", "“", '"',
    "(AP) —", "HARBOUR, Tarn (Calder) —", "Read more:", "© 2031 Harbour Courier", "Lantern Ferries will cut 120 jobs",
    "told the Courier on Tuesday that", "up to £1.5m", "12:61 pm", "31/02/2031", "0000-00-00", "@venn", "www.x.y", "...",
    "\u2028", "\x0b", "\x85", "\r", "\t", "\0", "\u200b", "İ", "ﬁ", "𝟙𝟚", "٣", "Ⅷ", "²", "\ud7ff", "日本", "e\u0301", "🖶",
)  # fmt: skip


@settings(max_examples=EXAMPLES * 4, derandomize=SAME)
@given(
    st.lists(
        st.lists(st.sampled_from(PIECES) | st.text(max_size=8), max_size=6).map(" ".join), max_size=12
    ).map("\n".join),
    st.sampled_from(["text", "html", "feed"]),
)
def test_lines_put_together_at_random_make_an_article(text, source):
    raw = RawDocument(paths=("x",), sha256="0" * 64, text=text, encoding="utf-8", source=source)
    article, _ = clean(raw, "a1")
    assert article.text == text
    assert all(block.span.of(text) == block.span.of(text).strip() != "" for block in article.blocks)
    ends = [edge for block in article.blocks for edge in (block.span.start, block.span.end)]
    assert ends == sorted(ends)
    assert sum(len(block.span.of(text).split()) for block in article.blocks) == len(text.split())
