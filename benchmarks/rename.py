"""Copies of a story case under other names and figures, to see that nothing hangs on the known ones.

Proper names go letter by letter through one seeded exchange of letters of a kind (vowels for vowels,
stops for stops), so that a garbled name stays the garbled form of its original, adjectives stay
adjectives of their country and initials stay the initials of what they stand for. Words of the
language that stand in names ("Civil Protection Agency") stay; well-known outlets change places with
others of their kind. Figures: see rename_figures. Every quotation of the truth file is carried over by
its place in the article, and a copy that no longer fits its truth file is refused.
"""

from __future__ import annotations

import functools
import json
import random
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import rename_figures as figures

Truth = dict[str, Any]

WORD = re.compile(r"[^\W\d_]+")
LOWER = re.compile(r"(?<![@./#\w])[^\W\dA-Z_]+\b(?![@/]|\.\w)")  # no part of an address
ACRONYM = re.compile(r"[A-Z]{2,4}")
# Exchanged within each class, names stay about as easy to say; the others only before a vowel at the start.
LETTERS = ("aeiou", "bdgkpt", "fv")
INITIALS = "chjlmnrswz"
VOWELS = tuple("aeiouy")
# Kept at a name's end, so that Karvenian stays the adjective of Karvenia and China of Chinese.
ENDINGS = ("ians", "eans", "ian", "ean", "ese", "ish", "ans", "an", "ia", "ea", "a")
SHORTEST_STEM = 3
# The last word of many an outlet's name; where the case's outlets have one, another takes its place.
OUTLET_NOUNS = (
    "Argus", "Banner", "Beacon", "Chronicle", "Courier", "Dispatch", "Echo", "Gazette", "Herald", "Journal",
    "Ledger", "Mercury", "Messenger", "Monitor", "Observer", "Sentinel", "Standard", "Telegraph", "Tribune",
)  # fmt: skip
# Well-known outlets that change places with one of their kind, as many words for as many.
KINDRED = (
    ("Bloomberg", "Reuters"),
    ("Financial Times", "Daily Telegraph"),
    ("New York", "Los Angeles"),
    ("Washington Post", "Chicago Tribune"),
    ("Guardian", "Independent"),
    ("BBC", "ITV"),
    ("CNN", "NBC"),
    ("VOA", "NPR"),
    ("AFP", "EFE"),
)


class RenameError(ValueError):
    """A renamed copy that no longer fits its truth file."""


@functools.cache
def plain_words() -> frozenset[str]:
    """Words that stay though they stand capitalised, lower-cased: institutions, offices, days, months."""
    text = (Path(__file__).parent / "rename_plain_words.txt").read_text(encoding="utf-8")
    return frozenset(word for line in text.splitlines() if not line.startswith("#") for word in line.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A replacement for `text[start:end]`."""

    start: int
    end: int
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Renaming:
    """What is replaced in one case: words by words, phrases by phrases, significant digits by others."""

    names: Mapping[str, str]
    phrases: Mapping[str, str]
    digits: Mapping[str, str]

    def edits(self, text: str) -> tuple[Edit, ...]:
        """The replacements for a text, in its order, without overlap."""
        edits = [Edit(start=s, end=e, new=new) for s, e, new in self._phrases(text)]
        taken = [(edit.start, edit.end) for edit in edits]
        for match in WORD.finditer(text):
            new = self._name(text, match)
            if new is not None and not any(s < match.end() and match.start() < e for s, e in taken):
                edits.append(Edit(start=match.start(), end=match.end(), new=new))
        for figure in figures.find_figures(text):
            digits = figures.significant(figure.value)
            if figure.movable and self.digits.get(digits, digits) != digits:
                new = figures.respell(text, figure, self.digits[digits])
                edits.append(Edit(start=figure.start, end=figure.end, new=new))
        return tuple(sorted(edits, key=lambda edit: edit.start))

    def _phrases(self, text: str) -> Iterator[tuple[int, int, str]]:
        if self.phrases:
            pattern = "|".join(re.escape(p) for p in sorted(self.phrases, key=len, reverse=True))
            for match in re.finditer(rf"\b(?:{pattern})\b", text):
                yield match.start(), match.end(), self.phrases[match[0]]

    def _name(self, text: str, match: re.Match[str]) -> str | None:
        word = match[0]
        if word in self.names:
            return self.names[word]
        if word.isupper() and word.capitalize() in self.names and len(word) > 1:
            return self.names[word.capitalize()].upper()
        address = re.match(r"\.(?:com|org|net|info)\b", text[match.end() :])
        if address and word.capitalize() in self.names:
            return self.names[word.capitalize()].lower()
        return None

    def apply(self, text: str) -> str:
        """The text with everything replaced."""
        return Carried(text, self.edits(text)).new


class Carried:
    """A text and what it became: finds for a span of the old text the span of the new one."""

    def __init__(self, text: str, edits: tuple[Edit, ...]) -> None:
        self.old = text
        self._edits = edits
        self.new = text[0:0]
        at = 0
        self._starts: list[int] = []
        for edit in edits:
            self.new += text[at : edit.start]
            self._starts.append(len(self.new))
            self.new += edit.new
            at = edit.end
        self.new += text[at:]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The new span; one that begins or ends inside a replacement takes the whole of it."""
        return self._place(start, after=False), self._place(end, after=True)

    def _place(self, at: int, *, after: bool) -> int:
        shift = 0
        for edit, new_start in zip(self._edits, self._starts, strict=True):
            if at <= edit.start:
                break
            if at < edit.end:
                return new_start + len(edit.new) if after else new_start
            shift = new_start + len(edit.new) - edit.end
        return at + shift

    def quotes(self, quote: str) -> list[str]:
        """What each occurrence of a quotation became."""
        found, at = [], self.old.find(quote)
        while at >= 0:
            found.append(self.new[slice(*self.span(at, at + len(quote)))])
            at = self.old.find(quote, at + 1)
        return found


def _aside(article: dict[str, Any]) -> set[int]:
    return {*article["furniture"], *article["captions"]}


def _running_text(truth: Truth, texts: Mapping[str, str]) -> list[str]:
    """The lines that are running prose: no title, no leftovers of the page."""
    return [
        line
        for key, text in texts.items()
        for number, line in enumerate(text.split("\n"), 1)
        if number not in _aside(truth["articles"][key]) and line != truth["articles"][key]["title"]
    ]


def _named_in(truth: Truth) -> list[str]:
    """The strings of the truth file that are names or hold one."""
    articles = truth["articles"].values()
    strings = [a[key] for a in articles for key in ("outlet", "byline") if a[key]]
    strings += [outlet for a in articles for outlet in a["outside"]]
    chains = [link for c in truth["claims"] for r in c["readings"] for link in r["chain"]]
    # "Furious residents" starts a sentence in its article; "Lindqvar" and "Meridian Opinion" are names
    return strings + [link for link in chains if not re.match(r"[^\W\d_]+ [^\W\d_A-Z]", link)]


def _garbled(truth: Truth) -> set[str]:
    """The capitalised words in which the two sides of a changed name differ."""
    words: set[str] = set()
    for change in truth["mutations"]:
        if change["kind"] == "name":
            parent, child = (set(WORD.findall(change[f"{side}_quote"])) for side in ("parent", "child"))
            words |= {word for word in parent ^ child if word[0].isupper()}
    return words


def find_names(truth: Truth, texts: Mapping[str, str]) -> tuple[str, ...]:
    """The proper names of a case, word by word, as they are printed but for all-capital forms."""
    everything = "\n".join(texts.values())
    prose = _running_text(truth, texts)
    stay = plain_words() | {match[0] for line in prose for match in LOWER.finditer(line)}
    found = {word for line in prose for word in _inside_sentences(line)}
    found |= {short for short in re.findall(r"\b[A-Z]{3,4}\b", everything) if _spelled_out(short, everything)}
    found |= {word for string in _named_in(truth) for word in WORD.findall(string) if _capital(word)}
    names = {word for word in found if word.lower() not in stay and not _plural(word, stay)}
    printed = set(WORD.findall(everything))
    names |= {f"{word}s" for word in names if f"{word}s" in printed}
    names = {word.capitalize() if word.isupper() and not ACRONYM.fullmatch(word) else word for word in names}
    return tuple(sorted(names | _garbled(truth)))


def _plural(word: str, stay: Iterable[str]) -> bool:
    """Whether a word is the plural of one that stays, or the singular of one."""
    lower = word.lower()
    return (lower.endswith("s") and lower[:-1] in stay) or f"{lower}s" in stay


def _capital(word: str) -> bool:
    return len(word) > 1 and any(char.isupper() for char in word)


def _inside_sentences(line: str) -> Iterator[str]:
    """Capitalised words that do not owe it to the start of a sentence or of a quotation."""
    for match in WORD.finditer(line):
        before = line[: match.start()].rstrip()
        shouted = match[0].isupper() and not ACRONYM.fullmatch(match[0])
        if _capital(match[0]) and not shouted and before and (before[-1].isalnum() or before[-1] in ",;)’'-"):
            yield match[0]


def exchange_letters(seed: str) -> Callable[[str], str]:
    """A mapping of words that exchanges each letter for another one of its class."""
    rng = random.Random(seed)

    def turned(letters: str) -> dict[str, str]:
        order = rng.sample(letters, len(letters))  # each takes the place of the next: none stays
        table = dict(zip(order, order[1:] + order[:1], strict=True))
        return table | {low.upper(): new.upper() for low, new in table.items()}

    table = {old: new for letters in LETTERS for old, new in turned(letters).items()}
    initials = turned(INITIALS)

    def exchange(word: str) -> str:
        first = initials.get(word[0], "") if word[1:2].lower() in VOWELS else ""
        return "".join((first or table.get(word[0], word[0]), *(table.get(char, char) for char in word[1:])))

    return exchange


def rename_word(word: str, exchange: Callable[[str], str], names: Iterable[str]) -> str:
    """The new form of a name; a plural keeps its s, an adjective its ending."""
    if word.endswith("s") and word[:-1] in names:
        return rename_word(word[:-1], exchange, names) + "s"
    for ending in ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= SHORTEST_STEM:
            return exchange(stem) + ending
    return exchange(word)


def choose_names(seed: int, truth: Truth, texts: Mapping[str, str]) -> dict[str, str]:
    """New forms for the names of a case, none of them a word of its texts."""
    nouns = _outlet_nouns(seed, truth, texts)
    phrases = {word for pair in KINDRED for phrase in pair for word in phrase.split()}
    names = [name for name in find_names(truth, texts) if name not in phrases | set(nouns)]
    everything = "\n".join(texts.values())
    words = {word.lower() for word in WORD.findall(everything)} | plain_words()
    for attempt in range(50):
        exchange = exchange_letters(f"{truth['case']}/{seed}/{attempt}")
        table = {name: rename_word(name, exchange, names) for name in names if not ACRONYM.fullmatch(name)}
        tags = {word for word in re.findall(r"\b[^\W\dA-Z_]{5,}\b", everything) if word.capitalize() in table}
        table |= {tag: table[tag.capitalize()].lower() for tag in tags}
        table |= _acronyms(names, table, everything, exchange)
        new = {name.lower() for name in table.values()}
        if len(set(table.values())) == len(table) and not new & words:
            return table | nouns
    raise RenameError(f"{truth['case']}: no exchange of letters keeps its names apart")


def _outlet_nouns(seed: int, truth: Truth, texts: Mapping[str, str]) -> dict[str, str]:
    """Other nouns for those that end the names of the case's outlets, but for well-known outlets."""
    known = {phrase for pair in KINDRED for phrase in pair}
    strings = [a["outlet"] or "" for a in truth["articles"].values()]
    strings += [outlet for a in truth["articles"].values() for outlet in a["outside"]]
    words = {word.capitalize() for s in strings if not any(k in s for k in known) for word in WORD.findall(s)}
    said = {word.lower() for text in texts.values() for word in WORD.findall(text)}
    free = [noun for noun in OUTLET_NOUNS if noun.lower() not in said]
    random.Random(f"{truth['case']}/{seed}").shuffle(free)
    return dict(zip([noun for noun in OUTLET_NOUNS if noun in words], free, strict=False))


def _acronyms(
    names: Iterable[str], table: Mapping[str, str], text: str, exchange: Callable[[str], str]
) -> dict[str, str]:
    """New acronyms: the initials of the new name where the text spells it out, else other letters."""
    new: dict[str, str] = {}
    for name in names:
        if ACRONYM.fullmatch(name):
            spelled = _spelled_out(name, text)
            new[name] = "".join(table.get(word, word)[0] for word in spelled) if spelled else exchange(name)
    return {old: short for old, short in new.items() if old != short}


def _spelled_out(acronym: str, text: str) -> list[str] | None:
    """The capitalised words, small words between them, whose initials are the acronym."""
    between = r"(?:[ ](?:of|and|the|for|on))*[ ]"
    pattern = between.join(rf"({initial}[^\W\d_]*[a-z])" for initial in acronym)
    match = re.search(rf"\b{pattern}\b", text)
    return list(match.groups()) if match else None


def choose_phrases(texts: Mapping[str, str]) -> dict[str, str]:
    """Well-known outlets of the case and those that take their place."""
    everything = "\n".join(texts.values())
    return {
        old: new
        for pair in KINDRED
        for old, new in (pair, pair[::-1])
        if re.search(rf"\b{re.escape(old)}\b", everything)
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """Whether a reading's value is printed in its quotation, and whether that figure moves."""

    is_printed: bool
    moves: bool


def _printed(text: str, quote: str, value: float) -> Printed:
    """How the value stands where the article first has the quotation."""
    at = text.find(quote)
    inside = [f for f in figures.find_figures(text) if at <= f.start and f.end <= at + len(quote)]
    equal = [f for f in inside if f.value == Decimal(str(value))]
    return Printed(is_printed=bool(equal), moves=bool(equal) and equal[0].movable)


def _values(reading: dict[str, Any]) -> list[float]:
    return [reading[key] for key in ("value", "high") if reading[key] is not None]


def choose_digits(seed: int, truth: Truth, texts: Mapping[str, str]) -> dict[str, str]:
    """New significant digits for the figures of a case."""
    used = {
        figures.significant(f.value) for t in texts.values() for f in figures.find_figures(t) if f.movable
    }
    fixed: set[str] = set()
    claims = []
    for claim in truth["claims"]:
        values: list[figures.Stated] = []
        for reading in claim["readings"]:
            text = texts[reading["article"]]
            printed = [_printed(text, reading["quote"], value) for value in _values(reading)]
            values += [
                (Decimal(str(value)), how.moves) for value, how in zip(_values(reading), printed, strict=True)
            ]
            if not all(how.is_printed for how in printed):  # converted, or in words: all of it stays
                fixed |= {figures.significant(value) for value in _values(reading)}
                fixed |= {figures.significant(f.value) for f in figures.find_figures(reading["quote"])}
        claims.append(values)
    return figures.choose_figures(seed, used, claims, fixed)


def rename_cases(folders: Iterable[Path], target: Path, seed: int) -> list[Path]:
    """Renamed copies of cases, in folders of the same names under `target`."""
    copies = []
    for folder in folders:
        copy = target / folder.resolve().name
        rename_case(folder, copy, seed)
        copies.append(copy)
    return copies


def rename_case(folder: Path, target: Path, seed: int) -> Renaming:
    """Writes a renamed copy of a case to `target` and returns what was replaced.

    Raises:
        RenameError: The copy does not fit its truth file.
    """
    truth: Truth = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    texts = {key: (folder / f"{key}.txt").read_text(encoding="utf-8") for key in truth["articles"]}
    renaming = Renaming(
        names=choose_names(seed, truth, texts),
        phrases=choose_phrases(texts),
        digits=choose_digits(seed, truth, texts),
    )
    carried = {key: Carried(text, renaming.edits(text)) for key, text in texts.items()}
    renamed = rename_truth(truth, texts, carried, renaming)
    check_renamed(truth, renamed, {key: c.new for key, c in carried.items()})
    left = {word for c in carried.values() for word in WORD.findall(c.new)} & set(renaming.names)
    if left:
        raise RenameError(f"{truth['case']}: still named {', '.join(sorted(left))}")
    target.mkdir(parents=True, exist_ok=True)
    for key, c in carried.items():
        (target / f"{key}.txt").write_text(c.new, encoding="utf-8", newline="")
    written = json.dumps(renamed, ensure_ascii=False, indent=1) + "\n"
    (target / "truth.json").write_text(written, encoding="utf-8")
    return renaming


def rename_truth(
    truth: Truth, texts: Mapping[str, str], carried: Mapping[str, Carried], renaming: Renaming
) -> Truth:
    """The truth file of the renamed articles."""

    def text(string: str | None) -> str | None:
        return None if string is None else renaming.apply(string)

    def quote(key: str, string: str) -> str:
        found = carried[key].quotes(string)
        if not found:
            raise RenameError(f"{truth['case']}: {key} does not have {string!r}")
        return found[0]

    def value(reading: dict[str, Any], key: str) -> float | None:
        old = reading[key]
        if old is None:
            return None
        moves = _printed(texts[reading["article"]], reading["quote"], old).moves
        new = figures.moved((Decimal(str(old)), moves), renaming.digits)
        return int(new) if new == new.to_integral_value() else float(new)

    def reading(r: dict[str, Any]) -> dict[str, Any]:
        return r | {
            "quote": quote(r["article"], r["quote"]),
            "value": value(r, "value"),
            "high": value(r, "high"),
            "source": text(r["source"]),
            "chain": [text(link) for link in r["chain"]],
        }

    def article(a: dict[str, Any]) -> dict[str, Any]:
        named = {key: text(a[key]) for key in ("outlet", "title", "byline")}
        return a | named | {"outside": [text(outlet) for outlet in a["outside"]]}

    def change(m: dict[str, Any]) -> dict[str, Any]:
        return m | {f"{side}_quote": quote(m[side], m[f"{side}_quote"]) for side in ("parent", "child")}

    return truth | {
        "event": text(truth["event"]),
        "articles": {key: article(a) for key, a in truth["articles"].items()},
        "origins": {key: o | {"name": text(o["name"])} for key, o in truth["origins"].items()},
        "claims": [
            c | {"question": text(c["question"]), "readings": [reading(r) for r in c["readings"]]}
            for c in truth["claims"]
        ],
        "mutations": [change(m) for m in truth["mutations"]],
    }


def check_renamed(truth: Truth, renamed: Truth, texts: Mapping[str, str]) -> None:
    """Refuses a copy whose quotations, figures, titles or changes no longer fit its articles.

    Raises:
        RenameError: All that does not fit, one a line.
    """
    faults = [*_misquoted(renamed, texts), *_misfigured(truth, renamed), *_unchanged(truth, renamed)]
    for key, article in renamed["articles"].items():
        if article["title"] and article["title"] not in texts[key].split("\n"):
            old = truth["articles"][key]["title"]
            faults.append(f"{key}: title {article['title']!r} (was {old!r}) is no line of it")
    if faults:
        raise RenameError("\n".join(f"{truth['case']}: {fault}" for fault in faults))


def _misquoted(renamed: Truth, texts: Mapping[str, str]) -> Iterator[str]:
    quotes = [(r["article"], r["quote"]) for c in renamed["claims"] for r in c["readings"]]
    quotes += [(m[s], m[f"{s}_quote"]) for m in renamed["mutations"] for s in ("parent", "child")]
    for key, quote in quotes:
        if not any(quote in line for line in texts[key].split("\n")):
            yield f"{key}: {quote!r} is not in one line of it"


def _misfigured(truth: Truth, renamed: Truth) -> Iterator[str]:
    """Readings whose value was printed in their quotation and no longer is, or only now is."""
    for before, after in zip(truth["claims"], renamed["claims"], strict=True):
        for old, new in zip(before["readings"], after["readings"], strict=True):
            for was, now in zip(_values(old), _values(new), strict=True):
                if _stands(old["quote"], was) != _stands(new["quote"], now):
                    yield f"{new['article']}: {new['quote']!r} (was {old['quote']!r}) does not say {now}"
        values = [
            [Decimal(str(v)) for r in claim["readings"] for v in _values(r)] for claim in (before, after)
        ]
        for a, c in zip(*values, strict=True):
            for b, d in zip(*values, strict=True):
                if figures.relation(a, b) != figures.relation(c, d):
                    yield f"[{after['id']}]: {c} and {d} do not stand to each other as {a} and {b}"


def _stands(quote: str, value: float) -> bool:
    return any(figure.value == Decimal(str(value)) for figure in figures.find_figures(quote))


def _unchanged(truth: Truth, renamed: Truth) -> Iterator[str]:
    """Changes whose two sides were different words and are the same now, or the other way round."""
    for old, new in zip(truth["mutations"], renamed["mutations"], strict=True):
        if (old["parent_quote"] == old["child_quote"]) != (new["parent_quote"] == new["child_quote"]):
            yield f"{new['kind']} [{new['claim']}] {new['parent_quote']!r} -> {new['child_quote']!r}"
