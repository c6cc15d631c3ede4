"""What firsthand raises; bad text is never raised, it becomes an `Issue`.

FirsthandError
├── EngineError     a process that works on a collection cannot be started
├── InputError      nothing that was given could be read
├── LibraryError    a library cannot be opened, read or written, or is damaged
└── UsageError      the call itself is wrong: an option, a format, a place to write to
"""

from __future__ import annotations


class FirsthandError(Exception):
    """The base of all errors that firsthand raises on purpose."""


class EngineError(FirsthandError):
    """A process that works on a collection cannot be started."""


class InputError(FirsthandError):
    """Nothing that was given could be read as an article."""


class LibraryError(FirsthandError):
    """A library cannot be opened, read or written, or is damaged."""


class UsageError(FirsthandError):
    """The caller asked for something that does not exist or does not fit together."""
