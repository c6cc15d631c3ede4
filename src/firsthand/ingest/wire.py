"""Records as lines of JSON: between processes and in the log of a run."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from firsthand.ingest.events import Begun, Event, Note
from firsthand.model import Fact, Issue, RawDocument

_KINDS: dict[str, type[Begun | Issue | Note]] = {"begun": Begun, "issue": Issue, "note": Note}


def to_wire(event: Event) -> dict[str, Any]:
    """A record as an object of plain values, with its kind under "kind"."""
    if isinstance(event, RawDocument):
        # `asdict` copies the text and every fact again; this is the one record that is large.
        return {
            "kind": "document",
            "paths": event.paths,
            "sha256": event.sha256,
            "text": event.text,
            "encoding": event.encoding,
            "source": event.source,
            "issues": [[one.code, one.where, one.detail] for one in event.issues],
            "facts": [[one.name, one.value, one.where, one.confidence] for one in event.facts],
            "line_kinds": event.line_kinds,
        }
    return {"kind": next(kind for kind, of in _KINDS.items() if isinstance(event, of)), **asdict(event)}


def from_wire(given: dict[str, Any]) -> Event:
    """The record of such an object. Errors: KeyError, TypeError or ValueError where it is none."""
    kind = given.pop("kind")
    if kind != "document":
        return _KINDS[kind](**given)
    return RawDocument(
        paths=tuple(given["paths"]),
        sha256=given["sha256"],
        text=given["text"],
        encoding=given["encoding"],
        source=given["source"],
        issues=tuple(Issue(code=c, where=w, detail=d) for c, w, d in given["issues"]),
        facts=tuple(Fact(name=n, value=v, where=w, confidence=c) for n, v, w, c in given["facts"]),
        line_kinds=tuple(given["line_kinds"]),
    )


def line(given: dict[str, Any]) -> bytes:
    """An object as one line of JSON; lone surrogates of odd paths stay as escapes."""
    return json.dumps(given, separators=(",", ":")).encode("ascii") + b"\n"
