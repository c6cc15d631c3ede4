"""Changes of who is said to say it: a source that fell away, another source, a hardened one."""

from __future__ import annotations

from collections.abc import Iterator

from firsthand.alignment.terms import stem
from firsthand.difference.account import Account, Difference
from firsthand.difference.parties import party, same_party
from firsthand.language import table
from firsthand.model import Attribution, Span


def source_changes(parent: Account, child: Account) -> Iterator[Difference]:
    """How the attribution changed; a headline that names no source is none, nor is an added one."""
    p, c = parent.reading.attribution, child.reading.attribution
    if p is None or p.source is None or parent.reading.kind == "event" or nobody(p.source):
        return
    if c is None or c.source is None:
        if not child.headline:
            why = f"the source ({p.source}) fell away; the article says it in its own voice"
            yield _points(parent, child, p, c, "attribution-lost", "high" if p.source_kind == "anonymous" else "medium", why)
        return
    if _kept(p, c) or nobody(c.source):
        return
    if p.source_kind == "anonymous" and c.source_kind != "anonymous":
        why = f"unnamed ({p.source}) became {c.source}"
        yield _points(parent, child, p, c, "anonymous-hardened", "high", why)
    elif party(p.source).proper or party(c.source).proper:
        why = f"said by {p.source}, now by {c.source}"
        yield _points(parent, child, p, c, "attribution-changed", "medium", why)


def nobody(source: str) -> bool:
    """Whether a source is worded so that it can't be told who it is: a pronoun left unresolved."""
    return not (party(source).proper or party(source).plain - {stem(w) for w in table("parties")["pronouns"]})


def _kept(p: Attribution, c: Attribution) -> bool:
    """Whether the child still names the parent's source, or somebody who speaks for it."""
    ours = [p.source, *p.chain]
    theirs = [c.source, *c.chain]
    if any(same_party(a, b) for a in ours for b in theirs):
        return True
    if p.source_kind == c.source_kind == "anonymous":
        return True
    return not party(c.source or "").proper and c.source_kind == p.source_kind


def _points(
    parent: Account, child: Account, p: Attribution, c: Attribution | None, kind: str, severity: str, why: str
) -> Difference:
    """The difference, pointing at the source's words where there are any, else at the reading."""
    return Difference(kind, severity, why, _where(parent, p), _where(child, c))  # type: ignore[arg-type]


def _where(account: Account, attribution: Attribution | None) -> Span:
    spans = attribution.source_spans if attribution else ()
    for span in spans:
        if "\n" not in account.text[min(span.start, account.reading.span.start) : span.end]:
            return span
    return account.reading.span
