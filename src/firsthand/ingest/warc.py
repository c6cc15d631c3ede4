"""The source for WARC and WARC.gz files of a crawl."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterator
from typing import cast

from firsthand.ingest.events import Note
from firsthand.ingest.facts import iso_time, plain_url
from firsthand.ingest.limits import LimitError, Limits
from firsthand.ingest.records import Lost, Record, read_records
from firsthand.ingest.sources import Context, Member, Outcome, part
from firsthand.ingest.unpacking import GZIP, in_memory, unpacked
from firsthand.model import Issue

_READ = re.compile(
    r"(?:text/(?:html|plain|xml)|application/(?:xhtml\+xml|pdf|json|ld\+json|(?:rss|atom)\+xml|xml))\b"
)
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
# So many lost stretches are named one by one, then they are counted.
NAMED_LOSSES = 20


class Warc:
    """The pages of a crawl, each with its address and the time it was fetched."""

    name = "warc"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of a record's first line, also where it is packed."""
        del media
        if head.startswith(b"WARC/"):
            return 1.0
        if head.startswith(GZIP):
            import zlib

            try:
                start = zlib.decompressobj(31).decompress(head, 16)
            except zlib.error:
                start = b""
            return 1.0 if start.startswith(b"WARC/") or name.lower().endswith(".warc.gz") else 0.0
        return 0.9 if name.lower().endswith(".warc") else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member a page that was fetched; an issue for each stretch of the file that is lost."""
        file = cast("io.BufferedIOBase", in_memory(member, context.limits, "a WARC file inside an archive"))
        passed: Counter[str] = Counter()
        lost = n = 0
        for found in read_records(file, context.limits):
            if isinstance(found, Lost):
                lost += 1
                if lost <= NAMED_LOSSES:
                    detail = f"damaged near byte {found.offset:,}: {found.why}; what could be saved was read"
                    yield Issue(code="damaged", where=member.name, detail=detail)
                continue
            n += 1
            page = _page(member, n, found, context.limits)
            if isinstance(page, str):
                passed[page] += 1
            else:
                yield page
        if lost > NAMED_LOSSES:
            yield Issue(
                code="damaged", where=member.name, detail=f"{lost - NAMED_LOSSES} more damaged places"
            )
        if passed:
            kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(passed.items()))
            yield Note(where=member.name, detail=f"records passed over: {kinds}")


def _page(member: Member, n: int, record: Record, limits: Limits) -> Member | Issue | str:
    """The page of a record, or the issue why there is none; a word where the record is of no interest."""
    kind = record.fields.get("warc-type", "").lower()
    if kind not in ("response", "resource", "conversion"):
        return f"of type {kind or 'unknown'}"[:40]
    where = f"{member.name}#{n}"
    if isinstance(record.block, LimitError):
        return Issue(code=record.block.code, where=where, detail=record.block.detail)
    media, body, coding = record.fields.get("content-type", ""), record.block, ""
    if kind == "response" and media.startswith("application/http"):
        head, _, body = record.block.partition(b"\r\n\r\n")
        status, headers = _http(head)
        if status != "200":
            return f"with status {status}"
        media, coding = headers.get("content-type", ""), headers.get("content-encoding", "")
        if "chunked" in headers.get("transfer-encoding", "").lower():
            body = _joined(body)
    if media and not _READ.match(media.lower()):
        return media.split(";")[0].strip().lower()[:40]
    try:
        data = unpacked(body, coding, limits.page_bytes, "a page")
    except LimitError as error:
        return Issue(code=error.code, where=where, detail=error.detail)
    charset = _CHARSET.search(media)
    return part(
        member,
        str(n),
        data,
        media=media.split(";")[0].strip().lower(),
        encoding=charset[1] if charset else None,
        url=plain_url(record.fields.get("warc-target-uri", "").strip("<>")),
        seen=iso_time(record.fields.get("warc-date")),
    )


def _http(head: bytes) -> tuple[str, dict[str, str]]:
    """The status and the fields of an HTTP header."""
    first, *rest = head.split(b"\r\n")
    words = first.split()
    headers: dict[str, str] = {}
    for line in rest[:500]:
        name, colon, value = line.partition(b":")
        if colon:
            headers.setdefault(name.strip().lower().decode("latin-1"), value.strip().decode("latin-1"))
    return (words[1].decode("latin-1")[:3] if len(words) > 1 else "unknown"), headers


def _joined(body: bytes) -> bytes:
    """A body whose chunks are joined; as it is where it has none, as crawlers often store it."""
    parts: list[bytes] = []
    at = 0
    while True:
        end = body.find(b"\r\n", at, at + 64)
        size = body[at:end].split(b";")[0].strip() if end >= 0 else b""
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            return b"".join(parts) if parts else body
        length = int(size, 16)
        if not length:
            return b"".join(parts)
        parts.append(body[end + 2 : end + 2 + length])
        at = end + 2 + length + 2
