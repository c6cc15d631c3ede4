"""The vectors of the words of a sentence, as the shipped pipeline makes them; each word is embedded once.

A word's own vector depends on nothing around it, and half of the words of a text have stood there before.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

Vectors = NDArray[np.float32]

# Words whose vectors are kept: some 600 bytes each.
MOST_WORDS = 50_000


class Encoder:
    """A pipeline's first component, whose model embeds words and then looks at their neighbours."""

    def __init__(self, nlp: Language) -> None:
        embed, self._in_context = nlp.get_pipe("tok2vec").model.layers
        extract, *self._embed = embed.layers
        self._columns = extract.attrs["columns"]
        self._place: dict[bytes, int] = {}
        self._vectors: Vectors = np.zeros((0, embed.get_dim("nO")), dtype=np.float32)

    def encode(self, docs: Sequence[Doc]) -> None:
        """Gives each document its vectors, to the bit those that the component itself would give."""
        features = [doc.to_array(self._columns) for doc in docs if len(doc)]
        if not features:
            return
        every = np.concatenate(features)
        # A row of numbers as one key: what a word looks like, as far as its vector goes.
        words: list[bytes] = every.view(f"S{every.itemsize * every.shape[1]}").ravel().tolist()
        self._learn(words, every)
        alone = self._vectors[[self._place[word] for word in words]]
        ends = np.cumsum([len(rows) for rows in features])
        found = self._in_context.predict(np.split(alone, ends[:-1]))
        for doc, vectors in zip((doc for doc in docs if len(doc)), found, strict=True):
            doc.tensor = vectors

    def _learn(self, words: Sequence[bytes], features: NDArray[np.uint64]) -> None:
        """Embeds the words that were not met before, all together."""
        new = {word: n for n, word in enumerate(words) if word not in self._place}
        if len(self._place) + len(new) > len(self._vectors):
            self._place.clear()
            new = {word: n for n, word in enumerate(words)}
            room = max(MOST_WORDS, len(new))
            self._vectors = np.zeros((room, self._vectors.shape[1]), dtype=np.float32)
        if not new:
            return
        found = [features[list(new.values())]]
        for layer in self._embed:
            found = layer.predict(found)
        first = len(self._place)
        self._vectors[first : first + len(new)] = found[0]
        self._place.update((word, first + n) for n, word in enumerate(new))
