"""The engine that a name stands for."""

from __future__ import annotations

import importlib.util

from firsthand.engine.steps import Engine
from firsthand.errors import UsageError


def open_engine(name: str, *, processes: int | None = None) -> Engine:
    """The engine: "local", "spark" (in this process), or the master of a Spark cluster.

    Errors: UsageError where there is no such engine, or what it needs is not installed.
    """
    if importlib.util.find_spec("pyarrow") is None:
        raise UsageError("batch works on Arrow tables; install them by: pip install 'firsthand[tables]'")
    if name == "local":
        from firsthand.engine.local import Local

        return Local(processes)
    if name == "spark" or name.startswith(("spark://", "local[", "yarn", "k8s://")):
        from firsthand.engine.spark import Spark

        return Spark(None if name == "spark" else name, processes=processes)
    raise UsageError(f"--engine {name}: no such engine; expected local, spark or spark://HOST:PORT")
