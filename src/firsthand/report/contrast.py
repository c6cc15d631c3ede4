"""Two quotations side by side: which words of each the other does not have."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final

# A piece of a text, and whether it differs from the other text.
Piece = tuple[str, bool]

# Longer passages are shown unmarked: the comparison is quadratic, and a reader would not follow it.
MAX_WORDS: Final = 160
# A figure with its points and what is written onto it ("1.2bn") is one word.
_TOKENS = re.compile(r"\d+(?:[.,]\d+)*\w*|\w+|\s+|[^\w\s]")


def contrast(parent: str, child: str) -> tuple[list[Piece], list[Piece]]:
    """The pieces of either text in order, marked where they differ; joined they are the text."""
    before, after = _TOKENS.findall(parent), _TOKENS.findall(child)
    if max(len(before), len(after)) > 2 * MAX_WORDS:
        return [(parent, False)], [(child, False)]
    matcher = SequenceMatcher(None, _folded(before), _folded(after), autojunk=False)
    shared = [block for block in matcher.get_matching_blocks() if block.size]
    same_before = {i for block in shared for i in range(block.a, block.a + block.size)}
    same_after = {i for block in shared for i in range(block.b, block.b + block.size)}
    return _pieces(before, same_before), _pieces(after, same_after)


def _folded(tokens: list[str]) -> list[str]:
    return [token.casefold() if not token.isspace() else " " for token in tokens]


def _pieces(tokens: list[str], same: set[int]) -> list[Piece]:
    """Runs of alike tokens; blanks and marks between two differing words differ with them."""
    differs = [i not in same for i in range(len(tokens))]
    for i in range(1, len(tokens) - 1):
        if tokens[i].isspace() and differs[i - 1] and differs[i + 1]:
            differs[i] = True
        elif tokens[i].isspace():
            differs[i] = False
    pieces: list[Piece] = []
    for token, marked in zip(tokens, differs, strict=True):
        if pieces and pieces[-1][1] == marked:
            pieces[-1] = (pieces[-1][0] + token, marked)
        else:
            pieces.append((token, marked))
    return pieces
