import tomllib

import pytest

from firsthand.language import folder, table, words

TABLES = sorted(path.stem for path in folder().glob("*.toml"))


def test_there_are_tables():
    assert TABLES


@pytest.mark.parametrize("name", TABLES)
def test_every_table_can_be_read(name):
    assert table(name) == tomllib.loads((folder() / f"{name}.toml").read_text(encoding="utf-8"))


def test_a_table_is_read_once():
    assert table("outlets") is table("outlets")


def test_words_steps_into_tables():
    assert "tribune" in words("outlets", "generic.last")


def test_what_is_no_list_of_words_is_refused():
    with pytest.raises(TypeError, match="agencies"):
        words("outlets", "agencies")


def test_a_missing_table_is_told():
    with pytest.raises(FileNotFoundError):
        table("no-such-table")
