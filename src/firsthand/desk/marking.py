"""The terms that mark an article, by which the library finds others on the same event.

They need not be those that grouping weighs: they only have to bring near what grouping then looks at.
"""

from __future__ import annotations

import functools
import hashlib
import re
from collections import Counter
from collections.abc import Mapping

from firsthand.language import table
from firsthand.model import TOLD, Article

# An article is marked by so many terms: more cost room in the index and find nothing more.
TERMS = 32
# An event is told at the beginning; what follows in the longest articles is background.
READ = 8000
# How rare a word is that the table of common words does not have.
RARE = 0.002
# Names say more of which event it is than other words, two that stand together the most.
NAME, PAIR = 1.5, 2.0

_WORD = re.compile(r"\d[\d,.]*\d|\d|[^\W\d_]+(?:['’-][^\W\d_]+)*")


def marking_terms(article: Article) -> tuple[int, ...]:
    """The numbers of the terms that mark an article: pairs of names, names, figures and rare words.

    Those that are rarest in everyday English and most frequent in the article are taken.
    """
    common = _common()
    counts: Counter[str] = Counter()
    factor: dict[str, float] = {}
    before: str | None = None
    for word in _WORD.findall(_told(article)):
        term = _fold(word)
        counts[term] += 1
        named = word[0].isupper()
        factor[term] = max(factor.get(term, 1.0), NAME if named else 1.0)
        if named and before is not None:
            pair = f"{before} {term}"
            counts[pair] += 1
            factor[pair] = PAIR
        before = term if named else None
    weights = {
        term: factor[term] * min(count, 4) ** 0.5 / (RARE + common.get(term, 0.0))
        for term, count in counts.items()
    }
    chosen = sorted(weights, key=lambda term: (-weights[term], term))[:TERMS]
    return tuple(sorted({_number(term) for term in chosen}))


def _told(article: Article) -> str:
    parts = [one.span.of(article.text) for one in article.blocks if one.kind in TOLD]
    return "\n".join(parts)[:READ]


def _fold(word: str) -> str:
    """A word in lower case without the ending of a possessive or a plural."""
    term = word.lower().replace("’", "'").removesuffix("'s")
    return term[:-1] if len(term) > 3 and term.endswith("s") and not term.endswith("ss") else term


def _number(term: str) -> int:
    """The term as a number that takes eight bytes of the index, the same on every machine."""
    digest = hashlib.blake2b(term.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


@functools.cache
def _common() -> Mapping[str, float]:
    shares = table("common_words")["shares"]
    return {_fold(word): float(share) for share, listed in shares.items() for word in listed}
