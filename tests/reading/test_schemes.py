import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from firsthand.reading.schemes import heads_and_labels, is_clear


def arcs(table):
    words, pos, heads, deps, lemmas = zip(*table, strict=True)
    doc = Doc(Vocab(), words=words, pos=pos, heads=heads, deps=deps, lemmas=lemmas)
    return {words[i]: (words[head], label) for i, (head, label) in enumerate(heads_and_labels(doc))}


def test_prepositions_and_agents_become_case_marks():
    found = arcs(
        [
            ("Crops", "NOUN", 2, "nsubjpass", "crop"),
            ("were", "AUX", 2, "auxpass", "be"),
            ("ruined", "VERB", 2, "ROOT", "ruin"),
            ("by", "ADP", 2, "agent", "by"),
            ("floods", "NOUN", 3, "pobj", "flood"),
            ("in", "ADP", 4, "prep", "in"),
            ("Velm", "PROPN", 5, "pobj", "Velm"),
        ]
    )
    assert found == {
        "Crops": ("ruined", "nsubj:pass"),
        "were": ("ruined", "aux:pass"),
        "ruined": ("ruined", "root"),
        "by": ("floods", "case"),
        "floods": ("ruined", "obl:agent"),
        "in": ("Velm", "case"),
        "Velm": ("floods", "nmod"),
    }


def test_a_copula_hangs_on_its_predicate():
    found = arcs(
        [
            ("She", "PRON", 1, "nsubj", "she"),
            ("is", "AUX", 1, "ROOT", "be"),
            ("governor", "NOUN", 1, "attr", "governor"),
            (".", "PUNCT", 1, "punct", "."),
        ]
    )
    assert found["governor"] == ("governor", "root")
    assert found["is"] == ("governor", "cop")
    assert found["She"] == ("governor", "nsubj")


def test_conjuncts_hang_on_the_first():
    found = arcs(
        [
            ("wheat", "NOUN", 0, "ROOT", "wheat"),
            (",", "PUNCT", 0, "punct", ","),
            ("rye", "NOUN", 0, "conj", "rye"),
            ("and", "CCONJ", 2, "cc", "and"),
            ("oats", "NOUN", 2, "conj", "oat"),
        ]
    )
    assert found["oats"] == ("wheat", "conj")


@pytest.mark.parametrize(
    ("labels", "clear"),
    [(["nsubj:pass", "obl", "obj"], False), (["nsubjpass", "pobj", "dobj"], True), ([], False)],
)
def test_the_scheme_shows_in_the_labels(labels, clear):
    assert is_clear(labels) is clear
