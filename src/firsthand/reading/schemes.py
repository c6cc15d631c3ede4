"""The one place where other label schemes are turned into Universal Dependencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc


def heads_and_labels(doc: Doc) -> list[tuple[int, str]]:
    """For each token its head and label in Universal Dependencies; a root is its own head."""
    return [(token.head.i, "root" if token.dep_ == "ROOT" else token.dep_) for token in doc]
