"""The one place where other label schemes are turned into Universal Dependencies.

Pipelines trained on OntoNotes label with the CLEAR scheme, where prepositions and 'be' are heads; in
Universal Dependencies the words with content are. The bridge turns the arcs that reading looks at:
prepositional phrases, copulas, agents, coordination, and the names of the rest.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

# Labels that only the CLEAR scheme has: one of them among a parser's labels tells the scheme.
CLEAR = frozenset({"pobj", "dobj", "nsubjpass", "auxpass", "prep", "attr", "acomp", "poss", "relcl", "prt"})
RENAMED = {
    "dobj": "obj",
    "nsubjpass": "nsubj:pass",
    "csubjpass": "csubj:pass",
    "auxpass": "aux:pass",
    "poss": "nmod:poss",
    "relcl": "acl:relcl",
    "prt": "compound:prt",
    "neg": "advmod",
    "dative": "iobj",
    "intj": "discourse",
    "preconj": "cc:preconj",
    "predet": "det:predet",
    "quantmod": "advmod",
    "npadvmod": "obl:unmarked",
    "oprd": "xcomp",
    "meta": "dep",
    "ROOT": "root",
}
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM", "DET"})
COPULA = frozenset({"attr", "acomp"})


def is_clear(labels: Iterable[str]) -> bool:
    """Whether a parser with these labels uses the CLEAR scheme."""
    return not CLEAR.isdisjoint(labels)


def heads_and_labels(doc: Doc) -> list[tuple[int, str]]:
    """For each token of a document with CLEAR labels its head and label in Universal Dependencies.

    A root is its own head.
    """
    heads = [token.head.i for token in doc]
    labels = [token.dep_ or "dep" for token in doc]
    _raise_objects(heads, labels, [token.pos_ for token in doc])
    _raise_predicates(heads, labels, [token.lemma_.lower() or token.lower_ for token in doc])
    _flatten_coordination(heads, labels)
    return [
        (head, "root" if head == i else RENAMED.get(label, label))
        for i, (head, label) in enumerate(zip(heads, labels, strict=True))
    ]


def _raise_objects(heads: list[int], labels: list[str], pos: list[str]) -> None:
    """Hangs the object of a preposition on what the preposition hung on, and the preposition on it."""
    for i, label in enumerate(labels):
        if label not in ("pobj", "pcomp"):
            continue
        case = heads[i]
        if labels[case] not in ("prep", "agent", "dative") or heads[case] == case:
            labels[i] = "obj" if label == "pobj" else "ccomp"
            continue
        outer = heads[case]
        nominal = pos[outer] in NOMINAL
        if label == "pcomp":
            labels[i] = "acl" if nominal else "advcl"
        elif labels[case] == "agent":
            labels[i] = "obl:agent"
        else:
            labels[i] = "nmod" if nominal else "obl"
        heads[i], heads[case] = outer, i
        labels[case] = "case" if label == "pobj" else "mark"


def _raise_predicates(heads: list[int], labels: list[str], lemmas: list[str]) -> None:
    """Makes what 'be' links to its subject the head, and 'be' its copula."""
    for i, label in enumerate(labels):
        verb = heads[i]
        if label not in COPULA:
            continue
        if lemmas[verb] not in ("be", "'s", "’s", "is", "are", "was", "were"):
            labels[i] = "xcomp"
            continue
        heads[i], labels[i] = (i if heads[verb] == verb else heads[verb]), labels[verb]
        for j, head in enumerate(heads):
            if head == verb and j not in (i, verb):
                heads[j] = i
        heads[verb], labels[verb] = i, "cop"


def _flatten_coordination(heads: list[int], labels: list[str]) -> None:
    """Hangs every conjunct on the first, and each 'and' on the conjunct after it."""
    for i, label in enumerate(labels):
        if label == "conj":
            while labels[heads[i]] == "conj" and heads[heads[i]] != heads[i]:
                heads[i] = heads[heads[i]]
    for i, label in enumerate(labels):
        if label == "cc":
            later = [j for j in range(i + 1, len(labels)) if labels[j] == "conj" and heads[j] == heads[i]]
            heads[i] = later[0] if later else heads[i]
