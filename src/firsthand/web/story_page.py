"""A story as its report, with what lets people judge each part of it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from starlette.responses import Response

from firsthand.desk.judging import VERDICTS, parent_subject
from firsthand.model import Article, Change, Claim, Derivation, Reading, Result
from firsthand.report.exports import ENDINGS
from firsthand.report.html import report_body
from firsthand.report.links import Controls
from firsthand.report.markup import Html, element, joined, told
from firsthand.report.naming import article_names, plain
from firsthand.store.judgements import Judgement
from firsthand.web.desk import StoryView
from firsthand.web.layout import View, button, page
from firsthand.web.pages import judgement_line, undo


def story_page(view: View, shown: StoryView, *, own: bool) -> Response:
    """The story with everything that was found in it; `own`: without heeding what people decided."""
    result, held, due = shown.result, shown.held, shown.row.is_due
    story = result.stories[0]
    controls = controls_for(result, held, f"/story/{story.id}", shown.fresh)
    body = report_body(result, controls=controls)
    parts = [_bar(result, held, own=own, due=due), body.main, body.later]
    nav = element("div", body.contents, class_="masthead story-parts")
    return page(view, plain(story.title) or story.id, nav, *parts, scripts=True)


def _bar(result: Result, held: Sequence[Judgement], *, own: bool, due: bool) -> Html:
    """What stands above the report: whose result it is, the decisions, the ways out."""
    story = result.stories[0]
    here = f"/story/{story.id}"
    parts: list[Html] = []
    if due:
        parts.append(
            element(
                "p",
                "New articles of this story are being traced; this is how it stood before.",
                role="status",
            )
        )
    if held:
        whose = "This is the program’s own result. " if own else "This result heeds what people decided. "
        other = element(
            "a",
            "Show it with the decisions" if own else "Show the program’s own",
            href=here if own else f"{here}?own=1",
        )
        names = article_names(result)
        items = [element("li", judgement_line(one, names), undo(one, here)) for one in held]
        listed = element(
            "details",
            element("summary", f"What people decided ({len(held)})"),
            element("ul", *items, class_="judgements"),
            open=True,
        )
        parts += [element("p", whose, other), listed]
    parts.append(
        element("details", element("summary", "Decide, note, export"), _forms(result), _exports(story.id))
    )
    return element("aside", *parts, class_="bar", aria_label="Judgements and exports")


def _forms(result: Result) -> Html:
    """A parent that was not found, two claims that are one, two articles of different stories, a note."""
    story = result.stories[0]
    back = f"/story/{story.id}"
    names = article_names(result)
    articles = [element("option", f"{one}: {names[one]}", value=one) for one in story.articles]
    claims = [
        element("option", f"{plain(claim.label)[:80]}", value=words_key(claim.readings[0]))
        for claim in result.claims
    ]
    added = _form(
        "parent",
        "added",
        back,
        _choice("first", "Made was", articles),
        _choice("second", "from", articles),
        element("label", "or from outside ", element("input", name="outside", placeholder="outlet:Name")),
        element("button", "Add parent"),
    )
    merged = _form(
        "claims",
        "together",
        back,
        _choice("first", "Claim", claims),
        _choice("second", "is the same as", claims),
        element("button", "Merge claims"),
    )
    apart = _form(
        "story",
        "apart",
        back,
        _choice("first", "Article", articles),
        _choice("second", "tells another event than", articles),
        element("button", "Part articles"),
    )
    note = _form(
        "note",
        "noted",
        back,
        element("input", type="hidden", name="first", value=story.id),
        element("label", "Note on this story ", element("input", name="note", required=True)),
        element("button", "Note"),
    )
    return element("div", added, merged, apart, note, class_="forms")


def _form(kind: str, verdict: str, back: str, *content: Html) -> Html:
    hidden = [
        element("input", type="hidden", name=name, value=value)
        for name, value in (("kind", kind), ("verdict", verdict), ("back", back))
    ]
    return element("form", *hidden, joined(content, " "), method="post", action="/judge", class_="fields")


def _choice(name: str, label: str, options: Sequence[Html]) -> Html:
    if name == "second" and len(options) > 1:
        # The two lists do not begin alike: nothing is the same as itself.
        options = [*options[1:], options[0]]
    return element("label", f"{label} ", element("select", *options, name=name))


def _exports(story: str) -> Html:
    links = [
        element("a", "report (HTML)", href=f"/story/{story}/report.html"),
        element("a", "JSON", href=f"/api/stories/{story}"),
    ]
    links += [element("a", name, href=f"/story/{story}/export/{name}") for name in ENDINGS]
    return element("p", "Export: ", joined(links, ", "))


def words_key(reading: Reading) -> str:
    """How a judgement names a reading."""
    return f"{reading.article}:{reading.span.start}-{reading.span.end}"


def change_subject(change: Change) -> str:
    """How a judgement names a change."""
    before = f"{change.parent}:{change.parent_span.start}-{change.parent_span.end}"
    after = f"{change.child}:{change.child_span.start}-{change.child_span.end}"
    return f"{change.kind} {before} {after}"


def _split_form(claim: Claim, names: Mapping[str, str], texts: Mapping[str, str], back: str) -> Html:
    """The readings of a claim, to mark those that answer another question together."""
    items = []
    for reading in claim.readings:
        words = plain(reading.span.of(texts[reading.article]))[:90]
        box = element("input", type="checkbox", name="subject", value=words_key(reading))
        items.append(element("li", element("label", box, " ", told(f"{names[reading.article]}: {words}"))))
    form = _form("reading", "apart", back, element("ul", *items), element("button", "Split off the marked"))
    return element("details", element("summary", "split"), form, class_="decide")


def controls_for(
    result: Result, held: Sequence[Judgement], back: str, fresh: Collection[tuple[str, str]] = ()
) -> Controls:
    """The buttons beside each part; where somebody decided, who, and how to undo it.

    `fresh` are links that the program found only because people decided on others.
    """
    by_subject = {(one.kind, one.subject): one for one in held}
    names = article_names(result)
    texts = {one.id: one.text for one in result.articles}

    def judged(kind: str, subject: str, labels: dict[str, str], anchor: str = "") -> Html:
        standing = by_subject.get((kind, subject))
        if standing is not None:
            who = element("b", f"{standing.verdict} by ", told(plain(standing.who)))
            return element("span", who, " ", undo(standing, back), class_="decide")
        buttons = [
            button(labels[verdict], kind=kind, subject=subject, verdict=verdict, back=back + anchor, seen="0")
            for verdict in VERDICTS[kind]
            if verdict in labels
        ]
        return element("span", *buttons, class_="decide")

    def derivation(one: Derivation) -> Html:
        control = judged("parent", parent_subject(one), {"confirmed": "Confirm", "rejected": "Reject"})
        if (one.child, one.parent) not in fresh or ("parent", parent_subject(one)) in by_subject:
            return control
        title = "the program’s own, looked for since people rejected or changed other links"
        return joined([element("span", "next best", class_="tag", title=title), control], " ")

    def change(one: Change) -> Html:
        return judged("change", change_subject(one), {"wrong": "No change", "grave": "Grave"})

    def claim(one: Claim) -> Html:
        keys = {words_key(reading) for reading in one.readings}
        split_off = [
            judged("reading", subject, {})
            for kind, subject in by_subject
            if kind == "reading" and keys & set(subject.split())
        ]
        if len(one.readings) < 2:
            return joined(split_off)
        return joined([*split_off, _split_form(one, names, texts, back)])

    def article(one: Article) -> Html:
        return element(
            "p", element("a", f"{one.id}: page of its own", href=f"/article/{one.id}"), class_="dateline"
        )

    return Controls(claim=claim, change=change, derivation=derivation, article=article)
