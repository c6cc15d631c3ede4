"""Frames of reporting verbs where a text has no parse: commas and word order alone."""

from __future__ import annotations

from firsthand.language import words
from firsthand.model import Span
from firsthand.reading.attribution.frames import Frame, trimmed
from firsthand.reading.attribution.lexicon import kind_of, lemma_of
from firsthand.reading.attribution.tree import Tree
from firsthand.reading.tokens import Sentence

STOPS = frozenset({",", ";", ":", "—", "–", "(", ")", '"', "“", "”", "and", "but"})
LONGEST = 14  # tokens of a source; longer runs before a verb are no noun phrase
KINDS = ("say", "show", "think", "deny")


def surface_frames(tree: Tree) -> list[Frame]:
    """A frame for each reporting verb of the sentences without a parse, one a sentence at most two."""
    found: list[Frame] = []
    for sentence in tree.parsed.sentences:
        if sentence.first < sentence.end and tree.tokens[sentence.first].dep:
            continue
        made = 0
        for i in range(sentence.first, sentence.end):
            kind = kind_of(lemma_of(tree.tokens[i].lower))
            if kind not in KINDS or tree.tokens[i].lower in ("according", "read", "point", "post", "report"):
                continue
            frame = _frame(tree, sentence, i, kind)
            if frame is not None:
                found.append(frame)
                made += 1
                if made == 2:
                    break
    return found


def _frame(tree: Tree, sentence: Sentence, i: int, kind: str) -> Frame | None:
    tokens = tree.tokens
    before = tokens[i - 1].text if i > sentence.first else ","
    if before in (",", '"', "”", "’", "''") and i + 1 < sentence.end:
        source = _run_after(tree, sentence, i)
        if source is None or i == sentence.first:
            return None
        content = trimmed(tree, sentence.first, i - 1, sentence.first)
        return Frame(kind=kind, rule=f"{kind}-surface", cue=(i, i), source=source, contents=(content,))
    start = _run_before(tree, sentence, i)
    if start is None:
        return None
    source = (start, _without_auxiliaries(tree, start, i - 1))
    contents = _contents(tree, sentence, start, i)
    return (
        Frame(kind=kind, rule=f"{kind}-surface", cue=(i, i), source=source, contents=contents)
        if contents
        else None
    )


def _run_after(tree: Tree, sentence: Sentence, i: int) -> tuple[int, int] | None:
    end = i + 1
    while end < sentence.end and end - i <= LONGEST and tree.tokens[end].text not in STOPS | {".", "!", "?"}:
        end += 1
    return (i + 1, end - 1) if end > i + 1 else None


def _run_before(tree: Tree, sentence: Sentence, i: int) -> int | None:
    start = i
    while start > sentence.first and i - start < LONGEST and tree.tokens[start - 1].text not in STOPS:
        start -= 1
    return start if start < i and tree.tokens[start].text[:1].isalnum() else None


def _without_auxiliaries(tree: Tree, first: int, last: int) -> int:
    auxiliaries = words("modality", "auxiliaries")
    while last > first and (tree.tokens[last].lower in auxiliaries or tree.tokens[last].lower.endswith("ly")):
        last -= 1
    return last


def _contents(tree: Tree, sentence: Sentence, start: int, i: int) -> tuple[Span, ...]:
    last = sentence.end - 1
    after = last - i
    if (
        start - 1 > sentence.first
        and after < 6
        and not any(tree.tokens[k].lower in ("that", ":") for k in range(i + 1, sentence.end))
    ):
        return (trimmed(tree, sentence.first, start - 1, sentence.first),)
    return (trimmed(tree, i + 1, last, last),) if after >= 2 else ()
