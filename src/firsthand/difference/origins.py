"""Which origins are one party under several wordings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from firsthand.difference.parties import same_party
from firsthand.model import Claim, Origin, Result


def shared_origins(result: Result) -> list[Origin]:
    """The origins of what several articles tell, one for each party, those of most claims first."""
    several = [c for c in result.claims if len({r.article for r in c.readings}) > 1]
    return distinct_origins({o.id: o for o in result.origins}, several)


def distinct_origins(origins: Mapping[str, Origin], claims: Sequence[Claim]) -> list[Origin]:
    """The origins of some claims, one for each party, those of most claims first."""
    counts: Counter[str] = Counter()
    for claim in claims:
        counts.update(list(dict.fromkeys(r.origin for r in claim.readings if r.origin is not None)))
    kept: list[Origin] = []
    for key, _ in counts.most_common():
        origin = origins.get(key)
        if origin and not any(o.kind == origin.kind and same_party(o.name, origin.name) for o in kept):
            kept.append(origin)
    return kept
