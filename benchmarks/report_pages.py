"""Measures how fast reports and the app's pages open in a browser, and how much is sent for them.

    python benchmarks/report_pages.py [--data FOLDER] [--large 2000] [--rounds 5]

Reports: the demo, the story in `--data` (left out where it is not there), and the demo grown to so many
articles by copies. Pages of the app: those of a library that holds the demo, each asked for once before
it is measured. Times are milliseconds after the page was asked for, as the browser itself tells them, the
median of the rounds: `paint` when something is seen first, `ready` when all is loaded and scripts have
run; `kb` is what was read or sent, styles and scripts among it. Prints one JSON line. Needs playwright and
chromium.
"""

from __future__ import annotations

import argparse
import json
import shutil
import socket
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import uvicorn
from playwright.sync_api import Browser, sync_playwright

import firsthand
from firsthand.demo import demo_paths
from firsthand.desk import add
from firsthand.model import Derivation, Result
from firsthand.report.html import render_html
from firsthand.store import open_library
from firsthand.web.app import make_app

STORY = Path(__file__).resolve().parent.parent.parent / "shared" / "stories" / "korea-troops"
PAGES = {
    "stories": "/",
    "story": "/story/s1",
    "article": "/article/a1",
    "source": "/source?name=Ruben+Castellar",
    "compare": "/compare?first=a1&second=a2",
    "search": "/search?q=340",
}
# The flags that browsers in containers need, and that keep it from asking for anything by itself.
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
_TIMES = """() => new Promise((done) => {
  const told = () => {
    const page = performance.getEntriesByType("navigation")[0];
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    if (!paint || !page.loadEventEnd) return setTimeout(told, 20);
    const sent = [page, ...performance.getEntriesByType("resource")];
    const bytes = sent.reduce((sum, one) => sum + one.transferSize, 0);
    done({paint: paint.startTime, ready: page.loadEventEnd, sent: bytes});
  };
  told();
})"""


def grown(result: Result, number: int) -> Result:
    """The result with copies of its articles until there are so many, all in one story."""
    articles, lineage = list(result.articles), list(result.lineage)
    readings = {claim.id: list(claim.readings) for claim in result.claims}
    for n in range(len(articles), number):
        first = result.articles[n % len(result.articles)]
        name = f"b{n}"
        digest = f"{n:064x}"
        articles.append(replace(first, id=name, sha256=digest, outlet=f"Outlet {n}", paths=(f"{n}.txt",)))
        edge = Derivation(child=name, parent=first.id, parent_kind="article", how="copies", score=1.0)
        lineage.append(edge)
        for claim in result.claims:
            own = [one for one in claim.readings if one.article == first.id]
            readings[claim.id] += [replace(one, article=name) for one in own]
    return replace(
        result,
        articles=tuple(articles),
        lineage=tuple(lineage),
        claims=tuple(replace(one, readings=tuple(readings[one.id])) for one in result.claims),
        stories=(replace(result.stories[0], articles=tuple(one.id for one in articles)),),
    )


def times(browser: Browser, address: str, rounds: int, size: int | None = None) -> dict[str, float]:
    """The medians for one address; `size` is that of a file, of which nothing is sent."""
    told: list[dict[str, Any]] = []
    for _ in range(rounds):
        with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
            page = context.new_page()
            page.goto(address)
            told.append(page.evaluate(_TIMES))
    sent = size if size is not None else statistics.median(one["sent"] for one in told)
    return {
        **{name: round(statistics.median(one[name] for one in told)) for name in ("paint", "ready")},
        "kb": round(sent / 1000),
    }


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of an app over a library with the demo."""
    with open_library(str(folder / "library.db"), create=True) as library:
        add(library, demo_paths())
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        app = make_app(library, port=port)
        server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="error"))
        thread = threading.Thread(target=server.run, daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.02)
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join(10)


def reports(data: Path, large: int, folder: Path) -> Iterator[Path]:
    """The reports that are measured, one by one."""
    demo = firsthand.trace(demo_paths())
    results = {"demo": demo, f"{large} articles": grown(demo, large)}
    if data.is_dir():
        results[data.name] = firsthand.trace(data)
    for name, result in results.items():
        path = folder / f"{name}.html"
        path.write_text(render_html(result), encoding="utf-8")
        yield path


def main() -> int:
    """The exit status; prints the figures."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", 1)[0])
    parser.add_argument("--data", type=Path, default=STORY)
    parser.add_argument("--large", type=int, default=2000)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        print("chromium is not installed", file=sys.stderr)
        return 1
    figures: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as name, sync_playwright() as driver:
        folder = Path(name)
        browser = driver.chromium.launch(executable_path=program, args=FLAGS)
        for path in reports(options.data, options.large, folder):
            size = path.stat().st_size
            figures[f"report: {path.stem}"] = times(browser, path.as_uri(), options.rounds, size)
        with served(folder) as address:
            for page, path in PAGES.items():
                times(browser, address + path, 1)
                figures[f"app: {page}"] = times(browser, address + path, options.rounds)
        browser.close()
    print(json.dumps(figures))
    return 0


if __name__ == "__main__":
    sys.exit(main())
