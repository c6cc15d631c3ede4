"""An article's own words, without what stands around them on its page."""

from __future__ import annotations

from firsthand.model import TOLD, Article

# An event is told in an article's first 8,000 characters; what follows in the longest ones is background.
READ = 8000


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
