"""The tables of saying words, as sets, and the lemma of a form."""

from __future__ import annotations

from functools import cache, lru_cache

from firsthand.language import table, words

KINDS = ("say", "show", "think", "deny", "want", "act")
VOUCHED = frozenset(
    {"say", "show", "think", "deny", "according", "citing", "seen", "headline", "summary", "noun"}
)
VOWELS = "aeiou"


@cache
def verbs(kind: str) -> frozenset[str]:
    """The lemmas of one kind of reporting verb."""
    return words("reporting_verbs", kind)


@cache
def any_verb() -> frozenset[str]:
    """All lemmas that report anything."""
    return frozenset().union(*(verbs(kind) for kind in (*KINDS, "quoting", "seeing")))


def kind_of(lemma: str) -> str | None:
    """The first kind that a lemma belongs to, saying before thinking before wanting."""
    for kind in KINDS:
        if lemma in verbs(kind):
            return kind
    return None


@lru_cache(maxsize=65536)
def lemma_of(form: str) -> str:
    """The reporting verb that a lower-case form is a form of, else the form itself."""
    irregular: dict[str, str] = table("reporting_verbs")["irregular"]
    if form in irregular:
        return irregular[form]
    known = any_verb()
    if form in known:
        return form
    for ending in ("s", "es", "ed", "d", "ing"):
        if form.endswith(ending) and len(form) > len(ending) + 1:
            stem = form[: -len(ending)]
            for candidate in _stems(stem):
                if candidate in known:
                    return candidate
    return form


def _stems(stem: str) -> tuple[str, ...]:
    found = [stem, stem + "e"]
    if stem.endswith("i"):
        found.append(stem[:-1] + "y")
    if len(stem) > 2 and stem[-1] == stem[-2]:
        found.append(stem[:-1])
    return tuple(found)
