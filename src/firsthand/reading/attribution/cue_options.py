"""What may be the cue of a saying, and by what a token is the head of one.

Nothing is decided here. Every option carries the names of its features; `ranking` weighs them.
"""

from __future__ import annotations

from firsthand.reading.attribution.lexicon import kind_of
from firsthand.reading.attribution.scene import Scene, shape, subject_class, token_at
from firsthand.reading.tokens import Token

LONGEST_LEFT = 4  # tokens of a cue before its head: 'has also been widely'
LONGEST_RIGHT = 5  # tokens of a cue after its head: 'expressed strong support for'


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
    who = subject_class(tree, t.i)
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


def cue_options(
    scene: Scene, i: int, lemma: str
) -> tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]]]:
    """First tokens that the cue headed by `i` may have, and last ones, each with its features."""
    tree = scene.tree
    tokens, sentence = tree.tokens, tree.sentence(i)
    told = scene.heard(i)
    heard = told.cues.get(i) if told is not None else None
    lefts, rights = [], []
    for first in range(i, max(sentence.first, i - LONGEST_LEFT) - 1, -1):
        added = tokens[first:i]
        if first < i and (added[0].pos == "PUNCT" or added[0].dep in ("nsubj", "punct")):
            break
        lefts.append(first)
    for last in range(i, min(sentence.end - 1, i + LONGEST_RIGHT) + 1):
        added = tokens[i + 1 : last + 1]
        if last > i and added[-1].pos == "PUNCT" and added[-1].text not in (":", "'s", "’s"):
            break
        rights.append(last)
    if heard is not None:
        lefts += [heard[0]] if heard[0] not in lefts else []
        rights += [heard[1]] if heard[1] not in rights else []
    found: tuple[list[tuple[int, list[str]]], list[tuple[int, list[str]]]] = ([], [])
    for k in lefts:
        features = _edge_features("L", lemma, tokens[i], list(tokens[k:i]), token_at(tokens, k - 1), i)
        found[0].append((k, features + _heard_edge("L", heard and heard[0], k)))
    for k in rights:
        features = _edge_features(
            "R", lemma, tokens[i], list(tokens[i + 1 : k + 1]), token_at(tokens, k + 1), i
        )
        found[1].append((k, features + _heard_edge("R", heard and heard[1], k)))
    return found


def _heard_edge(side: str, heard: int | None, k: int) -> list[str]:
    """How an edge of the cue compares with the one that the chain tells."""
    if heard is None:
        return []
    return [f"{side} told {'here' if heard == k else 'elsewhere'}"]


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
