"""Work spread over processes or machines: rows mapped, pairs found, groups taken one at a time."""

from __future__ import annotations

from firsthand.engine.opening import open_engine
from firsthand.engine.steps import Engine, Neighbours, Step

__all__ = ["Engine", "Neighbours", "Step", "open_engine"]
