"""All sources, and which of them reads a member."""

from __future__ import annotations

from firsthand.ingest.archives import Gzip, Tar, Zip
from firsthand.ingest.feeds import Feed
from firsthand.ingest.html import Html
from firsthand.ingest.mail import Mail
from firsthand.ingest.objects import Json
from firsthand.ingest.office import Docx, Pdf
from firsthand.ingest.passages import Fragment, Passage, Text
from firsthand.ingest.sources import Member, Source
from firsthand.ingest.tables import Arrow, Csv, JsonLines
from firsthand.ingest.warc import Warc

SOURCES: tuple[Source, ...] = (
    Warc(),
    Arrow(),
    Pdf(),
    Docx(),
    Zip(),
    Tar(),
    Gzip(),
    Feed(),
    Html(),
    Mail(),
    JsonLines(),
    Json(),
    Csv(),
    Fragment(),
    Passage(),
    Text(),
)


def choose(member: Member) -> Source:
    """The source that is surest that a member is of its kind, the first of equals."""
    if member.kind:
        return next(source for source in SOURCES if source.name == member.kind)
    head = member.head()
    return max(SOURCES, key=lambda source: source.recognise(head, member.name, member.media))
