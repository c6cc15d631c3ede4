"""Inputs of all kinds, good and hostile, made for the tests."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile

PARAGRAPH = (
    "<p>Lantern Ferries plans to cut {n} jobs this summer, people familiar with the plan told the Harbour "
    "Courier on Tuesday, and the company did not want to comment on what it called rumours.</p>"
)


def page(title: str = "Ferry cuts loom", *, extra: str = "", count: int = 5) -> bytes:
    """A news page with its furniture."""
    paragraphs = "".join(PARAGRAPH.format(n=100 + n) for n in range(count))
    return (
        f'<!doctype html><html lang="en"><head><title>{title} - Harbour Courier</title>'
        '<meta property="og:site_name" content="Harbour Courier">'
        '<meta property="article:published_time" content="2031-03-03T08:00:00Z"></head><body>'
        '<nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>'
        f'<article><h1>{title}</h1><p class="byline">By Mara Venn</p>{paragraphs}{extra}</article>'
        "<footer>© 2031 Harbour Courier. All rights reserved.</footer></body></html>"
    ).encode()


def record(
    n: int, body: bytes, *, coding: str = "", media: str = "text/html; charset=utf-8", status: int = 200
) -> bytes:
    """One record of a WARC file."""
    packed = f"Content-Encoding: {coding}\r\n" if coding else ""
    http = f"HTTP/1.1 {status} OK\r\nContent-Type: {media}\r\n{packed}\r\n".encode() + body
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\n"
        f"WARC-Record-ID: <urn:uuid:00000000-0000-0000-0000-{n:012d}>\r\n"
        f"WARC-Date: 2031-03-04T06:00:00Z\r\nWARC-Target-URI: https://example.com/{n}\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return head.encode() + http + b"\r\n\r\n"


def warc(*bodies: bytes, packed: bool = True) -> bytes:
    """A WARC file of pages, each record packed by itself."""
    records = [record(n, body) for n, body in enumerate(bodies, 1)]
    return b"".join(gzip.compress(one) if packed else one for one in records)


def zipped(files: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def tarred(files: dict[str, bytes], mode: str = "w:gz") -> bytes:
    """A TAR archive."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def rss(*entries: tuple[str, str], head: str = "") -> bytes:
    """An RSS feed of titles and escaped contents."""
    items = "".join(
        f"<item><title>{title}</title><link>https://example.com/{n}?utm_source=rss</link>"
        f"<pubDate>Tue, 04 Mar 2031 06:00:00 GMT</pubDate><description>{text}</description></item>"
        for n, (title, text) in enumerate(entries, 1)
    )
    return f'<?xml version="1.0"?>{head}<rss version="2.0"><channel><title>Courier</title>{items}</channel></rss>'.encode()


def docx(paragraphs: list[str], *, padding: int = 0) -> bytes:
    """A Word document."""
    lines = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    body = f'<w:document xmlns:w="{space}"><w:body>{lines}{" " * padding}</w:body></w:document>'
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": body.encode()})


def pdf(lines: list[str], *, looped: bool = False) -> bytes:
    """A PDF file of one page; `looped` makes its tree of pages lead back to itself."""
    text = "BT /F1 12 Tf 50 750 Td 14 TL " + " ".join(f"({line}) Tj T*" for line in lines) + " ET"
    kids = "[2 0 R 3 0 R]" if looped else "[3 0 R]"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids {kids}/Count {2 if looped else 1}{'/Parent 2 0 R' if looped else ''}>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(text)}>>stream\n{text}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for n, one in enumerate(objects, 1):
        places.append(len(out))
        out += f"{n} 0 obj{one}endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    start = len(out)
    return (
        out
        + f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF".encode()
    )
