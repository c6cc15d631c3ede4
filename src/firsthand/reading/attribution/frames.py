"""Frames: a cue with the tokens of its source and the spans of its content, before anybody is resolved."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.language import words
from firsthand.model import Span
from firsthand.reading.attribution.lexicon import kind_of, lemma_of, verbs
from firsthand.reading.attribution.tree import AUXILIARIES, SUBJECTS, Tree

RELATIVES = frozenset({"who", "which", "that", "whom"})
CLIMB = 6  # steps from a verb without a subject to the one that has it; deeper chains are parser errors
MOST = 24  # reporting verbs a sentence; more is no sentence
CONTENT_CLAUSES = ("ccomp", "csubj", "csubj:pass")


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One attribution in the making; `source` and `hearer` are first and last token."""

    kind: str
    rule: str
    cue: tuple[int, int] | None = None
    source: tuple[int, int] | None = None
    contents: tuple[Span, ...] = ()
    hearer: tuple[int, int] | None = None
    named: tuple[str, ...] = ()
    quoted_by: tuple[int, int] | None = None


def verb_frames(tree: Tree, passed: frozenset[int] = frozenset()) -> list[Frame]:
    """A frame for each reporting verb with a speaker or a content, but for those in `passed`."""
    found: list[Frame] = []
    sentence, seen = -1, 0
    for t in tree.tokens:
        if t.i in passed:
            continue
        sentence, seen = t.sentence, seen if t.sentence == sentence else 0
        if seen >= MOST:
            continue
        if t.pos not in ("VERB", "AUX") or t.dep in ("aux", "aux:pass", "cop", "amod"):
            continue
        lemma = _lemma(tree, t.i)
        kind = kind_of(lemma)
        if kind is None or (t.lower == "according"):
            continue
        seen += 1
        frame = _verb_frame(tree, t.i, lemma, kind)
        if frame is not None:
            found.append(frame)
    return found


def _lemma(tree: Tree, i: int) -> str:
    t = tree.tokens[i]
    return t.lemma.lower() if kind_of(t.lemma.lower()) else lemma_of(t.lower)


def _verb_frame(tree: Tree, i: int, lemma: str, kind: str) -> Frame | None:
    """A frame by rule: only where a clause or a figure's predicate follows a verb that vouches for it."""
    if kind in ("want", "act") or tree.tokens[i].dep == "amod":
        return None
    passive = tree.child(i, "aux:pass") is not None
    source = agent(tree, i) if passive else subject(tree, i)
    if source is None:
        return None
    clause = any(tree.tokens[c].dep in (*CONTENT_CLAUSES, "parataxis") for c in tree.children[i])
    figures = lemma in words("reporting_verbs", "figures") and not passive
    if figures and tree.child(i, "compound:prt") is None and _may_find(tree, lemma, source):
        contents = _predicate(tree, i)
    elif clause or tree.tokens[i].dep == "parataxis":
        contents = content_spans(tree, i, lemma, passive=passive)
    else:
        contents = ()
    if not contents and kind not in ("say", "deny"):
        return None
    silent = not contents and lemma in words("reporting_verbs", "silent") and _negated(tree, i)
    silent = silent and cue_extent(tree, i)[0] < i
    if silent:  # 'would not [comment]'
        kind, contents = "deny", (trimmed(tree, i, max(i, min(tree.right[i], tree.sentence(i).end - 1)), i),)
    return Frame(
        kind=kind,
        rule="deny-silent" if silent else f"{kind}-rule",
        cue=(cue_extent(tree, i)[0], i - 1) if silent else cue_extent(tree, i),
        source=source,
        contents=contents,
        hearer=hearer_of(tree, i, lemma),
    )


def _negated(tree: Tree, i: int) -> bool:
    return any(tree.tokens[c].lower in ("not", "n't", "n’t", "never") for c in tree.children[i])


def _may_find(tree: Tree, lemma: str, source: tuple[int, int]) -> bool:
    """Whether a subject may vouch for what it finds: a report may, the police that find a coin may not."""
    if lemma not in words("reporting_verbs", "physical"):
        return True
    inside = [tree.tokens[k] for k in range(source[0], source[1] + 1)]
    if any(t.lower in words("documents", "heads") for t in inside):
        return True
    return lemma != "show" and any(
        t.lower in words("anonymous", "finders") or (t.pos == "PROPN" and t.i > tree.sentence(t.i).first)
        for t in inside
    )


def _predicate(tree: Tree, i: int) -> tuple[Span, ...]:
    """All that follows the verb `i` in its clause: 'put [the damage at up to a million]'."""
    found = [c for c in tree.children[i] if c > i and tree.tokens[c].dep in ("obj", "ccomp", "obl", "xcomp")]
    if not found:
        return ()
    last = max(tree.right[c] for c in found)
    return (trimmed(tree, i + 1, min(last, tree.sentence(i).end - 1), i + 1),)


def subject(tree: Tree, i: int) -> tuple[int, int] | None:
    """First and last token of who does the verb `i`, found by climbing where it has no subject itself."""
    for _ in range(CLIMB):
        found = tree.child(i, *SUBJECTS)
        t = tree.tokens[i]
        if found is not None:
            return _antecedent(tree, i, found)
        if tree.child(i, "aux:pass") is not None and t.dep != "conj":
            return None
        if t.dep in ("acl", "acl:relcl"):
            return noun_extent(tree, t.head)
        if t.dep in ("conj", "xcomp", "advcl", "parataxis", "ccomp", "dep") and t.head != i:
            i = t.head
            continue
        return None
    return None


def _antecedent(tree: Tree, verb: int, found: int) -> tuple[int, int]:
    t = tree.tokens[verb]
    if tree.tokens[found].lower in RELATIVES and t.dep == "acl:relcl":
        return noun_extent(tree, t.head, before=verb)
    return noun_extent(tree, found)


def noun_extent(tree: Tree, i: int, before: int | None = None) -> tuple[int, int]:
    """First and last token of the noun phrase headed by `i`; `before` cuts a clause that says."""
    first, last = tree.left[i], tree.right[i]
    sentence = tree.sentence(i)
    first, last = max(first, sentence.first), min(last, sentence.end - 1)
    for c in tree.children[i]:
        dep = tree.tokens[c].dep
        if dep in ("parataxis", "punct", "cop", "csubj", "nsubj", "mark", "cc", "discourse", "advcl") or (
            before is not None and tree.left[c] <= before <= tree.right[c]
        ):
            if c < i and dep != "punct":
                first = max(first, min(tree.right[c] + 1, i))
            elif c > i:
                last = min(last, max(tree.left[c] - 1, i))
    for k in range(i + 1, last + 1):
        if tree.tokens[k].text in (":", ";", "“", "—"):
            last = k - 1
            break
    while last > i and tree.tokens[last].pos == "PUNCT" and tree.tokens[last].text in ",—–-;:.":
        last -= 1
    while first < i and tree.tokens[first].pos == "PUNCT" and tree.tokens[first].text not in '"“‘(':
        first += 1
    return first, last


def agent(tree: Tree, i: int) -> tuple[int, int] | None:
    """First and last token of the one by whom a passive verb is done."""
    for c in tree.kids(i, "obl", "obl:agent"):
        case = tree.child(c, "case")
        if case is not None and tree.tokens[case].lower == "by":
            first, last = noun_extent(tree, c)
            return max(first, case + 1), last
    return None


def hearer_of(tree: Tree, i: int, lemma: str) -> tuple[int, int] | None:
    """First and last token of whom the verb `i` is said to: an object, or 'to' and 'with' somebody."""
    if lemma in verbs("hearer"):
        found = tree.child(i, "iobj") or tree.child(i, "obj")
        if found is not None:
            return _short(tree, noun_extent(tree, found))
    for c in tree.kids(i, "obl"):
        case = tree.child(c, "case")
        if case is not None and tree.tokens[case].lower in ("to", "with"):
            first, last = noun_extent(tree, c)
            return _short(tree, (max(first, case + 1), last))
    return None


def _short(tree: Tree, extent: tuple[int, int]) -> tuple[int, int]:
    """A hearer without what the parser hung on it: 'the paper [that …]', 'the paper [on condition …]'."""
    first, last = extent
    for k in range(first + 1, last + 1):
        if tree.tokens[k].lower in ("that", "on", "in", "at", "during", "after", "when") or tree.tokens[
            k
        ].text in (",", ";"):
            return first, k - 1
    return first, last


def cue_extent(tree: Tree, i: int) -> tuple[int, int]:
    """First and last token of the saying: the verb with its auxiliaries and the adverbs between them."""
    first = i
    while first > 0:
        previous = tree.tokens[first - 1]
        if (
            previous.head == i
            and previous.dep in (*AUXILIARIES, "advmod", "mark")
            and previous.pos != "PUNCT"
        ):
            if previous.dep == "mark" and previous.lower != "to":
                break
            first -= 1
        else:
            break
    while first < i and tree.tokens[first].dep == "mark":
        first += 1
    last = i
    following = tree.child(i, "compound:prt")
    if following == i + 1:
        last = following
    return first, last


def content_spans(tree: Tree, i: int, lemma: str, *, passive: bool) -> tuple[Span, ...]:
    """What verb `i` reports: its clause, the clause it is put into, or its object."""
    for c in tree.children[i]:
        if tree.tokens[c].dep in CONTENT_CLAUSES and not (passive and tree.tokens[c].dep == "csubj"):
            return (clause_span(tree, c, i),)
    t = tree.tokens[i]
    if t.dep == "parataxis" and t.head != i:
        return _around(tree, t.head, i)
    clause = tree.child(i, "parataxis")
    if clause is not None and clause > i and tree.tokens[clause].pos in ("VERB", "AUX", "ADJ", "NOUN"):
        return (clause_span(tree, clause, i),)
    if lemma in ("say", "add", "tell") and t.dep == "root":
        pass
    for dep in ("xcomp", "obj", "obl", "advcl"):
        for c in tree.kids(i, dep):
            if c < i or (
                dep == "obj" and lemma in verbs("hearer") and tree.child(i, "xcomp", "obl") is not None
            ):
                continue
            if dep == "obl" and not _content_case(tree, c):
                continue
            if dep == "advcl" and not _content_mark(tree, c):
                continue
            return (clause_span(tree, c, i),)
    return ()


def _content_case(tree: Tree, c: int) -> bool:
    case = tree.child(c, "case")
    return case is not None and tree.tokens[case].lower in words("reporting_verbs", "content_prepositions")


def _content_mark(tree: Tree, c: int) -> bool:
    mark = tree.child(c, "mark")
    return mark is not None and tree.tokens[mark].lower in ("that", "whether", "if", "of")


def clause_span(tree: Tree, c: int, verb: int) -> Span:
    """The span of the clause or phrase headed by `c`, cut where the verb that reports it begins."""
    sentence = tree.sentence(c)
    first, last = max(tree.left[c], sentence.first), min(tree.right[c], sentence.end - 1)
    if c < verb:
        last = min(last, verb - 1)
    else:
        first = max(first, verb + 1)
    return trimmed(tree, first, last, c)


def trimmed(tree: Tree, first: int, last: int, head: int) -> Span:
    """The span without punctuation that belongs to the sentence around it."""
    tokens = tree.tokens
    while first < head and tokens[first].text in (",", ":", ";", "—", "–", "-", "."):
        first += 1
    while last > head and tokens[last].text in (",", ";", ":", "—", "–", "-", "."):
        last -= 1
    return tree.span(first, last)


def _around(tree: Tree, head: int, inserted: int) -> tuple[Span, ...]:
    """The clause of `head` without the saying clause that is put into it."""
    sentence = tree.sentence(head)
    first, last = max(tree.left[head], sentence.first), min(tree.right[head], sentence.end - 1)
    cut = max(tree.left[inserted], first), min(tree.right[inserted], last)
    spans = []
    if first < cut[0]:
        spans.append(trimmed(tree, first, cut[0] - 1, first))
    if cut[1] < last and cut[0] <= head:
        rest = trimmed(tree, cut[1] + 1, last, last)
        if any(ch.isalnum() for ch in rest.of(tree.parsed.text)):
            spans.append(rest)
    return tuple(spans)
