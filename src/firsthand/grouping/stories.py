"""From articles to stories."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from firsthand.grouping.linkage import UNSEEN, Floats, link
from firsthand.grouping.profiles import profile, told_text
from firsthand.grouping.similarity import Pairs, find_pairs
from firsthand.grouping.weights import CONSTANT, LEAST, WEIGHTS
from firsthand.model import Article, Story

# Beyond this a pair is as sure as can be: one pair of copies must not outvote many that differ.
SUREST = 6.0
# A story without any headline is called by so many characters of its text.
TITLE_CHARACTERS = 80


def group(articles: Sequence[Article]) -> tuple[Story, ...]:
    """The stories that the articles tell, in the order in which their first articles are given.

    Which articles are together does not depend on their order. A story is called by the headline of
    its most central article.

    Cost: see `similarity.find_pairs`; some seconds for 3,000 articles.
    """
    if not articles:
        return ()
    order = sorted(range(len(articles)), key=lambda n: (articles[n].sha256, articles[n].id))
    pairs = find_pairs([profile(articles[n]) for n in order])
    odds = np.clip(pairs.features @ np.array(WEIGHTS) + CONSTANT, UNSEEN, SUREST)
    clusters = link(len(articles), pairs.first, pairs.second, odds, LEAST)
    central = _centrality(pairs, odds, clusters, len(articles))
    found = sorted(
        (sorted((order[n] for n in members)), max(members, key=lambda n: (central[n], -n)))
        for members in clusters
    )
    return tuple(
        _story(f"s{number}", [articles[n] for n in members], articles[order[middle]])
        for number, (members, middle) in enumerate(found, start=1)
    )


def _centrality(pairs: Pairs, odds: Floats, clusters: Sequence[tuple[int, ...]], count: int) -> list[float]:
    """The sum of each article's scores with the others of its story."""
    home = np.zeros(count, dtype=np.int64)
    for number, members in enumerate(clusters):
        home[list(members)] = number
    together = home[pairs.first] == home[pairs.second]
    # Counted from the bottom up, so that a pair which was never compared adds nothing.
    scores = odds[together] - UNSEEN
    total = np.zeros(count)
    # Pairs stand in the order of their first articles: an article is second in all before it is first in any.
    np.add.at(total, pairs.second[together], scores)
    np.add.at(total, pairs.first[together], scores)
    return [float(value) for value in total]


def _story(story: str, members: Sequence[Article], middle: Article) -> Story:
    dates = sorted(article.published for article in members if article.published)
    titles = [middle.title, *(article.title for article in members)]
    named = next((title for title in titles if title), None)
    return Story(
        id=story,
        title=named or _first_words(middle),
        articles=tuple(article.id for article in members),
        first_published=dates[0] if dates else None,
    )


def _first_words(article: Article) -> str:
    text = " ".join(told_text(article).split()) or " ".join(article.text[:1000].split())
    return text if len(text) <= TITLE_CHARACTERS else text[: TITLE_CHARACTERS - 1].rstrip() + "…"
