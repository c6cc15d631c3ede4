"""Trains the English pipeline that ships with the package, from the treebank, on one core.

    python training/train.py --data ../shared/corpora/treebank --out src/firsthand/language/en/model

Seeds are pinned; the same machine and the same versions give the same model.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

from augment import augment
from spacy import util
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, DocBin
from spacy.training import Example
from thinc.api import Adam, fix_random_seed
from thinc.schedules import warmup_linear
from tokenization import set_rules

from firsthand.reading.arithmetic import hasten

HERE = Path(__file__).parent
# Words a step: small at first for quick progress, then spaCy's usual size.
SMALLEST, LARGEST, GROWTH = 150, 1000, 1.002
# Two passes: the first runs fast and far, with a rate that falls slowly; the second starts from the best
# average of the first and lets the rate fall to nothing, which settles what was learned.
PASSES = ((8, 0.0015, 18), (4, 0.0008, 4))  # epochs, first rate, epochs over which it would reach nothing
# Steps over which the rate rises at first.
WARM_UP = 200
DROPOUT = 0.1


def main() -> None:
    """Trains, keeps the epoch that parses dev best, and prints the figures of every epoch."""
    options = _options()
    fix_random_seed(options.seed)
    nlp = _pipeline()
    sentences = load_sentences(options.data / "free_train.spacy", nlp)
    dev = load_sentences(options.data / "dev.spacy", nlp)
    nlp.initialize(lambda: [Example(bare(nlp, doc), doc) for doc in sentences])
    for number, (epochs, rate, decay) in enumerate(PASSES):
        if options.start is not None and number == 0:
            continue
        if number:
            nlp.from_disk(options.start or options.out, exclude=["vocab"])
        steps = int(decay * sum(map(len, sentences)) / LARGEST * 1.15)
        rates = warmup_linear(rate, WARM_UP, steps)
        hasten(nlp)
        optimizer = Adam(rates, L2=0.01, grad_clip=1.0, use_averages=True, L2_is_weight_decay=True)
        dice = random.Random(options.seed + number)
        size = float(LARGEST if number else SMALLEST)
        best = 0.0
        for epoch in range(1, epochs + 1):
            started = time.process_time()
            size = run_epoch(nlp, sentences, optimizer, dice, size)
            with nlp.use_params(optimizer.averages):
                figures = score(nlp, dev)
                if figures["las"] > best:
                    best = figures["las"]
                    save(nlp, options.out)
            seconds = round(time.process_time() - started)
            print(json.dumps({"pass": number + 1, "epoch": epoch, "seconds": seconds, **figures}), flush=True)


def run_epoch(
    nlp: Language, sentences: list[Doc], optimizer: Adam, dice: random.Random, size: float
) -> float:
    """Learns from every sentence once; returns the size that steps have grown to."""
    dice.shuffle(sentences)
    for batch in batches(sentences, size):
        size = min(size * GROWTH, LARGEST)
        examples = [Example(bare(nlp, doc), doc) for doc in (augment(doc, dice) for doc in batch)]
        nlp.update(examples, sgd=optimizer, drop=DROPOUT)
        optimizer.step_schedules()
    return size


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=HERE.parent.parent / "shared/corpora/treebank")
    parser.add_argument("--out", type=Path, default=HERE.parent / "src/firsthand/language/en/model")
    parser.add_argument("--start", type=Path, help="a pipeline of the first pass, to run the second only")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def _pipeline() -> Language:
    nlp = util.load_model_from_config(util.load_config(HERE / "config.cfg"), auto_fill=True)
    set_rules(nlp)
    return nlp


def load_sentences(path: Path, nlp: Language) -> list[Doc]:
    """The sentences of a file, each a document of its own: it is read so too."""
    found = []
    for doc in DocBin().from_disk(path).get_docs(nlp.vocab):
        for token in doc:
            token.tag_ = f"{token.pos_}|{token.tag_}"
        found.extend(sentence.as_doc() for sentence in doc.sents)
    return found


def bare(nlp: Language, doc: Doc) -> Doc:
    """The text of `doc` as our own tokenizer cuts it, told to be one sentence."""
    made = nlp.make_doc(doc.text)
    for token in made[1:]:
        token.is_sent_start = False
    return made


def batches(sentences: list[Doc], size: float) -> Iterator[list[Doc]]:
    """Runs of sentences that reach `size` words, growing from step to step."""
    batch: list[Doc] = []
    words = 0
    for sentence in sentences:
        batch.append(sentence)
        words += len(sentence)
        if words >= size:
            yield batch
            batch, words = [], 0
            size = min(size * GROWTH, LARGEST)
    if batch:
        yield batch


def score(nlp: Language, sentences: list[Doc]) -> dict[str, float]:
    """Percent of words with the right coarse tag, head, and head with label; punctuation left out."""
    docs = [bare(nlp, doc) for doc in sentences]
    for _, component in nlp.pipeline:
        docs = list(component.pipe(docs, batch_size=256))
    pairs = [Example(doc, gold) for doc, gold in zip(docs, sentences, strict=True)]
    tags = Scorer.score_token_attr(pairs, "pos", getter=lambda token, _: token.tag_.partition("|")[0])
    arcs = Scorer.score_deps(pairs, "dep", ignore_labels=("punct",))
    return {
        "pos": round(100 * tags["pos_acc"], 2),
        "uas": round(100 * arcs["dep_uas"], 2),
        "las": round(100 * arcs["dep_las"], 2),
    }


def save(nlp: Language, folder: Path) -> None:
    """Writes the pipeline without the words it met: the labels are all that it needs to know by name."""
    nlp.to_disk(folder, exclude=["vocab"])
    labels = sorted({*nlp.get_pipe("tagger").labels, *nlp.get_pipe("parser").labels})
    (folder / "labels.json").write_text(json.dumps(labels, indent=0))


if __name__ == "__main__":
    main()
