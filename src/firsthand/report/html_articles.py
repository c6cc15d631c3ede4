"""The articles of a story in HTML: what the page tells of itself, and the text with its marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firsthand.model import Article
from firsthand.report.links import Links
from firsthand.report.markup import NOTHING, Html, element, joined, told, web_address
from firsthand.report.naming import plain, shown_date


def articles_pane(links: Links, articles: Sequence[str], bodies: Mapping[str, Html], name: str) -> Html:
    """The articles one below the other, with a list of them first."""
    found = [article for one in articles if (article := links.found(one)) is not None]
    heading = element(
        "h3", "Articles ", element("span", str(len(found)), class_="count"), id=f"{name}-articles"
    )
    contents = element(
        "ul", *(element("li", links.article(article.id)) for article in found), class_="article-list"
    )
    legend = element(
        "p",
        element("span", "a figure", class_="m reading quantity"),
        ", ",
        element("span", "quoted words", class_="m reading quote"),
        ", ",
        element("span", "an event", class_="m reading event"),
        ", ",
        element("span", "its source", class_="m source"),
        ", ",
        element("span", "what changed", class_="m change"),
        ", ",
        element("span", "not the article’s text", class_="k-furniture"),
        ". The small numbers lead back to the claims, Δ to the changes.",
        class_="key",
    )
    shown = [_article(links, article, bodies.get(article.id, NOTHING)) for article in found]
    return element(
        "section",
        heading,
        contents if len(found) > 1 else NOTHING,
        legend,
        *shown,
        class_="pane",
        tabindex="0",
        aria_labelledby=f"{name}-articles",
    )


def _article(links: Links, article: Article, body: Html) -> Html:
    told_of = [
        element("span", told(plain(article.byline)), class_="by") if article.byline else None,
        shown_date(article.published) or "no date on the page",
        f"changed {shown_date(article.modified)}" if article.modified else None,
    ]
    line = joined([part for part in told_of if part], " · ")
    in_text = any(block.kind == "title" for block in article.blocks)
    title = NOTHING
    if article.title and not in_text:
        title = element("p", told(plain(article.title)), class_="headline")
    return element(
        "article",
        element("h4", told(links.name(article.id))),
        title,
        element("p", line, class_="dateline"),
        _provenance(article),
        links.controls.article(article),
        links.later.put("div", body, class_="text", lang=text_language(article)),
        id=links.anchors.article[article.id],
        tabindex="-1",
    )


def text_language(article: Article) -> str | None:
    """The language of an article as an attribute may have it; None where that is not known."""
    language = article.language or ""
    return language if language.replace("-", "").isalnum() and language.isascii() else None


def _provenance(article: Article) -> Html:
    """Where the file lies and where each piece of metadata was found, folded away."""
    address = web_address(article.url)
    rows: list[tuple[str, str]] = [("File", element("code", told(plain(path)))) for path in article.paths]
    if article.url:
        shown = told(plain(article.url))
        rows.append(
            ("Address", element("a", shown, href=address, rel="noreferrer noopener") if address else shown)
        )
    if article.language:
        rows.append(("Language", told(plain(article.language))))
    rows += [(plain(what).capitalize() + " from", told(plain(where))) for what, where in article.provenance]
    rows.append(("SHA-256", element("code", article.sha256, class_="digest")))
    items = [part for label, value in rows for part in (element("dt", label), element("dd", value))]
    return element(
        "details", element("summary", "About this article"), element("dl", *items), class_="about-article"
    )
