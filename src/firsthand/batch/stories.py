"""Stories: likely relatives are brought together in pieces of bounded size, and each piece is grouped."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from firsthand.batch import columns
from firsthand.batch.copies import THOUSAND, flat
from firsthand.engine.steps import Table
from firsthand.grouping import group
from firsthand.grouping.likeness import TIME_LOSS, TIME_SCALE
from firsthand.model import Article, Issue
from firsthand.store.records import from_plain

Ints = NDArray[np.int64]

# Pairs that share less of the weight of their terms do not bring articles together. Found by trying on two
# collections (docs/decisions/0009): above it pairs of one story are lost, below pieces grow together.
LEAST = 160
# Grouping looks at no piece of more articles at once, as `grouping.linkage` does not either.
MOST_PIECE = 2000
# Larger pieces are split at pairs that are so much stronger, time and again.
STEP = 20
# Pieces are grouped so many articles at a time: a pile tells what is common, and one by one they would take
# five times as long. Which pieces are in a pile depends on nothing but their numbers.
PILE = 1000
# A story of more articles than this is split by time: what was measured for one story ends here.
MOST_STORY = 2000
# What articles lose that lie so many days apart, and the most (where a day is not known).
_FACTORS = np.floor(THOUSAND * (1 - TIME_LOSS * (1 - np.exp(-np.arange(367) / TIME_SCALE)))).astype(np.int64)


def likenesses(pairs: Table) -> Ints:
    """The share of the weight of their terms that pairs of articles have in common, in thousandths.

    Articles far apart in time have less.
    """
    count = pairs.num_rows
    sides = [(*flat(pairs.column(f"values_{n}")), flat(pairs.column(f"weights_{n}"))[1]) for n in (1, 2)]
    owner, value, weight = (np.concatenate([one, other]) for one, other in zip(*sides, strict=True))
    total = np.bincount(owner, weights=weight, minlength=count)
    order = np.lexsort((value, owner))
    owner, value, weight = owner[order], value[order], weight[order]
    twice = np.zeros(owner.size, dtype=bool)
    twice[1:] = (owner[1:] == owner[:-1]) & (value[1:] == value[:-1])
    shared = np.bincount(owner[twice], weights=weight[twice], minlength=count)
    # The sums are whole numbers far below 2 to the 53rd: exact in any order.
    share = (2 * THOUSAND * shared).astype(np.int64) // np.maximum(total.astype(np.int64), 1)
    days = [pairs.column(f"day_{n}").to_numpy() for n in (1, 2)]
    apart = np.minimum(np.abs(days[0] - days[1]), len(_FACTORS) - 1)
    apart[(days[0] == 0) | (days[1] == 0)] = len(_FACTORS) - 1
    found: Ints = share * _FACTORS[apart] // THOUSAND
    return found


def split_pieces(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The piece of each article, from the pairs of some connected pieces; none is larger than it may be."""
    most = int(options.get("most_piece", MOST_PIECE))
    component = table.column("component").to_numpy()
    first, second, score = (table.column(name).to_numpy() for name in ("id", "other", "score"))
    ends = [*(np.nonzero(np.diff(component))[0] + 1).tolist(), component.size]
    numbers: list[Ints] = []
    pieces: list[Ints] = []
    issues: list[dict[str, Any]] = []
    begin = 0
    for end in ends:
        members = np.unique(np.concatenate([first[begin:end], second[begin:end]]))
        found = np.full(members.size, members.min())
        if members.size > most:
            mine = slice(begin, end)
            found = _split(members, (first[mine], second[mine], score[mine]), most)
            issues.append(columns.issue_row(_split_note("piece", int(members[0]), members.size, most)))
        numbers.append(members)
        pieces.append(found)
        begin = end
    yield _pieces_table(np.concatenate(numbers), np.concatenate(pieces))
    yield columns.to_table(issues, columns.pieces_schema())


def pile_shift(articles: int) -> int:
    """How many of the lower bits of a piece's number do not tell its pile."""
    return 63 - max(0, -(-articles // PILE) - 1).bit_length()


def _pieces_table(numbers: Ints, pieces: Ints) -> Table:
    import pyarrow as pa

    issue = pa.nulls(numbers.size).cast(pa.large_string())
    return pa.table({"id": numbers, "piece": pieces, "issue": issue})


def _split(members: Ints, pairs: tuple[Ints, Ints, Ints], most: int) -> Ints:
    """The piece of each member, named after its least member, in pieces of at most so many."""
    label = members.copy()
    waiting = [(members, pairs, int(pairs[2].min()) + STEP)]
    while waiting:
        inside, (first, second, score), least = waiting.pop()
        strong = score >= least
        if not strong.any():
            # All its pairs are as strong as can be: cut by number, which is as good as any order.
            for start in range(0, inside.size, most):
                label[np.searchsorted(members, inside[start : start + most])] = inside[start]
            continue
        one, other = np.searchsorted(inside, first), np.searchsorted(inside, second)
        graph = sparse.coo_matrix(
            (np.ones(int(strong.sum()), dtype=np.int8), (one[strong], other[strong])),
            shape=(inside.size, inside.size),
        )
        _, part = connected_components(graph, directed=False)
        # The members are in order, so the first of a part is its least.
        least_member = inside[np.unique(part, return_index=True)[1]]
        label[np.searchsorted(members, inside)] = least_member[part]
        for n in np.nonzero(np.bincount(part) > most)[0].tolist():
            held = strong & (part[one] == n)
            waiting.append((inside[part == n], (first[held], second[held], score[held]), least + STEP))
    return label


def failed_pieces(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """No pieces: each article of the component is by itself, and a note."""
    number = int(table.column("component")[0].as_py())
    issue = Issue(code=code, where=f"piece {number:x}", detail=detail)
    return columns.to_table([columns.issue_row(columns.issue_json(issue))], columns.pieces_schema())


def tell_stories(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The story of each article of some piles, which are sorted by piece and number.

    A story lies within one piece: others of the pile are there by chance.
    """
    rows: list[dict[str, Any]] = []
    piles: dict[int, list[dict[str, Any]]] = {}
    for row in table.select(["id", "piece", "published", "record"]).to_pylist():
        piles.setdefault(row["piece"] >> int(options["shift"]), []).append(row)
    for inside in piles.values():
        articles = [from_plain(Article, json.loads(row["record"])) for row in inside]
        known = {article.id: row for article, row in zip(articles, inside, strict=True)}
        for story in group(articles):
            home: dict[int, int] = {}
            for row in sorted((known[one] for one in story.articles), key=lambda row: int(row["id"])):
                number = home.setdefault(row["piece"], row["id"])
                told = {"id": row["id"], "original": row["id"], "story": number}
                rows.append({**told, "published": row["published"]})
    yield columns.to_table(rows, columns.copies_schema())


def failed_stories(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """No stories: each article of the piece is one by itself, and a note for each."""
    rows = []
    for row in table.select(["record"]).to_pylist():
        where = json.loads(row["record"])["paths"][0]
        rows.append(columns.issue_row(columns.issue_json(Issue(code=code, where=where, detail=detail))))
    return columns.to_table(rows, columns.copies_schema())


def settle(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The story of each article from that of its original; rows are sorted by original."""
    import pyarrow as pa

    table = table.filter(pa.array(~table.column("original").is_null().to_numpy()))
    original = table.column("original").to_numpy()
    number = table.column("id").to_numpy()
    told = table.column("story").is_valid().to_numpy()
    # An original is a story by itself unless it was grouped with others.
    place = np.unique(original, return_inverse=True)[1]
    home = np.zeros(place.max(initial=-1) + 1, dtype=np.int64)
    home[place] = original
    home[place[told]] = table.column("story").drop_null().to_numpy()
    # One that was grouped and has copies stands here twice.
    once = told | (number != original) | ~np.isin(number, number[told])
    kept = table.filter(pa.array(once))
    issue = pa.nulls(kept.num_rows).cast(pa.large_string())
    yield pa.table(
        {
            "id": kept.column("id"),
            "story": home[place][once],
            "published": kept.column("published"),
            "issue": issue,
        }
    )


def failed_homes(table: Table, code: str, detail: str, options: Mapping[str, Any]) -> Table:
    """Each article a story by itself, and a note."""
    number = int(table.column(0)[0].as_py())
    issue = Issue(code=code, where=f"story {number:x}", detail=detail)
    return columns.to_table([columns.issue_row(columns.issue_json(issue))], columns.homes_schema())


def cap_stories(table: Table, options: Mapping[str, Any]) -> Iterator[Table]:
    """The stories, those with too many articles split by time; rows are sorted by story and number."""
    import pyarrow as pa

    most = int(options.get("most_story", MOST_STORY))
    story = table.column("story").to_numpy().copy()
    ends = [*(np.nonzero(np.diff(story))[0] + 1).tolist(), story.size]
    issues: list[dict[str, Any]] = []
    begin = 0
    for end in ends:
        if end - begin > most:
            mine = table.slice(begin, end - begin)
            number = mine.column("id").to_numpy()
            time = np.array([one or "9999" for one in mine.column("published").to_pylist()])
            order = np.lexsort((number, time))
            for start in range(0, order.size, most):
                part = order[start : start + most]
                story[begin + part] = number[part].min()
            issues.append(columns.issue_row(_split_note("story", int(story[begin]), end - begin, most)))
        begin = end
    at = table.column_names.index("story")
    yield table.set_column(at, "story", pa.array(story)).select(columns.homes_schema().names)
    yield columns.to_table(issues, columns.homes_schema())


def _split_note(what: str, number: int, size: int, most: int) -> str:
    detail = (
        f"{size:,} articles, more than the {most:,} that are looked at together; it was split: "
        "the parts are stories of their own"
    )
    return columns.issue_json(
        Issue(code=f"{what}-split", where=f"{what} of article {number << 1:016x}", detail=detail)
    )
