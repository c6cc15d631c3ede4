"""The folder of what lies between the steps of a run, by which a later run goes on."""

from __future__ import annotations

import hashlib
from typing import Any

from firsthand.batch.places import storage
from firsthand.errors import UsageError

# The file that says which run a work folder is of.
MARK = "run.txt"


class Work:
    """The work folder of a run that `fingerprint` tells from others.

    Errors: UsageError where the folder holds another run's work.
    """

    def __init__(self, folder: str, fingerprint: str) -> None:
        self.folder = folder
        self._system, self._inside = storage(folder)
        digest = hashlib.sha256(fingerprint.encode("utf-8", "surrogatepass")).hexdigest()
        self._system.create_dir(self._inside, recursive=True)
        found = self._read()
        if found is None:
            with self._system.open_output_stream(f"{self._inside}/{MARK}") as file:
                file.write(digest.encode())
        elif found != digest.encode():
            raise UsageError(
                f"{folder}: holds the work of a run on other inputs, with other options or versions; "
                "delete it to begin anew, or name another folder by --work"
            )

    def dataset(self, name: str) -> str:
        """Where the dataset of that name lies."""
        return f"{self.folder.rstrip('/')}/{name}"

    def remove(self) -> None:
        """Delete the folder with all that is in it."""
        self._system.delete_dir(self._inside)

    def _read(self) -> Any:  # noqa: ANN401
        try:
            with self._system.open_input_stream(f"{self._inside}/{MARK}") as file:
                return file.read()
        except FileNotFoundError:
            return None
