"""Articles, stories and what was found in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the first form of the library."""
    _make_articles()
    _make_inputs()
    _make_records()
    _make_stories()
    _make_traces()
    _make_log()
    _make_numbers()
    _make_search()


def _make_articles() -> None:
    """Make the tables for the articles."""
    op.create_table(
        "articles",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("story", sa.Integer(), nullable=True),
        sa.Column("outlet", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("published", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=True),
        sa.Column("later", sa.Integer(), nullable=True),
        sa.Column("copies", sa.Integer(), nullable=True),
        sa.Column("gone", sa.Text(), nullable=True),
        sa.Column("removed", sa.Text(), nullable=True),
        sa.Column("purged", sa.Text(), nullable=True),
        sa.Column("maker", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("n"),
        sa.UniqueConstraint("sha256"),
    )
    op.create_index("ix_articles_added", "articles", ["added"])
    op.create_index("ix_articles_place", "articles", ["place"])
    op.create_index("ix_articles_published", "articles", ["published"])
    op.create_index("ix_articles_story", "articles", ["story"])


def _make_inputs() -> None:
    """Make the tables for what was given, and under which paths."""
    op.create_table(
        "inputs",
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=True),
        sa.Column("document", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("sha256"),
    )
    op.create_index("ix_inputs_article", "inputs", ["article"])
    op.create_table(
        "paths",
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("seen", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", "sha256"),
    )
    op.create_index("ix_paths_sha256", "paths", ["sha256"])


def _make_records() -> None:
    """Make the tables for what was made of articles."""
    op.create_table(
        "readings",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("maker", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article"),
    )
    op.create_table(
        "edits",
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("earlier", sa.Integer(), nullable=False),
        sa.Column("maker", sa.Integer(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("article"),
    )


def _make_stories() -> None:
    """Make the tables for stories and how they are found."""
    op.create_table(
        "stories",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("first_published", sa.Text(), nullable=True),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("outlets", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer(), nullable=True),
        sa.Column("merged_into", sa.Integer(), nullable=True),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("traced", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_stories_changed", "stories", ["changed"])
    op.create_index("ix_stories_merged_into", "stories", ["merged_into"])
    op.create_index(
        "stories_due",
        "stories",
        ["n"],
        sqlite_where=sa.text("revision != traced"),
        postgresql_where=sa.text("revision != traced"),
    )
    op.create_table(
        "terms",
        sa.Column("term", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("article", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("term", "article"),
        sqlite_with_rowid=False,
    )


def _make_traces() -> None:
    """Make the tables for what stories came to."""
    op.create_table(
        "traces",
        sa.Column("story", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("maker", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("story"),
    )
    op.create_table(
        "claims",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("story", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("value", sa.Float(), nullable=True),
        sa.Column("at_least", sa.Integer(), nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_claims_story", "claims", ["story"])


def _make_log() -> None:
    """Make the tables for what happened, what people decided and what went wrong."""
    op.create_table(
        "log",
        sa.Column("cursor", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("story", sa.Integer(), nullable=True),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.Column("claim", sa.Integer(), nullable=True),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("cursor"),
    )
    op.create_index("ix_log_story", "log", ["story"])
    op.create_table(
        "judgements",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_table(
        "issues",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("article", sa.Integer(), nullable=True),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )
    op.create_index("ix_issues_article", "issues", ["article"])


def _make_numbers() -> None:
    """Make the tables for the next numbers, and who made what."""
    op.create_table(
        "counters",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("next", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "makers",
        sa.Column("n", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("program", sa.Text(), nullable=False),
        sa.Column("models", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("n"),
    )


def _make_search() -> None:
    """Make the index of words."""
    if op.get_bind().dialect.name == "sqlite":
        # The words alone: texts are kept compressed elsewhere, and given back to take an article out.
        op.execute(
            "CREATE VIRTUAL TABLE search USING fts5(title, body, content='', "
            "tokenize='porter unicode61 remove_diacritics 2')"
        )
    else:
        op.execute("CREATE TABLE search (article INTEGER PRIMARY KEY, words TSVECTOR NOT NULL)")
        op.execute("CREATE INDEX search_words ON search USING GIN (words)")
