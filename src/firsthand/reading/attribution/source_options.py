"""What may be the source of a saying: options with features, for the ranking."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.language import table
from firsthand.reading.attribution.frames import CLIMB, RELATIVES, noun_extent
from firsthand.reading.attribution.scene import (
    Extent,
    Scene,
    Told,
    length_class,
    shape,
    subject_class,
    token_at,
)
from firsthand.reading.attribution.tree import SUBJECTS, Tree

NEAREST = 4  # sources told that a saying may have; the right one is hardly ever further off


@dataclass(frozen=True, slots=True)
class SourceOption:
    """Tokens that may be the source; None for a saying of nobody's."""

    extent: Extent | None
    features: tuple[str, ...]


def source_options(scene: Scene, i: int, lemma: str) -> list[SourceOption]:
    """The sources that the cue headed by `i` may have, nobody among them."""
    tree = scene.tree
    found: dict[Extent | None, list[str]] = {None: ["none"]}
    extents = _source_extents(tree, i)
    match = scene.matches.get(i)
    if match is not None:
        extents.append(("inverted" if match.inverted else "plain", match.source))
    told = scene.heard(i)
    if told is not None:
        extents += [("told", extent) for extent in _heard_sources(scene, told, i)]
    for label, extent in extents:
        if extent[0] <= i <= extent[1] or _is_time(tree, extent):
            continue
        for variant, cut in _variants(tree, extent) if label != "told" else [("full", extent)]:
            found.setdefault(cut, []).append(f"{label}/{variant}")
    return [
        SourceOption(
            extent,
            tuple(
                _source_features(scene, i, lemma, extent, labels)
                + heard_source(scene, i, lemma, extent, labels[0])
            ),
        )
        for extent, labels in found.items()
    ]


def _is_time(tree: Tree, extent: Extent) -> bool:
    """Whether the extent is a month or day behind the word that makes it a time: until *September*."""
    first, last = extent
    calendar = table("calendar")
    return (
        first == last
        and tree.tokens[first].text in (*calendar["months"], *calendar["days"])
        and first > 0
        and tree.tokens[first - 1].lower in calendar["before"]
    )


def _heard_sources(scene: Scene, told: Told, i: int) -> list[Extent]:
    """The sources told in the sentence of token `i`, else in its neighbours; nearest first."""
    sentence = scene.tree.tokens[i].sentence
    for near in ((sentence,), (sentence - 1, sentence + 1)):
        found = [e for k in near for e in told.sources_of.get(k, ())]
        if found:
            return sorted(found, key=lambda e: (max(e[0] - i, i - e[1]), e))[:NEAREST]
    return []


def heard_status(told: Told, extent: Extent) -> str:
    """How an extent compares with the sources that the chain tells."""
    a, z = told.sources.get(extent[0]), told.sources.get(extent[1])
    if a is None and z is None:
        inner = any(k in told.sources for k in range(extent[0], min(extent[1], extent[0] + 30) + 1))
        return "around" if inner else "apart"
    if a == extent:
        return "same"
    if a is not None and a[0] == extent[0]:
        return "start"
    return "end" if z is not None and z[1] == extent[1] else "part"


def heard_source(scene: Scene, i: int, lemma: str, extent: Extent | None, label: str) -> list[str]:
    """The features of a source beside what the chain tells; none where it tells nothing of the saying."""
    told = scene.heard(i)
    if told is None:
        return []
    near = _heard_sources(scene, told, i)
    cue = "cue" if i in told.cues else "no cue"
    if extent is None:
        return [f"told none of {min(len(near), 2)} {cue}", f"told none of {min(len(near), 2)} l={lemma}"]
    status = heard_status(told, extent)
    found = [f"told {status}", f"told {status} {cue}", f"told {status} {label}", f"told {status} l={lemma}"]
    side = "L" if extent[1] < i else "R"
    rank = near.index(extent) if extent in near else 9
    lo, hi = (extent[1] + 1, i) if extent[1] < i else (i + 1, extent[0])
    other = any(k in told.cues and told.cues[k] != told.cues.get(i) for k in range(max(lo, hi - 40), hi))
    return [*found, f"told {status} {rank} {side}", f"told {status} over {other} {side} {cue}"]


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
        return [*found, f"none passive={passive}", f"none subject={subject_class(tree, i)}"]
    first, last = tree.tokens[extent[0]], tree.tokens[extent[1]]
    after = token_at(tree.tokens, extent[1] + 1)
    before = token_at(tree.tokens, extent[0] - 1)
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
