"""The sources for mail: a newsletter or a forwarded article as `.eml`, a page saved as MHTML."""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message
from email.policy import default
from email.utils import parseaddr

from firsthand.ingest.decoding import decode
from firsthand.ingest.facts import fact, iso_time, plain_url, told_facts
from firsthand.ingest.html import no_text
from firsthand.ingest.limits import LimitError
from firsthand.ingest.pages import check_markup, lay_fragment
from firsthand.ingest.sources import Context, Member, Outcome, document, part, with_title
from firsthand.model import Fact

_HEADER = re.compile(
    rb"(?:From:|To:|Subject:|Date:|MIME-Version:|Received:|Return-Path:|Message-ID:)", re.IGNORECASE
)
_FIELD = re.compile(rb"[A-Za-z][A-Za-z0-9-]{1,40}:[ \t]")
# No mail that people or programs write has more parts.
MOST_PARTS = 500


class Mail:
    """One mail, or one page saved with all its parts (MHTML)."""

    name = "mail"
    holds_members = False

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure where the text begins with several header fields of mail."""
        del media
        lines = head.lstrip().split(b"\n")[:25]
        if not lines or not _FIELD.match(lines[0]):
            return 0.0
        found = {line[:6].lower() for line in lines if _HEADER.match(line)}
        ending = name.lower().endswith((".eml", ".mht", ".mhtml"))
        return 0.9 if len(found) >= 3 or (found and ending) else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The article that the mail carries."""
        data = member.read(context.limits.page_bytes * 2, "a mail")
        try:
            message = email.message_from_bytes(data, policy=default)
            saved = message.get("Snapshot-Content-Location")
            if saved or message.get_content_type() == "multipart/related":
                page = _page(message)
                if page is not None:
                    yield _saved_page(member, message, page)
                    return
            lines, markup = _body(message, context)
        except (ValueError, LookupError, AttributeError, TypeError, RecursionError) as error:
            raise LimitError("damaged", f"a mail that cannot be read ({error}); save it again") from None
        if not lines:
            raise no_text("a mail", len(data))
        facts = _facts(message)
        subject = next((one.value for one in facts if one.name == "title"), None)
        if markup:
            lines, _ = with_title(lines, (None,) * len(lines), subject)
        yield document(member, self.name, lines, data=data, facts=(*facts, *told_facts(lines)))


def _page(message: Message) -> Message | None:
    """The page of a saved one: the first part that is HTML."""
    for n, one in enumerate(message.walk()):
        if one.get_content_type() == "text/html":
            return one
        if n > MOST_PARTS:
            break
    return None


def _saved_page(member: Member, message: Message, page: Message) -> Member:
    address = message.get("Snapshot-Content-Location") or page.get("Content-Location")
    data = page.get_payload(decode=True)
    return part(
        member,
        "page",
        data if isinstance(data, bytes) else b"",
        kind="html",
        encoding=page.get_content_charset(),
        url=plain_url(address),
        seen=iso_time(message.get("Date")),
    )


def _body(message: EmailMessage, context: Context) -> tuple[tuple[str, ...], bool]:
    """The lines of the longest text of a mail, plain where it has one, and whether it was markup."""
    found: dict[str, str] = {}
    for n, one in enumerate(message.walk()):
        kind = one.get_content_type()
        if n > MOST_PARTS:
            raise LimitError("too-many-parts", f"a mail of more than {MOST_PARTS} parts; save its text")
        if one.is_multipart() or kind not in ("text/plain", "text/html") or one.get_filename():
            continue
        data = one.get_payload(decode=True)
        decoded = decode(data, one.get_content_charset()) if isinstance(data, bytes) else None
        if decoded and len(decoded.text) > len(found.get(kind, "")):
            found[kind] = decoded.text
    plain, markup = found.get("text/plain", ""), found.get("text/html", "")
    # A plain part that only says "see this mail in a browser" is no article.
    if plain.strip() and (not markup or len(plain.split()) > 60):
        return tuple(plain.split("\n")), False
    if markup:
        check_markup(markup.encode("utf-8", "replace"), context.limits)
        return lay_fragment(markup).lines, True
    return (), False


def _facts(message: EmailMessage) -> tuple[Fact, ...]:
    sender, _ = parseaddr(str(message.get("From", "")))
    return (
        *fact("title", str(message.get("Subject", "")), "subject", 0.8),
        *fact("outlet", sender, "sender", 0.5),
        *fact("published", iso_time(str(message.get("Date", ""))), "date of the mail", 0.7),
        *fact(
            "url", plain_url(str(message.get("Archived-At", "")).strip("<>")), "address in the archive", 0.7
        ),
    )
