"""What changed on the way: each account of a claim beside the nearest account above it."""

from firsthand.comparison.changes import compare

__all__ = ["compare"]
