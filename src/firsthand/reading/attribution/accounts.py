"""Frames of reckonings and documents: 'by X's account', 'X's estimate is', 'A deck speaks of …'."""

from __future__ import annotations

from firsthand.language import words
from firsthand.reading.attribution.frames import Frame, noun_extent, trimmed
from firsthand.reading.attribution.lexicon import lemma_of
from firsthand.reading.attribution.patterns import LONGEST_SOURCE, host
from firsthand.reading.attribution.tree import Tree
from firsthand.reading.tokens import Sentence, Token


def account_frames(tree: Tree) -> list[Frame]:
    """Frames of 'by X's account' and of 'X's estimate is': a reckoning that belongs to somebody."""
    found: list[Frame] = []
    accounts, nouns = words("reporting_verbs", "accounts"), words("reporting_verbs", "figure_nouns")
    for t in tree.tokens:
        if t.lower in ("by", "in", "on", "to") and t.dep:
            end = min(t.i + 9, tree.sentence(t.i).end)
            noun = next((k for k in range(t.i + 2, end) if tree.tokens[k].lower in accounts), None)
            if noun is None or not _owned(tree, t.i + 1, noun):
                continue
            last = noun - 1
            while last > t.i + 1 and tree.tokens[last].lower in (
                "'s",
                "’s",
                "own",
                "'",
                "’",
                "preliminary",
                "first",
            ):
                last -= 1
            contents = host(tree, t.i, noun)
            found.append(
                Frame(
                    kind="according",
                    rule="according-account",
                    cue=(t.i, noun),
                    source=(t.i + 1, last),
                    contents=contents,
                )
            )
        elif t.lower in nouns and t.dep in ("nsubj", "nsubj:pass") and t.head > t.i:
            frame = _figure_frame(tree, t)
            if frame is not None:
                found.append(frame)
    return found


def document_frames(tree: Tree) -> list[Frame]:
    """Frames of sentences that a document is the subject of: 'A deck seen by the Post speaks of …'."""
    found: list[Frame] = []
    heads, verbs = words("documents", "heads"), words("documents", "verbs")
    for sentence in tree.parsed.sentences:
        first = _subject_start(tree, sentence)
        head = next(
            (k for k in range(first, min(first + 5, sentence.end)) if tree.tokens[k].lower in heads), None
        )
        if head is None or any(
            tree.tokens[k].pos in ("VERB", "AUX", "ADP", "PUNCT") for k in range(first, head)
        ):
            continue
        end = min(sentence.end, head + LONGEST_SOURCE // 2)
        verb = next((k for k in range(head + 1, end) if tree.tokens[k].lower in verbs), None)
        if verb is None or verb + 2 >= sentence.end:
            continue
        last = verb - 1
        while last > head and (
            tree.tokens[last].pos in ("ADV", "AUX", "PUNCT") or tree.tokens[last].lower == "also"
        ):
            last -= 1
        content = trimmed(tree, verb + 1, sentence.end - 1, verb + 1)
        found.append(
            Frame(
                kind="show", rule="show-document", cue=(verb, verb), source=(first, last), contents=(content,)
            )
        )
    return found


def _subject_start(tree: Tree, sentence: Sentence) -> int:
    """The first token of a sentence after an opening phrase with a comma: 'On the other side, a …'."""
    for k in range(sentence.first + 1, min(sentence.first + 9, sentence.end - 1)):
        if tree.tokens[k].text == "," and tree.tokens[sentence.first].pos in ("ADP", "ADV", "SCONJ"):
            return k + 1
    return sentence.first


def _owned(tree: Tree, first: int, noun: int) -> bool:
    """Whether the words before a noun say whose it is."""
    inside = tree.tokens[first:noun]
    if any(t.pos in ("VERB", "AUX", "PUNCT", "CCONJ") for t in inside):
        return False
    return inside[0].lower in ("its", "his", "her", "their") or any(
        t.lower in ("'s", "’s", "'", "’") for t in inside
    )


def _figure_frame(tree: Tree, t: Token) -> Frame | None:
    verb = tree.tokens[t.head]
    copula = tree.child(t.head, "cop")
    if (
        copula is None
        and lemma_of(verb.lower) not in words("reporting_verbs", "figure_verbs")
        and (verb.lemma.lower() not in words("reporting_verbs", "figure_verbs"))
    ):
        return None
    source = noun_extent(tree, t.i)
    if not any(x.dep == "nmod:poss" for x in tree.tokens[source[0] : source[1] + 1]):
        return None
    start = (copula if copula is not None else t.head) + 1
    end = min(tree.right[t.head], tree.sentence(t.i).end - 1)
    if start > end:
        return None
    return Frame(
        kind="show",
        rule="show-figure",
        cue=(start - 1, start - 1),
        source=source,
        contents=(trimmed(tree, start, end, start),),
    )
