"""What two articles tell alike: terms, and the sentences that answer each other."""

from firsthand.alignment.passages import Aligned, Passage, Witness, align, witness
from firsthand.alignment.terms import Weights, skeleton, stem, terms, weigh

__all__ = [
    "Aligned",
    "Passage",
    "Weights",
    "Witness",
    "align",
    "skeleton",
    "stem",
    "terms",
    "weigh",
    "witness",
]
