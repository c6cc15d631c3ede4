"""Measures how the cost of tracing one story grows with its articles.

    python benchmarks/story_scale.py [--sizes 200 2000] [--out FOLDER] [--profile]

Writes stories of the given sizes, each traced by a process of its own, so that the peak of memory is
its own. The texts are made here, the same every time: reporters' accounts, each choosing its facts, its
wordings and its order, and copies of earlier articles with a new headline and byline, a paragraph cut, a
word changed, a line of the page's own added. The larger a story, the greater the share of copies: there
are about four accounts for each square root of the size. Prints one JSON line; `--out` keeps the articles.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import os
import pstats
import random
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import firsthand

# ruff: noqa: E501 (a wording is as long as a sentence)
# Facts in several wordings. A name in braces is filled in once for the story, or slips now and then.
FACTS: tuple[tuple[str, ...], ...] = (
    (
        "At least {dead} people were killed when a footbridge over the Senn collapsed during the Harrow Fair on Saturday evening, the fire service said.",
        "A footbridge across the River Senn gave way on Saturday evening as crowds left the Harrow Fair, killing at least {dead}, according to the fire service.",
        "The fire service put the number of dead at {dead} or more after the Senn footbridge fell at the Harrow Fair.",
    ),
    (
        "Another {hurt} were taken to hospital, {grave} of them in a critical condition.",
        "Hospitals in Kestrow treated {hurt} injured people; {grave} were in a critical state.",
        "Some {hurt} people were hurt and {grave} remained in intensive care on Sunday, doctors said.",
    ),
    (
        "Divers were still looking for {missing} people late on Sunday.",
        "{missing} people were still missing on Sunday night, police said.",
        "Police spokeswoman Ilka Brandt said that {missing} people had not been accounted for.",
    ),
    (
        "The bridge, built in {built}, had been inspected in March and passed as safe, the council said.",
        "Kestrow council said that the bridge, which dates from {built}, had passed an inspection in March.",
        'An inspection in March found the {built} bridge "fit for use", a council document shows.',
    ),
    (
        'Mayor Orla Venn said it was "a night that Kestrow will never forget".',
        '"This is a night that Kestrow will never forget," mayor Orla Venn said.',
        'The mayor, Orla Venn, called it "a night that Kestrow will never forget".',
    ),
    (
        "About {crowd} people had come to the fair, its organisers said, twice as many as last year.",
        "Organisers said that some {crowd} visitors were at the fair, double last year's number.",
        "The fair drew {crowd} visitors, twice the number of the year before, according to its organisers.",
    ),
    (
        "Witnesses told the Kestrow Courier that the handrail gave way first and the deck tilted to the left.",
        "The handrail went first and then the deck tilted, witnesses told the Kestrow Courier.",
        "People who were on the bridge told the Kestrow Courier they had seen the handrail break before the deck fell.",
    ),
    (
        "A limit of {limit} people on the bridge had been set in 2019, an engineer who asked not to be named said.",
        "An engineer, who did not want to be named, said that no more than {limit} people should have been on it.",
        "According to one engineer the bridge was cleared for {limit} people at a time.",
    ),
    (
        "Prosecutors opened an inquiry and took away papers from the offices of the builder, Lund & Sohn.",
        "The prosecutor's office said that it was investigating and had searched the builder, Lund & Sohn.",
        "Lund & Sohn, the builder, was searched on Sunday as prosecutors opened an investigation.",
    ),
    (
        'Lund & Sohn said that it was "working with the authorities" and denied any fault.',
        'The firm denied that it was to blame and said it was "working with the authorities".',
        "In a statement Lund & Sohn denied responsibility for the collapse.",
    ),
    (
        "Repairs to the bridge in 2021 had cost €{cost} million, {over} per cent more than planned.",
        "The council spent €{cost} million on repairs in 2021, {over}% over budget.",
        "Repairs two years ago came to €{cost}m, which was {over} per cent above the estimate.",
    ),
    (
        "The interior minister, Paul Reiter, is expected to visit the site on Monday.",
        "Interior minister Paul Reiter will travel to Kestrow on Monday, his office said.",
        "Paul Reiter, the interior minister, said he would come to Kestrow on Monday.",
    ),
    (
        "Flags will fly at half-mast for three days and the fair has been called off.",
        "The rest of the fair was cancelled and three days of mourning were announced.",
        "The town announced three days of mourning and cancelled what was left of the fair.",
    ),
    (
        "Bus driver Emil Toth, 52, said he pulled four children out of the water.",
        "Emil Toth, a 52-year-old bus driver, said that he had got four children out of the river.",
        '"I got hold of four children," said Emil Toth, a bus driver of 52.',
    ),
    (
        "The river is about {deep} metres deep there, and the water was at 9 degrees, the rescue service said.",
        "Rescuers said the water, {deep} metres deep at that point, was only 9 degrees cold.",
        "The Senn is {deep} metres deep below the bridge; its water had 9 degrees on Saturday, rescuers said.",
    ),
    (
        "{boats} boats and two helicopters took part in the search, which was to go on through the night.",
        "The search, by {boats} boats and two helicopters, would go on all night, officials said.",
        "Officials said that {boats} boats and two helicopters were searching and would not stop at nightfall.",
    ),
)
VALUES: dict[str, tuple[str, ...]] = {
    "dead": ("14", "14", "14", "17"),
    "hurt": ("63", "63", "63", "36"),
    "grave": ("nine", "nine", "eight"),
    "missing": ("Five", "Five", "Six"),
    "built": ("1958", "1958", "1985"),
    "crowd": ("12,000", "12,000", "20,000"),
    "limit": ("80", "80", "180"),
    "cost": ("2.4", "2.4", "24"),
    "over": ("30", "30", "13"),
    "deep": ("six", "six", "seven"),
    "boats": ("Eleven", "Eleven", "Seven"),
}
TITLES = (
    "Footbridge collapse at Kestrow fair kills {dead}",
    "At least {dead} dead as bridge falls into the Senn",
    "Bridge at Harrow Fair gives way, {dead} killed and {hurt} hurt",
    "Kestrow mourns after bridge collapse",
    "Search goes on after footbridge falls at fair",
)
ASIDES = (
    "Read more: What we know about the Kestrow bridge",
    "Sign up for our newsletter",
    "Share this article",
    "This story is being updated.",
)
SWAPS = (
    ("people", "persons"),
    ("collapse", "fall"),
    ("said", "stated"),
    ("investigation", "probe"),
    ("announced", "declared"),
    ("twice", "two times"),
    ("number", "figure"),
)
FIRST = (
    "Northern",
    "Evening",
    "Daily",
    "Morning",
    "Lakeland",
    "Weekly",
    "Valley",
    "Eastern",
    "Central",
    "Free",
)
SECOND = (
    "Herald",
    "Ledger",
    "Echo",
    "Dispatch",
    "Mirror",
    "Sentinel",
    "Tribune",
    "Journal",
    "Observer",
    "Post",
)
NAMES = (
    "Ann Weller",
    "Bo Lindahl",
    "Carla Fuchs",
    "Dan Okoro",
    "Eva Maric",
    "Finn Adair",
    "Gita Rao",
    "Hal Moss",
)


@dataclass(frozen=True, slots=True)
class Text:
    """An article before it is set on a page: its headline and paragraphs."""

    title: str
    paragraphs: tuple[str, ...]


def account(chance: random.Random) -> Text:
    """A reporter's own account: nine to fourteen facts, in two or three wordings, hardly ever in order."""
    values = {name: chance.choice(given) for name, given in VALUES.items()}
    chosen = [0, *sorted(chance.sample(range(1, len(FACTS)), chance.randint(8, 13)))]
    for _ in range(chance.randint(0, 4)):
        a, b = chance.randrange(1, len(chosen)), chance.randrange(1, len(chosen))
        chosen[a], chosen[b] = chosen[b], chosen[a]
    told = tuple(chance.choice(FACTS[n]).format(**values) for n in chosen)
    return Text(chance.choice(TITLES).format(**values), told)


def copy(model: Text, chance: random.Random) -> Text:
    """The text as another outlet prints it: often cut from the end, sometimes touched up, seldom wrong."""
    paragraphs = list(model.paragraphs)
    if chance.random() < 0.6:
        del paragraphs[max(4, len(paragraphs) - chance.randint(1, 4)) :]
    if len(paragraphs) > 5 and chance.random() < 0.3:
        del paragraphs[chance.randrange(2, len(paragraphs))]
    for _ in range(chance.choice((0, 0, 1, 2))):
        at = chance.randrange(len(paragraphs))
        plain, other = chance.choice(SWAPS)
        paragraphs[at] = re.sub(rf"\b{plain}\b", other, paragraphs[at])
    if chance.random() < 0.05:
        paragraphs[0] = paragraphs[0].replace("14", "41")
    title = model.title if chance.random() < 0.5 else chance.choice(TITLES).format(dead="14", hurt="63")
    return Text(title, tuple(paragraphs))


def page(text: Text, number: int, size: int, chance: random.Random) -> str:
    """The text as a page: outlet, headline, byline, sometimes an agency's credit and a line of its own."""
    outlet = f"The {chance.choice(FIRST)} {chance.choice(SECOND)}"
    # A copy is printed after its model: the articles come one after the other, in two days and a half.
    minutes = 22 * 60 + round(3600 * number / size)
    day, hour, minute = 10 + minutes // 1440, minutes // 60 % 24, minutes % 60
    lines = [outlet, text.title, f"By {chance.choice(NAMES)}", f"{day} May 2031, {hour:02}:{minute:02}"]
    told = list(text.paragraphs)
    if chance.random() < 0.3:
        told[0] = f"KESTROW (Senn Press) — {told[0]}"
    if chance.random() < 0.4:
        told.insert(chance.randrange(1, len(told)), chance.choice(ASIDES))
    return "\n\n".join([*lines, *told]) + "\n"


def story(size: int) -> list[str]:
    """That many articles on one event."""
    chance = random.Random(size)
    accounts = min(size, round(4 * size**0.5))
    texts = [account(chance) for _ in range(accounts)]
    while len(texts) < size:
        # Early and much-copied texts are copied more: every copy may be copied again.
        model = texts[min(chance.randrange(len(texts)), chance.randrange(len(texts)))]
        texts.append(copy(model, chance))
    return [page(text, n, size, chance) for n, text in enumerate(texts)]


def write(size: int, folder: Path) -> None:
    """Writes the story's articles as files."""
    folder.mkdir(parents=True, exist_ok=True)
    for n, text in enumerate(story(size)):
        (folder / f"{n:05}.txt").write_text(text, encoding="utf8")


def measure(folder: Path, profile: Path | None) -> None:
    """Traces one folder and prints what it took; run in a process of its own."""
    warm = folder.parent / "warm"
    write(2, warm)
    firsthand.trace(warm)
    started, clock = time.process_time(), time.perf_counter()
    if profile:
        profiler = cProfile.Profile()
        result = profiler.runcall(firsthand.trace, folder)
        with profile.open("w", encoding="utf8") as out:
            pstats.Stats(profiler, stream=out).sort_stats("cumulative").print_stats(80)
    else:
        result = firsthand.trace(folder)
    figures = {
        "articles": len(result.articles),
        "seconds": round(time.process_time() - started, 1),
        "elapsed": round(time.perf_counter() - clock, 1),
        "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "claims": len(result.claims),
        "readings": sum(len(c.readings) for c in result.claims),
        "edges": len(result.lineage),
        "changes": len(result.changes),
        "stories": len(result.stories),
    }
    print(json.dumps(figures))


def run(sizes: Sequence[int], folder: Path, *, profile: bool) -> list[dict[str, float]]:
    """The figures of each size; one core each, whatever the libraries would take."""
    one_core = {**os.environ, **dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"), "1")}
    out = []
    for size in sizes:
        write(size, folder / str(size))
        command = [sys.executable, __file__, "--measure", str(folder / str(size))]
        if profile:
            command += ["--profile-to", str(folder / f"{size}.profile")]
        ran = subprocess.run(command, check=True, capture_output=True, text=True, env=one_core)
        out.append(json.loads(ran.stdout))
        print(ran.stdout.strip(), file=sys.stderr, flush=True)
    return out


def main() -> int:
    """Runs the benchmark."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", type=int, nargs="+", default=[50, 200, 2000])
    parser.add_argument("--out", type=Path, help="a folder to keep the articles (and profiles) in")
    parser.add_argument("--profile", action="store_true", help="beside the figures, where the time goes")
    parser.add_argument("--measure", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--profile-to", type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.measure:
        measure(args.measure, args.profile_to)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        figures = run(args.sizes, args.out or Path(folder), profile=args.profile)
    keys = ("seconds", "megabytes")
    print(json.dumps({f"{key}_{f['articles']}": f[key] for f in figures for key in keys}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
