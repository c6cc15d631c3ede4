"""Changes inside quotation marks: one utterance, other words; a denial lost or won."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cache

from firsthand.difference.account import Account, Difference, differs
from firsthand.language import table

_DOTS = re.compile(r"\.\.\.|…|\[[^\]]*\]")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")


@cache
def _negators() -> frozenset[str]:
    return frozenset(table("negation")["negators"])


def words_of(quotation: str) -> list[str]:
    """The words of a quotation in lower case, straight apostrophes, no punctuation."""
    return [w.lower().replace("’", "'") for w in _WORD.findall(quotation)]


def quotation_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """Whether the quoted words differ; a quotation cut at its ends or with dots is no change."""
    p, c = words_of(parent.words), words_of(child.words)
    if not p or not c or fragment(c, p, parts=_DOTS.search(child.words) is not None) or fragment(p, c):
        return
    gone, new = replaced(p, c)
    why = f"the words within the quotation marks differ: “{' '.join(gone)}” became “{' '.join(new)}”"
    yield differs(parent, child, "quote", "high", why)


def negation_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """Whether a statement was turned into its opposite: a negation on one side only."""
    p, c = words_of(parent.words), words_of(child.words)
    if negated(p) != negated(c) and SequenceMatcher(None, p, c, autojunk=False).ratio() >= MOSTLY_ALIKE:
        yield differs(parent, child, "negation", "high", "a negation stands on one side only")


# Two wordings that share most of their words in order differ by the negation, not by the statement.
MOSTLY_ALIKE = 0.7


def negated(words: Sequence[str]) -> bool:
    """Whether an odd number of negators stands among the words."""
    return sum(w in _negators() or w.endswith("n't") for w in words) % 2 == 1


def fragment(short: Sequence[str], long: Sequence[str], *, parts: bool = False) -> bool:
    """Whether the short one is a run of the long one's words, or with `parts` several runs in order.

    Only dots or brackets allow parts: within one pair of marks nothing else may be left out.
    """
    if len(short) > len(long):
        return False
    blocks = [b for b in SequenceMatcher(None, short, long, autojunk=False).get_matching_blocks() if b.size]
    return sum(b.size for b in blocks) == len(short) and (parts or len(blocks) == 1)


def replaced(p: Sequence[str], c: Sequence[str]) -> tuple[list[str], list[str]]:
    """The words from the first to the last difference on either side."""
    start = 0
    while start < min(len(p), len(c)) and p[start] == c[start]:
        start += 1
    end = 0
    while end < min(len(p), len(c)) - start and p[-1 - end] == c[-1 - end]:
        end += 1
    return list(p[start : len(p) - end]), list(c[start : len(c) - end])
