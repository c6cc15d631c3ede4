"""Small stories for tests: articles written to a folder and traced, found again by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import firsthand
from firsthand.model import Article, Change, Claim, Derivation, Reading, Result


class Told:
    """A traced story, asked by the names of its articles."""

    def __init__(self, folder: Path, **texts: str) -> None:
        for name, text in texts.items():
            (folder / f"{name}.txt").write_text(text, encoding="utf8")
        self.result: Result = firsthand.trace([folder])

    def article(self, name: str) -> Article:
        return next(a for a in self.result.articles if Path(a.paths[0]).stem == name)

    def name(self, article_id: str) -> str:
        return Path(self.result.article(article_id).paths[0]).stem

    def edges(self) -> set[tuple[str, str, str]]:
        """(child, parent, how) among the articles."""
        return {(self.name(d.child), self.name(d.parent), d.how) for d in self._between()}

    def _between(self) -> list[Derivation]:
        return [d for d in self.result.lineage if d.parent_kind == "article"]

    def outside(self) -> set[tuple[str, str]]:
        return {(self.name(d.child), d.parent) for d in self.result.lineage if d.parent_kind != "article"}

    def claim(self, value: float, article: str | None = None) -> Claim:
        """The claim in which the article (or any) gives that figure."""
        return next(
            c
            for c in self.result.claims
            if any(
                r.quantity
                and r.quantity.value == value
                and (article is None or self.name(r.article) == article)
                for r in c.readings
            )
        )

    def readings(self, claim: Claim) -> dict[str, list[Reading]]:
        out: dict[str, list[Reading]] = {}
        for reading in claim.readings:
            out.setdefault(self.name(reading.article), []).append(reading)
        return out

    def changes(self, child: str) -> set[str]:
        return {c.kind for c in self._changes(child)}

    def _changes(self, child: str) -> list[Change]:
        return [c for c in self.result.changes if self.name(c.child) == child]


@pytest.fixture(scope="session")
def tell(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Told]:
    """Traces articles given by name and text."""
    return lambda **texts: Told(tmp_path_factory.mktemp("story"), **texts)
