"""Asking servers politely: one request a host at a time, with a pause, and only what robots.txt allows."""

from __future__ import annotations

import email.utils
import threading
import time
import urllib.parse
import urllib.robotparser
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field
from typing import TypeVar

from firsthand.ingest.limits import LimitError, Limits
from firsthand.ingest.web import ask

AGENT = "firsthand"
_AGENT_LINE = "firsthand (watches feeds for one user; honours robots.txt)"
# Between two requests to a host; robots.txt may ask for more, up to a minute.
PAUSE = 1.0
LONGEST_PAUSE = 60.0
# So many hosts are asked at the same time.
HOSTS = 8
# How long a host's robots.txt counts, as RFC 9309 advises.
ROBOTS_SECONDS = 24 * 3600.0
ROBOTS_BYTES = 512 * 1024
# A server that asks to be left alone for longer is asked again after a day all the same.
LONGEST_WAIT = 24 * 3600.0

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What came of asking for an address.

    `status` is that of HTTP, or 0 where there was no answer; `why` says what went wrong. `wait` is for how
    many seconds the server wants to be left alone.
    """

    url: str
    status: int
    data: bytes = b""
    media: str = ""
    etag: str = ""
    modified: str = ""
    moved: bool = False
    wait: float = 0.0
    why: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the page was deleted."""
        return self.status in (404, 410)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """An address to ask for, with what is known of it from the last time."""

    url: str
    etag: str = ""
    modified: str = ""


@dataclass(slots=True, kw_only=True)
class _Host:
    """What is known of one host."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    robots: urllib.robotparser.RobotFileParser | None = None
    robots_until: float = 0.0
    next_at: float = 0.0
    pause: float = PAUSE


class Fetcher:
    """Asks for pages. `reach` "any" allows private addresses, for tests with a server of their own."""

    def __init__(
        self,
        *,
        reach: str = "public",
        pause: float = PAUSE,
        limits: Limits | None = None,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._reach = reach
        self._pause = pause
        self._limits = limits or Limits()
        self._wall = wall
        self._hosts: dict[str, _Host] = {}
        self._guard = threading.Lock()

    def all(self, wanted: Sequence[tuple[T, Wanted]]) -> Iterator[tuple[T, Page]]:
        """The page for each, as they come; each host is asked for one at a time, hosts at the same time."""
        by_host: dict[str, list[tuple[T, Wanted]]] = {}
        for one in wanted:
            by_host.setdefault(_host_of(one[1].url), []).append(one)
        with ThreadPoolExecutor(HOSTS) as pool:
            waiting = {pool.submit(self._line, list(line)) for line in by_host.values()}
            for done in as_completed(waiting):
                yield from done.result()

    def _line(self, line: Sequence[tuple[T, Wanted]]) -> list[tuple[T, Page]]:
        """One host's pages, in turn; when it asks for a rest the others are left for later."""
        found: list[tuple[T, Page]] = []
        rest: Page | None = None
        for mark, wanted in line:
            page = rest if rest is not None else self.one(wanted)
            if page.status in (429, 503) and page.wait:
                rest = page
            found.append((mark, page))
        return found

    def one(self, wanted: Wanted) -> Page:
        """What came of asking for one address; never raises for what a server or the network does."""
        host = self._host(wanted.url)
        with host.lock:
            refusal = self._refusal(host, wanted.url)
            if refusal is not None:
                return refusal
            headers = {"User-Agent": _AGENT_LINE}
            if wanted.etag:
                headers["If-None-Match"] = wanted.etag
            if wanted.modified:
                headers["If-Modified-Since"] = wanted.modified
            return self._ask(host, wanted.url, headers)

    def _host(self, url: str) -> _Host:
        with self._guard:
            return self._hosts.setdefault(_host_of(url), _Host(pause=self._pause))

    def _ask(self, host: _Host, url: str, headers: Mapping[str, str]) -> Page:
        time.sleep(max(0.0, host.next_at - time.monotonic()))
        try:
            answer = ask(url, self._limits, self._reach, headers)
        except LimitError as error:
            return Page(url=url, status=0, why=error.detail)
        except (OSError, ValueError) as error:
            return Page(url=url, status=0, why=f"no answer ({error})")
        finally:
            host.next_at = time.monotonic() + host.pause
        return Page(
            url=answer.url,
            status=answer.status,
            data=answer.data,
            media=answer.headers.get("content-type", ""),
            etag=answer.headers.get("etag", ""),
            modified=answer.headers.get("last-modified", ""),
            moved=answer.moved and answer.url != url,
            wait=self._retry_after(answer.headers.get("retry-after", "")),
            why="" if answer.status in (200, 304) else f"the server answered {answer.status}",
        )

    def _refusal(self, host: _Host, url: str) -> Page | None:
        """Why an address is not asked for: by the host's robots.txt, which is fetched when it is needed."""
        if host.robots is None or time.monotonic() > host.robots_until:
            self._read_robots(host, url)
        if host.robots is None:
            # RFC 9309: a site that cannot say what it allows is left alone, until it can.
            return Page(url=url, status=0, why="its robots.txt cannot be had; it is asked again later")
        if host.robots.can_fetch(AGENT, url):
            return None
        return Page(url=url, status=403, why="the site's robots.txt does not allow it")

    def _read_robots(self, host: _Host, url: str) -> None:
        robots = urllib.robotparser.RobotFileParser()
        page = self._ask(host, urllib.parse.urljoin(url, "/robots.txt"), {"User-Agent": _AGENT_LINE})
        if page.status == 200:
            robots.parse(page.data[:ROBOTS_BYTES].decode("utf-8", "replace").splitlines())
        elif 400 <= page.status < 500 and page.status != 429:
            robots.parse([])  # there is none: all is allowed
        elif host.robots is not None:
            robots = host.robots  # what it said last still counts
        else:
            return
        host.robots = robots
        host.robots_until = time.monotonic() + ROBOTS_SECONDS
        delay = robots.crawl_delay(AGENT)
        if delay is not None:
            host.pause = min(LONGEST_PAUSE, max(self._pause, float(delay)))

    def _retry_after(self, given: str) -> float:
        """For how many seconds a server wants to be left alone: it says a number or a date."""
        if given.isascii() and given.isdigit():
            return min(float(given[:9]), LONGEST_WAIT)
        try:
            seconds = email.utils.parsedate_to_datetime(given).timestamp() - self._wall()
        except (ValueError, TypeError, IndexError, OverflowError):
            return 0.0
        return min(max(0.0, seconds), LONGEST_WAIT)


def _host_of(url: str) -> str:
    try:
        return urllib.parse.urlsplit(url).netloc.rpartition("@")[2].lower()
    except ValueError:
        return url
