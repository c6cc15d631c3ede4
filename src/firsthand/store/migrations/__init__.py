"""The steps from one form of the library to the next, for Alembic."""
