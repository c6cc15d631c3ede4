"""Run by Alembic: takes the connection that the library already holds, with its transaction."""

from __future__ import annotations

from alembic import context

# All steps run in the transaction that is open: a process that is killed half-way leaves the old form.
context.configure(connection=context.config.attributes["connection"], transactional_ddl=False)
context.run_migrations()
