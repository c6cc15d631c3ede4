"""Words with their tags and heads: the shipped pipeline, or another spaCy pipeline, over our sentences."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from firsthand.errors import UsageError
from firsthand.language import folder
from firsthand.model import Span
from firsthand.reading.lemmas import lemma_of
from firsthand.reading.schemes import heads_and_labels, is_clear
from firsthand.reading.sentences import split
from firsthand.reading.tokens import Parsed, Sentence, Token

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from firsthand.reading.encoding import Encoder

# A word longer than this is read by its first letters only (its token still covers it all): the
# tokenizer tries its rules at every letter, and what is longer is an address or noise.
LONGEST_WORD = 100
# Sentences a call: more gain no speed, and memory grows with them.
BATCH = 256
# Sentences remembered, since most of a story is copies; some 5 kB each.
MOST_KNOWN = 8_000
# Strings that a pipeline may have met before it is loaded anew, so that long runs keep within memory;
# some 100 bytes each.
MOST_STRINGS = 500_000
# What is read off a document, a row a token; spaCy gives names as unsigned hashes.
COLUMNS = ["IDX", "LENGTH", "HEAD", "TAG", "DEP", "POS", "LEMMA"]
MASK = 0xFFFF_FFFF_FFFF_FFFF
# What the tokenizer should not see: blanks other than one space, invisible marks, half characters.
ODD = re.compile(
    rf"\s{{2,}}|[^\S ]|[\u00ad\u200b-\u200d\u2060\ufeff]|[\ud800-\udfff]|\S{{{LONGEST_WORD + 1},}}"
)


class _Word(NamedTuple):
    """A token of one sentence; offsets and head count from the sentence's start."""

    start: int
    end: int
    lemma: str
    pos: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class _Pipeline:
    """A loaded pipeline with the sentences that it has read; the shipped one's words have an encoder."""

    nlp: Language
    encoder: Encoder | None
    clear: bool
    known: dict[str, tuple[_Word, ...]]


def parse(text: str, sentences: Sequence[Span] | None = None, *, nlp: str | None = None) -> Parsed:
    """`text` as sentences and tokens with Universal Dependencies labels ("root" for a root).

    `sentences` are those of `split` where none are given; no head crosses them. `nlp` names an
    installed spaCy pipeline to use in place of the shipped one. Each sentence is read on its own, so
    that it gives the same tokens wherever it stands. Cost: linear in the text.

    Errors:
        OSError: there is no pipeline called `nlp`.
    """
    spans = split(text) if sentences is None else sentences
    read = _read([span.of(text) for span in spans], nlp)
    tokens: list[Token] = []
    found: list[Sentence] = []
    for i, (span, words) in enumerate(zip(spans, read, strict=True)):
        first = len(tokens)
        for word in words:
            form = text[span.start + word.start : span.start + word.end]
            tokens.append(
                Token(
                    i=len(tokens),
                    span=Span(span.start + word.start, span.start + word.end),
                    text=form,
                    lower=form.lower(),
                    lemma=word.lemma,
                    pos=word.pos,
                    dep=word.dep,
                    head=first + word.head,
                    sentence=i,
                )
            )
        found.append(Sentence(i=i, span=span, first=first, end=len(tokens)))
    return Parsed(text=text, tokens=tuple(tokens), sentences=tuple(found))


def _read(texts: Sequence[str], name: str | None) -> list[tuple[_Word, ...]]:
    """The words of each sentence; those not met before are read together."""
    pipeline = _pipeline(name)
    if len(pipeline.nlp.vocab.strings) > MOST_STRINGS:
        _pipeline.cache_clear()
        pipeline = _pipeline(name)
    if len(pipeline.known) > MOST_KNOWN:
        pipeline.known.clear()
    new = [text for text in dict.fromkeys(texts) if text not in pipeline.known]
    for at in range(0, len(new), BATCH):
        batch = new[at : at + BATCH]
        pipeline.known.update(zip(batch, _read_batch(pipeline, batch), strict=True))
    return [pipeline.known[text] for text in texts]


def _read_batch(pipeline: _Pipeline, texts: Sequence[str]) -> list[tuple[_Word, ...]]:
    from firsthand.reading.arithmetic import one_thread, rows_of, to_one_sentence

    prepared = [_prepared(text) for text in texts]
    docs = [to_one_sentence(pipeline.nlp.make_doc(clean)) for clean, _ in prepared]
    with one_thread():
        if pipeline.encoder is not None:
            pipeline.encoder.encode(docs)
        for name, component in pipeline.nlp.pipeline:
            if name == "tok2vec" and pipeline.encoder is not None:
                continue
            docs = list(component.pipe(docs, batch_size=BATCH))
    return [
        _words(doc, rows_of(doc, COLUMNS), *made, pipeline) for doc, made in zip(docs, prepared, strict=True)
    ]


def _prepared(text: str) -> tuple[str, list[tuple[int, int]] | None]:
    """The sentence as the tokenizer should see it, and for each of its letters the range it stands for.

    None where nothing had to be changed, which is nearly always.
    """
    if ODD.search(text) is None:
        return text, None
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for odd in ODD.finditer(text):
        letters.extend(text[at : odd.start()])
        places.extend((i, i + 1) for i in range(at, odd.start()))
        at = odd.end()
        if odd.group().isspace():
            letters.append(" ")
            places.append(odd.span())
        elif len(odd.group()) > LONGEST_WORD:
            letters.extend(_whole(letter) for letter in odd.group()[:LONGEST_WORD])
            places.extend((i, i + 1) for i in range(odd.start(), odd.start() + LONGEST_WORD - 1))
            places.append((odd.start() + LONGEST_WORD - 1, odd.end()))
        elif "\ud800" <= odd.group() <= "\udfff":
            letters.append("\ufffd")
            places.append(odd.span())
    letters.extend(text[at:])
    places.extend((i, i + 1) for i in range(at, len(text)))
    return "".join(letters), places


def _whole(letter: str) -> str:
    return "\ufffd" if "\ud800" <= letter <= "\udfff" else letter


def _words(
    doc: Doc,
    rows: list[list[int]],
    clean: str,
    places: list[tuple[int, int]] | None,
    pipeline: _Pipeline,
) -> tuple[_Word, ...]:
    """The tokens of a read sentence, without blanks, with offsets into the sentence as it stands."""
    strings = doc.vocab.strings
    kept = [i for i, row in enumerate(rows) if not clean[row[0]].isspace()]
    place = {i: new for new, i in enumerate(kept)}
    clear = heads_and_labels(doc) if pipeline.clear else ()
    found = []
    for here, i in enumerate(kept):
        start, length, head, tag_id, dep_id, pos_id, lemma_id = rows[i]
        end = start + length
        form = clean[start:end]
        pos, _, tag = strings[tag_id & MASK].partition("|")
        if pipeline.encoder is None:
            pos, tag = strings[pos_id & MASK], pos
        head, dep = clear[i] if clear else (i + head, strings[dep_id & MASK])
        if places is not None:
            start, end = places[start][0], places[end - 1][1]
        lemma = strings[lemma_id & MASK] or lemma_of(form, pos, tag)
        root = dep == "ROOT" or head not in place
        found.append(_Word(start, end, lemma, pos, "root" if root else dep, place.get(head, here)))
    return tuple(found)


@functools.cache
def _pipeline(name: str | None) -> _Pipeline:
    """The pipeline, loaded once; spaCy is imported here, for it takes most of a second."""
    import spacy

    from firsthand.reading.arithmetic import hasten
    from firsthand.reading.encoding import Encoder

    if name is not None:
        try:
            nlp = spacy.load(name, exclude=["ner"])
        except OSError as error:
            raise UsageError(
                f"--nlp {name}: no spaCy pipeline of that name is installed; "
                "install it with pip, or leave the option out to use the one that ships with firsthand"
            ) from error
        return _Pipeline(nlp=nlp, encoder=None, clear=is_clear(nlp.pipe_labels.get("parser", ())), known={})
    model = folder() / "model"
    nlp = spacy.load(model)
    hasten(nlp)
    for label in json.loads((model / "labels.json").read_text(encoding="utf-8")):
        nlp.vocab.strings.add(label)
    return _Pipeline(nlp=nlp, encoder=Encoder(nlp), clear=False, known={})
