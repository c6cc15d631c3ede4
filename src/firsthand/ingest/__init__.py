"""From files and folders to decoded documents; what can't be read becomes an issue, never an exception."""

from __future__ import annotations

from firsthand.ingest.documents import read_inputs
from firsthand.ingest.files import LIMIT_BYTES

__all__ = ["LIMIT_BYTES", "read_inputs"]
