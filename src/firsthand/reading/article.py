"""One article read: its told sentences parsed, and its readings put together from the parts."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from firsthand.model import (
    TOLD,
    Article,
    Attribution,
    BlockKind,
    QuantityMention,
    Quotation,
    Reading,
    ReadText,
    Span,
)
from firsthand.reading.attribution import attribution_at, extract_attributions, inherited_source
from firsthand.reading.modality import modality_at
from firsthand.reading.parse import parse
from firsthand.reading.quantities import extract_quantities
from firsthand.reading.quotes import extract_quotations
from firsthand.reading.sentences import split
from firsthand.reading.tokens import Parsed

# A reading is shown as the clause around its figure, but no longer than this on either side.
BEFORE, AFTER = 60, 90
# A statement without a figure must have this many words to answer anything.
SHORTEST_STATEMENT = 4
# "TARN, Ambria (NPB) — " says where and by whom an article was written, and is no part of its first sentence.
_AGENCY = r"\([A-Z][\w .&-]{1,40}\)"
_DATELINE = re.compile(
    rf"^\s*(?:[A-Z][A-Z.'’ -]{{2,40}}(?:, [A-Z][\w.' -]{{1,40}})?(?: {_AGENCY})?|{_AGENCY})\s*(?:—|–|--?)\s+"
)
_BREAK = re.compile(r"[;:—–]\s|[.!?](?=\s|$)|,\s|\s[-–—]\s|[()“”\"«»]")
_BREAK_OR_AND = re.compile(rf"{_BREAK.pattern}|\s(?:and|but|while|or)\s(?:that\s)?")


# Sentences are cut at 2,000 code points, and no source, content or quotation of use is longer than two.
LONGEST = 4000


class _Spans:
    """Spans in the order of their starts, to be asked which of them overlap one."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans = sorted(spans)
        self._reach = list(itertools.accumulate((span.end for span in self._spans), max))

    def overlapping(self, span: Span) -> Iterator[Span]:
        """Those that overlap the span, in order.

        Cost: the logarithm of all, and those between the first that overlaps and the last.
        """
        at = max(
            bisect_left(self._spans, Span(span.start - LONGEST, 0)), bisect_right(self._reach, span.start)
        )
        while at < len(self._spans) and self._spans[at].start < span.end:
            if self._spans[at].end > span.start:
                yield self._spans[at]
            at += 1


@dataclass(frozen=True, slots=True)
class _Parts:
    """What was found in one text, before it is put together; what is looked up often, in order."""

    article: str
    parsed: Parsed
    quantities: tuple[QuantityMention, ...]
    quotations: tuple[Quotation, ...]
    attributions: tuple[Attribution, ...]
    verbs: Sequence[int]
    taken: _Spans
    sources: _Spans
    contents: _Spans


def read_text(text: str, *, nlp: str | None = None) -> ReadText:
    """All that stands in a text that is nothing but told text; spans are offsets into it."""
    return _read("text", text, [(span, "body") for span in split(text)], nlp=nlp)


def read_article(article: Article, *, nlp: str | None = None) -> ReadText:
    """All that an article says in its told blocks; furniture, captions and bylines are passed over.

    Cost: linear in the length of the text.
    """
    sentences: list[tuple[Span, BlockKind]] = []
    for block in article.blocks:
        if block.kind in TOLD:
            line = block.span.of(article.text)
            told = _DATELINE.sub("", line, count=1)
            start = block.span.start + len(line) - len(told)
            sentences += [(Span(start + s.start, start + s.end), block.kind) for s in split(told)]
    return _read(article.id, article.text, sentences, nlp=nlp)


def _read(
    article: str, text: str, sentences: Sequence[tuple[Span, BlockKind]], *, nlp: str | None
) -> ReadText:
    parsed = parse(text, tuple(span for span, _ in sentences), nlp=nlp)
    quotations = tuple(q for q in extract_quotations(text) if _inside(q.span, sentences))
    quantities = extract_quantities(parsed)
    attributions = extract_attributions(parsed, quotations)
    counts = [m.number for m in quantities if m.role == "count"]
    parts = _Parts(
        article=article,
        parsed=parsed,
        quantities=quantities,
        quotations=quotations,
        attributions=attributions,
        verbs=[t.span.start for t in parsed.tokens if t.pos in ("VERB", "AUX")],
        taken=_Spans([*counts, *(q.span for q in quotations)]),
        sources=_Spans(s for a in attributions for s in (*a.cue_spans, *a.source_spans)),
        contents=_Spans(
            s for a in attributions if a.source is not None and a.rule != "summary" for s in a.content_spans
        ),
    )
    readings = [*_figures(parts), *_quotes(parts), *_statements(parts, sentences)]
    return ReadText(
        text=text,
        sentences=tuple(sentences),
        quantities=parts.quantities,
        quotations=quotations,
        attributions=parts.attributions,
        readings=tuple(sorted(readings, key=lambda r: (r.span, r.kind))),
    )


def _source(parts: _Parts, span: Span) -> Attribution | None:
    """Whose words a figure stands in: by its sentence, else carried over from what stands before."""
    return attribution_at(span, parts.attributions) or inherited_source(
        span, parts.parsed, parts.attributions
    )


def _inside(span: Span, sentences: Sequence[tuple[Span, BlockKind]]) -> bool:
    at = bisect_right(sentences, span.start, key=lambda s: s[0].start) - 1
    return at >= 0 and span.start < sentences[at][0].end


def _sentence(parts: _Parts, span: Span) -> Span:
    """The sentence that a span begins in."""
    sentences = parts.parsed.sentences
    at = bisect_right(sentences, span.start, key=lambda s: s.span.start) - 1
    return sentences[at].span if at >= 0 and span.start < sentences[at].span.end else span


def _figures(parts: _Parts) -> Iterator[Reading]:
    """A reading for every figure that counts something."""
    counts = [m for m in parts.quantities if m.role == "count"]
    for n, mention in enumerate(counts):
        sentence = _sentence(parts, mention.number)
        left = counts[n - 1].span.end if n else 0
        right = counts[n + 1].span.start if n + 1 < len(counts) else len(parts.parsed.text)
        span = clause(parts.parsed.text, mention.span, sentence, left, right)
        modality, cue, condition, polarity = modality_at(parts.parsed, mention.number)
        yield Reading(
            article=parts.article,
            span=span,
            sentence=sentence,
            kind="quantity",
            quantity=mention.quantity,
            number=mention.number,
            attribution=_source(parts, mention.number),
            modality=modality,
            modality_cue=cue,
            condition=condition,
            polarity=polarity,
            when=mention.quantity.restrictions.when,
            rule=mention.rule,
        )


def clause(text: str, figure: Span, sentence: Span, left: int, right: int) -> Span:
    """The clause around a figure: to the next break or figure, or a hand's breadth, on either side.

    `left` and `right` are the ends of the neighbouring figures; where one stands in the sentence, the
    clause ends at the last "and" or comma between, which is where the other figure's clause begins.
    """
    low, high = max(sentence.start, figure.start - BEFORE), min(sentence.end, figure.end + AFTER)
    start, end = low, high
    pattern = _BREAK_OR_AND if low < left else _BREAK
    for m in pattern.finditer(text, max(low, min(left, figure.start)), figure.start):
        start = m.end()
    if start == low and low > sentence.start:
        start = text.find(" ", start, figure.start) + 1 or figure.start
    if right < high:
        breaks = [m.start() for m in _BREAK_OR_AND.finditer(text, figure.end, max(right, figure.end))]
        end = breaks[-1] if breaks else max(right, figure.end)
    if stop := _BREAK.search(text, figure.end, end):
        end = stop.start()
    elif end == figure.end + AFTER and end < sentence.end:
        end = max(figure.end, text.rfind(" ", figure.end, end))
    return _stripped(text, Span(min(start, figure.start), max(end, figure.end)), figure)


def _stripped(text: str, span: Span, figure: Span) -> Span:
    """The span without blanks and punctuation at its ends, but never less than the figure."""
    words = span.of(text)
    start = span.start + len(words) - len(words.lstrip(" ,;:—–-"))
    end = span.end - (len(words) - len(words.rstrip(" ,;:.—–-\n")))
    return Span(min(start, figure.start), max(end, figure.end))


def _quotes(parts: _Parts) -> Iterator[Reading]:
    """A reading for every quotation."""
    for quotation in parts.quotations:
        middle = Span(quotation.words.start, quotation.words.end)
        modality, cue, condition, polarity = modality_at(parts.parsed, middle)
        yield Reading(
            article=parts.article,
            span=quotation.span,
            sentence=_sentence(parts, quotation.span),
            kind="quote",
            attribution=attribution_at(middle, parts.attributions),
            modality=modality,
            modality_cue=cue,
            condition=condition,
            polarity=polarity,
            rule="quotation",
        )


def _statements(parts: _Parts, sentences: Sequence[tuple[Span, BlockKind]]) -> Iterator[Reading]:
    """A reading for every told sentence, or clause of one, without a figure or a quotation.

    Headlines and questions state nothing of the kind.
    """
    for sentence, kind in sentences:
        if kind in ("title", "heading") or sentence.of(parts.parsed.text).rstrip().endswith("?"):
            continue
        if any(parts.taken.overlapping(sentence)):
            spans, rule = _clauses(parts, sentence), "clause"
        else:
            spans, rule = [_content(parts, sentence)], "statement"
        for span in spans:
            if len(span.of(parts.parsed.text).split()) >= SHORTEST_STATEMENT:
                yield _statement(parts, sentence, span, rule)


def _statement(parts: _Parts, sentence: Span, span: Span, rule: str) -> Reading:
    modality, cue, condition, polarity = modality_at(parts.parsed, span)
    return Reading(
        article=parts.article,
        span=span,
        sentence=sentence,
        kind="event",
        attribution=attribution_at(span, parts.attributions),
        modality=modality,
        modality_cue=cue,
        condition=condition,
        polarity=polarity,
        rule=rule,
    )


def _clauses(parts: _Parts, sentence: Span) -> list[Span]:
    """The clauses with a verb of their own in a sentence that has figures, those with figures left out."""
    text = parts.parsed.text
    ends = [sentence.start]
    for m in _BREAK_OR_AND.finditer(text, sentence.start, sentence.end):
        ends += [m.start(), m.end()]
    ends.append(sentence.end)
    pieces = [Span(a, b) for a, b in zip(ends[::2], ends[1::2], strict=True) if a < b]
    return [
        p
        for p in pieces
        if not any(parts.taken.overlapping(p))
        and bisect_left(parts.verbs, p.start) < bisect_left(parts.verbs, p.end)
        and not any(parts.sources.overlapping(p))
    ]


def _content(parts: _Parts, sentence: Span) -> Span:
    """What the sentence says without who says it: the longest content inside it, else all of it."""
    inside = [s for s in parts.contents.overlapping(sentence) if sentence.covers(s)]
    span = max(inside, key=lambda s: (s.end - s.start, -s.start), default=sentence)
    words = span.of(parts.parsed.text)
    return Span(
        span.start + len(words) - len(words.lstrip(" ,;:")),
        span.end - (len(words) - len(words.rstrip(" ,;:.\n"))),
    )
