"""`firsthand serve`: the library in a browser, on this machine unless said otherwise."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
from ipaddress import ip_address
from typing import Any

from firsthand.errors import UsageError

DONE = 0
PORT = 8765
# Holds the token that others need who may reach a server on the network.
TOKEN = "FIRSTHAND_TOKEN"


def add_serve(commands: Any) -> None:  # noqa: ANN401 - argparse has no public type for it
    """Add the command to the command line's parser."""
    what = "show a library in a browser"
    parser = commands.add_parser("serve", help=what, description=f"{what.capitalize()}.", allow_abbrev=False)
    parser.add_argument("--library", metavar="NAME", help="a name, a .db file or postgresql://…")
    parser.add_argument("--host", default="127.0.0.1", metavar="ADDRESS", help="(default: this machine only)")
    parser.add_argument("--port", type=int, default=PORT, metavar="N", help=f"(default: {PORT})")
    parser.set_defaults(run=_serve)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _serve(given: argparse.Namespace) -> int:
    try:
        import uvicorn

        from firsthand.web.app import make_app
    except ModuleNotFoundError as error:
        if (error.name or "").split(".")[0] not in ("starlette", "uvicorn", "python_multipart"):
            raise
        raise UsageError("serve needs further packages: pip install 'firsthand[web]'") from None
    from firsthand.store import open_library

    token = None
    if not is_loopback(given.host):
        token = os.environ.get(TOKEN) or secrets.token_urlsafe(24)
    with open_library(given.library, create=True) as library:
        shown = f"[{given.host}]" if ":" in given.host else given.host
        address = f"http://{shown}:{given.port}/" + (f"?token={token}" if token else "")
        sys.stderr.write(f"firsthand: {library.name} at {address} (Ctrl-C ends it)\n")
        app = make_app(library, token=token, port=given.port)
        uvicorn.run(app, host=given.host, port=given.port, log_level="warning", server_header=False)
    return DONE
