"""The sources for ZIP, TAR and gzip: their members are streamed from memory and never touch the disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, cast

from firsthand.ingest.events import Note
from firsthand.ingest.limits import LimitError
from firsthand.ingest.sources import Context, Member, Outcome, buffered, part
from firsthand.ingest.unpacking import GZIP, Metered, in_memory
from firsthand.model import Issue

# What an archive of articles never holds more of; a list of names alone could fill the memory.
MOST_MEMBERS = 1_000_000
_TAR_MARK = slice(257, 262)
# What lies in archives beside articles: folders' metadata of macOS and hidden files.
_ASIDE = ("__MACOSX/", ".DS_Store")


class Zip:
    """ZIP archives."""

    name = "zip"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of the mark, unless it is an office document in the same form."""
        del name, media
        return 0.9 if head.startswith((b"PK\x03\x04", b"PK\x05\x06")) else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member a file inside."""
        file = cast("IO[bytes]", in_memory(member, context.limits, "a ZIP file inside an archive"))
        try:
            with zipfile.ZipFile(file) as archive:
                for info in archive.infolist()[:MOST_MEMBERS]:
                    if info.is_dir() or _is_aside(info.filename):
                        continue
                    yield from _zipped(member, archive, info, context)
        except (
            zipfile.BadZipFile,
            zlib.error,
            ValueError,
            OSError,
            EOFError,
            RuntimeError,
            NotImplementedError,
        ) as error:
            raise LimitError(
                "damaged",
                f"a ZIP file that cannot be read on ({error}); what came before was read: get it again",
            ) from None


def _zipped(
    member: Member, archive: zipfile.ZipFile, info: zipfile.ZipInfo, context: Context
) -> Iterator[Outcome]:
    name = _plain(info.filename)
    if info.flag_bits & 1:
        detail = "encrypted; expected an archive without a password: unpack it yourself"
        yield Issue(code="encrypted", where=f"{member.name}#{name}", detail=detail)
        return
    try:
        with archive.open(info) as inside:
            what = "a file in a ZIP archive"
            stream = buffered(
                Metered(cast("io.BufferedIOBase", inside), context.limits, info.compress_size, what)
            )
            yield part(member, name, stream, size=info.file_size)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError) as error:
        yield Issue(code="damaged", where=f"{member.name}#{name}", detail=f"cannot be unpacked ({error})")


class Tar:
    """TAR archives, packed or not; read from front to back."""

    name = "tar"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of the mark behind the first member's header, also where the archive is packed."""
        del media
        if head[_TAR_MARK] == b"ustar":
            return 0.95
        packed = head.startswith((GZIP, b"BZh", b"\xfd7zXZ"))
        return (
            0.95
            if packed and name.lower().endswith((".tgz", ".tar.gz", ".tar.bz2", ".tar.xz", ".txz"))
            else 0.0
        )

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """One member a file inside; links and devices are none."""
        passed = count = 0
        stream = cast("io.BufferedIOBase", member.stream)
        what = "a TAR archive"
        try:
            if member.head().startswith(GZIP):
                unpacking = Metered(gzip.GzipFile(fileobj=stream), context.limits, member.size, what)
                stream = cast("io.BufferedIOBase", buffered(unpacking))
            mode = "r|" if stream is not member.stream or member.head()[_TAR_MARK] == b"ustar" else "r|*"
            with tarfile.open(fileobj=cast("IO[bytes]", stream), mode=mode) as archive:  # type: ignore[call-overload]
                for info in archive:
                    count += 1
                    if not info.isreg() or _is_aside(info.name) or count > MOST_MEMBERS:
                        passed += not info.isdir()
                        continue
                    inside = archive.extractfile(info)
                    if inside is not None:
                        whole = buffered(
                            Metered(cast("io.BufferedIOBase", inside), context.limits, info.size, what)
                        )
                        yield part(member, _plain(info.name), whole, size=info.size)
                    archive.members = []  # it would keep them all
        except (tarfile.TarError, OSError, EOFError, zlib.error, ValueError) as error:
            raise LimitError(
                "damaged",
                f"a TAR archive that cannot be read on ({error}); what came before was read: get it again",
            ) from None
        if passed:
            yield Note(where=member.name, detail=f"{passed} links, devices and hidden files passed over")


class Gzip:
    """One packed file."""

    name = "gzip"
    holds_members = True

    def recognise(self, head: bytes, name: str, media: str) -> float:
        """Sure of the mark, where it is not a WARC or TAR file."""
        del name, media
        return 0.8 if head.startswith(GZIP) else 0.0

    def read(self, member: Member, context: Context) -> Iterator[Outcome]:
        """The one member."""
        packed = gzip.GzipFile(fileobj=cast("IO[bytes]", member.stream))
        stream = buffered(Metered(packed, context.limits, member.size, "a gzip file"))
        name = member.name.rsplit("/", 1)[-1].rsplit("#", 1)[-1]
        inner = name[:-3] if name.lower().endswith(".gz") else "content"
        yield part(member, inner, stream, media=member.media)


def _plain(name: str) -> str:
    """A member's name as part of a path that is shown, never opened."""
    return name.replace("\\", "/").replace("\0", "\ufffd")[:500]


def _is_aside(name: str) -> bool:
    base = name.rsplit("/", 1)[-1]
    return name.startswith(_ASIDE[0]) or base.startswith(".")
