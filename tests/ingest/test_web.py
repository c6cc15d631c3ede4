"""Fetching, against servers on this machine's own loopback only."""

from __future__ import annotations

import gzip
import http.server
import threading

import made
import pytest

from firsthand.ingest import Limits, ReadOptions, read_inputs
from firsthand.ingest.limits import LimitError
from firsthand.ingest.web import _is_public, fetch

PROXIES = (
    "http_proxy",
    "https_proxy",
    "all_proxy",
    "HTTP_PROXY",
    "HTTPS_PROXY",
    "ALL_PROXY",
    "no_proxy",
    "NO_PROXY",
)


class Site(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = self.path.partition("?")[0]
        if path == "/to-page":
            self.answer(302, b"", Location="/page")
        elif path == "/loop":
            self.answer(302, b"", Location="/loop")
        elif path == "/to-file":
            self.answer(302, b"", Location="file:///etc/hostname")
        elif path == "/to-metadata":
            self.answer(302, b"", Location="http://169.254.169.254/latest/")
        elif path == "/packed":
            self.answer(200, gzip.compress(made.page("Packed")), **{"Content-Encoding": "gzip"})
        elif path == "/bomb":
            self.answer(200, gzip.compress(b" " * 40_000_000), **{"Content-Encoding": "gzip"})
        elif path in ("/page", "/http://example.com/page"):
            self.answer(200, made.page("Fetched"))
        else:
            self.answer(404, b"no")

    def answer(self, status, body, **headers):
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch):
    for name in PROXIES:
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="module")
def site():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()


def refused(url, reach="public"):
    with pytest.raises(LimitError) as error:
        fetch(url, Limits(), reach)
    return error.value.code


def test_nothing_is_fetched_unless_asked_for(site):
    documents, (issue,) = read_inputs([f"{site}/page"])
    assert documents == ()
    assert issue.code == "not-fetched"
    assert "--fetch" in issue.detail


def test_a_page_is_fetched_where_it_is_allowed(site, tmp_path):
    listed = tmp_path / "urls.txt"
    listed.write_text(f"# two pages\n{site}/page\n{site}/packed\n{site}/none\n")
    documents, issues = read_inputs([listed], options=ReadOptions(fetch=True, reach="any"))
    assert {d.text.split("\n")[0] for d in documents} == {"Fetched", "Packed"}
    assert [(i.code, i.where) for i in issues] == [("not-found", f"{site}/none")]


def test_redirects_are_followed_and_checked(site):
    assert fetch(f"{site}/to-page", Limits(), "any").url == f"{site}/page"
    assert refused(f"{site}/loop", "any") == "not-found"
    assert refused(f"{site}/to-file", "any") == "bad-address"


def test_private_addresses_are_never_read(site):
    assert refused(f"{site}/page") == "private-address"
    assert refused(f"{site.replace('127.0.0.1', 'localhost')}/page") == "private-address"
    assert refused("http://[::1]/") == "private-address"
    assert refused("http://2130706433/") == "private-address"
    assert refused("file:///etc/hostname") == "bad-address"
    documents, (issue,) = read_inputs([f"{site}/page"], options=ReadOptions(fetch=True))
    assert documents == ()
    assert issue.code == "private-address"


def test_a_redirect_to_a_private_address_is_refused(site, monkeypatch):
    # The server itself stands in for a public one: only its own address passes the check.
    from firsthand.ingest import web

    monkeypatch.setattr(web, "_is_public", lambda number: number == "127.0.0.1")
    assert refused(f"{site}/to-metadata") == "private-address"


@pytest.mark.parametrize(
    "number",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
        "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "2002:7f00:1::",
        "64:ff9b::7f00:1", "ff02::1", "fe80::1%eth0",
    ],
)  # fmt: skip
def test_what_is_private(number):
    assert not _is_public(number)


@pytest.mark.parametrize("number", ["93.184.216.34", "2606:2800:220:1::1", "64:ff9b::5db8:d822"])
def test_what_is_public(number):
    assert _is_public(number)


def test_what_unpacks_to_too_much_is_an_issue(site):
    assert refused(f"{site}/bomb", "any") == "too-large"


def test_behind_a_proxy_it_is_refused_unless_allowed(site, monkeypatch):
    monkeypatch.setenv("http_proxy", site)
    assert refused("http://example.com/page", "any") == "behind-proxy"
    assert refused("http://127.0.0.1/page", "public+proxy") == "private-address"


def test_through_a_proxy_that_is_allowed(site, monkeypatch):
    monkeypatch.setenv("http_proxy", site)
    # The test's server answers for the proxy, whose request line holds the whole address.
    monkeypatch.setattr(Site, "do_GET", lambda self: self.answer(200, made.page(self.path)))
    page = fetch("http://example.com/page", Limits(), "public+proxy")
    assert b"http://example.com/page" in page.stream.read()
