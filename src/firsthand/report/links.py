"""Links from results to the words they stand on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from firsthand.model import Article, Change, Claim, Derivation, Reading, Result
from firsthand.report.anchors import Anchors, article_of
from firsthand.report.later import Later
from firsthand.report.markup import NOTHING, Html, element, told


def _none(_: object) -> Html:
    return NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class Controls:
    """What stands beside each part of a result for whoever may judge it; nothing in a file."""

    claim: Callable[[Claim], Html] = _none
    reading: Callable[[Reading], Html] = _none
    change: Callable[[Change], Html] = _none
    derivation: Callable[[Derivation], Html] = _none
    article: Callable[[Article], Html] = _none


@dataclass(frozen=True, slots=True, kw_only=True)
class Links:
    """A result with the names of all its parts; `placed` are the anchors that stand in the texts."""

    result: Result
    names: Mapping[str, str]
    anchors: Anchors
    placed: frozenset[str]
    later: Later = field(default_factory=lambda: Later(large=False))
    controls: Controls = field(default_factory=Controls)
    _articles: dict[str, Article] = field(default_factory=dict)

    def found(self, article: str) -> Article | None:
        """The article of that id, None where there is none."""
        if not self._articles:
            self._articles.update(article_of(self.result))
        return self._articles.get(article)

    def text(self, article: str) -> str:
        """The text of the article, empty where there is none."""
        found = self.found(article)
        return found.text if found else ""

    def name(self, article: str) -> str:
        """What an article is called."""
        return self.names.get(article, article)

    def article_address(self, article: str) -> str | None:
        """Where an article's text begins."""
        name = self.anchors.article.get(article)
        return f"#{name}" if name else None

    def article(self, article: str) -> Html:
        """An article's name, leading to its text."""
        href = self.article_address(article)
        return element("a", told(self.name(article)), href=href) if href else told(self.name(article))

    def change(self, change: Change) -> str:
        """Where a change is told."""
        return f"#{self.anchors.change[id(change)]}" if id(change) in self.anchors.change else "#report"

    def sign(self, change: Change) -> str:
        """What a change is called in its story: `Δ3`."""
        return self.anchors.sign(change)

    def claim(self, claim: Claim) -> str:
        """Where a claim is told."""
        return f"#{self.anchors.claim[claim.id]}"

    def words(self, name: str, article: str) -> str | None:
        """Where marked words stand; the article's begin where they could not be marked."""
        return f"#{name}" if name in self.placed else self.article_address(article)

    def reading(self, reading: Reading) -> str | None:
        """Where the words of a reading stand."""
        return self.words(self.anchors.reading(reading), reading.article)

    def side(self, change: Change, side: str) -> str | None:
        """Where the words that a change compares stand."""
        article = change.parent if side == "from" else change.child
        return self.words(self.anchors.side(change, side), article)
