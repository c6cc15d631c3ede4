"""Frames that surface words give away: 'according to X', 'citing X', headlines, summaries, adverbs."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from firsthand.language import words
from firsthand.model import Span
from firsthand.reading.attribution.frames import RELATIVES, Frame, noun_extent, subject, trimmed
from firsthand.reading.attribution.lexicon import lemma_of
from firsthand.reading.attribution.sections import ENDING, OPENING, TELLING
from firsthand.reading.attribution.tree import Tree
from firsthand.reading.name_kinds import tables
from firsthand.reading.tokens import Token

NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "X"})
LONGEST_PHRASE = 6  # tokens; no phrase of the tables is longer
LONGEST_SOURCE = 40  # tokens that a source without a parse may run to


@cache
def _phrases(key: str) -> dict[str, tuple[tuple[str, ...], ...]]:
    """The phrases of a list, as tuples of words, by their first word."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(words("reporting_verbs", key), key=lambda p: (-len(p), p)):
        parts = tuple(phrase.split())
        found.setdefault(parts[0], []).append(parts)
    return {first: tuple(rest) for first, rest in found.items()}


def phrase_frames(tree: Tree) -> list[Frame]:
    """Frames of 'according to X', 'as reported by X' and the like; those of 'citing X' carry no content."""
    found: list[Frame] = []
    for key, kind in (("according", "according"), ("reported_by", "reported")):
        for first, last in _occurrences(tree, key):
            frame = _phrase_frame(tree, first, last, kind)
            if frame is not None:
                found.append(frame)
    return found


def citing_frames(tree: Tree) -> list[Frame]:
    """For each 'citing X' a frame with X as source and the citing verb as cue, without content."""
    found: list[Frame] = []
    for first, last in _occurrences(tree, "citing"):
        if tree.tokens[first].lower in ("cites", "cited", "quoting") and _as_saying(tree, last):
            continue
        source = _after(tree, last)
        if source is not None:
            found.append(Frame(kind="citing", rule="citing", cue=(first, last), source=source))
    return found


def quoting_frames(tree: Tree) -> list[Frame]:
    """Frames of 'The paper quotes X as saying that …': X says it, the paper prints it."""
    found: list[Frame] = []
    for t in tree.tokens:
        if (
            lemma_of(t.lower) not in words("reporting_verbs", "quoting")
            or t.lower.endswith("ing")
            or not t.dep
        ):
            continue
        sentence = tree.sentence(t.i)
        end = next(
            (
                k
                for k in range(t.i + 1, sentence.end)
                if tree.tokens[k].text in (":", "as", "“", '"', ";", ".")
            ),
            None,
        )
        if end is None or not 1 < end - t.i < LONGEST_SOURCE:
            continue
        stop = end
        if tree.tokens[end].lower == "as":
            if end + 2 >= sentence.end or lemma_of(tree.tokens[end + 1].lower) not in (
                "say",
                "tell",
                "write",
                "call",
            ):
                continue
            stop = end + 1
        elif tree.tokens[end].text in (".", ";"):
            continue
        content = trimmed(
            tree,
            stop + (tree.tokens[stop].text != "“" and tree.tokens[stop].text != '"'),
            sentence.end - 1,
            stop + 1,
        )
        source = (t.i + 1, end - 1)
        found.append(
            Frame(
                kind="say",
                rule="say-quoted",
                cue=(t.i, t.i),
                source=source,
                contents=(content,),
                quoted_by=subject(tree, t.i),
            )
        )
    return found


def _as_saying(tree: Tree, i: int) -> bool:
    """Whether 'as saying' or the like follows: 'quoted X as saying that'."""
    end = min(i + LONGEST_SOURCE, tree.sentence(i).end)
    return any(
        tree.tokens[k].lower == "as" and lemma_of(tree.tokens[k + 1].lower) in ("say", "tell")
        for k in range(i + 1, end - 1)
    )


def _occurrences(tree: Tree, key: str) -> Iterator[tuple[int, int]]:
    """First and last token of each place where a phrase of the list stands, the longest first."""
    phrases, tokens = _phrases(key), tree.tokens
    for t in tokens:
        for parts in phrases.get(t.lower, ()):
            end = t.i + len(parts)
            if end <= len(tokens) and all(tokens[t.i + k].lower == part for k, part in enumerate(parts)):
                if tokens[end - 1].sentence == t.sentence:
                    yield t.i, end - 1
                    break


def _after(tree: Tree, last: int) -> tuple[int, int] | None:
    """First and last token of the noun phrase that follows token `last`."""
    sentence = tree.sentence(last)
    start = last + 1
    if start >= sentence.end:
        return None
    head = _head_after(tree, start, sentence.end)
    if head is not None:
        _first, end = noun_extent(tree, head)
        return start, max(end, start)
    end = start
    while end < min(sentence.end, start + LONGEST_SOURCE) and tree.tokens[end].text not in (
        ",",
        ";",
        ":",
        ".",
        "—",
        "–",
        ")",
        "?",
        "!",
    ):
        end += 1
    return (start, end - 1) if end > start else None


def _head_after(tree: Tree, start: int, end: int) -> int | None:
    """The head of the noun phrase that begins at token `start`: the token that climbs out of it."""
    if not tree.tokens[start].dep:
        return None
    i = start
    for _ in range(LONGEST_SOURCE):
        head = tree.tokens[i].head
        if head == i or head < start or head >= end or tree.tokens[i].dep in ("conj", "parataxis", "nsubj"):
            break
        if tree.tokens[head].pos in ("VERB", "AUX") and tree.tokens[i].pos in ("NOUN", "PROPN", "PRON"):
            break
        i = head
    return i if tree.tokens[i].pos in NOMINAL else None


def _phrase_frame(tree: Tree, first: int, last: int, kind: str) -> Frame | None:
    source = _told_source(tree, last) or _after(tree, last)
    if source is None:
        return None
    sentence = tree.sentence(first)
    if tree.tokens[last].lower == "from":
        source = _up_to(tree, source, "that")
    contents = host(tree, first, source[1])
    if tree.tokens[source[0]].lower in RELATIVES and source[1] + 2 < sentence.end:
        contents = (trimmed(tree, source[1] + 1, sentence.end - 1, sentence.end - 1),)
    if not contents and kind == "according":
        contents = _rest(tree, sentence.first, first - 1, source[1] + 1, sentence.end - 1)
    opens = contents[0].of(tree.parsed.text).split(" ", 1)[0].lower() if contents else ""
    if (not contents or opens in RELATIVES) and first <= sentence.first + 1:
        found = _by_commas(tree, last + 1, sentence.end)
        if found is not None:
            source = (last + 1, found)
            contents = (trimmed(tree, found + 2, sentence.end - 1, sentence.end - 1),)
    return Frame(kind=kind, rule=kind, cue=(first, last), source=source, contents=contents)


def _told_source(tree: Tree, last: int) -> tuple[int, int] | None:
    """Who is meant by 'according to which' and by 'going by what an engineer told it'."""
    sentence, start = tree.sentence(last), last + 1
    if start + 1 >= sentence.end:
        return None
    if tree.tokens[start].lower in ("which", "whom"):
        return start, start
    if tree.tokens[start].lower != "what":
        return None
    for k in range(start + 2, min(sentence.end, start + LONGEST_SOURCE // 2)):
        if tree.tokens[k].lower in ("who", "which"):
            return start + 1, k - 1
        if lemma_of(tree.tokens[k].lower) in words("reporting_verbs", "say"):
            return start + 1, k - 1
    return None


def _up_to(tree: Tree, source: tuple[int, int], word: str) -> tuple[int, int]:
    for k in range(source[0] + 1, source[1] + 1):
        if tree.tokens[k].lower == word:
            return source[0], k - 1
    return source


def _by_commas(tree: Tree, start: int, end: int) -> int | None:
    """The last token of a source at a sentence's start by its commas alone, what is said of it included."""
    commas = [k for k in range(start + 1, min(end, start + LONGEST_SOURCE)) if tree.tokens[k].text == ","][:2]
    if not commas or commas[0] + 2 >= end:
        return None
    if (
        len(commas) == 2
        and commas[1] + 2 < end
        and tree.tokens[commas[0] + 1].lower in ("who", "which", "whose")
    ):
        return commas[1] - 1
    return commas[0] - 1


def _rest(tree: Tree, first: int, cut: int, resume: int, last: int) -> tuple[Span, ...]:
    """The sentence before the phrase, or, where it begins with the phrase, the sentence after it."""
    spans = []
    if any(tree.tokens[k].text.isalnum() for k in range(first, cut + 1)):
        spans.append(trimmed(tree, first, cut, first))
    if resume <= last and (not spans or tree.tokens[resume].text == ","):
        while resume < last and tree.tokens[resume].text in (",", ":", "—", "–", "-"):
            resume += 1
        if any(tree.tokens[k].text.isalnum() for k in range(resume, last + 1)):
            spans.append(trimmed(tree, resume, last, last))
    return tuple(spans[:1])


def host(tree: Tree, first: int, last: int) -> tuple[Span, ...]:
    """The clause that an inserted phrase belongs to, without the phrase.

    At the end of a sentence the phrase speaks for all of it; at the beginning for all that follows; in
    the middle for both sides.
    """
    sentence = tree.sentence(first)
    lo, hi = sentence.first, sentence.end - 1
    host = _clause_head(tree, first)
    if host is not None:
        lo, hi = _clause_bounds(tree, host, first, last)
    spans = []
    if lo < first:
        head = trimmed(tree, lo, first - 1, lo)
        if any(ch.isalnum() for ch in head.of(tree.parsed.text)):
            spans.append(head)
    if last < hi:
        tail = trimmed(tree, last + 1, hi, hi)
        if any(ch.isalnum() for ch in tail.of(tree.parsed.text)):
            spans.append(tail)
    return tuple(spans)


def _clause_head(tree: Tree, i: int) -> int | None:
    """The nearest verb above token `i` outside the phrase."""
    for _ in range(12):
        t = tree.tokens[i]
        if t.head == i or not t.dep:
            return (
                i
                if t.dep and t.pos in ("VERB", "AUX", "ADJ", "NOUN", "PROPN") and t.lower != "according"
                else None
            )
        i = t.head
        if tree.tokens[i].pos in ("VERB", "AUX") and tree.tokens[i].lower != "according":
            return i
    return None


def _clause_bounds(tree: Tree, host: int, first: int, last: int) -> tuple[int, int]:
    """First and last token that the phrase from `first` to `last` speaks for, given its clause's verb."""
    sentence = tree.sentence(host)
    lo, hi = sentence.first, sentence.end - 1
    while tree.tokens[host].dep in ("xcomp", "ccomp", "acl", "advcl", "acl:relcl", "aux", "cop") and not (
        tree.tokens[host].dep == "ccomp" and lemma_of(tree.tokens[tree.tokens[host].head].lower) == "say"
    ):
        if tree.tokens[host].head == host:
            break
        host = tree.tokens[host].head
    left = tree.left[host]
    at_end = all(tree.tokens[k].pos == "PUNCT" for k in range(last + 1, sentence.end))
    if at_end:
        return lo, hi
    if tree.tokens[host].dep in ("conj", "parataxis", "ccomp") and left > lo and left <= first:
        lo = left
    for c in tree.children[host]:
        if tree.tokens[c].dep in ("conj", "parataxis") and tree.tokens[c].pos in ("VERB", "AUX", "ADJ"):
            if tree.left[c] > last and tree.child(c, "nsubj", "nsubj:pass") is not None:
                hi = min(hi, tree.left[c] - 1)
    return lo, max(hi, last)


def seen_by(tree: Tree, first: int, last: int) -> tuple[int, tuple[int, int]] | None:
    """Within a source from `first` to `last`, where 'seen by Z' or 'which Z has seen' begins, and Z."""
    for at, end in _occurrences_within(tree, first, last, "seen_by"):
        found = _after(tree, end)
        if found is not None:
            return at, (found[0], min(found[1], max(last, found[0])))
    for i in range(first + 1, last + 1):
        t = tree.tokens[i]
        if t.dep == "acl:relcl" and lemma_of(t.lower) in words("reporting_verbs", "seeing"):
            who = subject(tree, i)
            if who is not None and tree.tokens[who[0]].lower not in ("who", "which", "that"):
                return tree.left[i], who
    return None


def _occurrences_within(tree: Tree, first: int, last: int, key: str) -> Iterator[tuple[int, int]]:
    phrases = _phrases(key)
    for i in range(first + 1, last):
        for parts in phrases.get(tree.tokens[i].lower, ()):
            end = i + len(parts) - 1
            if end < last and all(tree.tokens[i + k].lower == part for k, part in enumerate(parts)):
                yield i, end
                break


TRAILING = re.compile(r"^(?P<content>.{12,}?)\s*(?:[:–—]| - | \| )\s*(?P<source>[^:–—|]{2,60})$")
LEADING = re.compile(r"^(?P<source>[^:–—|“\"‘']{2,50}):\s+(?P<content>\S.{8,})$")
ENDS_SENTENCE = (".", "!", "?", ".”", '."', "…")


def headline_frames(tree: Tree, lines: list[Span]) -> list[Frame]:
    """Frames of lines that are headlines: 'X: report', 'X – Bloomberg', 'Report: X', 'X, ministry says'."""
    found: list[Frame] = []
    for line in lines:
        text = line.of(tree.parsed.text)
        if len(text) > 200 or text.rstrip().endswith(ENDS_SENTENCE):
            continue
        for frame in (_trailing(text, line), _leading(text, line), _says(tree, line)):
            if frame is not None:
                found.append(_with_colon(tree, line, frame))
                break
    return found


def _with_colon(tree: Tree, line: Span, frame: Frame) -> Frame:
    """A headline's frame with the mark that parts source and content as its cue, where there are tokens."""
    if frame.cue is not None or not frame.named:
        return frame
    inside = _tokens_in(tree, line)
    content = frame.contents[0]
    for t in inside:
        if t.text in (":", "–", "—", "|", "-") and not content.start <= t.span.start < content.end:
            words_at = [x.i for x in inside if not content.start <= x.span.start < content.end and x.i != t.i]
            if words_at:
                return replace(frame, cue=(t.i, t.i), source=(words_at[0], words_at[-1]))
    return frame


def _trailing(text: str, line: Span) -> Frame | None:
    match = TRAILING.match(text)
    if match is None:
        return None
    source = match["source"].strip()
    tail = source.split()
    colon = text[match.end("content") :].lstrip()[:1] == ":"
    if len(tail) > 5 or not (speaks(source) or (not colon and is_outlet_name(source))):
        return None
    content = Span(line.start + match.start("content"), line.start + match.end("content"))
    return Frame(kind="headline", rule="headline-trailing", contents=(content,), named=(source,))


def _leading(text: str, line: Span) -> Frame | None:
    match = LEADING.match(text)
    if match is None:
        return None
    source = match["source"].strip()
    if source.lower() in OPENING | TELLING | ENDING:
        return None
    if len(source.split()) > 6 or not (speaks(source) or is_outlet_name(source)):
        return None
    content = Span(line.start + match.start("content"), line.start + match.end("content"))
    return Frame(kind="headline", rule="headline-leading", contents=(content,), named=(source,))


def _says(tree: Tree, line: Span) -> Frame | None:
    """'X, ministry says': a verb of saying ends the line, the source runs back to the comma."""
    inside = [t for t in _tokens_in(tree, line) if t.text.strip()]
    if len(inside) < 5 or lemma_of(inside[-1].lower) not in words("reporting_verbs", "headline"):
        return None
    if inside[-1].lower == lemma_of(inside[-1].lower) and inside[-1].lower not in (
        "say",
        "show",
        "warn",
        "find",
    ):
        return None
    if any(t.lower in ("than", "as") for t in inside[-4:-1]) or inside[-2].pos not in ("NOUN", "PROPN", ""):
        return None
    comma = max((k for k, t in enumerate(inside) if t.text in (",", "—", "–", "-")), default=None)
    if comma is None or not 1 <= len(inside) - comma - 2 <= 8:
        return None
    content = Span(inside[0].span.start, inside[comma].span.start)
    return Frame(
        kind="headline",
        rule="headline-says",
        cue=(inside[-1].i, inside[-1].i),
        source=(inside[comma + 1].i, inside[-2].i),
        contents=(Span(content.start, len(content.of(tree.parsed.text).rstrip()) + content.start),),
    )


def _tokens_in(tree: Tree, span: Span) -> list[Token]:
    starts = tree.starts
    return list(tree.tokens[bisect_left(starts, span.start) : bisect_left(starts, span.end)])


def speaks(phrase: str) -> bool:
    """Whether a short phrase without a verb names somebody or something that can be quoted."""
    parts = re.findall(r"[\w’'-]+", phrase.lower())
    if not parts:
        return False
    last = parts[-1].removesuffix("’s").removesuffix("'s")
    return any(last in group for group in _speakers()) or (
        len(parts) > 1
        and parts[0] in words("roles", "person")
        and phrase.rsplit(maxsplit=1)[-1][:1].isupper()
    )


@cache
def _speakers() -> tuple[frozenset[str], ...]:
    return (
        words("documents", "heads"),
        words("anonymous", "heads"),
        words("roles", "person"),
        words("roles", "organization"),
    )


def is_outlet_name(phrase: str) -> bool:
    """Whether a phrase looks like the name of an outlet: capitals, and a last word that outlets have."""
    parts = re.findall(r"[\w’'-]+", phrase)
    if not parts or not parts[-1][:1].isupper() or len(parts) > 6:
        return False
    lowered = [p.lower() for p in parts]
    key, known = " ".join(lowered).removeprefix("the "), tables()
    if key in known.outlets and key not in known.unsure:
        return True
    return lowered[-1] in words("roles", "outlet_names") or (
        len(parts) > 1 and " ".join(lowered[-2:]) in words("roles", "outlet_names")
    )
