"""What the kinds of change look at: one reading in its sentence, and what differs between two."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from firsthand.model import BlockKind, ChangeKind, Reading, Severity, Span


@dataclass(frozen=True, slots=True)
class Account:
    """One article's reading of a claim, with the text and the block that it stands in."""

    reading: Reading
    text: str
    block: BlockKind

    @property
    def words(self) -> str:
        """The reading's own words."""
        return self.reading.span.of(self.text)

    @property
    def sentence(self) -> str:
        """The whole sentence around the reading."""
        return self.reading.sentence.of(self.text)

    @property
    def headline(self) -> bool:
        """Whether the reading stands in a headline, where sources and hedges are usually cut."""
        return self.block in ("title", "heading")


@dataclass(frozen=True, slots=True)
class Difference:
    """One kind of change between two accounts: the words on either side, and why in plain words."""

    kind: ChangeKind
    severity: Severity
    why: str
    parent: Span
    child: Span


def differs(parent: Account, child: Account, kind: ChangeKind, severity: Severity, why: str) -> Difference:
    """A difference that points at both readings as a whole."""
    return Difference(kind, severity, why, parent.reading.span, child.reading.span)


Side = Literal["parent", "child"]


def around(account: Account, reach: int) -> Span:
    """The reading widened by `reach` characters on either side, within its sentence."""
    span, sentence = account.reading.span, account.reading.sentence
    return Span(max(sentence.start, span.start - reach), min(sentence.end, span.end + reach))
