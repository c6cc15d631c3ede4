"""The source for web pages, and for mail and feeds that carry one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from firsthand.ingest.decoding import Decoded, decode
from firsthand.ingest.facts import told_facts
from firsthand.ingest.limits import LimitError, over
from firsthand.ingest.page_metadata import best, page_facts
from firsthand.ingest.pages import MANY_TAGS, check_markup, lay_page, parse_page
from firsthand.ingest.sources import Context, Member, Outcome, document, with_title
from firsthand.model import Issue

_PAGE = re.compile(
    rb"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype html|html)\b",
    re.IGNORECASE | re.DOTALL,
)
_TAGS = re.compile(rb"<(?:head|body|title|meta|div|p|article|section|h1|script|link)\b", re.IGNORECASE)
# The program's own report is no article.
_OWN_REPORT = re.compile(rb'<meta name="generator" content="firsthand\b')
# Fewer words than this are a notice or a caption, no article.
LEAST_WORDS = 8


class Html:
    """Web pages as a browser saves them or a crawler gets them."""

    name = "html"
    holds_members = False

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of a doctype or root element; likely by the type sent, or by several tags of pages."""
        head = head.removeprefix(b"\xef\xbb\xbf")
        if b"\0" in head[:64]:
            head = head.replace(b"\0", b"")  # UTF-16, or a page with zero bytes in it
        if _PAGE.match(head):
            return 0.95
        if media in ("text/html", "application/xhtml+xml"):
            return 0.9
        likely = len(set(_TAGS.findall(head))) >= 3 or name.lower().endswith((".html", ".htm", ".xhtml"))
        return 0.7 if likely and b"<" in head else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The page's article, its title first."""
        data = member.read(context.limits.page_bytes, "a page")
        if _OWN_REPORT.search(data[:2000]):
            raise LimitError("own-report", "a report of this program; expected an article: leave it out")
        tags = check_markup(data, context.limits)
        decoded = decode(data, member.encoding)
        if decoded is None or not decoded.text.strip():
            raise LimitError(
                "empty" if not data.strip() else "binary", "a page without any text; save it again"
            )
        tree = parse_page(decoded.text)
        facts = page_facts(tree, decoded.text, url=member.url, seen=member.seen)
        laid = lay_page(tree, decoded.text, quick=context.quick or tags > MANY_TAGS)
        if sum(len(line.split()) for line in laid.lines) < LEAST_WORDS:
            raise no_text("a page", len(data))
        if (size := sum(map(len, laid.lines))) > context.limits.text_bytes:
            raise over("the text of a page", size, context.limits.text_bytes)
        title = best((*member.facts, *facts), "title")
        lines, kinds = with_title(laid.lines, laid.kinds, title)
        facts = (*facts, *told_facts(lines))
        page = document(member, self.name, lines, kinds=kinds, data=data, facts=facts)
        yield replace(page, encoding=decoded.encoding, issues=_damage(member, decoded))


def no_text(what: str, size: int) -> LimitError:
    """The error for something in which no article's text was found."""
    return LimitError(
        "no-text",
        f"{what} of {size:,} bytes in which no article's text was found; "
        "expected an article: save its text, or leave it out",
    )


def _damage(member: Member, decoded: Decoded) -> tuple[Issue, ...]:
    if not decoded.damaged:
        return ()
    detail = f"{decoded.note or decoded.encoding}; some characters could not be read"
    return (Issue(code="damaged", where=member.name, detail=detail),)
