"""Mentions repeated word by word: in a large story two of each are compared, and the rest follow them."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

from firsthand.alignment import Witness
from firsthand.collation.mentions import Mention

# Up to so many mentions all are compared with all: some 60 articles, two seconds and 200 MB.
COMPARED = 1_000
# Of each sentence so many articles' mentions are compared: two, since what two tell is a claim.
WITNESSES = 2


def distinct(
    found: Sequence[Mention], witnesses: Sequence[Witness]
) -> tuple[list[Mention], Mapping[int, Sequence[Mention]]]:
    """The mentions to be compared, in their order, and for the place of each its further repetitions."""
    if len(found) <= COMPARED:
        return list(found), {}
    kept: list[Mention] = []
    places: dict[Hashable, list[int]] = {}
    repeats: dict[int, list[Mention]] = {}
    for mention in found:
        at = places.setdefault(_key(mention, witnesses[mention.article]), [])
        if len(at) < WITNESSES:
            at.append(len(kept))
            kept.append(mention)
        else:
            repeats.setdefault(at[0], []).append(mention)
    return kept, repeats


def _key(mention: Mention, witness: Witness) -> Hashable:
    """What two mentions have in common that say the same in the same sentence."""
    r, sentence = mention.reading, witness.passages[mention.passage].span
    a = r.attribution
    number = r.number.start - sentence.start if r.number else -1
    return (
        sentence.of(witness.article.text),
        (r.kind, r.span.start - sentence.start, r.span.end - r.span.start, number),
        (r.quantity, r.modality, r.polarity, r.rule),
        (a.source, a.chain) if a else None,
        mention.headline,
    )
