"""What one input may cost, and the error that says which limit it went over."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.ingest.files import LIMIT_BYTES, megabytes


class LimitError(Exception):
    """A document is over a limit or damaged beyond reading; becomes an issue, never leaves this package."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The most that one document, or one archive, may cost.

    `seconds`: an ordinary page takes 0.03 s, a newspaper's longest live blog 2 s. `memory` is address
    space of a worker: its libraries map some 500 MB, a large page needs another 200 MB. `text_bytes` is the
    text of one article. `page_bytes` is a page, PDF or mail as it came: pages that carry their pictures
    inside run to some 15 MB. `nested_bytes` is an archive inside an archive, which is held in memory.
    `ratio` is how many times larger an input may unpack to, once it is past `unpacked_bytes`: text packs
    to a tenth, logs to a hundredth.
    """

    seconds: float = 20.0
    memory: int = 2 * 1024**3
    text_bytes: int = LIMIT_BYTES
    page_bytes: int = 20 * 1024**2
    nested_bytes: int = 64 * 1024**2
    unpacked_bytes: int = 512 * 1024**2
    ratio: int = 200
    nesting: int = 3
    depth: int = 1000
    attributes: int = 1000


def over(what: str, size: int, limit: int) -> LimitError:
    """The error for something that is larger than it may be."""
    return LimitError(
        "too-large",
        f"{what} of {megabytes(size)} or more, above the limit of {megabytes(limit)}; "
        "expected one article: split it, or leave it out",
    )
