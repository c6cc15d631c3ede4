"""Changes of what a figure counts: a part that fell away, a restriction dropped, another base."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from firsthand.alignment.terms import WORD, function_words, stem
from firsthand.difference.account import Account, Difference, around, differs
from firsthand.language import table

# A restriction stands with its figure within some five words, about forty characters, on either side.
REACH = 40
# "killed or wounded", "nurses and other staff", "severance and related costs"
_JOINED = re.compile(
    r"(?P<first>[^\W\d_]+)\s+(?:or|and)\s+(?:(?:other|related|associated)\s+)?(?P<second>[^\W\d_]+)"
)
_AGE = re.compile(
    r"\b(?P<side>under|below|over|above|older than|younger than)\s+(?:the age of\s+)?"
    r"(?P<age>\d+(?![\d,.]*\d)|[a-z]+)"
)
_EVERYBODY = frozenset({"all", "everyone"})
_SHARE = re.compile(r"[\d.]*\s*(?:%|per cent|percent|points?)")
_BASE = re.compile(
    r"(?:percent|per cent|%|tenth|third|half|quarter|fifth|in \w+|out of \w+)\s+of\s+(?P<base>[^,.;:]{3,60})"
)

_PHRASE_END = re.compile(
    r"\b(?:who|that|which|in|at|on|for|to|and|is|are|was|were|will|would|could|may|might|has|have|had|can)\b"
)


@cache
def _restricting() -> frozenset[str]:
    return frozenset(table("scope")["restricting"])


def scope_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """At most one difference in scope: the first that is found of those below."""
    for find in (_age, _part, _restriction, _base):
        why = find(parent, child)
        if why:
            yield differs(parent, child, "scope", "medium", why)
            return


def _part(parent: Account, child: Account) -> str | None:
    """One of two parts joined by "or" or "and" that fell away while the other stayed."""
    ours = parent.words
    theirs = {stem(m.group().lower()) for m in WORD.finditer(child.sentence)}
    near = {stem(m.group().lower()) for m in WORD.finditer(around(child, REACH).of(child.text))}
    for m in _JOINED.finditer(ours):
        first, second = stem(m["first"].lower()), stem(m["second"].lower())
        if (
            first == second
            or m["first"].lower() in function_words()
            or m["second"].lower() in function_words()
        ):
            continue
        if m["first"][0].isupper() or m["second"][0].isupper() or _verbal(m["first"]) != _verbal(m["second"]):
            continue
        if first in near and second not in theirs:
            return f"“{m.group()}” became “{m['first']}” alone"
        if second in near and first not in theirs:
            return f"“{m.group()}” became “{m['second']}” alone"
    return None


def _verbal(word: str) -> bool:
    """Whether a word looks like a participle: only like is joined with like."""
    return word.lower().endswith(("ed", "ing", "n"))


def _restriction(parent: Account, child: Account) -> str | None:
    """A restricting word of what the parent counts that stands nowhere in the child's sentence."""
    theirs = {m.group().lower() for m in WORD.finditer(child.sentence)}
    counted = parent.reading.quantity.counted if parent.reading.quantity else None
    for m in WORD.finditer(counted or ""):
        word = m.group().lower()
        if word in _restricting() and not theirs & _restricting():
            return f"“{word}” fell away"
    return None


def _age(parent: Account, child: Account) -> str | None:
    """A limit of age that fell away or was turned round."""
    p = _AGE.search(parent.words)
    if p is None or not _is_age(p["age"]) or _SHARE.match(parent.words, p.end()):
        return None
    c = _AGE.search(around(child, REACH).of(child.text))
    if c is None:
        return f"“{p.group()}” fell away"
    below = set(table("scope")["below"])
    if (p["side"].split()[0] in below) != (c["side"].split()[0] in below):
        return f"“{p.group()}” became “{c.group()}”"
    return None


def _is_age(word: str) -> bool:
    return (word.isdigit() and len(word) <= 2) or word in ("five", "ten", "twelve", "six", "one", "two")


def _base(parent: Account, child: Account) -> str | None:
    """A share that is now taken of something else ("of its workforce", "of its engineers")."""
    p, c = _BASE.search(parent.sentence, 0), _BASE.search(child.sentence, 0)
    if p is None or c is None:
        return None
    ours, theirs = _words(p["base"]), _words(c["base"])
    everybody = set(table("scope")["everybody"])
    if not ours or not theirs or {stem(w) for w in ours} & {stem(w) for w in theirs}:
        return None  # where the phrases share a word, the share is still of the same
    if ours[-1] in everybody and theirs[-1] in everybody:
        return None
    return f"of “{ours[-1]}” became of “{theirs[-1]}”"


def _words(base: str) -> list[str]:
    """The telling words of the noun phrase that a share is taken of, its head last."""
    words = [m.group().lower() for m in WORD.finditer(_PHRASE_END.split(base)[0])]
    if words and words[0] == "those":
        return []
    return [w for w in words if w in _EVERYBODY or not (w in function_words() or w[0].isdigit())]
