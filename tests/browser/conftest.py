"""A browser to look at pages with: Debian's chromium, driven by Playwright; skipped where either is absent."""

import shutil

import pytest

# Nothing here may reach for the network, or for settings of whoever runs the tests.
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SIZES = {"wide": (1400, 900), "narrow": (360, 740)}


@pytest.fixture(scope="session")
def browser():
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        pytest.skip("chromium is not installed (Debian: apt-get install chromium)")
    with playwright.sync_playwright() as driver:
        found = driver.chromium.launch(executable_path=program, args=FLAGS)
        yield found
        found.close()


@pytest.fixture(params=["wide-light", "wide-dark", "narrow-light", "narrow-dark"])
def any_page(request, browser):
    """A page of each size and colour scheme."""
    size, scheme = request.param.split("-")
    width, height = SIZES[size]
    with browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, reduced_motion="reduce"
    ) as context:
        yield context.new_page()


@pytest.fixture
def page(browser):
    """A wide page; an error of a script fails the test."""
    with browser.new_context(viewport={"width": 1400, "height": 900}) as context:
        found = context.new_page()
        errors = []
        found.on("pageerror", lambda error: errors.append(str(error)))
        found.on("dialog", lambda dialog: errors.append(f"dialog: {dialog.message}"))
        yield found
        assert errors == []


@pytest.fixture
def serious():
    """What axe-core finds that keeps people from using a page: rules, with the elements concerned."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-core is not installed")

    def check(page):
        found = axe.Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
        return [
            (one["id"], one["help"], [node["html"][:200] for node in one["nodes"]][:3])
            for one in found
            if one["impact"] in ("serious", "critical")
        ]

    return check
