"""From a web page to its article's lines: trafilatura first, resiliparse where that finds too little."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from typing import Any, cast

from lxml import etree
from lxml.html import HtmlElement, HTMLParser, document_fromstring
from resiliparse.extract.html2text import extract_plain_text
from trafilatura import bare_extraction

from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.model import BlockKind

# Its notes on each page would go to the user's terminal; what matters of them becomes an issue.
logging.getLogger("trafilatura").setLevel(logging.CRITICAL)

# A page's own paragraphs outweigh what was extracted so many times: the extractor took the wrong part,
# as with live blogs, where it keeps one entry.
FOUND_TOO_LITTLE = 3.0
# Below so many characters there is no telling which part of a page is the article's.
LEAST_PARAGRAPHS = 1500
# What is shorter is a menu's entry or a caption.
PARAGRAPH = 40
# Newspapers' longest live blogs have some 40,000 tags; beyond this the thorough extractor takes minutes.
MANY_TAGS = 150_000
# A tag with fewer bytes cannot hold too many attributes.
LONG_TAG = 4096

_VOID = frozenset(
    b"area base br col embed hr img input link meta param source track wbr "
    b"p li td th tr dt dd option colgroup tbody thead tfoot".split()
)
_TAG_NAME = re.compile(rb"/?[A-Za-z][A-Za-z0-9:-]*")
_ATTRIBUTE = re.compile(rb"""[^\s"'>/=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'=<>`]+))?""")
# Elements in which no article's text stands. Not `form`: some systems put the whole page into one.
_NO_TEXT = (
    "style svg link meta template iframe object embed map audio video nav footer aside button select textarea"
).split()
_BREAKS = frozenset({"p", "head", "item", "quote", "code", "ab", "fw", "row", "list", "div", "table", "lb"})
_PARAGRAPHS = "//p[not(ancestor::table or ancestor::nav or ancestor::footer or ancestor::aside)]//text()"
_KINDS: dict[str, BlockKind] = {"head": "heading", "item": "list"}
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """The lines of a page's article with the kinds that the markup gives them, and how it was found."""

    lines: tuple[str, ...]
    kinds: tuple[BlockKind | None, ...]
    how: str


def check_markup(data: bytes, limits: Limits) -> int:
    """The number of tags; raises LimitError for a page that would hold the parser for minutes.

    libxml2 compares each attribute of a tag with all before it, and no signal interrupts it.
    """
    depth = deepest = 0
    inside: bytes | None = None  # of a script or style, where "<" means nothing
    pieces = data.split(b"<")
    for piece in pieces[1:]:
        match = _TAG_NAME.match(piece)
        name = match[0].lower() if match else b""
        if inside:
            inside = None if name == b"/" + inside else inside
            continue
        if len(piece) > LONG_TAG:
            _check_piece(piece, limits)
        if name in (b"script", b"style"):
            inside = name
        elif not name:
            continue
        elif name[:1] == b"/":
            depth -= name[1:] not in _VOID
        elif name not in _VOID:
            depth += 1
            deepest = max(deepest, depth)
    if deepest > limits.depth:
        raise LimitError(
            "too-nested",
            f"a page whose elements are nested {deepest:,} deep, above the limit of {limits.depth:,}; "
            "expected an article: save its text",
        )
    return len(pieces) - 1


def _check_piece(piece: bytes, limits: Limits) -> None:
    tag, _, text = piece.partition(b">")
    if len(text) > limits.text_bytes:
        raise over("a run of text", len(text), limits.text_bytes)
    if len(tag) > LONG_TAG:
        count = sum(1 for _ in _ATTRIBUTE.finditer(tag)) - 1
        if count > limits.attributes:
            raise LimitError(
                "too-many-attributes",
                f"a tag with {count:,} attributes, above the limit of {limits.attributes:,}; "
                "expected a page as a browser saves it: save its text",
            )


def parse_page(text: str) -> HtmlElement:
    """The tree of a page; LimitError where there is none. Loads nothing from anywhere."""
    parser = HTMLParser(
        encoding="utf-8", remove_comments=True, remove_pis=True, collect_ids=False, no_network=True
    )
    data = text.replace("\0", "\ufffd").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise LimitError(
            "unparsable", f"no page that can be parsed ({error}); expected HTML: save the page again"
        ) from None


def lay_page(tree: HtmlElement, text: str, *, quick: bool = False) -> Laid:
    """The article's lines of a page; none where it has no text.

    `quick` leaves trafilatura out, for a page that it once took too long for.
    """
    if quick:
        return _by_resiliparse(text)
    _strip(tree)
    paragraphs = sum(len(text) for text in tree.xpath(_PARAGRAPHS) if len(text) >= PARAGRAPH)
    found = _by_trafilatura(tree)
    size = sum(map(len, found.lines))
    if paragraphs > LEAST_PARAGRAPHS and paragraphs > FOUND_TOO_LITTLE * size:
        other = _by_resiliparse(text)
        if sum(map(len, other.lines)) > FOUND_TOO_LITTLE * size:
            return other
    return found if found.lines else _by_resiliparse(text)


def _strip(tree: HtmlElement) -> None:
    """Take out what never is text; the extractor goes through the whole tree some twenty times."""
    for script in list(tree.iter("script")):
        if "ld+json" not in (script.get("type") or "") and script.getparent() is not None:
            script.drop_tree()
    etree.strip_elements(tree, *_NO_TEXT, with_tail=False)


def _by_trafilatura(tree: HtmlElement) -> Laid:
    document = bare_extraction(
        tree, favor_precision=True, include_comments=False, include_tables=False, with_metadata=False
    )
    lines: list[str] = []
    kinds: list[BlockKind | None] = []
    if document is not None:
        for line, kind in _lines(cast("Any", document).body):
            lines.append(line)
            kinds.append(kind)
    return Laid(lines=tuple(lines), kinds=tuple(kinds), how="trafilatura")


def _lines(body: etree._Element) -> list[tuple[str, BlockKind | None]]:
    """The text of an extracted body, cut where a block begins or ends."""
    out: list[tuple[str, BlockKind | None]] = []
    words: list[str] = []
    open_kinds: list[BlockKind | None] = [None]

    def cut() -> None:
        line = _SPACES.sub(" ", "".join(words)).strip()
        words.clear()
        if line:
            out.append((line, open_kinds[-1]))

    for event, element in etree.iterwalk(body, events=("start", "end")):
        tag = element.tag
        block = tag in _BREAKS
        if block:
            cut()
        if event == "start":
            if block and tag != "lb":
                open_kinds.append(_KINDS.get(str(tag), open_kinds[-1]))
            words.append(element.text or "")
        else:
            if block and tag != "lb":
                open_kinds.pop()
            words.append(element.tail or "" if element is not body else "")
    cut()
    return out


def lay_fragment(markup: str) -> Laid:
    """The lines of a piece of markup that is all article: a feed's entry, a mail's body."""
    return _by_resiliparse(markup, whole=True)


def _by_resiliparse(text: str, *, whole: bool = False) -> Laid:
    found = extract_plain_text(
        text.replace("\0", "\ufffd"),
        preserve_formatting=True,
        main_content=not whole,
        list_bullets=False,
        alt_texts=False,
        comments=False,
        post_meta=False,
    )
    lines = tuple(line for raw in found.split("\n") if (line := _SPACES.sub(" ", raw).strip()))
    return Laid(lines=lines, kinds=(None,) * len(lines), how="resiliparse")
