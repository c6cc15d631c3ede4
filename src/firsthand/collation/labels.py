"""A short label for a claim, made from its readings' own words.

A figure's label is a noun phrase: what is counted, and what is said of it ("houses destroyed or
damaged", "troops North Korea could send", "minutes within which the order was issued"). Every
reading yields candidates; the one that reads best stands for the claim. A quotation is labelled by
its speaker and first words.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from firsthand.alignment.terms import function_words, stem
from firsthand.difference.values import measure
from firsthand.language import table
from firsthand.model import Reading

# Labels stand in a column of the report: longer ones are cut at a word.
LONGEST = 64
# Of a quotation, as much as shows which one it is.
QUOTED = 48
# A label shorter than this says too little to be told from others.
TELLING = 12
# Of so many articles is looked at which words they write in small letters.
WITNESSES = 8
# A clause this many words before a figure reads well behind the noun; a longer one does not.
CLAUSE = 9

_WORD = re.compile(r"\S+")
_MARKS = " \t\n,;:.–—-…()[]|·•"
_QUOTES = "\"“”„«»‘’'"


@dataclass(frozen=True, slots=True)
class _Parts:
    """The clause around a figure: the words before it, what it counts, the words after."""

    before: str
    noun: str
    after: str
    measured: bool


@dataclass(frozen=True, slots=True)
class _Candidate:
    text: str
    score: float


def label(readings: Sequence[Reading], texts: Mapping[str, str]) -> str:
    """A label of at most `LONGEST` characters for the claim; never empty where a reading has words."""
    kinds = {r.kind for r in readings}
    small = frozenset().union(
        *(_small_words(texts[a]) for a in sorted({r.article for r in readings})[:WITNESSES])
    )
    if "quantity" in kinds:
        chosen = [r for r in readings if r.kind == "quantity"]
        found = [c for r in chosen for c in _of_figure(r, texts[r.article], small)]
    elif "quote" in kinds:
        return _of_quotation([r for r in readings if r.kind == "quote"], texts)
    else:
        chosen = list(readings)
        found = [_of_event(r, texts[r.article], small) for r in chosen]
    if not found:
        return ""
    worded = [_content(r.span.of(texts[r.article])) for r in chosen]
    best = min(found, key=lambda c: (-c.score - _shared(c.text, worded), len(c.text), c.text))
    return best.text


def _content(words: str) -> frozenset[str]:
    """The stems of the words that tell something."""
    return frozenset(
        stem(w.lower()) for w in re.findall(r"[^\W\d_]+", words) if w.lower() not in function_words()
    )


def _shared(words: str, worded: Sequence[frozenset[str]]) -> float:
    """How much of a label the readings share, 0 to 1: what one alone says does not speak for all."""
    own = _content(words)
    return sum(len(own & other) for other in worded) / (len(own) * len(worded)) if own else 0.0


@cache
def _list(key: str) -> tuple[str, ...]:
    """A list of the table, longest first, so that "of which" is tried before "of"."""
    return tuple(sorted(table("labels")[key], key=lambda word: (-len(word), word)))


def _opens(text: str, key: str) -> str:
    """The entry of a list that a text begins with as whole words, "" for none."""
    lower = text.lower()
    return next(
        (w for w in _list(key) if lower.startswith(w) and not lower[len(w) : len(w) + 1].isalnum()), ""
    )


def _closes(text: str, key: str) -> str:
    """The entry of a list that a text ends with as whole words, "" for none."""
    lower = text.lower()
    return next(
        (
            w
            for w in _list(key)
            if lower.endswith(w) and not (len(lower) > len(w) and lower[-len(w) - 1].isalnum())
        ),
        "",
    )


def _without_opening(text: str, key: str) -> str:
    text = text.strip(_MARKS)
    while (word := _opens(text, key)) and len(word) < len(text):
        text = text[len(word) :].strip(_MARKS)
    return text


def _without_closing(text: str, key: str) -> str:
    text = text.strip(_MARKS)
    while (word := _closes(text, key)) and len(word) < len(text):
        text = text[: -len(word)].strip(_MARKS)
    return text


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _parts(reading: Reading, text: str) -> _Parts | None:
    """The clause of a figure taken apart; None where it has no place in its reading."""
    number, quantity, span = reading.number, reading.quantity, reading.span
    if number is None or quantity is None or not span.covers(number):
        return None
    start = span.start
    a = reading.attribution
    if a is not None:
        for part in (*a.source_spans, *a.cue_spans):
            if start <= part.end <= number.start:
                start = max(start, part.end)
    before = _one_line(text[start : number.start])
    after = _one_line(text[number.end : span.end]).strip()
    # The last clause before the figure is the one that it belongs to.
    before = re.split(r"[,;:—–]\s|\bthat\s|[(“\"]", before)[-1]
    noun, after = _noun(reading, after)
    before = before.strip().rstrip("$€£¥").strip()
    return _Parts(before=before, noun=noun, after=after, measured=quantity.counted is None)


def _noun(reading: Reading, after: str) -> tuple[str, str]:
    """What a figure counts, and the words behind it."""
    quantity = reading.quantity
    if quantity is None:
        return "", after
    if quantity.counted:
        counted = _one_line(quantity.counted).strip(_MARKS)
        at = re.match(
            rf"(?:[\w-]+ ){{0,2}}?(?:of (?:the )?)?{re.escape(counted)}(?!\w)", after, re.IGNORECASE
        )
        if measure(quantity).kind not in ("count", "percent", "ratio") and quantity.unit:
            counted = f"{_plural(quantity.unit)} of {counted}"
        return counted, after[at.end() :].strip() if at else after
    unit = quantity.unit or ""
    names = table("labels")["nouns"]
    word = names.get(unit) or (_plural(unit) if unit else "")
    at = re.match(
        r"(?:%|per ?cent(?:age points?)?\b|percent\b|fold\b|times\b|points?\b)", after, re.IGNORECASE
    )
    if at is None and unit:
        stem = re.escape(unit.split(" ")[-1][:4])
        at = re.match(rf"(?:(?:square|cubic|more)\s+)?{stem}\w*", after, re.IGNORECASE)
    return word, after[at.end() :].strip() if at else after


def _plural(unit: str) -> str:
    if unit.endswith(("s", "x", "z", "ch", "sh")):
        return unit + "es" if not unit.endswith("s") or unit.endswith("ss") else unit
    if unit.endswith("y") and unit[-2:-1] not in tuple("aeiou"):
        return unit[:-1] + "ies"
    return unit + "s"


def _of_figure(reading: Reading, text: str, small: frozenset[str]) -> list[_Candidate]:
    """The labels that one reading of a figure yields, the last a makeshift that always can be made."""
    out: list[_Candidate] = []
    parts = _parts(reading, text)
    if parts is not None:
        before = _without_closing(parts.before, "around")
        whole = _without_opening(before, "openers")
        if not whole or whole.lower() in _list("openers") + _list("around"):
            out += _scored(_noun_first(parts), _plainness(parts), small)
        else:
            out += _scored(_verb_before(before, parts), 1.5, small)
            if parts.after and not parts.measured:
                out += _scored(_noun_first(parts), 0.8, small)
    out = [c for c in out if parts is None or c.text.lower() != parts.noun.lower()]
    out += _scored(_makeshift(reading, text), -0.1, small, whole=False)
    return out


def _plainness(parts: _Parts) -> float:
    """How well the words behind a figure carry a label without those before it.

    A measure says nothing by itself: it needs "of", a place or a verb to tell what it measures.
    """
    if not parts.noun or parts.noun == "times":
        return -0.5
    if not parts.measured or parts.noun == "people":
        return 2.0
    first = parts.after.split(" ")[0].lower()
    held = first in ("of", "for", "in", "on", "since") or _opens(parts.after, "be")
    return 1.6 if held else 0.3


def _noun_first(parts: _Parts) -> str:
    """ "640 houses had been destroyed": "houses destroyed"."""
    noun, after = parts.noun, re.split(r"[,;:—–]\s|[(“\"]", parts.after)[0].strip(_MARKS)
    after = after.removeprefix("as ")
    if parts.measured and noun == "people" and _opens(after, "people"):
        return after if _opens(after, "people") in ("dead", "injured", "wounded") else f"people {after}"
    if noun == "per cent" and after.startswith("of "):
        noun = "share"
    after = (
        after if noun == "share" else re.sub(r"^of (?:them|those|whom|which)(?: (?=who|that))?\s*", "", after)
    )
    noun, after = _of_a_total(noun, after)
    if after.split(" ")[0].lower() in _list("persons"):
        return after
    be = _opens(after, "be")
    if be:
        return f"{noun} {after[len(be) :].strip()}"
    people = _list("persons")
    told = {*noun.lower().split()[-1:], *(after.lower().split()[:5] if noun == "share" else ())}
    who = "who" if told & {*people, "those", "them", "respondents"} else "that"
    if _opens(after, "relative"):
        return f"{noun} {who} {after}"
    return f"{noun} {_joined(after, who)}"


def _of_a_total(noun: str, after: str) -> tuple[str, str]:
    """ "six of Quillon's 31 offices be given up": "Quillon's offices", "be given up"."""
    numbers = "|".join(table("timeline")["numbers"])
    total = re.match(
        rf"of (?P<owner>(?:[\w’'.-]+ ){{0,3}}?)(?:\d[\d,.]*|{numbers})\s(?:million |billion )?"
        rf"{re.escape(noun)}\b\s*(?P<rest>.*)",
        after,
        re.IGNORECASE,
    )
    if total is None:
        return noun, after
    owner = total["owner"].strip()
    owner = "" if owner.lower() in _list("determiners") else _bare(owner)
    return f"{owner} {noun}".strip(), total["rest"]


def _joined(after: str, who: str) -> str:
    """What follows a noun, made to hang on it where its verb stands further on.

    "of those asked would vote" needs "who"; in "of nine villages were ordered" the verb goes.
    """
    words = after.split(" ")
    for n, word in enumerate(words[1:8], 1):
        if "who" in words[:n] or "that" in words[:n] or "which" in words[:n]:
            break
        head, rest = " ".join(words[:n]), " ".join(words[n:])
        if be := _opens(rest, "be"):
            return f"{head} {rest[len(be) :].strip()}"
        if word in _list("relative") and words[n - 1] != "to":
            return f"{head} {who} {rest}"
    return after


def _verb_before(before: str, parts: _Parts) -> str:
    """ "North Korea could send 100,000 troops": "troops North Korea could send"."""
    before = _without_opening(before, "conjunctions")
    amount = _closes(before, "amounts")
    if amount and parts.measured:
        subject = _bare(before[: -len(amount)])
        return "" if subject.split(" ")[-1].lower() in _list("pronouns") else subject
    if before.lower().endswith((" of", " of the")):
        return _measured_thing(before, parts) if parts.measured else ""
    if before.endswith(("'s", "’s")):
        return f"{_bare(' '.join(before.split()[-2:]))} {parts.noun}"
    words = before.split()
    subjectless = _opens(before, "be") or _opens(before, "relative")
    if not parts.noun or subjectless or not 2 <= len(words) <= CLAUSE:
        return ""
    preposition = _closes(before, "prepositions")
    if preposition:
        clause = before[: -len(preposition)].strip()
        if not _has_verb(clause) or len(clause.split()) < 2:
            return ""
        return f"{parts.noun} {preposition} which {_lowered(clause)}"
    if not words[-1].islower() or words[-1] in _list("determiners") or not _has_verb(before):
        return ""
    tail, bare = _without_closing(_tail(parts.after), "enders"), f"{parts.noun} {_lowered(before)}"
    tail = "" if tail in _list("enders") or tail.endswith(("'s", "’s")) else tail
    full = f"{bare} {tail}".strip()
    if tail.startswith("of "):
        full = f"{parts.noun} {tail} {_lowered(before)}"
    return full if len(full) <= LONGEST else bare


def _measured_thing(before: str, parts: _Parts) -> str:
    """ "a fatality rate of 2.2 per cent": "fatality rate"; a single word is told with its unit."""
    head = re.sub(r"\s+of(?: the)?$", "", before, flags=re.IGNORECASE)
    ends = [
        m.end() for m in re.finditer(r"\b(?:" + "|".join(_list("determiners")) + r")\s", head, re.IGNORECASE)
    ]
    thing = _bare(head[ends[-1] if ends else 0 :])
    return thing if " " in thing else f"{thing} in {parts.noun}"


def _has_verb(clause: str) -> bool:
    """Whether a clause has a word that can be its verb."""
    lower = [word for word in clause.split()[1:] if word.islower()]
    return any(
        word in _list("relative") + _list("be") + _list("verbs") or (len(word) > 4 and word.endswith("ed"))
        for word in lower
    )


def _bare(words: str) -> str:
    """A noun phrase without its article."""
    return _without_opening(words, "openers")


def _lowered(before: str) -> str:
    """The clause with a small letter where an article opens it."""
    first, _, rest = before.partition(" ")
    return f"{first.lower()} {rest}" if first.lower() in _list("determiners") else before


def _tail(after: str) -> str:
    """What follows the counted thing, as far as it belongs to it: a short phrase of place or purpose."""
    head = re.split(r"[,;:—–]\s|[(“\"]|\s(?:and|but|as|while)\s", after)[0].strip(_MARKS)
    first = head.split(" ")[0].lower() if head else ""
    return head if first in ("of", "in", "to", "for", "from", "at", "on", "into") else ""


def _makeshift(reading: Reading, text: str) -> str:
    words = _one_line(reading.span.of(text))
    if reading.number is not None and reading.span.covers(reading.number):
        at = reading.number.start - reading.span.start
        raw = reading.span.of(text)
        words = _one_line(f"{raw[:at]}…{raw[at + reading.number.end - reading.number.start :]}")
    opener = _opens(words, "openers")
    while opener and opener not in ("the", "a", "an") and len(opener) < len(words):
        words = words[len(opener) :].lstrip(" ,;:.")
        opener = _opens(words, "openers")
    return words.strip(" ,;:.")


def _scored(words: str, score: float, small: frozenset[str], *, whole: bool = True) -> list[_Candidate]:
    """A candidate set in shape, with how well it reads; none where nothing telling is left."""
    words = _one_line(words).strip(_QUOTES + " ,;:.–—")
    shaped = _without_closing(_cut(words), "enders") if whole else _cut(words)
    shaped = _cased(shaped, small)
    if not any(letter.isalpha() for letter in shaped):
        return [_Candidate(words, -5.0)] if words else []
    lower = shaped.lower()
    tokens = lower.split()
    score -= 0.8 * sum(token.strip(_MARKS + _QUOTES) in _list("pronouns") for token in tokens)
    score -= 0.7 * any(letter.isdigit() for letter in shaped)
    score -= 0.6 * (len(words) > LONGEST)
    score -= 1.0 * (len(shaped) < TELLING) + 2.0 * (len(tokens) < 2)
    # Of two that read well, the one that tells more, up to a line of the table.
    score += min(len(shaped), 40) / 80
    score -= 0.6 * any(len(w) > 4 and w.isupper() for w in shaped.split())
    score -= 0.5 * (sum(w[:1].isupper() for w in shaped.split()) > 0.6 * len(tokens))
    heads = Counter(token for token in tokens if len(token) > 4)
    score -= 0.8 * any(times > 1 for times in heads.values())
    score -= 0.8 * bool(_opens(shaped, "openers")) + 0.4 * shaped.count("…")
    score -= 1.0 * shaped.endswith(("'s", "’s"))
    # Unpaired marks show that a quotation or bracket was cut in two.
    score -= 0.6 * any(shaped.count(a) != shaped.count(b) for a, b in ("()", "“”", "[]"))
    return [_Candidate(shaped, score)]


def _cut(words: str, limit: int = LONGEST) -> str:
    """The words, cut at a word behind which nothing is left hanging."""
    if len(words) <= limit:
        return words
    cut = words[: limit - 1].rsplit(" ", 1)[0]
    return _without_closing(cut, "enders").rstrip(_MARKS) + "…"


def _cased(words: str, small: frozenset[str]) -> str:
    """The words, in small letters where articles write them so: "Inspectors", "DEAD".

    A word beside another capital is part of a name, whatever else it is elsewhere.
    """
    split = words.split(" ")
    out = []
    for n, word in enumerate(split):
        lower = word.lower()
        shouted = len(word) > 1 and word.isupper()
        known = lower in function_words() or (lower in small and (shouted or not _in_name(split, n)))
        out.append(lower if known else word)
    return " ".join(out)


def _in_name(split: Sequence[str], n: int) -> bool:
    """Whether a capital stands beside the word, or beyond an "of" ("Ministry of Finance")."""
    before = split[n - 2] if n > 1 and split[n - 1] == "of" else split[n - 1] if n else ""
    after = split[n + 1 : n + 2]
    if after == ["of"]:
        after = split[n + 2 : n + 3]
    return any(word[:1].isupper() and not word.isupper() for word in (before, *after))


@lru_cache(maxsize=512)
def _small_words(text: str) -> frozenset[str]:
    """The words that a text writes in small letters somewhere."""
    return frozenset(re.findall(r"(?<![\w.-])[^\W\d_A-Z]+(?![\w-])", text))


def _of_quotation(readings: Sequence[Reading], texts: Mapping[str, str]) -> str:
    """Speaker and first words of an utterance: "Marta Lind: “We were warned, and we did not…”"."""
    speakers = Counter(s for r in readings if (s := _speaker(r)))
    # A name says more than "the official", and a longer name more than a surname.
    ranked = sorted(
        speakers,
        key=lambda s: (s.split(" ")[0].lower() in _list("pronouns"), -_proper(s), -speakers[s], len(s), s),
    )
    worded = [_one_line(r.span.of(texts[r.article])).strip(_MARKS + _QUOTES) for r in readings]
    # Most articles repeat an utterance as it was made; of several wordings, the commonest.
    opened = Counter(" ".join(w.lower().split()[:6]) for w in worded)
    words = max(worded, key=lambda w: (opened[" ".join(w.lower().split()[:6])], -worded.index(w)))
    speaker = _short_name(ranked[0]) if ranked and ranked[0].lower() not in _list("pronouns") else ""
    room = max(24, min(QUOTED, LONGEST - len(speaker) - 4))
    quoted = f"“{_cut(words, room)}”"
    return f"{speaker}: {quoted}" if speaker else quoted


def _speaker(reading: Reading) -> str:
    a = reading.attribution
    source = (a.chain[0] if a.chain else a.source) if a else None
    return _one_line(source or "").strip(_MARKS)


def _proper(speaker: str) -> bool:
    words = speaker.split()
    return any(word[:1].isupper() and word.lower() not in _list("determiners") for word in words[-2:])


def _short_name(speaker: str) -> str:
    """A speaker's name without what is added behind it, cut where it is long."""
    head = re.split(r"[,;(]", speaker)[0].strip(_MARKS)
    return _cut(head, 30)


def _of_event(reading: Reading, text: str, small: frozenset[str]) -> _Candidate:
    words = _one_line(reading.span.of(text)).strip(_QUOTES + _MARKS)
    found = _scored(_without_opening(words, "openers"), 1.0, small)
    return found[0] if found else _Candidate(words, -5.0)
