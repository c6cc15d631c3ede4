"""From articles to stories."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import numpy as np

from firsthand.grouping.likeness import Floats, Ints, among_many, find_candidates, scale, weigh
from firsthand.grouping.linkage import cluster
from firsthand.grouping.sketches import find_originals
from firsthand.grouping.terms import count
from firsthand.grouping.told import told_text
from firsthand.language import table
from firsthand.model import Article, Story

# Two groups are one story where the mean likeness of the pairs across them reaches this; the nine small
# cases, by their own names and by changed ones, come out right from 0.260 to 0.265.
LEAST = 0.263
# A story without any headline is called by so many characters of its text.
TITLE_CHARACTERS = 80

# So many names must stand in this share of the articles: the place, two people, a body. The articles of a
# genre share Police and Street at most.
SHARED_NAMES, MOST_SHARE = 4, 0.5
_NAME = re.compile(r"(?<=[a-z,;] )[A-Z][a-z]+")


def group(articles: Sequence[Article]) -> tuple[Story, ...]:
    """The stories that the articles tell, in the order in which their first articles are given.

    Which articles are together does not depend on their order. A story is called by the headline of
    its most central article.

    Cost: linear in the articles; 200,000 of them take some 3 GB beside their texts.
    """
    if not articles:
        return ()
    order = sorted(range(len(articles)), key=lambda n: (articles[n].sha256, articles[n].id))
    home, central = _homes([articles[n] for n in order])
    stories: dict[int, list[int]] = {}
    for n, story in enumerate(home.tolist()):
        stories.setdefault(story, []).append(n)
    found = sorted(
        (sorted(order[n] for n in members), order[max(members, key=lambda n: (central[n], -n))])
        for members in stories.values()
    )
    return tuple(
        _story(f"s{number}", [articles[n] for n in members], articles[middle])
        for number, (members, middle) in enumerate(found, start=1)
    )


def _homes(articles: Sequence[Article]) -> tuple[Ints, Floats]:
    """The story of each article, and the sum of its likeness with the others there.

    Copies are folded first: one article stands for all of them.
    """
    counts = count(articles)
    original = find_originals(counts.sketches)
    rows, place, copies = np.unique(original, return_inverse=True, return_counts=True)
    made = scale(counts, rows, one_event=same_parties([articles[n] for n in rows.tolist()]))
    del counts  # what follows needs the vectors only, and the two are most of the memory
    first, second = find_candidates(made)
    score = weigh(made, first, second)
    strict = among_many(made, first, second, score, LEAST)
    crowded = np.nonzero(strict.crowd[first] + strict.crowd[second])[0]
    score[crowded] = weigh(strict, first[crowded], second[crowded])
    home = cluster(rows.size, (first, second, score), LEAST, lambda one, other: weigh(strict, one, other))
    together = home[first] == home[second]
    first, second, score = first[together], second[together], score[together]
    central = copies.astype(np.float64)
    central += np.bincount(first, weights=score * copies[second], minlength=rows.size)
    central += np.bincount(second, weights=score * copies[first], minlength=rows.size)
    return home[place], central[place]


def same_parties(articles: Sequence[Article]) -> bool:
    """Whether most of the articles share several names, as those on one event do and a genre's do not.

    A name is a word with a capital in the middle of a sentence that is no part of the calendar.
    """
    calendar = {word for key in ("months", "days") for word in table("calendar")[key]}
    owners: Counter[str] = Counter()
    for article in articles:
        owners.update(set(_NAME.findall(told_text(article))) - calendar)
    common = owners.most_common(SHARED_NAMES)
    return len(common) == SHARED_NAMES and common[-1][1] >= MOST_SHARE * len(articles)


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
