"""Stories, and all that a run found."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model.claims import Change, Claim, Derivation, Origin
from firsthand.model.overviews import Loop, Moment, Nearest, Omission, Summary
from firsthand.model.texts import Article, Issue, Unmeasured


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """Articles that tell the same event, by id."""

    id: str
    title: str
    articles: tuple[str, ...]
    first_published: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """All that a run found, in the order in which it is shown."""

    articles: tuple[Article, ...]
    stories: tuple[Story, ...]
    origins: tuple[Origin, ...] = ()
    claims: tuple[Claim, ...] = ()
    lineage: tuple[Derivation, ...] = ()
    changes: tuple[Change, ...] = ()
    loops: tuple[Loop, ...] = ()
    omissions: tuple[Omission, ...] = ()
    timeline: tuple[Moment, ...] = ()
    nearest: tuple[Nearest, ...] = ()
    summaries: tuple[Summary, ...] = ()
    unmeasured: tuple[Unmeasured, ...] = ()
    issues: tuple[Issue, ...] = ()

    def to_json(self) -> str:
        """The result as one JSON object, after the contract "firsthand/1"."""
        # The one import upwards: the report knows the contract, but the result is what users hold.
        from firsthand.report.contract import to_json

        return to_json(self)

    def article(self, article_id: str) -> Article:
        """The article with that id; KeyError where there is none."""
        for article in self.articles:
            if article.id == article_id:
                return article
        raise KeyError(article_id)
