"""The tables of a library.

A record that the program made is one packed column: compressed JSON by the names of its fields (see
`records`). Only what is looked up or sorted by has a column of its own. `info["holds"]` says how a packed
column is read: "json", "text" or "bytes".

A note on what is *not* here: the log and the judgements name articles, stories and claims by number and
never hold an article's words, so that purging an article need not search them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

# The newest step under migrations/versions; a test compares.
REVISION = "0003"

metadata = MetaData()


def _packed(name: str, holds: str, *, nullable: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=nullable, info={"holds": holds})


# The next number of each kind: numbers are given once and never again.
counters = Table(
    "counters", metadata, Column("name", String, primary_key=True), Column("next", Integer, nullable=False)
)

# Which version of the program, and which models, made a record.
makers = Table(
    "makers",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("program", Text, nullable=False),
    Column("models", Text, nullable=False),
)

# What was given, byte for byte. Where the bytes were not at hand (a part of an archive), `data` is empty
# and the text, from which the article was made, stands for them.
inputs = Table(
    "inputs",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("article", Integer, nullable=False, index=True),
    _packed("data", "bytes", nullable=True),
    _packed("document", "json", nullable=True),
)

# Every path or address that an input was given under.
paths = Table(
    "paths",
    metadata,
    Column("key", String(64), primary_key=True),  # the SHA-256 of the path: no index takes the longest ones
    Column("sha256", String(64), primary_key=True, index=True),
    Column("path", Text, nullable=False),
    Column("seen", Text, nullable=False),
)

articles = Table(
    "articles",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("place", Text, index=True),  # the address or file whose other versions this one belongs to
    Column("story", Integer, index=True),
    Column("outlet", Text),
    Column("title", Text),
    Column("published", Text, index=True),
    Column("language", Text),
    Column("added", Text, nullable=False, index=True),
    Column("seen", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("earlier", Integer),  # the version before
    Column("later", Integer),  # the version after; an article that has one is in no trace
    Column("copies", Integer),  # the first article of its near-copies
    Column("gone", Text),  # when its page was found deleted
    Column("removed", Text),  # when somebody took it out
    Column("purged", Text),  # when its words were taken out for good
    Column("maker", Integer, nullable=False),
    _packed("record", "json"),
    _packed("text", "text", nullable=True),
)

# What was read in each article. `content` is the digest of all that it was read from.
readings = Table(
    "readings",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("maker", Integer, nullable=False),
    Column("content", String(64), index=True),
    _packed("record", "json"),
)

# Silent edits: how an article differs from its earlier version.
edits = Table(
    "edits",
    metadata,
    Column("article", Integer, primary_key=True, autoincrement=False),
    Column("earlier", Integer, nullable=False),
    Column("maker", Integer, nullable=False),
    _packed("record", "json"),
)

# `revision` counts what came or went; a story is due while it was traced at another one.
stories = Table(
    "stories",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("title", Text, nullable=False),
    Column("first_published", Text),
    Column("added", Text, nullable=False),
    Column("changed", Text, nullable=False, index=True),
    Column("size", Integer, nullable=False),
    Column("outlets", Integer, nullable=False),
    Column("parent", Integer),  # the story that it was split from
    Column("merged_into", Integer, index=True),
    Column("revision", Integer, nullable=False),
    Column("traced", Integer, nullable=False),
)
_DUE = stories.c.revision != stories.c.traced
Index("stories_due", stories.c.n, sqlite_where=_DUE, postgresql_where=_DUE)

traces = Table(
    "traces",
    metadata,
    Column("story", Integer, primary_key=True, autoincrement=False),
    Column("maker", Integer, nullable=False),
    Column("at", Text, nullable=False),
    _packed("record", "json"),
)

claims = Table(
    "claims",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("story", Integer, nullable=False, index=True),
    Column("kind", Text, nullable=False),
    Column("label", Text, nullable=False),
    Column("unit", Text),
    Column("value", Float),
    Column("at_least", Integer, nullable=False),
    Column("at_most", Integer, nullable=False),
)

# The terms that mark an article, by which others on the same event are found.
terms = Table(
    "terms",
    metadata,
    Column("term", BigInteger, primary_key=True, autoincrement=False),
    Column("article", Integer, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# What happened, in order, for whoever listens: ask for all after the cursor that was seen last.
log = Table(
    "log",
    metadata,
    Column("cursor", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("story", Integer, index=True),
    Column("article", Integer),
    Column("claim", Integer),
    Column("detail", Text, nullable=False),
)

# What people decided, in order; never changed, replayed on every run.
judgements = Table(
    "judgements",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("subject", Text, nullable=False),
    Column("verdict", Text, nullable=False),
    Column("note", Text, nullable=False),
)

issues = Table(
    "issues",
    metadata,
    Column("n", Integer, primary_key=True, autoincrement=False),
    Column("at", Text, nullable=False),
    Column("article", Integer, index=True),
    Column("code", Text, nullable=False),
    Column("place", Text, nullable=False),
    Column("detail", Text, nullable=False),
)

# What is watched, and where its polling stands.
feeds = Table(
    "feeds",
    metadata,
    Column("address", Text, primary_key=True),
    Column("state", Text, nullable=False),
)

# The entries of a feed: those that wait to be fetched, and those that were dealt with.
entries = Table(
    "entries",
    metadata,
    Column("address", Text, primary_key=True),
    Column("key", String(64), primary_key=True),
    Column("seen", Text, nullable=False),
    Column("due", Text, index=True),  # when it is to be fetched, or looked at again; empty: never
    Column("state", Text, nullable=False),
)

# All tables in an order in which each row's references are there before it.
ALL: tuple[Table, ...] = (
    counters,
    makers,
    stories,
    articles,
    inputs,
    paths,
    readings,
    edits,
    traces,
    claims,
    terms,
    log,
    judgements,
    issues,
    feeds,
    entries,
)
