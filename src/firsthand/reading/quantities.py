"""Every figure of a text: value, range, bound, unit, what it counts, what narrows it, what it is there for."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, replace

from firsthand.language import table, words
from firsthand.model import Bound, Quantity, QuantityMention, Restrictions, Span
from firsthand.reading.amounts import DASHES, PERCENT, Amount, parse_amount
from firsthand.reading.bounds import FoundBound, find_bound
from firsthand.reading.counted import Counted, Line, find_counted, implied_unit, singular
from firsthand.reading.lexemes import Lexeme, lex
from firsthand.reading.numbers import starters
from firsthand.reading.restrictions import find_restrictions
from firsthand.reading.roles import Role, role_of
from firsthand.reading.tokens import Parsed, Sentence
from firsthand.reading.units import Unit, parse_currency_sign

POINT = Unit("percentage point", "point")

# How many sentences back a bare figure may look for what it counts.
MEMORY = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """An amount with its bound, its role and what it counts, before antecedents are looked up."""

    amount: Amount
    bound: FoundBound | None
    counted: Counted | None
    role: Role
    rule: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Antecedent:
    """What an earlier figure counted, for a bare one to take over."""

    unit: str | None
    counted: str | None
    span: Span | None
    kind: str
    sentence: int


def extract_quantities(parsed: Parsed) -> tuple[QuantityMention, ...]:
    """Every figure of the text in order, those without a claim (ages, dates, names …) with their role.

    Needs nothing but the text; where tokens carry part of speech and dependencies they decide what
    is counted. Spans are offsets into `parsed.text`.

    Cost: linear in the length of the text.
    """
    mentions: list[QuantityMention] = []
    earlier: tuple[Antecedent, ...] = ()
    shares = _speaks_of_shares(parsed.text)
    for sentence in parsed.sentences:
        if not _has_figure(parsed.text, sentence.span):
            continue
        line = _line(parsed, sentence, shares=shares)
        found, earlier = _read_line(line, sentence.i, earlier)
        mentions += found
    return tuple(mentions)


@functools.cache
def _figure_pattern() -> re.Pattern[str]:
    quiet = {"a", "an", "quarter"}
    loud = sorted(starters() - quiet, key=len, reverse=True)
    fractions = [w for w in table("numbers")["denominators"] if w != "half"]
    multiples = "|".join(
        re.escape(w) for w in [*loud, *fractions, "dozen", "million", "hundred", "thousand", "billion"]
    )
    over_a = r"(?:over|than) an? (?:year|month|week|decade|century|hour|day|minute)"
    return re.compile(rf"\d|\b(?:{multiples}|{over_a})\b|[½⅓⅔¼¾⅕⅛]", re.IGNORECASE)


def _has_figure(text: str, span: Span) -> bool:
    return _figure_pattern().search(text, span.start, span.end) is not None


@functools.cache
def _shares_pattern() -> re.Pattern[str]:
    return re.compile(
        r"\b(?:poll|polls|pollsters?|voters?|votes?|election|percentage points?|turnout|by-election)\b",
        re.IGNORECASE,
    )


def _speaks_of_shares(text: str) -> bool:
    """Whether the text is about polls or votes, where "points" are percentage points."""
    return _shares_pattern().search(text) is not None


def _line(parsed: Parsed, sentence: Sentence, *, shares: bool) -> Line:
    pieces = lex(parsed.text, sentence.span.start, sentence.span.end)
    tokens = parsed.tokens[sentence.first : sentence.end]
    tagged = any(token.pos for token in tokens)
    worded = [piece for piece in pieces if piece.kind == "word"]
    capitals = sum(piece.titled for piece in worded)
    others = {piece.lower for piece in worded}
    return Line(
        text=parsed.text,
        pieces=pieces,
        tokens=tokens,
        starts=tuple(token.span.start for token in tokens),
        shares=shares and others.isdisjoint(words("counted", "share_words.not")),
        shouted=len(worded) > 3 and capitals > 0.7 * len(worded),
        parsed=tagged,
    )


def _read_line(
    line: Line, number: int, earlier: tuple[Antecedent, ...]
) -> tuple[list[QuantityMention], tuple[Antecedent, ...]]:
    figures = _spread_hedges(line, find_figures(line))
    mentions: list[QuantityMention] = []
    for n, figure in enumerate(figures):
        limit = figures[n + 1].amount.start if n + 1 < len(figures) else len(line.pieces)
        mention, antecedent = _mention(line, figure, limit, number, earlier)
        mentions.append(mention)
        if antecedent:
            earlier = (*earlier[-3:], antecedent)
    return mentions, earlier


# ---- finding the figures of a line


def find_figures(line: Line) -> list[Figure]:
    """The figures of a line, in order, with bound, counted noun and role."""
    figures: list[Figure] = []
    i = 0
    while i < len(line.pieces):
        amounts = _amounts_at(line, i)
        for amount in amounts:
            figures.append(_figure(line, amount))
        i = _past(line, figures[-1]) if amounts else i + 1
    return figures


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
    return parse_currency_sign(pieces, i) is not None


def _is_ordinal(pieces: list[Lexeme], amount: Amount) -> bool:
    """ "22nd", "19th": in a row, not a count."""
    end = amount.number[1]
    return end < len(pieces) and pieces[end].glued and pieces[end].lower in ("st", "nd", "rd", "th")


def _zero(line: Line, i: int) -> list[Amount]:
    """ "No child has died": none of what could be counted."""
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
    """ "over a year" as one, "by a single point"."""
    from firsthand.reading.units import parse_unit

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
        replace(amount, rule=rule, pair=True, unit=unit),
        replace(other, rule=rule, pair=True, unit=unit or other.unit),
    ]


def _figure(line: Line, amount: Amount) -> Figure:
    counted = find_counted(line, amount) if amount.unit is None or amount.unit.kind == "count" else None
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


def _points(line: Line, amount: Amount, counted: Counted | None) -> tuple[Amount, Counted | None]:
    """ "points" as percentage points where shares are compared, and "down two" beside a percentage."""
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


def _spread_hedges(line: Line, figures: list[Figure]) -> list[Figure]:
    """A hedge over a coordination holds for each part ("about 120 missiles and 90 drones")."""
    spread: list[Figure] = []
    for figure in figures:
        before = spread[-1] if spread else None
        if (
            before
            and before.bound
            and before.bound.bound == "about"
            and figure.bound is None
            and _coordinated(line, before, figure)
        ):
            figure = replace(figure, bound=replace_bound(before.bound, figure.amount.start))
        spread.append(figure)
    return spread


def replace_bound(bound: FoundBound, at: int) -> FoundBound:
    """The bound of a coordination's first part for a further part that starts at piece `at`."""
    return FoundBound(bound.bound, at, at, bound.phrase)


def _coordinated(line: Line, before: Figure, figure: Figure) -> bool:
    if figure.role != "count" or before.role != "count" or figure.amount.high is not None:
        return False
    assert before.bound is not None
    if before.bound.start > before.amount.start:  # "120 or so and 90"
        return False
    between = line.pieces[before.amount.end : figure.amount.start]
    words_between = [piece.lower for piece in between]
    if any(piece.kind == "mark" and piece.text not in "-’'" for piece in between) or len(between) > 8:
        return False
    if not words("counted", "finite.words").isdisjoint(words_between):
        return False
    joint = next((k for k, word in enumerate(words_between) if word == "and"), None)
    return joint is not None and all(
        word in ("another", "a", "further", "some") for word in words_between[joint + 1 :]
    )


# ---- from figure to mention


def _mention(
    line: Line, figure: Figure, limit: int, number: int, earlier: tuple[Antecedent, ...]
) -> tuple[QuantityMention, Antecedent | None]:
    amount, counted = figure.amount, figure.counted
    unit, phrase, span = _unit_and_counted(line, figure, number, earlier)
    first = min(amount.start, figure.bound.start) if figure.bound else amount.start
    end = max(amount.end, counted.end if counted else 0)
    restrictions = Restrictions()
    if figure.role == "count":
        restrictions = find_restrictions(line, first, end, max(limit, end))
    last = max(end, figure.bound.end) if figure.bound else end
    mention = QuantityMention(
        span=Span(line.pieces[first].start, line.pieces[last - 1].end),
        number=Span(line.pieces[amount.number[0]].start, line.pieces[amount.number[1] - 1].end),
        quantity=Quantity(
            value=amount.value,
            high=amount.high,
            bound=_bound(figure),
            unit=unit,
            counted=phrase,
            restrictions=restrictions,
        ),
        role=figure.role,
        counted=span,
        rule=figure.rule,
    )
    if figure.role != "count" or (unit is None and phrase is None):
        return mention, None
    kind = amount.unit.kind if amount.unit else "counted"
    if kind == "time" or amount.form == "share":
        return mention, None
    return mention, Antecedent(unit=unit, counted=phrase, span=span, kind=kind, sentence=number)


def _bound(figure: Figure) -> Bound:
    if figure.amount.bound:
        return figure.amount.bound
    return figure.bound.bound if figure.bound else "exact"


def _unit_and_counted(
    line: Line, figure: Figure, number: int, earlier: tuple[Antecedent, ...]
) -> tuple[str | None, str | None, Span | None]:
    """The unit's name, and the counted phrase with its span."""
    amount, counted = figure.amount, figure.counted
    if amount.unit is not None:
        return amount.unit.name, *_measured(line, amount)
    if counted and not counted.of:
        span = Span(line.pieces[counted.start].start, line.pieces[counted.end - 1].end)
        return counted.unit, span.of(line.text), span
    if figure.role != "count":
        return None, None, None
    implied = None if counted else implied_unit(line, amount)
    if implied:
        return implied, None, None
    antecedent = _antecedent(amount, number, earlier)
    if antecedent:
        return antecedent.unit, antecedent.counted, antecedent.span
    return None, None, None


def _measured(line: Line, amount: Amount) -> tuple[str | None, Span | None]:
    """What a measure is of, where the words right behind it tell ("46-metre wall", "116 millimetres of rain")."""
    pieces = line.pieces
    if amount.unit is None or amount.unit.kind in ("percent", "point", "multiple", "money", "time"):
        return None, None
    j = amount.end
    if (
        j + 1 < len(pieces)
        and pieces[j].lower == "of"
        and pieces[j + 1].kind == "word"
        and pieces[j + 1].lower not in words("counted", "stop.words")
    ):
        return pieces[j + 1].text, Span(pieces[j + 1].start, pieces[j + 1].end)
    return None, None


def _antecedent(amount: Amount, number: int, earlier: tuple[Antecedent, ...]) -> Antecedent | None:
    """What a bare figure takes over from the figures before it."""
    for antecedent in reversed(earlier):
        if number - antecedent.sentence >= MEMORY:
            return None
        if antecedent.kind in ("percent", "point", "multiple") and (
            amount.value > 100 or number != antecedent.sentence
        ):
            continue
        return antecedent
    return None


__all__ = ["extract_quantities", "find_figures", "singular"]
