"""The tokenizer: spaCy's for English, brought nearer to the treebank and to how figures are printed."""

from __future__ import annotations

import re

from spacy.lang.char_classes import HYPHENS
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_suffix_regex

# Magnitudes and units glued to a figure ("1.2bn", "3.4k", "46m"); spaCy knows metric units only.
GLUED = r"[mbtr]illion|bn|mn|tn|trn|[mbkMBK]|mln|mrd|[ap]m|hrs?|mins?|secs?|pc|ft|in|mph|kph|km/h|ha|sq"
# The treebank leaves words with these before a hyphen whole ("re-elected", "pro-Beijing").
PREFIXES = (
    "re non anti co ex pro un pre post multi inter intra mid sub semi pseudo ultra trans counter "
    "mega mini micro neo over under out bi tri e x"
).split()


def set_rules(nlp: Language) -> None:
    """Gives an English pipeline's tokenizer our rules."""
    kept = "".join(rf"(?<!\b{prefix})(?<!\b{prefix.capitalize()})" for prefix in PREFIXES)
    infixes = [kept + pattern if f"(?:{HYPHENS})" in pattern else pattern for pattern in nlp.Defaults.infixes]
    assert any(pattern.startswith(kept) for pattern in infixes), "spaCy's hyphen pattern has changed"
    infixes += [
        r"(?<=[0-9%])[–—](?=[0-9$£€])",  # 10–15
        r"(?<=[0-9a-z])[—…](?=\w)",
    ]
    suffixes = [*nlp.Defaults.suffixes, rf"(?<=[0-9])(?:{GLUED})", r"–", r"—"]
    # "5m." at a sentence's end is no abbreviation: sentences come cut, so a letter's stop is the end.
    nlp.tokenizer.rules = {
        word: rule for word, rule in nlp.tokenizer.rules.items() if not re.fullmatch(r"[a-z]\.", word)
    }
    nlp.tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    nlp.tokenizer.suffix_search = compile_suffix_regex(suffixes).search
