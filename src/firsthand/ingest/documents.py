"""From paths to documents: read, decoded, the same bytes once."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Sequence
from pathlib import Path

from firsthand.ingest.decoding import Decoded, decode
from firsthand.ingest.files import LIMIT_BYTES, list_files, read_bytes
from firsthand.model import Issue, RawDocument

_PAGE = re.compile(r"\s*(?:<!doctype html|<html|<\?xml)", re.IGNORECASE)


def read_inputs(
    paths: Sequence[str | Path], *, limit_bytes: int = LIMIT_BYTES
) -> tuple[tuple[RawDocument, ...], tuple[Issue, ...]]:
    """The documents that files and folders hold, by SHA-256, and all that went wrong with any of them.

    The issues include those of damaged documents, which their own `issues` repeat. Neither depends on
    the order of `paths`; the same bytes under two paths are one document.

    Errors: none; an input that gives no document is an issue with one of the codes `missing`,
    `permission`, `unreadable`, `nothing-in-folder`, `too-large`, `empty`, `binary`, `markup`. A document that
    was not clean UTF-8 has the issue `decoded` or `damaged`.
    """
    files: set[str] = set()
    issues: set[Issue] = set()
    for argument in sorted({os.fspath(path) for path in paths}):
        found, obstacles = list_files(argument)
        files.update(found)
        issues.update(obstacles)
    by_digest: dict[str, tuple[list[str], Decoded]] = {}
    for path in sorted(files):
        read = _read(path, limit_bytes, by_digest)
        if read is not None:
            issues.add(read)
    documents = tuple(_document(digest, *by_digest[digest]) for digest in sorted(by_digest))
    issues.update(issue for document in documents for issue in document.issues)
    return documents, tuple(sorted(issues, key=lambda issue: (issue.where, issue.code, issue.detail)))


def _read(path: str, limit: int, by_digest: dict[str, tuple[list[str], Decoded]]) -> Issue | None:
    """Files one path under the digest of its bytes; the issue where it gives no document."""
    data = read_bytes(path, limit)
    if isinstance(data, Issue):
        return data
    digest = hashlib.sha256(data).hexdigest()
    if digest in by_digest:
        by_digest[digest][0].append(path)
        return None
    if not data.strip():
        what = "an empty file" if not data else "nothing but blank space"
        return Issue(
            code="empty", where=path, detail=f"{what}; expected the text of an article: save it again"
        )
    decoded = decode(data)
    if decoded is None:
        detail = "binary data, not text; expected an article as plain text: save its text as UTF-8"
        return Issue(code="binary", where=path, detail=detail)
    if not decoded.text.strip():
        detail = "nothing but blank space; expected the text of an article: save it again"
        return Issue(code="empty", where=path, detail=detail)
    if _PAGE.match(decoded.text):
        detail = (
            "a web page's source, not its text; expected an article as plain text: save the text of the page"
        )
        return Issue(code="markup", where=path, detail=detail)
    by_digest[digest] = ([path], decoded)
    return None


def _document(digest: str, paths: list[str], decoded: Decoded) -> RawDocument:
    where = min(paths)
    issues: tuple[Issue, ...] = ()
    if decoded.note:
        code = "damaged" if decoded.damaged else "decoded"
        detail = f"{decoded.note}; expected UTF-8: if words look wrong, save it as UTF-8"
        issues = (Issue(code=code, where=where, detail=detail),)
    return RawDocument(
        paths=tuple(sorted(paths)),
        sha256=digest,
        text=decoded.text,
        encoding=decoded.encoding,
        issues=issues,
    )
