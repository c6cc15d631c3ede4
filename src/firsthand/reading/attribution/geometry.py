"""Sayings that word order and commas give away: 'X, the minister said', 'X, said the minister'.

They hold where a small parser fails: in long sentences, and where a verb looks like a noun ('shows').
"""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.language import words
from firsthand.reading.attribution.lexicon import lemma_of
from firsthand.reading.attribution.tree import Tree
from firsthand.reading.tokens import Sentence

BREAKS = frozenset({",", "—", "–", "--", ";", "”", '"', "''", "’", "»", ")", "?", "!", ":"})
LONGEST_NAME = (
    25  # tokens of a source with all that is said of it: 'an engineer who worked there until March'
)
LONGEST_TAIL = 14  # tokens after the verb: whom it was told to, when and where
LONGEST_CIRCUMSTANCE = 10  # tokens between verb and subject: 'during the visit to the flooded town'
CIRCUMSTANCES = frozenset({"to", "on", "in", "by", "at", "during", "before", "after"})
OPENERS = frozenset({"DET", "PROPN", "NOUN", "PRON", "NUM", "ADJ"})
CLAUSE_WORDS = frozenset({"as", "than", "before", "since", "until", "when", "while", "because"})
NO_SOURCE = frozenset(
    {"who", "which", "that", "and", "but", "when", "where", "while", "as", "if", "because", "what"}
)
Extent = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """A saying verb with its source and what stands before both; `inverted` where the verb comes first."""

    verb: int
    source: Extent
    before: int
    inverted: bool


def find_matches(tree: Tree) -> dict[int, Match]:
    """The matches of a text by the token of their verb."""
    found: dict[int, Match] = {}
    for sentence in tree.parsed.sentences:
        for i in range(sentence.first + 1, sentence.end):
            t = tree.tokens[i]
            if not _is_saying(tree, i):
                continue
            before = tree.tokens[i - 1]
            if before.text == "," and _closes_apposition(tree, sentence, i - 2):
                match = _plain(tree, sentence, i, i - 2)
            elif before.text in BREAKS and before.text not in (":", ")"):
                match = _inverted(tree, sentence, i)
            else:
                match = _plain(tree, sentence, i, i - 1)
            if match is not None:
                found[t.i] = match
    return found


def _is_saying(tree: Tree, i: int) -> bool:
    t = tree.tokens[i]
    if lemma_of(t.lower) not in words("reporting_verbs", "parenthetic"):
        return False
    if lemma_of(t.lower) == "point" and (
        i + 1 >= len(tree.tokens) or tree.tokens[i + 1].lower not in ("out", "to")
    ):
        return False  # 'the swing, 6.3 points, …'
    if t.lower == lemma_of(t.lower) and t.lower not in ("say", "show", "read", "put", "warn", "believe"):
        return False
    return not t.lower.endswith("ing") and t.dep != "amod"


def _inverted(tree: Tree, sentence: Sentence, i: int) -> Match | None:
    """'…, said X': the source runs from the verb to the next stop."""
    if lemma_of(tree.tokens[i].lower) in ("tell", "inform", "assure") and tree.tokens[
        min(i + 1, len(tree.tokens) - 1)
    ].lower not in ("to", "on", "in", "at", "during"):
        if not _is_whole(tree, sentence, i):
            return None  # what follows is the hearer
    segment = i - 1
    while segment > sentence.first and tree.tokens[segment - 1].text not in BREAKS:
        segment -= 1
    if tree.tokens[segment].lower in ("who", "which", "that", "quoting", "citing", "whose", "where"):
        return None  # the comma closes an insertion, and the subject stands before it
    start = _after_circumstances(tree, sentence, i + 1)
    if start >= sentence.end or tree.tokens[start].pos not in OPENERS | {""}:
        return None
    if tree.tokens[start].lower in NO_SOURCE or tree.tokens[start].text[:1] in "“\"'‘":
        return None
    end = start
    told = lemma_of(tree.tokens[i].lower) in ("tell", "inform", "assure")
    while end + 1 < sentence.end and end - start < LONGEST_NAME:
        following = tree.tokens[end + 1]
        if told and following.lower in CIRCUMSTANCES:
            break  # 'told the minister [to the channel]'
        if following.text in (",", ".", ";", ":", "—", "–", "“", '"', "!", "?", "(", "‘", "and", "but"):
            if following.text == "," and _is_name(tree, end + 2, sentence) and end - start < 8:
                end += 1
                continue
            break
        end += 1
    return Match(i, (start, end), i - 1, inverted=True) if i - sentence.first >= 3 else None


def _is_whole(tree: Tree, sentence: Sentence, i: int) -> bool:
    """Whether a clause ends at the comma before token `i`: then what follows 'informed' is who informed."""
    first = sentence.first
    before = [t for t in tree.tokens[first : i - 1] if t.pos in ("VERB", "AUX")]
    opening = i - 2
    while opening > first and tree.tokens[opening].text != ",":
        opening -= 1
    return any(t.i < opening or opening == first for t in before) and tree.tokens[i - 1].text == ","


def _after_circumstances(tree: Tree, sentence: Sentence, at: int) -> int:
    """Past what may stand between verb and subject: 'on Tuesday', 'to reporters', 'during the visit'.

    A second noun phrase begins where a noun is followed by an article or a name that it is no part of.
    """
    if at + 1 >= sentence.end or tree.tokens[at].lower not in CIRCUMSTANCES:
        return at
    found = at
    for k in range(at + 2, min(sentence.end, at + LONGEST_CIRCUMSTANCE)):
        t, before = tree.tokens[k], tree.tokens[k - 1]
        if t.text in BREAKS or t.text == ".":
            break
        if t.pos == "DET" and before.pos in ("NOUN", "PROPN", "PRON", "NUM"):
            return k
        if t.pos in ("NOUN", "PROPN") and found == at and before.pos in ("NOUN", "PROPN") and k == at + 2:
            found = k
    return found if found > at else _past_phrase(tree, sentence, at)


def _past_phrase(tree: Tree, sentence: Sentence, at: int) -> int:
    """Past a preposition and the noun phrase that follows it, twice at most."""
    for _ in range(2):
        if at + 1 >= sentence.end or tree.tokens[at].lower not in CIRCUMSTANCES:
            return at
        at += 2
        while (
            at < sentence.end
            and tree.tokens[at - 1].pos in ("DET", "ADJ")
            and tree.tokens[at].pos in ("NOUN", "PROPN")
        ):
            at += 1
    return at


def _is_name(tree: Tree, at: int, sentence: Sentence) -> bool:
    """Whether an apposition begins at token `at`: a name after an office, or an office after a name."""
    if at >= sentence.end:
        return False
    t = tree.tokens[at]
    if t.pos == "PROPN":
        return True
    return t.pos in ("DET", "NOUN") and t.lower in ("the", "a", "an", *words("roles", "person"))


def _closes_apposition(tree: Tree, sentence: Sentence, last: int) -> bool:
    """Whether a name or an office in commas ends at token `last`: ', its head, Ruben Hask, said'."""
    first = last
    while first > sentence.first and tree.tokens[first - 1].text not in BREAKS:
        first -= 1
    if first <= sentence.first + 1 or tree.tokens[first - 1].text != "," or last - first > 9:
        return False
    if any(tree.tokens[k].pos == "NUM" for k in range(first, last + 1)):
        return False
    return _names_office(tree, first, last)


def _plain(tree: Tree, sentence: Sentence, i: int, last: int) -> Match | None:
    """'…, X said': the source runs back from token `last` to a stop, with something said before it."""
    while last > sentence.first and (
        tree.tokens[last].pos in ("AUX", "ADV") or tree.tokens[last].lower in words("modality", "auxiliaries")
    ):
        last -= 1
    tail = sentence.end - i - 1
    if tail > LONGEST_TAIL and tree.tokens[i + 1].text != ",":
        return None
    following = tree.tokens[i + 1].lower if i + 1 < sentence.end else "."
    if following in ("that", ":", "“", '"', "it", "he", "she", "they", "we", "there"):
        return None
    start = _back_to_stop(tree, sentence, last)
    if start is None or start <= sentence.first + 2:
        return None
    if tree.tokens[start].lower == "as" and start < last and tree.tokens[start - 1].text == ",":
        start += 1  # 'it has doubled, as the filing shows'
    opener = tree.tokens[start]
    if opener.lower in NO_SOURCE or opener.pos not in OPENERS | {""} or last - start > LONGEST_NAME:
        return None
    if _has_clause_word(tree, start, last):
        return None
    if has_verb(tree, start, last):
        return None
    goes_on = tail > 1 and tree.tokens[i + 1].text == "," and tree.tokens[i + 2].lower in ("and", "but", "or")
    if goes_on and any(tree.tokens[k].pos == "NUM" for k in range(start, last + 1)):
        return None
    if _clause_follows(tree, sentence, i):
        return None
    return Match(i, (start, last), start - 1, inverted=False)


def _has_clause_word(tree: Tree, first: int, last: int) -> bool:
    """Whether a word that opens a clause or a comparison stands among some tokens, relative clauses aside."""
    for k in range(first, last + 1):
        if tree.tokens[k].lower in ("who", "which", "that"):
            return False
        if tree.tokens[k].lower in CLAUSE_WORDS:
            return True
    return False


def _back_to_stop(tree: Tree, sentence: Sentence, last: int) -> int | None:
    """The token after the stop before the source, past the commas of ', its head, Ann Lee said'."""
    start = last
    while start > sentence.first and tree.tokens[start - 1].text not in BREAKS:
        start -= 1
    if start == sentence.first:
        return None
    if tree.tokens[start - 1].text == "," and _apposed(tree, sentence, start):
        earlier = start - 1
        while earlier > sentence.first and tree.tokens[earlier - 1].text not in BREAKS:
            earlier -= 1
        if earlier > sentence.first + 2 and start - earlier <= 10 and _names_office(tree, earlier, start - 2):
            return earlier
    return start


def _apposed(tree: Tree, sentence: Sentence, start: int) -> bool:
    return tree.tokens[start].pos == "PROPN" or tree.tokens[start].lower in ("the", "a", "an", "who")


def _names_office(tree: Tree, first: int, last: int) -> bool:
    """Whether some tokens are one short noun phrase that names a person or an office."""
    if has_verb(tree, first, last) or tree.tokens[first].pos not in OPENERS:
        return False
    return any(
        tree.tokens[k].lower in words("roles", "person")
        or tree.tokens[k].lower in words("anonymous", "heads")
        for k in range(first, last + 1)
    ) or all(
        tree.tokens[k].pos in ("PROPN", "NOUN") and tree.tokens[k].text[:1].isupper()
        for k in range(first, last + 1)
    )


def has_verb(tree: Tree, first: int, last: int) -> bool:
    """Whether a verb stands among some tokens outside a relative clause."""
    for k in range(first, last + 1):
        if tree.tokens[k].lower in ("who", "which", "that", "seen", "obtained", "familiar", "briefed"):
            return False
        if tree.tokens[k].pos in ("VERB", "AUX") and not tree.tokens[k].lower.endswith("ing"):
            return True
    return False


def _clause_follows(tree: Tree, sentence: Sentence, i: int) -> bool:
    """Whether a clause with a verb of its own stands after the verb, which is then what is said."""
    for k in range(i + 1, sentence.end):
        t = tree.tokens[k]
        if t.text in (",", ";") and k > i:
            return False
        if t.lower in ("after", "when", "as", "before", "while", "during", "who", "because"):
            return False
        if t.pos in ("VERB", "AUX") and not t.lower.endswith("ing"):
            return True
    return False


def source_before(tree: Tree, i: int) -> Extent | None:
    """The noun phrase that the verb `i` follows at the beginning of its clause, appositions included.

    'Its director, Lise Hartvig, expects …', 'The ledger, which the Post has seen, shows …'.
    """
    sentence = tree.sentence(i)
    last = i - 1
    while last > sentence.first and (
        tree.tokens[last].pos in ("AUX", "ADV") or tree.tokens[last].lower in words("modality", "auxiliaries")
    ):
        last -= 1
    if last < sentence.first:
        return None
    if tree.tokens[last].text == ",":
        return _before_insertion(tree, sentence, last)
    first = _stop_before(tree, sentence, last)
    return (first, last) if _is_source(tree, first, last) else None


def _before_insertion(tree: Tree, sentence: Sentence, comma: int) -> Extent | None:
    """The phrase before what stands in commas; with it, where that is a name or an office."""
    opening = comma - 1
    while opening > sentence.first and tree.tokens[opening].text != ",":
        opening -= 1
    if opening <= sentence.first or comma - opening > LONGEST_NAME:
        return None
    first = _stop_before(tree, sentence, opening - 1)
    apposed = tree.tokens[opening + 1].pos in OPENERS and not has_verb(tree, opening + 1, comma - 1)
    if apposed and tree.tokens[opening + 1].lower in NO_SOURCE:
        apposed = False
    last = comma - 1 if apposed else opening - 1
    return (first, last) if _is_source(tree, first, opening - 1) else None


def _stop_before(tree: Tree, sentence: Sentence, last: int) -> int:
    first = last
    while first > sentence.first and tree.tokens[first - 1].text not in BREAKS | {".", "but", "and"}:
        first -= 1
    if tree.tokens[first].lower in ("on", "in", "at", "by") and first + 2 < last:  # 'On Monday the agency …'
        first += 2
    while first < last and tree.tokens[first].lower in (
        "and",
        "but",
        "meanwhile",
        "that",
        "while",
        "so",
        "yet",
    ):
        first += 1
    return first


def _is_source(tree: Tree, first: int, last: int) -> bool:
    if first > last or last - first > LONGEST_NAME or tree.tokens[first].pos not in OPENERS:
        return False
    return tree.tokens[first].lower not in NO_SOURCE and not has_verb(tree, first, last)
