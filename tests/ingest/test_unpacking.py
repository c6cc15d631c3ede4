from __future__ import annotations

import gzip
import random
import time
import zlib

import brotli
import pytest

from firsthand.ingest.limits import LimitError
from firsthand.ingest.unpacking import unpacked

DATA = b"Lantern Ferries plans to cut 120 jobs. " * 50
ZEROS = b"\0" * 50_000_000
PACKED = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": brotli.compress,
}


@pytest.mark.parametrize("coding", PACKED)
def test_what_was_packed_comes_back(coding):
    assert unpacked(PACKED[coding](DATA), coding, 10_000, "a page") == DATA


@pytest.mark.parametrize("coding", ["gzip", "br", "identity", ""])
def test_a_header_that_outlived_its_coding_does_no_harm(coding):
    assert unpacked(DATA, coding, 10_000, "a page") == DATA


@pytest.mark.parametrize("coding", PACKED)
def test_a_bomb_is_not_unpacked(coding):
    bomb = PACKED[coding](ZEROS)
    begun = time.monotonic()
    with pytest.raises(LimitError) as error:
        unpacked(bomb, coding, 1_000_000, "a page")
    assert error.value.code == "too-large"
    assert time.monotonic() - begun < 5


@pytest.mark.parametrize("coding", PACKED)
def test_what_is_cut_off_is_damaged(coding):
    with pytest.raises(LimitError) as error:
        unpacked(PACKED[coding](random.Random(1).randbytes(200_000))[:-400], coding, 1_000_000, "a page")
    assert error.value.code == "damaged"


def test_an_unknown_coding_is_named():
    with pytest.raises(LimitError, match="zstd"):
        unpacked(DATA, "zstd", 10_000, "a page")
