"""Collections of any size: articles to stories to tables, on an engine of choice."""

from __future__ import annotations

from firsthand.batch.running import BatchOptions, Ran, run

__all__ = ["BatchOptions", "Ran", "run"]
