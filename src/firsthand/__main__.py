"""`python -m firsthand`: the same as the command."""

from __future__ import annotations

import sys

from firsthand.cli import main

if __name__ == "__main__":
    sys.exit(main())
