"""Attributions of one text: frames found, quotations joined, sources resolved, chains drawn."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, replace

from firsthand.language import words
from firsthand.model import Attribution, Quotation, SourceKind, Span
from firsthand.reading.attribution.accounts import account_frames, document_frames
from firsthand.reading.attribution.content_options import content_status
from firsthand.reading.attribution.frames import Frame, hearer_of, trimmed, verb_frames
from firsthand.reading.attribution.geometry import Match, has_verb, source_before
from firsthand.reading.attribution.lexicon import VOUCHED, kind_of, verbs
from firsthand.reading.attribution.lookup import vouches
from firsthand.reading.attribution.patterns import (
    citing_frames,
    headline_frames,
    is_outlet_name,
    phrase_frames,
    quoting_frames,
    seen_by,
)
from firsthand.reading.attribution.ranking import Saying, candidates, sayings, trained
from firsthand.reading.attribution.resolve import Memory, resolved, subject_near
from firsthand.reading.attribution.scene import Scene, Told
from firsthand.reading.attribution.sections import Section, find_lines, find_section, words_of
from firsthand.reading.attribution.sources import (
    head_word,
    is_outlet_noun,
    is_share,
    source_kind,
    source_words,
)
from firsthand.reading.attribution.speech import implied_frames, outermost, with_quotations
from firsthand.reading.attribution.surface import surface_frames
from firsthand.reading.attribution.tagging import shipped, told
from firsthand.reading.attribution.tidy import is_source, tidied, who_is_meant
from firsthand.reading.attribution.tree import Tree, build_tree
from firsthand.reading.tokens import Parsed

LONGEST_HEARER = 8  # tokens between a saying put into a sentence and the comma that closes it
FIRST_LINES = 12  # a headline stands within the first dozen lines; lists of related ones stand at the end


@dataclass(slots=True)
class _Known:
    """A frame with its source as worded and the chain of those behind it."""

    frame: Frame
    source: str | None
    kind: SourceKind
    chain: tuple[str, ...]
    place: int


def extract_attributions(parsed: Parsed, quotations: tuple[Quotation, ...]) -> tuple[Attribution, ...]:
    """All attributions of a text in order of their content, each with its chain and what it is nested in.

    Cost: linear in the text, but for the sort.
    """
    if not parsed.tokens:
        return ()
    tree = build_tree(parsed)
    lines = find_lines(parsed.text)
    frames = _frames(tree, lines, quotations)
    section = find_section(parsed.text, lines)
    known = _resolve(tree, frames, section)
    return _nested(tree, known, section)


def _frames(tree: Tree, lines: list[Span], quotations: tuple[Quotation, ...]) -> list[Frame]:
    scene = Scene(tree, outermost(quotations))
    listen(scene)
    weighed = weighed_frames(scene)
    heads = frozenset(head for head, _ in weighed)
    said = [frame for _, frame in weighed]
    said += [*verb_frames(tree, heads), *surface_frames(tree), *phrase_frames(tree)]
    quoting = quoting_frames(tree)
    passed_on = {k for q in quoting if q.source for k in range(q.source[1] + 1, q.source[1] + 4)}
    said = [f for f in said if f.cue is None or f.cue[1] not in passed_on]
    told = {f.cue[1] for f in said if f.cue is not None and f.kind in VOUCHED}
    said += [
        *quoting,
        *account_frames(tree),
        *(f for f in document_frames(tree) if f.cue and f.cue[0] not in told),
    ]
    said = tidied(scene, [f for f in said if is_source(tree, f)])
    said = [f for f in with_quotations(tree, said, quotations) if f.contents]
    said += implied_frames(scene, said)
    headlines = headline_frames(tree, lines[:FIRST_LINES])
    taken = [f.contents[0] for f in headlines]
    said = [f for f in said if not any(c == t for c in f.contents for t in taken)]
    frames = [*said, *headlines, *hedge_frames(tree)]
    return _with_citations(tree, frames)


def listen(scene: Scene) -> None:
    """Lets a scene hear what the chain tells of it, where weights are there and the text is parsed."""
    weights, chain = trained(), shipped()
    if weights is None or chain is None or not scene.tree.tokens[0].dep:
        return
    heads = dict(candidates(scene, weights.lemmas))
    scene.hear(Told(scene.tree, told(scene, heads, chain)), heads)


def weighed_frames(scene: Scene) -> list[tuple[int, Frame]]:
    """The sayings that the trained weights or the word order find, each with the token it hangs from."""
    weights, tree = trained(), scene.tree
    if weights is None or not any(t.dep for t in tree.tokens[:1]):
        return []
    return [
        (saying.head, frame)
        for saying in sayings(scene, weights)
        if (frame := _weighed_frame(scene, saying)) is not None
    ]


def _weighed_frame(scene: Scene, saying: Saying) -> Frame | None:
    """The frame of a weighed saying, put right by the word order where that is plain."""
    tree = scene.tree
    kind = "cite" if saying.lemma in verbs("quoting") else kind_of(saying.lemma) or "act"
    if _is_buried(scene, saying, kind):
        return None
    match = scene.matches.get(saying.head) if kind in ("say", "show", "think") else None
    source, contents, cue, rule = saying.source, saying.contents, saying.cue, f"{kind}-verb"
    if saying.score <= 0 or not saying.contents:
        if match is None or scene.quoted(saying.head):
            return None
        rule = f"{kind}-match"
    told = scene.heard(saying.head)
    agreed = told is not None and saying.score > 0 and _agrees(scene, saying, told)
    first = tree.sentence(saying.head).first
    before = trimmed(tree, first, match.before, first) if match is not None else None
    agreed = agreed and (
        before is None or any(c.overlaps(before) and _says_something(tree, c) for c in contents)
    )
    if match is not None and before is not None and not scene.quoted(saying.head) and not agreed:
        apart = (
            tree.tokens[saying.head].pos != "VERB"
            or source is None
            or source[1] < match.source[0]
            or source[0] > match.source[1]
        )
        apart = apart or (match.inverted and source is not None and source[0] != match.source[0])
        fragment = not any(_says_something(tree, c) for c in contents)
        whole = fragment or (match.inverted and scene.right_quotation(tree.tokens[first].span.start) is None)
        if apart or whole or not any(c.overlaps(before) for c in contents):
            source, contents = (match.source if apart else source), _both_sides(tree, match, before)
            cue = (saying.head, saying.head) if rule.endswith("match") else cue
    elif (
        source is None
        and kind in ("say", "show", "think", "deny")
        and tree.child(saying.head, "aux:pass") is None
    ):
        source = source_before(tree, saying.head)
    if source is not None and kind in VOUCHED and source[0] > saying.head and has_verb(tree, *source):
        source = source_before(tree, saying.head) or source
    if source is not None and kind in VOUCHED and source[1] < saying.head and _in_dateline(tree, source[0]):
        source = source_before(tree, saying.head) or source
    if source is not None:
        source = _with_name(tree, source)
    if source is not None and tree.tokens[source[1]].lower in ("as", "than", "of", "to", "by"):
        source = None if source[0] == source[1] else (source[0], source[1] - 1)
    hearer = hearer_of(tree, saying.head, saying.lemma)
    return Frame(kind=kind, rule=rule, cue=cue, source=source, contents=contents, hearer=hearer)


def _says_something(tree: Tree, content: Span) -> bool:
    """Whether a content has a verb: a bare noun phrase before a saying is the end of what is said."""
    first, end = bisect_left(tree.starts, content.start), bisect_left(tree.starts, content.end)
    return any(tree.tokens[k].pos in ("VERB", "AUX") for k in range(first, end))


def _is_buried(scene: Scene, saying: Saying, kind: str) -> bool:
    """Whether a saying stands in what another says and vouches for nothing: a wish or an act."""
    if scene.told is None or saying.head not in scene.told.contents:
        return False
    return kind in ("act", "want") and saying.lemma not in words("reporting_verbs", "silent")


def _agrees(scene: Scene, saying: Saying, told: Told) -> bool:
    """Whether the chain tells all the parts of a saying as the weights do."""
    if told.cues.get(saying.head) != saying.cue or saying.source is None:
        return False
    return told.sources.get(saying.source[0]) == saying.source and (
        content_status(scene, told, saying.head, saying.contents) == "mine"
    )


def _with_name(tree: Tree, source: tuple[int, int]) -> tuple[int, int]:
    """An office with the name that follows it in commas: 'the mayor[, Mira Tolle,]'."""
    first, last = source
    end = tree.sentence(last).end
    if last + 2 >= end or tree.tokens[last + 1].text != "," or tree.tokens[last].pos not in ("NOUN", "PROPN"):
        return source
    at = last + 2
    while at < end and tree.tokens[at].pos == "PROPN":
        at += 1
    office = any(tree.tokens[k].lower in words("roles", "person") for k in range(first, last + 1))
    closed = at < end and (tree.tokens[at].text in (",", ".") or tree.tokens[at].pos in ("VERB", "AUX"))
    return (first, at - 1) if office and closed and 0 < at - last - 2 <= 4 else source


def _both_sides(tree: Tree, match: Match, before: Span) -> tuple[Span, ...]:
    """What stands before a saying, and what goes on after it: '…, she said, and the rest was lost'."""
    last = max(match.verb, match.source[1])
    end = tree.sentence(last).end - 1
    closing = next(
        (k for k in range(last + 1, min(end, last + LONGEST_HEARER)) if tree.tokens[k].text == ","), None
    )
    first = tree.sentence(last).first
    bare = not any(tree.tokens[k].pos in ("VERB", "AUX") for k in range(first, match.before + 1))
    if closing is not None and end - closing > 2 and bare and not match.inverted:
        return before, trimmed(tree, closing + 1, end, end)  # 'Last year, she told the paper, 40 people came'
    if (
        end - last < 4
        or tree.tokens[last + 1].text != ","
        or tree.tokens[last + 2].lower not in ("and", "but", "or")
    ):
        return (before,)
    return before, trimmed(tree, last + 2, end, end)


def _in_dateline(tree: Tree, i: int) -> bool:
    """Whether token `i` stands in a dateline that runs into its sentence: 'LIMA, Peru (AP) — '."""
    sentence = tree.sentence(i)
    if not tree.tokens[sentence.first].text.isupper() or len(tree.tokens[sentence.first].text) < 3:
        return False
    end = min(sentence.first + 16, sentence.end)
    dash = next((k for k in range(sentence.first, end) if tree.tokens[k].text in ("—", "–", "--", "-")), None)
    return dash is not None and i < dash


def hedge_frames(tree: Tree) -> list[Frame]:
    """Frames without a source: 'reportedly', and passives like 'is said to'."""
    found: list[Frame] = []
    alleged, passive = words("hedges", "alleged"), words("hedges", "passive")
    for t in tree.tokens:
        if t.lower in alleged:
            sentence = tree.sentence(t.i)
            content = tree.span(sentence.first, max(sentence.first, sentence.end - 1))
            found.append(Frame(kind="alleged", rule="hedge-adverb", cue=(t.i, t.i), contents=(content,)))
        elif t.lower in passive and t.i + 1 < len(tree.tokens) and tree.tokens[t.i + 1].lower == "to":
            before = tree.tokens[t.i - 1].lower if t.i else ""
            if before in words("modality", "be_forms") and t.lower not in ("supposed", "expected"):
                content = tree.span(t.i + 1, max(t.i + 1, tree.right[t.i]))
                found.append(Frame(kind="alleged", rule="hedge-passive", cue=(t.i, t.i), contents=(content,)))
    return found


def _with_citations(tree: Tree, frames: list[Frame]) -> list[Frame]:
    """The frames, with one more for each 'citing X' that takes over what the sentence reports."""
    added: list[Frame] = []
    for c in citing_frames(tree):
        assert c.cue is not None
        sentence = tree.tokens[c.cue[0]].sentence
        hosts = [
            f
            for f in frames
            if f.kind in VOUCHED
            and f.cue is not None
            and f.contents
            and tree.tokens[f.cue[0]].sentence == sentence
            and not (c.source is not None and c.source[0] <= f.cue[0] <= c.source[1])
        ]
        if hosts:
            host = _nearest(hosts, c.cue[0])
            added.append(replace(c, contents=host.contents))
    return [*frames, *added]


def _nearest(frames: list[Frame], at: int) -> Frame:
    """The frame whose cue stands nearest to a token."""
    return min(frames, key=lambda f: abs((f.cue or (0, 0))[0] - at))


def _resolve(tree: Tree, frames: list[Frame], section: Section | None) -> list[_Known]:
    """Each frame with its source in words, its kind and its own chain, met in the order of the text."""
    memory = Memory()
    if section is not None:
        outlet = words_of(tree.parsed.text, section.outlet)
        memory.add(outlet, "outlet", outlet.split()[-1].lower())
    known: list[_Known] = []
    for frame in sorted(frames, key=lambda f: _place(tree, f)):
        known.append(_known(tree, frame, memory))
    return known


def _place(tree: Tree, frame: Frame) -> tuple[int, int, str]:
    """Where a frame stands in the order of the text: its cue, then its content."""
    content = frame.contents[0].start if frame.contents else 0
    start = tree.tokens[frame.cue[0]].span.start if frame.cue is not None else content
    return start, content, frame.rule


def _known(tree: Tree, frame: Frame, memory: Memory) -> _Known:
    place = _place(tree, frame)[0]
    if frame.named:
        name = frame.named[0]
        head = head_word(name)
        kind = "outlet" if is_outlet_name(name) else source_kind(name, head)
        memory.add(name, kind, head)
        return _Known(frame, name, kind, (name,), place)
    if frame.source is None:
        return _Known(frame, None, "unstated", (), place)
    first, last = who_is_meant(tree, frame)
    passed = seen_by(tree, first, last)
    cut = max(first, passed[0] - 1) if passed is not None and passed[0] > first else last
    phrase = source_words(tree.text(first, cut))
    head = head_word(phrase, tree, (first, cut))
    kind = source_kind(phrase, head)
    asker = _asker(tree, frame)
    if asker is not None:
        phrase = source_words(tree.text(*asker))
        head = head_word(phrase, tree, asker)
        kind = source_kind(phrase, head)
    near = subject_near(tree, first, phrase) if first == last else None
    chain = [near or resolved(phrase, head, memory) or phrase]
    source = chain[0] if _is_pronoun(phrase) else phrase
    if _is_pronoun(phrase) and source != phrase:
        head = head_word(source)
        kind = source_kind(source, head)
    for extent in (passed[1] if passed else None, frame.hearer, frame.quoted_by):
        through = _outlet(tree, extent, memory, told=extent != frame.quoted_by)
        if through is not None and through not in chain:
            chain.append(through)
    if not _is_pronoun(phrase):
        memory.add(source, kind, head)
    paper = _paper_of(tree, frame) if phrase.lower() == "it" else None
    if paper is not None:
        source = source_words(tree.text(*paper))
        chain.append(source)
    return _Known(frame, source, kind, tuple(chain), place)


def _paper_of(tree: Tree, frame: Frame) -> tuple[int, int] | None:
    """The document in 'it said in a filing', which tells more of the source than 'it'."""
    if frame.cue is None:
        return None
    inside = range(frame.cue[0] + 1, min(len(tree.tokens) - 2, frame.cue[1] + 2))
    start = next((k + 1 for k in inside if tree.tokens[k].lower == "in"), None)
    if start is None or tree.tokens[start].lower not in ("a", "an", "the", "its"):
        return None
    for k in range(start + 1, min(tree.sentence(start).end, start + 4)):
        if tree.tokens[k].lower in words("documents", "heads"):
            return start, k
    return None


def _asker(tree: Tree, frame: Frame) -> tuple[int, int] | None:
    """Whom a share of people told something: 'a fifth of voters told [the institute]' is its finding."""
    if frame.source is None or frame.hearer is None:
        return None
    first = max(tree.sentence(frame.source[0]).first, frame.source[0] - 4)
    named = any(tree.tokens[k].pos == "PROPN" for k in range(frame.hearer[0], frame.hearer[1] + 1))
    return frame.hearer if named and is_share(tree.text(first, frame.source[1])) else None


def _is_pronoun(phrase: str) -> bool:
    return phrase.lower() in words("roles", "pronouns")


def _outlet(tree: Tree, extent: tuple[int, int] | None, memory: Memory, *, told: bool = True) -> str | None:
    """The outlet that a hearer or reader is, resolved; None where it is somebody else."""
    if extent is None:
        return None
    phrase = source_words(tree.text(*extent))
    head = head_word(phrase, tree, extent)
    earlier = resolved(phrase, head, memory)
    if not told or is_outlet_name(phrase) or is_outlet_noun(head) or _is_known_outlet(phrase, memory):
        if earlier is None:
            memory.add(phrase, "outlet", head)
        return earlier or phrase
    return None


def _is_known_outlet(phrase: str, memory: Memory) -> bool:
    return any(kind == "outlet" and phrase in name for name, kind, _ in memory.named) and phrase[:1].isupper()


def _nested(tree: Tree, known: list[_Known], section: Section | None) -> tuple[Attribution, ...]:
    """The attributions, each nested in the smallest one whose content covers its source and cue."""
    made = [_attribution(tree, k) for k in known]
    if section is not None:
        made.append(_summary(tree, section))
    made.sort(key=lambda a: (a.content_spans[0].start if a.content_spans else _start(a), _start(a), a.rule))
    parents = _parents(made)
    made = [replace(a, inside=p) for a, p in zip(made, parents, strict=True)]
    return tuple(replace(a, chain=_chain(made, k)) for k, a in enumerate(made))


def _start(a: Attribution) -> int:
    spans = (*a.cue_spans, *a.source_spans, *a.content_spans)
    return min((s.start for s in spans), default=0)


def _attribution(tree: Tree, k: _Known) -> Attribution:
    frame = k.frame
    cue = tree.span(*frame.cue) if frame.cue is not None else None
    return Attribution(
        source=k.source,
        source_spans=(tree.span(*frame.source),) if frame.source is not None else (),
        source_kind=k.kind,
        cue=cue.of(tree.parsed.text) if cue is not None else None,
        cue_spans=(cue,) if cue is not None else (),
        content_spans=frame.contents,
        chain=k.chain,
        rule=frame.rule,
    )


def _summary(tree: Tree, section: Section) -> Attribution:
    text = tree.parsed.text
    outlet = words_of(text, section.outlet)
    inner = words_of(text, section.inner) if section.inner is not None else None
    source = inner or outlet
    return Attribution(
        source=source,
        source_spans=(section.inner or section.outlet,),
        source_kind=source_kind(source, head_word(source)) if inner else "outlet",
        cue=None,
        content_spans=section.scope,
        chain=(inner, outlet) if inner else (outlet,),
        rule="summary",
    )


def _parents(made: list[Attribution]) -> list[int | None]:
    """For each attribution the one with the smallest content that covers where it is said."""
    spans = sorted(
        (c.start, c.end, k)
        for k, a in enumerate(made)
        for c in a.content_spans
        if vouches(a) or a.rule == "summary"
    )
    starts = [s[0] for s in spans]
    found: list[int | None] = []
    for k, a in enumerate(made):
        place = _said_at(a)
        best: tuple[int, int] | None = None
        at = bisect_left(starts, place.start + 1)
        for start, end, other in spans[max(0, at - WINDOW) : at]:
            if (
                other == k
                or end < place.end
                or (a.rule == "citing" and made[other].content_spans != a.content_spans)
            ):
                continue
            if best is None or end - start < best[0]:
                best = (end - start, other)
        if a.rule == "citing":
            best = _cited_by(made, k)
        found.append(best[1] if best is not None else None)
    return found


DEEPEST = 8  # who told whom of whom: a longer chain is a parser's, not a reporter's
WINDOW = 64  # contents that begin before a place; nesting deeper than that is no news text


def _said_at(a: Attribution) -> Span:
    spans = a.cue_spans or a.source_spans or a.content_spans
    return Span(min(s.start for s in spans), max(s.end for s in spans)) if spans else Span(0, 0)


def _cited_by(made: list[Attribution], k: int) -> tuple[int, int] | None:
    """The attribution that a citation stands in: the one with the same content."""
    for other in range(max(0, k - 8), min(len(made), k + 8)):
        if other != k and made[other].content_spans == made[k].content_spans and made[other].rule != "citing":
            return 0, other
    return None


def _chain(made: list[Attribution], k: int) -> tuple[str, ...]:
    """An attribution's own chain and then those of the ones that it is nested in."""
    chain = list(made[k].chain)
    seen = {k}
    at = made[k].inside
    while at is not None and at not in seen and len(seen) < DEEPEST:
        seen.add(at)
        outer = made[at].chain
        if made[at].rule == "summary":
            outer = outer[-1:] if made[k].source_kind != "outlet" else ()
        chain.extend(c for c in outer if c not in chain)
        at = made[at].inside
    return tuple(chain)
