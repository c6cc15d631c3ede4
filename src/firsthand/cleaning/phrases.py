"""Sets of phrases, looked up in a line's tokens in one pass."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

# A figure with its thousands and decimals is one token, so that "1 204 views" and "3.1k shares" are "# …".
_TOKEN = re.compile(r"\d+(?:[.,   ]\d{3})*(?:[.,:]\d+)*[km]?\b|[^\W\d_]+(?:['’&.\-+][^\W\d_]+)*|[^\w\s]|\d|_")


def tokenize(text: str) -> tuple[str, ...]:
    """The lower-case words, marks and figures of a text; every figure is "#"."""
    found = _TOKEN.findall(text.lower().replace("’", "'"))
    return tuple("#" if token[0].isdigit() else token for token in found)


class Phrases:
    """A fixed set of phrases, indexed by first token."""

    __slots__ = ("_by_first",)

    def __init__(self, phrases: Iterable[str]) -> None:
        """Index the phrases; "#" in one stands for any figure."""
        self._by_first: dict[str, list[tuple[str, ...]]] = {}
        for phrase in phrases:
            tokens = tuple("#" if token[0].isdigit() else token for token in _TOKEN.findall(phrase.lower()))
            if tokens:
                self._by_first.setdefault(tokens[0], []).append(tokens)

    def at(self, tokens: Sequence[str], position: int) -> int:
        """The number of tokens of the longest phrase at a position; 0 where there is none."""
        longest = 0
        for phrase in self._by_first.get(tokens[position], ()) if position < len(tokens) else ():
            if len(phrase) > longest and tuple(tokens[position : position + len(phrase)]) == phrase:
                longest = len(phrase)
        return longest

    def count(self, tokens: Sequence[str]) -> int:
        """How often any of the phrases occurs."""
        known = self._by_first
        return sum(self.at(tokens, n) > 0 for n, token in enumerate(tokens) if token in known)

    def ends(self, tokens: Sequence[str]) -> bool:
        """Whether the tokens end with one of the phrases."""
        # No phrase of the tables has more than eight tokens.
        return any(
            self.at(tokens, position) == len(tokens) - position
            for position in range(max(0, len(tokens) - 8), len(tokens))
        )

    def whole(self, tokens: Sequence[str]) -> bool:
        """Whether the tokens are one of the phrases and nothing else."""
        return bool(tokens) and self.at(tokens, 0) == len(tokens)
