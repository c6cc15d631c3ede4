"""All that goes back to one source, over the whole library."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from firsthand.model import Article, Claim, Derivation, Reading, Story
from firsthand.pipeline import Traced
from firsthand.store import Library
from firsthand.store.articles import in_parts, load_articles
from firsthand.store.columns import number_of, shown_id
from firsthand.store.records import from_plain
from firsthand.store.search import find_articles
from firsthand.store.stories import list_stories, load_traces, members

# So many articles that name a source are looked at.
NAMED = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Words that go back to the source, in one article."""

    story: Story
    claim: Claim
    reading: Reading
    article: Article


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A source: what it is said to have said, what was made from it, the names that it goes by."""

    name: str
    said: tuple[Said, ...]
    made: tuple[tuple[Derivation, Article], ...]
    names: tuple[str, ...]


def source_of_name(library: Library, name: str) -> Source:
    """All readings whose chain, and all articles whose lineage, leads through a source of that name.

    Cost: the traces of the stories whose articles name it.
    """
    wanted = re.compile(rf"(?<!\w){re.escape(' '.join(name.split()))}(?!\w)", re.IGNORECASE)
    said: list[Said] = []
    made: list[tuple[Derivation, Article]] = []
    names: dict[str, None] = {}
    with library.read() as connection:
        words = re.findall(r"\w+", name)
        numbers = set(find_articles(connection, f'"{" ".join(words)}"', NAMED)) if words else set()
        rows = {row.n: row for row in list_stories(connection)}
        inside = members(connection, list(rows))
        near = [n for n, own in inside.items() if numbers & set(own)]
        for part in in_parts(near):
            traces = load_traces(connection, part)
            for n in part:
                if n not in traces:
                    continue
                traced = from_plain(Traced, traces[n][1])
                articles = {one.id: one for one in load_articles(connection, inside[n]).values()}
                story = Story(id=shown_id("story", n), title=rows[n].title, articles=tuple(articles))
                for claim, reading in _readings(traced, wanted, names):
                    if reading.article in articles:
                        article = articles[reading.article]
                        said.append(Said(story=story, claim=claim, reading=reading, article=article))
                made += [
                    (one, articles[one.child])
                    for one in traced.lineage
                    if one.parent_kind != "article" and wanted.search(one.parent) and one.child in articles
                ]
    order = {one.story.id: number_of("story", one.story.id) for one in said}
    said.sort(
        key=lambda one: (-order[one.story.id], one.claim.id, one.article.published or "", one.article.id)
    )
    return Source(name=name, said=tuple(said), made=tuple(made), names=tuple(names))


def _readings(
    traced: Traced, wanted: re.Pattern[str], names: dict[str, None]
) -> Iterable[tuple[Claim, Reading]]:
    origins = {one.id: one for one in traced.origins}
    for claim in traced.claims:
        for reading in claim.readings:
            chain = reading.attribution.chain if reading.attribution else ()
            source = reading.attribution.source if reading.attribution else None
            origin = origins.get(reading.origin or "")
            parties = (*chain, source, origin.name if origin else None, origin.via if origin else None)
            found = [one for one in parties if one and wanted.search(one)]
            if found:
                names.update(dict.fromkeys(found))
                yield claim, reading
