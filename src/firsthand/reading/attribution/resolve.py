"""Who 'he', 'the newspaper' and 'the same report' are: the sources named before them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from firsthand.language import words
from firsthand.model import SourceKind
from firsthand.reading.attribution.frames import noun_extent
from firsthand.reading.attribution.sources import FULL_NAME, WORD, is_outlet_noun, source_words
from firsthand.reading.attribution.tree import Tree

HE = frozenset({"he", "she", "his", "her", "i"})
THEY = frozenset({"they", "we", "their"})
IT = frozenset({"it", "its"})
DEFINITE = re.compile(
    r"^(?:the|this|these|those|that|its|his|her|their) (?:same |latter |former )?(?P<rest>.+)$", re.IGNORECASE
)
ONE_OF = re.compile(
    r"^(?:one|another|two|some|others|many|both|a second|a third)(?: of (?:the )?(?P<rest>.+))?$",
    re.IGNORECASE,
)


MOST = 150  # sources remembered; the longest article of the corpus names 60


@dataclass(slots=True)
class Memory:
    """The sources met so far in an article, newest last."""

    named: list[tuple[str, SourceKind, str]] = field(default_factory=list)
    outlet: str | None = None

    def add(self, source: str, kind: SourceKind, head: str) -> None:
        """Remember a source that its own words identify."""
        if self.named[-1:] != [(source, kind, head)]:
            self.named.append((source, kind, head))
        del self.named[:-MOST]
        if kind == "outlet":
            self.outlet = source

    def person(self) -> str | None:
        """The last single person named."""
        for source, kind, _ in reversed(self.named):
            if kind in ("person", "anonymous") and not _plural(source):
                return source
        return None

    def people(self) -> str | None:
        """The last group named, else the last source of any kind."""
        for source, kind, _ in reversed(self.named):
            if kind == "anonymous" and _plural(source):
                return source
        return self.named[-1][0] if self.named else None

    def thing(self) -> str | None:
        """The last organization, document or outlet named."""
        for source, kind, _ in reversed(self.named):
            if kind in ("organization", "document", "outlet"):
                return source
        for source, kind, _ in reversed(self.named):
            if kind == "person" and not _has_office(source):
                return source  # a firm whose name looks like a person's
        return None

    def like(self, head: str) -> str | None:
        """The last source whose words hold the noun `head`."""
        for source, _, other in reversed(self.named):
            lowered = [w.lower() for w in WORD.findall(source)]
            if head == other or head in lowered or head.rstrip("s") in lowered:
                return source
        return None


def resolved(source: str, head: str, memory: Memory) -> str | None:
    """The earlier source that the words of `source` stand for, if they stand for one."""
    lowered = source.lower()
    if lowered in HE:
        return memory.person()
    if lowered in THEY:
        return memory.people()
    if lowered in IT:
        return memory.thing()
    if _outlet_reference(lowered, head):
        return memory.outlet
    partial = ONE_OF.match(source)
    if partial and (partial["rest"] is None or partial["rest"].lower() in ("them", "people", "insiders")):
        return None
    definite = DEFINITE.match(source)
    if definite is not None and len(source.split()) <= 3:
        return memory.like(head)
    return _surname(source, memory)


def subject_near(tree: Tree, i: int, pronoun: str) -> str | None:
    """The subject that the pronoun at token `i` takes up: of its own sentence, else of the one before.

    Only within the paragraph; a person for 'he' and 'she', a body or a document for 'it'.
    """
    lowered = pronoun.lower()
    if lowered not in HE | IT:
        return None
    own = tree.tokens[i].sentence
    for k in (own, own - 1):
        if k < 0 or (k < own and "\n" in _between(tree, k, own)):
            return None
        for t in tree.parsed.of(tree.parsed.sentences[k]):
            if t.i >= i or t.dep not in ("nsubj", "nsubj:pass") or tree.tokens[t.head].dep not in MAIN:
                continue
            first, last = noun_extent(tree, t.i)
            phrase = source_words(tree.text(first, last))
            if _fits(tree, (first, last), phrase, t.lower, lowered):
                return phrase
    return None


MAIN = frozenset({"root", "conj", "ccomp", "parataxis"})


def _between(tree: Tree, earlier: int, later: int) -> str:
    sentences = tree.parsed.sentences
    return tree.parsed.text[sentences[earlier].span.end : sentences[later].span.start]


def _fits(tree: Tree, extent: tuple[int, int], phrase: str, head: str, pronoun: str) -> bool:
    inside = [tree.tokens[k] for k in range(extent[0], extent[1] + 1)]
    if len(inside) > 14 or any(t.pos == "PRON" and len(inside) == 1 for t in inside):
        return False
    body = head in words("roles", "organization") or head in words("documents", "heads")
    person = _has_office(phrase) or FULL_NAME.search(phrase) is not None
    if pronoun in HE:
        return not body and (person or (len(inside) == 1 and inside[0].pos == "PROPN"))
    return body or (not person and all(t.pos == "PROPN" for t in inside))


def _outlet_reference(lowered: str, head: str) -> bool:
    return is_outlet_noun(head) and lowered.startswith(("the ", "this ")) and len(lowered.split()) <= 3


def _surname(source: str, memory: Memory) -> str | None:
    """The full name met before that ends in the single name given."""
    parts = WORD.findall(source)
    if not parts or len(parts) > 2 or (len(parts) == 2 and parts[0].lower() not in words("roles", "titles")):
        return None
    for earlier, kind, _ in reversed(memory.named):
        if (
            kind == "person"
            and parts[-1] in WORD.findall(earlier)
            and len(WORD.findall(earlier)) > len(parts)
        ):
            return earlier
    return None


def _has_office(source: str) -> bool:
    return any(
        w in words("roles", "person") or w in words("roles", "titles") for w in WORD.findall(source.lower())
    )


def _plural(source: str) -> bool:
    found = WORD.findall(source.lower())
    return bool(found) and any(w in words("anonymous", "plurals") for w in found)
