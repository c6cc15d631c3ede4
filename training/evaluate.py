"""Prints the figures of the model card: parsing, names, sentences, speed; one JSON line a file.

python training/evaluate.py --data ../shared/corpora/treebank
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from pathlib import Path

import spacy
from spacy.tokens import Doc, DocBin

from firsthand.model import Span
from firsthand.reading.names import extract_names
from firsthand.reading.parse import parse
from firsthand.reading.tokens import Parsed

HERE = Path(__file__).parent
TREES = ("dev", "ewt_test", "gum_test", "gum_news_test", "pud_all")
NAMES = ("ner_dev", "ner_ewt_test", "ner_gum_test", "ner_pud")
LABELS = {"person": "PER", "organization": "ORG", "outlet": "ORG", "place": "LOC"}


def main() -> None:
    """Prints the figures of every file of the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/corpora/treebank")
    options = parser.parse_args()
    started = time.perf_counter()
    parse("Load the model.")
    print(json.dumps({"load seconds, spaCy imported before": round(time.perf_counter() - started, 2)}))
    for name in TREES:
        print(json.dumps({"file": name, **tree_figures(load(options.data / f"{name}.spacy"))}))
    for name in NAMES:
        print(json.dumps({"file": name, **name_figures(load(options.data / f"{name}.spacy"))}))


def load(path: Path) -> list[Doc]:
    """The annotated documents of a file."""
    return list(DocBin().from_disk(path).get_docs(spacy.blank("en").vocab))


def tree_figures(docs: list[Doc]) -> dict[str, float]:
    """Percent of words with the right tag, head, label and dictionary form, and words a second.

    Sentences are the treebank's; words that our tokenizer cuts otherwise count as wrong. Punctuation is
    left out.
    """
    counts: Counter[str] = Counter()
    seconds = 0.0
    for doc in docs:
        spans = [Span(sentence.start_char, sentence.end_char) for sentence in doc.sents]
        started = time.process_time()
        parsed = parse(doc.text, spans)
        seconds += time.process_time() - started
        compare(doc, parsed, counts)
    total = counts["words"]
    shares = {key: round(100 * counts[key] / total, 2) for key in ("pos", "uas", "las", "lemma")}
    # Later files hold sentences that were read before, which cost nothing; the first one's speed counts.
    return {**shares, "words a second": round(counts["all"] / seconds)}


def compare(doc: Doc, parsed: Parsed, counts: Counter[str]) -> None:
    """Counts the words of one document, and those that are right."""
    found = {(token.span.start, token.span.end): token for token in parsed.tokens}
    counts["all"] += len(doc)
    for gold in doc:
        if gold.dep_ == "punct":
            continue
        counts["words"] += 1
        token = found.get((gold.idx, gold.idx + len(gold)))
        if token is None:
            continue
        head = parsed.tokens[token.head].span.start
        counts["pos"] += token.pos == gold.pos_
        counts["lemma"] += token.lemma.lower() == gold.lemma_.replace("’", "'").lower()
        counts["uas"] += head == gold.head.idx
        label = "root" if gold.dep_ == "ROOT" else gold.dep_
        counts["las"] += head == gold.head.idx and token.dep == label


def name_figures(docs: list[Doc]) -> dict[str, float]:
    """F1 in percent of exact names with their kind, by kind and overall, outlets as organizations."""
    right, found, gold = Counter[str](), Counter[str](), Counter[str]()
    for doc in docs:
        names = {(n.span.start, n.span.end, LABELS[n.kind]) for n in extract_names(parse(doc.text))}
        truth = {(entity.start_char, entity.end_char, entity.label_) for entity in doc.ents}
        for counter, some in ((right, names & truth), (found, names), (gold, truth)):
            counter.update(label for *_, label in some)
            counter["all"] += len(some)
    return {
        key: round(200 * right[key] / (found[key] + gold[key]), 1) for key in ("PER", "ORG", "LOC", "all")
    }


if __name__ == "__main__":
    main()
