"""A story to try the program on: eight articles, invented for it, and what is true of them.

A ship loses part of its cargo; the news passes from an agency and a local paper through a national
paper and a tabloid to an aggregator, and through a translation. People, places and outlets are
invented. `truth.json` tells who wrote from whom and what changed on the way.
"""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def demo_paths() -> tuple[Path, ...]:
    """The demonstration's articles, in the order of their names."""
    return tuple(sorted((_HERE / "articles").glob("*.txt")))


def demo_truth_path() -> Path:
    """The file that says what a careful reader finds in the demonstration's articles."""
    return _HERE / "truth.json"
