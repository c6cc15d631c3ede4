"""One page of the web, fetched only where the user asks for it and never from a private address.

Each address is resolved here, checked, and connected to by number, so that a name cannot mean one machine to
the check and another to the connection; the same holds for every redirect. Behind a proxy the proxy resolves
names, and nothing here can see to what: so that is refused unless the user allows it.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import ipaddress
import re
import socket
import ssl
import time
import urllib.parse
import urllib.request
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from firsthand.ingest.facts import plain_url
from firsthand.ingest.limits import LimitError, Limits, over
from firsthand.ingest.sources import Member, buffered
from firsthand.ingest.unpacking import unpacked

MOST_REDIRECTS = 5
# The longest that one read may wait; the worker's own limit bounds the whole.
SECONDS = 15.0
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]{1,40})", re.IGNORECASE)
_CHUNK = 64 * 1024
_BEHIND_PROXY = (
    "a proxy stands before the network, and behind it private addresses cannot be kept out; "
    "allow it with --through-proxy, or fetch the page yourself"
)
_HEADERS = {
    "User-Agent": "firsthand (reads news articles for one user; fetches each page once)",
    "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,text/plain;q=0.8,*/*;q=0.5",
    "Accept-Encoding": "gzip, br",
    "Connection": "close",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a server answered: from which address in the end, and whether it moved there for good."""

    url: str
    status: int
    headers: Mapping[str, str]
    data: bytes
    moved: bool


def ask(url: str, limits: Limits, reach: str, headers: Mapping[str, str]) -> Answer:
    """What a server answers to a request with these headers, whatever its status; redirects are followed.

    `reach` and the errors are as for `fetch`. Only an answer of status 200 has data.
    """
    place, _, via = reach.partition("+")
    until = time.monotonic() + limits.seconds
    moved = True
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        proxy = _proxy(parts)
        if proxy and via != "proxy":
            raise LimitError("behind-proxy", _BEHIND_PROXY)
        with _answer(parts, proxy, private=place == "any", more=headers) as answer:
            location = answer.getheader("Location")
            if answer.status in (301, 302, 303, 307, 308) and location:
                moved = moved and answer.status in (301, 308)
                url = urllib.parse.urljoin(url, location)
                continue
            try:
                data = _body(answer, limits, until) if answer.status == 200 else b""
            except http.client.HTTPException as error:
                raise LimitError("cut-off", f"the answer was cut off ({type(error).__name__})") from None
            found = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(url=url, status=answer.status, headers=found, data=data, moved=moved)
    raise LimitError("not-found", f"more than {MOST_REDIRECTS} redirects, one to the next; expected a page")


def fetch(url: str, limits: Limits, reach: str) -> Member:
    """The page at an address, with where it was found in the end.

    `reach` is "public", or "any" where private addresses are allowed (tests use that with their own
    server); with "+proxy" a proxy of the environment may be used.

    Errors: LimitError with a code that says why nothing was fetched; OSError where the network fails.
    """
    place, _, via = reach.partition("+")
    until = time.monotonic() + limits.seconds
    for _ in range(MOST_REDIRECTS + 1):
        parts = _checked(url)
        proxy = _proxy(parts)
        if proxy and via != "proxy":
            raise LimitError("behind-proxy", _BEHIND_PROXY)
        with _answer(parts, proxy, private=place == "any") as answer:
            location = answer.getheader("Location")
            if answer.status in (301, 302, 303, 307, 308) and location:
                url = urllib.parse.urljoin(url, location)
                continue
            if answer.status != 200:
                raise LimitError(
                    "not-found", f"the server answered {answer.status}; expected a page: check the address"
                )
            return _member(url, answer, limits, until)
    raise LimitError("not-found", f"more than {MOST_REDIRECTS} redirects, one to the next; expected a page")


def _checked(url: str) -> urllib.parse.SplitResult:
    """The parts of an address of the web; LimitError for any other."""
    try:
        parts = urllib.parse.urlsplit(url)
        port = parts.port
    except ValueError:
        raise LimitError("bad-address", "no address that can be read; expected http:// or https://") from None
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname or port == 0:
        raise LimitError(
            "bad-address", f"an address of the kind {parts.scheme[:20]!r}; expected http:// or https://"
        )
    return parts


def _proxy(parts: urllib.parse.SplitResult) -> str | None:
    """The proxy that the environment names for an address."""
    host = parts.hostname or ""
    with contextlib.suppress(OSError):
        if urllib.request.proxy_bypass(host):
            return None
    found = urllib.request.getproxies()
    return found.get(parts.scheme.lower()) or found.get("all")


@contextlib.contextmanager
def _answer(
    parts: urllib.parse.SplitResult,
    proxy: str | None,
    *,
    private: bool,
    more: Mapping[str, str] | None = None,
) -> Iterator[http.client.HTTPResponse]:
    """The server's answer, over a connection to an address that was checked."""
    secure = parts.scheme.lower() == "https"
    host = parts.hostname or ""
    port = parts.port or (443 if secure else 80)
    path = urllib.parse.quote(parts.path or "/", safe="/%:@!$&'()*+,;=~-._")
    path += "?" + urllib.parse.quote(parts.query, safe="/%:@!$&'()*+,;=~-._?[]") if parts.query else ""
    headers = {**_HEADERS, **(more or {})}
    try:
        ascii_host = host.encode("idna").decode("ascii") if not _is_number(host) else host
    except UnicodeError:
        raise LimitError("bad-address", "a host name that is none; check the address") from None
    if proxy:
        _refuse_private_number(host, private=private)
        connection = _through(proxy, ascii_host, port, secure=secure)
        if not secure:
            path = f"http://{parts.netloc.rpartition('@')[2]}{path}"
    else:
        connection = http.client.HTTPConnection(ascii_host, port, timeout=SECONDS)
        connection.sock = _connected(ascii_host, port, secure=secure, private=private)
    try:
        # http.client names the host itself, with its port where that is not the usual one.
        default = port == (443 if secure else 80)
        shown = f"[{ascii_host}]" if ":" in ascii_host else ascii_host
        headers["Host"] = shown if default else f"{shown}:{port}"
        connection.request("GET", path, headers=headers)
        with contextlib.closing(connection.getresponse()) as answer:
            yield answer
    except http.client.HTTPException as error:
        raise LimitError(
            "not-found", f"no answer that can be read ({type(error).__name__}); try again"
        ) from None
    finally:
        connection.close()


def _connected(host: str, port: int, *, secure: bool, private: bool) -> socket.socket:
    """A connection to the host at an address that may be reached, the first of them that answers."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise LimitError("not-found", "a host that is not known; check the address and the network") from None
    numbers = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    # One private address among public ones is a trick or a mistake: none of them is taken.
    if not private and not all(_is_public(number) for number in numbers):
        raise LimitError(
            "private-address", f"leads to a private address ({', '.join(numbers[:3])}), which is never read"
        )
    failure: OSError | None = None
    for number in numbers[:4]:
        try:
            plain = socket.create_connection((number, port), timeout=SECONDS)
            return ssl.create_default_context().wrap_socket(plain, server_hostname=host) if secure else plain
        except ssl.SSLError as error:
            raise LimitError("not-found", f"no safe connection ({error.reason}); check the address") from None
        except OSError as error:
            failure = error
    raise LimitError("not-found", f"no connection ({failure}); check the address and the network")


def _is_number(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_public(number: str) -> bool:
    """Whether an address is one of the open internet, also where it is wrapped in another kind."""
    address = ipaddress.ip_address(number.partition("%")[0])
    if isinstance(address, ipaddress.IPv6Address):
        # 64:ff9b::/96 leads to the IPv4 address in its last bits.
        if address in ipaddress.ip_network("64:ff9b::/96"):
            return _is_public(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is not None and not _is_public(str(inner)):
            return False
    return address.is_global and not address.is_multicast and not address.is_reserved


def _refuse_private_number(host: str, *, private: bool) -> None:
    named = host.lower().rstrip(".")
    local = named == "localhost" or named.endswith((".localhost", ".local", ".internal"))
    if not private and (local or (_is_number(host) and not _is_public(host))):
        raise LimitError("private-address", f"{host} is a private address, which is never read")


def _through(proxy: str, host: str, port: int, *, secure: bool) -> http.client.HTTPConnection:
    """A connection by way of a proxy, which the user has allowed."""
    parts = urllib.parse.urlsplit(proxy if "://" in proxy else f"http://{proxy}")
    headers = {}
    if parts.username:
        pair = f"{urllib.parse.unquote(parts.username)}:{urllib.parse.unquote(parts.password or '')}"
        headers["Proxy-Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode("ascii")
    where = (parts.hostname or "", parts.port or 8080)
    if secure:
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(*where, timeout=SECONDS)
        connection.set_tunnel(host, port, headers)
        return connection
    return http.client.HTTPConnection(*where, timeout=SECONDS)


def _body(answer: http.client.HTTPResponse, limits: Limits, until: float) -> bytes:
    """All bytes of an answer, unpacked; LimitError where they are too many or too slow."""
    parts: list[bytes] = []
    size = 0
    while piece := answer.read1(_CHUNK):
        parts.append(piece)
        size += len(piece)
        if size > limits.page_bytes:
            raise over("a page", size, limits.page_bytes)
        if time.monotonic() > until:
            raise LimitError(
                "too-slow", f"not sent within the limit of {limits.seconds:g} s; try again later"
            )
    declared = answer.getheader("Content-Length") or ""
    if declared.isascii() and declared.isdigit() and size < int(declared[:20]):
        raise LimitError("cut-off", f"cut off after {size} of {declared[:20]} bytes; try again later")
    coding = answer.getheader("Content-Encoding") or ""
    return unpacked(b"".join(parts), coding, limits.page_bytes, "a page")


def _member(url: str, answer: http.client.HTTPResponse, limits: Limits, until: float) -> Member:
    data = _body(answer, limits, until)
    media = answer.getheader("Content-Type") or ""
    charset = _CHARSET.search(media)
    return Member(
        name=url,
        stream=buffered(data),
        size=len(data),
        media=media.split(";")[0].strip().lower(),
        encoding=charset[1] if charset else None,
        url=plain_url(url),
    )
