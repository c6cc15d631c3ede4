"""The pages over the whole library: stories, search, adding, articles, sources, judgements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.responses import Response

from firsthand.desk.comparing import Comparison
from firsthand.desk.sources import Said, Source
from firsthand.desk.views import Shown, state
from firsthand.model import Article, Change, Span
from firsthand.report.contrast import Piece, contrast
from firsthand.report.html_articles import text_language
from firsthand.report.marks import Mark, marked_text
from firsthand.report.markup import NOTHING, Html, element, joined, told, web_address
from firsthand.report.naming import plain, shown_date, with_names
from firsthand.report.readings import short_value
from firsthand.report.wording import KIND_WORDS, OUTSIDE_WORDS, counted
from firsthand.store.judgements import Judgement
from firsthand.web.jobs import Job
from firsthand.web.layout import View, article_table, button, main, page, source_link

Row = Mapping[str, Any]


def stories_page(view: View, rows: Sequence[Row], jobs: Sequence[Job], news: Mapping[str, int]) -> Response:
    """All stories, those that changed last first, with what is new in them."""
    running = [
        element("p", "Being added: ", element("a", told(one.label), href=f"/job/{one.id}")) for one in jobs
    ]
    if not rows:
        empty = element("p", "No story yet. ", element("a", "Add articles", href="/add"), " to begin.")
        return page(view, "Stories", main(element("h1", "Stories"), *running, empty))
    items = []
    for row in rows:
        date = shown_date(row["first_published"])
        facts = [counted(row["articles"], "article"), counted(row["outlets"], "outlet")]
        facts += [f"first published {date}"] if date else []
        facts.append(f"changed {row['changed'].replace('T', ' ').removesuffix('Z')} UTC")
        tags = [element("span", "being brought up to date", class_="tag")] if row["due"] else []
        if news.get(row["id"]):
            tags.append(element("span", counted(news[row["id"]], "new thing"), class_="tag new"))
        title = element("a", told(plain(row["title"]) or row["id"]), href=f"/story/{row['id']}")
        items.append(element("li", element("h2", title), element("p", " · ".join(facts), " ", *tags)))
    listed = element("ol", *items, class_="stories")
    return page(view, "Stories", main(element("h1", "Stories"), *running, listed))


def search_page(view: View, rows: Sequence[Row], given: Mapping[str, str], problem: str) -> Response:
    """The articles that match, and a form to narrow them down."""
    fields = [
        element("label", label, " ", element("input", name=name, value=given.get(name, ""), type=type_))
        for name, label, type_ in (
            ("q", "Words", "search"),
            ("outlet", "Outlet", "text"),
            ("since", "From", "text"),
            ("until", "Until", "text"),
        )
    ]
    form = element("form", *fields, element("button", "Search"), class_="fields", action="/search")
    hint = element(
        "p",
        'Words in any form, "phrases", figures in any spelling (700,000 finds “0.7 million”), '
        "-words that must not occur; dates as 2031-03 or 2031-03-04.",
        class_="lead",
    )
    found: Html = NOTHING
    if problem:
        found = element("p", told(problem), role="alert")
    elif any(given.values()):
        found = article_table(rows, "Articles found") if rows else element("p", "Nothing was found.")
    return page(view, "Search", main(element("h1", "Search"), form, hint, found))


def add_page(view: View) -> Response:
    """The ways in: files, pasted text, a folder or an address, a feed."""
    upload = element(
        "form",
        element("h2", "Upload files"),
        element(
            "label",
            "Texts, web pages, PDF, mail, archives, tables, feeds ",
            element("input", type="file", name="files", multiple=True, required=True),
        ),
        element("button", "Add files"),
        method="post",
        action="/add/upload",
        enctype="multipart/form-data",
        class_="entry",
    )
    paste = element(
        "form",
        element("h2", "Paste an article"),
        element(
            "label",
            "Text, with its title in the first line ",
            element("textarea", name="text", rows="12", required=True),
        ),
        element("button", "Add text"),
        method="post",
        action="/add/paste",
        class_="entry",
    )
    folder = element(
        "form",
        element("h2", "A folder, a file or a page"),
        element(
            "label",
            "A path on the machine that the server runs on, or an address ",
            element("input", name="path", required=True),
        ),
        element(
            "label",
            element("input", type="checkbox", name="fetch", value="yes"),
            " fetch the address (the only thing that uses the network)",
        ),
        element("button", "Add from there"),
        method="post",
        action="/add/path",
        class_="entry",
    )
    ways = element("div", upload, paste, folder, _feed_form(), class_="ways")
    return page(view, "Add articles", main(element("h1", "Add articles"), ways))


def _feed_form() -> Html:
    note = (
        "This uses the network: the feed is asked for, then the page of each entry, one a second at each "
        "site and only what its robots.txt allows. A feed that was saved can be uploaded as a file: then "
        "nothing is asked for, and its own texts are taken."
    )
    return element(
        "form",
        element("h2", "A feed"),
        element(
            "label",
            "Address of an RSS, Atom or JSON feed ",
            element("input", type="url", name="address", required=True, placeholder="https://"),
        ),
        element("p", note, class_="lead"),
        element("button", "Fetch feed"),
        method="post",
        action="/add/feed",
        class_="entry",
    )


def job_page(view: View, job: Job) -> Response:
    """How far a job is; the page loads itself again until it is done."""
    words = {
        "waiting": "Waits for its turn",
        "reading": f"Reading: {counted(job.read, 'document')}",
        "tracing": "Kept; the stories that changed are being traced",
        "done": "Done",
        "failed": "Failed",
    }
    share = job.bytes_done / job.bytes_total if job.bytes_total else 0.0
    meter = element("progress", f"{share:.0%}", max="1", value=f"{share:.2f}", aria_label="Read so far")
    parts = [element("h1", told(job.label)), element("p", words[job.state], role="status")]
    if job.state == "reading":
        parts.append(meter)
    if job.error:
        parts.append(element("p", told(plain(job.error)), role="alert"))
    counts = ", ".join(f"{number} {status}" for status, number in sorted(job.counts.items()))
    parts.append(element("p", f"In the library: {counts}." if counts else "Nothing was added yet."))
    if not job.finished:
        note = "You may leave or reload this page: what is in the library stays there."
        parts.append(element("p", note, class_="lead"))
    stories = [element("li", element("a", one, href=f"/story/{one}")) for one in dict.fromkeys(job.stories)]
    if stories:
        parts += [element("h2", "Stories that changed"), element("ul", *stories)]
    shown = job.added[:200]
    if shown:
        items = [
            element("li", element("a", one, href=f"/article/{one}"), f" {status} ", told(plain(path)))
            for one, status, path in shown
        ]
        parts += [element("h2", "Articles"), element("ul", *items)]
    if job.issues:
        items = [
            element("li", element("code", told(plain(one.where))), ": ", told(plain(one.detail)))
            for one in job.issues[:200]
        ]
        parts += [element("h2", "Could not be read"), element("ul", *items)]
    return page(view, job.label, main(*parts))


def article_page(
    view: View,
    shown: Shown,
    readings: Sequence[tuple[str, str, Span, str]],
    others: Sequence[Row],
    judged: Article | None,
) -> Response:
    """An article with its marks, versions, edits, and what it can be compared with.

    `readings` are (claim id, label, span, through whom); `judged` is the article with what people named.
    """
    article, row = judged or shown.article, shown.kept
    name = f"a{row.n}"
    title = plain(row.title or "") or name
    facts = [
        told(plain((article.outlet if article else row.outlet) or "no outlet")),
        shown_date(row.published) or "no date",
        state(row),
    ]
    if article is not None and article.byline:
        facts.insert(1, told(plain(article.byline)))
    story = (
        element("p", "In the story ", element("a", f"s{row.story}", href=f"/story/s{row.story}"))
        if row.story
        else NOTHING
    )
    parts = [element("h1", told(title)), element("p", joined(facts, " · ")), story]
    if article is None:
        parts.append(element("p", "The words of this article were taken out of the library."))
        return page(view, title, main(*parts))
    if link := web_address(article.url):
        parts.append(element("p", element("a", told(link), href=link, rel="noreferrer noopener")))
    parts += [_versions(shown), _outlet_form(name, article), _compare_form(name, others)]
    marks = [
        Mark(name=f"r{n}", span=span, kind="reading quantity", title=f"{label}: {through}")
        for n, (_, label, span, through) in enumerate(readings)
    ]
    body, _ = marked_text(article, marks)
    parts.append(element("div", body, class_="text", lang=text_language(article)))
    if readings:
        items = [
            element(
                "li",
                element("a", told(label), href=f"/story/s{row.story}?claim={claim}"),
                ": ",
                element("a", told(plain(span.of(article.text))[:200]), href=f"#r{n}"),
                element("small", " ", told(through)),
            )
            for n, (claim, label, span, through) in enumerate(readings)
        ]
        parts += [element("h2", "Claims in this article"), element("ul", *items)]
    files = [element("li", element("code", told(plain(path)))) for path in shown.paths]
    parts.append(
        element(
            "details",
            element("summary", "Where it came from"),
            element("ul", *files),
            element("p", element("code", row.sha256, class_="digest")),
        )
    )
    return page(view, title, main(*parts))


def _versions(shown: Shown) -> Html:
    if len(shown.versions) < 2:
        return NOTHING
    items = [
        element("li", element("a", f"a{one.n}", href=f"/article/a{one.n}"), f" {one.added}")
        for one in shown.versions
    ]
    return element("div", element("h2", "Versions"), element("ul", *items))


def _outlet_form(name: str, article: Article) -> Html:
    fields = [
        element("input", type="hidden", name=key, value=value)
        for key, value in (
            ("kind", "outlet"),
            ("subject", name),
            ("verdict", "named"),
            ("back", f"/article/{name}"),
        )
    ]
    label = element(
        "label", "Outlet ", element("input", name="note", value=plain(article.outlet or ""), required=True)
    )
    return element(
        "form",
        *fields,
        label,
        " ",
        element("button", "Set outlet"),
        method="post",
        action="/judge",
        class_="fields",
    )


def _compare_form(name: str, others: Sequence[Row]) -> Html:
    choices = [
        element(
            "option",
            f"{one['id']}: {plain(one['outlet'] or '')} {plain(one['title'] or '')}"[:90],
            value=one["id"],
        )
        for one in others
        if one["id"] != name
    ]
    if not choices:
        return NOTHING
    hidden = element("input", type="hidden", name="first", value=name)
    chooser = element("label", "Compare with ", element("select", *choices, name="second"))
    return element(
        "form", hidden, chooser, " ", element("button", "Side by side"), action="/compare", class_="fields"
    )


def compare_page(view: View, found: Comparison, changes: Sequence[Change]) -> Response:
    """Two articles in two columns, sentence by sentence."""
    sides = (found.first, found.second)
    heads = [
        element(
            "th",
            element("a", told(plain(one.outlet or one.id)), href=f"/article/{one.id}"),
            element("small", " ", shown_date(one.published)),
            scope="col",
        )
        for one in sides
    ]
    rows = []
    for pair in found.pairs:
        left, right = (
            plain(span.of(one.text)) if span else ""
            for one, span in zip(sides, (pair.first, pair.second), strict=True)
        )
        before, after = contrast(left, right) if left and right else ([(left, False)], [(right, False)])
        kind = "both" if left and right else "alone"
        rows.append(element("tr", _cell(before, left), _cell(after, right), class_=kind))
    alone = [
        sum(1 for one in found.pairs if getattr(one, side) and not getattr(one, other))
        for side, other in (("first", "second"), ("second", "first"))
    ]
    lead = element(
        "p",
        f"{counted(alone[0], 'sentence')} only in the first, {alone[1]:,} only in the second.",
        class_="lead",
    )
    told_changes = [
        element("li", f"{one.severity}: {KIND_WORDS[one.kind]}: ", told(plain(one.why))) for one in changes
    ]
    listed = (
        element("div", element("h2", "Changes"), element("ul", *told_changes)) if told_changes else NOTHING
    )
    table = element(
        "table",
        element("caption", "Sentences side by side"),
        element("thead", element("tr", *heads)),
        element("tbody", *rows),
        class_="beside",
    )
    return page(view, "Side by side", main(element("h1", "Side by side"), lead, listed, table))


def _cell(pieces: Sequence[Piece], whole: str) -> Html:
    if not whole:
        return element("td", "nothing like it", class_="none")
    return element(
        "td", *(element("mark", text) if differs else told(text) for text, differs in pieces), dir="auto"
    )


def source_page(view: View, source: Source | None) -> Response:
    """All that goes back to a source, by story and claim."""
    form = element(
        "form",
        element(
            "label",
            "Name ",
            element("input", name="name", type="search", value=source.name if source else "", required=True),
        ),
        " ",
        element("button", "Show"),
        action="/source",
        class_="fields",
    )
    if source is None:
        lead = element(
            "p",
            "A person, an organization, an outlet or a document: all that is said to go back to it.",
            class_="lead",
        )
        return page(view, "Sources", main(element("h1", "Sources"), lead, form))
    parts = [element("h1", told(plain(source.name))), form]
    if source.names:
        parts.append(element("p", "Called: ", joined([source_link(one) for one in source.names[:30]], ", ")))
    if not source.said and not source.made:
        parts.append(element("p", "Nothing in the library goes back to that name."))
    if source.made:
        items = [
            element(
                "li",
                element("a", told(plain(article.outlet or article.id)), href=f"/article/{article.id}"),
                f" {one.how} ",
                told(plain(one.parent)),
                f" ({OUTSIDE_WORDS[one.parent_kind]})",
            )
            for one, article in source.made
        ]
        parts += [element("h2", "Articles that name it, or were made from it"), element("ul", *items)]
    by_story: dict[str, list[Said]] = {}
    for one in source.said:
        by_story.setdefault(one.story.id, []).append(one)
    for story, said in by_story.items():
        parts.append(
            element("h2", element("a", told(plain(said[0].story.title) or story), href=f"/story/{story}"))
        )
        parts.append(element("ul", *(_said(one) for one in said), class_="said-by"))
    return page(view, source.name, main(*parts))


def _said(one: Said) -> Html:
    words = plain(one.reading.sentence.of(one.article.text))
    chain = one.reading.attribution.chain if one.reading.attribution else ()
    through = " → ".join(plain(link) for link in chain) or "through what it was made from"
    value = short_value(one.reading)
    return element(
        "li",
        element("b", told(plain(one.claim.label)), f": {value}" if value else ""),
        element("blockquote", told(words), dir="auto"),
        element(
            "small",
            told(through),
            " → ",
            element(
                "a", told(plain(one.article.outlet or one.article.id)), href=f"/article/{one.article.id}"
            ),
        ),
    )


def judgements_page(view: View, given: Sequence[Judgement], held: frozenset[int]) -> Response:
    """All decisions in order, the last first; those that stand can be taken back."""
    items = [
        element(
            "li",
            judgement_line(one),
            undo(one, "/judgements") if one.n in held else NOTHING,
            class_=None if one.n in held else "past",
        )
        for one in reversed(given)
    ]
    lead = element(
        "p",
        "The last first. Nothing is ever taken out of this list; what was undone or replaced is pale.",
        class_="lead",
    )
    listed = (
        element("ol", *items, class_="judgements", reversed=True)
        if items
        else element("p", "Nothing was decided yet.")
    )
    return page(view, "Judgements", main(element("h1", "Judgements"), lead, listed))


def judgement_line(one: Judgement, names: Mapping[str, str] | None = None) -> Html:
    """A decision in a line, with the articles that it is about by their names where these are given."""
    said = f": {plain(one.note)}" if one.note else ""
    return joined(
        [
            element("b", told(plain(one.who))),
            f" {one.at.replace('T', ' ').removesuffix('Z')} UTC: {one.kind} ",
            element("code", told(with_names(one.subject, names or {})), title=plain(one.subject)),
            f" {one.verdict}",
            told(said),
        ]
    )


def undo(one: Judgement, back: str) -> Html:
    """The button that takes a decision back."""
    return button("Undo", kind=one.kind, subject=one.subject, verdict="undone", back=back, seen=str(one.n))


def conflict_page(view: View, given: Judgement, other: Judgement, back: str) -> Response:
    """Somebody else decided in the meantime: both decisions, and the choice."""
    again = button(
        "Decide so all the same",
        kind=given.kind,
        subject=given.subject,
        verdict=given.verdict,
        note=given.note,
        back=back,
        seen=str(other.n),
    )
    parts = [
        element("h1", "Somebody else decided in the meantime"),
        element("p", judgement_line(other)),
        element("p", f"You were about to decide: {given.verdict}."),
        again,
        element("p", element("a", "Leave it", href=back)),
    ]
    return page(view, "Decided in the meantime", main(*parts), status=409)
