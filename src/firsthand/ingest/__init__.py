"""From files, archives and addresses to documents; what can't be read becomes an issue."""

from __future__ import annotations

from firsthand.ingest.documents import read_in_parts, read_inputs, total_size
from firsthand.ingest.files import LIMIT_BYTES
from firsthand.ingest.limits import Limits
from firsthand.ingest.options import Progress, ReadOptions

__all__ = ["LIMIT_BYTES", "Limits", "Progress", "ReadOptions", "read_in_parts", "read_inputs", "total_size"]
