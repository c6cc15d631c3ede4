"""The log of a run: what became of each document, one line of JSON each, and going on from it.

A line of a document that was read holds the document, unless it was plain text, which is quick to read
again; so a run that goes on need not read an archive's first half a second time.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from firsthand.ingest.events import Note
from firsthand.model import Issue, RawDocument


class Journal:
    """The log that a run writes to, and what an earlier run left in it."""

    def __init__(self, file: IO[bytes] | None, earlier: list[dict[str, Any]]) -> None:
        self._file = file
        self._sizes: dict[str, int] = {}
        self._entries: dict[str, list[dict[str, Any]]] = {}
        self._finished: set[str] = set()
        for entry in earlier:
            self._remember(entry)

    @classmethod
    def open(cls, path: Path | None, *, resume: bool) -> Journal:
        """The journal at a path, gone on with or begun anew; one that writes nothing without a path.

        Errors: OSError where it cannot be written.
        """
        if path is None:
            return cls(None, [])
        earlier: list[dict[str, Any]] = []
        end = 0
        if resume and path.exists():
            with path.open("rb") as left:
                for raw in left:
                    try:
                        entry = json.loads(raw)
                    except ValueError:
                        break  # the run was killed while it wrote this
                    if not raw.endswith(b"\n") or not isinstance(entry, dict):
                        break
                    earlier.append(entry)
                    end += len(raw)
        file: IO[bytes] = path.open("r+b" if end else "wb")
        file.truncate(end)
        file.seek(end)
        return cls(file, earlier)

    def _remember(self, entry: dict[str, Any]) -> None:
        path = entry.get("input")
        if not isinstance(path, str):
            return
        if entry.get("status") == "begun":
            self._sizes[path] = entry.get("size", -1)
        elif entry.get("status") == "finished":
            self._finished.add(path)
        else:
            self._entries.setdefault(path, []).append(entry)

    def recall(self, path: str, size: int) -> Iterator[RawDocument | Issue]:
        """The documents and issues that an earlier run had of an input; none where it has changed since."""
        from firsthand.ingest.wire import from_wire

        if self._sizes.get(path) != size:
            self._entries.pop(path, None)
            self._finished.discard(path)
            self._sizes[path] = size
            self._put({"input": path, "status": "begun", "size": size})
        for entry in self._entries.get(path, ()):
            record = entry.get("record")
            if record:
                with contextlib.suppress(KeyError, TypeError, ValueError):
                    found = from_wire(dict(record))
                    if isinstance(found, RawDocument | Issue):
                        yield found

    def is_finished(self, path: str) -> bool:
        """Whether an earlier run read the input to its end."""
        return path in self._finished

    def places(self, path: str) -> tuple[tuple[int, int], ...]:
        """First and last places of the stretches of documents that are done."""
        done = sorted({e["place"] for e in self._entries.get(path, ()) if isinstance(e.get("place"), int)})
        out: list[tuple[int, int]] = []
        for place in done:
            if out and out[-1][1] == place - 1:
                out[-1] = (out[-1][0], place)
            else:
                out.append((place, place))
        return tuple(out)

    def write(self, path: str, place: int | None, status: str, outcome: RawDocument | Issue | Note) -> None:
        """Add the status of one document."""
        if self._file is None:
            return
        entry: dict[str, Any] = {"input": path, "place": place, "status": status}
        if isinstance(outcome, RawDocument):
            entry |= {"path": outcome.paths[0], "sha256": outcome.sha256}
        else:
            entry |= {"path": outcome.where, "why": outcome.detail}
            if isinstance(outcome, Issue):
                entry["code"] = outcome.code
        if not isinstance(outcome, Note) and (place is not None or path in self._sizes):
            from firsthand.ingest.wire import to_wire

            entry["record"] = to_wire(outcome)
        self._put(entry)

    def finish(self, path: str) -> None:
        """Note that an input was read to its end."""
        self._put({"input": path, "status": "finished"})

    def _put(self, entry: dict[str, Any]) -> None:
        if self._file is not None:
            self._file.write(json.dumps(entry, separators=(",", ":")).encode("ascii") + b"\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
