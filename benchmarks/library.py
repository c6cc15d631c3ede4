"""Measures a library as it grows: articles a second, room on disk, one article more, search.

    python benchmarks/library.py [--sizes 10000,50000] [--without-reading] [--library NAME] [--out FILE]

Articles are generated: events of one to a dozen articles each, an agency's report, copies of it with edits,
and rewrites, of 120 to 260 words. At each size it measures, while the library is open: adding one more
article to a story that is there (read, put into its story), tracing that story, searching. With
`--without-reading` the articles are kept, indexed and put into stories but neither read nor traced, which
shows what the library itself costs; the one article more is read and traced all the same. Times are by the
clock; the processor's own is given for adding, since others may use the machine too. Prints one JSON line a
size.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from firsthand.desk import AddOptions, adding, trace_due
from firsthand.desk.adding import BATCH, add_documents
from firsthand.desk.reading_pool import PackedReading
from firsthand.desk.views import Filter, search_rows
from firsthand.model import RawDocument
from firsthand.store import open_library

SYLLABLES = (
    "bar cor dal fen gor hal ist jur kel lor mar nor ost pel quin ras sel tor ul ven wex yar zan".split()
)
TOPICS = {
    "flood": ("river", "dyke", "cellars", "pumps", "rain", "households", "evacuated", "water level"),
    "strike": ("drivers", "union", "wages", "depot", "talks", "commuters", "walked out", "timetable"),
    "fire": ("warehouse", "smoke", "crews", "blaze", "ladder", "residents", "contained", "wind"),
    "budget": ("council", "deficit", "taxes", "library", "vote", "coalition", "cut", "reserve"),
    "crash": ("lorry", "motorway", "injured", "police", "lane", "witnesses", "collided", "junction"),
    "merger": ("company", "shares", "board", "plant", "regulator", "jobs", "acquire", "debt"),
}
FILLER = (
    "Officials said the figures were provisional and could change in the coming days.",
    "A spokesman declined to comment further while the inquiry was going on.",
    "The town has seen nothing like it for {years} years, several residents told the paper.",
    "Local businesses expect losses of about {money} million crowns, a chamber of commerce estimate shows.",
    "The opposition called for a debate in parliament, which is likely to be held next week.",
    "Experts warned that it was too early to draw conclusions from what is known so far.",
    "“We will do everything that can be done,” the mayor said after a meeting that lasted {hours} hours.",
)


def name(chance: random.Random) -> str:
    """A name that hardly occurs twice."""
    return "".join(chance.choice(SYLLABLES) for _ in range(chance.choice((2, 3)))).capitalize()


def event(number: int) -> list[str]:
    """The texts of one event's articles."""
    chance = random.Random(number)
    topic = chance.choice(sorted(TOPICS))
    words = TOPICS[topic]
    place, person, body = name(chance), f"{name(chance)} {name(chance)}", f"{name(chance)} {topic} board"
    count, money, day = chance.randint(12, 4000), chance.randint(2, 900), 1 + chance.randrange(28)
    month = chance.choice(("January", "February", "March", "April", "May", "June"))
    lead = (
        f"Up to {count} {words[5]} were hit when the {words[0]} and the {words[1]} of {place} failed "
        f"on Monday, {person} of the {body} said. The {words[3]} would cost {money} million crowns, the "
        "board said."
    )
    texts = []
    for n in range(1 + min(11, int(chance.paretovariate(1.1)) - 1)):
        figure = count if chance.random() < 0.8 else count * 10
        said = lead if n % 3 else lead.replace("Up to ", "", 1)
        said = said.replace(str(count), f"{figure:,}", 1)
        if n > 3:
            said = f"According to the {place} Wire, {said[0].lower()}{said[1:]}"
        filler = [
            line.format(years=chance.randint(5, 90), money=chance.randint(2, 99), hours=chance.randint(2, 9))
            for line in chance.sample(FILLER, chance.randint(3, len(FILLER)))
        ]
        detail = [
            f"The {chance.choice(words)} near {place} had been {chance.choice(words)} since "
            f"{chance.randint(2, 9)} o'clock, {person} told reporters in {name(chance)}."
            for _ in range(chance.randint(1, 4))
        ]
        outlet = (
            f"The {place if n == 0 else name(chance)} {chance.choice(('Post', 'Herald', 'Wire', 'Echo'))}"
        )
        head = f"{place} {topic}: {figure:,} {words[5]} hit{'' if n == 0 else ', ' + name(chance)}"
        texts.append(
            f"{head}\n{outlet}\n{day} {month} 2031\n\n{said}\n\n" + "\n\n".join([*detail, *filler]) + "\n"
        )
    return texts


def documents() -> Iterator[RawDocument]:
    """Generated articles without end, the articles of an event spread over what comes after it."""
    chance = random.Random(0)
    waiting: list[str] = []
    number = 0
    while True:
        while len(waiting) < 500:
            waiting += event(number)
            number += 1
        yield document(waiting.pop(chance.randrange(len(waiting))))


def document(text: str) -> RawDocument:
    """A text as a document."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return RawDocument(paths=(f"made/{digest[:16]}.txt#",), sha256=digest, text=text, encoding="utf-8")


def unread(library: object, articles: object, **options: object) -> dict[str, PackedReading]:
    """What stands in for reading where it is left out."""
    del library, articles, options
    return {}


def one_more(library: object, number: int, size: int) -> tuple[float, float]:
    """Seconds for adding one article to an old event's story, and for tracing the story."""
    text = event(number)[0].replace("on Monday", "late on Monday") + f"\nReport {number} of {size}.\n"
    start = time.perf_counter()
    add_documents(library, [document(text)])  # type: ignore[arg-type]
    added = time.perf_counter()
    with library.read() as connection:  # type: ignore[attr-defined]
        story = connection.exec_driver_sql("SELECT story FROM articles ORDER BY n DESC LIMIT 1").scalar()
    trace_due(library, [int(story)])  # type: ignore[arg-type]
    return added - start, time.perf_counter() - added


def searches(library: object) -> list[float]:
    """Seconds for some searches: a rare name, two common words, a phrase."""
    found = []
    for number in range(0, 40, 2):
        rare = event(number)[0].split()[0]
        for query in (rare, "provisional figures", '"chamber of commerce"', f"{rare} -library"):
            start = time.perf_counter()
            search_rows(library, query, Filter(limit=20))  # type: ignore[arg-type]
            found.append(time.perf_counter() - start)
    return found


def disk(address: str) -> int:
    """Bytes of the library's files."""
    return sum(file.stat().st_size for file in Path(address).parent.glob(f"{Path(address).name}*"))


def measure(address: str, sizes: Sequence[int], *, reading: bool) -> Iterator[dict[str, object]]:
    """The figures at each size."""
    made = documents()
    done = 0
    spent = traced = 0.0
    with open_library(address, create=True) as library:
        read = adding.read_once
        for size in sizes:
            if not reading:
                adding.read_once = unread
            start_size, start_done = disk(address), done
            start, worked = time.perf_counter(), time.process_time()
            while done < size:
                part = [next(made) for _ in range(min(BATCH, size - done))]
                add_documents(library, part, options=AddOptions(trace=False))
                done += len(part)
            span, work = time.perf_counter() - start, time.process_time() - worked
            spent += span
            if reading:
                start = time.perf_counter()
                trace_due(library)
                traced += time.perf_counter() - start
            adding.read_once = read
            grown = disk(address) - start_size
            more = [one_more(library, number, size) for number in range(5, 25)]
            found = searches(library)
            with library.read() as connection:
                stories = connection.exec_driver_sql(
                    "SELECT count(*) FROM stories WHERE merged_into IS NULL"
                ).scalar()
            yield {
                "articles": done,
                "stories": stories,
                "read": reading,
                "articles_per_second_here": round((done - start_done) / span, 1),
                "articles_per_second_in_all": round(done / spent, 1),
                "cpu_milliseconds_per_article_here": round(1000 * work / (done - start_done), 2),
                "tracing_seconds_in_all": round(traced, 1),
                "bytes_per_article_here": round(grown / max(1, done - start_done)),
                "bytes": disk(address),
                "one_more_median": round(statistics.median(one for one, _ in more), 3),
                "one_more_worst": round(max(one for one, _ in more), 3),
                "its_story_median": round(statistics.median(one for _, one in more), 3),
                "search_median": round(statistics.median(found), 4),
                "search_worst": round(max(found), 4),
            }


def main() -> int:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000")
    parser.add_argument("--without-reading", action="store_true")
    parser.add_argument("--library", help="a .db file; made and left there")
    parser.add_argument("--out", type=Path, help="a file for the figures, too")
    given = parser.parse_args()
    sizes = [int(size) for size in given.sizes.split(",")]
    with tempfile.TemporaryDirectory() as folder:
        address = given.library or str(Path(folder) / "library.db")
        for figures in measure(address, sizes, reading=not given.without_reading):
            line = json.dumps(figures)
            print(line, flush=True)
            if given.out:
                with given.out.open("a", encoding="utf-8") as file:
                    file.write(line + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
