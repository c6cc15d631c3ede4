"""Which articles tell the same event."""

from __future__ import annotations

from firsthand.grouping.stories import group

__all__ = ["group"]
