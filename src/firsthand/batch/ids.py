"""Numbers and names of articles and stories, made from the bytes: the same in every run, on every engine."""

from __future__ import annotations

import hashlib

# 16 hexadecimal digits of the SHA-256. Among 200 million articles two share them with a probability of 1 in
# 1,000; both are then told apart by the whole digest, and the second is left out with an issue.
DIGITS = 16


def number(sha256: str) -> int:
    """The number by which engines sort and join: 63 bits, so that it fits a signed column."""
    return int(sha256[:DIGITS], 16) >> 1


def article_id(sha256: str) -> str:
    """The name of an article."""
    return f"a{sha256[:DIGITS]}"


def story_id(sha256: str) -> str:
    """The name of a story whose article with the least number has that digest."""
    return f"s{sha256[:DIGITS]}"


def issue_number(told: str) -> int:
    """A number for an issue, to sort by."""
    return number(hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest())
