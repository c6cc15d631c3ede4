"""The summary, the omission table and the timeline of a story in HTML."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from firsthand.model import Moment, Place, Story
from firsthand.report.anchors import line_name, lost_name, moment_name
from firsthand.report.links import Links
from firsthand.report.markup import NOTHING, Html, element, joined, told
from firsthand.report.naming import plain, with_names
from firsthand.report.overview import (
    CELL_SIGNS,
    MOMENT_WORDS,
    Cell,
    OmissionRow,
    excerpt,
    first_places,
    letters,
    lines,
    loops,
    lost_words,
    moment_date,
    moments,
    omission_rows,
)
from firsthand.report.wording import counted

# Behind a line of the summary so many links to the words that it stands on.
_LINKS: Final = 4
# A sentence of the timeline is cut around the words that tell when.
_CONTEXT: Final = 150
# More articles than these have no room for a column each.
_COLUMNS: Final = 40
# So many articles are named beside a moment that more of them tell.
_TELLERS: Final = 8
_CELL_WORDS: Final[dict[Cell, str]] = {
    "told": "told",
    "left out": "left out, though what it was made from tells it",
    "never had": "not told",
}
_OMISSIONS_LEAD: Final = (
    "Which article tells which claim. A ring marks a claim that an article left out although the "
    "account it was made from tells it."
)
_TIMELINE_LEAD: Final = (
    "When things happened, were said and were printed. Dates told from the day of printing (“on "
    "Friday”) are worked out where the page gives one."
)


def summary_block(links: Links, story: Story, name: str) -> Html:
    """The story in a dozen lines, each leading to the words that it stands on."""
    claims = {c.id: c for c in links.result.claims}
    shown = []
    for number, line in enumerate(lines(links.result, story.id), 1):
        to = []
        if line.claim is not None and line.claim in claims and line.claim in links.anchors.claim:
            to.append(element("a", "claim", href=links.claim(claims[line.claim]), class_="to"))
        for which, place in enumerate(line.places[:_LINKS], 1):
            href = links.words(line_name(name, number, which), place.article)
            label = f"words {which} that this stands on, in {links.name(place.article)}"
            if href:
                to.append(element("a", f"[{which}]", href=href, class_="to", title=label, aria_label=label))
        shown.append(element("li", told(line.text), " ", joined(to, " ")))
    if not shown:
        return NOTHING
    return element("section", element("h3", "In short"), element("ul", *shown), class_="short")


def loops_block(links: Links, story: Story) -> Html:
    """The circular sourcing, with the words by which each names the other."""
    items = []
    for loop in loops(links.result, story.id):
        names = [links.article(a) for a in loop.articles]
        why = told(with_names(loop.why, links.names))
        items.append(element("li", element("b", "Circular: "), why, " ", joined(names, ", ")))
    return element("ul", *items, class_="loops") if items else NOTHING


def omissions_section(links: Links, story: Story, name: str) -> Html:
    """The omission table, and the conditions and denials that fell away."""
    rows = omission_rows(links.result, story.id, story.articles)
    if not rows:
        return NOTHING
    gone = [row for row in rows if "left out" in row.cells or row.omission.lost]
    whole = [row for row in rows if not ("left out" in row.cells or row.omission.lost)]
    heading = element(
        "h3", "Left out ", element("span", str(len(gone)), class_="count"), id=f"{name}-omissions"
    )
    heads = letters(len(story.articles))
    key = element(
        "ol",
        *(
            element("li", element("b", head), " ", links.article(article))
            for head, article in zip(heads, story.articles, strict=True)
        ),
        class_="column-key",
    )
    parts = [heading, element("p", _OMISSIONS_LEAD, class_="lead"), _losses(links, rows, name), key]
    if len(story.articles) > _COLUMNS:
        parts[-1] = _counts(links, gone)
        return element("section", *parts, class_="omissions-part")
    if gone:
        parts.append(_grid(links, story, gone, heads, "Claims that an article left out"))
    if whole:
        summary = element(
            "summary", counted(len(whole), "claim"), " that nobody left out who could have told it"
        )
        grid = _grid(links, story, whole, heads, "Claims that nobody left out")
        parts.append(element("details", summary, grid, open=not gone))
    return element("section", *parts, class_="omissions-part")


def _losses(links: Links, rows: Sequence[OmissionRow], name: str) -> Html:
    texts = {a.id: a.text for a in links.result.articles}
    items = []
    number = 0
    for row in rows:
        for one in row.omission.lost:
            number += 1
            href = links.words(lost_name(name, number), one.place.article)
            quoted = element("q", told(plain(one.place.span.of(texts.get(one.place.article, "")))))
            source = element("a", told(links.name(one.place.article)), href=href) if href else NOTHING
            before, behind = lost_words(one)
            claim = element("a", told(plain(row.claim.label) or "the claim"), href=links.claim(row.claim))
            said = [
                links.article(one.article),
                f" {before} ",
                claim,
                f" {behind} ",
                quoted,
                " (",
                source,
                ")",
            ]
            items.append(element("li", *said))
    return element("ul", *items, class_="losses") if items else NOTHING


def _counts(links: Links, rows: Sequence[OmissionRow]) -> Html:
    """How many articles tell and leave out each claim, where there is no room for a column each."""
    body = [
        element(
            "tr",
            element(
                "th",
                element("a", told(plain(row.claim.label) or "unnamed claim"), href=links.claim(row.claim)),
                scope="row",
            ),
            *(element("td", f"{row.cells.count(cell):,}") for cell in _CELL_WORDS),
        )
        for row in rows
    ]
    heads = ("Claim", "told", "left out", "not told")
    head = element("thead", element("tr", *(element("th", one, scope="col") for one in heads)))
    caption = element("caption", "In how many articles a claim is told or left out")
    return element("table", caption, head, element("tbody", *body), class_="grid counts")


def _grid(
    links: Links, story: Story, rows: Sequence[OmissionRow], heads: Sequence[str], caption: str
) -> Html:
    top = [
        element("th", head, scope="col", title=links.name(article))
        for head, article in zip(heads, story.articles, strict=True)
    ]
    body = []
    for row in rows:
        label = element("a", told(plain(row.claim.label) or "unnamed claim"), href=links.claim(row.claim))
        cells = [
            element(
                "td",
                element("span", CELL_SIGNS[cell], aria_hidden="true"),
                element("span", _CELL_WORDS[cell], class_="spoken"),
                class_=cell.replace(" ", "-"),
                title=f"{links.name(article)}: {_CELL_WORDS[cell]}",
            )
            for cell, article in zip(row.cells, story.articles, strict=True)
        ]
        body.append(element("tr", element("th", label, scope="row"), *cells))
    head = element("thead", element("tr", element("th", "Claim", scope="col"), *top))
    table = element("table", element("caption", caption), head, element("tbody", *body), class_="grid")
    return element(
        "div", table, class_="scroll", tabindex="0", role="region", aria_label=f"{caption}, scrolls sideways"
    )


def timeline_section(links: Links, story: Story, name: str) -> Html:
    """The timeline, by date; what has none below, with the reason."""
    dated, undated = moments(links.result, story.id)
    if not dated and not undated:
        return NOTHING
    order = {id(m): n for n, m in enumerate([*dated, *undated], 1)}
    heading = element(
        "h3", "Timeline ", element("span", str(len(dated)), class_="count"), id=f"{name}-timeline"
    )
    parts = [heading, element("p", _TIMELINE_LEAD, class_="lead")]
    if dated:
        items = [_moment(links, m, moment_name(name, order[id(m)])) for m in dated]
        parts.append(element("ol", *items, class_="timeline"))
    if undated:
        items = [_moment(links, m, moment_name(name, order[id(m)])) for m in undated]
        summary = element("summary", counted(len(undated), "time"), " that could not be put to a date")
        parts.append(element("details", summary, element("ol", *items, class_="timeline"), open=not dated))
    return element("section", *parts, class_="timeline-part")


def _moment(links: Links, moment: Moment, name: str) -> Html:
    text, words = links.text(moment.context.article), moment.places[0].span
    date = moment_date(moment)
    when = element("span", date or "no date", class_="when-date", title=plain(moment.why))
    kind = element("span", MOMENT_WORDS[moment.kind], class_=f"tag {moment.kind}")
    places = first_places(moment.places)
    tellers = [_teller(links, place, f"{name}-{n}") for n, place in enumerate(places[:_TELLERS], 1)]
    if len(places) > _TELLERS:
        tellers.append(Html(f"{len(places) - _TELLERS:,} more"))
    who = joined(tellers, ", ")
    why = NOTHING if moment.date else element("small", " ", told(plain(moment.why)))
    if moment.kind == "printed":
        body = element("span", who, why, class_="what")
    else:
        part = excerpt(text, moment.context.span, words, _CONTEXT)
        cut = (
            "…" if part.start > moment.context.span.start else "",
            "…" if part.end < moment.context.span.end else "",
        )
        shown = [cut[0], told(text[part.start : words.start]), element("b", told(words.of(text)))]
        shown += [told(text[words.end : part.end]), cut[1]]
        quote = element("q", joined(shown))
        body = element("span", quote, " ", element("small", who), why, class_="what")
    return element("li", when, kind, body)


def _teller(links: Links, place: Place, name: str) -> Html:
    href = links.words(name, place.article)
    return (
        element("a", told(links.name(place.article)), href=href) if href else told(links.name(place.article))
    )
