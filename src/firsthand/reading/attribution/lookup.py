"""Looking up which attribution speaks for a place in a text."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from firsthand.language import words
from firsthand.model import Attribution, Span
from firsthand.reading.attribution.lexicon import VOUCHED, lemma_of
from firsthand.reading.attribution.sources import is_share

BLOCK = 512  # code points a bucket: some three sentences, so that a bucket holds a handful of contents
UNTOLD = (["knew"], ["saw"], ["felt"], ["known"], ["seen"])  # what somebody knew he did not therefore tell
AFTER = 60  # code points after a denial that belong to it: 'declined to comment [when the paper asked]'
MOST = 64  # attributions kept a bucket, the shortest; more overlap only in text that is none


@dataclass(frozen=True, slots=True)
class Entry:
    """A stretch of text that an attribution speaks for, as it is ranked among others."""

    start: int
    end: int
    rank: int
    depth: int
    place: int
    cue: Span | None

    def covers(self, span: Span) -> bool:
        """Whether the stretch holds the span, and the verb of a denial stands in the span."""
        if self.cue is None:
            return self.start <= span.start and span.end <= self.end
        return self.start <= span.start <= self.cue.end + 1 <= span.end <= self.end + AFTER

    def order(self) -> tuple[int, int, int, int]:
        """Innermost first: by rank, length, nesting, then place."""
        return self.rank, self.end - self.start, -self.depth, self.place


@dataclass(frozen=True, slots=True)
class Index:
    """The attributions of one text by the blocks of text that they speak for, and by where they begin."""

    attributions: tuple[Attribution, ...]
    blocks: dict[int, list[Entry]]
    starts: tuple[int, ...]
    order: tuple[int, ...]


_LAST: list[Index] = []  # the index of the text looked at last: readings of one text come one after another


def index_of(attributions: tuple[Attribution, ...]) -> Index:
    """The index of some attributions, kept from the last call where they are the same."""
    if _LAST and _LAST[0].attributions is attributions:
        return _LAST[0]
    blocks: dict[int, list[Entry]] = defaultdict(list)
    for place, a in enumerate(attributions):
        for entry in _entries(a, place, attributions):
            for block in range(entry.start // BLOCK, entry.end // BLOCK + 1):
                blocks[block].append(entry)
    kept = {block: sorted(found, key=Entry.order)[:MOST] for block, found in blocks.items()}
    begins = [start_of(a) for a in attributions]
    order = tuple(sorted(range(len(attributions)), key=lambda n: (begins[n], n)))
    made = Index(attributions, kept, tuple(begins[n] for n in order), order)
    _LAST[:] = [made]
    return made


def start_of(a: Attribution) -> int:
    """Where an attribution's first words stand."""
    return min((s.start for s in (*a.cue_spans, *a.source_spans, *a.content_spans)), default=0)


def vouches(a: Attribution) -> bool:
    """Whether an attribution says who holds its content true (wishes and praise do not)."""
    if a.rule.partition("-")[0] not in VOUCHED or a.source is None:
        return False
    if (a.cue or "").lower().split()[-1:] in UNTOLD:
        return False
    return not is_share(a.source) and a.source.lower() not in words("roles", "nobody")


def attribution_at(span: Span, attributions: tuple[Attribution, ...]) -> Attribution | None:
    """The innermost attribution that speaks for what stands at the span, of those that vouch for it.

    A content that covers the span comes first; then a saying that the span holds the verb of ('denied
    everything'); then the source of the whole section.
    """
    for entry in index_of(attributions).blocks.get(span.start // BLOCK, ()):
        if entry.covers(span):
            return attributions[entry.place]
    return None


def _entries(a: Attribution, place: int, attributions: tuple[Attribution, ...]) -> Iterator[Entry]:
    """What an attribution speaks for: its contents, and the whole of a denial or a silence."""
    rank, depth = _rank(a), _depth(a, attributions)
    if rank != 2:
        for content in a.content_spans:
            yield Entry(content.start, content.end, rank, depth, place, None)
    if a.source is not None and a.cue_spans and (rank == 2 or a.rule.startswith("deny")):
        said = {lemma_of(w) for w in (a.cue or "").lower().split()}
        if a.rule == "deny-silent" or said & words("reporting_verbs", "silent"):
            spans = (*a.source_spans, *a.cue_spans, *a.content_spans)
            start, end = min(s.start for s in spans), max(s.end for s in spans)
            yield Entry(start, end, rank, depth, place, a.cue_spans[0])


def _rank(a: Attribution) -> int:
    """0 for a saying, 1 for a finding that another may report, 2 for silence and denial, 3 for a section."""
    if a.rule == "summary":
        return 3
    if not vouches(a):
        return 2
    return 1 if a.rule == "show-rule" and a.source_kind != "document" else 0


def _depth(a: Attribution, attributions: tuple[Attribution, ...]) -> int:
    depth, at, seen = 0, a.inside, set[int]()
    while at is not None and at not in seen and depth < MOST:
        seen.add(at)
        depth, at = depth + 1, attributions[at].inside
    return depth
