from __future__ import annotations

import base64
import hashlib
import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from importlib import resources

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from firsthand.model import Attribution, Change, Derivation, Evidence, Result, Span
from firsthand.report.html import render_html

HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{display:none}</style>",
    "]]><!--",
    "javascript:alert(1)",
    "&lt;b&gt; &#60;",
    "</title></head><body>",
    "\u202eesrever\u2066",
    "\x00\x1b[31m\ud800",
)


class Page(HTMLParser):
    """The tags, attributes and text of a page."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        if tag not in {"meta", "br", "input"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "script"}:
            self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.words).split())

    def values(self, name: str) -> list[str]:
        return [value for _, told, value in self.attributes if told == name]


def filled(result: Result, text: str) -> Result:
    """The result with a text of somebody's in every place that can hold one."""
    attribution = Attribution(
        source=text, source_kind="person", chain=(text, text), source_spans=(Span(0, 3),)
    )
    return replace(
        result,
        articles=tuple(
            replace(
                one,
                outlet=text,
                title=text,
                byline=text,
                published=text,
                url=text,
                language=text,
                provenance=((text, text),),
            )
            for one in result.articles
        ),
        stories=tuple(replace(one, title=text, first_published=text) for one in result.stories),
        origins=tuple(replace(one, name=text, via=text) for one in result.origins),
        claims=tuple(
            replace(
                one,
                label=text,
                unit=text,
                readings=tuple(replace(reading, attribution=attribution) for reading in one.readings),
            )
            for one in result.claims
        ),
        lineage=tuple(
            replace(
                one,
                parent=one.parent if one.parent_kind == "article" else text,
                evidence=(Evidence(kind="order", note=text),),
            )
            for one in result.lineage
        ),
        changes=tuple(replace(one, why=text) for one in result.changes),
        unmeasured=tuple(replace(one, what=text, why=text) for one in result.unmeasured),
        issues=tuple(replace(one, code=text, where=text, detail=text) for one in result.issues),
    )


def test_the_page_is_whole_and_its_tags_are_closed(result: Result) -> None:
    source = render_html(result)
    page = Page(source)
    assert source.startswith('<!doctype html>\n<html lang="en">')
    assert page.open == []
    counts = Counter(page.tags)
    assert (counts["main"], counts["h1"], counts["script"], counts["style"]) == (1, 1, 1, 1)


def test_nothing_of_the_result_is_left_out(result: Result) -> None:
    text = Page(render_html(result)).text
    for told in (
        "people aboard the ferry",
        "≤ 240 people",
        "2,400 people",
        "1–2",
        "figure changed by a power of ten",
        "10 times larger, while the rest of the sentence follows",
        "Sund Courier",
        "seven words alike",
        "Bakers win their prize",
        "the jury, via Bakers' Gazette",
        "one article alone in its story",
        "in/photo.jpg",
        "in/copy-again.txt",
        "Ilse Brandvik",
        "Share this",
        result.articles[0].sha256,
    ):
        assert told in text


def test_every_link_leads_somewhere_and_no_name_is_given_twice(result: Result) -> None:
    page = Page(render_html(result))
    names = page.values("id")
    assert [name for name, times in Counter(names).items() if times > 1] == []
    inside = [href[1:] for href in page.values("href") if href.startswith("#")]
    assert set(inside) <= set(names)
    assert [href for href in page.values("href") if not href.startswith("#")] == ["https://example.org/ferry"]


def test_results_lead_to_the_words_they_stand_on(result: Result) -> None:
    source = render_html(result)
    assert (
        '<span id="s1-c1-r3" class="m reading quantity" data-m="s1-c1-r3">2,400 people were aboard the ferry</span>'
        in (
            re.sub(r'<span id="(s1-x|e)[^>]*>|<sup>.*?</sup>| title="[^"]*"', "", source).replace(
                "</span></span>", "</span>"
            )
        )
    )
    assert 'href="#s1-c1-r3"' in source
    assert '<figcaption><a href="#s1-x1-from"><bdi>Nord Wire</bdi></a></figcaption>' in source


def test_furniture_is_set_apart(result: Result) -> None:
    assert '<p class="k-furniture" dir="auto">Share this</p>' in render_html(result)


def test_what_differs_is_marked_on_both_sides(result: Result) -> None:
    source = render_html(result)
    assert "<mark>noise</mark>" in source
    assert "<mark>sound</mark>" in source


def test_the_policy_allows_what_the_page_brings_and_nothing_else(result: Result) -> None:
    source = render_html(result)
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', source)
    assert policy is not None
    told = policy[1].replace("&#x27;", "'")
    assert told.startswith("default-src 'none'; style-src 'sha256-")
    for tag, directive in (("style", "style-src"), ("script", "script-src")):
        content = re.search(rf"<{tag}>(.*?)</{tag}>", source, re.DOTALL)
        assert content is not None
        digest = base64.b64encode(hashlib.sha256(content[1].encode()).digest()).decode()
        assert f"{directive} 'sha256-{digest}'" in told


def test_the_page_needs_nothing_from_elsewhere(result: Result) -> None:
    source = render_html(result)
    page = Page(source)
    assert not {"link", "img", "iframe", "object", "embed", "base", "form"} & set(page.tags)
    assert page.values("src") == []
    assert page.values("style") == []
    assert "url(" not in source
    assert "@import" not in source


def test_twice_the_same_page(result: Result) -> None:
    assert render_html(result) == render_html(result)


@pytest.mark.parametrize("hostile", HOSTILE)
def test_texts_of_others_stay_text(result: Result, hostile: str) -> None:
    page = Page(render_html(filled(result, hostile)))
    counts = Counter(page.tags)
    assert (counts["script"], counts["style"], counts["img"], counts["body"]) == (1, 1, 0, 1)
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert all(href.startswith("#") for href in page.values("href"))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(text=st.text(alphabet=st.sampled_from("<>&\"'/=ab -!\n\x00\x1b\u202e\ud800é船")) | st.text())
def test_any_text_stays_text(result: Result, text: str) -> None:
    source = render_html(filled(result, text))
    source.encode("utf-8")
    page = Page(source)
    assert page.open == []
    assert Counter(page.tags)["script"] == 1
    assert set(page.tags) <= TAGS
    assert not [name for _, name, _ in page.attributes if name.startswith("on")]
    assert all(re.match("#|https?://", href, re.IGNORECASE) for href in page.values("href"))
    assert not set("\x00\x1b\u202e") & set(source)


TAGS = frozenset(
    re.findall(
        "[a-z0-9]+",
        """
html head meta title style body script header nav main section article footer h1 h2 h3 h4 p a b bdi
q small span sup mark code ul ol li dl dt dd div details summary table caption thead tbody tr th td
figure figcaption blockquote svg g path rect circle text
""",
    )
)


@pytest.mark.parametrize(
    "scheme", ["javascript:alert(1)", "data:text/html,x", "JaVaScRiPt:x", " https://x", "https://x y", "//x"]
)
def test_only_web_addresses_are_links(result: Result, scheme: str) -> None:
    articles = tuple(replace(one, url=scheme) for one in result.articles)
    page = Page(render_html(replace(result, articles=articles)))
    assert all(href.startswith("#") for href in page.values("href"))


def test_an_empty_result_is_a_page() -> None:
    page = Page(render_html(Result(articles=(), stories=())))
    assert page.open == []
    assert "No claim is told by more than one article." in page.text


def test_articles_without_a_story_are_shown(result: Result) -> None:
    loose = replace(result, stories=result.stories[:1], claims=result.claims[:2])
    assert "Six bakers shared the prize" in Page(render_html(loose)).text


def test_spans_that_lead_nowhere_do_no_harm(result: Result) -> None:
    odd = (Span(0, 0), Span(5000, 6000), Span(10, 400))
    changes = tuple(replace(result.changes[0], parent_span=span, child_span=span) for span in odd)
    lineage = (Derivation(child="a1", parent="a9", parent_kind="article", how="cites", score=0.2),)
    changes += (
        Change(
            kind="time",
            claim="c9",
            parent="a9",
            child="a2",
            parent_span=odd[0],
            child_span=odd[2],
            severity="low",
            why="",
        ),
    )
    page = Page(render_html(replace(result, changes=changes, lineage=lineage)))
    assert {href[1:] for href in page.values("href") if href.startswith("#")} <= set(page.values("id"))


def _colours(css: str) -> list[dict[str, str]]:
    """The light and the dark set of colours of the style sheet."""
    sets = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    light, dark = (dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6})", one)) for one in sets)
    return [light, {**light, **dark}]


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("place", ["paper", "sheet", "faint"])
@pytest.mark.parametrize("ink", ["ink", "muted", "link", "high", "medium", "low"])
def test_contrast_is_enough_to_read(ink: str, place: str) -> None:
    css = resources.files("firsthand.report").joinpath("assets", "report.css").read_text(encoding="utf-8")
    for colours in _colours(css):
        one, other = sorted((_luminance(colours[ink]), _luminance(colours[place])))
        assert (other + 0.05) / (one + 0.05) >= 4.5  # WCAG 2 level AA, for text of any size


@pytest.mark.parametrize(
    ("ink", "place"), [("ink", "mark"), ("ink", "target"), ("on", "high"), ("on", "medium"), ("on", "low")]
)
def test_contrast_of_what_is_marked(ink: str, place: str) -> None:
    css = resources.files("firsthand.report").joinpath("assets", "report.css").read_text(encoding="utf-8")
    for colours in _colours(css):
        one, other = sorted((_luminance(colours[ink]), _luminance(colours[place])))
        assert (other + 0.05) / (one + 0.05) >= 4.5
