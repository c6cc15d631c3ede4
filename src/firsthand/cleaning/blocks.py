"""Tells the lines of a page apart: what the article says, and what stands around it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from firsthand.cleaning.lines import Line
from firsthand.cleaning.vocabulary import Vocabulary
from firsthand.cleaning.weights import Place, Zone, score
from firsthand.model import TOLD, BlockKind

# A paragraph has at least this many words, a tenth of them such that hold sentences together.
PROSE_WORDS = 12
PROSE_GLUE = 0.1
# Neighbours tend to be of one kind; what it costs to part from the line before, with and without a blank
# line between, and to come back to the article once its last paragraph is past.
PART_WITH_GAP = 0.2
PART_TIGHT = 0.5
COME_BACK = 1.5
# Once a sure sign of the page's end is past, at most this share of all prose may follow.
CLOSING_SHARE = 0.15
# A title has to collect this much to be one.
TITLE_LEAST = 1.4

_WORD = re.compile(r"[^\W\d_]{4,}|\d[\d.,]*")
_BIO = re.compile(r",?\s+(?:is|was|has|covers|reports|writes|joined|edits|works|can be|contributed)\b")
_MENU = re.compile(r"\s[|·•›»>]\s")
# A name in capitals and a motto in small letters: "THE COIN LETTER – money explained".
_WITH_MOTTO = re.compile(r"[A-Z][A-Z'’&. ]{2,40}\s[–—|-]\s+[a-z]")
_BULLET = re.compile(r"(?:[-*•‣◦–]|\d{1,2}[.)])\s+\S")
_DATELINE = re.compile(r"(?:[A-Z][A-Z.'’ -]{2,30})(?:,[^—–(]{2,30})?\s*(?:\([^)]{2,40}\))?\s*(?:—|–|--|-)\s")

# Shorter lines than this say too little to be told for the body of a very short article.
FEW_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The lines of a page with a kind each; `title` is the index of the title's line."""

    lines: tuple[Line, ...]
    kinds: tuple[BlockKind, ...]
    title: int | None


def lay_out(lines: tuple[Line, ...], vocabulary: Vocabulary) -> Layout:
    """The kinds of all lines of a page."""
    prose = tuple(is_prose(line) for line in lines)
    first = next((n for n, found in enumerate(prose) if found), len(lines))
    last = max((n for n, found in enumerate(prose) if found), default=-1)
    title = find_title(lines, first, vocabulary)
    places = _places(lines, prose, title=title, last=last)
    scores = _scores(lines, places)
    if title is not None:
        scores[title] = -10.0
    aside = _smooth(scores, lines, places)
    kinds = tuple(
        _aside_kind(line, place) if out else _told_kind(line, place, prose=prose[n])
        for n, (line, place, out) in enumerate(zip(lines, places, aside, strict=True))
    )
    if title is None and not any(kind in TOLD for kind in kinds):
        return _of_few_words(lines, kinds)
    return Layout(lines=lines, kinds=_with_title(kinds, title, lines), title=title)


def _of_few_words(lines: Sequence[Line], kinds: Sequence[BlockKind]) -> Layout:
    """A page on which nothing looks like an article, in case it is a very short one.

    Lines that are sentences are its body then, and the short line above the first its title.
    """
    body = [
        n
        for n, line in enumerate(lines)
        if line.shape.words >= FEW_WORDS
        and line.shape.stopped
        and line.shape.function_share >= PROSE_GLUE
        and not (line.signs.strong_start or line.signs.credit)
    ]
    out = ["body" if n in body else kind for n, kind in enumerate(kinds)]
    title = body[0] - 1 if body and body[0] > 0 and not lines[body[0] - 1].shape.stopped else None
    if title is not None:
        out[title] = "title"
    return Layout(lines=tuple(lines), kinds=tuple(out), title=title)


def _scores(lines: Sequence[Line], places: Sequence[Place]) -> list[float]:
    """The score of each line; the same text in the same kind of place is counted up once."""
    known: dict[tuple[str, bool, Place], float] = {}
    out = []
    for line, place in zip(lines, places, strict=True):
        key = (line.text, line.gap, place)
        if key not in known:
            known[key] = score(line, place)
        out.append(known[key])
    return out


def is_prose(line: Line) -> bool:
    """Whether a line is surely a paragraph of an article."""
    if line.shape.words < PROSE_WORDS or line.shape.function_share < PROSE_GLUE or not line.shape.stopped:
        return False
    if _DATELINE.match(line.text):
        return True
    cues = line.signs.strong_start
    cues = cues or (line.shape.words < 40 and line.signs.strong_inside > 0)
    return not cues and not (line.shape.words < 45 and line.signs.credit)


def find_title(lines: Sequence[Line], first_prose: int, vocabulary: Vocabulary) -> int | None:
    """The index of the title's line among those before the first paragraph, or None."""
    body = Counter(
        word
        for line in lines[first_prose : first_prose + 12]
        for word in _WORD.findall(line.text[:2000].lower())
    )
    best: tuple[float, int] | None = None
    dated = False
    # A title stands among the first lines even of a page that opens with a long menu.
    for n, line in enumerate(lines[: min(first_prose, 60)]):
        value = _title_score(line, body, vocabulary)
        # What follows a byline or dateline is a caption or a heading rather than the title.
        value -= 1.5 if dated else 0.0
        dated = dated or (best is not None and best[0] > 1 and _ends_head(line))
        if best is None or value > best[0] + 0.001:
            best = (value, n)
    return best[1] if best and best[0] >= TITLE_LEAST else None


def _ends_head(line: Line) -> bool:
    """Whether a line is what stands below titles: a byline, a date, "Published"."""
    return line.signs.dated > 0 or line.signs.ago or line.signs.strong_line or line.signs.byline is not None


def _title_score(line: Line, body: Counter[str], vocabulary: Vocabulary) -> float:
    if line.shape.words > 35 or line.shape.words < 2:
        return -9.0
    words = set(_WORD.findall(line.text.lower()))
    overlap = sum(_in_body(word, body) for word in words) / max(1, len(words))
    value = 2.5 * overlap + (1.5 if line.shape.words >= 4 else 0.5 if line.shape.words == 3 else 0.0)
    value -= 1.2 if line.text.endswith(".") else 0.0
    value -= 1.0 if _MENU.search(line.text) else 0.0
    value -= 2.0 if line.signs.strong_inside else 0.0
    value -= 2.0 if line.shape.words <= 5 and _is_name_of_outlet(line, vocabulary) else 0.0
    value -= 2.0 if _WITH_MOTTO.match(line.text) else 0.0
    value += 0.3 if line.gap else 0.0
    furniture = (
        line.signs.strong_start
        or line.signs.strong_line
        or line.signs.labels > 0.7
        or line.signs.dated > 0
        or line.signs.credit
        or line.signs.ago
    )
    names = line.signs.byline
    # "Quillon Cuts Jobs" looks like a name, but a title's words come again below it.
    byline = 0.0 if names is None else 4.0 if names[1] else 2.0
    return value - max(4.0 if furniture else 0.0, byline)


def _is_name_of_outlet(line: Line, vocabulary: Vocabulary) -> bool:
    """Whether every word is written large and one of them is such as papers are named with."""
    words = line.text.split()
    return all(not word[0].islower() for word in words) and bool(
        set(line.shape.tokens) & vocabulary.outlet_words
    )


def _in_body(word: str, body: Counter[str]) -> float:
    """Whether a title's word, or another form of it, stands in the body."""
    return float(word in body or word.rstrip("s") in body or word + "s" in body)


def _places(lines: Sequence[Line], prose: Sequence[bool], *, title: int | None, last: int) -> list[Place]:
    times = Counter(line.text for line in lines)
    first = next((n for n, found in enumerate(prose) if found and (title is None or n > title)), len(lines))
    zones = [_zone(n, title=title, first=first, last=last) for n in range(len(lines))]
    spaced = _is_spaced(lines, prose)
    closing = _closing(lines, prose)
    listed = _listed(lines, 0 if title is None else title + 1)
    names = _names(lines, first)
    end = len(lines)
    return [
        Place(
            zone=zones[n],
            first=n == 0,
            early=n <= (title or 0) + 7,
            repeated=times[line.text] > 1,
            spaced=spaced,
            gap_after=n + 1 == end or lines[n + 1].gap,
            prose_after=n + 1 < end and prose[n + 1],
            stamped=n > 0 and lines[n - 1].signs.stamp,
            after_label=listed[n],
            closing=n >= closing,
            about_author=n > first
            and line.text.startswith(names)
            and line.shape.words < 60
            and _is_bio(line, names),
            about_outlet=zones[n] == "tail" and _begins_with(line, lines[0].shape.parts[:1]),
        )
        for n, line in enumerate(lines)
    ]


def _zone(n: int, *, title: int | None, first: int, last: int) -> Zone:
    if n < (first if title is None else title):
        return "top"
    if n < first:
        return "head"
    return "tail" if n > last else "middle"


def _is_spaced(lines: Sequence[Line], prose: Sequence[bool]) -> bool:
    """Whether blank lines part the paragraphs, as most pages have it."""
    pairs = [lines[n].gap for n in range(1, len(lines)) if prose[n] and prose[n - 1]]
    return sum(pairs) * 2 > len(pairs)


def _closing(lines: Sequence[Line], prose: Sequence[bool]) -> int:
    """The index of the first line behind a sure cue with at most `CLOSING_SHARE` of the prose after it."""
    total = sum(line.shape.words for line, found in zip(lines, prose, strict=True) if found)
    after, closing = 0, len(lines)
    for n in range(len(lines) - 1, -1, -1):
        if after > CLOSING_SHARE * total:
            break
        if lines[n].signs.closer:
            closing = n + 1
        after += lines[n].shape.words if prose[n] else 0
    return closing


def _listed(lines: Sequence[Line], start: int) -> list[bool]:
    """Which lines below the title stand in a list of headlines under a label such as "Read more"."""
    out, inside = [False] * start, False
    for line in lines[start:]:
        headline = not line.shape.stopped and 2 <= line.shape.words <= 18 and not _BULLET.match(line.text)
        out.append(inside and headline)
        inside = _opens_list(line) or (inside and headline and not line.gap)
    return out


def _opens_list(line: Line) -> bool:
    """Whether a line is the label over a list of other headlines."""
    return line.shape.words <= 6 and line.signs.opens_list


def _names(lines: Sequence[Line], first: int) -> tuple[str, ...]:
    """The authors' names in the lines above the second paragraph."""
    found = (line.signs.byline for line in lines[max(0, first - 12) : first + 4])
    return tuple(name for names in found if names for name in re.split(r",\s*|\s+and\s+|\s+&\s+", names[0]))


def _is_bio(line: Line, names: tuple[str, ...]) -> bool:
    """Whether a line goes on after an author's name as a note on the author does."""
    name = max((name for name in names if line.text.startswith(name)), key=len)
    return bool(_BIO.match(line.text[len(name) :]))


def _begins_with(line: Line, parts: Sequence[str]) -> bool:
    """Whether a line begins with the first two words of the masthead."""
    words = parts[0].lower().split()[:2] if parts else []
    return len(words) > 0 and [word.lower() for word in line.text[:80].split()[: len(words)]] == words


def _smooth(scores: Sequence[float], lines: Sequence[Line], places: Sequence[Place]) -> list[bool]:
    """The best sequence of aside (True) and told lines: the scores, and the costs of changing over."""
    told, out = 0.0, 0.0
    back: list[tuple[bool, bool]] = []
    for n, value in enumerate(scores):
        part = PART_WITH_GAP if lines[n].gap else PART_TIGHT
        into_told = part + (COME_BACK if places[n].zone == "tail" else 0.0)
        from_out_to_told, from_told_to_out = out - into_told > told, told - part > out
        told, out = max(told, out - into_told), max(out, told - part)
        told, out = told - value / 2, out + value / 2
        back.append((from_out_to_told, not from_told_to_out))
    state = out > told
    states = []
    for told_from_out, out_from_out in reversed(back):
        states.append(state)
        state = out_from_out if state else told_from_out
    return states[::-1]


def _aside_kind(line: Line, place: Place) -> BlockKind:
    if line.signs.credit:
        return "caption"
    if line.signs.ago or (line.signs.byline and place.zone != "tail"):
        return "byline"
    if place.zone in ("head", "middle") and line.signs.dated > 0:
        return "dateline"
    if place.zone == "top" and place.first and line.signs.labels < 1:
        return "masthead"
    if place.zone == "head" and place.prose_after and not line.shape.stopped and line.shape.words >= 4:
        return "caption"
    return "furniture"


def _told_kind(line: Line, place: Place, *, prose: bool) -> BlockKind:
    if _BULLET.match(line.text):
        return "list"
    if not prose and not line.shape.stopped and line.shape.words <= 12 and place.zone != "tail":
        return "heading"
    return "body"


def _with_title(
    kinds: tuple[BlockKind, ...], title: int | None, lines: Sequence[Line]
) -> tuple[BlockKind, ...]:
    """The kinds with the title's own, and a standfirst where one follows it before the byline."""
    if title is None:
        return kinds
    out = list(kinds)
    out[title] = "title"
    following = list(range(title + 1, min(title + 4, len(lines))))
    told = [n for n in following if kinds[n] == "body"]
    if told and any(kinds[n] in ("byline", "dateline") for n in following if n > told[0]):
        out[told[0]] = "standfirst"
    return tuple(out)
