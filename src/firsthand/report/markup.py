"""HTML that is safe by construction: what is not marked as markup is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from firsthand.report.naming import harmless

_EMPTY = frozenset({"meta", "br", "input", "path", "rect", "circle", "line", "wbr"})


class Html(str):
    """Markup. Any other string is text of somebody else's and is escaped where it is put in."""

    __slots__ = ()


NOTHING = Html("")


def safe(content: str) -> Html:
    """`content` as markup: escaped, without control characters, unless it is markup already."""
    return content if isinstance(content, Html) else Html(escape(harmless(content), quote=True))


def element(tag: str, /, *content: str, **attributes: str | float | bool | None) -> Html:
    """One element. `class_` stands for class, `data_m` for data-m; None and False leave one out."""
    told = "".join(_attribute(name, value) for name, value in attributes.items())
    if tag in _EMPTY:
        return Html(f"<{tag}{told}>" if tag in {"meta", "br", "input", "wbr"} else f"<{tag}{told}/>")
    return Html(f"<{tag}{told}>{''.join(map(safe, content))}</{tag}>")


def joined(parts: Iterable[str], between: str = "") -> Html:
    """Parts of a page one after the other."""
    return Html(safe(between).join(safe(part) for part in parts))


def told(text: str) -> Html:
    """Somebody else's words in a line of ours, set apart so that their direction turns nothing else."""
    return element("bdi", text)


def web_address(url: str | None) -> str | None:
    """`url` where it may be followed: a page on the web, never a script."""
    if url is None or not url.lower().startswith(("http://", "https://")):
        return None
    return None if any(not character.isprintable() or character.isspace() for character in url) else url


def _attribute(name: str, value: str | float | bool | None) -> str:  # noqa: FBT001 (what the page says)
    name = name.rstrip("_").replace("_", "-")
    if isinstance(value, bool):
        return f" {name}" if value else ""
    if value is None:
        return ""
    shown = f"{value:.1f}".removesuffix(".0") if isinstance(value, float) else str(value)
    return f' {name}="{safe(shown)}"'
