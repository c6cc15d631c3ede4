"""A claim as one row: its distinct readings, how many articles give each, and how many origins."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.model import Bound, Change, Claim, Reading, Result
from firsthand.report.naming import plain
from firsthand.report.wording import SEVERITIES

_SIGNS: dict[Bound, str] = {"exact": "", "between": "", "about": "≈ ", "at most": "≤ ", "at least": "≥ "}
_MONEY = {"dollar": "$", "euro": "€"}
_PLURALS = {
    "person": "people",
    "man": "men",
    "woman": "women",
    "child": "children",
    "foot": "feet",
    "half": "halves",
    "hertz": "hertz",
    "aircraft": "aircraft",
}
_MAGNITUDES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))


@dataclass(frozen=True, slots=True, kw_only=True)
class DistinctReading:
    """One answer to a claim's question, and the readings that give it, first one first."""

    shown: str
    readings: tuple[Reading, ...]

    @property
    def articles(self) -> int:
        """How many articles give it."""
        return len({reading.article for reading in self.readings})


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """A claim with all that a table shows of it."""

    claim: Claim
    label: str
    distinct: tuple[DistinctReading, ...]
    changes: tuple[Change, ...]
    articles: int

    @property
    def origins(self) -> str:
        """The independent origins: `2`, or `1–2` where they can't be told apart."""
        least, most = self.claim.independent_at_least, self.claim.independent_at_most
        return f"{least}–{most}" if least < most else str(self.claim.independent_origins)

    @property
    def gravest(self) -> int:
        """The rank of its gravest change, 0 the highest; past the last rank where there is none."""
        ranks = [SEVERITIES.index(change.severity) for change in self.changes]
        return min(ranks, default=len(SEVERITIES))


def claim_rows(result: Result, story: str) -> list[ClaimRow]:
    """A story's claims, most telling first: with grave changes, in many articles, read differently."""
    changes = defaultdict(list)
    for change in result.changes:
        changes[change.claim].append(change)
    texts = {article.id: article.text for article in result.articles}
    rows = [
        ClaimRow(
            claim=claim,
            label=plain(claim.label),
            distinct=distinct_readings(claim, texts),
            changes=tuple(changes[claim.id]),
            articles=len({reading.article for reading in claim.readings}),
        )
        for claim in result.claims
        if claim.story == story
    ]
    return sorted(rows, key=lambda row: (row.gravest, -row.articles, -len(row.distinct)))


def distinct_readings(claim: Claim, texts: dict[str, str]) -> tuple[DistinctReading, ...]:
    """The answers that differ, the one that most articles give first."""
    groups: dict[str, list[Reading]] = defaultdict(list)
    for reading in claim.readings:
        groups[_sameness(claim, reading, texts)].append(reading)
    found = [
        DistinctReading(shown=_shown(claim, readings[0], texts), readings=tuple(readings))
        for readings in groups.values()
    ]
    return tuple(sorted(found, key=lambda one: (-one.articles, _size(one.readings[0]))))


def _size(reading: Reading) -> float:
    value = reading.quantity.value if reading.quantity else 0.0
    return value if math.isfinite(value) else math.inf


def _sameness(claim: Claim, reading: Reading, texts: dict[str, str]) -> str:
    """What two readings share that say the same."""
    shown = _shown(claim, reading, texts)
    if reading.quantity is not None:
        return shown
    folded = unicodedata.normalize("NFKC", shown).casefold()
    return " ".join(re.findall(r"\w+", folded))


def _shown(claim: Claim, reading: Reading, texts: dict[str, str]) -> str:
    denied = "denied: " if reading.modality == "denied" else ""
    if reading.quantity is None:
        return denied + (plain(reading.span.of(texts.get(reading.article, ""))) or "(no words)")
    denied = denied or ("not " if reading.polarity == "negative" else "")
    return denied + short_value(reading, same_unit=_unit_is_told(claim))


def short_value(reading: Reading, *, same_unit: bool = False) -> str:
    """A figure in short: `≤ 100,000`, `12–14%`, `≈ $1.2 billion`; with its unit unless that is told."""
    quantity = reading.quantity
    if quantity is None:
        return ""
    sign = _SIGNS[quantity.bound]
    number = shown_number(quantity.value)
    if quantity.high is not None and quantity.high != quantity.value:
        number = _range(number, shown_number(quantity.high))
    unit = plain(quantity.unit or "")
    if unit == "percent":
        return f"{sign}{number}%"
    if unit in _MONEY:
        return f"{sign}{_MONEY[unit]}{number}"
    return f"{sign}{number}" if same_unit or not unit else f"{sign}{number} {plural(unit)}"


def plural(unit: str) -> str:
    """A unit in the plural: `square kilometres`, `people`."""
    *before, last = unit.split(" ")
    if last in _PLURALS:
        last = _PLURALS[last]
    elif last.endswith(("x", "z", "ch", "sh", "ss")):
        last += "es"
    elif last.endswith("y") and last[-2:-1] not in "aeiou":
        last = last[:-1] + "ies"
    elif last[-1:].isalpha() and not last.endswith("s"):
        last += "s"
    return " ".join([*before, last])


def _range(low: str, high: str) -> str:
    """`3–4 million` for 3 million to 4 million."""
    number, _, magnitude = low.partition(" ")
    if magnitude and high.endswith(f" {magnitude}"):
        return f"{number}–{high}"
    return f"{low}–{high}"


def shown_number(value: float) -> str:
    """A number as a newspaper prints it: `12,400`, `1.2 billion`, `33.3`."""
    if not math.isfinite(value):
        return str(value)
    for magnitude, word in _MAGNITUDES:
        short = value / magnitude
        # Three decimals, as in 1.234 million: more would hide that the figure is exact to the last digit.
        if 1 <= abs(short) < 1000 and math.isclose(short, round(short, 3), rel_tol=1e-12):
            return f"{round(short, 3):g} {word}"
    if value == int(value):
        return f"{int(value):,}" if abs(value) < 1e15 else f"{value:.3g}"
    return f"{value:,.4f}".rstrip("0") if abs(value) < 1 else f"{value:,.2f}".rstrip("0").rstrip(".")


def _unit_is_told(claim: Claim) -> bool:
    """Whether all figures share a unit that the label names already, or that the label's head counts."""
    units = {reading.quantity.unit for reading in claim.readings if reading.quantity}
    if len(units) > 1:
        return False
    unit = next(iter(units), None) or claim.unit
    if not unit:
        return True
    things = [reading.quantity.counted for reading in claim.readings if reading.quantity]
    return any(things) or _stem(unit) in claim.label.casefold()


def _stem(unit: str) -> str:
    """The unit without the letters that a plural changes: `bod` for body, `hous` for house."""
    return unit.casefold()[: max(3, len(unit) - 1)]


def story_changes(result: Result, story: str) -> Sequence[Change]:
    """The changes of one story's claims, in the order of the result."""
    claims = {claim.id for claim in result.claims if claim.story == story}
    members = {member for one in result.stories if one.id == story for member in one.articles}
    known = {claim.id for claim in result.claims}
    return [
        change
        for change in result.changes
        if change.claim in claims or (change.claim not in known and change.child in members)
    ]
