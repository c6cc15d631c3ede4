"""The API and the pages without a browser: every address, its errors, and what it is described as."""

import time

import pytest

pytest.importorskip("starlette", reason="starlette is not installed (firsthand[web])")
pytest.importorskip("httpx", reason="httpx is not installed")

from starlette.testclient import TestClient

from firsthand.cli import main
from firsthand.desk import add
from firsthand.report.exports import ENDINGS
from firsthand.store import open_library
from firsthand.web.app import make_app
from firsthand.web.serving import is_loopback


@pytest.fixture
def library(story, tmp_path):
    with open_library(str(tmp_path / "library.db"), create=True) as found:
        add(found, [story])
        yield found


@pytest.fixture
def client(library):
    return TestClient(make_app(library, port=80), base_url="http://localhost")


def test_every_address_that_is_described_answers(client):
    described = client.get("/api/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    values = {"{story}": "s1", "{article}": "a1", "{job}": "none"}
    queries = {"/api/search": {"q": "ferries"}, "/api/source": {"name": "Mara Venn"}}
    queries["/api/compare"] = {"first": "a1", "second": "a2"}
    for path, operations in described["paths"].items():
        if "get" in operations:
            address = path
            for name, value in values.items():
                address = address.replace(name, value)
            answer = client.get(address, params=queries.get(path, {}))
            assert answer.status_code == (404 if "{job}" in path else 200), path
            answer.json()
    assert set(described["paths"]["/api/articles"]) == {"get", "post"}


def test_a_story_is_given_after_the_contract(client):
    found = client.get("/api/stories/s1").json()
    assert found["format"] == "firsthand/1"
    assert len(found["articles"]) == 3
    assert found["judgements"] == []


def test_an_article_is_added_by_the_api(client):
    text = "Bakers win their prize\nThe Oven Post\n\nSix bakers shared the prize, the jury said on Friday."
    job = client.post("/api/articles", json={"text": text}).json()
    deadline = time.monotonic() + 60
    while client.get(f"/api/jobs/{job['id']}").json()["state"] not in ("done", "failed"):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    done = client.get(f"/api/jobs/{job['id']}").json()
    assert [one["status"] for one in done["added"]] == ["new"]
    assert done["added"][0]["path"] == "pasted.txt"  # not where the server put it
    assert len(client.get("/api/stories").json()) == 2


def test_a_judgement_is_kept_and_another_in_the_meantime_is_told(client):
    edge = next(
        one for one in client.get("/api/stories/s1").json()["lineage"] if one["parent_kind"] == "article"
    )
    given = {
        "kind": "parent",
        "subject": f"{edge['child']} {edge['parent']}",
        "verdict": "rejected",
        "who": "Ana",
    }
    assert client.post("/api/judgements", json=given).status_code == 201
    lineage = client.get("/api/stories/s1").json()["lineage"]
    assert (edge["child"], edge["parent"]) not in {(one["child"], one["parent"]) for one in lineage}
    own = client.get("/api/stories/s1?own=1").json()["lineage"]
    assert (edge["child"], edge["parent"]) in {(one["child"], one["parent"]) for one in own}
    other = client.post("/api/judgements", json={**given, "who": "Ben", "verdict": "confirmed", "seen": 0})
    assert other.status_code == 409
    assert other.json()["other"]["who"] == "Ana"
    (kept,) = client.get("/api/judgements").json()
    assert kept["stands"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/stories/s99", 404),
        ("/api/stories/x", 400),
        ("/api/search?q=", 400),
        ("/api/compare?first=a1&second=a77", 404),
        ("/nothing", 404),
        ("/api/nothing", 404),
        ("/story/s99", 404),
        ("/article/..%2f..%2fetc", 404),
        ("/static/../app.py", 404),
        ("/story/s1/export/exe", 400),
    ],
)
def test_what_is_not_there_is_told_plainly(address, status, client):
    answer = client.get(address)
    assert answer.status_code == status
    assert "Traceback" not in answer.text


def test_wrong_judgements_and_bodies_are_refused(client):
    assert client.post("/api/judgements", json={"kind": "guess"}).status_code == 400
    assert client.post("/api/judgements", content="{}").status_code == 400
    wrong = client.post("/api/judgements", content="{", headers={"Content-Type": "application/json"})
    assert wrong.status_code == 400
    assert client.post("/add/upload", data={}).status_code == 400
    assert client.post("/add/elsewhere", data={"text": "x"}).status_code == 400


def test_a_form_leads_back_to_this_server_only(client):
    form = {"kind": "note", "verdict": "noted", "first": "s1", "note": "ask the agency"}
    for back, to in (("/story/s1", "/story/s1"), ("//evil.example", "/"), ("https://evil.example", "/")):
        answer = client.post("/judge", data={**form, "back": back}, follow_redirects=False)
        assert answer.status_code == 303
        assert answer.headers["location"] == to
    assert "ask the agency" in client.get("/story/s1").text
    assert client.get("/").headers["content-security-policy"].startswith("default-src 'none'")


def test_every_export_of_a_story_is_served(client):
    for name in ENDINGS:
        answer = client.get(f"/story/s1/export/{name}")
        assert answer.status_code == 200
        assert answer.headers["content-disposition"] == f'attachment; filename="s1{ENDINGS[name]}"'


def test_only_loopback_needs_no_token():
    assert is_loopback("127.0.0.1")
    assert is_loopback("::1")
    assert not is_loopback("0.0.0.0")
    assert not is_loopback("example.org")


def test_judgements_are_made_in_the_terminal_too(library, tmp_path, capsys):
    address = str(tmp_path / "library.db")
    assert (
        main(["judge", "outlet", "a1", "named", "--note", "The Gull", "--who", "Ana", "--library", address])
        == 0
    )
    assert main(["judge", "outlet", "a1", "perhaps", "--library", address]) == 2
    assert main(["trace", "--library", address, "--format", "json"]) == 0
    assert '"outlet": "The Gull"' in capsys.readouterr().out
