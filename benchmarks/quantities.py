"""Reads the figures of NewsQuant's sentences, scores them and measures the speed beside quantulum3's.

    python benchmarks/quantities.py [--data FILE] [--out FILE] [--misses]

Prints one JSON line. The set's conventions differ from the program's and are mapped here: ages,
durations and "one of the …" are quantities there, "a third" is .333, "hundreds" is 100 to 1000, "from
four to three per cent" is one range, and "PS" and "Y=" stand for pound and yen signs that were lost.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from firsthand.model import QuantityMention, Span
from firsthand.reading import sentences
from firsthand.reading.quantities import extract_quantities
from firsthand.reading.tokens import Parsed, Sentence, Token

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
DATA = SHARED / "corpora" / "quantities" / "newsquant-dev.jsonl.gz"
SCORER = SHARED / "eval" / "score_quantities.py"

# What the set counts as a quantity besides counts: the role and the rule that told it.
ALSO = {
    ("age", "age"),
    ("time", "reference"),
    ("other", "one-among"),
    ("other", "one-article"),
    ("other", "speakers"),
    ("name", "letters"),
}
# What it does not: "doubled" and the like, "no deaths", "over a year".
NEITHER = {"multiple", "twice", "thrice", "none", "a-unit", "halved", "parties", "half"}
SHARES = {"fraction", "one-in", "one-of"}
# No share of the news has a greater denominator in words.
DENOMINATOR = 20


def rows(path: Path) -> list[dict[str, Any]]:
    """The sentences of the set, each with its id and text."""
    raw = path.read_bytes()
    text = (gzip.decompress(raw) if path.suffix == ".gz" else raw).decode("utf8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def repaired(text: str) -> str:
    """The text with the currency signs that the set lost."""
    return re.sub(r"\bY=(?=\d)", "¥", re.sub(r"\bPS(?=\d)", "£", text))


def tokenized(text: str) -> Parsed:
    """The text with sentences and bare tokens, where no model is to be measured."""
    tokens: list[Token] = []
    found: list[Sentence] = []
    for i, span in enumerate(sentences.split(text)):
        first = len(tokens)
        for match in re.finditer(r"\w+|[^\w\s]", text[span.start : span.end]):
            at = Span(span.start + match.start(), span.start + match.end())
            word, n = match.group(), len(tokens)
            tokens.append(Token(n, at, word, word.lower(), word.lower(), "", "", n, i))
        found.append(Sentence(i, span, first, len(tokens)))
    return Parsed(text, tuple(tokens), tuple(found))


def parser(*, plain: bool) -> Callable[[str], Parsed]:
    """The program's parser, or bare tokens where it is not built yet or not wanted."""
    if plain:
        return tokenized
    try:
        from firsthand.reading.parse import parse
    except ImportError:
        return tokenized
    return parse


def in_their_terms(text: str, mentions: Sequence[QuantityMention]) -> list[dict[str, Any]]:
    """The mentions as the set would have them."""
    kept = [m for m in mentions if m.rule not in NEITHER and (m.role == "count" or (m.role, m.rule) in ALSO)]
    kept = [m for m in kept if not _is_compound(text, m) and not (m.role == "age" and m.quantity.high)]
    return [_row(text, mention) for mention in _joined(text, kept)]


def _is_compound(text: str, mention: QuantityMention) -> bool:
    """As in "three-year", "six-speed": numbers in words inside an adjective are none there."""
    return re.fullmatch(r"[A-Za-z]+-[a-z]+", text[mention.number.start : mention.span.end]) is not None and (
        not mention.quantity.unit or "-" not in mention.number.of(text)
    )


def _joined(text: str, mentions: Sequence[QuantityMention]) -> list[QuantityMention]:
    """Before and after of one change ("from 4.8 to 4.7 per cent") as the one range that the set has."""
    joined: list[QuantityMention] = []
    for mention in mentions:
        before = joined[-1] if joined else None
        if before and _is_change(text, before, mention):
            joined[-1] = replace(
                before,
                quantity=replace(before.quantity, high=mention.quantity.value, unit=mention.quantity.unit),
            )
        else:
            joined.append(mention)
    return joined


def _is_change(text: str, before: QuantityMention, mention: QuantityMention) -> bool:
    if before.quantity.high is not None or mention.quantity.high is not None:
        return False
    led = re.search(r"\bfrom(?: about| around)? $", text[max(0, before.span.start - 12) : before.span.start])
    return (
        bool(led)
        and re.fullmatch(r"\s*to\s+(?:about )?", text[before.span.end : mention.span.start]) is not None
    )


def _row(text: str, mention: QuantityMention) -> dict[str, Any]:
    quantity = mention.quantity
    value, high, unit = quantity.value, quantity.high, quantity.unit
    printed = text[mention.number.end : mention.span.end].strip(" -–'")
    if mention.rule in SHARES:
        value = float(Fraction(value / 100).limit_denominator(DENOMINATOR))
        unit = quantity.counted or (quantity.restrictions.of or "%").removeprefix("of ")
        printed = "%" if unit in ("which", "whom", "them") else unit
    elif quantity.bound == "between" and mention.rule == "number" and high is not None:
        value, high = (12, None) if value == 24 else (value, float(f"1{'0' * len(str(int(high)))}"))
    elif quantity.bound == "at least" and mention.number.of(text).lower() in ("millions", "billions"):
        high = value * 10
    if mention.counted and mention.counted.start < mention.number.start:
        unit, printed = None, ""  # what the program takes over from an earlier figure is left bare there
    if mention.role == "age":
        unit = "year of age"
    if mention.rule == "letters":
        unit = text[mention.number.end : mention.number.end + 1]
    rate = _rate(quantity.restrictions.when) or _rate(quantity.restrictions.of)
    if rate:
        printed = unit = f"{unit} per {rate}"
    return {
        "value": value,
        "high": high,
        "bound": quantity.bound,
        "unit": unit,
        "counted": printed or (unit and quantity.counted),
    }


def _rate(restriction: str | None) -> str | None:
    """What a rate is over ("a day": day); the set has it in the unit."""
    found = re.fullmatch(r"(?:a|an|per|each|every|/)[ -]*\b(\w+(?: \w+)?)", restriction or "", re.IGNORECASE)
    return found.group(1) if found else None


def speed(texts: Sequence[str], read: Callable[[str], object], *, least: float = 1.0) -> float:
    """Texts read in a CPU second, repeating them until `least` seconds are spent."""
    read(texts[0])
    spent, done = 0.0, 0
    while spent < least:
        start = time.process_time()
        for text in texts:
            read(text)
        spent += time.process_time() - start
        done += len(texts)
    return round(done / spent, 1)


def peer_speed(texts: Sequence[str]) -> float | None:
    """quantulum3's texts in a CPU second; None where it is not installed."""
    try:
        from quantulum3 import classifier
        from quantulum3 import parser as quantulum
    except ImportError:
        return None
    classifier.USE_CLF = False  # it was trained with an old scikit-learn, and only costs time
    return speed(texts, quantulum.parse)


def score(data: Path, predicted: Path, *, misses: bool) -> dict[str, Any]:
    """The scorer's figures."""
    command = [sys.executable, str(SCORER), str(data), str(predicted), *(["--misses"] if misses else [])]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return dict(json.loads(done.stdout))


def main() -> None:
    """Reads, scores, measures and prints."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--data", type=Path, default=DATA)
    arguments.add_argument("--out", type=Path)
    arguments.add_argument("--misses", action="store_true", help="what was missed, to standard error")
    arguments.add_argument("--plain", action="store_true", help="without the parser")
    arguments.add_argument("--no-speed", action="store_true", help="quality alone")
    options = arguments.parse_args()
    if not options.data.is_file():
        raise SystemExit(f"{options.data} is not there: give the set with --data FILE")
    parse = parser(plain=options.plain)
    parsed = {row["id"]: parse(repaired(row["text"])) for row in rows(options.data)}
    with tempfile.TemporaryDirectory() as folder:
        out = options.out or Path(folder) / "predicted.jsonl"
        with out.open("w", encoding="utf8") as file:
            for key, text in parsed.items():
                found = in_their_terms(text.text, extract_quantities(text))
                file.write(json.dumps({"id": key, "quantities": found}) + "\n")
        figures = score(options.data, out, misses=options.misses)
    if not options.no_speed:
        by_text = {text.text: text for text in parsed.values()}
        figures["sentences_per_second"] = speed(list(by_text), lambda text: extract_quantities(by_text[text]))
        figures["quantulum3_sentences_per_second"] = peer_speed(list(by_text))
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
