"""Made-up news of any amount, a day at a time: edited copies, rewrites, and articles with nothing in common.

A day has 10,000 articles of some 400 words. One in three is alone in telling its event; the others belong
to events of 2 to 60 articles, of which some two in five are accounts of their own and the others copies
of one of them, with a word changed here and there, a new headline or the end cut off. Names are drawn from
one stock, so that unrelated events share some of them. The same day has the same articles wherever it is
made.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from firsthand.batch import columns, ids
from firsthand.engine.steps import Table
from firsthand.language import table
from firsthand.model import Article, Block, Span
from firsthand.store.records import to_plain

DAY_ARTICLES = 10_000
FIRST_DAY = dt.date(2031, 1, 1)
# The share of events that one article alone tells.
ALONE = 0.75
SYLLABLES = (
    "bar bel bri cas cor dal dor el fen gar hal jor kes lan lor mar mel nor or pel quil ran ros sel tar ul "
    "ven wes yar zan"
).split()
ENDINGS = "ton ford by ham ley field mere wick stead den".split()
TITLES = (
    "{place} {thing} leaves {count} {people} waiting",
    "{count} {people} hit as {thing} fails in {place}",
    "{name} defends {thing} after {place} {trouble}",
    "Questions over {thing} in {place}",
    "{place}: {name} speaks of {trouble}",
)
FACTS = (
    (
        "About {count} {people} were affected by the {trouble} in {place}, {name} said on {day}.",
        "{name} said on {day} that the {trouble} in {place} had affected about {count} {people}.",
    ),
    (
        "“We did not expect the {thing} to end like this,” said {name}, who leads the {body}.",
        "The head of the {body}, {name}, said nobody had expected the {thing} to end like this.",
    ),
    (
        "The {body} put the cost at up to {cost} million crowns.",
        "It could cost as much as {cost} million crowns, according to the {body}.",
    ),
    (
        "At least {hurt} people were hurt, two of them badly, the hospital of {place} reported.",
        "The hospital in {place} said it had treated {hurt} people, two of whom were in a grave condition.",
    ),
    (
        "Work on the {thing} began in {year} under {other}, then mayor of {place}.",
        "{other}, who was mayor of {place} at the time, had the {thing} begun in {year}.",
    ),
    (
        "{other} denied that the {body} had been warned.",
        "No warning had reached the {body}, {other} insisted.",
    ),
    (
        "Officials expect the {trouble} to last for another {weeks} weeks.",
        "It may take {weeks} more weeks until the {trouble} is over, according to officials.",
    ),
    (
        "Some {share} percent of the {people} of {place} depend on the {thing}.",
        "In {place}, {share} percent of the {people} live by the {thing}.",
    ),
)
THINGS = (
    "bridge ferry harvest strike tunnel festival vaccine reactor tram dam railway market orchard quarry"
).split()
PEOPLE = "residents farmers commuters pupils fishermen patients workers tenants nurses drivers".split()
TROUBLE = "flood outage fire dispute shortage closure landslide scandal delay blockade".split()
BODIES = "water board,port authority,regional council,rail operator,farmers' union,health office".split(",")
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()


@dataclass(frozen=True, slots=True)
class Event:
    """What an event's articles draw on: its facts in two wordings each, its background, its headlines."""

    titles: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    background: tuple[str, ...]


@cache
def _stock() -> tuple[list[str], list[str], list[str]]:
    """Surnames, places, and words of everyday English."""
    chance = random.Random(7)
    names = ["".join(chance.choices(SYLLABLES, k=chance.choice((2, 3)))).capitalize() for _ in range(20_000)]
    parts = (SYLLABLES, SYLLABLES, ENDINGS)
    parts = (SYLLABLES, SYLLABLES, ENDINGS)
    places = ["".join(map(chance.choice, parts)).capitalize() for _ in range(4_000)]
    words = [word for listed in table("common_words")["shares"].values() for word in listed if word.isalpha()]
    return names, places, words


def event(chance: random.Random) -> Event:
    """An event of its own."""
    names, places, words = _stock()
    values: dict[str, Any] = {
        "name": f"{_zipf(chance, names)} {_zipf(chance, names)}",
        "other": f"{_zipf(chance, names)} {_zipf(chance, names)}",
        "place": _zipf(chance, places),
        "thing": chance.choice(THINGS),
        "people": chance.choice(PEOPLE),
        "trouble": chance.choice(TROUBLE),
        "body": chance.choice(BODIES),
        "day": chance.choice(DAYS),
        "count": chance.randrange(20, 90_000),
        "cost": chance.randrange(2, 900),
        "hurt": chance.randrange(3, 80),
        "year": chance.randrange(1950, 2030),
        "weeks": chance.randrange(2, 20),
        "share": chance.randrange(5, 95),
    }
    background = tuple(_sentence(chance, words, names) for _ in range(24))
    facts = tuple((one.format(**values), other.format(**values)) for one, other in FACTS)
    return Event(tuple(title.format(**values) for title in TITLES), facts, background)


def _zipf(chance: random.Random, stock: list[str]) -> str:
    """One of a stock, those at its beginning more often."""
    return stock[int(len(stock) ** chance.random()) - 1]


def _sentence(chance: random.Random, words: list[str], names: list[str]) -> str:
    told = chance.choices(words, k=chance.randrange(12, 24))
    if chance.random() < 0.3:
        told[chance.randrange(1, len(told))] = _zipf(chance, names)
    return f"{told[0].capitalize()} {' '.join(told[1:])}."


def account(one: Event, chance: random.Random) -> tuple[str, list[str]]:
    """A reporter's own account: most of the facts, and some of the background in an order of its own."""
    facts = [chance.choice(wordings) for wordings in chance.sample(one.facts, k=chance.randrange(5, 9))]
    background = chance.sample(one.background, k=chance.randrange(14, 22))
    return chance.choice(one.titles), [*facts[:3], *background[:6], *facts[3:], *background[6:]]


def edited(model: tuple[str, list[str]], one: Event, chance: random.Random) -> tuple[str, list[str]]:
    """Another outlet's print of an account."""
    title, told = model[0], list(model[1])
    if chance.random() < 0.5:
        del told[len(told) - chance.randrange(1, 3) :]
    for _ in range(chance.choice((0, 1, 2))):
        at = chance.randrange(len(told))
        told[at] = told[at].replace(" of ", " from ", 1).replace(" said", " stated", 1)
    return chance.choice(one.titles) if chance.random() < 0.4 else title, told


def day_of_news(day: int, count: int = DAY_ARTICLES) -> Iterator[tuple[str, str, list[str]]]:
    """So many articles of a day: when each was printed, its headline and its paragraphs."""
    chance = random.Random(day)
    date = FIRST_DAY + dt.timedelta(days=day)
    made = 0
    while made < count:
        one = event(chance)
        size = 1 if chance.random() < ALONE else min(60, 1 + int(1 / max(0.016, chance.random())))
        accounts = [account(one, chance) for _ in range(max(1, round(0.4 * size)))]
        for n in range(min(size, count - made)):
            title, told = accounts[n] if n < len(accounts) else edited(chance.choice(accounts), one, chance)
            yield f"{date}T{6 + made * 17 // count:02}:{chance.randrange(60):02}", title, told
            made += 1


def article(day: int, number: int, printed: str, title: str, told: list[str]) -> Article:
    """An article as cleaning would make it of such a page."""
    lines = [title, *(" ".join(told[start : start + 3]) for start in range(0, len(told), 3))]
    text = "\n\n".join(lines)
    blocks, start = [], 0
    for line in lines:
        blocks.append(Block(span=Span(start, start + len(line)), kind="body" if start else "title"))
        start += len(line) + 2
    path = f"day-{day:04}#row {number}"
    digest = hashlib.sha256(f"{path}\n{text}".encode()).hexdigest()
    return Article(
        id=ids.article_id(digest),
        sha256=digest,
        text=text,
        blocks=tuple(blocks),
        paths=(path,),
        title=title,
        published=printed,
        language="en",
        outlet=f"Outlet {number % 400}",
    )


def make_days(days: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The articles of some days: a step's function; `count` of each day."""
    for day in days.column("id").to_pylist():
        rows: list[dict[str, Any]] = []
        for number, (printed, title, told) in enumerate(day_of_news(day, int(options["count"]))):
            one = article(day, number, printed, title, told)
            record = columns.to_json(to_plain(one))
            rows.append({"id": ids.number(one.sha256), "sha256": one.sha256, "record": record})
            if len(rows) == 1000:
                yield columns.to_table(rows, columns.readings_schema())
                rows = []
        yield columns.to_table(rows, columns.readings_schema())


def fail(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """Nothing may fail here."""
    raise RuntimeError(f"{code}: {detail}")


def to_line(printed: str, title: str, told: list[str]) -> str:
    """An article as a line of JSON, as a collection holds it."""
    paragraphs = "\n\n".join(" ".join(told[start : start + 3]) for start in range(0, len(told), 3))
    return json.dumps({"title": title, "published": printed, "text": paragraphs})
