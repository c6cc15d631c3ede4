"""Contents and sources put right where two sayings, a hearer or a pronoun stand in each other's way."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import replace

from firsthand.model import Span
from firsthand.reading.attribution.frames import RELATIVES, Frame, noun_extent
from firsthand.reading.attribution.patterns import citing_frames
from firsthand.reading.attribution.scene import Scene
from firsthand.reading.attribution.tree import Tree

MARGIN = " ,;:—–-\xa0\t"
CLIMB = 6  # steps from a relative pronoun to its clause


def tidied(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """The frames with contents that end before the next saying and begin after the hearer and 'citing X'."""
    regions = _matched_regions(scene)
    citations = [
        scene.tree.span(c.cue[0], c.source[1]) for c in citing_frames(scene.tree) if c.cue and c.source
    ]
    found = []
    for frame in frames:
        contents = []
        for content in frame.contents:
            span = _after_hearer(scene, frame, content)
            span = _without_citation(scene.text, span, citations)
            span = _from_that(scene, frame, span)
            span = _before_shared(scene, frame, span, frames)
            span = _before_next(scene, frame, span, regions)
            span = _before_told(scene, frame, span)
            span = _with_list(scene, frame, span)
            span = _as_said(scene, frame, span)
            if span.start < span.end:
                contents.append(span)
        found.append(replace(frame, contents=tuple(contents)))
    return found


def is_source(tree: Tree, frame: Frame) -> bool:
    """Whether a frame's source can be one: no bare article, no 'some of them' before a participle."""
    if frame.source is None or frame.cue is None:
        return True
    first, last = frame.source
    if first == last and tree.tokens[first].pos == "DET" and tree.tokens[first].lower in ("the", "a", "an"):
        return False
    following = tree.tokens[frame.cue[1] + 1].text if frame.cue[1] + 1 < len(tree.tokens) else ""
    part = (
        tree.tokens[last].lower in ("them", "whom", "which")
        and tree.tokens[max(first, last - 1)].lower == "of"
    )
    counted = any(tree.tokens[k].text[:1].isdigit() for k in range(first, last + 1))
    return not (part and counted and following in (",", "."))


def _before_told(scene: Scene, frame: Frame, content: Span) -> Span:
    """The content up to the next saying that the chain tells: 'said it was over [and asked]'."""
    if frame.cue is None or scene.told is None or frame.cue[1] in scene.told.contents:
        return content
    first, end = bisect_left(scene.tree.starts, content.start), bisect_left(scene.tree.starts, content.end)
    if first <= frame.cue[1] and frame.source is not None and frame.source[0] > first:
        return content
    for k in range(first + 3, end):
        cue = scene.told.cues.get(k)
        if cue is None or cue[0] != k or frame.cue[0] <= k <= frame.cue[1] or scene.quoted(k):
            continue
        source = scene.told.sources.get(k - 1)
        start = source[0] if source is not None and source[0] > first + 1 else k
        text = scene.text[content.start : scene.tree.tokens[start].span.start].rstrip(MARGIN)
        for word in ("and", "but", "while"):
            text = text.removesuffix(f" {word}").rstrip(MARGIN)
        return Span(content.start, content.start + len(text))
    return content


def _with_list(scene: Scene, frame: Frame, content: Span) -> Span:
    """The content with what it goes on to list after a comma: 'counts 90 cases[, 12 more than in May]'."""
    if frame.cue is None or frame.kind not in ("say", "show", "think"):
        return content
    tree = scene.tree
    sentence = tree.sentence(frame.cue[1])
    if not tree.tokens[frame.cue[1]].span.end <= content.start or content.end > sentence.span.end:
        return content
    rest = tree.tokens[bisect_left(tree.starts, content.end) : sentence.end]
    if len(rest) < 3 or rest[0].text != "," or any(scene.quoted(t.i) for t in rest[:2]):
        return content
    of_which = rest[1].lower == "of" and rest[2].lower in ("which", "whom")
    figures = any(t.pos == "NUM" for t in rest) and not any(t.pos in ("VERB", "AUX", "PRON") for t in rest)
    if not (of_which or figures):
        return content
    last = rest[-2] if rest[-1].text in (".", "!", "?") else rest[-1]
    return Span(content.start, last.span.end)


def _as_said(scene: Scene, frame: Frame, content: Span) -> Span:
    """The content of 'X, as Y said' without 'as'; where Z says all that, only what stands nearest to it."""
    if frame.source is None or frame.cue is None or frame.source[0] < 2:
        return content
    tree = scene.tree
    mark = tree.tokens[frame.source[0] - 1]
    if mark.lower != "as" or content.end < mark.span.start or content.start > mark.span.start:
        return content
    text = scene.text[content.start : mark.span.start].rstrip(MARGIN)
    sentence = tree.tokens[frame.cue[0]].sentence
    if any(v > frame.cue[1] and tree.tokens[v].sentence == sentence for v in scene.matches):
        cut = max(text.rfind(", "), text.rfind(" and "), text.rfind(" but "))
        shift = 0 if cut < 0 else len(text[cut:].split(" ", 2)[0]) + 1
        return Span(content.start + max(0, cut + shift), content.start + len(text))
    return Span(content.start, content.start + len(text))


def _matched_regions(scene: Scene) -> dict[int, list[tuple[Span, int]]]:
    """By sentence, the words of source and cue of the sayings that word order gives away, and their verbs."""
    found: dict[int, list[tuple[Span, int]]] = {}
    for verb, match in scene.matches.items():
        first, last = min(verb, match.source[0]), max(verb, match.source[1])
        sentence = scene.tree.tokens[verb].sentence
        found.setdefault(sentence, []).append((scene.tree.span(first, last), verb))
    return found


def _after_hearer(scene: Scene, frame: Frame, content: Span) -> Span:
    if frame.hearer is None or frame.cue is None:
        return content
    told = scene.tree.span(*frame.hearer)
    if not content.start <= told.start < content.end or told.end >= content.end:
        return content
    if scene.text[content.start : told.start].strip(MARGIN) not in ("", "to"):
        return content
    rest = scene.text[told.end : content.end]
    shift = len(rest) - len(rest.lstrip(MARGIN))
    if (
        rest.lstrip()[:1] in (":", ",")
        or rest.lstrip(MARGIN)[:1] in '“"‘«'
        or rest.lstrip().startswith("that ")
    ):
        return Span(told.end + shift, content.end)
    return content


def _from_that(scene: Scene, frame: Frame, content: Span) -> Span:
    """The content without what stands between the verb and 'that': 'said [at a rally] that it was over'."""
    if frame.cue is None or scene.text.startswith("that ", content.start):
        return content
    tree = scene.tree
    for c in tree.children[frame.cue[1]]:
        mark = tree.child(c, "mark") if tree.tokens[c].dep == "ccomp" else None
        if mark is None or tree.tokens[mark].lower != "that" or mark - frame.cue[1] > 9:
            continue
        start = tree.tokens[mark].span.start
        if content.start < start < content.end and content.start <= tree.tokens[frame.cue[1] + 1].span.start:
            return Span(start, content.end)
    return content


def _before_shared(scene: Scene, frame: Frame, content: Span, frames: list[Frame]) -> Span:
    """The content up to the next verb of the same speaker: 'said it was over [and promised a report]'."""
    if frame.cue is None or frame.source is None or frame.source[0] > frame.cue[0]:
        return content
    tree = scene.tree
    for c in tree.kids(frame.cue[1], "conj"):
        start = tree.tokens[c].span.start
        if not content.start < start < content.end or scene.quoted(c):
            continue
        if any(f.cue is not None and f.cue[0] <= c <= f.cue[1] and f.source == frame.source for f in frames):
            head = scene.text[content.start : start].rstrip(MARGIN)
            for word in ("and", "but"):
                head = head.removesuffix(f" {word}").rstrip(MARGIN)
            return Span(content.start, content.start + len(head))
    return content


def _without_citation(text: str, content: Span, citations: list[Span]) -> Span:
    for c in citations:
        if content.start <= c.start <= content.start + 2 and c.end < content.end:
            rest = text[c.end : content.end]
            return Span(c.end + len(rest) - len(rest.lstrip(MARGIN)), content.end)
        if content.start < c.start < content.end and c.end >= content.end - 1:
            return Span(content.start, content.start + len(text[content.start : c.start].rstrip(MARGIN)))
    return content


def _before_next(
    scene: Scene, frame: Frame, content: Span, regions: dict[int, list[tuple[Span, int]]]
) -> Span:
    """The content without a saying that comes after it in the sentence and speaks for all of it."""
    if frame.cue is None:
        return content
    sentence = scene.tree.tokens[frame.cue[0]].sentence
    for region, verb in regions.get(sentence, ()):
        if frame.cue[0] <= verb <= frame.cue[1] or scene.quoted(verb):
            continue
        if content.start < region.start < content.end:
            return Span(
                content.start, content.start + len(scene.text[content.start : region.start].rstrip(MARGIN))
            )
    return content


def who_is_meant(tree: Tree, frame: Frame) -> tuple[int, int]:
    """The tokens of a frame's source, those before it where the source is a relative pronoun."""
    assert frame.source is not None
    first, last = frame.source
    if first != last or tree.tokens[first].lower not in RELATIVES | {"what"}:
        return first, last
    at = first
    for _ in range(CLIMB):
        t = tree.tokens[at]
        if t.dep == "acl:relcl" and t.head < first:
            return noun_extent(tree, t.head, before=first)
        if t.head == at:
            break
        at = t.head
    return _noun_before(tree, first)


def _noun_before(tree: Tree, first: int) -> tuple[int, int]:
    """The run of names or the noun right before a relative pronoun, for sentences without a good parse."""
    last = first - 1
    while last > 0 and (tree.tokens[last].pos in ("PUNCT", "ADP") or tree.tokens[last].lower == "according"):
        last -= 1
    start = last
    while start > 0 and tree.tokens[start - 1].pos in ("PROPN", "NOUN", "ADJ", "DET") and first - start < 10:
        start -= 1
    return (
        (start, last)
        if last >= 0 and tree.tokens[last].sentence == tree.tokens[first].sentence
        else (first, first)
    )
