"""A text cut into sentences and parsed tokens: what all parts of reading look at."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model import Span


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `pos` and `dep` are Universal Dependencies labels ("VERB", "nsubj:pass").

    `i` and `head` index `Parsed.tokens` (a root is its own head), `sentence` indexes
    `Parsed.sentences`.
    """

    i: int
    span: Span
    text: str
    lower: str
    lemma: str
    pos: str
    dep: str
    head: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence: its span and its tokens, `first` up to but not including `end`."""

    i: int
    span: Span
    first: int
    end: int


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text with its sentences and tokens, in order; blank runs belong to neither."""

    text: str
    tokens: tuple[Token, ...]
    sentences: tuple[Sentence, ...]

    def of(self, sentence: Sentence) -> tuple[Token, ...]:
        """The tokens of one sentence."""
        return self.tokens[sentence.first : sentence.end]
