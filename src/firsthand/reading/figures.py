"""The figures of one sentence: amounts with their bounds, what they count, and what they are there for."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from firsthand.language import words
from firsthand.reading.amounts import DASHES, Amount, parse_figure
from firsthand.reading.bounds import FoundBound, find_bound
from firsthand.reading.counted import Counted, find_counted, find_phrase
from firsthand.reading.lexemes import Lexeme
from firsthand.reading.lines import Line
from firsthand.reading.numbers import starters
from firsthand.reading.roles import Role, role_of
from firsthand.reading.shares import PERCENT, parse_multiple, parse_share
from firsthand.reading.units import Unit, currency_openers, parse_currency_sign, parse_unit

POINT = Unit("percentage point", "point")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount with its bound, its role and what it counts, before antecedents are looked up."""

    amount: Amount
    bound: FoundBound | None
    counted: Counted | None
    role: Role
    rule: str


# Between two parts of one coordination ("120 missiles of two kinds and 90") stand no more pieces.
LONGEST_PART = 8
# So many pieces behind a number in digits the word stands that makes it a share or a multiple.
REACH = 5


def parse_amount(pieces: list[Lexeme], i: int) -> Amount | None:
    """The amount that starts at `i`, in whatever wording."""
    if pieces[i].kind == "word":
        special = parse_multiple(pieces, i) or parse_share(pieces, i)
    else:
        near = {piece.lower for piece in pieces[i + 1 : i + REACH]}
        special = parse_multiple(pieces, i) if "times" in near or "fold" in near else None
        if special is None and ("in" in near or "of" in near):
            special = parse_share(pieces, i)
    return special or parse_figure(pieces, i)


def find_figures(line: Line) -> list[Figure]:
    """The figures of a line, in order, with bound, counted noun and role."""
    figures: list[Figure] = []
    i = 0
    while i < len(line.pieces):
        amounts = _amounts_at(line, i)
        figures += [_figure(line, amount) for amount in amounts]
        i = _past(line, figures[-1]) if amounts else i + 1
    return _spread_hedges(line, _lend_units(line, figures))


def _past(line: Line, figure: Figure) -> int:
    """Where to look for the next figure: past the number, and past a name's number in what it counts."""
    end = figure.amount.end
    if figure.counted is None or figure.counted.start != end:
        return end
    inner = [k for k in range(end, figure.counted.end) if line.pieces[k].kind == "digits"]
    bare = all(not line.pieces[k + 1].glued for k in inner if k + 1 < len(line.pieces))
    return figure.counted.end if inner and bare else end


def _amounts_at(line: Line, i: int) -> list[Amount]:
    pieces = line.pieces
    piece = pieces[i]
    if piece.kind in ("date", "clock"):
        return [
            Amount(start=i, end=i + 1, number=(i, i + 1), value=_first_number(piece.text), rule=piece.kind)
        ]
    if piece.kind == "code":
        return [Amount(start=i, end=i + 1, number=(i, i + 1), value=_first_number(piece.text), rule="code")]
    if not _can_start(pieces, i):
        return []
    if piece.lower == "no":
        return _zero(line, i)
    if piece.lower in ("a", "single") or piece.lower == "an":
        special = _single_unit(line, i)
        if special:
            return [special]
    amount = parse_amount(pieces, i)
    if amount is None:
        return []
    if _is_ordinal(pieces, amount):
        return []
    return _with_score(line, amount)


def _first_number(text: str) -> float:
    found = re.match(r"\d{1,6}", text)
    return float(found.group()) if found else 0.0


def _can_start(pieces: list[Lexeme], i: int) -> bool:
    piece = pieces[i]
    if piece.kind in ("digits", "sign"):
        return True
    if piece.kind == "mark":
        return piece.text in "-−" and i + 1 < len(pieces) and pieces[i + 1].kind == "digits"
    if piece.kind != "word":
        return False
    if piece.lower in starters() or piece.lower in ("from", "between", "minus"):
        return True
    return piece.lower in currency_openers() and parse_currency_sign(pieces, i) is not None


def _is_ordinal(pieces: list[Lexeme], amount: Amount) -> bool:
    """As in "22nd", "19th": in a row, not a count."""
    end = amount.number[1]
    return end < len(pieces) and pieces[end].glued and pieces[end].lower in ("st", "nd", "rd", "th")


def _zero(line: Line, i: int) -> list[Amount]:
    """As in "No child has died": none of what could be counted."""
    pieces = line.pieces
    if (
        i + 1 >= len(pieces)
        or pieces[i + 1].lower not in words("counted", "people.zero")
        or pieces[i + 1].lower == "one"
    ):
        return []
    if pieces[i].text == "NO" and pieces[i + 1].text.isupper() is False:
        return []
    return [Amount(start=i, end=i + 1, number=(i, i + 1), value=0.0, form="zero", rule="none")]


def _single_unit(line: Line, i: int) -> Amount | None:
    """As in "over a year" as one, "by a single point"."""
    pieces = line.pieces
    if pieces[i].lower == "single":
        unit = parse_unit(pieces, i + 1, digits=False)
        point = i + 1 < len(pieces) and pieces[i + 1].lower == "point"
        if unit is None and not point:
            return None
        end = unit.end if unit else i + 1
        return Amount(
            start=i,
            end=end,
            number=(i, i + 1),
            value=1.0,
            unit=unit.unit if unit else None,
            form="word",
            rule="single",
        )
    before = [piece.lower for piece in pieces[max(0, i - 2) : i]]
    over = before[-1:] == ["over"] or before[-2:] in (["more", "than"], ["less", "than"], ["at", "least"])
    unit = parse_unit(pieces, i + 1, digits=False) if over else None
    if unit is None or unit.unit.kind != "time":
        return None
    return Amount(
        start=i, end=unit.end, number=(i, i + 1), value=1.0, unit=unit.unit, form="word", rule="a-unit"
    )


def _with_score(line: Line, amount: Amount) -> list[Amount]:
    """The amount, or both figures of a score ("33 to 32", "2-2")."""
    pieces = line.pieces
    if (
        amount.unit is not None
        or amount.high is not None
        or amount.form != "digits"
        or amount.rule != "number"
    ):
        return [amount]
    j = amount.end
    if j + 1 >= len(pieces) or not (
        pieces[j].lower == "to" or (pieces[j].text in DASHES and pieces[j].glued and pieces[j + 1].glued)
    ):
        return [amount]
    other = parse_amount(pieces, j + 1)
    if (
        other is None
        or other.form != "digits"
        or other.high is not None
        or other.value > amount.value
        or other.rule != "number"
    ):
        return [amount]
    if pieces[amount.start - 1].lower == "from" if amount.start else False:
        return [amount]
    rule = "parties" if line.shares and pieces[j].lower == "to" and other.unit is None else "score"
    if pieces[j].lower == "to" and (other.unit is not None or amount.value > 200):
        return [amount]
    unit = PERCENT if rule == "parties" else None
    return [
        replace(amount, rule=rule, unit=unit),
        replace(other, rule=rule, unit=unit or other.unit),
    ]


def _figure(line: Line, amount: Amount) -> Figure:
    counted = _counted(line, amount)
    amount, counted = _points(line, amount, counted)
    bound = find_bound(line.pieces, amount, counted.end if counted else amount.end)
    if amount.rule in ("date", "clock"):
        return Figure(
            amount=amount,
            bound=None,
            counted=None,
            role="date" if amount.rule == "date" else "time",
            rule=amount.rule,
        )
    if amount.rule in ("code", "score"):
        return Figure(amount=amount, bound=None, counted=None, role="other", rule=amount.rule)
    if amount.rule in ("parties", "single", "none", "a-unit"):
        return Figure(amount=amount, bound=bound, counted=counted, role="count", rule=amount.rule)
    role, rule = role_of(line, amount, counted, bounded=bound is not None)
    return Figure(amount=amount, bound=bound, counted=counted, role=role, rule=rule or amount.rule)


def _counted(line: Line, amount: Amount) -> Counted | None:
    """What is counted: behind a bare number, and behind a share ("six in ten voters")."""
    if amount.unit is None or amount.unit.kind == "count":
        return find_counted(line, amount)
    if amount.rule == "one-in":
        return find_phrase(line, amount.end, amount) or _inside(line, amount)
    return find_phrase(line, amount.end, amount) if amount.rule == "one-of" else None


def _inside(line: Line, amount: Amount) -> Counted | None:
    """As in "one voter in five": the noun between the two numbers."""
    k = amount.start + 1
    if line.pieces[k].kind == "word" and line.pieces[k].lower not in ("in", "out", "of"):
        return Counted(k, k + 1, line.pieces[k].lower)
    return None


def _points(line: Line, amount: Amount, counted: Counted | None) -> tuple[Amount, Counted | None]:
    """As in "points" as percentage points where shares are compared, and "down two" beside a percentage."""
    if amount.unit is not None:
        return amount, counted
    pieces = line.pieces
    if counted and counted.end - counted.start == 1 and counted.unit == "point" and line.shares:
        return replace(amount, unit=POINT, end=counted.end), None
    bare = amount.end < len(pieces) and pieces[amount.end].lower == "point"
    if bare and line.shares and (amount.value == 1 or pieces[amount.end].glued is False):
        return replace(amount, unit=POINT, end=amount.end + 1), None
    moved = amount.start > 0 and pieces[amount.start - 1].lower in ("up", "down")
    shares = any(
        piece.lower in ("cent", "percent", "%") for piece in pieces[max(0, amount.start - 8) : amount.start]
    )
    if moved and shares and counted is None and amount.form in ("word", "digits"):
        return replace(amount, unit=POINT), None
    return amount, counted


def _lend_units(line: Line, figures: list[Figure]) -> list[Figure]:
    """The unit of an after for its bare before ("rose from 12 to 13.50 euros")."""
    lent = figures[-1:]
    for figure in reversed(figures[:-1]):
        after = lent[-1]
        end = figure.amount.end
        bare = figure.role == "count" and figure.amount.unit is None and figure.counted is None
        if (
            bare
            and after.role == "count"
            and after.amount.start == end + 1
            and line.pieces[end].lower == "to"
        ):
            amount = replace(figure.amount, unit=after.amount.unit)
            lent.append(replace(figure, amount=amount, counted=after.counted))
        else:
            lent.append(figure)
    return lent[::-1]


def _spread_hedges(line: Line, figures: list[Figure]) -> list[Figure]:
    """A hedge over a coordination holds for each part ("about 120 missiles and 90 drones")."""
    spread: list[Figure] = []
    for figure in figures:
        bound = _shared_bound(line, spread[-1], figure) if spread and figure.bound is None else None
        spread.append(replace(figure, bound=bound) if bound else figure)
    return spread


def _shared_bound(line: Line, before: Figure, figure: Figure) -> FoundBound | None:
    """The hedge of a coordination's earlier part, for a later part; None where the two are apart."""
    hedge = before.bound
    if hedge is None or hedge.bound != "about" or hedge.start > before.amount.start:
        return None
    if figure.role != "count" or before.role != "count" or figure.amount.high is not None:
        return None
    between = line.pieces[before.amount.end : figure.amount.start]
    if len(between) > LONGEST_PART or any(p.kind == "mark" and p.text not in "-’'" for p in between):
        return None
    told = [piece.lower for piece in between]
    if "and" not in told or not words("counted", "finite.words").isdisjoint(told):
        return None
    if not words("counted", "finite.another").issuperset(told[told.index("and") + 1 :]):
        return None
    return FoundBound(hedge.bound, figure.amount.start, figure.amount.start, hedge.phrase)
