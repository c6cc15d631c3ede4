"""Which story a new article belongs to: those that share its marking terms are grouped with it anew.

Only the stories near the new articles are looked at, so the cost does not grow with the library. A story's
number outlives what happens to it: of stories that turn out to be one the oldest stays and the others lead
to it; of a story that falls apart the larger part keeps the number and the other names it as its parent.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from firsthand.grouping import group
from firsthand.model import Article
from firsthand.store.articles import in_parts, kept_many, load_articles
from firsthand.store.columns import number_of
from firsthand.store.judgements import Judgement, read_judgements, standing
from firsthand.store.log import Event, write_events
from firsthand.store.schema import articles
from firsthand.store.stories import (
    having_terms,
    members,
    merge_story,
    move_articles,
    name_story,
    new_stories,
    save_terms,
    touch_stories,
)

# A term that so many articles have, or more, says little: only the newest of them are looked at, which are
# those of a large story where the term is of that story alone.
COMMON, NEWEST = 100, 20
# A term of at most so many articles counts in full, a common one by so much, others in between.
RARE, LEAST_WEIGHT = 10, 0.12
# Articles whose shared terms count for less are not looked at: two names, or nearly all terms of a story that
# has hundreds of articles.
LEAST_SHARED = 2.0
# In a library of more than so many articles two names meet by chance: of 11,000 generated ones each had 0.7
# others of another event that shared two rare terms with it, of 18,500 each had one. Three are no chance.
LARGE, LEAST_IN_LARGE = 5000, 2.1
# So many articles that share the most are looked at, with the rest of their stories.
NEAREST = 12
# Of a large story so many members stand for it; a story that is not seen whole is never split.
WITNESSES = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class _Field:
    """The articles that are grouped anew: which stories they are in, and which stories are seen whole."""

    home: Mapping[int, int]
    whole: frozenset[int]
    articles: tuple[Article, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What becomes of a cluster: its story (None: a new one), what is merged into it, what moves there."""

    story: int | None
    merged: tuple[int, ...]
    moving: tuple[int, ...]
    parent: int | None
    title: str | None


def assign(
    connection: Connection,
    at: str,
    fresh: Mapping[int, Sequence[int]],
    held: Mapping[int, Article] | None = None,
) -> tuple[int, ...]:
    """Put new articles, given with their terms, into stories; the stories that changed, by number.

    `held` are those of the articles that the caller has at hand, so that they need not be unpacked again.

    Cost: that of grouping the articles near the new ones.
    """
    save_terms(connection, fresh)
    near: set[int] = set(fresh)
    having = having_terms(connection, sorted({term for own in fresh.values() for term in own}), COMMON)
    for n, own in sorted(fresh.items()):
        near.update(_nearest(n, {term: having[term] for term in own}))
    return regroup(connection, at, near, held)


def _nearest(article: int, having: Mapping[int, Sequence[int]]) -> list[int]:
    """The articles that share the most terms with one, by the articles that have each; of equals the newest.

    Cost: bounded, whatever the size of the library.
    """
    shared: dict[int, float] = {}
    for others in having.values():
        if len(others) >= COMMON:
            weight = LEAST_WEIGHT
        else:
            rarity = math.log(COMMON / max(RARE, len(others))) / math.log(COMMON / RARE)
            weight = max(LEAST_WEIGHT, rarity)
        for other in others if len(others) < COMMON else others[:NEWEST]:
            shared[other] = shared.get(other, 0.0) + weight
    shared.pop(article, None)
    least = LEAST_SHARED if article <= LARGE else LEAST_IN_LARGE
    enough = [n for n, weight in shared.items() if weight >= least]
    return sorted(enough, key=lambda n: (-shared[n], -n))[:NEAREST]


def regroup(
    connection: Connection, at: str, near: Iterable[int], held: Mapping[int, Article] | None = None
) -> tuple[int, ...]:
    """Group those articles and the rest of their stories anew; the stories that changed, by number."""
    field = _field(connection, set(near), held or {})
    grouped = group(field.articles)
    clusters = _judged(connection, [_numbers(story.articles) for story in grouped])
    titles = {_numbers(story.articles): story.title for story in grouped}
    homes = _homes(clusters, field)
    plans = [_plan(n, cluster, homes, field, titles) for n, cluster in enumerate(clusters)]
    return _carry_out(connection, at, [plan for plan in plans if plan is not None], field)


def _field(connection: Connection, near: set[int], held: Mapping[int, Article]) -> _Field:
    """The articles near by with the other members of their stories."""
    rows = [
        row
        for part in in_parts(sorted(near))
        for row in kept_many(connection, articles.c.n.in_(part))
        if row.is_current
    ]
    home = {row.n: row.story for row in rows if row.story is not None}
    chosen = {row.n for row in rows if row.story is None}
    stories = sorted(set(home.values()))
    whole: set[int] = set()
    for story, inside in members(connection, stories).items():
        if len(inside) <= WITNESSES:
            whole.add(story)
            chosen.update(inside)
            home.update(dict.fromkeys(inside, story))
        else:
            # The first tell what the story is, the newest where it went; and those that are near.
            shown = {*inside[: WITNESSES // 4], *inside[-WITNESSES // 2 :], *(near & set(inside))}
            chosen.update(shown)
            home.update(dict.fromkeys(shown, story))
    found = {n: held[n] for n in chosen if n in held}
    found.update(load_articles(connection, sorted(chosen - found.keys())))
    return _Field(
        home={n: story for n, story in home.items() if n in found},
        whole=frozenset(whole),
        articles=tuple(found[n] for n in sorted(found)),
    )


def _homes(clusters: Sequence[tuple[int, ...]], field: _Field) -> dict[int, int]:
    """For each story the cluster that keeps its number: that with most of it, of equals with the oldest."""
    parts: dict[int, list[tuple[int, int, int]]] = {}
    for index, cluster in enumerate(clusters):
        inside: dict[int, list[int]] = {}
        for n in cluster:
            if n in field.home:
                inside.setdefault(field.home[n], []).append(n)
        for story, own in inside.items():
            parts.setdefault(story, []).append((-len(own), min(own), index))
    return {story: min(found)[2] for story, found in parts.items()}


def _plan(
    index: int,
    cluster: tuple[int, ...],
    homes: Mapping[int, int],
    field: _Field,
    titles: Mapping[tuple[int, ...], str],
) -> _Plan | None:
    """What becomes of one cluster; None where nothing of it may move."""
    claiming = sorted(story for story, chosen in homes.items() if chosen == index)
    free = [n for n in cluster if n not in field.home or field.home[n] in field.whole]
    if not free and not claiming:
        return None
    story = claiming[0] if claiming else None
    left = sorted({field.home[n] for n in free if n in field.home})
    seen_whole = all(one in field.whole for one in claiming)
    return _Plan(
        story=story,
        merged=tuple(claiming[1:]),
        moving=tuple(n for n in free if story is None or field.home.get(n) != story),
        parent=left[0] if left and story is None else None,
        title=titles.get(cluster) if seen_whole else None,
    )


def _carry_out(connection: Connection, at: str, plans: Sequence[_Plan], field: _Field) -> tuple[int, ...]:
    """The stories that changed by carrying out the plans: all of one kind at a time, which is quicker.

    A story may lose articles to one plan and be merged by another: what a plan moves goes last.
    """
    new = [plan for plan in plans if plan.story is None]
    minted = iter(new_stories(connection, at, [(plan.title or "", plan.parent) for plan in new]))
    settled = [(next(minted) if plan.story is None else plan.story, plan) for plan in plans]
    merged = {other: story for story, plan in settled for other in plan.merged}
    for other, story in merged.items():
        merge_story(connection, at, other, story)
    move_articles(connection, {n: story for story, plan in settled for n in plan.moving})
    for story, plan in settled:
        if plan.story is not None and plan.title is not None and (plan.moving or plan.merged):
            name_story(connection, story, plan.title)
    changed = {story for story, plan in settled if plan.moving or plan.merged}
    changed |= {field.home[n] for plan in plans for n in plan.moving if n in field.home}
    found = tuple(sorted(changed - merged.keys()))
    touch_stories(connection, at, found)
    write_events(connection, at, [event for story, plan in settled for event in _events(story, plan, field)])
    return found


def _events(story: int, plan: _Plan, field: _Field) -> list[Event]:
    """What happens by a plan whose story has that number."""
    events: list[Event] = []
    if plan.story is None and plan.parent is None:
        events.append(Event(kind="story-new", story=story))
    elif plan.story is None:
        events.append(Event(kind="story-split", story=story, detail={"from": plan.parent}))
    events += [Event(kind="story-merged", story=other, detail={"into": story}) for other in plan.merged]
    events += [
        Event(kind="article-added", story=story, article=n) for n in plan.moving if n not in field.home
    ]
    return events


def _judged(connection: Connection, clusters: Sequence[tuple[int, ...]]) -> list[tuple[int, ...]]:
    """The clusters after what people decided about pairs of articles."""
    found = [set(cluster) for cluster in clusters]
    for judgement in standing(read_judgements(connection, "story")):
        pair = _pair(judgement)
        first, second = (next((one for one in found if n in one), None) for n in pair)
        if first is None or second is None:
            continue
        if judgement.verdict == "together" and first is not second:
            first |= second
            found.remove(second)
        elif judgement.verdict == "apart" and first is second:
            first.discard(max(pair))
            found.append({max(pair)})
    return sorted(tuple(sorted(cluster)) for cluster in found if cluster)


def _pair(judgement: Judgement) -> tuple[int, int]:
    first, second = judgement.subject.split()
    return number_of("article", first), number_of("article", second)


def _numbers(ids: Iterable[str]) -> tuple[int, ...]:
    return tuple(sorted(number_of("article", one) for one in ids))
