"""Names under which a result's parts are known outside of it: the same for the same articles."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from firsthand.model import Result
from firsthand.report.naming import plain

BASE: Final = "urn:firsthand:"
# So many hexadecimal digits tell apart all results that will ever be made.
_DIGITS: Final = 16


def article_urn(sha256: str) -> str:
    """An article by the digest of its bytes, wherever it was read."""
    return f"{BASE}article:{sha256}"


def result_digest(result: Result) -> str:
    """What tells this result's claims and origins apart from those of others."""
    digests = sorted(article.sha256 for article in result.articles)
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()[:_DIGITS]


def part_urn(digest: str, part: str) -> str:
    """A claim, an origin or a source outside, by its id or name within the result of that digest."""
    if not re.fullmatch(r"[a-z0-9-]+", part):
        part = hashlib.sha256(part.encode("utf-8", "replace")).hexdigest()[:_DIGITS]
    return f"{BASE}{digest}:{part}"


def shown(text: str | None) -> str:
    """Somebody else's words on one line, without what could mislead a reader or break a format."""
    return plain(text or "")
