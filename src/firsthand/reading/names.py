"""Names of people, organizations, places and outlets in a parsed text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from firsthand.language import words
from firsthand.language.spelling import garbled, name_similarity, plain, same_name
from firsthand.model import Span
from firsthand.reading.name_kinds import Kind, NameKind, Run, bare, kind_of, tables
from firsthand.reading.name_model import CLASSES, class_shares
from firsthand.reading.tokens import Parsed, Sentence, Token

__all__ = ["Name", "NameKind", "extract_names", "garbled", "name_key", "name_similarity", "same_name"]

# From this share of capitalised words on, and with at least so many words, a sentence may be a headline in
# capitals, where a capital tells nothing.
SHOUTED, SHOUTED_WORDS = 0.9, 4
# Parts of speech that are capitalised inside a sentence only there.
COMMON = frozenset({"VERB", "AUX", "ADV", "ADP", "SCONJ", "NOUN", "NUM", "PRON"})
# Words that join the parts of one name, where capitals stand on both sides.
JOINED = frozenset({"-", "&", "–", "’", "'"})
# No name has more words than this; longer runs are lists or shouting.
LONGEST = 12
# Tags that a name's first word may not have at the start of a sentence.
NO_START = frozenset({"DET", "ADP", "PRON", "SCONJ", "CCONJ", "AUX", "ADV", "PART", "INTJ", "NUM", "PUNCT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """A mention of a name.

    `span` leaves out titles and the article; `head` is the word that stands for it ("Lindqvar");
    `key` is the same for all mentions in one text that mean the same ("maria lindqvar").
    """

    span: Span
    kind: NameKind
    head: str
    key: str
    rule: str


def extract_names(parsed: Parsed, *, outlets: Collection[str] = ()) -> tuple[Name, ...]:
    """The names of a text in order, none overlapping.

    `outlets` are names of outlets that the collection itself tells (its mastheads and metadata), so that
    invented or local ones are known. Cost: linear in the text.
    """
    told = frozenset(bare(outlet) for outlet in outlets)
    names = _reconciled(_judged(candidates(parsed, told)))
    shouted = [sentence for sentence in parsed.sentences if _is_shouted(parsed, sentence)]
    names.extend(_in_shouted(parsed, shouted, names, told))
    return tuple(sorted(names, key=lambda name: name.span))


def _judged(found: list[tuple[Run, Kind, dict[str, NameKind]]]) -> list[tuple[Name, bool]]:
    """The names, each with whether its kind is sure; unsure mentions of one name get one kind."""
    shares: dict[str, list[float]] = {}
    for run, kind, sure in found:
        if not kind.sure and kind.kind != "outlet":
            total = shares.setdefault(bare(run.text()), [0.0] * len(CLASSES))
            for i, share in enumerate(class_shares(run, kind, sure)):
                total[i] += share
    names = []
    for run, kind, _ in found:
        if kind.sure or kind.kind == "outlet":
            names.append((_name(run, kind), kind.sure))
            continue
        total = shares[bare(run.text())]
        likeliest = CLASSES[total.index(max(total))]
        if likeliest is not None:
            names.append((_name(run, Kind(likeliest, f"learned-{likeliest}")), False))
    return names


def candidates(parsed: Parsed, told: frozenset[str]) -> list[tuple[Run, Kind, dict[str, NameKind]]]:
    """The runs that may be names, each with the kind that rules give it and what the text is sure of."""
    capitals = _capitals_within(parsed)
    found = [
        (run, kind_of(run, told))
        for sentence in parsed.sentences
        if not _is_shouted(parsed, sentence)
        for run in map(_titled, _runs(parsed, sentence, capitals))
    ]
    sure: dict[str, NameKind] = {}
    for run, kind in found:
        if kind.sure:
            sure.setdefault(plain(run.tokens()[-1].text if kind.kind == "person" else run.text()), kind.kind)
    return [(run, kind, sure) for run, kind in found]


def name_key(name: str) -> str:
    """The form in which names are compared: plain, without the article; an outlet under its full name."""
    key = bare(name)
    return tables().outlets.get(key, key) if key not in tables().unsure else key


def _name(run: Run, kind: Kind) -> Name:
    tokens = run.tokens()
    key = bare(run.text())
    if kind.kind == "outlet":
        key = tables().outlets.get(key, key)
    return Name(
        span=Span(tokens[0].span.start, tokens[-1].span.end),
        kind=kind.kind,
        head=tokens[-1].text,
        key=key,
        rule=kind.rule,
    )


def _is_shouted(parsed: Parsed, sentence: Sentence) -> bool:
    """Whether a sentence is printed with capitals throughout, as some headlines are."""
    long = [token for token in parsed.of(sentence) if len(token.text) > 3 and token.text.isalpha()]
    capitals = [token for token in long if token.text[0].isupper()]
    if len(long) < SHOUTED_WORDS or len(capitals) < SHOUTED * len(long):
        return False
    return any(token.pos in COMMON or token.text.isupper() for token in capitals[1:])


def _capitals_within(parsed: Parsed) -> frozenset[str]:
    """Words that stand capitalised inside a sentence somewhere: at a sentence's start they are names too."""
    return frozenset(
        token.text
        for sentence in parsed.sentences
        if not _is_shouted(parsed, sentence)
        for token in parsed.tokens[sentence.first + 1 : sentence.end]
        if token.text[0].isupper() and token.pos == "PROPN"
    )


def _runs(parsed: Parsed, sentence: Sentence, capitals: frozenset[str]) -> Iterator[Run]:
    """The capitalised runs of a sentence that may be names."""
    i = sentence.first
    while i < sentence.end:
        if not _starts(parsed, i, sentence, capitals):
            i += 1
            continue
        end = i + 1
        while (longer := _extended(parsed, i, end, sentence.end)) > end and longer - i <= LONGEST:
            end = longer
        if not _is_no_name(parsed.tokens[i:end]):
            yield Run(parsed, i, end)
        i = end


def _starts(parsed: Parsed, i: int, sentence: Sentence, capitals: frozenset[str]) -> bool:
    """Whether a name may start with this word."""
    token = parsed.tokens[i]
    if not _is_capital(token):
        return False
    opened = i == sentence.first or not parsed.tokens[i - 1].text[-1].isalnum()
    if not opened or token.text in capitals or bare(token.text) in tables().places:
        return token.lower not in ("the", "a", "an", "i")
    if token.pos == "PROPN" or (token.text.isupper() and len(token.text) > 1):
        return True
    following = parsed.tokens[i + 1] if i + 1 < sentence.end else None
    return token.pos not in NO_START and following is not None and _is_capital(following)


def _is_capital(token: Token) -> bool:
    first = token.text[0]
    return (first.isupper() and (len(token.text) > 1 or token.pos == "PROPN")) or bool(
        re.fullmatch(r"[a-z]{1,3}[A-Z]\w*|\w+[A-Z]{2,}|[\w-]+\.(?:com|net|org|news|info|example)", token.text)
    )


def _extended(parsed: Parsed, first: int, end: int, limit: int) -> int:
    """Where the run ends when it takes in the next word, with what joins it; `end` where it does not."""
    if end >= limit:
        return end
    token, last = parsed.tokens[end], parsed.tokens[end - 1]
    if token.span.start > last.span.end + 1:
        return end
    if _is_capital(token):
        return end + 1 if token.lower not in words("titles", "no_names") or token.lower == "us" else end
    if token.text.isdigit() and last.lower in words("outlets", "generic.first"):
        return end + 1
    if token.text == "." and len(last.text) == 1:
        return end + 1
    following = parsed.tokens[end + 1] if end + 1 < limit else token
    if _is_capital(following):
        return end + 2 if _joins(parsed, first, end, limit) else end
    if _takes(last, token.lower) and following.lower == "the" and end + 2 < limit:
        return end + 3 if _is_capital(parsed.tokens[end + 2]) else end
    return end


def _joins(parsed: Parsed, first: int, end: int, limit: int) -> bool:
    """Whether the word at `end` joins the run before it and the capitalised word after it to one name."""
    last, token, following = parsed.tokens[end - 1 : end + 2]
    if token.text in JOINED and token.span.start == last.span.end and following.span.start == token.span.end:
        return True
    if token.text == "&" or (token.lower in words("titles", "particles") and token.lower != "of"):
        return True
    if _takes(last, token.lower) and not _is_title(following):
        return True
    if token.lower == "and":
        return _and_goes_on(parsed.tokens[first:end], following, parsed.tokens[end + 2 : min(limit, end + 3)])
    ends = tables().organizations | words("outlets", "generic.last")
    return token.lower in ("'s", "’s") and following.lower in ends


def _is_title(token: Token) -> bool:
    """Whether a person's title begins here: 'the Alliance of Prime Minister Brandt' names two."""
    known = tables()
    return token.lower in known.honorifics | known.offices or token.lower == "prime"


def _takes(token: Token, joint: str) -> bool:
    """Whether 'of' or 'for' goes on with the name: 'Bank of England', not 'President of France'."""
    if joint == "for":
        return token.lower in words("titles", "before_for")
    return joint == "of" and (
        token.lower in tables().organizations
        or token.lower in words("places", "first")
        or token.lower in words("titles", "before_of")
    )


def _and_goes_on(run: Sequence[Token], following: Token, rest: Sequence[Token]) -> bool:
    """Whether 'and' joins parts of one name: 'Ministry of Health and Welfare'."""
    if any(token.lower in ("of", "for") for token in run):
        return following.lower not in tables().organizations and len(run) <= 6
    return bool(rest) and rest[0].lower in tables().organizations and run[-1].lower not in tables().places


def _is_no_name(run: Sequence[Token]) -> bool:
    """Whether capitals stand for something else: a weekday, an office, a nationality, 'The'."""
    lowers = [token.lower for token in run]
    known = tables()
    demonyms = words("places", "demonyms")
    phrase = " ".join(lowers)
    if phrase in demonyms or phrase.removesuffix("s") in demonyms:
        return phrase not in known.places
    if all(
        lower in words("titles", "no_names")
        or lower in demonyms
        or lower.removesuffix("s") in demonyms
        or lower in known.offices
        or lower in known.honorifics
        or lower in words("titles", "before_office")
        or token.text in JOINED
        for lower, token in zip(lowers, run, strict=True)
    ):
        return bare(" ".join(lowers)) not in known.places and lowers != ["us"]
    return len(run) == 1 and (run[0].pos in ("VERB", "AUX") and not run[0].text.isupper())


def _titled(run: Run) -> Run:
    """The run without the titles before a name, marked as titled."""
    known = tables()
    tokens = run.tokens()
    while tokens and (tokens[0].lower in ("the", "a") or tokens[0].lower in words("titles", "no_names")):
        if len(tokens) == 1 or tokens[0].lower == "us":
            break
        run = replace(run, first=run.first + 1)
        tokens = run.tokens()
    ends = tokens[-1].lower
    if ends in known.organizations - {"executive"} or ends in words("outlets", "generic.last"):
        return run
    last = -1
    for i, token in enumerate(tokens[:-1]):
        lower = token.lower.rstrip(".")
        if lower in known.honorifics or lower in known.offices:
            last = i
    if last >= 0 and any(token.lower in ("of", "for") for token in tokens[: last + 2]):
        return run
    if last >= 0:
        return replace(run, first=run.first + last + 1, titled=True)
    if run.around(-1).rstrip(".") in known.honorifics:
        return replace(run, titled=True)
    return run


def _reconciled(found: list[tuple[Name, bool]]) -> list[Name]:
    """The names with what the rest of the text says of them.

    A surname is the person named in full before, an abbreviation the name whose initials it has, a company
    the one named with 'Inc.', and an unsure kind the sure one of the same name.
    """
    full = _full_names([name for name, _ in found])
    sure: dict[str, NameKind] = {}
    for name, certain in found:
        if certain:
            sure.setdefault(name.key, name.kind)
    names = []
    for name, certain in found:
        longer = full.get(name.key)
        if longer is not None and (longer.kind == name.kind or not certain):
            names.append(replace(name, key=longer.key, kind=longer.kind))
        elif not certain and name.key in sure:
            names.append(replace(name, kind=sure[name.key]))
        else:
            names.append(name)
    return names


def _full_names(names: Sequence[Name]) -> dict[str, Name]:
    """For short names of one word the name in full that the text has: the first that fits."""
    found: dict[str, Name] = {}
    for name in names:
        parts = [part for part in name.key.split() if part not in ("of", "the", "and", "for")]
        if len(parts) < 2:
            continue
        if name.kind == "person":
            found.setdefault(parts[-1], name)
        elif name.kind in ("organization", "outlet"):
            found.setdefault("".join(part[0] for part in parts), name)
            if parts[-1] in words("titles", "legal"):
                found.setdefault(parts[0], name)
    return found


def _in_shouted(
    parsed: Parsed, sentences: Sequence[Sentence], names: Sequence[Name], told: frozenset[str]
) -> Iterator[Name]:
    """The names in headlines in capitals: those that the text has elsewhere, and those of tables."""
    known = {bare(name.span.of(parsed.text)): name for name in reversed(names)}
    for sentence in sentences:
        i = sentence.first
        while i < sentence.end:
            for end in range(min(sentence.end, i + 6), i, -1):
                run = Run(parsed, i, end)
                kind = _known_kind(run, known, told)
                if kind is not None:
                    yield replace(_name(run, kind), key=_known_key(run, known))
                    i = end
                    break
            else:
                i += 1


def _known_kind(run: Run, known: dict[str, Name], told: frozenset[str]) -> Kind | None:
    first, text = run.tokens()[0], run.text()
    if not text[-1].isalnum() or not first.text[0].isupper() or first.lower in ("the", "a", "an"):
        return None
    key = bare(text)
    if key in known:
        return Kind(known[key].kind, "known-from-text")
    if key in told or (key in tables().outlets and key not in tables().unsure):
        return Kind("outlet", "outlet-table")
    if key in tables().places and (key != "us" or text != "us"):
        return Kind("place", "place-table")
    tail = run.tokens()[-1].lower
    wordy = len(run.tokens()) in (2, 3) and all(token.pos == "PROPN" for token in run.tokens())
    if wordy and tail in words("outlets", "generic.last") - words("outlets", "generic.weak"):
        return Kind("outlet", "outlet-words", sure=False)
    return None


def _known_key(run: Run, known: dict[str, Name]) -> str:
    key = bare(run.text())
    return known[key].key if key in known else tables().outlets.get(key, key)
