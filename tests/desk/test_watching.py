"""Watching: a feed server of our own on loopback, with all that goes wrong on the way."""

from __future__ import annotations

import contextlib
import datetime as dt
import http.server
import importlib
import json
import threading
import time
from collections import Counter

import pytest

from firsthand.desk.alerts import confirm, pending_alerts, post, start_listening
from firsthand.desk.feeds import expand_sources, parse_feed
from firsthand.desk.fetching import Fetcher, Page, Wanted
from firsthand.desk.views import Filter, article_rows, issue_rows, show_article
from firsthand.desk.watching import WatchOptions, _poll, watch_round
from firsthand.errors import InputError
from firsthand.ingest import Limits
from firsthand.store import open_library
from firsthand.store.columns import number_of
from firsthand.store.watched import count_entries

PLACES = "Arden Borrow Callis Dunmere Elstow Farrow Garth Holm Inver Jura Kelso Lorne Morven Nairn Oban Perth".split()


def article(n, jobs=None):
    place = PLACES[n % len(PLACES)]
    return (
        f"<p>The {place} ferry will carry {jobs or 100 + 7 * n} fewer passengers number {n} this year, the harbour office of {place} "
        f"said on Monday. Its director, Mara {place}son, named the weather and the price of diesel as reasons.</p>"
        f"<p>The line runs {3 + n} boats. “We do not like it either,” she said to the {place} Gazette, which had asked "
        f"her about the timetable, the crews and the {20 + n} schools on the islands that depend on the boats.</p>"
    )


class Site:
    """What the server shows, and what was asked of it."""

    def __init__(self):
        self.items = {"good": 3, "latin": 1, "moved": 1}
        self.asked = Counter()
        self.edited = set()
        self.deleted = set()
        self.robots = "User-agent: *\nDisallow: /page/private\n"
        self.faults = {}

    def feed(self, name):
        items = "".join(
            f"<item><guid>{name}-{n}</guid><title>Ferry {n} of {name}</title><link>/page/{name}-{n}</link>"
            f"<pubDate>Mon, 03 Mar 2031 06:{n % 60:02}:00 GMT</pubDate></item>"
            for n in reversed(range(self.items.get(name, 0)))
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The {name.title()} Café</title>{items}</channel></rss>'


@pytest.fixture
def site():  # noqa: C901 - one server with all its faults
    found = Site()

    class Answering(http.server.BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def log_message(self, *_):
            pass

        def do_GET(self):
            found.asked[self.path] += 1
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.answer(self.path.strip("/"))

        def answer(self, path):
            if path == "robots.txt":
                return self.send(found.robots.encode(), "text/plain")
            fault = found.faults.get(path)
            if fault and (step := fault.pop(0) if fault else None):
                return self.fail(step)
            if path.startswith("page/"):
                return self.page(path.removeprefix("page/"))
            if path == "moved-feed":
                return self.send(b"", status=301, headers={"Location": "/moved"})
            body = found.feed(path).encode("iso-8859-1" if path == "latin" else "utf-8")
            etag = f'"{hash(body)}"'
            if self.headers.get("If-None-Match") == etag:
                return self.send(b"", status=304)
            return self.send(body, "application/rss+xml; charset=utf-8", headers={"ETag": etag})

        def page(self, name):
            if name in found.deleted:
                return self.send(b"gone", status=410)
            n = int(name.rpartition("-")[2])
            title = f"<title>Ferry {name}</title>"
            text = article(
                n + 30 * PLACES.index("Arden") + sum(map(ord, name)), 4321 if name in found.edited else None
            )
            return self.send(
                f"<html><head>{title}</head><body><article><h1>Ferry {name}</h1>{text}</article></body></html>".encode()
            )

        def fail(self, step):
            if step == "slow":
                self.send_response(200)
                self.end_headers()
                for _ in range(12):
                    self.wfile.write(b"<rss>")
                    self.wfile.flush()
                    time.sleep(0.1)
                return None
            if step == "cut":
                return self.send(b"<rss><channel><item>", headers={"Content-Length": "99999"})
            if step == "garbage":
                return self.send(b"\x00\xff" * 500)
            status, _, wait = step.partition(" ")
            return self.send(b"", status=int(status), headers={"Retry-After": wait} if wait else {})

        def send(self, body, media="text/html; charset=utf-8", status=200, headers=None):
            self.send_response(status)
            given = {"Content-Type": media, "Content-Length": str(len(body)), **(headers or {})}
            for name, value in given.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    found.address = f"http://127.0.0.1:{server.server_port}"
    yield found
    server.shutdown()
    server.server_close()


class Clock:
    def __init__(self):
        self.now = dt.datetime(2031, 3, 3, 8, tzinfo=dt.UTC)

    def __call__(self):
        return self.now.strftime("%Y-%m-%dT%H:%M:%SZ")

    def forward(self, seconds):
        self.now += dt.timedelta(seconds=seconds)


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def library(library_address, clock):
    with open_library(library_address, create=True, clock=clock) as opened:
        yield opened


@pytest.fixture
def fetcher():
    return Fetcher(reach="any", pause=0.0, limits=Limits(seconds=0.6))


def titles(library):
    return Counter(row["title"] for row in article_rows(library, Filter(limit=10_000)) if row["version"] == 1)


@pytest.fixture
def at_once(monkeypatch):
    """How many requests were under way at the same time, as whoever asks sees it."""
    count = Counter()

    def counted(*given):
        count["now"] += 1
        count["most"] = max(count["most"], count["now"])
        try:
            return fetching.ask(*given)
        finally:
            count["now"] -= 1

    fetching = importlib.import_module("firsthand.ingest.web")
    monkeypatch.setattr("firsthand.desk.fetching.ask", counted)
    return count


def test_day_with_all_faults_loses_nothing_and_doubles_nothing(library, clock, site, fetcher, at_once):
    feeds = [f"{site.address}/{name}" for name in ("good", "latin", "moved-feed", "rare")]
    site.items["rare"] = 2
    site.faults = {
        "good": ["500", "slow", "", "cut", "", "garbage"],
        "rare": ["429 7200", "503 600"],
        "page/good-0": ["500", "cut", "429 300"],
        "page/latin-0": ["slow", "503"],
    }
    end = clock.now + dt.timedelta(days=1)
    rounds = 0
    while clock.now < end:
        done = watch_round(library, feeds, [], fetcher, options=WatchOptions(every=3600, look_again=False))
        rounds += 1
        clock.forward(max(done.wait, 600))
        if rounds in (8, 12):
            site.items["good"] += 1
    wanted = {f"Ferry good-{n}" for n in range(5)} | {
        "Ferry latin-0",
        "Ferry moved-0",
        "Ferry rare-0",
        "Ferry rare-1",
    }
    assert titles(library) == Counter(dict.fromkeys(wanted, 1))
    assert at_once["most"] == 1
    assert site.asked["/moved-feed"] == 1
    assert site.asked["/rare"] <= 25
    codes = {row["code"] for row in issue_rows(library, Filter())}
    assert "feed-failed" in codes


def test_asks_only_for_what_changed_and_what_is_allowed(library, clock, site, fetcher):
    site.items["private"] = 1
    feeds = [f"{site.address}/private", f"{site.address}/good"]
    for _ in range(3):
        watch_round(library, feeds, [], fetcher, options=WatchOptions(look_again=False))
        clock.forward(1000)
    assert site.asked["/page/private-0"] == 0
    assert site.asked["/page/good-0"] == 1
    assert site.asked["/robots.txt"] == 1
    assert site.asked["/good"] == 3
    clock.forward(-7200)
    watch_round(library, feeds, [], fetcher)
    assert site.asked["/good"] == 3  # a clock set back a little brings no flood
    clock.forward(-30 * 24 * 3600)
    watch_round(library, feeds, [], fetcher)
    assert site.asked["/good"] == 4  # and one that ran a month ahead does not stop it


def test_silent_edit_and_deleted_page_are_told(library, clock, site, fetcher):
    feeds = [f"{site.address}/good"]
    start_listening(library, "output")
    watch_round(library, feeds, [], fetcher)
    alerts, cursor = pending_alerts(library, "output")
    confirm(library, "output", alerts, cursor)
    site.edited.add("good-1")
    site.deleted.add("good-2")
    clock.forward(3700)
    done = watch_round(library, feeds, [], fetcher)
    assert [one.status for one in done.added] == ["version"]
    alerts, cursor = pending_alerts(library, "output")
    by_kind = {one.kind: one for one in alerts}
    assert {"correction", "deleted"} <= set(by_kind)
    assert "4321" in by_kind["correction"].line
    shown = show_article(library, number_of("article", by_kind["deleted"].article))
    assert shown.kept.gone == clock.now.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert shown.article is not None
    confirm(library, "output", alerts, cursor)
    assert pending_alerts(library, "output")[0] == ()


def test_killed_between_fetching_and_noting_adds_nothing_twice(library, site, fetcher, monkeypatch):
    feeds = [f"{site.address}/good"]
    with monkeypatch.context() as patch:
        patch.setattr("firsthand.desk.watching._settled", None)
        with pytest.raises(TypeError):
            watch_round(library, feeds, [], fetcher)
    watch_round(library, feeds, [], fetcher)
    assert titles(library) == Counter({f"Ferry good-{n}": 1 for n in range(3)})


def test_feed_with_ten_thousand_entries_waits_in_the_library(library, site, fetcher):
    site.items["good"] = 10_000
    feeds = [f"{site.address}/good"]
    problems = []
    assert _poll(library, feeds, Fetcher(reach="any", pause=0.0), WatchOptions(), problems) == 1
    assert not problems
    with library.read() as connection:
        assert count_entries(connection, feeds[0]) == 10_000


def test_folder_is_watched_too(library, story, fetcher):
    assert len(watch_round(library, [], [str(story)], fetcher).added) == 3
    assert len(watch_round(library, [], [str(story)], fetcher).added) == 0


def test_private_addresses_are_not_asked(site):
    page = Fetcher(pause=0.0).one(Wanted(url=f"{site.address}/good"))
    assert page.status == 0
    assert not site.asked


def test_webhook_is_signed(site):
    taken = {}

    class Hook(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_POST(self):
            taken["body"] = self.rfile.read(int(self.headers["Content-Length"]))
            taken["signature"] = self.headers["X-Firsthand-Signature"]
            self.send_response(204)
            self.end_headers()

    server = http.server.HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.handle_request, daemon=True).start()
    post((), f"http://127.0.0.1:{server.server_port}/", "secret", "library")
    server.server_close()
    import hashlib
    import hmac

    assert taken["signature"] == "sha256=" + hmac.new(b"secret", taken["body"], hashlib.sha256).hexdigest()
    assert json.loads(taken["body"])["format"] == "firsthand-alerts/1"


def test_lists_of_feeds(tmp_path):
    opml = tmp_path / "feeds.opml"
    opml.write_text(
        '<?xml version="1.0"?><opml><body><outline text="News"><outline xmlUrl="https://example.org/a"/></outline>'
        '<outline xmlUrl="file:///etc/passwd"/></body></opml>'
    )
    (tmp_path / "list.txt").write_text("# ours\nhttps://example.org/b\n")
    found = expand_sources([str(opml), str(tmp_path / "list.txt"), "https://example.org/a", str(tmp_path)])
    assert found == (("https://example.org/a", "https://example.org/b"), (str(tmp_path),))
    with pytest.raises(InputError):
        expand_sources([str(tmp_path / "none.opml")])


@pytest.mark.parametrize(
    "data", [b"", b"<html></html>", b"{}", b"[1]", b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>', b"\xff\xfe\x00"]
)
def test_what_is_no_feed_is_told(data):
    with pytest.raises(ValueError, match=r"feed|JSON|Expecting|decode"):
        parse_feed(data, "https://example.org/")


def test_json_feed():
    data = json.dumps(
        {"title": "T", "items": [{"id": 1, "url": "/a", "content_text": "x <b>"}, {"id": 1}, "odd"]}
    )
    title, (entry,) = parse_feed(data.encode(), "https://example.org/feed")
    assert title == "T"
    assert entry.url == "https://example.org/a" or entry.url is None


def test_page_is_gone_by_its_status():
    assert Page(url="u", status=410).is_gone
    assert not Page(url="u", status=500).is_gone
