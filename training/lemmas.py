"""Makes the table of dictionary forms: WordNet's irregular forms and verbs, the treebank's other forms.

    python training/lemmas.py --data ../shared/corpora/treebank --out src/firsthand/language/en/model

Needs spacy-lookups-data, which holds WordNet's lists.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
from collections import Counter, defaultdict
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import DocBin

from firsthand.reading.lemmas import lemma_of

HERE = Path(__file__).parent
# Classes whose forms the treebank shows nearly all of; a form counts when it was seen twice, since
# once may be a typing error that the treebank corrects in its lemma.
CLOSED = {"AUX", "PRON", "DET", "PART", "ADV", "ADJ", "VERB", "NOUN", "ADP", "SCONJ", "CCONJ"}
SEEN = 2
# Singulars that end like plurals in -es without the e: the rule must be told of them.
ENDS_IN_E = re.compile(r"[a-z]+(?:[sxz]e|che|she|ve|ie|oe)\Z")


def main() -> None:
    """Writes the table: first what WordNet gives, then what the treebank has otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/corpora/treebank")
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/firsthand/language/en/model")
    options = parser.parse_args()
    index, irregular = _wordnet("en_lemma_index"), _wordnet("en_lemma_exc")
    tables: dict[str, Any] = {
        "verb": {form: lemmas[0] for form, lemmas in sorted(irregular["verb"].items()) if "-" not in form},
        "noun": {form: lemmas[0] for form, lemmas in sorted(irregular["noun"].items()) if "-" not in form},
        "verbs": " ".join(sorted(word for word in index["verb"] if word.isalpha() and word.isascii())),
        "nouns": " ".join(sorted(word for word in index["noun"] if ENDS_IN_E.fullmatch(word))),
        "forms": {},
    }
    target = options.out / "lemmas.json"
    target.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
    tables["forms"] = _closed(options.data / "free_train.spacy")
    target.write_text(json.dumps(tables, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")


def _wordnet(name: str) -> dict[str, Any]:
    found = find_spec("spacy_lookups_data")
    if found is None or found.origin is None:
        raise SystemExit("training/lemmas.py needs WordNet's lists: pip install spacy-lookups-data")
    with gzip.open(Path(found.origin).parent / "data" / f"{name}.json.gz", "rt", encoding="utf-8") as file:
        loaded: dict[str, Any] = json.load(file)
        return loaded


def _closed(path: Path) -> dict[str, str]:
    """The treebank's dictionary forms that the rules get wrong, by 'form|part of speech|tag'."""
    seen: dict[tuple[str, str, str], Counter[str]] = defaultdict(Counter)
    for doc in DocBin().from_disk(path).get_docs(spacy.blank("en").vocab):
        for token in doc:
            seen[token.lower_.replace("’", "'"), token.pos_, token.tag_][token.lemma_.replace("’", "'")] += 1
    forms = {}
    for (form, pos, tag), counts in sorted(seen.items()):
        lemma, count = counts.most_common(1)[0]
        wrong = lemma_of(form, pos, tag) != lemma
        if pos in CLOSED and count >= SEEN and wrong and not (lemma[0].isupper() and lemma != "I"):
            forms[f"{form}|{pos}|{tag}"] = lemma
    return forms


if __name__ == "__main__":
    main()
