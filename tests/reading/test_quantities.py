"""Figures as the program reads them, on sentences written for these tests."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firsthand.model import QuantityMention, Span
from firsthand.reading.quantities import extract_quantities
from firsthand.reading.tokens import Parsed, Sentence, Token
from firsthand.reading.units import convert


def bare(text: str) -> Parsed:
    """The text with a sentence a line and tokens without tags: figures must do without a parser."""
    tokens: list[Token] = []
    found: list[Sentence] = []
    for i, line in enumerate(re.finditer(r"[^\n]*\S[^\n]*", text)):
        first = len(tokens)
        for match in re.finditer(r"\w+|[^\w\s]", line.group()):
            at = Span(line.start() + match.start(), line.start() + match.end())
            word, n = match.group(), len(tokens)
            tokens.append(Token(n, at, word, word.lower(), word.lower(), "", "", n, i))
        found.append(Sentence(i, Span(line.start(), line.end()), first, len(tokens)))
    return Parsed(text, tuple(tokens), tuple(found))


def counts(text: str) -> list[QuantityMention]:
    return [mention for mention in extract_quantities(bare(text)) if mention.role == "count"]


def told(text: str) -> list[tuple[float, float | None, str, str | None]]:
    return [(m.quantity.value, m.quantity.high, m.quantity.bound, m.quantity.unit) for m in counts(text)]


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("The harbour handled 12,400 crates.", 12400, "crate"),
        ("The harbour handled 12 400 crates.", 12400, "crate"),
        ("The harbour handled 12'400 crates.", 12400, "crate"),
        ("The harbour handled 12.400 crates.", 12400, "crate"),
        ("The harbour handled 1.2bn crates.", 1.2e9, "crate"),
        ("The harbour handled 3.4k crates.", 3400, "crate"),
        ("The harbour handled 400 thousand crates.", 400000, "crate"),
        ("The harbour handled twenty-six crates.", 26, "crate"),
        ("The harbour handled two hundred and six crates.", 206, "crate"),
        ("The harbour handled half a dozen crates.", 6, "crate"),
        ("The harbour handled a dozen crates.", 12, "crate"),
        ("The harbour handled two dozen crates.", 24, "crate"),
        ("The repair cost $38m.", 38e6, "dollar"),
        ("The repair cost $1.2billion.", 1.2e9, "dollar"),
        ("The repair cost 500 million dollars.", 5e8, "dollar"),
        ("The repair cost £9,000.", 9000, "pound"),
        ("The repair cost 7.5 million talers.", 7.5e6, "taler"),
        ("The repair cost EUR 40m.", 40e6, "euro"),
        ("The repair cost HK$5.4m.", 5.4e6, "hong kong dollar"),
        ("Turnout was 61.5 per cent.", 61.5, "percent"),
        ("Turnout was 61.5%.", 61.5, "percent"),
        ("Support has risen by 3 percentage points.", 3, "percentage point"),
        ("The 46-metre mast fell.", 46, "metre"),
        ("The tank holds 23 million cubic metres.", 23e6, "cubic metre"),
        ("It burned 300 ha of forest.", 300, "hectare"),
        ("The water was 28C warm.", 28, "celsius"),
        ("It took two and a half hours.", 2.5, "hour"),
        ("The statue is 5 ft 6 in tall.", 5.5, "foot"),
        ("The bank raised its rate by a quarter of a percentage point.", 0.25, "percentage point"),
        ("They waited half an hour.", 0.5, "hour"),
        ("A third of the nurses were off sick.", 33.3, "percent"),
        ("It sold a tenth of its fleet.", 10, "percent"),
        ("Two thirds of the roads are closed.", 66.7, "percent"),
        ("One in seven is undecided.", 14.3, "percent"),
        ("Six in ten want a vote.", 60, "percent"),
        ("Six out of ten patients recovered.", 60, "percent"),
        ("One tenant in five is behind with the rent.", 20, "percent"),
        ("Half of the four pumps had failed.", 2, "pump"),
        ("Sales fell by half.", 50, "percent"),
        ("The rent has doubled.", 2, "times"),
        ("Complaints have risen fourfold.", 4, "times"),
        ("There were three times as many complaints.", 3, "times"),
        ("No child has died.", 0, "child"),
        ("The bus ran into one lamp.", 1, "lamp"),
        ("Thirty-one dead", 31, "person"),
        ("The death toll climbed to 58.", 58, "person"),
        ("The works employs about 900.", 900, "person"),
    ],
)
def test_value_and_unit(text: str, value: float, unit: str) -> None:
    found = told(text)
    assert (value, unit) in [(v, u) for v, _, _, u in found]


@pytest.mark.parametrize(
    ("phrase", "bound"),
    [
        ("240 boats", "exact"),
        ("exactly 240 boats", "exact"),
        ("some 240 boats", "about"),
        ("around 240 boats", "about"),
        ("nearly 240 boats", "about"),
        ("just under 240 boats", "about"),
        ("an estimated 240 boats", "about"),
        ("an average of 240 boats", "about"),
        ("240 or so boats", "about"),
        ("240 boats or so", "about"),
        ("more than 240 boats", "at least"),
        ("the more than 240 boats", "at least"),
        ("well over 240 boats", "at least"),
        ("no fewer than 240 boats", "at least"),
        ("a minimum of 240 boats", "at least"),
        ("240 boats or more", "at least"),
        ("240 boats at least", "at least"),
        ("240+ boats", "at least"),
        ("up to 240 boats", "at most"),
        ("as many as 240 boats", "at most"),
        ("fewer than 240 boats", "at most"),
        ("far less than the expected 240 boats", "at most"),
    ],
)
def test_bound(phrase: str, bound: str) -> None:
    text = f"The storm sank {phrase}."
    assert told(text) == [(240, None, bound, "boat")]
    assert counts(text)[0].span.of(text).removeprefix("the ") in phrase


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Between 150 and 200 homes are without power.", 150, 200),
        ("From 82 to 88 seats are at stake.", 82, 88),
        ("It needs 150 to 200 rooms.", 150, 200),
        ("It needs 69–71 rooms.", 69, 71),
        ("The loss is put at $430 million to $470 million.", 430e6, 470e6),
        ("The loss is put at between $0.45bn and $0.5bn.", 450e6, 500e6),
        ("The loss is put at 40 to 50 million talers.", 40e6, 50e6),
        ("It would win six or seven per cent.", 6, 7),
        ("Dozens of crates were lost.", 24, 99),
        ("Hundreds of crates were lost.", 100, 999),
        ("Hundreds of thousands of crates were lost.", 100000, 999999),
    ],
)
def test_range(text: str, low: float, high: float) -> None:
    assert [(v, h, b) for v, h, b, _ in told(text)] == [(low, high, "between")]


def test_millions_are_at_least_one() -> None:
    assert told("Millions of crates were lost.") == [(1e6, None, "at least", "crate")]


def test_before_and_after_of_a_change_are_two_figures() -> None:
    assert [v for v, *_ in told("The number of wolves grew from 40 to 190.")] == [40, 190]


def test_a_hedge_spreads_over_a_coordination_but_a_least_does_not() -> None:
    hedged = told("They fired about 120 rockets and 90 shells.")
    assert [bound for _, _, bound, _ in hedged] == ["about", "about"]
    least = told("At least 41 dead and 116 missing")
    assert [bound for _, _, bound, _ in least] == ["at least", "exact"]


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("It opened in 1974.", "date"),
        ("It opened on 12 April.", "date"),
        ("It opened on April 12.", "date"),
        ("It runs from 2 to 6 October.", "date"),
        ("It opened on 13.04.2033.", "date"),
        ("It opened at 19:45.", "time"),
        ("It opened at 9 a.m.", "time"),
        ("It opened four years ago.", "time"),
        ("It will open in three weeks.", "time"),
        ("Lena Holm, 71, saw it.", "age"),
        ("His daughter, 6, saw it.", "age"),
        ("A 34-year-old man saw it.", "age"),
        ("Children under five may not enter.", "age"),
        ("Voters older than 30 agree.", "age"),
        ("The G20 met.", None),
        ("The G-20 met.", "name"),
        ("He watches Channel 4 at home.", "name"),
        ("He landed on runway 27.", "name"),
        ("A new 5G mast stands there.", "name"),
        ("They won 3-1 at home.", "other"),
        ("Ring 0455 21 21 21.", "other"),
        ("Two officials said so.", "other"),
        ("One of the cooks left early.", "other"),
        ("One engineer said so.", "other"),
        ("No one saw it.", "other"),
        ("It came 22nd.", None),
    ],
)
def test_what_is_no_count(text: str, role: str | None) -> None:
    roles = {mention.role for mention in extract_quantities(bare(text))}
    assert roles == ({role} if role else set())


def test_the_first_time_in_some_months_is_told() -> None:
    assert told("The club leads for the first time in 13 months.") == [(13, None, "exact", "month")]


def test_an_antecedent_lends_what_it_counts() -> None:
    found = counts("The line carries 5,600 commuters.\nOnly some 2,000 of them had a seat, and 300 stood.")
    assert [m.quantity.unit for m in found] == ["commuter", "commuter", "commuter"]
    assert found[1].quantity.bound == "about"


def test_a_poll_compares_two_shares() -> None:
    text = "The poll has the Reds ahead by a single point, 33 to 32.\nThe Blues are on 12 per cent, down two."
    assert told(text) == [
        (1, None, "exact", "percentage point"),
        (33, None, "exact", "percent"),
        (32, None, "exact", "percent"),
        (12, None, "exact", "percent"),
        (2, None, "exact", "percentage point"),
    ]


def test_restrictions_are_in_the_articles_words() -> None:
    first = counts(
        "The order reached 12,400 people in nine villages along the Tamm river by Wednesday noon."
    )[0]
    assert first.quantity.counted == "people"
    assert first.quantity.restrictions.where == "in nine villages along the Tamm river"
    share = counts("It will cut 8% of its staff.")[0].quantity
    assert share.restrictions.of == "of its staff"
    rate = counts("It saves 1.1 million talers a year.")[0].quantity
    assert rate.restrictions.when == "a year"


PIECES = [*"0123456789.,-–'’ \n$%€½ab", "one ", "of ", "a ", "to ", "million ", "about ", "people "]


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
@settings(max_examples=150, deadline=None)
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    mentions = extract_quantities(bare(text))
    for mention in mentions:
        assert 0 <= mention.span.start <= mention.number.start
        assert mention.number.start < mention.number.end <= mention.span.end <= len(text)
    starts = [mention.number.start for mention in mentions]
    assert starts == sorted(set(starts))


@given(st.text())
@settings(max_examples=100, deadline=None)
def test_any_text_is_read(text: str) -> None:
    extract_quantities(bare(text))


def test_offsets_stand_when_the_text_is_embedded() -> None:
    text = "Between 150 and 200 homes lost power.\nAbout 40 of them have it back."
    before = "Nothing here counts.\n"
    alone, inside = extract_quantities(bare(text)), extract_quantities(bare(before + text))
    assert [m.number.of(text) for m in alone] == [m.number.of(before + text) for m in inside]
    assert [m.span.start + len(before) for m in alone] == [m.span.start for m in inside]


@pytest.mark.parametrize(
    "unit", ["1", "one ", "1,", "1 ", "$1 ", "1-", "from 1 to ", "½", "a million ", "of 1 "]
)
def test_time_grows_with_length_alone(unit: str) -> None:
    def seconds(length: int) -> float:
        line = (unit * length)[:length]
        parsed = Parsed(line, (), (Sentence(0, Span(0, len(line)), 0, 0),))
        start = time.process_time()
        extract_quantities(parsed)
        return time.process_time() - start

    seconds(500)
    short, long = seconds(2_000), seconds(16_000)
    assert long < 8 * 4 * max(short, 0.005)


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (3, "day", "hour", 72),
        (1, "square kilometre", "hectare", 100),
        (2.5, "tonne", "kilogram", 2500),
        (7, "mile", "mile", 7),
    ],
)
def test_units_convert(value: float, unit: str, to: str, expected: float) -> None:
    assert convert(value, unit, to) == pytest.approx(expected)


def test_what_measures_different_things_does_not_convert() -> None:
    assert convert(3, "day", "metre") is None
    assert convert(3, "soldier", "person") is None
