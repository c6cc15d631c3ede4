"""Work on a library: adding, tracing what is due, watching, comparing with yesterday."""

from __future__ import annotations

from firsthand.desk.adding import Added, AddOptions, add, add_documents
from firsthand.desk.results import result_of
from firsthand.desk.tracing import trace_due

__all__ = ["AddOptions", "Added", "add", "add_documents", "result_of", "trace_due"]
