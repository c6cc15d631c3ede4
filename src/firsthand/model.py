"""The records that the stages hand to each other. Imports nothing of ours.

Records are frozen and never changed: a later stage that knows more makes a copy with
`dataclasses.replace`. Spans are half-open ranges of Unicode code points into `Article.text`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

BlockKind = Literal[
    "title",
    "standfirst",
    "heading",
    "body",
    "list",
    "caption",
    "byline",
    "dateline",
    "masthead",
    "furniture",
]
Bound = Literal["exact", "about", "at most", "at least", "between"]
Modality = Literal["fact", "possible", "planned", "conditional", "denied", "alleged"]
Polarity = Literal["positive", "negative"]
SourceKind = Literal["person", "organization", "document", "outlet", "anonymous", "unstated"]
ClaimKind = Literal["quantity", "quote", "event"]
ParentKind = Literal["article", "outlet", "person", "organization", "document", "lost"]
How = Literal["copies", "rewrites", "cites"]
EvidenceKind = Literal["citation", "shared-wording", "shared-error", "shared-figures", "order", "time"]
ChangeKind = Literal[
    "magnitude",
    "value",
    "rounding",
    "bound",
    "scope",
    "role",
    "modality",
    "negation",
    "wording",
    "attribution-lost",
    "attribution-changed",
    "anonymous-hardened",
    "quote",
    "time",
    "name",
    "unit",
]
Severity = Literal["high", "medium", "low"]
LoopKind = Literal["ring", "one-end"]
LostKind = Literal["condition", "denial"]
MomentKind = Literal["happened", "said", "printed", "expected"]
Precision = Literal["minute", "day", "week", "month", "year"]

# Blocks that hold the article's own words; what else stands on the page is set aside.
TOLD: frozenset[BlockKind] = frozenset({"title", "standfirst", "heading", "body", "list"})


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Who first put some information into the world."""

    id: str
    name: str
    kind: SourceKind
    via: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One of several values that a claim's readings give, and who stands behind it.

    `value`, `high`, `bound` and `unit` are as most articles say it. `readings` are indexes into the
    claim's readings. `origins` are those that speak for this value; a value that came about on the
    way has none, and `slip` says by what kind of change it came. `why` says in plain words what
    limits the count; where it names an article, it does so by id.
    """

    value: float
    high: float | None
    bound: Bound
    unit: str | None
    denied: bool
    readings: tuple[int, ...]
    origins: tuple[str, ...]
    independent_at_least: int
    independent_at_most: int
    slip: ChangeKind | None = None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A question that one or more readings answer; `answers` where they give several values."""

    id: str
    story: str
    kind: ClaimKind
    label: str
    unit: str | None
    readings: tuple[Reading, ...]
    independent_origins: int = 1
    independent_at_least: int = 1
    independent_at_most: int = 1
    answers: tuple[Answer, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words, on either side, that speak for a derivation."""

    kind: EvidenceKind
    note: str
    child: Span | None = None
    parent: Span | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Derivation:
    """One article was made from another, or from a source outside the collection.

    `parent` is an article's id where `parent_kind` is "article", else a name.
    """

    child: str
    parent: str
    parent_kind: ParentKind
    how: How
    score: float
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs between two accounts of one claim; the parent is nearer to the origin."""

    kind: ChangeKind
    claim: str
    parent: str
    child: str
    parent_span: Span
    child_span: Span
    severity: Severity
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Words of an article."""

    article: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Circular sourcing: a "ring" of articles that name each other, or several sources with "one-end".

    In the second case the first of `articles` draws on the others, and `source` names where both
    end, by an article's id or in words.
    """

    story: str
    kind: LoopKind
    articles: tuple[str, ...]
    source: str | None
    why: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """An article that does not tell a claim; `above` is the nearest article up the tree that does."""

    article: str
    above: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A condition or denial of `place` that `article` does not carry.

    `told` says whether the article tells the claim without it or leaves the claim out as well.
    """

    article: str
    kind: LostKind
    place: Place
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Omission:
    """A row of the omission table: who tells a claim, who does not, and what fell away with it."""

    story: str
    claim: str
    told_by: tuple[str, ...]
    left_out_by: tuple[LeftOut, ...]
    lost: tuple[Lost, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """An entry of the timeline: when something happened, was said, was printed or is expected.

    `date` is ISO 8601 as far as `precision` goes ("2031-03"; a week is given by a day in it), None
    where the words could not be resolved; `why` says how it was, or why it was not. `places` are
    the words that tell when, in every article that tells it; `context` the sentence of the first.
    For what was printed they are the article's title.
    """

    story: str
    kind: MomentKind
    date: str | None
    precision: Precision | None
    why: str
    places: tuple[Place, ...]
    context: Place
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearest:
    """The article that stands nearest to the origin of a claim, or of a whole story (no claim).

    `tied` are further articles that nothing tells apart from it; `why` are reasons in plain words,
    with articles by id.
    """

    story: str
    claim: str | None
    article: str
    tied: tuple[str, ...]
    why: tuple[str, ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of a summary, with the words that it stands on and the claim that it is about."""

    text: str
    places: tuple[Place, ...]
    claim: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What was found in a story, in a dozen plain lines."""

    story: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that tell the same event, by id."""

    id: str
    title: str
    articles: tuple[str, ...]
    first_published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that a run found, in the order in which it is shown."""

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    origins: tuple[Origin, ...] = ()
    claims: tuple[Claim, ...] = ()
    lineage: tuple[Derivation, ...] = ()
    changes: tuple[Change, ...] = ()
    loops: tuple[Loop, ...] = ()
    omissions: tuple[Omission, ...] = ()
    timeline: tuple[Moment, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    summaries: tuple[Summary, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    issues: tuple[Issue, ...] = ()

    def to_json(self) -> str:
        """The result as one JSON object, after the contract "firsthand/1"."""
        # The one import upwards: the report knows the contract, but the result is what users hold.
        from firsthand.report.contract import to_json

        return to_json(self)

    def article(self, article_id: str) -> Article:
        """The article with that id; KeyError where there is none."""
        for article in self.articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)
