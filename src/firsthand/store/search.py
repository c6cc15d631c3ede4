"""Full-text search: FTS5 on SQLite, tsvector on PostgreSQL, one query language for both.

A query is words that must all occur (in any form: "strike" finds "strikes"), "phrases in quotation marks",
figures (in any spelling: 700,000 finds "0.7 million"), and words that must not, with a minus before them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import Connection, text

from firsthand.errors import UsageError
from firsthand.store.figures import figure_of, spellings

# PostgreSQL takes at most 1 MB of lexemes a document; no article comes near.
_LONGEST = 900_000
_TERM = re.compile(
    r'(?P<minus>-?)(?:"(?P<phrase>[^"]*)"?'
    r"|(?P<figure>[0-9][0-9.,]{0,20} (?:thousand|million|billion|trillion)\b)"
    r'|(?P<word>[^\s"]+))',
    re.IGNORECASE,
)


def index_articles(connection: Connection, rows: Sequence[tuple[int, str, str]]) -> None:
    """Make articles findable by title and body."""
    if not rows:
        return
    values = [{"n": n, "title": _fit(title), "body": _fit(body)} for n, title, body in rows]
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search(rowid, title, body) VALUES (:n, :title, :body)"), values)
        return
    connection.execute(
        text(
            "INSERT INTO search(article, words) VALUES (:n, "
            "setweight(to_tsvector('english', :title), 'A') || to_tsvector('english', :body))"
        ),
        values,
    )


def forget_article(connection: Connection, article: int, title: str, body: str) -> None:
    """Take an article out; title and body must be those that it was made findable by."""
    if connection.dialect.name == "sqlite":
        connection.execute(
            text("INSERT INTO search(search, rowid, title, body) VALUES ('delete', :n, :title, :body)"),
            {"n": article, "title": _fit(title), "body": _fit(body)},
        )
        return
    connection.execute(text("DELETE FROM search WHERE article = :n"), {"n": article})


def empty_index(connection: Connection) -> None:
    """Forget all articles."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search(search) VALUES ('delete-all')"))
    else:
        connection.execute(text("DELETE FROM search"))


def squeeze_index(connection: Connection) -> None:
    """Leave no trace of what was taken out. Cost: the whole index is written anew."""
    if connection.dialect.name == "sqlite":
        connection.execute(text("INSERT INTO search(search) VALUES ('optimize')"))


def indexed(connection: Connection) -> set[int]:
    """The articles that can be found."""
    if connection.dialect.name == "sqlite":
        return set(connection.execute(text("SELECT id FROM search_docsize")).scalars())
    return set(connection.execute(text("SELECT article FROM search")).scalars())


def find_articles(connection: Connection, query: str, limit: int) -> tuple[int, ...]:
    """The articles that match, best first; of equals the newest.

    Errors:
        UsageError: the query has no word to look for.
    """
    terms = [found for found in _TERM.finditer(query) if _words(found)]
    if not any(not found["minus"] for found in terms):
        raise UsageError(f"search {query!r}: no word to look for; expected one at least that must occur")
    if connection.dialect.name == "sqlite":
        wanted = " AND ".join(_any_spelling(found) for found in terms if not found["minus"])
        unwanted = "".join(f" NOT {_any_spelling(found)}" for found in terms if found["minus"])
        rows = connection.execute(
            text(
                "SELECT rowid FROM search WHERE search MATCH :query "
                "ORDER BY bm25(search, 4.0, 1.0), rowid DESC LIMIT :limit"
            ),
            {"query": f"({wanted}){unwanted}", "limit": limit},
        )
        return tuple(rows.scalars())
    parts = [("!!" if found["minus"] else "", _any_spelling(found).strip("()")) for found in terms]
    query = " && ".join(
        f"{sign}websearch_to_tsquery('english', :term{n})" for n, (sign, _) in enumerate(parts)
    )
    rows = connection.execute(
        text(
            f"SELECT article FROM search, (SELECT {query} AS query) AS asked "  # noqa: S608 - no word of the user's is in it
            "WHERE words @@ query ORDER BY ts_rank(words, query) DESC, article DESC LIMIT :limit"
        ),
        {"limit": limit, **{f"term{n}": term for n, (_, term) in enumerate(parts)}},
    )
    return tuple(rows.scalars())


def wanted_figures(query: str) -> tuple[float, ...]:
    """The figures of a query that must occur.

    The index knows words only, so it also finds the figure in longer ones: 1,700,000 has 700,000 in it.
    """
    found = [_figure(term) for term in _TERM.finditer(query) if not term["minus"]]
    return tuple(one for one in found if one is not None)


def _figure(found: re.Match[str]) -> float | None:
    return figure_of(found["figure"] or found["phrase"] or found["word"] or "")


def _any_spelling(found: re.Match[str]) -> str:
    """A term as the index is asked for it; a figure in all its spellings."""
    value = _figure(found)
    if value is None:
        return _quoted(found)
    phrases = [" ".join(re.findall(r"\w+", one)) for one in spellings(value)]
    # PostgreSQL knows a decimal figure for one word, SQLite for two.
    phrases += [one for one in spellings(value) if "." in one]
    return "(" + " OR ".join(f'"{one}"' for one in dict.fromkeys(phrases)) + ")"


def _words(found: re.Match[str]) -> list[str]:
    """The words of a term; what is only signs has none."""
    given = next(one for one in (found["phrase"], found["figure"], found["word"]) if one is not None)
    return re.findall(r"\w+", given)


def _quoted(found: re.Match[str]) -> str:
    return '"' + " ".join(_words(found)) + '"'


def _fit(given: str) -> str:
    return given[:_LONGEST].encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
