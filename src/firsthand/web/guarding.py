"""Who may ask, and what a browser may do with the answer."""

from __future__ import annotations

import hmac
from collections.abc import MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "firsthand-token"
# A request larger than this is refused before it is read: 512 MiB of articles at a time.
LARGEST: Final = 512 * 2**20
_POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS: Final = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through who is on this machine, or has the token; and nothing that another site has sent.

    Without a token only the names of this machine are answered to, so that no site can reach the server by
    giving its own name this machine's address.
    """

    def __init__(self, app: ASGIApp, *, token: str | None, port: int) -> None:
        self.app = app
        self.token = token
        names = ("127.0.0.1", "localhost", "[::1]")
        self.names = frozenset((*names, *(f"{name}:{port}" for name in names)))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                told = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    told.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope, headers)
        if refused is not None:
            await refused(scope, receive, send_guarded)
            return
        await self.app(scope, receive, send_guarded)

    def _refusal(self, scope: MutableMapping[str, Any], headers: Headers) -> Any:  # noqa: ANN401
        host = headers.get("host", "")
        if self.token is None and host not in self.names:
            return PlainTextResponse("This server answers to the names of its own machine only.", 421)
        if scope["method"] not in ("GET", "HEAD"):
            site = headers.get("sec-fetch-site")
            origin = headers.get("origin")
            foreign = site not in (None, "same-origin", "none")
            if foreign or (origin not in (None, f"http://{host}", f"https://{host}")):
                return PlainTextResponse("Sent from another site.", 403)
        length = headers.get("content-length", "0")
        if length.isdigit() and int(length) > LARGEST:
            return PlainTextResponse(f"Larger than {LARGEST // 2**20} MiB: add it by `firsthand add`.", 413)
        return self._without_token(scope, headers) if self.token is not None else None

    def _without_token(self, scope: MutableMapping[str, Any], headers: Headers) -> Any:  # noqa: ANN401
        """The answer to those who have not shown the token; None for those who have."""
        query = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = dict(query).get("token")
        if given is not None and self._fits(given):
            left = urlencode([(name, value) for name, value in query if name != "token"])
            answer = RedirectResponse(scope["path"] + (f"?{left}" if left else ""), 303)
            answer.set_cookie(COOKIE, given, httponly=True, samesite="strict")
            return answer
        kept = _cookie(headers.get("cookie", ""))
        bearer = headers.get("authorization", "").removeprefix("Bearer ")
        if self._fits(kept) or self._fits(bearer):
            return None
        return PlainTextResponse("This server needs the token that it printed when it was started.", 401)

    def _fits(self, given: str) -> bool:
        return hmac.compare_digest(given.encode(), (self.token or "").encode())


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
