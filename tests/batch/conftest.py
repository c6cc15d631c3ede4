"""A small collection in files of several kinds, some of them no good."""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

BENCHMARKS = Path(__file__).resolve().parents[2] / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))


def page(text):
    body = f"<html><head><title>A page</title></head><body><article><p>{text}</p></article></body></html>"
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + body.encode()
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/page\r\n"
        "WARC-Date: 2031-03-05T10:00:00Z\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


@pytest.fixture
def collection(story, tmp_path):
    """The folder of the small story, with a table, a crawl, two days of made-up news and some poison."""
    import made_news
    import pyarrow as pa
    import pyarrow.parquet as pq

    lines = [made_news.to_line(*one) for one in made_news.day_of_news(0, 60)]
    (story / "news.jsonl").write_text("\n".join([*lines[:30], "{broken", lines[0]]) + "\n")
    rows = [json.loads(line) for line in lines[20:]]
    pq.write_table(pa.Table.from_pylist(rows), story / "news.parquet")
    told = (
        "Lantern Ferries could cut up to 120 jobs this summer, two people familiar with the plan said. " * 4
    )
    (story / "crawl.warc.gz").write_bytes(gzip.compress(page(told)))
    (story / "undecodable.txt").write_bytes(bytes(range(256)) * 40)
    (story / "huge.txt").write_bytes(b"word " * (6 * 1024**2 // 5))
    (story / "empty.txt").write_bytes(b"")
    return story
