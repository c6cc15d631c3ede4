"""The app in a browser: what an analyst does there, and what nobody may do to them."""

import threading
import time
import urllib.error
import urllib.request

import pytest

pytest.importorskip("starlette", reason="starlette is not installed (firsthand[web])")
uvicorn = pytest.importorskip("uvicorn", reason="uvicorn is not installed (firsthand[web])")

from firsthand.demo import demo_paths  # noqa: E402
from firsthand.desk import add  # noqa: E402
from firsthand.store import open_library  # noqa: E402
from firsthand.web.app import make_app  # noqa: E402

HOSTILE = """<html lang="en"><head><title>Harbour <script>document.title='pwned'</script> blaze</title>
<meta property="og:site_name" content="<img src=x onerror=document.title='pwned'>">
<link rel="canonical" href="javascript:document.title='pwned'"></head><body><article>
<h1>Harbour blaze <script>document.title='pwned'</script> kills 14</h1>
<p>At least 14 people died in the harbour on Monday, the &lt;script&gt;document.title='pwned'&lt;/script&gt; fire brigade said.</p>
<p>"&lt;img src=x onerror=document.title='pwned'&gt; We saw smoke," said Ana Brink, a docker who stood on the quay.</p>
<p><a href="javascript:document.title='pwned'">more</a></p></article></body></html>"""


class Server:
    def __init__(self, app, port):
        self.server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        self.thread = threading.Thread(target=self.server.run, daemon=True)

    def __enter__(self):
        self.thread.start()
        while not self.server.started:
            time.sleep(0.02)
        self.port = self.server.servers[0].sockets[0].getsockname()[1]
        return f"http://127.0.0.1:{self.port}"

    def __exit__(self, *_):
        self.server.should_exit = True
        self.thread.join(10)


def _free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


@pytest.fixture
def library(tmp_path):
    with open_library(str(tmp_path / "library.db"), create=True) as found:
        yield found


@pytest.fixture
def app(library):
    port = _free_port()
    with Server(make_app(library, port=port), port) as address:
        yield address


@pytest.fixture
def demo(library, app):
    add(library, demo_paths())
    return app


def _upload(page, app, files):
    page.goto(f"{app}/add")
    page.set_input_files("input[type=file]", files)
    page.click("text=Add files")
    page.get_by_role("status").get_by_text("Done").wait_for(timeout=60000)


def test_nothing_serious_keeps_people_out_of_any_page(demo, any_page, serious):
    for path in (
        "/",
        "/add",
        "/search?q=containers",
        "/story/s1",
        "/article/a1",
        "/source?name=Klaxon Online",
    ):
        any_page.goto(demo + path)
        assert serious(any_page) == [], path
        inner, outer = any_page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert inner <= outer, f"{path} scrolls sideways"


def test_a_rejected_link_changes_the_result_and_is_undone(demo, page):
    page.goto(f"{demo}/story/s1")
    page.click("text=The tree in words")
    links = page.locator(".words > ul > li")
    before = links.count()
    told = links.first.inner_text().split(" score")[0]
    links.first.get_by_role("button", name="Reject").click()
    page.get_by_text("This result heeds what people decided").wait_for()
    page.click("text=The tree in words")
    after = [one.split(" score")[0] for one in page.locator(".words > ul > li").all_inner_texts()]
    assert told not in after
    assert len(after) < before
    page.reload()
    assert page.get_by_text("What people decided (1)").is_visible()
    page.click("text=Show the program’s own")
    page.click("text=The tree in words")
    assert page.locator(".words > ul > li").count() == before
    page.go_back()
    page.locator("aside").get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert page.get_by_text("What people decided").count() == 0
    page.click("text=The tree in words")
    assert page.locator(".words > ul > li").count() == before
    page.goto(f"{demo}/judgements")
    assert page.locator(".judgements li").count() == 2  # what was undone stays in the log


def test_the_next_best_parent_is_shown_as_the_programs_own_and_origins_change(demo, page):
    page.goto(f"{demo}/story/s1")
    claims = page.locator(".claims-part").first.inner_text()
    page.click("text=The tree in words")
    link = page.locator(".words > ul > li", has_text="KLAXON ONLINE likely rewrites The Aldmoor Chronicle")
    link.get_by_role("button", name="Reject").click()
    page.get_by_text("This result heeds what people decided").wait_for()
    page.click("text=The tree in words")
    fresh = page.locator(".words > ul > li", has=page.get_by_text("next best"))
    assert "CALDER PRESS AGENCY (wire)" in fresh.inner_text()
    assert fresh.get_by_role("button", name="Reject").count() == 1
    page.reload()
    wire = page.locator(".words > ul > li", has_text="translated")
    page.click("text=The tree in words")
    wire.first.get_by_role("button", name="Reject").click()
    page.get_by_text("What people decided (2)").wait_for()
    assert page.locator(".claims-part").first.inner_text() != claims
    for left in ("(1)", None):
        page.locator("aside").get_by_role("button", name="Undo").first.click()
        if left:
            page.get_by_text(f"What people decided {left}").wait_for()
    page.wait_for_load_state()
    assert page.locator(".claims-part").first.inner_text() == claims


def test_several_readings_are_split_off_in_one_step(demo, page):
    page.goto(f"{demo}/story/s1")
    number = page.locator(".claim").count()
    form = page.locator(".claim").first.locator("details.decide")
    form.locator("summary").click()
    for n in (0, 1):
        form.locator("input[type=checkbox]").nth(n).check()
    form.get_by_role("button", name="Split off the marked").click()
    page.get_by_text("What people decided (1)").wait_for()
    assert page.locator(".claim").count() == number + 1
    page.locator("aside").get_by_role("button", name="Undo").click()
    page.wait_for_load_state()
    assert page.locator(".claim").count() == number


def test_a_change_is_marked_as_none_and_the_report_says_who_did_it(demo, page):
    page.goto(f"{demo}/story/s1")
    number = page.locator(".change-item").count()
    page.locator("footer input[name=who]").fill("Ana <b>Brink</b>")
    page.click("text=Change >> nth=-1")
    page.locator(".change-item").first.get_by_role("button", name="No change").click()
    page.wait_for_load_state()
    assert page.locator(".change-item").count() == number - 1
    report = page.request.get(f"{demo}/story/s1/report.html").text()
    assert "What people decided" in report
    assert "Ana &lt;b&gt;Brink&lt;/b&gt;" in report


def test_two_people_at_once(demo, browser):
    with browser.new_context() as one, browser.new_context() as other:
        pages = []
        for context, name in ((one, "Ana"), (other, "Ben")):
            page = context.new_page()
            page.goto(f"{demo}/")
            page.locator("footer input[name=who]").fill(name)
            page.click("footer button")
            page.goto(f"{demo}/story/s1")
            page.click("text=The tree in words")
            pages.append(page)
        pages[0].locator(".words > ul > li").first.get_by_role("button", name="Reject").click()
        pages[0].get_by_text("What people decided (1)").wait_for()
        pages[1].locator(".words > ul > li").first.get_by_role("button", name="Confirm").click()
        pages[1].get_by_text("Somebody else decided in the meantime").first.wait_for()
        assert pages[1].get_by_text("Ana").is_visible()
        pages[1].get_by_role("button", name="Decide so all the same").click()
        pages[1].get_by_text("What people decided (1)").wait_for()


def test_a_story_is_uploaded_searched_and_compared(app, story, page):
    _upload(page, app, [str(path) for path in sorted(story.iterdir())])
    page.goto(f"{app}/")
    page.locator(".search input").fill("ferries")
    page.keyboard.press("Enter")
    page.locator("table.list").wait_for()
    assert page.locator("table.list tbody tr").count() == 3
    page.locator("table.list a[href^='/article/']").first.click()
    page.click("text=Side by side")
    assert page.locator("table.beside tbody tr").count() > 3
    assert page.locator("table.beside mark").count() > 0
    page.goto(f"{app}/source?name=Mara Venn")
    assert page.get_by_text("We will not comment").count() >= 2


def test_reloading_while_articles_are_added_adds_nothing_twice(app, story, page, library):
    page.goto(f"{app}/add")
    page.set_input_files("input[type=file]", [str(path) for path in story.iterdir()])
    page.click("text=Add files")
    page.wait_for_url("**/job/*")  # a page that is about to give way to the next cannot be reloaded
    for _ in range(3):
        page.reload()
    page.get_by_role("status").get_by_text("Done").wait_for(timeout=60000)
    assert len(page.request.get(f"{app}/api/articles").json()) == 3
    page.go_back()
    page.goto(f"{app}/job/nosuchjob")
    assert page.get_by_text("not known any more").is_visible()


def test_a_hostile_article_is_inert(app, page, tmp_path):
    path = tmp_path / "<img src=x onerror=alert(1)>.html"
    path.write_text(HOSTILE, encoding="utf-8")
    line = tmp_path / "line.txt"
    line.write_text("A very long line\n\n" + "The mayor said 14 people died. " * 170_000, encoding="utf-8")
    foreign = []
    page.on(
        "request", lambda request: foreign.append(request.url) if not request.url.startswith(app) else None
    )
    _upload(page, app, [str(path), str(line)])
    for where in (
        "/",
        "/story/s1",
        "/article/a1",
        "/story/s1/report.html",
        "/search?q=harbour",
        "/source?name=Ana Brink",
    ):
        if not where.endswith("report.html"):
            page.goto(app + where)
            assert page.title() != "pwned"
            assert page.locator("a[href^='javascript']").count() == 0
            assert page.locator("main script, main img, [onerror]").count() == 0
    assert [one for one in foreign if not one.startswith("data:")] == []


def test_who_may_ask(library, tmp_path):
    port = _free_port()
    with Server(make_app(library, port=port), port) as address:
        assert _status(address, {"Host": f"localhost:{port}"}) == 200
        assert _status(address, {"Host": "evil.example"}) == 421  # another name for this machine
        assert _status(f"{address}/who", {"Origin": "http://evil.example"}, b"who=x") == 403
        assert _status(f"{address}/who", {"Sec-Fetch-Site": "cross-site"}, b"who=x") == 403
    with Server(make_app(library, token="secret", port=port), port) as address:
        assert _status(address) == 401
        assert _status(f"{address}/api/stories", {"Authorization": "Bearer wrong"}) == 401
        assert _status(f"{address}/api/stories", {"Authorization": "Bearer secret"}) == 200


def _status(address, headers=None, data=None):
    try:
        with urllib.request.urlopen(
            urllib.request.Request(address, data, headers or {}), timeout=10
        ) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code
