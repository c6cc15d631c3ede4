"""Whether a file is plain text, told without loading what reads anything else.

Decoding plain text takes time in line with its size and cannot hang, so it needs no process of its own.
"""

from __future__ import annotations

import re

_BOM = b"\xef\xbb\xbf"
_OTHER_ENDING = re.compile(
    r"\.(?:x?html?|xml|rss|atom|mht|mhtml|eml|pdf|docx|warc|jsonl?|jl|ndjson|ninjs|csv|tsv|tab|parquet|arrow|feather"
    r"|zip|tar|t?gz|bz2|t?xz)$",
    re.IGNORECASE,
)
_OTHER_START = re.compile(
    rb"""\s*(?:
    <(?:!doctype|\?xml|!--|html|head|body|rss|feed|rdf:RDF|div|article|section|p)\b   # markup
    |\{\s*"|\[\s*[{"\]]                                                               # JSON
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_MAGIC = (
    b"%PDF-",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b\x08",
    b"BZh",
    b"\xfd7zXZ",
    b"WARC/",
    b"PAR1",
    b"\xff\xff\xff\xff",
    b"ARROW1",
)
_MAIL = re.compile(rb"(?:From|To|Subject|Date|MIME-Version|Received|Return-Path|Message-ID):", re.IGNORECASE)
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
_URL_LINE = re.compile(rb"https?://\S+\Z", re.IGNORECASE)
# Words of a header line of a table; three of them are no sentence.
_COLUMNS = frozenset(
    "text body content maintext title headline url link author authors byline date published source outlet "
    "publisher language".split()
)


def is_plain_text(head: bytes, name: str) -> bool:
    """Whether a file that begins so and has that name is to be read as plain text, or as nothing."""
    if _OTHER_ENDING.search(name):
        return False
    start = head.removeprefix(_BOM)
    if start.startswith(_MAGIC) or _OTHER_START.match(start.replace(b"\0", b"")[:200]):
        return False
    return not (start[257:262] == b"ustar" or _is_mail(start) or _is_table(start) or is_url_list(start))


def is_url_list(head: bytes) -> bool:
    """Whether the lines of a file that begins so are addresses of the web."""
    lines = [line.strip() for line in head.removeprefix(_BOM).split(b"\n")]
    # The last line of the head may be cut.
    whole = [line for line in (lines[:-1] or lines) if line and not line.startswith(b"#")]
    return bool(whole) and all(_URL_LINE.match(line) for line in whole)


def _is_mail(head: bytes) -> bool:
    lines = head.lstrip().split(b"\n")[:25]
    return (
        _FIELD.match(lines[0]) is not None and len({m[0].lower() for m in map(_MAIL.match, lines) if m}) >= 3
    )


def _is_table(head: bytes) -> bool:
    first = head.split(b"\n", 1)[0][:2000].decode("utf-8", "replace").lower()
    for mark in ",;\t|":
        names = [name.strip(" \"'\r").replace("_", "") for name in first.split(mark)]
        if len(names) >= 3 and sum(name in _COLUMNS for name in names) >= max(2, len(names) / 2):
            return True
    return False
