"""From inputs to documents, by the program's own readers; what can't be read is an issue."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from firsthand.batch import columns, ids, places
from firsthand.engine.steps import Table
from firsthand.ingest.documents import read_plain_text
from firsthand.ingest.files import GLANCE
from firsthand.ingest.limits import Limits
from firsthand.ingest.sniffing import is_plain_text
from firsthand.ingest.wire import to_wire
from firsthand.ingest.workers import Ended, Task, Terms, read_tasks
from firsthand.model import Issue, RawDocument

# So many documents are passed on at once, or fewer where they have so many characters.
ROWS, CHARACTERS = 512, 4 * 1024**2
# A file is read by several processes from this size on, each of which passes over the others' rows.
LANE_BYTES = 256 * 1024**2
MOST_LANES = 8
# Smaller files are read so many at a time: a process for each would take longer than they do.
BUNDLE_BYTES, BUNDLE_FILES = 32 * 1024**2, 500


def plan_inputs(found: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Rows of inputs for files given with their sizes: bundles of small ones, lanes of large ones."""
    rows: list[dict[str, Any]] = []
    bundle: list[str] = []
    size = 0
    for path, length in found:
        if length >= BUNDLE_BYTES:
            lanes = min(MOST_LANES, max(1, length // LANE_BYTES))
            rows += [_input([path], lane, lanes) for lane in range(lanes)]
            continue
        if bundle and (size + length > BUNDLE_BYTES or len(bundle) >= BUNDLE_FILES):
            rows.append(_input(bundle, 0, 1))
            bundle, size = [], 0
        bundle.append(path)
        size += length
    return [*rows, _input(bundle, 0, 1)] if bundle else rows


def _input(paths: Sequence[str], lane: int, lanes: int) -> dict[str, Any]:
    told = columns.to_json([list(paths), lane])
    return {"id": ids.issue_number(told), "paths": columns.to_json(paths), "lane": lane, "lanes": lanes}


def read_documents(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The documents and issues of the inputs in a table."""
    rows: list[dict[str, Any]] = []
    size = 0
    for given in table.to_pylist():
        for outcome in _outcomes(given, options):
            rows.append(_row(outcome))
            size += len(rows[-1]["document"] or "")
            if len(rows) >= ROWS or size >= CHARACTERS:
                yield columns.to_table(rows, columns.documents_schema())
                rows, size = [], 0
    yield columns.to_table(rows, columns.documents_schema())


def failed_inputs(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """The issue for inputs whose reading failed as a whole."""
    where = [path for row in table.to_pylist() for path in json.loads(row["paths"])]
    rows = [_row(Issue(code=code, where=path, detail=detail)) for path in where]
    return columns.to_table(rows, columns.documents_schema())


def _outcomes(given: Mapping[str, Any], options: Mapping[str, Any]) -> Iterator[RawDocument | Issue]:
    for path in json.loads(given["paths"]):
        try:
            with places.local_file(path) as local:
                for outcome in _read(local, given, options):
                    yield outcome if local == path else _named(outcome, local, path)
        except OSError as error:
            detail = f"could not be opened ({error}); check the path and the storage"
            yield Issue(code="unreadable", where=path, detail=detail)


def _read(path: str, given: Mapping[str, Any], options: Mapping[str, Any]) -> Iterator[RawDocument | Issue]:
    if _is_plain(path):
        outcome = read_plain_text(path, Limits().text_bytes)
        yield outcome
        if isinstance(outcome, RawDocument):
            yield from outcome.issues
        return
    task = Task(path=path, lane=given["lane"], lanes=given["lanes"])
    terms = Terms(columns=options.get("columns", {}))
    for _, event in read_tasks([task], terms, 1):
        if isinstance(event, RawDocument):
            yield event
            yield from event.issues
        elif isinstance(event, Issue):
            yield event
        elif isinstance(event, Ended):
            return


def _is_plain(path: str) -> bool:
    try:
        with Path(path).open("rb") as file:
            head = file.read(GLANCE)
    except OSError:
        return True  # told as what it is when it is opened
    return not head or is_plain_text(head, path)


def _named(outcome: RawDocument | Issue, local: str, path: str) -> RawDocument | Issue:
    """What was read from a copy, under the name of what was copied."""
    if isinstance(outcome, Issue):
        return replace(outcome, where=outcome.where.replace(local, path, 1))
    return replace(outcome, paths=tuple(one.replace(local, path, 1) for one in outcome.paths))


def _row(outcome: RawDocument | Issue) -> dict[str, Any]:
    if isinstance(outcome, Issue):
        told = columns.issue_json(outcome)
        return {"id": ids.issue_number(told), "sha256": "", "path": "", "document": None, "issue": told}
    wire = to_wire(outcome)
    return {
        "id": ids.number(outcome.sha256),
        "sha256": outcome.sha256,
        "path": columns.to_json(outcome.paths),
        "document": columns.to_json(wire),
        "issue": None,
    }
