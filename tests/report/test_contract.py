from __future__ import annotations

import json
from dataclasses import fields, is_dataclass, replace
from typing import Any

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from firsthand import model
from firsthand.model import Quantity, Result
from firsthand.report.contract import as_dict, schema, to_json


def validate(text: str) -> None:
    jsonschema.Draft202012Validator(schema()).validate(json.loads(text))


def test_the_schema_is_a_schema_and_the_sample_fits(result: Result) -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    validate(to_json(result))


def test_an_empty_result_fits() -> None:
    validate(to_json(Result(articles=(), stories=())))


def _undeclared(value: Any, rules: dict[str, Any], where: str) -> list[str]:
    """Paths of the keys in `value` that the schema does not describe."""
    if "$ref" in rules:
        rules = schema()["$defs"][rules["$ref"].rpartition("/")[2]]
    if isinstance(value, list):
        return [lost for item in value for lost in _undeclared(item, rules.get("items", {}), where + "[]")]
    if not isinstance(value, dict) or where.endswith("provenance"):
        return []
    known = rules.get("properties", {})
    lost = [f"{where}.{key}" for key in value if key not in known]
    return lost + [
        deep
        for key in value
        if key in known
        for deep in _undeclared(value[key], known[key], f"{where}.{key}")
    ]


def test_every_key_written_is_in_the_schema(result: Result) -> None:
    assert _undeclared(as_dict(result), dict(schema()), "$") == []


def test_enumerations_are_those_of_the_records() -> None:
    kinds = schema()["$defs"]["change"]["properties"]["kind"]["enum"]
    assert set(kinds) == set(model.ChangeKind.__args__)  # type: ignore[attr-defined]
    blocks = schema()["$defs"]["article"]["properties"]["blocks"]["items"]["properties"]["kind"]["enum"]
    assert set(blocks) == set(model.BlockKind.__args__)  # type: ignore[attr-defined]


def test_every_span_gives_the_words_beside_it(result: Result) -> None:
    written = as_dict(result)
    text = {article["id"]: article["text"] for article in written["articles"]}
    for claim in written["claims"]:
        for reading in claim["readings"]:
            assert text[reading["article"]][reading["start"] : reading["end"]] == reading["quote"]
            if reading["source"]:
                start, end = reading["source_spans"][0]
                assert text[reading["article"]][start:end] == reading["source"]
    for change in written["changes"]:
        for side in ("parent", "child"):
            words = change[f"{side}_reading"]
            assert text[change[side]][words["start"] : words["end"]] == words["quote"]


def test_shape_of_a_reading(result: Result) -> None:
    reading = as_dict(result)["claims"][0]["readings"][1]
    assert reading == {
        "article": "a1",
        "start": 58,
        "end": 96,
        "quote": "Up to 240 people were aboard the ferry",
        "value": 240,
        "high": None,
        "bound": "at most",
        "unit": "person",
        "counted": None,
        "source": "the harbour office",
        "source_spans": [[98, 116]],
        "source_kind": "organization",
        "cue": "said",
        "cue_span": [117, 121],
        "chain": ["the harbour office"],
        "origin": "o1",
        "modality": "fact",
        "condition": None,
        "polarity": "positive",
        "restrictions": {"where": "aboard"},
        "when": None,
    }


def test_paths_only_where_there_are_several(result: Result) -> None:
    wire, copy, _ = as_dict(result)["articles"]
    assert wire["path"] == "in/wire.txt"
    assert "paths" not in wire
    assert copy["path"] == "in/copy.txt"
    assert copy["paths"] == ["in/copy.txt", "in/copy-again.txt"]


def test_articles_name_their_story(result: Result) -> None:
    assert [article["story"] for article in as_dict(result)["articles"]] == ["s1", "s1", "s2"]


def test_text_is_written_as_it_is(result: Result) -> None:
    renamed = replace(result, stories=(replace(result.stories[0], title="Żółw — 船"),))
    text = to_json(renamed)
    assert "Żółw — 船" in text
    assert text.endswith("}\n")
    assert to_json(renamed) == text


@pytest.mark.parametrize(
    ("value", "written"), [(12.0, "12"), (12.5, "12.5"), (1e15, "1000000000000000"), (float("inf"), "null")]
)
def test_numbers(result: Result, value: float, written: str) -> None:
    claim = result.claims[2]
    reading = replace(claim.readings[0], quantity=Quantity(value=value))
    text = to_json(replace(result, claims=(replace(claim, readings=(reading,)),)))
    assert f'"value": {written},' in text


@given(st.text())
def test_any_text_can_be_written(words: str) -> None:
    article = model.Article(id="a1", sha256="0" * 64, text=words, blocks=(), title=words)
    text = to_json(Result(articles=(article,), stories=()))
    validate(text)
    text.encode("utf-8")
    assert len(json.loads(text)["articles"][0]["text"]) == len(words)


def test_a_lone_surrogate_becomes_one_code_point() -> None:
    article = model.Article(id="a1", sha256="0" * 64, text="a\ud800b", blocks=())
    assert json.loads(to_json(Result(articles=(article,), stories=())))["articles"][0]["text"] == "a\ufffdb"


def test_records_of_the_result_are_all_written() -> None:
    assert is_dataclass(Result)
    assert {field.name for field in fields(Result)} <= set(as_dict(Result(articles=(), stories=())))
