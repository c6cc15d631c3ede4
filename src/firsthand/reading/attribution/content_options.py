"""What may be the content of a saying: options with features, for the ranking."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass

from firsthand.model import Span
from firsthand.reading.attribution.frames import RELATIVES, hearer_of, noun_extent
from firsthand.reading.attribution.lexicon import kind_of
from firsthand.reading.attribution.scene import Extent, Scene, Told, length_class, shape, token_at
from firsthand.reading.attribution.tree import Tree
from firsthand.reading.tokens import Token

CONTENT_DEPS = frozenset(
    "ccomp xcomp obj iobj obl obl:tmod obl:npmod advcl parataxis nsubj:pass nsubj csubj dep acl acl:relcl "
    "nmod appos conj amod compound advmod".split()
)
DEEPER = frozenset("xcomp obj acl nmod ccomp obl".split())
MARGIN = frozenset({",", ";", ":", "—", "–", "-", "--", ".", "..", "…", "!", "?"})
QUOTES = frozenset("\"“”‘’'«»„")


@dataclass(frozen=True, slots=True)
class ContentOption:
    """Spans that may be the content, with the label of how they were found."""

    spans: tuple[Span, ...]
    label: str
    features: tuple[str, ...]


def content_options(
    scene: Scene, i: int, lemma: str, source: Extent | None, cue: Extent
) -> list[ContentOption]:
    """The contents that a saying with that source and cue may have."""
    found: dict[tuple[Span, ...], list[str]] = {}
    taken = [scene.tree.span(*cue)] + ([scene.tree.span(*source)] if source is not None else [])
    for label, extents in _content_extents(scene, i, lemma, source, cue):
        spans = _spans(scene, i, extents, taken)
        if spans:
            found.setdefault(spans, []).append(label)
    for label, spans in _quoted_contents(scene, i, source, cue):
        if not any(s.overlaps(t) for s in spans for t in taken):
            found.setdefault(spans, []).append(label)
    told = scene.heard(i)
    if told is not None:
        for label, extents in _heard_contents(scene, told, i, cue):
            spans = tuple(scene.tree.span(*e) for e in extents)
            if not any(s.overlaps(t) for s in spans for t in taken):
                found.setdefault(spans, []).append(label)
    deps = {scene.tree.tokens[c].dep for c in scene.tree.children[i]} & {"ccomp", "xcomp", "obj", "parataxis"}
    verb = (i, lemma, "+".join(sorted(deps)))
    return [
        ContentOption(
            spans,
            labels[0],
            tuple(
                _content_features(scene, verb, spans, labels, cue)
                + heard_content(scene, i, lemma, spans, labels[0])
            ),
        )
        for spans, labels in found.items()
    ]


def _heard_contents(scene: Scene, told: Told, i: int, cue: Extent) -> list[tuple[str, list[Extent]]]:
    """What the chain tells near a saying: the contents nearest to its cue, each of the sentence alone."""
    found: list[tuple[str, list[Extent]]] = []
    mine = told.mine.get(told.cues.get(i, (-1, -1)), [])
    if mine:
        found.append(("told mine", mine))
    near = told.contents_of.get(scene.tree.tokens[i].sentence, [])
    lefts = [e for e in near if e[1] < cue[0]][-2:]
    rights = [e for e in near if e[0] > cue[1]][:2]
    found += [("told left", [e]) for e in lefts] + [("told right", [e]) for e in rights]
    if lefts and rights:
        found.append(("told both", [lefts[-1], rights[0]]))
    return found


def content_status(scene: Scene, told: Told, i: int, spans: tuple[Span, ...]) -> str:
    """How the edges of some spans compare with the contents that the chain tells."""
    extents = []
    for span in spans:
        first = bisect_left(scene.tree.starts, span.start)
        extents.append((first, bisect_left(scene.tree.starts, span.end) - 1))
    mine = told.mine.get(told.cues.get(i, (-1, -1)), [])
    if extents == mine:
        return "mine"
    if all(told.contents.get(e[0]) == e for e in extents):
        return "same"
    return f"{'start' if extents[0][0] in told.starts else ''}-{'end' if extents[-1][1] in told.ends else ''}"


def heard_content(scene: Scene, i: int, lemma: str, spans: tuple[Span, ...], label: str) -> list[str]:
    """The features of a content beside what the chain tells; none where it tells nothing of the saying."""
    told = scene.heard(i)
    if told is None:
        return []
    status = content_status(scene, told, i, spans)
    mine = told.mine.get(told.cues.get(i, (-1, -1)), ())
    cue = f"{'cue' if i in told.cues else 'no cue'} {min(2, len(mine))}"
    return [
        f"told {status}",
        f"told {status} {cue}",
        f"told {status} {label}",
        f"told {status} l={lemma}",
        f"told {status} parts={len(spans)}",
    ]


def _content_extents(
    scene: Scene, i: int, lemma: str, source: Extent | None, cue: Extent
) -> list[tuple[str, list[Extent]]]:
    tree = scene.tree
    found: list[tuple[str, list[Extent]]] = []
    t, sentence = tree.tokens[i], tree.sentence(i)
    after = cue[1] + 1
    for c in tree.children[i]:
        dep = tree.tokens[c].dep
        if dep not in CONTENT_DEPS:
            continue
        side = "L" if c < i else "R"
        extent = (tree.left[c], tree.right[c])
        found += _with_marker(tree, f"{side} {dep}", c, extent)
        if c > i:
            found.append((f"from {dep}", [(max(tree.left[c], after), tree.right[i])]))
            found.append((f"from {dep} to end", [(max(tree.left[c], after), sentence.end - 1)]))
        if dep in DEEPER:
            for d in tree.children[c]:
                if tree.tokens[d].dep in DEEPER and d > i:
                    found += _with_marker(
                        tree, f"{dep}>{tree.tokens[d].dep}", d, (tree.left[d], tree.right[d])
                    )
    if after <= tree.right[i]:
        found.append(("after", [(after, tree.right[i])]))
    if after < sentence.end:
        found.append(("after to end", [(after, sentence.end - 1)]))
        comma = next((k for k in range(after, sentence.end) if tree.tokens[k].text in (",", ";", "—")), None)
        if comma is not None and comma > after:
            found.append(("after to comma", [(after, comma - 1)]))
    hearer = hearer_of(tree, i, lemma)
    if hearer is not None and after <= hearer[0] <= after + 1 and hearer[1] + 1 < sentence.end:
        found.append(("after hearer", [(hearer[1] + 1, sentence.end - 1)]))
        found.append(("after hearer in clause", [(hearer[1] + 1, max(hearer[1] + 1, tree.right[i]))]))
    match = scene.matches.get(i)
    if match is not None and match.source == source:
        found.append((f"matched {match.inverted}", [(sentence.first, min(match.before, cue[0] - 1))]))
    found += _hosts(tree, i, source, cue, t)
    return found


def _with_marker(tree: Tree, label: str, c: int, extent: Extent) -> list[tuple[str, list[Extent]]]:
    found = [(label, [extent])]
    case = tree.child(c, "case", "mark")
    if case is not None and case == extent[0] and case < extent[1]:
        word = tree.tokens[case].lower
        found = [(f"{label}:{word}", [extent]), (f"{label}-{word}", [(case + 1, extent[1])])]
    return found


def _hosts(
    tree: Tree, i: int, source: Extent | None, cue: Extent, t: Token
) -> list[tuple[str, list[Extent]]]:
    """Content around the saying: the sentence before it, after it, or both; a noun that a clause is about."""
    sentence = tree.sentence(i)
    lo = min(cue[0], source[0]) if source is not None and source[0] >= sentence.first else cue[0]
    hi = max(cue[1], source[1]) if source is not None and source[1] < sentence.end else cue[1]
    found: list[tuple[str, list[Extent]]] = []
    if lo > sentence.first:
        found.append(("before", [(sentence.first, lo - 1)]))
        if hi + 1 < sentence.end:
            found.append(("around", [(sentence.first, lo - 1), (hi + 1, sentence.end - 1)]))
        if t.head != i and t.head < i:
            found.append(("host", [(min(tree.left[t.head], lo - 1), lo - 1)]))
        for k in range(lo - 2, sentence.first, -1):
            if tree.tokens[k].text in (",", ";", "—") and lo - k > 4:
                found.append(("before from comma", [(k + 1, lo - 1)]))
                break
    if t.dep in ("acl:relcl", "acl", "amod") and t.head != i:
        found.append(("antecedent", [noun_extent(tree, t.head, before=i)]))
    if t.dep == "acl:relcl":
        pronoun = next((c for c in tree.children[i] if tree.tokens[c].lower in (*RELATIVES, "what")), None)
        if pronoun is not None:
            found.append(("relative", [(pronoun, pronoun)]))
    if t.dep in ("conj", "xcomp") and t.head != i:
        for c in tree.children[t.head]:
            if tree.tokens[c].dep in ("obj", "ccomp", "obl") and c > i:
                found.append((f"shared {tree.tokens[c].dep}", [(tree.left[c], tree.right[c])]))
    return found


def _spans(scene: Scene, i: int, extents: list[Extent], taken: list[Span]) -> tuple[Span, ...]:
    """The spans of some tokens, without punctuation at their edges, quotations whole."""
    tree = scene.tree
    spans: list[Span] = []
    cue_quotation = scene.quotation_at(tree.tokens[i].span.start)
    for extent in extents:
        first, last = extent
        while first <= last and (tree.tokens[first].text in MARGIN):
            first += 1
        while last >= first and tree.tokens[last].text in MARGIN:
            last -= 1
        if first > last:
            continue
        span = tree.span(first, last)
        if cue_quotation is None:
            a, z = scene.quotation_at(span.start), scene.quotation_at(max(span.start, span.end - 1))
            span = Span(a.span.start if a else span.start, z.span.end if z else span.end)
        if any(span.overlaps(t) for t in taken):
            return ()
        if spans and span.start <= spans[-1].end:
            span = Span(spans.pop().start, span.end)
        spans.append(span)
    return tuple(spans)


def _quoted_contents(
    scene: Scene, i: int, source: Extent | None, cue: Extent
) -> list[tuple[str, tuple[Span, ...]]]:
    tokens = scene.tree.tokens
    ends = [cue] + ([source] if source is not None else [])
    left = scene.left_quotation(tokens[min(e[0] for e in ends)].span.start)
    right = scene.right_quotation(tokens[max(e[1] for e in ends)].span.end)
    found: list[tuple[str, tuple[Span, ...]]] = []
    if left is not None:
        found.append(("quote left", (left.span,)))
    if right is not None:
        gap = right[1]
        kind = "near" if gap in ("", ",", ":", "that") else "stop" if gap in (".", ";") else "far"
        if "." in gap[:-1]:
            kind = "sentence"
        found.append((f"quote right {kind}", (right[0].span,)))
        if left is not None:
            found.append((f"quotes {kind}", (left.span, right[0].span)))
    return found


def _content_features(
    scene: Scene, verb: tuple[int, str, str], spans: tuple[Span, ...], labels: list[str], cue: Extent
) -> list[str]:
    i, lemma, deps = verb
    tree = scene.tree
    t = tree.tokens[i]
    found: list[str] = []
    for label in labels:
        found += [
            label,
            f"{label} l={lemma}",
            f"{label} d={t.dep}",
            f"{label} has {deps}",
            f"{label} k={kind_of(lemma)}",
        ]
        found.append(f"{label} p={t.pos}")
    starts = tree.starts
    first = tree.tokens[min(bisect_left(starts, spans[0].start), len(starts) - 1)]
    last = tree.tokens[max(0, bisect_left(starts, spans[-1].end) - 1)]
    after = token_at(tree.tokens, last.i + 1)
    before = token_at(tree.tokens, first.i - 1)
    main = labels[0]
    found += [
        f"a={shape(first)}",
        f"next={shape(after)}",
        f"prev={shape(before)}",
        f"n={length_class(last.i - first.i + 1)}",
    ]
    found += [
        f"{main} next={shape(after)}",
        f"{main} n={length_class(last.i - first.i + 1)}",
        f"{main} a={shape(first)}",
    ]
    marks = f"{scene.text[spans[0].start] in QUOTES}{scene.text[spans[-1].end - 1] in QUOTES}"
    found += [f"marks={marks}", f"marks={marks} {main}"]
    if last.i + 1 >= tree.sentence(last.i).end or after.text in (".", "!", "?"):
        found += ["to the end", f"to the end {main}"]
    if first.i == tree.sentence(first.i).first:
        found.append(f"from the start {main}")
    if first.i == cue[1] + 1:
        found.append(f"adjacent {main.split(' ', maxsplit=1)[0]}")
    if first.sentence != t.sentence:
        found.append("other sentence")
    if len(spans) > 1:
        found.append(f"parts {len(spans)}")
    left = scene.left_quotation(tree.tokens[min(cue[0], first.i)].span.start)
    if left is not None:
        found.append(f"quote left missed {main}")
    return found
