"""The results of one story in HTML: its family tree, its claims, its changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from firsthand.model import Answer, Change, Derivation, Reading, Story
from firsthand.report.anchors import StoryRows, evidence_name
from firsthand.report.contrast import Piece, contrast
from firsthand.report.dot_plot import Scale, dot_plot, scale_for
from firsthand.report.family import family, folded
from firsthand.report.later import FIRST
from firsthand.report.links import Links
from firsthand.report.markup import NOTHING, Html, element, joined, told
from firsthand.report.naming import plain, shown_date, shown_reason, with_names
from firsthand.report.overview import answer_of, answer_origins, nearest
from firsthand.report.readings import ClaimRow, DistinctReading
from firsthand.report.tree_svg import TreeLinks, tree_svg
from firsthand.report.wording import KIND_WORDS, OUTSIDE_WORDS, certainty, counted, gravest_first

# A quotation in the claims table is cut here; the words themselves are one click away.
_QUOTE_LETTERS: Final = 180
_CLAIMS_LEAD: Final = (
    "What each article says to the same question, and from whom it has it (no arrow: in its own voice). "
    "The last column counts the independent origins, for each answer where there are several, and as a "
    "range where they can’t be told apart. None: the figure came about on the way."
)
_CHANGES_LEAD: Final = (
    "Gravest first. The account nearer to the origin, then the one that departs from it; "
    "what differs is marked."
)
_FROM: Final = element("span", "← ", aria_label="from", role="img")
_EVIDENCE_WORDS: Final = {
    "citation": "names it",
    "shared-wording": "shared wording",
    "shared-error": "shared error",
    "shared-figures": "shared figures",
    "order": "same order",
    "time": "time",
}


def family_section(links: Links, story: Story, name: str) -> Html:
    """The family tree, drawn and in words."""
    tree = folded(family(links.result, story, links.names))
    heading = element("h3", "Family tree", id=f"{name}-tree")
    if not tree.edges:
        alone = "One article alone, which names no source outside the collection."
        none = "No article was found to be made from another."
        return element(
            "section", heading, element("p", none if len(story.articles) > 1 else alone), class_="family"
        )
    changes: dict[tuple[str, str], list[Change]] = defaultdict(list)
    for change in links.result.changes:
        changes[change.parent, change.child].append(change)
    drawing = tree_svg(
        tree,
        TreeLinks(
            article=links.article_address,
            note=lambda article: _note(links, article),
            changes=changes,
            change=links.change,
        ),
        "Family tree of the articles; the same is told in words below",
    )
    frame = element(
        "div",
        drawing,
        class_="drawing",
        tabindex="0",
        role="region",
        aria_label="Family tree, scrolls sideways",
    )
    return element("section", heading, frame, _legend(), _lineage_words(links, story), class_="family")


def _note(links: Links, article: str) -> str:
    found = links.found(article)
    return shown_date(found.published) if found else ""


def _legend() -> Html:
    def sample(kind: str, label: str) -> Html:
        line = element(
            "svg",
            element("g", element("path", d="M1 6L29 6"), class_=f"edge {kind}"),
            class_="tree",
            width=30,
            height=12,
            aria_hidden="true",
        )
        return element("li", line, f" {label}")

    boxes = [
        element("li", element("span", class_="box", aria_hidden="true"), " article"),
        element(
            "li", element("span", class_="box hollow", aria_hidden="true"), " source outside the collection"
        ),
    ]
    lines = [
        sample("copies sure", "copies"),
        sample("rewrites sure", "rewrites"),
        sample("cites sure", "cites"),
        sample("rewrites perhaps", "pale: less certain"),
    ]
    mark = element(
        "li",
        element("span", "3", class_="dot", aria_hidden="true"),
        " changes on the way, coloured by the gravest",
    )
    return element("ul", *boxes, *lines, mark, class_="legend")


def _lineage_words(links: Links, story: Story) -> Html:
    """Each link of the tree in words with its evidence: for those who can't see the drawing, or doubt it."""
    members = set(story.articles)
    items = [
        element("li", _derivation(links, index, derivation))
        for index, derivation in enumerate(links.result.lineage)
        if derivation.child in members
    ]
    summary = element("summary", "The tree in words, with the evidence")
    return element("details", summary, links.later.put("ul", joined(items)), class_="words")


def _derivation(links: Links, index: int, derivation: Derivation) -> Html:
    if derivation.parent_kind == "article":
        parent = links.article(derivation.parent)
    else:
        parent = joined(
            [told(plain(derivation.parent)), element("small", f" ({OUTSIDE_WORDS[derivation.parent_kind]})")]
        )
    how = f" {certainty(derivation)} {derivation.how} ".replace("  ", " ")
    evidence = [
        _evidence(
            links,
            derivation,
            evidence_name(index, number, "child"),
            evidence_name(index, number, "parent"),
            number,
        )
        for number in range(len(derivation.evidence))
    ]
    proof = element("ul", *(element("li", one) for one in evidence)) if evidence else NOTHING
    return joined(
        [
            links.article(derivation.child),
            how,
            parent,
            element("small", f" score {derivation.score:.2f} "),
            links.controls.derivation(derivation),
            proof,
        ]
    )


def _evidence(links: Links, derivation: Derivation, child: str, parent: str, number: int) -> Html:
    evidence = derivation.evidence[number]
    parts: list[str] = [_EVIDENCE_WORDS.get(evidence.kind, evidence.kind), ": ", told(plain(evidence.note))]
    for label, name in (("words", child), ("words it follows", parent)):
        if name in links.placed:
            parts += [" ", element("a", label, href=f"#{name}", class_="to")]
    return joined(parts)


def claims_section(links: Links, one: StoryRows, name: str) -> Html:
    """The claims: those that several articles tell, or that changed, and below the others."""
    if not one.claims:
        return element(
            "section", element("h3", "Claims", id=f"{name}-claims"), element("p", "No claims were found.")
        )
    first = [row for row in one.claims if row.articles > 1 or row.changes]
    rest = [row for row in one.claims if not (row.articles > 1 or row.changes)]
    parts = [
        element("h3", "Claims ", element("span", str(len(one.claims)), class_="count"), id=f"{name}-claims")
    ]
    parts.append(
        element(
            "p",
            _CLAIMS_LEAD,
            class_="lead",
        )
    )
    if first:
        parts.append(_claims_table(links, first, "Claims told by several articles, or changed on the way"))
    if rest:
        table = _claims_table(links, rest, "Claims that one article alone makes")
        summary = element("summary", counted(len(rest), "claim"), " that one article alone makes")
        parts.append(element("details", summary, table, open=not first))
    return element("section", *parts, class_="claims-part")


def _claims_table(links: Links, rows: Sequence[ClaimRow], caption: str) -> Html:
    head = element(
        "thead",
        element(
            "tr",
            *(
                element("th", label, scope="col")
                for label in ("Claim", "Reading", "Who says it, from whom", "Origins")
            ),
        ),
    )
    bodies = [_claim(links, row) for row in rows]
    return element("table", element("caption", caption), head, *bodies, class_="claims")


def _claim(links: Links, row: ClaimRow) -> Html:
    number = links.anchors.claim_number[row.claim.id]
    label = [element("span", str(number), class_="number"), " ", told(row.label or "unnamed claim")]
    scale = scale_for(row)
    label += [_change_links(links, row), _origin_names(links, row), _nearest(links, row)]
    if scale is not None:
        label.append(element("small", scale.told, class_="from scale"))
    label.append(links.controls.claim(row.claim))
    runs = _runs(row)
    total = len(row.distinct)
    rows: list[Html] = []
    for answer, run in runs:
        for index, distinct in enumerate(run):
            cells = _reading_cells(links, row, distinct, scale)
            if not rows:
                head = element("th", element("div", *label), scope="rowgroup", rowspan=_span(total))
                cells = [head, *cells]
            if index == 0:
                cells.append(_origins_cell(row, answer, len(run)))
            rows.append(element("tr", *cells))
    return element("tbody", *rows, id=links.anchors.claim[row.claim.id], class_="claim", tabindex="-1")


def _runs(row: ClaimRow) -> list[tuple[Answer | None, list[DistinctReading]]]:
    """The distinct readings by the answer that they give, in the order of the answers."""
    if not row.claim.answers:
        return [(None, list(row.distinct))]
    runs: dict[int, list[DistinctReading]] = {}
    place = {id(answer): n for n, answer in enumerate(row.claim.answers)}
    for distinct in row.distinct:
        answer = answer_of(row.claim, distinct.readings[0])
        runs.setdefault(place[id(answer)] if answer else len(place), []).append(distinct)
    answers: list[Answer | None] = [*row.claim.answers, None]
    return [(answers[n], runs[n]) for n in sorted(runs)]


def _span(rows: int) -> int | None:
    return rows if rows > 1 else None


def _origins_cell(row: ClaimRow, answer: Answer | None, rows: int) -> Html:
    """The origins behind a claim, or behind one of its several answers."""
    if answer is None and row.claim.answers:
        return element("td", class_="origins", rowspan=_span(rows))
    if answer is None:
        return element("td", row.origins, class_="origins", rowspan=_span(rows), data_label="Origins")
    shown = answer_origins(answer)
    class_ = "origins answer none" if shown == "none" else "origins answer"
    title = plain(answer.why) or None
    return element("td", shown, class_=class_, title=title, rowspan=_span(rows), data_label="Origins")


def _nearest(links: Links, row: ClaimRow) -> Html:
    found = nearest(links.result, row.claim.id)
    if found is None:
        return NOTHING
    names = joined([links.article(article) for article in (found.article, *found.tied)], " or ")
    why = with_names("; ".join(found.why), links.names)
    return element("small", "Nearest to the origin: ", element("span", names, title=why), class_="from")


def _change_links(links: Links, row: ClaimRow) -> Html:
    if not row.changes:
        return NOTHING
    shown = [
        element(
            "a",
            links.sign(change),
            href=links.change(change),
            class_=f"badge {change.severity}",
            aria_label=f"change {links.sign(change)[1:]}, {change.severity}: {KIND_WORDS[change.kind]}",
        )
        for change in gravest_first(row.changes)
    ]
    return element("div", joined(shown, " "), class_="deltas")


def _origin_names(links: Links, row: ClaimRow) -> Html:
    names = {origin.id: origin for origin in links.result.origins}
    shown = []
    for key in dict.fromkeys(reading.origin for reading in row.claim.readings):
        if key in names:
            origin = names[key]
            via = f", via {plain(origin.via)}" if origin.via else ""
            # An article that has neither outlet nor title is an origin under its id.
            shown.append(told(plain(links.names.get(origin.name, origin.name)) + via))
    if not shown:
        return NOTHING
    word = "Origin: " if len(shown) == 1 else "Origins: "
    return element("small", word, joined(shown, "; "), class_="from")


def _reading_cells(links: Links, row: ClaimRow, distinct: DistinctReading, scale: Scale | None) -> list[Html]:
    who = _who_list(links, distinct.readings)
    if row.claim.kind == "quantity":
        drawn = dot_plot(scale, distinct.readings)
        value = element("td", told(distinct.shown), drawn, class_="value", data_label="Reading")
        return [value, element("td", who, data_label="Said by")]
    words = distinct.shown
    words = words if len(words) <= _QUOTE_LETTERS else words[:_QUOTE_LETTERS].rstrip() + "…"
    return [
        element(
            "td",
            element("p", told(words), class_=f"said {row.claim.kind}"),
            who,
            colspan=2,
            data_label="Reading",
        )
    ]


def _who_list(links: Links, readings: Sequence[Reading]) -> Html:
    """The articles that have a reading; on a large page the first of them, and the others folded away."""
    items = [element("li", one) for one in _who(links, readings)]
    if not links.later.large or len(items) <= FIRST:
        return element("ul", *items, class_="who")
    summary = element("summary", f"and {len(items) - FIRST:,} more")
    rest = links.later.put("ul", joined(items[FIRST:]), class_="who")
    return joined([element("ul", *items[:FIRST], class_="who"), element("details", summary, rest)])


def _who(links: Links, readings: Sequence[Reading]) -> list[Html]:
    """One line for each article: its name, and each way that it has the reading by."""
    articles: dict[str, list[Reading]] = defaultdict(list)
    for reading in readings:
        articles[reading.article].append(reading)
    return [_who_in(links, article, same) for article, same in articles.items()]


def _who_in(links: Links, article: str, readings: Sequence[Reading]) -> Html:
    ways: dict[str, str] = {}
    for reading in readings:
        shown, tags = _way(links, reading, alone=len(readings) == 1)
        if shown + tags not in ways:
            href = links.reading(reading)
            way = element("a", shown, href=href, class_="way") if shown else NOTHING
            ways[shown + tags] = joined([part for part in (way, tags) if part], " ")
    name = element("a", told(links.name(article)), href=links.reading(readings[0]))
    return joined([name, " ", joined(ways.values(), "; "), *map(links.controls.reading, readings)])


def _way(links: Links, reading: Reading, *, alone: bool) -> tuple[Html, Html]:
    """From whom an article has a reading, nearest first; and how sure it sounds."""
    name = links.name(reading.article)
    chain: list[str] = []
    if reading.attribution is not None:
        chain = [plain(one) for one in (reading.attribution.chain or (reading.attribution.source or "",))][
            ::-1
        ]
    # A page may name the same stop twice ("Source: Bloomberg" above, "Bloomberg" in the text).
    stops = [one for one, _ in groupby(chain) if one and one != name]
    through = [joined([_FROM, told(one)]) for one in stops]
    shown = joined(through, " ") if through or alone else Html("own voice")
    tags = []
    if reading.modality != "fact":
        tags.append(element("span", reading.modality, class_="tag"))
    if reading.polarity == "negative":
        tags.append(element("span", "negated", class_="tag"))
    if reading.condition is not None:
        href = links.words(links.anchors.reading(reading) + "-if", reading.article)
        tags.append(element("a", "on a condition", href=href, class_="to"))
    return shown, joined(tags, " ")


def changes_section(links: Links, one: StoryRows, name: str) -> Html:
    """The changes, gravest first, parent and child side by side."""
    heading = element(
        "h3", "Changes ", element("span", str(len(one.changes)), class_="count"), id=f"{name}-changes"
    )
    if not one.changes:
        return element("section", heading, element("p", "No changes between accounts were found."))
    labels = {row.claim.id: row for row in one.claims}
    items = [_change(links, change, labels.get(change.claim)) for change in one.changes]
    lead = element(
        "p",
        _CHANGES_LEAD,
        class_="lead",
    )
    return element("section", heading, lead, element("ol", *items, class_="changes"), class_="changes-part")


def _change(links: Links, change: Change, row: ClaimRow | None) -> Html:
    title: list[str] = [
        element("span", links.sign(change), class_="number"),
        " ",
        element("span", change.severity, class_=f"badge {change.severity}"),
        " ",
        KIND_WORDS[change.kind],
    ]
    about = NOTHING
    if row is not None:
        about = element(
            "p", element("a", told(row.label or "claim"), href=links.claim(row.claim)), class_="about"
        )
    before, after = contrast(
        plain(change.parent_span.of(links.text(change.parent))),
        plain(change.child_span.of(links.text(change.child))),
    )
    pair = element(
        "div",
        _side(links, change, "from", before),
        _side(links, change, "to", after),
        class_="pair",
    )
    why = element("p", told(shown_reason(change, links.names)), class_="why") if change.why else NOTHING
    return element(
        "li",
        element("h4", *title),
        about,
        pair,
        why,
        links.controls.change(change),
        id=links.change(change)[1:],
        class_=f"change-item {change.severity}",
        data_severity=change.severity,
        data_kind=KIND_WORDS[change.kind],
        tabindex="-1",
    )


def _side(links: Links, change: Change, side: str, pieces: Iterable[Piece]) -> Html:
    article = change.parent if side == "from" else change.child
    href = links.side(change, side)
    words = [element("mark", text) if differs else told(text) for text, differs in pieces]
    quote = element("blockquote", element("p", *words), dir="auto")
    name = element("a", told(links.name(article)), href=href) if href else told(links.name(article))
    return element("figure", element("figcaption", name), quote, class_=side)
