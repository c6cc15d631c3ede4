"""What all pages of the app have: head, masthead with search, messages, forms, tables of articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from starlette.responses import HTMLResponse

from firsthand.report.markup import NOTHING, Html, element, joined, told
from firsthand.report.naming import plain, shown_date

# Parts of the app by address, as the masthead lists them.
_PARTS: Final = (("/", "Stories"), ("/add", "Add"), ("/source", "Sources"), ("/judgements", "Judgements"))


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Who looks, at which part; `refresh` loads the page again after so many seconds."""

    who: str
    here: str = ""
    query: str = ""
    refresh: int | None = None


def page(view: View, title: str, *content: str, status: int = 200, scripts: bool = False) -> HTMLResponse:
    """A whole page."""
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", http_equiv="refresh", content=str(view.refresh)) if view.refresh else NOTHING,
        element("title", f"{plain(title)} · firsthand"),
        Html('<link rel="icon" href="data:,">'),
        Html(
            '<link rel="stylesheet" href="/static/report.css"><link rel="stylesheet" href="/static/web.css">'
        ),
        Html('<script src="/static/report.js" defer></script>') if scripts else NOTHING,
    )
    skip = element("a", "Skip to the content", href="#report", class_="skip")
    body = element("body", skip, _masthead(view), *content, _footer(view))
    return HTMLResponse(f"<!doctype html>\n{element('html', head, body, lang='en')}\n", status)


def main(*content: str) -> Html:
    """The middle of a page that is no report."""
    return element("main", *content, id="report", class_="app")


def _masthead(view: View) -> Html:
    links = [
        element("li", element("a", label, href=href, aria_current="page" if view.here == href else None))
        for href, label in _PARTS
    ]
    search = element(
        "form",
        element(
            "input",
            type="search",
            name="q",
            value=view.query,
            aria_label="Search all articles",
            placeholder="Search",
        ),
        element("button", "Search"),
        action="/search",
        role="search",
        class_="search",
    )
    brand = element("p", element("a", element("b", "firsthand"), href="/"), class_="brand")
    return element(
        "header",
        brand,
        element("nav", element("ul", *links), aria_label="Main"),
        search,
        class_="masthead web",
    )


def _footer(view: View) -> Html:
    form = element(
        "form",
        element(
            "label",
            "You judge as ",
            element("input", name="who", value=view.who, maxlength="80", required=True),
        ),
        " ",
        element("button", "Change"),
        method="post",
        action="/who",
    )
    network = "Nothing leaves this machine, and nothing is fetched unless you ask for it."
    told_ = f"{network} The program does not say which account is right."
    return element("footer", form, element("p", told_))


def button(label: str, **fields: str | None) -> Html:
    """A button that is a form of its own: it judges, and comes back."""
    hidden = [
        element("input", type="hidden", name=name, value=value) for name, value in fields.items() if value
    ]
    return element("form", *hidden, element("button", label), method="post", action="/judge", class_="judge")


def address(path: str, **query: str | None) -> str:
    """An address of the app with its question."""
    given = {name: value for name, value in query.items() if value}
    return f"{quote(path)}?{urlencode(given)}" if given else quote(path)


def source_link(name: str) -> Html:
    """A source's name, leading to its page."""
    return element("a", told(plain(name)), href=address("/source", name=name))


def article_table(rows: Sequence[Mapping[str, Any]], caption: str) -> Html:
    """Articles as a table."""
    body = [
        element(
            "tr",
            element("td", shown_date(row["published"]) or "no date", class_="when-date"),
            element("td", told(plain(row["outlet"] or "")) if row["outlet"] else "no outlet"),
            element(
                "td",
                element("a", told(plain(row["title"] or "") or row["id"]), href=f"/article/{row['id']}"),
                element("p", told(row["snippet"]), class_="snippet") if row.get("snippet") else NOTHING,
            ),
            element("td", element("a", row["story"], href=f"/story/{row['story']}") if row["story"] else ""),
        )
        for row in rows
    ]
    heads = element(
        "tr", *(element("th", one, scope="col") for one in ("Published", "Outlet", "Title", "Story"))
    )
    table = element(
        "table", element("caption", caption), element("thead", heads), element("tbody", *body), class_="list"
    )
    return element("div", table, class_="scroll")


def failure(view: View, title: str, why: str, status: int) -> HTMLResponse:
    """A page that says what went wrong and where to go on."""
    back = element("p", element("a", "To the stories", href="/"))
    return page(view, title, main(element("h1", title), element("p", told(plain(why))), back), status=status)


def sentence(*parts: str) -> Html:
    """Parts in a paragraph."""
    return element("p", joined(parts))
