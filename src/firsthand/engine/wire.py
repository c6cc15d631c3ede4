"""What crosses between the processes of an engine: frames, most of which hold a table as Arrow IPC bytes.

A frame is one byte for its kind, eight for its length, and the bytes.
"""

from __future__ import annotations

import struct
from typing import Any, BinaryIO

STEP, READY, CALL, TABLE, END, ERROR = b"S", b"R", b"C", b"T", b"E", b"X"
_HEADER = struct.Struct("<cQ")
HEADER_BYTES = _HEADER.size


def frame(kind: bytes, data: Any = b"") -> tuple[bytes, Any]:  # noqa: ANN401
    """The header and the bytes of a frame."""
    return _HEADER.pack(kind, len(data)), data


def parse_header(data: bytes) -> tuple[bytes, int]:
    """The kind of a frame and its length."""
    kind, length = _HEADER.unpack(data)
    return kind, length


def read_frame(stream: BinaryIO) -> tuple[bytes, bytes] | None:
    """The next frame, None at the end."""
    header = stream.read(HEADER_BYTES)
    if len(header) < HEADER_BYTES:
        return None
    kind, length = parse_header(header)
    return kind, stream.read(length)


def to_bytes(table: Any) -> Any:  # noqa: ANN401
    """A table as an Arrow IPC stream: its own rows only, also where it is a slice of a larger one."""
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    return sink.getvalue()


def from_bytes(data: Any) -> Any:  # noqa: ANN401
    """The table of an Arrow IPC stream."""
    import pyarrow as pa

    with pa.ipc.open_stream(data) as reader:
        return reader.read_all()
