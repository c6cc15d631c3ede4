"""What was read is known by the words it was read in, so that a copy need not be read."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the digest of what a reading was made from; earlier ones have none and serve no other article."""
    op.add_column("readings", sa.Column("content", sa.String(length=64), nullable=True))
    op.create_index("ix_readings_content", "readings", ["content"])
