"""Figures in searches: one figure found however it is written, "700,000" as "0.7 million" or in words."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_SMALL: Final = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS: Final = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
# Each power with its word and what is written onto the digits for it.
_POWERS: Final = (
    (10**12, "trillion", ("trn", "tn")),
    (10**9, "billion", ("bn", "b")),
    (10**6, "million", ("mn", "m")),
    (10**3, "thousand", ("k",)),
)
_POWER_OF: Final = {word: power for power, name, short in _POWERS for word in (name, *short)}
# What may part the thousands of a figure: comma, point, apostrophe and the blanks that typesetters use.
_PARTS: Final = r"[,.'’\u00a0\u2009\u202f ]"
_FIGURE: Final = re.compile(
    r"(?P<digits>[0-9]{1,3}(?:[,.'’][0-9]{3})+|[0-9]{1,15})(?P<decimals>\.[0-9]{1,6})?"
    rf"(?:[ -]?(?P<power>{'|'.join(sorted(_POWER_OF, key=len, reverse=True))}))?",
    re.IGNORECASE,
)
# Larger figures are written with powers that no article uses in words.
_LARGEST: Final = 10**15
# "0.7 million" is written, "0.07 million" is not.
_LEAST_SHARE: Final = 0.1


def figure_of(term: str) -> float | None:
    """The figure that a search term is: "700,000", "70000", "0.7 million", "3bn"; None for words."""
    found = _FIGURE.fullmatch(term.strip())
    if found is None:
        return None
    value = float(re.sub(r"[^0-9]", "", found["digits"]) + (found["decimals"] or ""))
    value *= _POWER_OF[found["power"].lower()] if found["power"] else 1
    return round(value, 6) if value < _LARGEST else None


@lru_cache(maxsize=256)
def spellings(value: float) -> tuple[str, ...]:
    """The ways in which a figure is written, the commonest first; thousands are parted by commas."""
    found: list[str] = []
    if value == int(value):
        whole = int(value)
        found += [f"{whole:,}", str(whole)] if whole >= 1000 else [str(whole)]
        worded = _words(whole)
        found += [worded, worded.replace(" and ", " ")]
        found += [f"a{one[3:]}" for one in found if one.startswith("one ")]
    else:
        found.append(f"{value:.6f}".rstrip("0"))
    for power, name, short in _POWERS:
        share = round(value / power, 6)
        if _LEAST_SHARE <= share < 1000 and round(share, 3) == share:
            digits = f"{share:.3f}".rstrip("0").rstrip(".")
            found += [f"{digits} {name}", *(f"{digits}{one}" for one in short)]
            found += [f"{digits} {one}" for one in short]
            found += [f"half a {name}"] if share == 0.5 else []
    return tuple(dict.fromkeys(found))


def find_figure(value: float, text: str) -> re.Match[str] | None:
    """Where the figure first stands in a text; not as a part of a longer one."""
    return _pattern(value).search(text)


@lru_cache(maxsize=256)
def _pattern(value: float) -> re.Pattern[str]:
    ways = [re.escape(one).replace(",", _PARTS).replace(r"\ ", r"[\s-]+") for one in spellings(value)]
    ways.sort(key=len, reverse=True)
    behind = r"(?![0-9]|[.,'’\u00a0\u2009\u202f][0-9]|\w)(?!\s?(?:thousand|million|billion|trillion)\b)"
    before = r"(?<!\w)(?<![0-9][.,'’\u00a0\u2009\u202f])"
    return re.compile(f"{before}(?:{'|'.join(ways)}){behind}", re.IGNORECASE)


def _words(number: int) -> str:
    """A whole figure in words: "one hundred and twenty"."""
    if number < 20:
        return _SMALL[number]
    if number < 100:
        tens, one = divmod(number, 10)
        return _TENS[tens - 2] + (f" {_SMALL[one]}" if one else "")
    for power, name in (*((power, name) for power, name, _ in _POWERS), (100, "hundred")):
        if number >= power:
            many, rest = divmod(number, power)
            joint = " and " if 0 < rest < 100 else " "
            return f"{_words(many)} {name}" + (f"{joint}{_words(rest)}" if rest else "")
    raise AssertionError(number)
