"""Sentences as headlines and tabloids print them, made from the treebank's; labels stay right."""

from __future__ import annotations

import random
import re

from spacy.tokens import Doc, Token

# How often each change is made; a sentence may get several. Most stay as they are, since most of
# what is read is ordinary prose.
HEADLINE, LOWER, UPPER, TITLE, CURLY, NO_STOP, STRANGE = 0.06, 0.02, 0.02, 0.02, 0.2, 0.06, 0.12

# Syllables for invented names, so that the parser does not lean on knowing a name.
SYLLABLES = "ba ran tor vel mik os dun qui lar shen ho pra zu gar nel ti ak wu fer ost il mar ke sand".split()
CURLED = {"``": "“", "''": "”", "'": "’"}


def augment(doc: Doc, dice: random.Random) -> Doc:
    """The sentence, perhaps printed otherwise than the treebank has it."""
    words = [token.text for token in doc]
    keep = [True] * len(doc)
    if dice.random() < HEADLINE:
        keep = [not _left_out_in_headlines(token) for token in doc]
    if dice.random() < NO_STOP and doc[-1].text == "." and len(doc) > 3:
        keep[-1] = False
    if dice.random() < STRANGE:
        words = [_strange(word, dice) if doc[i].pos_ == "PROPN" else word for i, word in enumerate(words)]
    if dice.random() < CURLY:
        words = [_curled(word, doc[i].tag_) for i, word in enumerate(words)]
    for chance, change in ((LOWER, str.lower), (UPPER, str.upper), (TITLE, str.capitalize)):
        if dice.random() < chance:
            words = [change(word) for word in words]
    if words == [token.text for token in doc] and all(keep):
        return doc
    return _rebuilt(doc, words, keep)


def _left_out_in_headlines(token: Token) -> bool:
    """Whether headlines leave the word out: an article or a form of 'be' that has no dependents."""
    if any(True for _ in token.children):
        return False
    if token.dep_ == "det":
        return token.lower_ in {"a", "an", "the"}
    return token.dep_ in {"cop", "aux:pass"} and token.lower_ in {"is", "are", "was", "were"}


def _strange(word: str, dice: random.Random) -> str:
    if len(word) < 4 or not re.fullmatch(r"[A-Z][a-z]+", word):
        return word
    made = "".join(dice.choice(SYLLABLES) for _ in range(2 if len(word) < 7 else 3)).capitalize()
    return made + "s" if word.endswith("s") else made


def _curled(word: str, tag: str) -> str:
    if word in {'"', "'"} and tag in CURLED:
        return CURLED[tag] if word == '"' else {"``": "‘"}.get(tag, "’")
    return word.replace("'", "’")


def _rebuilt(doc: Doc, words: list[str], keep: list[bool]) -> Doc:
    """A copy of `doc` with other words and without those not kept (which have no dependents)."""
    kept = [i for i, wanted in enumerate(keep) if wanted]
    place = {old: new for new, old in enumerate(kept)}
    return Doc(
        doc.vocab,
        words=[words[i] for i in kept],
        spaces=[bool(doc[i].whitespace_) for i in kept],
        tags=[doc[i].tag_ for i in kept],
        pos=[doc[i].pos_ for i in kept],
        lemmas=[doc[i].lemma_ for i in kept],
        deps=[doc[i].dep_ for i in kept],
        heads=[place[doc[i].head.i] for i in kept],
    )
