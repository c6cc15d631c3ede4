"""The steps from an older form of the tables to the present one, run by Alembic."""

from __future__ import annotations

from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from firsthand.errors import LibraryError


def upgrade(connection: Connection, revision: str, name: str) -> None:
    """Run the steps up to `revision` in the transaction that is open.

    Errors:
        LibraryError: the library's form is unknown here: a newer version of the program made it.
    """
    config = Config()
    config.set_main_option("script_location", "firsthand:store/migrations")
    config.attributes["connection"] = connection
    scripts = ScriptDirectory.from_config(config)

    def steps(present: str, _context: object) -> object:
        return scripts._upgrade_revs(revision, present)  # noqa: SLF001

    try:
        with EnvironmentContext(config, scripts, fn=steps, destination_rev=revision):
            scripts.run_env()
    except CommandError as error:
        raise LibraryError(
            f"{name}: made by a newer firsthand, or not by firsthand at all ({error}); update the program"
        ) from None
