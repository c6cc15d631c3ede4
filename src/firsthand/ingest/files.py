"""Which files an argument stands for, and their bytes; every obstacle becomes an issue."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path

from firsthand.model import Issue

# The longest newspaper features run to some 200 KB and the King James Bible to 4.4 MB: what is larger
# than 5 MB is no article, and reading it for its grammar would take minutes.
LIMIT_BYTES = 5 * 1024 * 1024

# What lies beside articles in a folder and is none: data, code, pictures. Passed over without a word,
# while a file that is named outright is always tried.
_OTHER_FILES = re.compile(
    r"""\.(?:
    sql|db|sqlite|log|lock|bak|tmp|swp|bin                                 # data
    |css|[jt]s|py|pyc|sh|toml|ya?ml|ini|cfg                                # code
    |doc|odt|rtf|xlsx?|pptx?|epub                                          # office documents of other kinds
    |png|jpe?g|gif|webp|svg|ico|bmp|tiff?|mp[34]|wav|avi|mov|webm          # pictures, sound, film
    |7z|rar|zst|exe|dll|so|o                                               # archives and programs
    )$""",
    re.VERBOSE | re.IGNORECASE,
)
# Files of these kinds are mostly settings and results; in a folder they are read where they say that
# they hold news.
_MIXED = re.compile(r"\.(?:json|xml|html?)$", re.IGNORECASE)
_NEWS_INSIDE = re.compile(
    rb"<(?:rss|feed|rdf:RDF)[\s>]|jsonfeed\.org|\"(?:body_text|body_html|body_xhtml|bodies|maintext|articleBody)\"",
    re.IGNORECASE,
)
_OWN_REPORT = re.compile(rb"<meta name=\"generator\" content=\"firsthand\b")
# How much of such a file is looked at.
GLANCE = 4096

# A tree of folders deeper than this is a loop or an accident.
DEEPEST = 64

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
)


def megabytes(size: int) -> str:
    """A size in bytes as people write it: "52.4 MB"."""
    return f"{size / 1_000_000:.1f} MB"


def list_files(argument: str) -> tuple[tuple[str, ...], tuple[Issue, ...]]:
    """The files that one argument stands for, sorted, and what stood in the way.

    A file stands for itself; a folder for the text files below it, hidden ones left out.
    """
    try:
        mode = Path(argument).stat().st_mode
    except (OSError, ValueError) as error:
        return (), (unreadable(argument, error),)
    if not stat.S_ISDIR(mode):
        return (argument,), ()
    issues: list[Issue] = []
    found = sorted(set(_walk(argument, issues)))
    if not found and not issues:
        detail = "no article in this folder or below it; expected texts or pages: name another folder"
        issues.append(Issue(code="nothing-in-folder", where=argument, detail=detail))
    return tuple(found), tuple(issues)


def _walk(root: str, issues: list[Issue]) -> Iterator[str]:
    """The text files below a folder; each real folder is entered once, so loops of links end."""
    entered: set[tuple[int, int]] = set()
    waiting = [(root, 0)]
    while waiting:
        folder, depth = waiting.pop()
        try:
            here = Path(folder).stat()
            if (here.st_dev, here.st_ino) in entered or depth > DEEPEST:
                continue
            entered.add((here.st_dev, here.st_ino))
            with os.scandir(folder) as entries:
                inside = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            issues.append(unreadable(folder, error))
            continue
        for entry in inside:
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                waiting.append((entry.path, depth + 1))
            elif not _OTHER_FILES.search(entry.name) and _is_offered(entry):
                yield entry.path


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_offered(entry: os.DirEntry[str]) -> bool:
    """Whether a file in a folder may hold articles, by a glance into those of mixed kinds."""
    if not _MIXED.search(entry.name):
        return True
    try:
        if not entry.is_file():
            return True  # told as what it is when it is opened
        with Path(entry.path).open("rb") as file:
            head = file.read(GLANCE)
    except OSError:
        return True
    if entry.name.lower().endswith((".html", ".htm")):
        return not _OWN_REPORT.search(head)
    return _NEWS_INSIDE.search(head) is not None


def read_bytes(path: str, limit: int) -> bytes | Issue:
    """The bytes of a file, or why there are none; pipes and devices are not opened."""
    try:
        found = Path(path).stat()
        kind = next((name for test, name in _KINDS if test(found.st_mode)), None)
        if kind:
            detail = f"{kind}, not a file; expected an article as a text file: save its text to a file first"
            return Issue(code="unreadable", where=path, detail=detail)
        if found.st_size > limit:
            return too_large(path, found.st_size, limit)
        with Path(path).open("rb") as file:
            # One byte more than allowed tells a file that grew, or whose size is not known.
            data = file.read(limit + 1)
    except (OSError, ValueError) as error:
        return unreadable(path, error)
    return too_large(path, len(data), limit) if len(data) > limit else data


def too_large(path: str, size: int, limit: int) -> Issue:
    """The issue for a file above the limit."""
    detail = (
        f"{megabytes(size)}, more than the {megabytes(limit)} that one article may have; "
        "expected one article a file: split it, or leave it out"
    )
    return Issue(code="too-large", where=path, detail=detail)


def unreadable(path: str, error: OSError | ValueError) -> Issue:
    """The issue for a path that can't be opened."""
    number = error.errno if isinstance(error, OSError) else None
    if number in (errno.ENOENT, errno.ENOTDIR):
        if os.path.lexists(path):
            detail = "a link to a file that is not there; expected a text file: mend the link or leave it out"
        else:
            detail = "no such file or folder; expected an article or a folder of articles: check the spelling"
        return Issue(code="missing", where=path, detail=detail)
    if number in (errno.EACCES, errno.EPERM):
        detail = "no permission to read it; expected a readable file or folder: change its permissions"
        return Issue(code="permission", where=path, detail=detail)
    if number == errno.ELOOP:
        detail = "a link that leads back to itself; expected a text file: mend the link or leave it out"
        return Issue(code="unreadable", where=path, detail=detail)
    why = error.strerror if isinstance(error, OSError) and error.strerror else "not a usable path"
    detail = (
        f"could not be opened ({why.lower()}); expected a readable text file: check the path and the disk"
    )
    return Issue(code="unreadable", where=path, detail=detail)
