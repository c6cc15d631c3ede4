"""The model's matrix products by numpy's BLAS, on one thread and to the same bits in any company; its tables.

spaCy multiplies by a library of its own that has no fast path for many processors: numpy's takes a third
of the time.
"""

from __future__ import annotations

import functools
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps
from thinc.types import Floats2d
from threadpoolctl import ThreadpoolController  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

# With fewer rows than this OpenBLAS takes another way that adds up in another order; sentences would
# then come out otherwise alone than with others. Its limit is a product of sides of 100 cubed, which the
# narrowest of our matrices (96 by 96) reaches with 109 rows.
FEWEST_ROWS = 128


class RowPaddedOps(NumpyOps):  # type: ignore[misc]
    """Numpy's arithmetic whose products do not depend on how many rows are multiplied at once."""

    def __init__(self) -> None:
        super().__init__(use_blis=False)

    def gemm(
        self,
        x: Floats2d,
        y: Floats2d,
        out: Floats2d | None = None,
        trans1: bool = False,  # noqa: FBT001, FBT002 - thinc calls it so
        trans2: bool = False,  # noqa: FBT001, FBT002
    ) -> Floats2d:
        """The product of two matrices, either turned first, as thinc asks for it."""
        rows = x.shape[1] if trans1 else x.shape[0]
        if rows >= FEWEST_ROWS or trans1:
            whole: Floats2d = super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
            return whole
        padded: Floats2d = np.zeros((FEWEST_ROWS, x.shape[1]), dtype=x.dtype)
        padded[:rows] = x
        found: Floats2d = super().gemm(padded, y, trans1=trans1, trans2=trans2)[:rows]
        if out is None:
            return found
        out[:] = found
        return out


def hasten(nlp: Language) -> None:
    """Makes the components of a pipeline use numpy's products."""
    ops = RowPaddedOps()
    for _, component in nlp.pipeline:
        if hasattr(component, "model"):
            for node in component.model.walk():
                node.ops = ops


def to_one_sentence(doc: Doc) -> Doc:
    """The document, told that no sentence starts after its first word."""
    if len(doc) == 0:
        return doc
    starts = np.full((len(doc), 1), -1, dtype=np.int64)
    starts[0] = 1
    return doc.from_array(["SENT_START"], starts.view(np.uint64))


def rows_of(doc: Doc, columns: list[str]) -> list[list[int]]:
    """The attributes of a document's tokens, a row a token: many times quicker than asking each token."""
    table = doc.to_array(columns).reshape(-1, len(columns))
    found: list[list[int]] = table.astype(np.int64, copy=False).tolist()
    return found


def one_thread() -> AbstractContextManager[Any]:
    """Holds numpy's products to one thread: more gain nothing on matrices of this size."""
    limit: AbstractContextManager[Any] = _controller().limit(limits=1, user_api="blas")
    return limit


@functools.cache
def _controller() -> ThreadpoolController:
    """The libraries that have threads; they are looked for once, after numpy has loaded its own."""
    return ThreadpoolController()
