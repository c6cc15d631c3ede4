"""Direct speech: which quotations belong to which saying."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import replace

from firsthand.model import Quotation, Span
from firsthand.reading.attribution.frames import Frame, noun_extent
from firsthand.reading.attribution.scene import Extent, Scene
from firsthand.reading.attribution.tree import Tree

SPEAKING = frozenset({"say", "think", "show", "deny", "act", "want"})
BLOCK = 512  # code points a bucket of contents, some three sentences
MOST = 200  # contents a bucket; more is no prose
GAP = frozenset(" \t,;:—–-.\xa0")


def outermost(quotations: tuple[Quotation, ...]) -> list[Quotation]:
    """The quotations that stand in no other, in order."""
    found: list[Quotation] = []
    for q in quotations:
        if not found or q.span.start >= found[-1].span.end:
            found.append(q)
    return found


def with_quotations(tree: Tree, frames: list[Frame], quotations: tuple[Quotation, ...]) -> list[Frame]:
    """The frames with the quotations that belong to them as their content, whole and with their marks."""
    outer = outermost(quotations)
    starts = [q.span.start for q in outer]
    widened = [_widened(tree, frame, outer, starts) for frame in frames]
    return _claimed(tree, widened, outer)


def inside_quotation(at: int, outer: list[Quotation], starts: list[int]) -> Quotation | None:
    """The quotation that position `at` stands in."""
    k = bisect_right(starts, at) - 1
    return outer[k] if k >= 0 and outer[k].span.start <= at < outer[k].span.end else None


def region(tree: Tree, frame: Frame) -> Span:
    """The words of source and cue together."""
    ends = [p for p in (frame.cue, frame.source) if p is not None]
    return tree.span(min(p[0] for p in ends), max(p[1] for p in ends))


def _widened(tree: Tree, frame: Frame, outer: list[Quotation], starts: list[int]) -> Frame:
    """The frame with each content that begins or ends within a quotation taken to the quotation's edge."""
    if frame.cue is None:
        return frame
    cue_in = inside_quotation(tree.tokens[frame.cue[0]].span.start, outer, starts)
    contents = []
    for content in frame.contents:
        if cue_in is not None:
            contents.append(_clipped(content, cue_in.words))
            continue
        first = inside_quotation(content.start, outer, starts)
        last = inside_quotation(max(content.start, content.end - 1), outer, starts)
        start = first.span.start if first else content.start
        end = last.span.end if last else content.end
        contents.append(_without(Span(start, end), region(tree, frame)))
    return replace(frame, contents=tuple(c for c in contents if c.start < c.end))


def implied_frames(scene: Scene, frames: list[Frame]) -> list[Frame]:
    """Frames of whole-sentence quotations that no verb gives to anybody: their speaker stands beside them.

    'Petra Lind is more careful. “Nobody knows.”' and '“Nobody knows” (Petra Lind, Datenor)'.
    """
    covered = sorted((c.start, c.end) for f in frames if f.kind in SPEAKING for c in f.contents)
    starts = [c[0] for c in covered]
    found: list[Frame] = []
    for q in scene.outer:
        k = bisect_right(starts, q.words.start)
        if any(end >= q.words.end for _, end in covered[max(0, k - 8) : k]):
            continue
        if scene.text[q.words.start : q.words.end].count(" ") < 2:
            continue
        source = _in_brackets(scene, q) or _subject_before(scene, q)
        if source is not None:
            found.append(Frame(kind="say", rule="say-implied", source=source, contents=(q.span,)))
    return found


def _in_brackets(scene: Scene, q: Quotation) -> Extent | None:
    """'(Anya Destrier, Corbel Research)' right after a quotation."""
    rest = scene.text[q.span.end : q.span.end + 2]
    if not rest.startswith(" ("):
        return None
    tokens = scene.tree.tokens
    first = bisect_left(scene.tree.starts, q.span.end + 2)
    last = first
    while (
        last + 1 < len(tokens)
        and last - first < 12
        and tokens[last + 1].text not in (")", ";", "who", "which", "\n")
    ):
        last += 1
    while last > first and tokens[last].text == ",":
        last -= 1
    return (first, last) if first < len(tokens) and tokens[first].pos == "PROPN" else None


def _subject_before(scene: Scene, q: Quotation) -> Extent | None:
    """The subject of the sentence before a quotation that is a sentence itself, if it has a name."""
    if scene.text[q.words.end - 1] not in ".!?" and scene.text[q.span.end : q.span.end + 1] not in (
        ".",
        "!",
        "?",
    ):
        return None
    tokens, tree = scene.tree.tokens, scene.tree
    at = bisect_left(tree.starts, q.span.start) - 1
    if (
        at < 0
        or "\n" in scene.text[tokens[at].span.end : q.span.start]
        or tokens[at].text not in (".", ":", "!", "?")
    ):
        return None
    sentence = tree.sentence(at)
    for t in tree.parsed.of(sentence):
        if t.dep in ("nsubj", "nsubj:pass") and tokens[t.head].dep == "root":
            extent = noun_extent(tree, t.i)
            named = any(tokens[k].pos == "PROPN" for k in range(extent[0], extent[1] + 1))
            return extent if named or t.lower in ("he", "she") else None
    return None


def _clipped(span: Span, bounds: Span) -> Span:
    return Span(max(span.start, bounds.start), max(bounds.start, min(span.end, bounds.end)))


def _without(span: Span, taken: Span) -> Span:
    """The longer part of `span` that does not overlap `taken`."""
    if not span.overlaps(taken):
        return span
    before, after = Span(span.start, max(span.start, taken.start)), Span(min(taken.end, span.end), span.end)
    return before if before.end - before.start >= after.end - after.start else after


def _claimed(tree: Tree, frames: list[Frame], outer: list[Quotation]) -> list[Frame]:
    """The frames with quotations added that stand beside their source and cue."""
    text = tree.parsed.text
    regions = [(region(tree, f), k) for k, f in enumerate(frames) if f.cue is not None and f.kind in SPEAKING]
    regions.sort(key=lambda r: (r[0].start, r[0].end))
    starts = [r.start for r, _ in regions]
    added: dict[int, list[Span]] = {}
    contents = _contents_by_block(frames)
    owner: int | None = None
    previous: Quotation | None = None
    for q in outer:
        holder = _holder(contents, q)
        if holder is None:
            holder = _beside(text, q, regions, starts, frames)
            if holder is None and previous is not None and owner is not None:
                if _continues(text, previous, q, regions, starts):
                    holder = owner
            if holder is not None:
                added.setdefault(holder, []).append(q.span)
        owner, previous = holder, q
    return [
        replace(f, contents=_merged([*f.contents, *added[k]])) if k in added else f
        for k, f in enumerate(frames)
    ]


def _contents_by_block(frames: list[Frame]) -> dict[int, list[tuple[Span, int]]]:
    """The contents of sayings with their frames, by the blocks of text that they touch."""
    found: dict[int, list[tuple[Span, int]]] = {}
    for k, f in enumerate(frames):
        if f.kind in ("according", "citing", "headline", "summary", "alleged"):
            continue
        for c in f.contents:
            for block in range(c.start // BLOCK, c.end // BLOCK + 1):
                held = found.setdefault(block, [])
                if len(held) < MOST:
                    held.append((c, k))
    return found


def _holder(contents: dict[int, list[tuple[Span, int]]], q: Quotation) -> int | None:
    """The frame with the smallest content that overlaps the quotation."""
    best: tuple[int, int] | None = None
    for block in range(q.span.start // BLOCK, q.span.end // BLOCK + 1):
        for c, k in contents.get(block, ()):
            if c.overlaps(q.span) and (best is None or (c.end - c.start, k) < best):
                best = (c.end - c.start, k)
    return None if best is None else best[1]


def _beside(
    text: str, q: Quotation, regions: list[tuple[Span, int]], starts: list[int], frames: list[Frame]
) -> int | None:
    """The saying that stands directly after or before the quotation on the same line."""
    after = bisect_left(starts, q.span.end)
    if after < len(regions):
        gap = text[q.span.end : regions[after][0].start]
        if len(gap) <= 3 and set(gap) <= GAP:
            return regions[after][1]
    for k in range(after - 1, max(-1, after - 4), -1):
        before, index = regions[k]
        if before.end > q.span.start:
            continue
        gap = text[before.end : q.span.start]
        if "\n" in gap or len(gap) > 160:
            break
        if _ends_clause(gap, has_content=bool(frames[index].contents)):
            return index
    return None


def _ends_clause(gap: str, *, has_content: bool) -> bool:
    """Whether what stands between a saying and a quotation lets the quotation be what is said."""
    stripped = gap.strip()
    if stripped in ("", ",", ":", "that"):
        return True
    return stripped.endswith((":", ",")) and not has_content and "." not in stripped[:-1]


def _continues(
    text: str, previous: Quotation, q: Quotation, regions: list[tuple[Span, int]], starts: list[int]
) -> bool:
    """Whether the same person goes on: after a sentence, or over a paragraph's end."""
    between = text[previous.span.end : q.span.start]
    if not previous.closed:
        return between.strip() == ""
    if "\n" in between or len(between) > 300:
        return False
    lo, hi = bisect_left(starts, previous.span.end), bisect_left(starts, q.span.start)
    sayings = hi - lo
    return (sayings <= 1 and between.rstrip().endswith((".", "!", "?", ",", ":"))) or between.strip() == ""


def _merged(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in order, those that touch or overlap made one."""
    found: list[Span] = []
    for span in sorted(set(spans)):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)
