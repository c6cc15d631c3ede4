"""What an article is about, as counts of its words, names and figures; only what it tells itself."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from dataclasses import dataclass

from firsthand.language import words
from firsthand.model import TOLD, Article

# An event is told in an article's first 8,000 characters; what follows in the longest ones is background.
READ = 8000
# The lead: headline and first two or three sentences.
LEAD_WORDS = 80

CHANNELS = ("words", "names", "figures", "lead", "name pairs", "phrases")

_WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Counts of an article's terms, one counter for each of `CHANNELS`, and the day it is from."""

    counts: tuple[Counter[str], ...]
    day: int | None


def profile(article: Article) -> Profile:
    """The profile of one article."""
    small = words("stopwords", "words")
    counts: tuple[Counter[str], ...] = tuple(Counter() for _ in CHANNELS)
    told, names, figures, lead, pairs, phrases = counts
    name_before: str | None = None
    before: str | None = None
    for n, word in enumerate(_WORD.findall(told_text(article))):
        if word.lower() in small:
            name_before = before = None
            continue
        term = word if word[0].isdigit() else fold(word)
        told[term] += 1
        if n < LEAD_WORDS:
            lead[term] += 1
        if before is not None:
            phrases[f"{before} {term}"] += 1
        before = term
        if word[0].isdigit():
            figures[term] += 1
        if not word[0].isupper():
            name_before = None
            continue
        names[term] += 1
        if name_before is not None:
            pairs[f"{name_before} {term}"] += 1
        name_before = term
    return Profile(counts=counts, day=_day(article.published))


def told_text(article: Article, read: int = READ) -> str:
    """The article's own words from its title on, up to `read` characters."""
    parts: list[str] = []
    length = 0
    for block in article.blocks:
        if block.kind in TOLD:
            parts.append(article.text[block.span.start : min(block.span.end, block.span.start + read)])
            length += len(parts[-1])
        if length > read:
            break
    return "\n".join(parts)[:read]


def fold(word: str) -> str:
    """A word in lower case without the ending of a possessive or a plural."""
    term = word.lower().replace("’", "'").removesuffix("'s")
    return term[:-1] if len(term) > 3 and term.endswith("s") and not term.endswith("ss") else term


def _day(published: str | None) -> int | None:
    try:
        return dt.date.fromisoformat((published or "")[:10]).toordinal()
    except ValueError:
        return None
