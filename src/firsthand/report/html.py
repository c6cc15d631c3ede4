"""A result as one HTML file that needs nothing else: no network, no scripts, no fonts of others."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from firsthand.difference.figures import FIGURE_KINDS
from firsthand.model import Change, Result, Story
from firsthand.report.anchors import StoryRows, anchors_for, article_marks, story_rows
from firsthand.report.contrast import contrast
from firsthand.report.html_articles import articles_pane
from firsthand.report.html_overview import (
    loops_block,
    omissions_section,
    summary_block,
    timeline_section,
)
from firsthand.report.html_story import changes_section, claims_section, family_section
from firsthand.report.later import LARGE, Later
from firsthand.report.links import Controls, Links
from firsthand.report.marks import marked_text
from firsthand.report.markup import NOTHING, Html, element, joined, told
from firsthand.report.naming import article_names, plain, shown_date, shown_reason
from firsthand.report.overview import omission_rows
from firsthand.report.wording import KIND_WORDS, counted, glance_figures, gravest_first, severity_counts

# So many of the gravest changes stand at the top: what a reader in a hurry takes away.
_TOP_CHANGES = 3
# Of either side of such a change so much is shown: two lines of half a wide page.
_FRONT_LETTERS = 160


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The parts of a report: what stands above it, the report itself, what is drawn later."""

    title: str
    contents: Html
    main: Html
    later: Html


def render_html(result: Result, decided: Sequence[str] = ()) -> str:
    """The whole report as an HTML document, the same for the same result.

    `decided` tells what people decided, one sentence each, which the result heeds.
    """
    body = report_body(result, decided=decided)
    brand = element(
        "p",
        element("b", "firsthand"),
        element("span", "who said it first, who repeats it, what changed on the way"),
        class_="brand",
    )
    skip = element("a", "Skip to the report", href="#report", class_="skip")
    masthead = joined([skip, element("header", brand, body.contents, class_="masthead")])
    note = _without_scripts() if body.later else NOTHING
    return _document(body.title, joined([masthead, note, body.main, _footer(), body.later]))


def report_body(result: Result, *, decided: Sequence[str] = (), controls: Controls | None = None) -> Body:
    """The report as parts of a page, with what lets people judge it."""
    rows = story_rows(result)
    anchors = anchors_for(result, rows)
    marks = article_marks(result, rows, anchors)
    texts = {article.id: marked_text(article, marks.get(article.id, [])) for article in result.articles}
    links = Links(
        result=result,
        names=article_names(result),
        anchors=anchors,
        placed=frozenset(name for _, placed in texts.values() for name in placed),
        later=Later(large=len(result.articles) >= LARGE),
        controls=controls or Controls(),
    )
    bodies = {article: text for article, (text, _) in texts.items()}
    main = element(
        "main",
        _glance(links, rows),
        *(_story(links, one, number, bodies) for number, one in enumerate(rows, 1)),
        _loose_articles(links, bodies),
        _decided(decided),
        _gaps(links),
        id="report",
    )
    return Body(title=_title(result), contents=_contents(links, rows), main=main, later=links.later.written())


def _decided(decided: Sequence[str]) -> Html:
    if not decided:
        return NOTHING
    heading = element("h2", "What people decided")
    lead = element("p", "This report heeds these decisions; the program’s own result is another.")
    items = element("ul", *(element("li", told(one)) for one in decided))
    return element("section", heading, lead, items, class_="gaps", id="decided")


def _title(result: Result) -> str:
    titles = [plain(story.title) for story in result.stories if plain(story.title)]
    return f"{titles[0]} · firsthand" if titles else "firsthand report"


@cache
def _asset(name: str) -> str:
    return resources.files("firsthand.report").joinpath("assets", name).read_text(encoding="utf-8")


def _hash(content: str) -> str:
    digest = hashlib.sha256(content.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _document(title: str, body: Html) -> str:
    style, script = _asset("report.css"), _asset("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("meta", name="generator", content="firsthand"),
        element("title", title),
        Html(f"<style>{style}</style>"),
    )
    page = element("body", body, Html(f"<script>{script}</script>"))
    return f"<!doctype html>\n{element('html', head, page, lang='en')}\n"


def _contents(links: Links, rows: tuple[StoryRows, ...]) -> Html:
    stories = []
    for number, one in enumerate(rows, 1):
        parts = [
            ("claims", "Claims", one.claims),
            ("changes", "Changes", one.changes),
            ("articles", "Articles", one.story.articles),
        ]
        links_to = [element("a", "Tree", href=f"#s{number}-tree")]
        links_to += [
            element(
                "a", f"{label} ", element("span", str(len(items)), class_="count"), href=f"#s{number}-{part}"
            )
            for part, label, items in parts
        ]
        if omission_rows(links.result, one.story.id, one.story.articles):
            links_to.insert(-1, element("a", "Left out", href=f"#s{number}-omissions"))
        if any(moment.story == one.story.id for moment in links.result.timeline):
            links_to.insert(-1, element("a", "Timeline", href=f"#s{number}-timeline"))
        name = element(
            "a", told(plain(one.story.title) or f"Story {number}"), href=f"#s{number}", class_="story-link"
        )
        stories.append(
            element(
                "li",
                *([name] if len(rows) > 1 else []),
                element("span", joined(links_to, " "), class_="parts"),
            )
        )
    return element("nav", element("ul", *stories), aria_label="Contents") if stories else NOTHING


def _glance(links: Links, rows: tuple[StoryRows, ...]) -> Html:
    result = links.result
    figures = [
        element("div", element("dt", things), element("dd", f"{number:,}"))
        for number, things in glance_figures(result)
    ]
    opening = _opening(links)
    lines = [] if opening else [_one_origin(rows)]
    grave = severity_counts(result.changes)
    if grave and not opening:
        lines.append(element("p", f"Changes by weight: {grave}."))
    if result.unmeasured or result.issues:
        troubles = counted(len(result.unmeasured) + len(result.issues), "thing")
        lines.append(
            element(
                "p", "Not all could be read or judged: ", element("a", f"{troubles} noted", href="#gaps"), "."
            )
        )
    story = _told_first(links)
    title = (plain(story.title) if story else "") or "At a glance"
    return element(
        "section",
        element("h1", told(title)),
        element("dl", *figures, class_="figures"),
        opening,
        element("div", *lines, class_="remarks"),
        _top_changes(links),
        class_="glance",
        aria_label="At a glance",
    )


def _told_first(links: Links) -> Story | None:
    """The story whose summary opens the page: the only one, or the only one of several articles."""
    stories = links.result.stories
    several = [story for story in stories if len(story.articles) > 1]
    if len(stories) == 1:
        return stories[0]
    return several[0] if len(several) == 1 else None


def _opening(links: Links) -> Html:
    """The summary of the story that the page is about, where it is about one."""
    story = _told_first(links)
    if story is None:
        return NOTHING
    return summary_block(links, story, f"s{links.result.stories.index(story) + 1}")


def _one_origin(rows: tuple[StoryRows, ...]) -> Html:
    """How much of what several articles tell comes from one origin."""
    told_by_several = [row.claim for one in rows for row in one.claims if row.articles > 1]
    if not told_by_several:
        return element("p", "No claim is told by more than one article.")
    alone = sum(claim.independent_at_most == 1 for claim in told_by_several)
    total = len(told_by_several)
    if total == 1:
        return element(
            "p",
            "One claim is told by several articles; it goes back to "
            + ("one origin." if alone else "more than one origin, or may do so."),
        )
    return element(
        "p",
        f"Of {total:,} claims that several articles tell, ",
        element("b", f"{alone:,}"),
        f" {'goes' if alone == 1 else 'go'} back to one single origin.",
    )


def _top_changes(links: Links) -> Html:
    grave = [change for change in gravest_first(links.result.changes) if change.severity == "high"]
    # As in the summary beside it: a figure is told wrong or right, and quickest to ask about.
    grave.sort(key=lambda change: change.kind not in FIGURE_KINDS)
    # One of each kind in each article: three of one make a poor sample.
    top = list({(change.kind, change.child): change for change in reversed(grave)}.values())[::-1][
        :_TOP_CHANGES
    ]
    shown = []
    for change in top:
        shown.append(
            element(
                "li",
                element("a", KIND_WORDS[change.kind], href=links.change(change)),
                " in ",
                told(links.name(change.child)),
                _became(links, change),
                element("small", " ", told(shown_reason(change, links.names))),
            )
        )
    return (
        element("div", element("h2", "Gravest changes"), element("ol", *shown), class_="gravest")
        if shown
        else NOTHING
    )


def _became(links: Links, change: Change) -> Html:
    """The words before and after, as far as there is room at the front, what differs marked."""
    before, after = contrast(
        plain(change.parent_span.of(links.text(change.parent)))[:_FRONT_LETTERS],
        plain(change.child_span.of(links.text(change.child)))[:_FRONT_LETTERS],
    )
    sides = [
        element(
            "q", *(element("mark", text) if differs else told(text) for text, differs in pieces), dir="auto"
        )
        for pieces in (before, after)
    ]
    arrow = element("span", "→", aria_label="became", role="img")
    return element("p", sides[0], " ", arrow, " ", sides[1])


def _story(links: Links, one: StoryRows, number: int, bodies: dict[str, Html]) -> Html:
    story, name = one.story, f"s{number}"
    several = len(links.result.stories) > 1
    date = shown_date(story.first_published)
    line = counted(len(story.articles), "article") + (f", first published {date}" if date else "")
    heading = element(
        "h2",
        told(plain(story.title) or f"Story {number}"),
        id=f"{name}-title",
        class_=None if several and _told_first(links) is not story else "hidden-title",
    )
    return element(
        "section",
        element("header", heading, element("p", line)),
        NOTHING if _told_first(links) is story else summary_block(links, story, name),
        family_section(links, story, name),
        loops_block(links, story),
        element(
            "div",
            element(
                "div",
                claims_section(links, one, name),
                changes_section(links, one, name),
                omissions_section(links, story, name),
                timeline_section(links, story, name),
                class_="results",
            ),
            articles_pane(links, story.articles, bodies, name),
            class_="desk",
        ),
        id=name,
        class_="story",
        aria_labelledby=f"{name}-title",
    )


def _loose_articles(links: Links, bodies: dict[str, Html]) -> Html:
    """The articles that no story has, so that nothing is left out."""
    placed = {article for story in links.result.stories for article in story.articles}
    loose = tuple(article.id for article in links.result.articles if article.id not in placed)
    return articles_pane(links, loose, bodies, "loose") if loose else NOTHING


def _gaps(links: Links) -> Html:
    result = links.result
    if not result.unmeasured and not result.issues:
        return NOTHING
    parts = [element("h2", "What could not be read or judged")]
    gaps = [
        element("li", links.article(gap.article), f": {plain(gap.what)}: ", told(plain(gap.why)))
        for gap in result.unmeasured
    ]
    issues = [
        element(
            "li",
            element("code", told(plain(issue.where))),
            ": ",
            told(plain(issue.detail)),
            element("small", f" ({plain(issue.code)})"),
        )
        for issue in result.issues
    ]
    if gaps:
        parts += [element("h3", "Could not be judged"), element("ul", *gaps)]
    if issues:
        parts += [element("h3", "Trouble with the inputs"), element("ul", *issues)]
    return element("section", *parts, id="gaps", class_="gaps")


def _without_scripts() -> Html:
    told = "This report is large: the articles’ texts and long lists are shown when scripts are allowed."
    return element("noscript", element("p", told))


def _footer() -> Html:
    return element(
        "footer",
        element(
            "p",
            "This report says who said what, through whom, and what changed between accounts. It does not "
            "say which account is right. Every result leads to the words that it stands on.",
        ),
    )
