"""Unpacking with a limit: gzip, deflate and brotli streams that end where they grow too large."""

from __future__ import annotations

import io
import zipfile
import zlib

import brotli

from firsthand.ingest.files import megabytes
from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.ingest.sources import Member

# What is asked of the decompressor at a time.
CHUNK = 64 * 1024
GZIP = b"\x1f\x8b\x08"


def unpacked(data: bytes, coding: str, limit: int, what: str) -> bytes:
    """A body as it was before its transfer coding; LimitError where it grows above `limit`.

    A body that does not have the coding that is named for it comes back as it is: crawlers often keep the
    header of a body that they have unpacked.
    """
    coding = coding.strip().lower()
    if coding in ("gzip", "x-gzip") and data.startswith(GZIP):
        return _inflated(data, 31, limit, what)
    if coding == "deflate":
        # Both forms are in use: with zlib's header, and bare.
        return _inflated(data, 15 if data[:1] == b"\x78" else -15, limit, what)
    if coding == "br":
        return _brotli(data, limit, what)
    if coding in ("", "identity", "gzip", "x-gzip"):
        return data
    raise LimitError("packed", f"{what} in the coding {coding[:20]!r}, which is not read here")


def _inflated(data: bytes, bits: int, limit: int, what: str) -> bytes:
    inflater = zlib.decompressobj(bits)
    try:
        out = inflater.decompress(data, limit + 1)
    except zlib.error as error:
        raise LimitError("damaged", f"{what} that does not unpack ({error}); get it again") from None
    if len(out) > limit:
        raise over(f"{what}, unpacked,", len(out), limit)
    if not inflater.eof:
        raise LimitError("damaged", f"{what} whose packed form is cut off; get it again")
    return out


def _brotli(data: bytes, limit: int, what: str) -> bytes:
    found = brotli.Decompressor()
    out = bytearray()
    try:
        piece = found.process(data, output_buffer_limit=CHUNK)
        while True:
            out += piece
            if len(out) > limit:
                raise over(f"{what}, unpacked,", len(out), limit)
            if found.is_finished() or (not piece and found.can_accept_more_data()):
                break
            piece = found.process(b"", output_buffer_limit=CHUNK)
    except brotli.error:
        if out:
            raise LimitError("damaged", f"{what} that does not unpack; get it again") from None
        return data  # the header stayed, the coding is gone
    if not found.is_finished():
        if not out:
            return data
        raise LimitError("damaged", f"{what} whose packed form is cut off; get it again")
    return bytes(out)


class Metered(io.RawIOBase):
    """What a packed stream unpacks to, up to what its size makes credible.

    Errors: LimitError from any read, once more was unpacked than `Limits.ratio` times `packed` allows, and
    where the stream is damaged.
    """

    def __init__(self, stream: io.BufferedIOBase, limits: Limits, packed: int | None, what: str) -> None:
        self._stream = stream
        self._left = max(limits.unpacked_bytes, limits.ratio * (packed or 0))
        self._most = self._left
        self._what = what

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def readinto(self, buffer: object) -> int:
        """The number of bytes put into `buffer`."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            data = self._stream.read(min(len(view), CHUNK))
        except (OSError, EOFError, zlib.error, ValueError, zipfile.BadZipFile) as error:
            raise LimitError(
                "damaged",
                f"{self._what} that does not unpack to its end ({error}); what came before was read",
            ) from None
        self._left -= len(data)
        if self._left < 0:
            raise LimitError(
                "too-large",
                f"{self._what} that unpacks to more than {megabytes(self._most)}, far above articles; "
                "what came before was read",
            )
        view[: len(data)] = data
        return len(data)


def in_memory(member: Member, limits: Limits, what: str) -> io.BufferedReader | io.BytesIO:
    """A stream that can go back: the member's own where it can, else its bytes, up to the limit."""
    if member.stream.seekable():
        return member.stream
    return io.BytesIO(member.read(limits.nested_bytes, what))
