"""The reasoning behind one claim, in words."""

import io

import pytest

from firsthand.commands.rating import parse_reliability
from firsthand.errors import UsageError
from firsthand.report.explanation import find_claims, write_explanation


def _told(result, claim):
    out = io.StringIO()
    write_explanation(result, claim, out, width=100, colour=False)
    return out.getvalue()


def test_a_claim_is_found_by_id_or_by_words(full):
    assert [claim.id for claim in find_claims(full, "c2")] == ["c2"]
    assert [claim.id for claim in find_claims(full, "FERRY aboard")] == ["c1"]
    assert find_claims(full, "no such words") == []


def test_it_tells_readings_origins_lineage_and_changes(full):
    told = _told(full, full.claims[0])
    assert "Independent origins: 1 to 2" in told
    assert "credibility 5 (improbable): no origin gives it" in told
    assert "the harbour office → Nord Wire" in told
    assert "copy copies Nord Wire (score 0.93): seven words alike" in told
    assert "figure changed by a power of ten" in told
    assert "Nearest to the origin: Nord Wire" in told


def test_reliability_is_checked():
    assert parse_reliability(["Bloomberg=b", "A = B = C"]) == {"bloomberg": "B", "a = b": "C"}
    with pytest.raises(UsageError, match="from A to F"):
        parse_reliability(["Bloomberg=Z"])
