"""What is told while inputs are read."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model import Issue, RawDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """The document at this place of an input is read next; what comes until the following one is about it.

    `source` is the kind of input; `offset` is how far into the file reading is.
    """

    place: int
    where: str
    source: str
    offset: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something worth telling of an input that is no issue: columns that were guessed, parts passed over."""

    where: str
    detail: str


Event = Begun | RawDocument | Issue | Note
