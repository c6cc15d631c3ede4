"""Units, their normal forms and how many base units each holds; currencies likewise."""

from __future__ import annotations

import functools
from typing import NamedTuple

from firsthand.language import table
from firsthand.reading.lexemes import Lexeme, lex


class Unit(NamedTuple):
    """A unit's normal form, the kind of thing it measures, and its factor to the kind's base unit."""

    name: str
    kind: str
    factor: float = 1.0


class Found(NamedTuple):
    """A unit read at some place: where it ends, and what it is."""

    end: int
    unit: Unit


# Forms of this length are read only right behind digits: "m", "ha", "g".
SHORT = 2

# Symbols that are read in this very case only, since the other case is something else (5G, 3D, 100K).
_UPPER_NAMES = frozenset("GDHLT")


@functools.cache
def _forms() -> dict[str, tuple[tuple[tuple[str, ...], Unit], ...]]:
    """First piece → the forms that start with it, longest first."""
    forms: dict[str, list[tuple[tuple[str, ...], Unit]]] = {}
    for row in table("units")["unit"]:
        unit = Unit(row["name"], row["kind"], float(row["factor"]))
        for form in row["forms"]:
            pieces = tuple(piece.lower for piece in lex(form, 0, len(form)))
            forms.setdefault(pieces[0], []).append((pieces, unit))
    return {
        first: tuple(sorted(options, key=lambda option: (-len(option[0]), option[1].name)))
        for first, options in forms.items()
    }


@functools.cache
def by_name() -> dict[str, Unit]:
    """Every unit under its normal form."""
    return {
        row["name"]: Unit(row["name"], row["kind"], float(row["factor"])) for row in table("units")["unit"]
    }


def convert(value: float, unit: str | None, to: str | None) -> float | None:
    """`value` of `unit` in the unit `to`; None where the two measure different things."""
    if unit == to:
        return value
    here, there = by_name().get(unit or ""), by_name().get(to or "")
    if here is None or there is None or here.kind != there.kind or here.kind == "temperature":
        return None
    return value * here.factor / there.factor


def parse_unit(pieces: list[Lexeme], i: int, *, digits: bool) -> Found | None:
    """The unit that starts at `i`, right behind a number; `digits`: that is written in digits.

    A hyphen before the unit ("46-metre") belongs to it.
    """
    j = i
    if j + 1 < len(pieces) and pieces[j].text in "-‐‑" and pieces[j].glued and pieces[j + 1].glued:
        j += 1
    if j >= len(pieces):
        return None
    piece = pieces[j]
    for form, unit in _forms().get(piece.lower, ()):
        if not _matches(pieces, j, form) or (form[0] == "′" and j + 1 < len(pieces) and pieces[j + 1].glued):
            continue
        if len(form) == 1 and len(form[0]) <= SHORT and form[0].isalpha():
            if not digits or not _is_symbol(pieces, j, hyphen=j > i):
                continue
        return Found(j + len(form), unit)
    return None


def _matches(pieces: list[Lexeme], j: int, form: tuple[str, ...]) -> bool:
    return j + len(form) <= len(pieces) and all(pieces[j + k].lower == part for k, part in enumerate(form))


def _is_symbol(pieces: list[Lexeme], j: int, *, hyphen: bool) -> bool:
    """Whether the one or two letters at `j` are a unit's symbol, not a word or a name's end (5G)."""
    piece = pieces[j]
    if piece.text in _UPPER_NAMES or (piece.text in ("c", "f") and not hyphen):
        return False
    if piece.text in ("C", "F"):
        return piece.glued
    if j + 1 < len(pieces) and pieces[j + 1].glued and pieces[j + 1].text in "-'’" and not hyphen:
        return pieces[j + 1].text == "-"
    return not (
        len(piece.text) == 2 and piece.lower in ("hr", "pa", "mi", "pp") and not piece.glued and piece.titled
    )


@functools.cache
def currency_openers() -> frozenset[str]:
    """Every word, in lower case, that a currency's sign can start with ("rs", "us")."""
    signs = table("currencies")["signs"]
    return frozenset(lex(sign, 0, len(sign))[0].lower for sign in signs) | {
        sign.removesuffix("$").strip() for sign in signs if sign.endswith("$") and len(sign) > 1
    }


def parse_currency_sign(pieces: list[Lexeme], i: int) -> Found | None:
    """The currency sign or code that starts at `i` ("$", "US $", "HK$", "EUR", "Rs.")."""
    if i >= len(pieces):
        return None
    signs = table("currencies")["signs"]
    piece = pieces[i]
    if piece.kind == "sign":
        name = signs.get(piece.lower)
        return Found(i + 1, Unit(name, "money")) if name else None
    if piece.kind != "word" or i + 1 >= len(pieces):
        return None
    joined = piece.lower.replace(".", "") + pieces[i + 1].lower
    if pieces[i + 1].text == "$" and piece.text.isupper() and joined in signs:
        return Found(i + 2, Unit(signs[joined], "money"))
    if piece.text in ("Rs", "kr", "Kr") and (pieces[i + 1].kind == "digits" or pieces[i + 1].text == "."):
        end = i + 1 + (pieces[i + 1].text == ".")
        return Found(end, Unit(signs[piece.lower], "money"))
    return None


def parse_currency_word(pieces: list[Lexeme], i: int) -> Found | None:
    """The currency that is named at `i` ("dollars", "Australian dollars", "US cents", "pence")."""
    money = table("currencies")
    j, nation = i, ""
    if j + 1 < len(pieces) and pieces[j].text in "-‐‑" and pieces[j].glued:
        j += 1
    while (
        j < len(pieces)
        and j < i + 3
        and pieces[j].kind == "word"
        and pieces[j].lower in money["nations"]["words"]
    ):
        if pieces[j].lower not in money["nations"]["plain"]:
            nation += pieces[j].lower + " "
        j += 1
    if j >= len(pieces) or (pieces[j].kind != "word" and pieces[j].kind != "sign"):
        return None
    name = money["words"].get(pieces[j].lower)
    if name is None:
        return None
    return Found(j + 1, Unit(nation + name, "money"))
