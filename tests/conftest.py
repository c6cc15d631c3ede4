"""What all tests share: the Hypothesis profile and a small story of three articles."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# The same examples in every run, on any machine and however slow it is.
settings.register_profile(
    "ci",
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("ci")

WIRE = """\
Ferry company to cut up to 120 jobs, sources say
Coastline Press
Published: 4 March 2031

Lantern Ferries could cut up to 120 jobs this summer, two people familiar with the plan told Coastline Press on Tuesday.

The company, which runs 14 boats on the strait, lost about 3.2 million crowns last year, its annual report shows.

"We will not comment on speculation," said Mara Venn, a spokeswoman for Lantern Ferries.
"""

PAPER = """\
Lantern Ferries plans to cut 120 jobs
The Harbour Courier
5 March 2031

Lantern Ferries plans to cut 120 jobs this summer, Coastline Press reported on Tuesday, citing people familiar with the plan.

The company runs 14 boats on the strait and lost some 3 million crowns last year.

"We will not comment on rumours," said Mara Venn, a spokeswoman for Lantern Ferries.
"""

BLOG = """\
1,200 ferry jobs to go
Quayside Blog
6 March 2031

Lantern Ferries will cut 1,200 jobs this summer, according to The Harbour Courier.

The company runs 14 boats on the strait.
"""


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with three articles, each made from the one before."""
    folder = tmp_path / "story"
    folder.mkdir()
    for name, text in (("wire", WIRE), ("paper", PAPER), ("blog", BLOG)):
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def _databases():
    path = Path(__file__).with_name("library_databases.py")
    spec = importlib.util.spec_from_file_location("library_databases", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of the tests' own, once for all of them."""
    with _databases().running_postgres() as server:
        if server is None:
            pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def library_address(request, tmp_path: Path) -> str:
    """Where a library may be made, on each of the databases."""
    if request.param == "sqlite":
        return str(tmp_path / "library.db")
    return _databases().new_database(request.getfixturevalue("postgres"))
