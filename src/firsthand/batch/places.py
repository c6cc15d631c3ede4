"""Files on this machine or in object storage, named by a path or an address such as s3://bucket/folder."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from firsthand.errors import UsageError
from firsthand.ingest.files import list_files
from firsthand.model import Issue


def is_remote(path: str) -> bool:
    """Whether a path is an address of a storage."""
    return "://" in path


def storage(path: str) -> tuple[Any, str]:
    """The file system of a path, and the path within it.

    Errors: UsageError where nothing can open such an address.
    """
    import pyarrow as pa
    from pyarrow import fs

    if not is_remote(path):
        return fs.LocalFileSystem(), path
    try:
        found: tuple[Any, str] = fs.FileSystem.from_uri(path)
    except (pa.ArrowException, ValueError, OSError) as error:
        raise UsageError(
            f"{path}: no storage that can be read ({error}); expected s3://, gs:// or hdfs://"
        ) from None
    return found


@contextlib.contextmanager
def local_file(path: str) -> Iterator[str]:
    """The path of the file on this machine; what lies in object storage is copied for as long.

    Errors: OSError.
    """
    if not is_remote(path):
        yield path
        return
    system, inside = storage(path)
    with tempfile.TemporaryDirectory() as folder:
        # The name tells what is in it: articles.jsonl.gz
        copy = Path(folder, inside.rsplit("/", 1)[-1])
        with system.open_input_stream(inside, compression=None) as source, copy.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
        yield str(copy)


def list_inputs(given: Sequence[str]) -> tuple[list[tuple[str, int]], list[Issue]]:
    """The files that the arguments stand for, with their sizes, sorted; and what stood in the way."""
    found: dict[str, int] = {}
    issues: list[Issue] = []
    for argument in given:
        if is_remote(argument):
            found.update(_remote_files(argument))
            continue
        files, obstacles = list_files(argument)
        issues += obstacles
        found.update((path, Path(path).stat().st_size) for path in files if Path(path).exists())
    return sorted(found.items()), issues


def _remote_files(address: str) -> Iterator[tuple[str, int]]:
    from pyarrow import fs

    system, inside = storage(address)
    start = (
        address[: len(address) - len(inside)]
        if address.endswith(inside)
        else address.split("://", maxsplit=1)[0] + "://"
    )
    info = system.get_file_info(inside)
    if info.type == fs.FileType.File:
        yield address, info.size
        return
    for one in system.get_file_info(fs.FileSelector(inside, recursive=True, allow_not_found=True)):
        if one.type == fs.FileType.File and not one.base_name.startswith((".", "_")):
            yield start + one.path, one.size
