"""What is new between two results: articles, origins, claims, readings, changes.

Both are results as `trace --format json` writes them, of runs over files or of a library. Ids may differ from
run to run, so articles are known again by their bytes or their address, claims by the words they stand on.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from firsthand.errors import InputError

Found = dict[str, Any]
_Place = tuple[str, int, int]


def load_result(path: Path) -> Found:
    """The result that a file holds.

    Errors:
        InputError: it is no result of ours.
    """
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise InputError(f"{path}: {error.strerror}; expected what `trace --format json` wrote") from None
    except ValueError:
        raise InputError(f"{path}: no JSON; expected what `trace --format json` wrote") from None
    if not isinstance(found, dict) or not str(found.get("format", "")).startswith("firsthand/1"):
        raise InputError(f"{path}: no result of firsthand; expected what `trace --format json` wrote")
    return found


def diff_results(old: Found, new: Found) -> Found:
    """What the new result has that the old has not, and the other way round, each in its own order."""
    before, after = _Run(old), _Run(new)
    same = after.known_claims(before)
    kept = {one["id"] for one in same.values()}
    pairs = [(same[one["id"]], one) for one in new["claims"] if one["id"] in same]
    return {
        "format": "firsthand-diff/1",
        "articles": _sides(before.articles, after.articles),
        "origins": _sides(before.origins, after.origins),
        "claims": {
            "new": [after.claim_row(one) for one in new["claims"] if one["id"] not in same],
            "gone": [before.claim_row(one) for one in old["claims"] if one["id"] not in kept],
        },
        "readings": [row for earlier, one in pairs for row in _moved(before, earlier, after, one)],
        "changes": _sides(before.changes(), after.changes(same)),
    }


def diff_lines(found: Found) -> tuple[str, ...]:
    """The difference as lines to read."""
    lines = []
    for name in ("articles", "origins", "claims", "changes"):
        for side, sign in (("new", "+"), ("gone", "-")):
            lines += [f"{sign} {name.removesuffix('s')}: {row['line']}" for row in found[name][side]]
    lines += [f"~ reading: {row['line']}" for row in found["readings"]]
    return tuple(lines) or ("nothing is new",)


class _Run:
    """One result, with what its parts are known again by."""

    def __init__(self, result: Found) -> None:
        self.result = result
        told: Sequence[Found] = result["articles"]
        self.key = {one["id"]: str(one.get("sha256") or one.get("url") or one["id"]) for one in told}
        self.name = {one["id"]: str(one.get("outlet") or one.get("title") or one["id"]) for one in told}
        self.articles = {self.key[one["id"]]: _article_row(one) for one in told}
        named = [((one["name"], one["kind"], one.get("via")), one) for one in result["origins"]]
        self.origins = {key: _origin_row(one) for key, one in named}
        self.claims = {one["id"]: one for one in result["claims"]}

    def places(self, claim: Found) -> set[_Place]:
        """The words that a claim stands on."""
        return {(self.key.get(one["article"], ""), one["start"], one["end"]) for one in claim["readings"]}

    def known_claims(self, before: _Run) -> dict[str, Found]:
        """For each claim that shares words with one of the run before, that one; the most shared first."""
        at: dict[_Place, list[str]] = {}
        for claim in before.result["claims"]:
            for place in before.places(claim):
                at.setdefault(place, []).append(claim["id"])
        pairs = []
        for order, claim in enumerate(self.result["claims"]):
            shared: dict[str, int] = {}
            for place in self.places(claim):
                for other in at.get(place, ()):
                    shared[other] = shared.get(other, 0) + 1
            pairs += [(-count, order, other, claim["id"]) for other, count in shared.items()]
        found: dict[str, Found] = {}
        taken: set[str] = set()
        for _, _, other, mine in sorted(pairs):
            if mine not in found and other not in taken:
                found[mine] = before.claims[other]
                taken.add(other)
        return found

    def claim_row(self, claim: Found) -> Found:
        """A claim, to be shown."""
        least, most = claim["independent_at_least"], claim["independent_at_most"]
        origins = str(least) if least == most else f"{least} to {most}"
        readings = len(claim["readings"])
        return {
            "id": claim["id"],
            "label": claim["label"],
            "line": f"{claim['label']} ({readings} reading{'s' * (readings != 1)}, {origins} independent)",
        }

    def changes(self, same: Mapping[str, Found] | None = None) -> dict[tuple[object, ...], Found]:
        """The changes by what makes them the same in two runs."""
        found: dict[tuple[object, ...], Found] = {}
        for one in self.result["changes"]:
            claim = same[one["claim"]]["id"] if same and one["claim"] in same else one["claim"]
            fresh = same is not None and one["claim"] not in same
            key = (
                *(one["kind"], claim, fresh, self.key.get(one["parent"]), self.key.get(one["child"])),
                *(one["parent_reading"]["start"], one["child_reading"]["start"]),
            )
            names = self.name.get(one["parent"], one["parent"]), self.name.get(one["child"], one["child"])
            line = (
                f"{one['kind']} ({one['severity']}): {names[0]} “{one['parent_reading']['quote']}” → "
                f"{names[1]} “{one['child_reading']['quote']}”"
            )
            found[key] = {name: one[name] for name in ("kind", "severity", "parent", "child", "claim")}
            found[key]["line"] = line
        return found


def _sides(old: Mapping[Any, Found], new: Mapping[Any, Found]) -> dict[str, list[Found]]:
    return {
        "new": [row for key, row in new.items() if key not in old],
        "gone": [row for key, row in old.items() if key not in new],
    }


def _moved(before: _Run, old: Found, after: _Run, new: Found) -> list[Found]:
    """The readings of a claim that are new, gone, or read otherwise than before."""
    was = {(before.key.get(r["article"]), r["start"]): r for r in old["readings"]}
    now = {(after.key.get(r["article"]), r["start"]): r for r in new["readings"]}
    known = set(before.key.values())
    rows = []
    for key, reading in now.items():
        earlier = was.get(key)
        name = after.name.get(reading["article"], reading["article"])
        if earlier is None:
            how = "new" if key[0] in known else "from a new article"
            rows.append(_reading_row(new, reading, f"{name} “{reading['quote']}” ({how})"))
        else:
            told = _what_moved(earlier, reading)
            if told:
                rows.append(_reading_row(new, reading, f"{name} “{reading['quote']}”: {told}"))
    return rows


# What is told of a reading that is read otherwise.
_TOLD = ("value", "high", "bound", "unit", "modality", "polarity", "source")


def _what_moved(old: Found, new: Found) -> str:
    moved = [name for name in _TOLD if old.get(name) != new.get(name)]
    return ", ".join(f"{name} was {old.get(name)}, is {new.get(name)}" for name in moved)


def _reading_row(claim: Found, reading: Found, line: str) -> Found:
    return {"claim": claim["id"], "article": reading["article"], "line": f"{claim['label']}: {line}"}


def _article_row(article: Found) -> Found:
    parts: Sequence[object] = [article.get("outlet"), article.get("published"), article.get("title")]
    return {
        "id": article["id"],
        "sha256": article.get("sha256"),
        "line": ", ".join(str(part) for part in parts if part) or str(article["id"]),
    }


def _origin_row(origin: Found) -> Found:
    via = f" through {origin['via']}" if origin.get("via") else ""
    return {"id": origin["id"], "line": f"{origin['name']} ({origin['kind']}){via}"}
