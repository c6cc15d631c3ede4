"""The source of what is said without one: whose words an article goes on telling."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import replace

from firsthand.language import words
from firsthand.model import Attribution, Span
from firsthand.reading.attribution.lookup import index_of, start_of, vouches
from firsthand.reading.attribution.sources import WORD
from firsthand.reading.tokens import Parsed, Sentence

FIRST_SENTENCES = 8  # headline, standfirst and the first paragraphs: an article on one poll names it there
SHARE = re.compile(
    r"%|\bper ?cent\b|\bpoints?\b|\bseats?\b|\bundecided\b|\bin (?:two|three|four|five|six|seven|ten)\b"
)
MODAL = frozenset({"may", "might", "could", "would", "should"})


def inherited_source(span: Span, parsed: Parsed, attributions: tuple[Attribution, ...]) -> Attribution | None:
    """The attribution that a sentence without a source continues, under a rule name of its own; None if none.

    For spans that `attribution_at` knows nothing of. A sentence continues the one before it in its
    paragraph where it takes up what was said ('That is …', 'It …') or is itself reported ('would …',
    'A further 300 are expected'); a share of those asked continues the poll that the article is about.
    """
    k = _sentence_at(parsed, span.start)
    if k is None:
        return None
    if _inserted(parsed, span, parsed.sentences[k]):
        return None
    before = _before_in_sentence(parsed, span, parsed.sentences[k], attributions)
    if before is not None:
        return replace(before, rule="inherited-sentence")
    previous = _previous(parsed, k, attributions)
    if previous is None and k > 0 and _is_reported(parsed, parsed.sentences[k - 1]):
        previous = _previous(parsed, k - 1, attributions) if _same_paragraph(parsed, k) else None
    if previous is not None and _continues(parsed, parsed.sentences[k], previous):
        return replace(previous, rule="inherited-paragraph")
    poll = _poll(parsed, attributions)
    if poll is not None and _is_finding(parsed, parsed.sentences[k], span, poll):
        return replace(poll, rule="inherited-poll")
    return None


def _sentence_at(parsed: Parsed, at: int) -> int | None:
    k = bisect_right(parsed.sentences, at, key=lambda s: s.span.start) - 1
    return k if k >= 0 and at < parsed.sentences[k].span.end else None


def _inserted(parsed: Parsed, span: Span, sentence: Sentence) -> bool:
    """Whether a figure stands between commas beside a subject: 'the unit, which employs 900, would close'.

    What a sentence adds about a thing known is the article's own, whoever the rest is told by.
    """
    head = parsed.text[sentence.span.start : span.start]
    cut = max(head.rfind(", "), head.rfind(" – "), head.rfind(" — "))
    end = parsed.text.find(",", span.end, sentence.span.end)
    if cut < 0 or end < 0 or ";" in head[cut:]:
        return False
    tokens = parsed.of(sentence)
    before = [t for t in tokens if t.span.end <= sentence.span.start + cut and t.text != ";"]
    semicolon = max(
        (k for k, t in enumerate(tokens) if t.text == ";" and t.span.end <= span.start), default=-1
    )
    before = [t for t in before if semicolon < 0 or t.i > tokens[semicolon].i]
    inside = [t for t in tokens if sentence.span.start + cut < t.span.start < end]
    after = [t for t in tokens if t.span.start > end]
    relative = bool(inside[1:]) and inside[0].lower in ("which", "who", "whose")
    verbless = not any(t.pos in ("VERB", "AUX") for t in inside)
    return (
        bool(before)
        and (relative or verbless)
        and inside[0].lower not in ("and", "or", "but")
        and not any(t.pos in ("VERB", "AUX", "ADP", "SCONJ") for t in before[:1])
        and not any(t.pos in ("VERB", "AUX") for t in before)
        and any(t.pos in ("VERB", "AUX") for t in after[:2])
    )


def _before_in_sentence(
    parsed: Parsed, span: Span, sentence: Sentence, attributions: tuple[Attribution, ...]
) -> Attribution | None:
    """What was said before a semicolon speaks for what stands after it."""
    head = parsed.text[sentence.span.start : span.start]
    cut = head.rfind(";")
    if cut < 0:
        return None
    at = sentence.span.start + cut
    index = index_of(attributions)
    lo, hi = bisect_left(index.starts, sentence.span.start), bisect_left(index.starts, at)
    near = [attributions[n] for n in index.order[lo:hi]]
    found = [a for a in near if vouches(a) and any(c.end <= at + 1 for c in a.content_spans)]
    return found[-1] if found else None


def _previous(parsed: Parsed, k: int, attributions: tuple[Attribution, ...]) -> Attribution | None:
    """The last attribution of the sentence before, if that stands in the same paragraph."""
    if k == 0:
        return None
    if not _same_paragraph(parsed, k):
        return None
    earlier = parsed.sentences[k - 1]
    index = index_of(attributions)
    lo, hi = bisect_left(index.starts, earlier.span.start), bisect_left(index.starts, earlier.span.end)
    near = [attributions[n] for n in index.order[lo:hi]]
    found = [a for a in near if vouches(a) and a.rule != "summary"]
    outer = [a for a in found if a.inside is None] or found
    return outer[-1] if outer else None


def _same_paragraph(parsed: Parsed, k: int) -> bool:
    return "\n" not in parsed.text[parsed.sentences[k - 1].span.end : parsed.sentences[k].span.start]


def _continues(parsed: Parsed, sentence: Sentence, previous: Attribution) -> bool:
    tokens = parsed.of(sentence)
    opening = [t.lower for t in tokens[:3]]
    if not opening:
        return False
    first, phrase = opening[0], " ".join(opening)
    if (
        first in ("that", "this")
        and len(opening) > 1
        and opening[1] in ("is", "was", "means", "would", "makes")
    ):
        return True
    if first in ("it", "its"):
        return previous.source_kind in ("organization", "document", "outlet", "person")
    if first in ("they", "their"):
        return previous.source_kind in ("document", "anonymous")
    if any(phrase.startswith(p) for p in words("hedges", "continuing")):
        return True
    return _is_reported(parsed, sentence)


def _is_reported(parsed: Parsed, sentence: Sentence) -> bool:
    """Whether the main verb is hedged as it would be in somebody's report."""
    for t in parsed.of(sentence):
        if t.dep == "root":
            return any(x.lower in MODAL and x.head == t.i for x in parsed.of(sentence))
    return False


def _poll(parsed: Parsed, attributions: tuple[Attribution, ...]) -> Attribution | None:
    """The poll or survey that the article is about: one that its first sentences give as a source."""
    if not parsed.sentences:
        return None
    end = parsed.sentences[min(FIRST_SENTENCES, len(parsed.sentences)) - 1].span.end
    found: list[Attribution] = []
    index = index_of(attributions)
    for n in index.order[: bisect_right(index.starts, end)]:
        a = attributions[n]
        if not vouches(a):
            continue
        if {w.lower() for w in WORD.findall(a.source or "")} & words("documents", "polls"):
            found.append(a)
    told = [a for a in found if not a.rule.startswith("headline")]
    return max(told or found, key=lambda a: len(a.source or ""), default=None)


def _is_finding(parsed: Parsed, sentence: Sentence, span: Span, poll: Attribution) -> bool:
    text = sentence.span.of(parsed.text).lower()
    if sentence.span.start < start_of(poll) or SHARE.search(text) is None:
        return False
    start = max(sentence.span.start, parsed.text.rfind(";", sentence.span.start, span.start))
    near = parsed.text[start : min(sentence.span.end, span.end + 10)].lower()
    return not any(word in near for word in words("hedges", "no_finding"))
