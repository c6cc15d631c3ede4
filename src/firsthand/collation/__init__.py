"""Which readings answer the same question."""

from firsthand.collation.claims import collate

__all__ = ["collate"]
