"""Both engines do the same, whatever happens to the processes that they run."""

from __future__ import annotations

import made_steps
import numpy as np
import pyarrow as pa
import pytest

from firsthand.engine import Neighbours, Step
from firsthand.engine.schemas import labels_schema, pairs_schema, weighed_schema


def step(function="shout", **given):
    defaults = {"schema": made_steps.SCHEMA, "rows": 4, "seconds": 5.0}
    return Step(
        name="t", function=f"made_steps:{function}", failed="made_steps:fail", **{**defaults, **given}
    )


def told(engine, dataset):
    ids, words = engine.values(dataset, "id"), engine.values(dataset, "told")
    return dict(sorted(zip(ids, words, strict=True)))


def test_a_poisoned_row_is_left_out_alone_and_a_killed_process_costs_nothing(engine, tmp_path):
    words = [f"word {n}" for n in range(40)]
    words[5], words[11], words[18], words[30] = "endless", "huge", "wrong", "crash"
    words[22] = "killed once"
    source, target = str(tmp_path / "in"), str(tmp_path / "out")
    tables = made_steps.rows(words)
    engine.put([tables.slice(0, 20), tables.slice(20)], source)

    engine.map(step(options={"folder": str(tmp_path)}), source, target)

    found = told(engine, target)
    assert [found.pop(n) for n in (5, 11, 18, 30)] == ["too-slow", "too-much-memory", "failed", "crashed"]
    assert (tmp_path / "guard").exists()
    assert found == {n: word.upper() for n, word in enumerate(words) if n in found}
    assert len(found) == 36


def test_a_killed_worker_of_spark_is_replaced(engine, tmp_path):
    if type(engine).__name__ != "Spark":
        pytest.skip("only Spark has workers of its own")
    words = [f"word {n}" for n in range(12)]
    words[7] = "worker killed once"
    engine.put([made_steps.rows(words)], str(tmp_path / "in"))

    engine.map(step(options={"folder": str(tmp_path)}), str(tmp_path / "in"), str(tmp_path / "out"))

    assert (tmp_path / "worker").exists()
    assert told(engine, str(tmp_path / "out")) == {n: word.upper() for n, word in enumerate(words)}


def test_a_function_that_cannot_be_loaded_is_an_error_and_no_issue(tmp_path):
    from firsthand.engine.local import Local
    from firsthand.errors import EngineError

    engine = Local(1)
    engine.put([made_steps.rows(["a"])], str(tmp_path / "in"))
    with pytest.raises(EngineError, match="did not start"):
        engine.map(step("nowhere"), str(tmp_path / "in"), str(tmp_path / "out"))


def test_groups_come_whole_and_in_order_also_where_one_key_has_half_of_all_rows(engine, tmp_path):
    ids = np.arange(9000)
    keys = np.where(ids % 2, 77, ids % 1000)
    order = np.random.default_rng(1).permutation(9000)
    rows = pa.table({"id": ids[order], "key": keys[order]})
    engine.put([rows.slice(0, 5000), rows.slice(5000)], str(tmp_path / "in"))

    engine.group(
        step("sizes", key="key", order=("id",), rows=100), [str(tmp_path / "in")], str(tmp_path / "out")
    )

    found = told(engine, str(tmp_path / "out"))
    assert found.pop(77) == "4500 True"
    assert set(found.values()) == {"9 True"}
    assert len(found) == 500


def test_groups_by_upper_bits_and_by_labels(engine, tmp_path):
    engine.put([pa.table({"id": list(range(100))})], str(tmp_path / "in"))
    labels = pa.table({"id": [1, 2, 3, 50], "key": [8, 9, 16, 8]}, schema=labels_schema("key"))
    engine.put([labels], str(tmp_path / "labels"))
    sizes = step("sizes", key="key", order=("id",), rows=1)

    engine.group(sizes, [str(tmp_path / "in")], str(tmp_path / "some"), labels=str(tmp_path / "labels"))
    assert told(engine, str(tmp_path / "some")) == {8: "2 True", 9: "1 True", 16: "1 True"}

    engine.group(
        sizes, [str(tmp_path / "in")], str(tmp_path / "all"), labels=str(tmp_path / "labels"), others=True
    )
    found = told(engine, str(tmp_path / "all"))
    # Those without a label are groups of their own; that of 8 has a row of its own beside the two.
    assert (found[8], found[9], found[16], found[99]) == ("3 True", "2 True", "2 True", "1 True")


def test_a_key_that_all_rows_have_leads_to_few_pairs_and_both_engines_find_the_same(engine, tmp_path):
    ids = list(range(1, 2001))
    table = pa.table(
        {
            "id": ids,
            "day": [1] * 2000,
            "keys": [[7, 1000 + n // 2] for n in ids],
            "values": [[n // 2] for n in ids],
            "weights": [[] for _ in ids],
        },
        schema=weighed_schema(),
    )
    engine.put([table.slice(0, 900), table.slice(900)], str(tmp_path / "in"))
    every = Neighbours(name="n", score="made_steps:same_lists", least=0, before=2, first=True)
    alike = Neighbours(name="n", score="made_steps:same_lists", least=1, before=2, first=True)

    engine.pairs(every, str(tmp_path / "in"), str(tmp_path / "every"))
    engine.pairs(alike, str(tmp_path / "in"), str(tmp_path / "alike"))

    # With the one before, the one before that, and the first: not two million.
    assert engine.count(str(tmp_path / "every")) == 1999 + 1998 + 1997
    found = sorted(
        zip(
            engine.values(str(tmp_path / "alike"), "id"),
            engine.values(str(tmp_path / "alike"), "other"),
            strict=True,
        )
    )
    assert found == [(n, n + 1) for n in range(2, 2000, 2)]


def test_a_long_chain_is_one_piece_under_its_least_member(engine, tmp_path):
    chain = np.random.default_rng(2).permutation(np.arange(100, 400))
    one, other = np.minimum(chain[:-1], chain[1:]), np.maximum(chain[:-1], chain[1:])
    edges = pa.table(
        {"id": [*one, 7, 8], "other": [*other, 8, 9], "score": [1] * (one.size + 2)}, schema=pairs_schema()
    )
    engine.put([edges], str(tmp_path / "in"))

    engine.components(str(tmp_path / "in"), str(tmp_path / "out"))

    ids = list(engine.values(str(tmp_path / "out"), "id"))
    found = dict(zip(ids, engine.values(str(tmp_path / "out"), "component"), strict=True))
    assert len(ids) == len(found) == 303
    assert {found[n] for n in range(100, 400)} == {100}
    assert {found[n] for n in (7, 8, 9)} == {7}


def test_terms_weigh_by_how_rare_they_are_and_copies_are_left_out(engine, tmp_path):
    schema = pa.schema([("id", pa.int64()), ("day", pa.int64()), ("terms", pa.list_(pa.int64()))])
    rows = [{"id": n, "day": 5, "terms": [1, *([2] if n < 4 else []), 100 + n]} for n in range(16)]
    copies = pa.table({"id": [15, 3], "original": [3, 3]})
    engine.put([pa.Table.from_pylist(rows, schema=schema)], str(tmp_path / "in"))
    engine.put([copies], str(tmp_path / "copies"))

    engine.weigh(
        str(tmp_path / "in"), str(tmp_path / "out"), without=str(tmp_path / "copies"), most=10, keys=3
    )

    names = ("keys", "values", "weights")
    columns = [engine.values(str(tmp_path / "out"), name) for name in names]
    ids = engine.values(str(tmp_path / "out"), "id")
    found = {n: tuple(list(one) for one in rest) for n, *rest in zip(ids, *columns, strict=True)}
    assert len(found) == 15
    # Of 15 rows 4 have the term 2, and all the term 1. With 300 more they are 315: halved six times 4 are left,
    # four times 19.
    assert len([n for n in found if 2 in found[n][1]]) == 4
    assert found[0] == ([2], [2, 1], [6, 4])
    assert found[9] == ([], [1], [4])


def test_what_an_earlier_run_finished_is_not_done_again(tmp_path):
    from firsthand.engine.local import Local

    engine = Local(1)
    words = [made_steps.rows([f"{n}"]) for n in range(6)]
    engine.put(words, str(tmp_path / "in"))
    engine.map(step(), str(tmp_path / "in"), str(tmp_path / "out"))
    parts = sorted((tmp_path / "out").glob("*.parquet"))
    assert len(parts) == 6
    # As a killed run leaves it: two parts are missing, one is half written.
    (tmp_path / "out" / "_SUCCESS").unlink()
    kept = {part.name: part.stat().st_ino for part in parts[:4]}
    parts[4].unlink()
    parts[5].rename(parts[5].with_suffix(".tmp"))

    engine.map(step(), str(tmp_path / "in"), str(tmp_path / "out"))

    found = {part.name: part.stat().st_ino for part in sorted((tmp_path / "out").glob("*.parquet"))}
    assert len(found) == 6
    assert {name: found[name] for name in kept} == kept
    assert not list((tmp_path / "out").glob("*.tmp"))
    assert len(told(engine, str(tmp_path / "out"))) == 1  # each table has a row 0
