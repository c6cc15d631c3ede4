"""The kinds of change: pure functions of two accounts of one claim, a module a family."""

from collections.abc import Iterator

from firsthand.difference.account import Account, Difference
from firsthand.difference.certainty import certainty_changes
from firsthand.difference.figures import figure_changes
from firsthand.difference.names import garblings, name_changes, proper_words
from firsthand.difference.parties import same_party
from firsthand.difference.quotation import negation_changes, quotation_changes
from firsthand.difference.scope import scope_changes
from firsthand.difference.sourcing import source_changes
from firsthand.difference.timing import time_changes

__all__ = ["Account", "Difference", "differences", "garblings", "name_changes", "proper_words", "same_party"]


def differences(parent: Account, child: Account) -> Iterator[Difference]:
    """All differences between two accounts of one claim but those of names, which sentences have."""
    kind = parent.reading.kind
    if kind == "quantity":
        yield from figure_changes(parent, child)
        yield from scope_changes(parent, child)
    elif kind == child.reading.kind == "quote":
        yield from quotation_changes(parent, child)
        yield from negation_changes(parent, child)
    else:
        yield from negation_changes(parent, child)
    yield from certainty_changes(parent, child)
    yield from time_changes(parent, child)
    yield from source_changes(parent, child)
