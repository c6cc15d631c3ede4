"""What a name is the name of, by tables and the words around it: person, organization, place, outlet."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NamedTuple

from firsthand.language import table, words
from firsthand.language.spelling import plain
from firsthand.reading.tokens import Parsed, Token

NameKind = Literal["person", "organization", "place", "outlet"]


# Words before which the head of an apposition ends: "X, a daily newspaper based in Y", "X, a site that …".
APPOSITION_ENDS = frozenset(
    {",", ".", "", "that", "which", "based", "in", "of", "for", "owned", "run", "and", ";"}
)


class Kind(NamedTuple):
    """A kind, the rule that gave it, and whether the rule is sure enough to rule other mentions."""

    kind: NameKind
    rule: str
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Run:
    """Capitalised words that may be a name: tokens `first` up to not including `end`."""

    parsed: Parsed
    first: int
    end: int
    titled: bool = False

    def tokens(self) -> tuple[Token, ...]:
        """The words of the run."""
        return self.parsed.tokens[self.first : self.end]

    def text(self) -> str:
        """The run as printed."""
        return self.parsed.text[self.tokens()[0].span.start : self.tokens()[-1].span.end]

    def around(self, offset: int) -> str:
        """The word, in lower case, `offset` before (negative) or after the run in its sentence, or ''."""
        at = self.first + offset if offset < 0 else self.end + offset - 1
        if not 0 <= at < len(self.parsed.tokens):
            return ""
        token = self.parsed.tokens[at]
        return token.lower if token.sentence == self.parsed.tokens[self.first].sentence else ""

    def heads(self) -> Token:
        """The token of the run whose head lies outside it: the one that the rest depend on."""
        for token in self.tokens():
            if not self.first <= token.head < self.end or token.head == token.i:
                return token
        return self.tokens()[-1]


class Tables(NamedTuple):
    """The tables of names, by plain name."""

    outlets: dict[str, str]
    unsure: frozenset[str]
    places: frozenset[str]
    organizations: frozenset[str]
    offices: frozenset[str]
    honorifics: frozenset[str]
    given: frozenset[str]


@functools.cache
def tables() -> Tables:
    """The tables, read once."""
    outlets: dict[str, str] = {}
    for group in ("agencies", "outlets"):
        for name, others in table("outlets")[group].items():
            for form in (name, *others):
                outlets.setdefault(bare(form), bare(name))
    known = table("places")
    return Tables(
        outlets=outlets,
        unsure=words("outlets", "unsure.names"),
        places=frozenset(plain(name) for key in ("countries", "cities", "regions") for name in known[key]),
        organizations=words("titles", "organizations"),
        offices=words("titles", "offices"),
        honorifics=words("titles", "honorifics"),
        given=frozenset(map(plain, words("titles", "given"))),
    )


def bare(name: str) -> str:
    """The plain name without its article."""
    return plain(name).removeprefix("the ")


def kind_of(run: Run, outlets: frozenset[str] = frozenset()) -> Kind:
    """The kind of a run; `outlets` are plain names of outlets that the collection itself tells of."""
    for rule in (_by_table, _by_outlet_words, _by_organization_words, _by_person_words, _by_place_words):
        found = rule(run, outlets)
        if found is not None:
            return found
    return _by_position(run)


def _by_table(run: Run, outlets: frozenset[str]) -> Kind | None:
    name, known = bare(run.text()), tables()
    if name in outlets:
        return Kind("outlet", "outlet-of-page")
    if name in known.outlets and not run.titled and (name not in known.unsure or beside_reporting(run)):
        return Kind("outlet", "outlet-table")
    if name in known.places and not run.titled:
        return Kind("place", "place-table")
    if name in words("titles", "known_organizations"):
        return Kind("organization", "organization-table")
    return None


def _by_outlet_words(run: Run, outlets: frozenset[str]) -> Kind | None:
    tokens = run.tokens()
    last, first = tokens[-1].lower, tokens[0].lower
    if run.titled:
        return None
    if _is_domain(run.text()):
        return Kind("outlet", "outlet-domain")
    if len(tokens) == 1:
        alone = last in words("outlets", "generic.last") - words("outlets", "generic.never_alone")
        if alone and run.around(-1) == "the":
            return Kind("outlet", "outlet-alone", sure=beside_reporting(run))
    elif f"{tokens[-2].lower} {last}" in words("outlets", "generic.last_two"):
        return Kind("outlet", "outlet-words")
    elif last in words("outlets", "generic.last"):
        person = plain(tokens[0].text) in tables().given and run.around(-1) != "the"
        weak = words("outlets", "generic.weak")
        if run.around(-1) == "the":
            weak -= words("outlets", "generic.after_the")
        if (last not in weak and not person) or beside_reporting(run):
            return Kind("outlet", "outlet-words")
    elif first in words("outlets", "generic.first") and len(tokens) <= 3:
        return Kind("outlet", "outlet-first-word")
    if _beside_media_word(run):
        return Kind("outlet", "outlet-named-so")
    return None


def _is_domain(text: str) -> bool:
    stem, _, end = text.lower().partition(".")
    return bool(stem) and " " not in text and end in words("outlets", "generic.domains")


def _beside_media_word(run: Run) -> bool:
    """Whether a word such as 'newspaper' stands beside the name: 'the daily X', 'X, a broadcaster'."""
    kinds = words("outlets", "generic.kinds")
    before = run.around(-1)
    if before in kinds or f"{run.around(-2)} {before}" in kinds:
        return True
    if before in ('"', "“", "‘", "'") and run.around(-2) in kinds:
        return True
    if run.around(1) in kinds - {"site", "paper", "station", "channel", "agency", "network", "portal"}:
        return True
    if run.around(1) != ",":
        return False
    following = [run.around(offset) for offset in range(2, 8)]
    if following[0] not in ("a", "an", "the", "another", "one"):
        return False
    stop = next((i for i, word in enumerate(following) if word in APPOSITION_ENDS), len(following))
    return following[stop - 1] in kinds


def beside_reporting(run: Run) -> bool:
    """Whether the name stands where outlets do: 'X reported', 'told X', 'reported by X', 'according to X'."""
    tokens, head = run.parsed.tokens, run.heads()
    verb = tokens[head.head]
    if head.dep.startswith("nsubj") and verb.lemma in words("titles", "printed"):
        return True
    if head.dep in ("obj", "iobj", "obl") and verb.lemma in ("tell", "cite", "quote"):
        return True
    at = -1 if run.around(-1) not in ("the", '"', "“") else -2
    before = run.around(at)
    if before in ("told", "citing", "quoting"):
        return True
    if before == "by" and verb.lemma in words("titles", "printed") | {"see", "obtain", "review", "conduct"}:
        return True
    return before == "to" and run.around(at - 1) in ("according", "spoke", "speaking")


def _by_organization_words(run: Run, outlets: frozenset[str]) -> Kind | None:
    tokens, ends = run.tokens(), tables().organizations
    last = tokens[-1].lower.rstrip(".")
    before = {a.lower for a, b in pairwise(tokens) if b.lower in ("of", "for", "and", "on")}
    if len(tokens) > 1 and last in ends and not (run.titled and len(tokens) <= 2 and last in ("house", "co")):
        return Kind("organization", "organization-word")
    if before & ends:
        return Kind("organization", "organization-of")
    if len(tokens) == 1 and not run.titled and _is_acronym(tokens[0].text):
        return Kind("organization", "acronym", sure=_is_given_for_name(run))
    if any(token.text == "&" for token in tokens):
        return Kind("organization", "organization-and")
    return None


def _is_acronym(text: str) -> bool:
    letters = text.replace(".", "").replace("-", "").replace("&", "")
    return 2 <= len(letters) <= 7 and sum(map(str.isupper, letters)) >= max(2, len(letters) - 2)


def _is_given_for_name(run: Run) -> bool:
    """Whether the abbreviation stands in brackets after capitalised words with these initials."""
    letters = run.tokens()[0].text.upper()
    if run.around(-1) != "(" or not letters.isalpha():
        return False
    before = run.parsed.tokens[max(0, run.first - 2 * len(letters) - 1) : run.first - 1]
    initials = "".join(token.text[0] for token in before if token.text[0].isupper())
    return initials.endswith(letters)


def _by_person_words(run: Run, outlets: frozenset[str]) -> Kind | None:
    tokens, known = run.tokens(), tables()
    if run.titled:
        return Kind("person", "title")
    if len(tokens) > 4:
        return None
    if run.around(-1) in known.offices and tokens[0].text[0].isupper():
        return Kind("person", "office-before")
    if len(tokens) > 1 and (plain(tokens[0].text) in known.given or _is_initial(tokens)):
        return Kind("person", "given-name")
    if (
        run.around(1) == ","
        and run.around(2).isdigit()
        and run.around(3) in (",", ".")
        and len(run.around(2)) < 3
    ):
        return Kind("person", "age")
    if run.around(1) in (",", "(") and _office_follows(run) and not _last_is_place_word(run):
        return Kind("person", "office-after", sure=len(tokens) > 1)
    return None


def _is_initial(tokens: Sequence[Token]) -> bool:
    return any(len(token.text.rstrip(".")) == 1 and token.text.endswith(".") for token in tokens[:-1])


def _office_follows(run: Run) -> bool:
    """Whether an apposition after the name names an office before it ends: ', the region's governor'."""
    for offset in range(2, 8):
        word = run.around(offset)
        if word in (",", ".", "", "who", "which", "where", "said", "and", "of"):
            return False
        if word in tables().offices:
            return True
    return False


def _last_is_place_word(run: Run) -> bool:
    return run.tokens()[-1].lower in words("places", "last")


def _by_place_words(run: Run, outlets: frozenset[str]) -> Kind | None:
    tokens = run.tokens()
    if len(tokens) > 1 and _last_is_place_word(run):
        return Kind("place", "place-word")
    if len(tokens) > 1 and tokens[0].lower in words("places", "first"):
        return Kind("place", "place-first-word")
    if len(tokens) <= 2 and run.around(-1) in words("places", "prepositions"):
        return Kind("place", "place-preposition", sure=run.around(-1) != "at")
    if len(tokens) > 1 and plain(tokens[-1].text) in tables().places:
        return Kind("place", "place-within")
    return None


def _by_position(run: Run) -> Kind:
    """The likeliest kind where no word tells; never sure."""
    tokens, head = run.tokens(), run.heads()
    verb = run.parsed.tokens[head.head]
    human = head.dep.startswith("nsubj") and verb.lemma in words("titles", "said")
    if beside_reporting(run) and len(tokens) == 1 and run.around(-1) == "the":
        return Kind("organization", "reported-by", sure=False)
    if 2 <= len(tokens) <= 3 and all(token.text.replace("-", "").isalpha() for token in tokens):
        the = run.around(-1) == "the"
        return Kind("organization" if the else "person", "two-words", sure=False)
    if human and run.around(-1) != "the":
        return Kind("person", "says", sure=False)
    if run.around(-1) in ("from", "to", "of", "between") or run.around(1) in ("’s", "'s"):
        return Kind("place", "place-guess", sure=False)
    return Kind("organization", "no-rule", sure=False)
