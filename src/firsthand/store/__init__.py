"""The library on disk: SQLite by default, PostgreSQL by URL, the same code for both."""

from __future__ import annotations

from firsthand.store.connections import sqlite_warning
from firsthand.store.library import Library, open_library

__all__ = ["Library", "open_library", "sqlite_warning"]
