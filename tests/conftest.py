"""What all tests share: the Hypothesis profile and a small story of three articles."""

from __future__ import annotations

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
