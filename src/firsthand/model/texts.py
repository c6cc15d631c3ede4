"""What was given, and what was read in it: documents, articles, readings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from firsthand.model.kinds import BlockKind, Bound, ClaimKind, Modality, Polarity, SourceKind


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points, `start <= end`."""

    start: int
    end: int

    def of(self, text: str) -> str:
        """The words that the span covers in `text`."""
        return text[self.start : self.end]

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """Something that went wrong with one input: bad data is recorded, never raised."""

    code: str
    where: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmeasured:
    """Something the program could not judge about one article."""

    article: str
    what: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that an input tells of an article beside its text: where it stood and how sure it is.

    `name` is a field of `Article` ("title", "outlet", "byline", "published", "modified", "url",
    "language") or "syndicated", whose value is the outlet that published first. `confidence` runs from
    0 to 1; of several facts of one name the surest counts.
    """

    name: str
    value: str
    where: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """One input as decoded text, before it is told apart into blocks.

    `paths` holds every path that the same bytes were given under, sorted. `source` is the kind of input
    that it was read from. For sources other than plain text, `facts` holds what the input tells beside
    its text, and `line_kinds` has for each line of `text` the kind that its markup gives it, or None.
    """

    paths: tuple[str, ...]
    sha256: str
    text: str
    encoding: str
    issues: tuple[Issue, ...] = ()
    source: str = "text"
    facts: tuple[Fact, ...] = ()
    line_kinds: tuple[BlockKind | None, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A run of one line's text of one kind; blocks cover all text that is not blank."""

    span: Span
    kind: BlockKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One article: its text, told apart into blocks, and what the page tells of itself.

    `published` and `modified` are ISO 8601 without a zone, to the day or the minute, as the page
    tells them. `provenance` says for each piece of metadata where it came from, `confidence` how sure it is
    (0 to 1) where more than the text told. `syndicated` is the outlet that published it first, where the
    page says so.
    """

    id: str
    sha256: str
    text: str
    blocks: tuple[Block, ...]
    paths: tuple[str, ...] = ()
    url: str | None = None
    outlet: str | None = None
    title: str | None = None
    byline: str | None = None
    published: str | None = None
    modified: str | None = None
    language: str | None = None
    provenance: tuple[tuple[str, str], ...] = ()
    confidence: tuple[tuple[str, float], ...] = ()
    syndicated: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """What narrows down a counted thing: where, of what, when; in the article's words."""

    where: str | None = None
    of: str | None = None
    when: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A figure: its value in `unit`, the upper end of a range, and what it counts.

    `unit` is the normalised singular ("percent", "dollar", "kilometre") or, where people or things
    are counted, the singular head of what is counted ("soldier", "house").
    """

    value: float
    high: float | None = None
    bound: Bound = "exact"
    unit: str | None = None
    counted: str | None = None
    restrictions: Restrictions = field(default_factory=Restrictions)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityMention:
    """A quantity where it stands in a text, whatever it is there for.

    `span` runs from the first word of the bound to the last of the unit or counted head;
    `number` covers the number alone. `role` tells counts from what is no claim's figure.
    """

    span: Span
    number: Span
    quantity: Quantity
    role: Literal["count", "age", "date", "time", "name", "other"] = "count"
    counted: Span | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribution:
    """Who is said to say what: source, cue and content, each one or more spans.

    `chain` runs from who knows to who printed it ("people familiar with the matter", "Bloomberg").
    `inside` is the index, in the same reading of a text, of the attribution that this one is
    nested in.
    """

    source: str | None
    source_spans: tuple[Span, ...] = ()
    source_kind: SourceKind = "unstated"
    cue: str | None = None
    cue_spans: tuple[Span, ...] = ()
    content_spans: tuple[Span, ...] = ()
    chain: tuple[str, ...] = ()
    inside: int | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quotation:
    """Words inside quotation marks: the span with its marks, the words without them."""

    span: Span
    words: Span
    closed: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One article's answer to one question: where it stands, what it says and in whose words."""

    article: str
    span: Span
    sentence: Span
    kind: ClaimKind
    quantity: Quantity | None = None
    number: Span | None = None
    attribution: Attribution | None = None
    modality: Modality = "fact"
    modality_cue: Span | None = None
    condition: Span | None = None
    polarity: Polarity = "positive"
    when: str | None = None
    origin: str | None = None
    rule: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadText:
    """All that was read in one text: the public result of `firsthand.read`.

    `sentences` are the told sentences with the kind of block that each stands in.
    """

    text: str
    sentences: tuple[tuple[Span, BlockKind], ...]
    quantities: tuple[QuantityMention, ...]
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]
    readings: tuple[Reading, ...]
    issues: tuple[Issue, ...] = ()
