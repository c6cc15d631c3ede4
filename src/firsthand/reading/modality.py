"""How sure, or how far along, a text makes what it tells; looked for in the clause that governs a span."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import cache

from firsthand.language import words
from firsthand.model import Modality, Polarity, Span
from firsthand.reading.tokens import Parsed, Sentence, Token

CLIMB = 10  # steps from a word to the verb that governs it; longer ways are parser errors
NEAR = 10  # words beside a figure that can tell of its plan; further off they speak of something else
CLAUSES = frozenset({"ccomp", "advcl", "acl:relcl", "parataxis", "root", "csubj"})
Found = tuple[Modality, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a clause says of its own certainty, and the token that says so."""

    modality: Modality
    cue: int | None = None


def modality_at(parsed: Parsed, span: Span) -> tuple[Modality, Span | None, Span | None, Polarity]:
    """The modality of what stands at `span`, the words that show it, its condition and its polarity.

    Subordinate clauses with a verb of their own are looked at for themselves: in 'the unit, which
    employs 900, could close' the 900 are a fact.
    """
    inside = _tokens_in(parsed, span)
    if not inside:
        return "fact", None, None, "positive"
    sentence = parsed.sentences[inside[0].sentence]
    tokens = parsed.of(sentence)
    inside = [t for t in inside if t.sentence == sentence.i]
    if not tokens[0].dep:
        return _by_surface(parsed, sentence, inside)
    clause = _Clause(parsed, sentence, inside)
    return clause.judge()


def _tokens_in(parsed: Parsed, span: Span) -> list[Token]:
    lo = bisect_left(parsed.tokens, span.start, key=lambda t: t.span.end)
    found = []
    for i in range(lo, len(parsed.tokens)):
        t = parsed.tokens[i]
        if t.span.start >= max(span.end, span.start + 1):
            break
        if t.span.end > span.start:
            found.append(t)
    return found


@cache
def _set(key: str) -> frozenset[str]:
    return words("modality", key)


class _Clause:
    """The clause that governs some tokens: its verbs from the innermost to the finite one."""

    def __init__(self, parsed: Parsed, sentence: Sentence, inside: list[Token]) -> None:
        self.parsed = parsed
        self.sentence = sentence
        self.tokens = parsed.of(sentence)
        self.inside = inside
        self.children: dict[int, list[Token]] = {}
        for t in self.tokens:
            if t.head != t.i:
                self.children.setdefault(t.head, []).append(t)
        self.start = self._top()
        self.verbs = self._chain(self.start)

    def _top(self) -> Token:
        """The figure in the span; else the token that the others hang from, a verb before a noun."""
        figure = next((t for t in self.inside if t.pos == "NUM" or t.text[:1].isdigit()), None)
        if figure is not None:
            return figure
        ids = {t.i for t in self.inside}
        tops = [t for t in self.inside if t.head == t.i or t.head not in ids]
        content = [t for t in tops if t.pos not in ("PUNCT", "ADP", "DET", "CCONJ", "SCONJ", "ADV")] or tops
        verbs = [t for t in content if self._predicate(t)]
        return (verbs or content)[0]

    def _predicate(self, t: Token) -> bool:
        if t.pos == "VERB" and t.dep not in ("amod", "compound", "case"):
            return True
        return any(c.dep in ("cop", "aux", "aux:pass") for c in self.children.get(t.i, ()))

    def _chain(self, start: Token) -> list[Token]:
        """The predicates above `start` up to the finite verb of its clause, and the governors beyond it."""
        found: list[Token] = []
        t = start
        for _ in range(CLIMB):
            if self._predicate(t) or (t.dep == "root" and t.head == t.i):
                found.append(t)
                if self._finite(t):
                    break
            if t.head == t.i:
                break
            t = self.parsed.tokens[t.head]
        return found

    def _finite(self, t: Token) -> bool:
        """Whether a predicate stands for itself: it has a subject or an auxiliary, or heads a clause."""
        kids = self.children.get(t.i, ())
        if any(c.dep == "mark" and c.lower == "to" for c in kids) and t.dep != "root":
            return False
        if t.dep in ("xcomp", "acl", "conj") and not any(c.dep.startswith("nsubj") for c in kids):
            return any(c.dep in ("aux", "aux:pass", "cop") for c in kids) and t.dep == "conj"
        return t.dep in CLAUSES or any(c.dep.startswith("nsubj") for c in kids)

    def judge(self) -> tuple[Modality, Span | None, Span | None, Polarity]:
        """Modality, cue, condition and polarity of the clause."""
        polarity = self._polarity()
        if self._presupposed() or self._inserted():
            return "fact", None, None, polarity
        found = self._own()
        governed = self._governed()
        if found is None or (governed is not None and found.modality == "planned"):
            found = governed or found
        if found is None:
            found = self._by_words()
        condition = self._condition()
        if condition is not None and (
            found is None or found.modality in ("possible", "planned", "conditional")
        ):
            cue = self._cue(found)
            return "conditional", cue, condition, polarity
        if found is None:
            return "fact", None, None, polarity
        return found.modality, self._cue(found), None, polarity

    def _cue(self, found: Judgement | None) -> Span | None:
        if found is None or found.cue is None:
            return None
        return self.parsed.tokens[found.cue].span

    def _presupposed(self) -> bool:
        """Whether the span is a definite description: 'the 200 seats' are there whatever comes of them."""
        if any(self._predicate(t) for t in self.inside):
            return False
        first = self.inside[0]
        before = self.parsed.tokens[first.i - 1] if first.i > self.sentence.first else None
        return first.lower in _set("definite") or (before is not None and before.lower in _set("definite"))

    def _inserted(self) -> bool:
        """Whether the figure stands in commas before the verb: 'the unit, some 900 strong, will …'."""
        if not self.verbs or self.start in self.verbs:
            return False
        verb = self.verbs[0]
        at = self.start.i - self.sentence.first
        lo, hi = at, at
        while lo > 0 and self.tokens[lo - 1].text not in (",", "(", "—", "–"):
            lo -= 1
        while hi + 1 < len(self.tokens) and self.tokens[hi + 1].text not in (",", ")", "—", "–"):
            hi += 1
        if lo == 0 or hi + 1 >= len(self.tokens) or not hi + self.sentence.first < verb.i:
            return False
        segment = self.tokens[lo : hi + 1]
        return segment[0].lower not in ("or", "and", "to") and not any(
            t.pos in ("VERB", "AUX") for t in segment
        )

    def _own(self) -> Judgement | None:
        """What the predicates of the clause say themselves, from the innermost outwards."""
        inherited = False
        for k, verb in enumerate(self.verbs):
            kids = self.children.get(verb.i, [])
            hedge = next((c for c in kids if c.lower in words("hedges", "alleged")), None)
            if hedge is not None:
                return Judgement("alleged", hedge.i)
            doubt = next((c for c in kids if c.lower in _set("possible_adverbs") and c.pos == "ADV"), None)
            if doubt is not None and not any(c.lower in _set("conditional_auxiliaries") for c in kids):
                return Judgement("possible", doubt.i)
            found = self._by_auxiliary(verb, kids) or self._by_infinitive(verb, kids)
            if found is not None and not (inherited and not _bare(verb)):
                return found
            if k > 0 or verb.dep not in ("xcomp", "ccomp", "acl"):
                found = self._by_meaning(verb, k)
                if found is not None:
                    return found
            if verb.dep == "conj" and not _bare(verb):
                break
        return None

    def _by_auxiliary(self, verb: Token, kids: list[Token]) -> Judgement | None:
        negated = any(c.lower in ("not", "n't", "n’t") for c in kids)
        for c in kids:
            if c.dep != "aux" and not (c.pos == "AUX" and c.dep != "cop"):
                continue
            word = c.lower
            if word in _set("possible_auxiliaries"):
                if word in ("could", "can", "ca") and negated:
                    continue
                return Judgement("possible", c.i)
            if word in _set("planned_auxiliaries"):
                return self._softened(kids, Judgement("planned", c.i))
            if (
                word in _set("should")
                and c.i > self.sentence.first
                and self.parsed.tokens[c.i - 1].text != ","
            ):
                return Judgement("planned", c.i)
            if word in _set("conditional_auxiliaries"):
                return self._would(verb, c)
        return None

    def _softened(self, kids: list[Token], found: Judgement) -> Judgement:
        for c in kids:
            if c.lower in _set("possible_adverbs"):
                return Judgement("possible", c.i)
        return found

    def _would(self, verb: Token, aux: Token) -> Judgement | None:
        """'Would' of a share of voters is a finding, of the speaker's own doings a plan, else conditional."""
        subject = next((c for c in self.children.get(verb.i, ()) if c.dep.startswith("nsubj")), None)
        if verb.lemma.lower() in _set("voting") and self._asked(aux):
            return None
        if verb.dep == "ccomp" and subject is not None:
            governor = self.parsed.tokens[verb.head]
            teller = next((c for c in self.children.get(governor.i, ()) if c.dep == "nsubj"), None)
            if teller is not None and (subject.lower in ("it", "he", "she", "they", "we")):
                if governor.lower in ("said", "announced", "confirmed", "told", "added", "stated", "wrote"):
                    return Judgement("planned", aux.i)
        return Judgement("conditional", aux.i)

    def _by_words(self) -> Judgement | None:
        """Plans that the words beside the figure tell: 'X to cut 90 jobs', 'is due'."""
        at = self.start.i - self.sentence.first
        for k in range(at - 1, max(-1, at - NEAR), -1):
            t = self.tokens[k]
            if t.text in (",", ";", ":", "—", "–", ".", '"', "“") or t.pos == "AUX":
                break
            if t.lower == "to" and k > 0 and k + 1 < at and self.tokens[k + 1].text.isalpha():
                before = self.tokens[k - 1]
                if before.lower in _set("planned_words"):
                    return Judgement("planned", before.i)
                if self._headline() and not any(x.pos in ("VERB", "AUX", "NUM") for x in self.tokens[:k]):
                    return Judgement("planned", t.i)
                break
        for k in range(at + 1, min(len(self.tokens) - 1, at + NEAR)):
            if self.tokens[k].text in (",", ";", ":", "—", "–", "."):
                break
            if self.tokens[k].lower in _set("be_forms") and self.tokens[k + 1].lower in _set(
                "planned_adjectives"
            ):
                return Judgement("planned", self.tokens[k + 1].i)
        return None

    def _headline(self) -> bool:
        """Whether the sentence is a headline: no stop at its end, and no clause before."""
        return self.tokens[-1].text not in (".", "!", "?", "”", '"')

    def _asked(self, aux: Token) -> bool:
        """Whether a share of people stands before the auxiliary: '33 per cent', 'two thirds of voters'."""
        before = self.tokens[max(0, aux.i - self.sentence.first - 9) : aux.i - self.sentence.first]
        return any(
            t.text == "%" or t.lower in ("percent", "cent", "third", "thirds", "half", "respondents")
            for t in before
        )

    def _by_infinitive(self, verb: Token, kids: list[Token]) -> Judgement | None:
        """An infinitive by itself: 'to cut jobs' in a headline, 'is to report', 'plans to send'."""
        to = next((c for c in kids if c.dep == "mark" and c.lower == "to"), None)
        if to is None:
            return None
        if any(c.lower in _set("be_forms") and c.i < to.i and c.dep in ("aux", "cop") for c in kids):
            return Judgement("planned", to.i)
        governor = self.parsed.tokens[verb.head]
        if verb.head == verb.i:
            return Judgement("planned", to.i)
        if verb.dep in ("acl", "xcomp") and governor.lower in _set("planned_nouns"):
            return Judgement("planned", governor.i)
        if (
            governor.pos in ("NOUN", "PROPN", "NUM", "SYM")
            and governor.head == governor.i
            and verb.dep == "acl"
        ):
            return Judgement("planned", to.i)
        return None

    def _by_meaning(self, verb: Token, k: int) -> Judgement | None:
        """What a governing verb or adjective makes of what it governs."""
        lemma = verb.lemma.lower()
        kids = self.children.get(verb.i, [])
        passive = any(c.dep == "aux:pass" for c in kids)
        if verb.lower in _set("feared") and (passive or k == 0):
            return Judgement("possible", verb.i)
        below = self.verbs[k - 1] if k > 0 else None
        infinitive = below is not None and below.head == verb.i and below.dep in ("xcomp", "ccomp", "advcl")
        if lemma == "expect":
            if passive or infinitive:
                return Judgement(
                    "planned" if passive or (below and below.dep == "xcomp") else "possible", verb.i
                )
            return Judgement("possible", verb.i)
        if infinitive and (lemma in _set("planned_verbs") or verb.lower in _set("planned_adjectives")):
            return Judgement("planned", verb.i)
        if (
            verb.lower in ("due", "planned", "scheduled", "expected")
            and k == 0
            and verb.pos in ("ADJ", "VERB")
        ):
            return Judgement("planned", verb.i)
        if infinitive and (lemma in _set("possible_verbs") or verb.lower in _set("possible_adjectives")):
            return Judgement("possible", verb.i)
        return None

    def _governed(self) -> Judgement | None:
        """What the verb that reports the clause makes of it: denies, boasts, proposes."""
        if not self.verbs:
            return None
        t = self.verbs[-1]
        kids = self.children.get(t.i, ())
        negated = any(c.lower in ("not", "n't", "n’t", "never", "neither") for c in kids)
        if t.lemma.lower() == "rule" and negated and any(c.lower == "out" for c in kids):
            return Judgement("possible", t.i)
        if t.lemma.lower() in _set("denied_verbs") or self._rejects(t):
            return None if negated else Judgement("denied", t.i)
        governor = self.parsed.tokens[t.head]
        if t.head == t.i or t.dep not in ("ccomp", "xcomp", "advcl", "acl"):
            return None
        lemma = governor.lemma.lower()
        above = self.children.get(governor.i, ())
        negated = any(c.lower in ("not", "n't", "n’t", "never", "neither") for c in above)
        if lemma in _set("denied_verbs"):
            return None if negated else Judgement("denied", governor.i)
        if lemma == "rule" and negated and any(c.lower == "out" for c in above):
            return Judgement("possible", governor.i)
        if lemma in _set("forecasting") and t.dep in ("ccomp", "xcomp"):
            ahead = any(c.lower in _set("planned_auxiliaries") for c in self.children.get(t.i, ()))
            return Judgement("possible", governor.i) if ahead else None
        if lemma in _set("alleged_verbs") or (lemma in _set("claiming_verbs") and not self._outlet(governor)):
            return Judgement("alleged", governor.i)
        if lemma in _set("proposing") and t.dep == "ccomp" and _bare(t, self.children.get(t.i, [])):
            return Judgement("possible", governor.i)
        if lemma in _set("feared"):
            return Judgement("possible", governor.i)
        return None

    def _rejects(self, verb: Token) -> bool:
        """Whether a verb turns down what somebody has said, and not a thing or an offer."""
        if verb.lemma.lower() not in ("reject", "dismiss", "dispute"):
            return False
        objects = [c for c in self.children.get(verb.i, ()) if c.dep == "obj"]
        return any(c.lower in _set("charges") for c in objects)

    def _outlet(self, verb: Token) -> bool:
        """Whether the one who claims is an outlet, which claims as others report."""
        for c in self.children.get(verb.i, ()):
            if c.dep == "nsubj":
                return c.lower in words("roles", "outlet_names") or c.lower in words("roles", "outlet")
        return False

    def _condition(self) -> Span | None:
        """The span of the condition that the clause, or the one it is part of, hangs on."""
        heads = {v.i for v in self.verbs}
        for t in self.tokens:
            start = _condition_start(self.tokens, t, self.sentence)
            if start is None:
                continue
            span = self._condition_span(t, start)
            if span.start <= self.start.span.start < span.end:
                continue
            verb = self.parsed.tokens[t.head]
            if verb.i in heads or verb.head in heads or verb.dep != "advcl" or not heads:
                return span
            if self.parsed.tokens[verb.head].i in {self.parsed.tokens[h].head for h in heads}:
                return span
        return None

    def _condition_span(self, t: Token, start: int) -> Span:
        """From the conditional word to the end of its clause: a comma or the sentence's end."""
        first = self.parsed.tokens[start]
        if t.lower in _set("permitting"):
            return Span(first.span.start, t.span.end)
        end = t.i
        for following in self.tokens[t.i - self.sentence.first + 1 :]:
            if following.text in (",", ";", ".", "!", "?", ")", "—", "–", "”", '"'):
                break
            end = following.i
        return Span(first.span.start, self.parsed.tokens[end].span.end)

    def _polarity(self) -> Polarity:
        for verb in self.verbs[:1]:
            for c in self.children.get(verb.i, ()):
                if c.lower in _set("negations"):
                    return "negative"
                for g in self.children.get(c.i, ()):
                    if g.lower in ("no", "neither") and c.dep in ("nsubj", "nsubj:pass", "obj", "expl"):
                        return "negative"
        return "positive"


def _bare(verb: Token, kids: list[Token] | None = None) -> bool:
    """Whether a verb stands in its base form, as after an auxiliary that it shares."""
    if kids is not None and any(c.dep == "aux:pass" and c.lower == "be" for c in kids):
        return True
    return verb.lower == verb.lemma.lower()


def _condition_start(tokens: tuple[Token, ...], t: Token, sentence: Sentence) -> int | None:
    """The token that a condition begins with, where `t` is the word that shows it."""
    k = t.i - sentence.first
    if t.lower in _set("permitting") and k > 0 and tokens[k - 1].pos in ("NOUN", "PROPN", ""):
        return tokens[k - 1].i
    if t.lower == "should" and (k == 0 or tokens[k - 1].text in (",", ";")) and k + 1 < len(tokens):
        return t.i if tokens[k + 1].pos in ("NUM", "NOUN", "PROPN", "PRON", "DET") else None
    if t.lower not in _set("conditions"):
        return None
    if t.lower in ("provided", "assuming", "providing") and t.dep not in ("mark", "case", "advcl"):
        return None
    around = " ".join(x.lower for x in tokens[max(0, k - 1) : k + 3])
    if any(phrase in around for phrase in _set("no_condition")):
        return None
    return t.i


def _by_surface(
    parsed: Parsed, sentence: Sentence, inside: list[Token]
) -> tuple[Modality, Span | None, Span | None, Polarity]:
    """The modality where there is no parse: the nearest telling word between the commas around the span."""
    tokens = parsed.of(sentence)
    lo, hi = inside[0].i - sentence.first, inside[-1].i - sentence.first
    while lo > 0 and tokens[lo - 1].text not in (",", ";", ":", "—"):
        lo -= 1
    while hi + 1 < len(tokens) and tokens[hi + 1].text not in (",", ";", ":", "—", "."):
        hi += 1
    near = tokens[lo : hi + 1]
    polarity: Polarity = "negative" if any(t.lower in _set("negations") for t in near) else "positive"
    condition = next((t for t in tokens if _condition_start(tokens, t, sentence) is not None), None)
    for t in near:
        found = _word_modality(t, tokens, t.i - sentence.first)
        if found is not None:
            if condition is not None and found in ("possible", "planned", "conditional"):
                return "conditional", t.span, Span(condition.span.start, sentence.span.end), polarity
            return found, t.span, None, polarity
    return "fact", None, None, polarity


def _word_modality(t: Token, tokens: tuple[Token, ...], k: int) -> Modality | None:
    following = tokens[k + 1].lower if k + 1 < len(tokens) else ""
    if t.lower in words("hedges", "alleged"):
        return "alleged"
    if t.lower in _set("possible_auxiliaries") and following not in ("not", "n't"):
        return "possible"
    if t.lower in _set("conditional_auxiliaries") and t.lower == "would":
        return "conditional"
    if t.lower in _set("planned_auxiliaries") or t.lower in _set("should"):
        return "planned"
    if following == "to" and (
        t.lower in _set("planned_adjectives") or t.lower.rstrip("s") in _set("planned_verbs")
    ):
        return "planned"
    if t.lower in ("denied", "denies", "deny"):
        return "denied"
    return "possible" if t.lower in _set("feared") else None
