"""Changes of who is said to say it: a source that fell away, another source, a hardened one."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.alignment.terms import stem
from firsthand.difference.account import Account, Difference
from firsthand.difference.outlets import is_outlet
from firsthand.difference.parties import party, same_party, same_word
from firsthand.language import table
from firsthand.model import Attribution, Severity, Span


def source_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """How the attribution changed; a headline that names no source is none, nor is an added one.

    Nothing is said where the parent's source stands in the child's sentence in whatever role: then it
    is more likely that the attribution was misread than that it fell away.
    """
    p, c = parent.reading.attribution, child.reading.attribution
    if p is None or p.source is None or parent.reading.kind == "event" or nobody(p.source):
        return
    if c is None or c.source is None:
        if not child.headline and not _named_in(p, child.sentence):
            why = f"the source ({p.source}) fell away; the article says it in its own voice"
            severity: Severity = "high" if p.source_kind == "anonymous" else "medium"
            yield Difference("attribution-lost", severity, why, _where(parent, p), _where(child, c))
        return
    if _admitted(parent, p, child, c):
        why = f"told by {p.source}, now admitted by {c.source}"
        yield Difference("anonymous-hardened", "high", why, _where(parent, p), _where(child, c))
        return
    if _kept(p, c) or nobody(c.source) or _resolved(parent, p) or _resolved(child, c):
        return
    if p.source_kind in ("anonymous", "document") and (c.source_kind == "outlet" or is_outlet(c.source)):
        return  # who printed it stands for those who told it, and for the paper that it has seen
    if p.source_kind == "anonymous" and c.source_kind != "anonymous":
        why = f"unnamed ({p.source}) became {c.source}"
        yield Difference("anonymous-hardened", "high", why, _where(parent, p), _where(child, c))
    elif (party(p.source).proper or party(c.source).proper) and not _named_in(p, child.sentence):
        why = f"said by {p.source}, now by {c.source}"
        yield Difference("attribution-changed", "medium", why, _where(parent, p), _where(child, c))


def _named_in(attribution: Attribution, sentence: str) -> bool:
    """Whether a sentence names the source, or one through whom it came, in whatever role."""
    there = party("x " + sentence)
    for link in (attribution.source or "", *attribution.chain):
        ours = party(link)
        if ours.proper and all(any(same_word(w, t) for t in there.proper) for w in ours.proper[-1:]):
            return True
        telling = ours.plain - {stem(w) for w in table("parties")["generic"]}
        if not ours.proper and telling and telling <= there.plain:
            return True
    return False


def nobody(source: str) -> bool:
    """Whether a source is worded so that it can't be told who it is: a pronoun left unresolved."""
    return not (party(source).proper or party(source).plain - {stem(w) for w in table("parties")["pronouns"]})


def _admitted(parent: Account, p: Attribution, child: Account, c: Attribution) -> bool:
    """Whether what unnamed people told is now admitted or confirmed, as only who is meant could."""
    if p.source_kind != "anonymous" or same_party(p.source, c.source):
        return False
    return _admits(child, c) and not _admits(parent, p)


def _admits(account: Account, attribution: Attribution) -> bool:
    verbs = set(table("reporting_verbs")["admissions"])
    words = {w for span in attribution.cue_spans for w in span.of(account.text).lower().split()}
    return bool(words & verbs)


def _resolved(account: Account, attribution: Attribution) -> bool:
    """Whether the sentence words the source as a pronoun, which may have been resolved to the wrong party."""
    words = [span.of(account.text).strip().lower() for span in attribution.source_spans]
    pronouns = {*table("parties")["pronouns"], *table("parties")["possessives"]}
    return bool(words) and all(word in pronouns for word in words)


def _kept(p: Attribution, c: Attribution) -> bool:
    """Whether the child still names the parent's source, or somebody who speaks for it."""
    ours = [p.source, *p.chain]
    theirs = [c.source, *c.chain]
    if any(same_party(a, b) for a in ours for b in theirs):
        return True
    if p.source_kind == c.source_kind == "anonymous" or _speaks_for(p, c) or _speaks_for(c, p):
        return True
    return not party(c.source or "").proper and c.source_kind == p.source_kind


def _speaks_for(person: Attribution, body: Attribution) -> bool:
    """Whether a person is worded as a body's own ("its spokeswoman, …") and the other is a body."""
    opener = (person.source or "").lower().split(" ")[0]
    own = opener in ("its", "their") or "'s " in (person.source or "") or "’s " in (person.source or "")
    return own and person.source_kind == "person" and body.source_kind in ("organization", "outlet")


def _where(account: Account, attribution: Attribution | None) -> Span:
    spans = attribution.source_spans if attribution else ()
    for span in spans:
        if "\n" not in account.text[min(span.start, account.reading.span.start) : span.end]:
            return span
    return account.reading.span
