"""The sources for text that already stands alone: plain text, and the texts that feeds and tables carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from firsthand.ingest.decoding import decode
from firsthand.ingest.facts import told_facts
from firsthand.ingest.html import no_text
from firsthand.ingest.limits import LimitError
from firsthand.ingest.pages import check_markup, lay_fragment, lay_page, parse_page
from firsthand.ingest.sources import Context, Member, Outcome, document, with_title
from firsthand.model import Issue

_MARKUP = re.compile(
    r"<(?:p|div|br|h[1-6]|li|ul|ol|a|strong|em|span|article|section)\b[^>]{0,500}>", re.IGNORECASE
)
_WHOLE_PAGE = re.compile(r"\s*<(?:!doctype html|html)\b", re.IGNORECASE)


class Text:
    """Plain text, as it stands."""

    name = "text"
    holds_members = False

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """What nothing else recognises may be text; decoding tells."""
        del head, name, media
        return 0.1

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The text with all its lines."""
        data = member.read(context.limits.text_bytes, "a text")
        decoded = decode(data, member.encoding)
        if decoded is None:
            raise LimitError("binary", "binary data, not text; expected an article: save its text as UTF-8")
        if not decoded.text.strip():
            raise LimitError("empty", "nothing but blank space; expected the text of an article")
        lines = tuple(decoded.text.split("\n"))
        found = document(member, self.name, lines, data=data)
        issues: tuple[Issue, ...] = ()
        if decoded.note:
            code = "damaged" if decoded.damaged else "decoded"
            issues = (Issue(code=code, where=member.name, detail=f"{decoded.note}; expected UTF-8"),)
        yield replace(found, encoding=decoded.encoding, issues=issues)


class Fragment:
    """A text that a feed or a table carries: plain or with markup, with its title beside it."""

    name = "fragment"
    holds_members = False

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Never by itself: feeds and tables say which of their parts are texts."""
        del head, name, media
        return 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The text, its title first."""
        data = member.read(context.limits.text_bytes, "a text")
        text = data.decode("utf-8", "replace").replace("\r\n", "\n").replace("\r", "\n")
        title = max(
            (one for one in member.facts if one.name == "title"), key=lambda one: one.confidence, default=None
        )
        lines = tuple(text.split("\n"))
        if member.kind == "fragment" and _MARKUP.search(text):
            check_markup(data, context.limits)
            if _WHOLE_PAGE.match(text):
                lines = lay_page(parse_page(text), text, quick=context.quick).lines
            else:
                lines = lay_fragment(text).lines
        lines = tuple(line.strip() for line in lines if line.strip())
        if not lines:
            raise no_text("a part", len(data))
        lines, kinds = with_title(lines, (None,) * len(lines), title.value if title else None)
        yield document(member, self.name, lines, kinds=kinds, facts=told_facts(lines))


class Passage(Fragment):
    """A plain text that a feed or a table carries: "<" in it means nothing."""

    name = "passage"
