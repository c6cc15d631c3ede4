"""The signs on one line that speak for furniture or for the article, whatever its place."""

from __future__ import annotations

import re
from dataclasses import dataclass

from firsthand.cleaning import shapes
from firsthand.cleaning.shapes import Shape
from firsthand.cleaning.vocabulary import Vocabulary

_SEPARATED = re.compile(r"[|·•›»☰🖶►]|\s[/>]\s|\s{3,}")
_ADDRESS = re.compile(r"https?://|www\.|\S@\S+\.\w|\b\w+\.(?:com|org|net|example|co|info)\b")
_TICKER = re.compile(r"[+\-−–]\d[\d.,]*\s?%")
_CITED = re.compile(r"(?i:sources?|details?|background|quote)\s*:(?:.{3,80}?,\s|.{0,4}$|.{80,})")
_PHONE = re.compile(r"\+?\d[\d ()-]{8,}\d")
# Labels, datelines, bylines and credits are short: from so many words on a line is not looked at for them.
LONG = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Signs:
    """What stands on a line: counts of cues, shares from 0 to 1, and shapes that it has or has not."""

    strong_line: bool
    strong_start: bool
    strong_end: bool
    strong_inside: int
    weak_start: bool
    weak_inside: int
    closer: bool
    labels: float
    stamp: bool
    ago: bool
    dated: float
    byline: tuple[str, bool] | None
    credit: bool
    labelled_picture: bool
    cited: bool
    separators: int
    address: bool
    ticker: bool
    telephone: bool

    @property
    def opens_list(self) -> bool:
        """Whether a short line with these signs is a label such as "Read more"."""
        return self.strong_start or self.strong_line


def read_signs(shape: Shape, vocabulary: Vocabulary) -> Signs:
    """The signs of one line."""
    head = shape.text[:300]
    short = shape.words < LONG
    tokens = shape.tokens
    plain = tuple(word for word in tokens if word[0].isalpha() or word in "'&") if shape.words < 12 else ()
    return Signs(
        strong_line=vocabulary.strong_line.whole(plain) or vocabulary.strong_line.whole(tokens),
        strong_start=vocabulary.strong_start.at(tokens, 0) > 0,
        strong_end=vocabulary.strong_end.ends(_without_marks(shape.last_tokens)),
        strong_inside=vocabulary.strong_inside.count(tokens),
        weak_start=vocabulary.weak_start.at(tokens, 0) > 0,
        weak_inside=vocabulary.weak_inside.count(tokens) if shape.words <= 30 else 0,
        closer=vocabulary.closers.at(tokens, 0) > 0 and shape.words <= 20,
        labels=shapes.label_share(tokens, vocabulary),
        stamp=shapes.is_stamp(shape),
        ago=shapes.is_ago(shape),
        dated=shapes.dated_share(shape),
        byline=shapes.byline_names(shape, vocabulary),
        credit=short and shapes.has_credit(shape, vocabulary),
        labelled_picture=shapes.is_labelled_picture(shape),
        cited=bool(_CITED.match(shape.text)),
        separators=len(_SEPARATED.findall(head)) if short else 0,
        address=short and bool(_ADDRESS.search(head)),
        ticker=short and bool(_TICKER.search(head)),
        telephone=short and bool(_PHONE.search(head)),
    )


def _without_marks(tokens: tuple[str, ...]) -> tuple[str, ...]:
    end = len(tokens)
    while end and not (tokens[end - 1][0].isalnum() or tokens[end - 1] == "#"):
        end -= 1
    return tokens[:end]
