"""What firsthand raises; bad text is never raised, it becomes an `Issue`.

FirsthandError
├── InputError      nothing that was given could be read
└── UsageError      the call itself is wrong: an option, a format, a place to write to
"""

from __future__ import annotations


class FirsthandError(Exception):
    """The base of all errors that firsthand raises on purpose."""


class InputError(FirsthandError):
    """Nothing that was given could be read as an article."""


class UsageError(FirsthandError):
    """The caller asked for something that does not exist or does not fit together."""
