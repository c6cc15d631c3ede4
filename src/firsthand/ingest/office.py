"""The sources for documents: PDF with a text layer (where pypdf is installed) and DOCX."""

from __future__ import annotations

import io
import logging
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, cast

from lxml import etree

from firsthand.ingest.facts import fact, iso_time, told_facts
from firsthand.ingest.html import no_text
from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.ingest.sources import Context, Member, Outcome, document, with_title
from firsthand.model import BlockKind, Fact

# A report of more pages is a book.
MOST_PAGES = 500
# What a document's XML may unpack to: ten times its text, for the marks around each run of it.
XML_MARGIN = 10
_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CORE = {
    "title": ("title", "{http://purl.org/dc/elements/1.1/}title"),
    "byline": ("byline", "{http://purl.org/dc/elements/1.1/}creator"),
    "modified": ("modified", "{http://purl.org/dc/terms/}modified"),
    "published": ("published", "{http://purl.org/dc/terms/}created"),
}
_PDF_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(\d\d)?(\d\d)?")
_SENTENCE_END = re.compile(r"[.!?…:][\"'”’»)\]]*$")


class Docx:
    """Word documents; their XML is read, nothing in it is run or fetched."""

    name = "docx"
    holds_members = False

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of a ZIP archive that begins as office documents do."""
        if not head.startswith(b"PK\x03\x04"):
            return 0.0
        named = name.lower().endswith(".docx") or "wordprocessingml" in media
        return (
            0.97
            if named
            or b"word/document.xml" in head
            or (b"[Content_Types].xml" in head[:200] and b"word/" in head)
            else 0.0
        )

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The document's paragraphs."""
        data = member.read(context.limits.page_bytes, "a Word document")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                body = _xml(archive, "word/document.xml", context.limits)
                core = (
                    _xml(archive, "docProps/core.xml", context.limits)
                    if "docProps/core.xml" in archive.namelist()
                    else None
                )
        except (
            zipfile.BadZipFile,
            ValueError,
            KeyError,
            zlib.error,
            etree.LxmlError,
            OSError,
            NotImplementedError,
            RuntimeError,
        ) as error:
            raise LimitError(
                "damaged", f"a Word document that cannot be read ({error}); save it again"
            ) from None
        lines, kinds = _paragraphs(body)
        if not lines:
            raise no_text("a Word document", len(data))
        facts = () if core is None else _core_facts(core)
        yield document(member, self.name, lines, kinds=kinds, data=data, facts=(*facts, *told_facts(lines)))


def _xml(archive: zipfile.ZipFile, name: str, limits: Limits) -> etree._Element:
    most = limits.text_bytes * XML_MARGIN
    with archive.open(name) as file:
        data = file.read(most + 1)
    if len(data) > most:
        raise over("a Word document, unpacked,", len(data), most)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(data, parser)


def _paragraphs(body: etree._Element) -> tuple[tuple[str, ...], tuple[BlockKind | None, ...]]:
    lines: list[str] = []
    kinds: list[BlockKind | None] = []
    for paragraph in body.iter(f"{_WORD}p"):
        parts: list[str] = []
        for run in paragraph.iter(f"{_WORD}t", f"{_WORD}tab", f"{_WORD}br"):
            parts.append(run.text or "" if run.tag == f"{_WORD}t" else " ")
        line = " ".join("".join(parts).split())
        if line:
            style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
            lines.append(line)
            kinds.append(_kind((style.get(f"{_WORD}val") or "") if style is not None else ""))
    return tuple(lines), tuple(kinds)


def _kind(style: str) -> BlockKind | None:
    if style == "Title":
        return "title"
    if style.startswith("Heading"):
        return "heading"
    return "list" if style.startswith("List") else None


def _core_facts(core: etree._Element) -> tuple[Fact, ...]:
    facts: tuple[Fact, ...] = ()
    for name, tag in _CORE.values():
        value = core.findtext(tag)
        told = iso_time(value) if name in ("published", "modified") else value
        facts += fact(name, told, "document properties", 0.4)
    return facts


class Pdf:
    """PDF with a text layer."""

    name = "pdf"
    holds_members = False

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of the mark, which may stand behind a few bytes of junk."""
        del name
        return 0.98 if b"%PDF-" in head[:1024] else 0.5 if media == "application/pdf" else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The text of the pages, lines that go on joined."""
        try:
            import pypdf
        except ImportError:
            raise LimitError(
                "not-installed", "a PDF file; reading it needs: pip install 'firsthand[documents]'"
            ) from None
        logging.getLogger("pypdf").setLevel(logging.CRITICAL)
        data = member.read(context.limits.page_bytes, "a PDF file")
        try:
            reader = pypdf.PdfReader(io.BytesIO(data))
            _decrypt(reader)
            lines = tuple(_text_lines(reader, context.limits))
            facts = _pdf_facts(reader)
        except LimitError:
            raise
        except (MemoryError, KeyboardInterrupt):
            raise
        except Exception as error:  # noqa: BLE001 – pypdf raises whatever its parsing trips over
            raise LimitError(
                "damaged", f"a PDF file that cannot be read ({str(error)[:200]}); save it again"
            ) from None
        if not lines:
            raise no_text("a PDF file without a text layer", len(data))
        title = next((one.value for one in facts if one.name == "title"), None)
        first = lines[0] if title and not lines[0].lower().startswith(title.lower()[:20]) else None
        lines, kinds = with_title(lines, (None,) * len(lines), title if first else None)
        yield document(member, self.name, lines, kinds=kinds, data=data, facts=(*facts, *told_facts(lines)))


def _decrypt(reader: Any) -> None:  # noqa: ANN401
    if reader.is_encrypted and not reader.decrypt(""):
        raise LimitError("encrypted", "a PDF file with a password; save it without one")


def _text_lines(reader: Any, limits: Limits) -> Iterator[str]:  # noqa: ANN401
    """The paragraphs of a PDF's pages: a line that does not end a sentence goes on in the next."""
    size = 0
    open_line = ""
    for n, page in enumerate(reader.pages):
        if n >= MOST_PAGES:
            raise LimitError("too-large", f"a PDF file of more than {MOST_PAGES} pages; expected one article")
        text = cast("str", page.extract_text())
        size += len(text)
        if size > limits.text_bytes:
            raise over("the text of a PDF file", size, limits.text_bytes)
        for raw in text.replace("\0", "\ufffd").split("\n"):
            line = " ".join(raw.split())
            if not line:
                if open_line:
                    yield open_line
                open_line = ""
            elif open_line.endswith("-") and line[:1].islower():
                open_line = open_line[:-1] + line
            elif open_line and _goes_on(open_line, line):
                open_line += " " + line
            else:
                if open_line:
                    yield open_line
                open_line = line
    if open_line:
        yield open_line


def _goes_on(before: str, line: str) -> bool:
    """Whether a line continues the one before: it is long and ends no sentence, or this starts small."""
    if line[:1].islower() and len(before) > 30:
        return True
    return len(before) > 55 and not _SENTENCE_END.search(before)


def _pdf_facts(reader: Any) -> tuple[Fact, ...]:  # noqa: ANN401
    told = reader.metadata or {}
    created = _PDF_DATE.match(str(told.get("/CreationDate", "")))
    moment = None
    if created:
        year, month, day, hour, minute = created.groups()
        moment = f"{year}-{month}-{day}" + (f"T{hour}:{minute}" if hour and minute else "")
    return (
        *fact("title", str(told.get("/Title") or ""), "document properties", 0.4),
        *fact("byline", str(told.get("/Author") or ""), "document properties", 0.4),
        *fact("published", iso_time(moment), "document properties", 0.3),
    )
