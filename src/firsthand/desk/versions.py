"""Versions of an article: the same address with other words, and what the outlet changed silently."""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select, update

from firsthand.desk.making import known_present_maker, present_maker
from firsthand.model import TOLD, Article, Change, Claim, Span
from firsthand.pipeline import compare_versions
from firsthand.store import Library
from firsthand.store.articles import (
    Given,
    Kept,
    current_at,
    input_row,
    load_articles,
    load_readings,
    save_paths,
)
from firsthand.store.columns import shown_id
from firsthand.store.log import Event, write_events
from firsthand.store.records import from_plain, pack, to_plain, unpack
from firsthand.store.schema import articles, edits, inputs
from firsthand.store.stories import touch_story

# A file that is written anew with less than this share of its words is another article; a page of the web
# remains the same page whatever it says.
SAME_FILE = 0.3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """The version that an article follows, or has the very text of."""

    earlier: Kept
    same_text: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """Words that stand in one version only; of changed passages the other side is given too."""

    old: Span | None
    new: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How an article differs from its earlier version.

    `changes` are of the kinds and spans of those between articles, with the claims that they are about;
    `passages` is all that was rewritten, whatever it means.
    """

    earlier: str
    later: str
    earlier_seen: str
    later_seen: str
    changes: tuple[Change, ...]
    claims: tuple[Claim, ...]
    passages: tuple[Passage, ...]


def find_successor(connection: Connection, at: str, given: Given) -> Successor | None:
    """What the article follows; a page that only looks different is noted as seen again."""
    if given.place is None:
        return None
    earlier = current_at(connection, given.place)
    if earlier is None or earlier.purged is not None or earlier.removed is not None:
        return None
    old = load_articles(connection, [earlier.n])[earlier.n]
    if told(old) == told(given.article):
        connection.execute(inputs.insert().values(**input_row(earlier.n, given)))
        connection.execute(update(articles).where(articles.c.n == earlier.n).values(seen=at, gone=None))
        save_paths(connection, at, [given.document])
        return Successor(earlier=earlier, same_text=True)
    if given.place.startswith("file:") and _alike(old.text, given.article.text) < SAME_FILE:
        return None
    return Successor(earlier=earlier, same_text=False)


def save_version(connection: Connection, at: str, successor: Successor, number: int) -> None:
    """Note that an article is the next version of another, whose place in its story it takes."""
    earlier = successor.earlier
    connection.execute(update(articles).where(articles.c.n == earlier.n).values(later=number))
    values = {"earlier": earlier.n, "version": earlier.version + 1, "story": earlier.story}
    connection.execute(update(articles).where(articles.c.n == number).values(**values))
    if earlier.story is not None:
        touch_story(connection, at, earlier.story)
    write_events(
        connection,
        at,
        [Event(kind="article-version", story=earlier.story, article=number, detail={"earlier": earlier.n})],
    )


def edit_of(library: Library, number: int) -> Edit | None:
    """How an article differs from the version before it; made when it is first asked for, then kept.

    None where it is the first version, or one of the two was purged.
    """
    with library.read() as connection:
        maker = known_present_maker(connection)
        made = connection.execute(select(edits).where(edits.c.article == number)).first()
        if made is not None and made.maker == maker:
            return from_plain(Edit, unpack(made.record))
        rows = connection.execute(select(articles).where(articles.c.n == number)).first()
        if rows is None or rows.earlier is None:
            return None
        pair = load_articles(connection, [rows.earlier, number])
        if len(pair) < 2:
            return None
        texts = load_readings(connection, {n: one.text for n, one in pair.items()}, maker)
        asked = select(articles.c.seen).where(articles.c.n == rows.earlier)
        seen = str(connection.execute(asked).scalar())
    old, new = pair[rows.earlier], pair[number]
    known = {shown_id("article", n): text for n, text in texts.items()}
    claims, changes = compare_versions(old, new, known)
    edit = Edit(
        earlier=old.id,
        later=new.id,
        earlier_seen=seen,
        later_seen=rows.added,
        changes=changes,
        claims=tuple(one for one in claims if one.id in {change.claim for change in changes}),
        passages=rewritten(old, new),
    )
    with library.write() as connection:
        connection.execute(edits.delete().where(edits.c.article == number))
        row = {"article": number, "earlier": rows.earlier, "maker": present_maker(connection)}
        connection.execute(edits.insert().values(**row, record=pack(to_plain(edit))))
    return edit


def told(article: Article) -> str:
    """An article's own words, with their spaces made plain; what else stands on the page does not count."""
    return "\n".join(
        " ".join(one.span.of(article.text).split()) for one in article.blocks if one.kind in TOLD
    )


def rewritten(old: Article, new: Article) -> tuple[Passage, ...]:
    """The told lines that were rewritten, taken out or put in, narrowed down to the words that differ."""
    before, after = _lines(old), _lines(new)
    matcher = difflib.SequenceMatcher(
        None,
        [" ".join(s.of(old.text).split()) for s in before],
        [" ".join(s.of(new.text).split()) for s in after],
        autojunk=False,
    )
    found: list[Passage] = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            continue
        left, right = before[a:b], after[c:d]
        for n in range(max(len(left), len(right))):
            one = left[n] if n < len(left) else None
            other = right[n] if n < len(right) else None
            found.append(_narrowed(old.text, one, new.text, other))
    return tuple(found)


def _narrowed(old: str, one: Span | None, new: str, other: Span | None) -> Passage:
    """The passage without the words that both begin and end with."""
    if one is None or other is None:
        return Passage(old=one, new=other)
    left, right = _words(old, one), _words(new, other)
    start = 0
    while start < min(len(left), len(right)) and left[start].of(old) == right[start].of(new):
        start += 1
    end = 0
    while end < min(len(left), len(right)) - start and left[-1 - end].of(old) == right[-1 - end].of(new):
        end += 1
    return Passage(old=_run(left[start : len(left) - end]), new=_run(right[start : len(right) - end]))


def _run(words: Sequence[Span]) -> Span | None:
    return Span(words[0].start, words[-1].end) if words else None


def _words(text: str, span: Span) -> list[Span]:
    return [Span(span.start + m.start(), span.start + m.end()) for m in re.finditer(r"\S+", span.of(text))]


def _lines(article: Article) -> list[Span]:
    return [block.span for block in article.blocks if block.kind in TOLD]


def _alike(old: str, new: str) -> float:
    """The share of words that two texts have in common."""
    one, other = set(_WORD.findall(old.lower())), set(_WORD.findall(new.lower()))
    return len(one & other) / max(1, len(one | other))
