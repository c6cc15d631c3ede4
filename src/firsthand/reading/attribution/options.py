"""What may be the cue, the source and the content of a saying: options with features, for the ranking.

Nothing is decided here. Every option carries the names of its features; `ranking` weighs them.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from firsthand.language import words
from firsthand.model import Quotation, Span
from firsthand.reading.attribution.frames import CLIMB, RELATIVES, hearer_of, noun_extent
from firsthand.reading.attribution.geometry import find_matches
from firsthand.reading.attribution.lexicon import kind_of
from firsthand.reading.attribution.tree import SUBJECTS, Tree
from firsthand.reading.tokens import Token

CONTENT_DEPS = frozenset(
    "ccomp xcomp obj iobj obl obl:tmod obl:npmod advcl parataxis nsubj:pass nsubj csubj dep acl acl:relcl "
    "nmod appos conj amod compound advmod".split()
)
DEEPER = frozenset("xcomp obj acl nmod ccomp obl".split())
MARGIN = frozenset({",", ";", ":", "—", "–", "-", "--", ".", "..", "…", "!", "?"})
LONGEST_LEFT = 4  # tokens of a cue before its head: 'has also been widely'
LONGEST_RIGHT = 5  # tokens of a cue after its head: 'expressed strong support for'
Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class SourceOption:
    """Tokens that may be the source; None for a saying of nobody's."""

    extent: Extent | None
    features: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ContentOption:
    """Spans that may be the content, with the label of how they were found."""

    spans: tuple[Span, ...]
    label: str
    features: tuple[str, ...]


class Scene:
    """A text with its quotations, as the options look at it."""

    def __init__(self, tree: Tree, outer: list[Quotation]) -> None:
        self.tree = tree
        self.text = tree.parsed.text
        self.outer = outer
        self.starts = [q.span.start for q in outer]
        self.matches = find_matches(tree)

    def quotation_at(self, at: int) -> Quotation | None:
        """The outermost quotation that the position stands in."""
        k = bisect_right(self.starts, at) - 1
        return self.outer[k] if k >= 0 and at < self.outer[k].span.end else None

    def quoted(self, i: int) -> bool:
        """Whether token `i` stands in a quotation."""
        return self.quotation_at(self.tree.tokens[i].span.start) is not None

    def left_quotation(self, at: int) -> Quotation | None:
        """The quotation that ends right before a position, but for a comma."""
        k = bisect_left(self.starts, at) - 1
        if k < 0:
            return None
        gap = self.text[self.outer[k].span.end : at]
        return self.outer[k] if len(gap) <= 3 and not gap.strip(" ,\xa0—–-") and "\n" not in gap else None

    def right_quotation(self, at: int) -> tuple[Quotation, str] | None:
        """The next quotation on the line after a position, and what stands between."""
        k = bisect_left(self.starts, at)
        if k >= len(self.outer):
            return None
        start = self.outer[k].span.start
        if start - at > 120 or "\n" in self.text[at:start]:
            return None
        return self.outer[k], self.text[at:start].strip()


def shape(t: Token) -> str:
    """A token by its part of speech, or itself where it is a function word or a mark."""
    return t.lower if t.pos in ("ADP", "PART", "AUX", "DET", "CCONJ", "SCONJ", "PUNCT") else t.pos


def length_class(n: int) -> str:
    """A length in tokens, coarsely."""
    return str(n) if n < 4 else "4-6" if n < 7 else "7-12" if n < 13 else "13+"


def cue_features(scene: Scene, i: int, lemma: str) -> list[str]:
    """The features by which token `i` is or is not the head of a cue."""
    tree = scene.tree
    t = tree.tokens[i]
    kids = [tree.tokens[c] for c in tree.children[i]]
    deps = {c.dep for c in kids}
    found = ["bias", f"l={lemma}", f"p={t.pos}", f"d={t.dep}", f"l={lemma} d={t.dep}", f"k={kind_of(lemma)}"]
    for dep in (
        "ccomp",
        "xcomp",
        "obj",
        "iobj",
        "parataxis",
        "nsubj",
        "nsubj:pass",
        "aux:pass",
        "advcl",
        "cop",
    ):
        if dep in deps:
            found += [f"has {dep}", f"l={lemma} has {dep}"]
    if not deps & {"ccomp", "xcomp", "obj", "parataxis", "obl"}:
        found += ["bare", f"l={lemma} bare"]
    for c in kids:
        if c.dep in ("obl", "nmod", "advcl", "acl", "ccomp", "xcomp"):
            case = tree.child(c.i, "case", "mark")
            if case is not None:
                found.append(f"l={lemma} {c.dep}:{tree.tokens[case].lower}")
                found.append(f"{c.dep}:{tree.tokens[case].lower}")
        elif c.dep in ("aux", "advmod", "compound:prt", "det"):
            found += [f"{c.dep}={c.lower}", f"p={t.pos} {c.dep}={c.lower}"]
        elif c.dep in ("obj", "iobj"):
            found += [f"obj={c.lemma}", f"obj {c.pos}", f"l={lemma} obj {c.pos}"]
    found += _surroundings(scene, t, lemma)
    return found


def _surroundings(scene: Scene, t: Token, lemma: str) -> list[str]:
    tree = scene.tree
    form = next((e for e in ("ing", "ed", "s") if t.lower.endswith(e)), "") if t.pos == "VERB" else ""
    found = [f"form={form}", f"form={form} d={t.dep}", f"l={lemma} form={form}"]
    head = tree.tokens[t.head]
    found += [f"h={head.lemma}", f"hp={head.pos} d={t.dep}"]
    who = _subject_class(tree, t.i)
    found += [f"s={who}", f"s={who} l={lemma}", f"s={who} k={kind_of(lemma)}"]
    before = tree.tokens[t.i - 1] if t.i else t
    after = tree.tokens[t.i + 1] if t.i + 1 < len(tree.tokens) else t
    found += [
        f"<{shape(before)}",
        f">{shape(after)}",
        f"l={lemma} >{shape(after)}",
        f"l={lemma} <{shape(before)}",
    ]
    sentence = tree.sentence(t.i)
    last = tree.tokens[sentence.end - 1]
    if last.text not in (".", "!", "?", "”", '"', "''"):
        found.append("headline")
    if scene.left_quotation(t.span.start) is not None:
        found.append("quote before")
    following = scene.right_quotation(t.span.end)
    if following is not None and len(following[1]) < 3:
        found.append("quote after")
    match = scene.matches.get(t.i)
    if match is not None:
        found += [f"match {match.inverted}", f"match {match.inverted} l={lemma}"]
    if t.text[:1].isupper():
        found.append("capital")
    return found


def _subject_class(tree: Tree, i: int) -> str:
    found = tree.child(i, *SUBJECTS)
    if found is None:
        return "none"
    t = tree.tokens[found]
    if t.pos == "PRON" or t.lower in RELATIVES:
        return t.lower
    for name in ("documents", "anonymous"):
        if t.lower in words(name, "heads"):
            return name
    for key in ("person", "organization", "outlet"):
        if t.lower in words("roles", key):
            return key
    return t.pos


def cue_options(
    tree: Tree, i: int, lemma: str
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]]]:
    """First tokens that the cue headed by `i` may have, and last ones, each with its features."""
    tokens, sentence = tree.tokens, tree.sentence(i)
    lefts, rights = [], []
    for first in range(i, max(sentence.first, i - LONGEST_LEFT) - 1, -1):
        added = tokens[first:i]
        if first < i and (added[0].pos == "PUNCT" or added[0].dep in ("nsubj", "punct")):
            break
        lefts.append((first, _edge_features("L", lemma, tokens[i], list(added), _at(tokens, first - 1), i)))
    for last in range(i, min(sentence.end - 1, i + LONGEST_RIGHT) + 1):
        added = tokens[i + 1 : last + 1]
        if last > i and added[-1].pos == "PUNCT" and added[-1].text not in (":", "'s", "’s"):
            break
        rights.append((last, _edge_features("R", lemma, tokens[i], list(added), _at(tokens, last + 1), i)))
    return lefts, rights


def _at(tokens: tuple[Token, ...], i: int) -> Token:
    return tokens[max(0, min(len(tokens) - 1, i))]


def _edge_features(
    side: str, lemma: str, head: Token, added: list[Token], beyond: Token, i: int
) -> list[str]:
    shapes = " ".join(shape(a) for a in added)
    relations = " ".join(a.dep if a.head == i else "~" for a in added)
    outer = f"{shape(beyond)}/{beyond.dep if beyond.head == i else '~'}"
    found = [
        f"{side}{len(added)}",
        f"{side}[{shapes}]",
        f"{side}[{relations}]",
        f"{side}[{shapes}]{head.pos}",
    ]
    found += [f"{side}{len(added)} l={lemma}", f"{side}[{relations}] {outer}", f"{side}[{shapes}] l={lemma}"]
    edge = added[0 if side == "L" else -1] if added else head
    found.append(f"{side} {shape(edge)}|{outer}")
    if added:
        found.append(f"{side} edge={edge.lemma}")
    return found


def source_options(scene: Scene, i: int, lemma: str) -> list[SourceOption]:
    """The sources that the cue headed by `i` may have, nobody among them."""
    tree = scene.tree
    found: dict[Extent | None, list[str]] = {None: ["none"]}
    extents = _source_extents(tree, i)
    match = scene.matches.get(i)
    if match is not None:
        extents.append(("inverted" if match.inverted else "plain", match.source))
    for label, extent in extents:
        if extent[0] <= i <= extent[1]:
            continue
        for variant, cut in _variants(tree, extent):
            found.setdefault(cut, []).append(f"{label}/{variant}")
    return [
        SourceOption(extent, tuple(_source_features(scene, i, lemma, extent, found[extent])))
        for extent in found
    ]


def _source_extents(tree: Tree, i: int) -> list[tuple[str, Extent]]:
    found: list[tuple[str, Extent]] = []
    at, path = i, ""
    for _ in range(CLIMB):
        t = tree.tokens[at]
        subject = tree.child(at, *SUBJECTS)
        if subject is not None:
            label = f"{path}{tree.tokens[subject].dep}"
            found.append((label, noun_extent(tree, subject)))
            if tree.tokens[subject].lower in RELATIVES and t.dep == "acl:relcl":
                found.append((f"{path}antecedent", noun_extent(tree, t.head, before=at)))
            break
        if t.dep in ("acl", "acl:relcl", "amod"):
            found.append((f"{path}noun", noun_extent(tree, t.head, before=at)))
            break
        if (
            t.dep not in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "dep", "obj", "obl", "nmod")
            or t.head == at
        ):
            break
        path, at = f"{path}{t.dep}<", t.head
    for c in tree.children[i]:
        dep = tree.tokens[c].dep
        if dep in ("obl", "nmod", "nmod:poss", "obl:agent", "compound", "amod", "det", "obj", "dep"):
            case = tree.child(c, "case")
            word = tree.tokens[case].lower if case is not None else ""
            first, last = noun_extent(tree, c)
            if case is not None and case == first:
                first = min(case + 1, last)
            while last > first and tree.tokens[last].lower in ("'s", "’s", "'", "’"):
                last -= 1
            found.append((f"{dep}:{word}", (first, last)))
    found += _neighbours(tree, i)
    return found


def _neighbours(tree: Tree, i: int) -> list[tuple[str, Extent]]:
    """Runs of words beside the cue, for sentences that the parser got wrong."""
    tokens, sentence = tree.tokens, tree.sentence(i)
    found: list[tuple[str, Extent]] = []
    last = i - 1
    while last > sentence.first and (
        tokens[last].pos in ("AUX", "ADV") or tokens[last].lower in ("not", "n't")
    ):
        last -= 1
    first = last
    while first > sentence.first and tokens[first - 1].pos in ("PROPN", "NOUN", "ADJ", "DET", "NUM"):
        first -= 1
    if first >= sentence.first and tokens[first].pos in ("PROPN", "NOUN", "PRON", "DET", "ADJ"):
        found.append(("left run", (first, last)))
    first = last = i + 1
    while last + 1 < sentence.end and tokens[last + 1].pos in ("PROPN", "NOUN", "ADJ", "DET", "NUM"):
        last += 1
    if first < sentence.end and tokens[first].pos in ("PROPN", "NOUN", "PRON", "DET", "ADJ"):
        found.append(("right run", (first, last)))
        while last + 1 < sentence.end and tokens[last + 1].text not in (".", "“", '"', "!", "?", ";"):
            last += 1
        found.append(("right all", (first, last)))
    return [(label, extent) for label, extent in found if extent[0] <= extent[1]]


def _variants(tree: Tree, extent: Extent) -> list[tuple[str, Extent]]:
    first, last = extent
    found = [("full", extent)]
    following = last + 1
    if following < len(tree.tokens) and tree.tokens[following].text == "," and "," in tree.text(first, last):
        found.append(("comma", (first, following)))
    for k in range(first + 1, last + 1):
        if tree.tokens[k].text == "," and k > first:
            found.append(("to comma", (first, k - 1)))
            break
    for k in range(first + 1, last + 1):
        if tree.tokens[k].lower in RELATIVES or (tree.tokens[k].dep == "acl" and k > first):
            end = k - 1
            while end > first and tree.tokens[end].text == ",":
                end -= 1
            found.append(("to clause", (first, end)))
            break
    for k in range(first + 1, last + 1):
        if tree.tokens[k].pos == "ADP":
            found.append(("to preposition", (first, k - 1)))
            break
    if tree.tokens[first].pos in ("CCONJ", "ADV", "ADP", "SCONJ") and first < last:
        found.append(("without first", (first + 1, last)))
    return found


def _source_features(scene: Scene, i: int, lemma: str, extent: Extent | None, labels: list[str]) -> list[str]:
    tree = scene.tree
    t = tree.tokens[i]
    found = [
        x
        for label in labels
        for x in (label, f"{label} d={t.dep}", f"{label} l={lemma}", f"{label} p={t.pos}")
    ]
    if extent is None:
        passive = tree.child(i, "aux:pass") is not None
        return [*found, f"none passive={passive}", f"none subject={_subject_class(tree, i)}"]
    first, last = tree.tokens[extent[0]], tree.tokens[extent[1]]
    after = _at(tree.tokens, extent[1] + 1)
    before = _at(tree.tokens, extent[0] - 1)
    found += [f"n={length_class(extent[1] - extent[0] + 1)}", f"a={shape(first)}", f"z={shape(last)}"]
    found += [
        f"{labels[0]} n={length_class(extent[1] - extent[0] + 1)}",
        f"next={shape(after)}",
        f"prev={shape(before)}",
    ]
    found += [f"{labels[0]} next={shape(after)}", f"z={shape(last)} next={shape(after)}"]
    if scene.quoted(extent[0]) != scene.quoted(i):
        found.append("across marks")
    if any(tree.tokens[k].pos == "VERB" for k in range(extent[0], min(extent[1], extent[0] + 30) + 1)):
        found.append(f"verb inside {labels[0].split('/')[-1]}")
    commas = sum(tree.tokens[k].text == "," for k in range(extent[0], min(extent[1], extent[0] + 30) + 1))
    found.append(f"commas={min(commas, 2)} {labels[0].split('/')[-1]} next={shape(after)}")
    if tree.tokens[extent[0]].sentence != t.sentence:
        found.append("other sentence")
    return found


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
    deps = {scene.tree.tokens[c].dep for c in scene.tree.children[i]} & {"ccomp", "xcomp", "obj", "parataxis"}
    verb = (i, lemma, "+".join(sorted(deps)))
    return [
        ContentOption(spans, labels[0], tuple(_content_features(scene, verb, spans, labels, cue)))
        for spans, labels in found.items()
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
    after = _at(tree.tokens, last.i + 1)
    before = _at(tree.tokens, first.i - 1)
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


QUOTES = frozenset("\"“”‘’'«»„")
