"""Adding by the app: folders part by part, feeds only where they are asked for and in public."""

import http.server
import threading
import time

import pytest

pytest.importorskip("starlette", reason="starlette is not installed (firsthand[web])")
pytest.importorskip("httpx", reason="httpx is not installed")

from starlette.testclient import TestClient

from firsthand.store import open_library
from firsthand.web import jobs
from firsthand.web.app import make_app

FEED = """<?xml version="1.0"?><rss version="2.0"><channel><title>The Gull</title><link>{0}</link>
<item><title>Bakers win</title><guid>1</guid><link>{0}/bakers</link><description>Six bakers</description></item>
</channel></rss>"""
PAGE = """<html lang="en"><head><title>Bakers win their prize</title></head><body><article>
<h1>Bakers win their prize</h1><p>Six bakers shared the prize of 400 crowns, the jury said on Friday.</p>
<p>It was the third time that the prize was shared, said Nora Pell, who sits on the jury.</p></article></body></html>"""


@pytest.fixture
def library(tmp_path):
    with open_library(str(tmp_path / "library.db"), create=True) as found:
        yield found


def _client(library, reach="public"):
    return TestClient(make_app(library, port=80, reach=reach), base_url="http://localhost")


@pytest.fixture
def site():
    """A site with a feed of one article; the paths that it was asked for."""
    asked = []

    class Answers(http.server.BaseHTTPRequestHandler):
        def log_message(self, *_):
            pass

        def do_GET(self):
            asked.append(self.path)
            root = f"http://127.0.0.1:{self.server.server_port}"
            texts = {"/feed": FEED.format(root), "/bakers": PAGE}
            body = texts.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            self.send_header("Content-Type", "text/html" if self.path == "/bakers" else "application/rss+xml")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    server.server_close()


def _done(client, answer):
    job = answer.headers["location"].rpartition("/")[2]
    deadline = time.monotonic() + 90
    while (row := client.get(f"/api/jobs/{job}").json())["state"] not in ("done", "failed"):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return row


def _add(client, way, **given):
    return _done(client, client.post(f"/add/{way}", data=given, follow_redirects=False))


def test_a_feed_is_fetched_with_the_pages_of_its_entries(library, site):
    address, asked = site
    client = _client(library, reach="any")
    row = _add(client, "feed", address=f"{address}/feed")
    assert row["state"] == "done"
    assert [one["status"] for one in row["added"]] == ["new"]
    assert {"/robots.txt", "/feed", "/bakers"} <= set(asked)
    (found,) = client.get("/api/articles").json()
    assert found["title"] == "Bakers win their prize"
    again = _add(client, "feed", address=f"{address}/feed")
    assert (again["state"], again["added"]) == ("done", [])


def test_a_feed_at_a_private_address_is_refused(library, site):
    address, asked = site
    row = _add(_client(library), "feed", address=f"{address}/feed")
    assert row["state"] == "failed"
    assert row["error"]
    assert asked == []


@pytest.mark.parametrize("address", ["", "file:///etc/passwd", "javascript:alert(1)", "feed", "https://"])
def test_what_is_no_address_of_a_feed_is_refused(library, address):
    assert _client(library).post("/add/feed", data={"address": address}).status_code == 400


def test_a_folder_is_kept_part_by_part(library, story, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 1)
    whole = jobs.read_in_parts

    def broken_off(*given, **named):
        parts = whole(*given, **named)
        yield next(parts)
        yield next(parts)
        raise MemoryError

    monkeypatch.setattr(jobs, "read_in_parts", broken_off)
    client = _client(library)
    row = _add(client, "path", path=str(story))
    assert (row["state"], row["read"], len(row["added"])) == ("failed", 2, 2)
    assert len(client.get("/api/articles").json()) == 2
    monkeypatch.setattr(jobs, "read_in_parts", whole)
    row = _add(client, "path", path=str(story))
    assert sorted(one["status"] for one in row["added"]) == ["known", "known", "new"]
    assert len(client.get("/api/articles").json()) == 3


def test_what_merely_lies_in_a_folder_is_passed_over_in_every_part(library, story, monkeypatch):
    monkeypatch.setattr(jobs, "BATCH", 1)
    (story / "sizes.csv").write_text("width,height\n1,2\n")
    row = _add(_client(library), "path", path=str(story))
    assert row["issues"] == []
    assert len(row["added"]) == 3
    missing = _add(_client(library), "path", path=str(story / "nothing.txt"))
    assert [one["code"] for one in missing["issues"]] == ["missing"]
