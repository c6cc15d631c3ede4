"""What articles are called, and texts of others made harmless to show."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from firsthand.model import Article

# Terminal sequences: CSI (colours, cursor), OSC (title, links) up to its end, and what else ESC starts.
_ESCAPES = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b[ -~]?")
# Format characters that scripts need to join or to part letters; all others could hide or turn text.
_JOINERS = "\u200c\u200d"


def plain(text: str) -> str:
    """`text` on one line, without control, escape and direction characters that could mislead a reader."""
    text = _ESCAPES.sub("", text)
    return " ".join(harmless(text).split())


def harmless(text: str) -> str:
    """`text` without characters that could hide, turn or end something; every blank is a space."""
    return text if text.isprintable() else "".join(map(_harmless, text))


def _harmless(character: str) -> str:
    if character.isprintable() or character in _JOINERS:
        return character
    category = unicodedata.category(character)
    if category in {"Zs", "Zl", "Zp"} or character in "\t\n\v\f\r":
        return " "
    return {"Cc": "", "Cf": "", "Cs": "\ufffd"}.get(category, "\ufffd")


def article_names(articles: Sequence[Article]) -> dict[str, str]:
    """For each article's id a name to show: its outlet, else its file or address; no two alike."""
    names = {article.id: _first_name(article) for article in articles}
    further: tuple[Callable[[Article], str], ...] = (_file_name, _day, lambda article: article.id)
    for told in further:
        double = {name for name, times in Counter(names.values()).items() if times > 1}
        for article in articles:
            name, more = names[article.id], told(article)
            if name in double and more and more != name:
                names[article.id] = f"{name} ({more})"
    return names


def _first_name(article: Article) -> str:
    return plain(article.outlet or "") or _file_name(article) or article.id


def _file_name(article: Article) -> str:
    """The file's name without its folder and ending; for a page its host and last part."""
    if article.paths:
        name = re.split(r"[/\\]", article.paths[0].rstrip("/\\"))[-1]
        stem = name.rpartition(".")[0]
        return plain(stem or name)
    try:
        address = urlsplit(article.url or "")
    except ValueError:
        return plain(article.url or "")
    last = address.path.rstrip("/").rpartition("/")[2]
    return plain(f"{address.hostname or ''} {last}")


def _day(article: Article) -> str:
    return plain(article.published or "")[:10]
