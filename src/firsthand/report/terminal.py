"""A result as text for a terminal: stories, claims, family trees, changes, what could not be judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, TextIO

from firsthand.model import Change, How, Result, Story
from firsthand.report.contrast import Piece, contrast
from firsthand.report.family import Edge, Family, Node, family
from firsthand.report.naming import article_names, plain, shown_date, shown_reason
from firsthand.report.overview import answer_of, answer_origins
from firsthand.report.readings import ClaimRow, DistinctReading, claim_rows, story_changes
from firsthand.report.terminal_overview import write_loops, write_omissions, write_summary, write_timeline
from firsthand.report.typesetting import (
    Page,
    Word,
    columns,
    pad,
    page_for,
    shorten,
    shorten_name,
    words,
    wrap,
)
from firsthand.report.wording import (
    KIND_WORDS,
    OUTSIDE_WORDS,
    certainty,
    counted,
    gravest_first,
    severity_counts,
    summary,
)

# What fits on two screens of a story; `everything` shows the rest.
MAX_CLAIMS: Final = 12
MAX_CHANGES: Final = 12
MAX_ARTICLES: Final = 60
MAX_DISTINCT: Final = 6
# A quotation longer than this many lines is cut: the start shows which one it is.
QUOTE_LINES: Final = 3
# How a source outside was used, in the order told.
_USED: Final[tuple[tuple[How, str], ...]] = (
    ("copies", "copied"),
    ("rewrites", "rewritten"),
    ("cites", "cited"),
)
# Columns for the figures at the right of the claims table.
_ORIGINS: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """What every section needs."""

    result: Result
    page: Page
    names: Mapping[str, str]
    everything: bool

    def within(self, limit: int) -> int | None:
        return None if self.everything else limit


def write_terminal(
    result: Result,
    out: TextIO,
    *,
    width: int | None = None,
    colour: bool | None = None,
    everything: bool = False,
) -> None:
    """Writes the report to `out`, as wide and as colourful as that terminal is.

    Args:
        result: What a run found.
        out: A text stream; plain and 80 columns wide where it is no terminal.
        width: Columns, in place of the terminal's own.
        colour: Whether to paint, in place of what the terminal and NO_COLOR say.
        everything: All claims and changes of every story, not the most telling ones only.
    """
    page = page_for(out, width=width, colour=colour)
    view = _View(result=result, page=page, names=article_names(result), everything=everything)
    counts = ", ".join(f"{number:,} {things}" for number, things in summary(result))
    grave = severity_counts(result.changes)
    page.paragraph(f"{counts} ({grave})" if grave else counts)
    for number, story in enumerate(result.stories, 1):
        _write_story(view, story, number)
    _write_gaps(view)


def _write_story(view: _View, story: Story, number: int) -> None:
    page = view.page
    page.line()
    title = plain(story.title) or "Untitled story"
    heading = f"Story {number} of {len(view.result.stories)}: " if len(view.result.stories) > 1 else ""
    page.paragraph(words(heading + title, "strong"))
    page.line("═" * page.width)
    write_summary(page, view.result, story)
    _write_articles(view, story)
    _write_claims(view, story)
    _write_family(view, story)
    write_loops(page, view.result, story, view.names)
    _write_changes(view, story)
    write_omissions(page, view.result, story, view.names, everything=view.everything)
    write_timeline(page, view.result, story, view.names, everything=view.everything)


def _heading(page: Page, text: str) -> None:
    page.line()
    page.line(page.paint(text, "strong"))


def _write_articles(view: _View, story: Story) -> None:
    page = view.page
    _heading(page, counted(len(story.articles), "article").capitalize())
    known = {article.id: article for article in view.result.articles}
    shown = [known[one] for one in story.articles[: view.within(MAX_ARTICLES)]]
    dates = [shown_date(article.published) or "no date" for article in shown]
    left = min(max((columns(view.names[article.id]) for article in shown), default=0), page.width // 3)
    middle = max(map(columns, dates), default=0)
    for article, date in zip(shown, dates, strict=True):
        name = page.paint(pad(shorten_name(view.names[article.id], left), left), "strong")
        title = shorten(plain(article.title or "") or "no title", page.width - left - middle - 6)
        page.line(f"  {name}  {page.paint(pad(date, middle), 'dim')}  {title}")
    if len(shown) < len(story.articles):
        _write_more(page, len(story.articles) - len(shown), "article")


def _write_claims(view: _View, story: Story) -> None:
    page, rows = view.page, claim_rows(view.result, story.id)
    if not rows:
        _heading(page, "No claims found")
        return
    _heading(page, counted(len(rows), "claim").capitalize())
    left = (page.width - _ORIGINS - 6) * 9 // 20
    right = page.width - _ORIGINS - 6 - left
    header = f"  {pad('', left)}  {pad('what it says (articles)', right)}  origins"
    page.line(page.paint(header, "dim"))
    shown = rows[: view.within(MAX_CLAIMS)]
    for row in shown:
        _write_claim(page, row, left, right)
    if len(shown) < len(rows):
        _write_more(page, len(rows) - len(shown), "claim")


def _write_claim(page: Page, row: ClaimRow, left: int, right: int) -> None:
    style = row.changes and ("high", "medium", "low")[row.gravest]
    labels = wrap(words(row.label or "unnamed", style or None), left, lines=3)
    answers = _answers(row, right)
    for number in range(max(len(labels), len(answers))):
        label = labels[number] if number < len(labels) else []
        gap = " " * (left - sum(columns(word) + 1 for word, _ in label) + bool(label))
        answer = answers[number] if number < len(answers) else ""
        end = f"{row.origins:>{_ORIGINS}}" if number == 0 else ""
        page.line(f"  {page.join(label)}{gap}  {pad(answer, right)}  {end}")


def _answers(row: ClaimRow, room: int) -> list[str]:
    """The distinct readings in lines: figures run on, quotations each on lines of their own."""
    shown = [_unspaced(_answer(row, one)) for one in row.distinct[:MAX_DISTINCT]]
    if len(row.distinct) > MAX_DISTINCT:
        shown.append(f"and {len(row.distinct) - MAX_DISTINCT} more")
    if row.claim.kind == "quantity":
        parts: list[Word] = [(one + ("," if one is not shown[-1] else ""), None) for one in shown]
        lines = wrap(parts, room)
    else:
        lines = []
        for one in row.distinct[:MAX_DISTINCT]:
            cut = shorten(one.shown, 2 * room - 12)
            lines += wrap(words(f"{cut} ({one.articles})"), room)
        lines += [words(shown[-1])] if len(row.distinct) > MAX_DISTINCT else []
    return [" ".join(word for word, _ in line).replace("\u00a0", " ") for line in lines]


def _answer(row: ClaimRow, one: DistinctReading) -> str:
    """A figure with the articles that give it, and a word where no origin stands behind it."""
    answer = answer_of(row.claim, one.readings[0])
    none = ", no origin" if answer is not None and answer_origins(answer) == "none" else ""
    return f"{one.shown} ({one.articles}{none})"


def _unspaced(shown: str) -> str:
    """A figure that no line break parts."""
    return shown.replace(" ", "\u00a0")


def _write_more(page: Page, number: int, thing: str) -> None:
    page.line(page.paint(f"  … {counted(number, f'more {thing}')}: --all shows them", "dim"))


def _write_family(view: _View, story: Story) -> None:
    tree = family(view.result, story, view.names)
    _heading(view.page, "Family tree")
    if not tree.edges:
        if len(story.articles) > 1:
            view.page.paragraph("No article was found to be made from another.", first="  ")
        else:
            view.page.paragraph("One article alone, which names no source outside.", first="  ")
        return
    view.page.paragraph(words("● article, ○ source outside the collection", "dim"), first="  ")
    children = tree.children()
    homes = set(tree.home.values())
    for root in tree.roots():
        if root.article is None and root.key not in homes:
            _write_source(view, tree, root, children[root.key])
        else:
            _write_node(view, tree, root, children)


def _write_source(view: _View, tree: Family, source: Node, edges: Sequence[Edge]) -> None:
    """One line for a source outside under which no article is drawn: who used it, and how."""
    said = _node_words(tree.node(source.key), None, home=True)
    for how, verb in _USED:
        users = [tree.node(edge.child).name for edge in edges if edge.derivation.how == how]
        if users:
            said += [("·", "dim"), *words(f"{verb} by", "dim"), *words(", ".join(users))]
    view.page.paragraph(said, first="  ", rest="    ")


def _write_node(view: _View, tree: Family, root: Node, children: Mapping[str, list[Edge]]) -> None:
    """Draws a root and all below it; without recursion, since a chain of copies may be long."""
    waiting: list[tuple[str, str, str, Edge | None]] = [(root.key, "  ", "  ", None)]
    while waiting:
        key, first, rest, edge = waiting.pop()
        home = edge is None or tree.home.get(edge.child) == edge.parent
        below = children.get(key, []) if home else []
        said = _node_words(tree.node(key), edge, home=home)
        stem = "│ " if below else "  "
        view.page.paragraph(said, first=_deep(first, view), rest=_deep(rest, view) + stem)
        for number, one in enumerate(reversed(below)):
            branch, run = ("└─ ", "   ") if number == 0 else ("├─ ", "│  ")
            waiting.append((one.child, rest + branch, rest + run, one))


def _deep(prefix: str, view: _View) -> str:
    """The branches before a node; of a very deep one only the last, so that the name has room."""
    room = view.page.width // 2
    return prefix if len(prefix) <= room else "… " + prefix[-(room // 3 * 3 - 3) :]


def _node_words(node: Node, edge: Edge | None, *, home: bool) -> list[Word]:
    outside = node.article is None
    said: list[Word] = [("○" if outside else "●", "outside" if outside else None)]
    said += words(node.name, "outside" if outside else "strong" if home else None)
    if outside and node.kind != "outlet":
        said += words(f"({OUTSIDE_WORDS[node.kind]})", "dim")
    if edge is not None:
        how = f"{certainty(edge.derivation)} {edge.derivation.how} it"
        said += words(f"· {how}" if home else f"· {how} too, drawn elsewhere", "dim")
    return said


def _write_changes(view: _View, story: Story) -> None:
    changes = gravest_first(story_changes(view.result, story.id))
    if not changes:
        _heading(view.page, "No changes found")
        return
    _heading(view.page, f"{counted(len(changes), 'change').capitalize()}, gravest first")
    labels = {claim.id: plain(claim.label) for claim in view.result.claims}
    texts = {article.id: article.text for article in view.result.articles}
    shown = changes[: view.within(MAX_CHANGES)]
    for change in shown:
        view.page.line()
        _write_change(view, change, labels.get(change.claim, ""), texts)
    if len(shown) < len(changes):
        view.page.line()
        _write_more(view.page, len(changes) - len(shown), "change")


def _write_change(view: _View, change: Change, label: str, texts: Mapping[str, str]) -> None:
    page = view.page
    kind = KIND_WORDS[change.kind]
    page.paragraph(
        [
            *words(change.severity.upper(), change.severity),
            *words(f"{kind}: {label}" if label else kind, "strong"),
        ],
        first="  ",
        rest="    ",
    )
    before, after = contrast(
        plain(change.parent_span.of(texts.get(change.parent, ""))),
        plain(change.child_span.of(texts.get(change.child, ""))),
    )
    _write_quote(page, "    ", view.names.get(change.parent, change.parent), before)
    _write_quote(page, "  → ", view.names.get(change.child, change.child), after)
    if change.why:
        page.paragraph(words(shown_reason(change, view.names), "dim"), first="    Why: ", rest="    ")


def _write_quote(page: Page, sign: str, name: str, pieces: Iterable[Piece]) -> None:
    quoted: list[Word] = []
    for text, differs in pieces:
        quoted += words(text, "mark" if differs else None)
    text = "".join(piece for piece, _ in pieces)
    marked = quoted if " ".join(word for word, _ in quoted) == text else words(text)
    page.paragraph([*words(f"{name}:", "dim"), *_in_quotes(marked)], first=sign, lines=QUOTE_LINES)


def _in_quotes(quoted: list[Word]) -> list[Word]:
    if not quoted:
        return [("(nothing)", "dim")]
    first, last = quoted[0], quoted[-1]
    if len(quoted) == 1:
        return [(f"“{first[0]}”", first[1])]
    return [("“" + first[0], first[1]), *quoted[1:-1], (last[0] + "”", last[1])]


def _write_gaps(view: _View) -> None:
    page = view.page
    if view.result.unmeasured:
        _heading(page, "Could not be judged")
    for gap in view.result.unmeasured:
        name = view.names.get(gap.article, gap.article)
        page.paragraph(f"{name}: {gap.what}: {gap.why}", first="  - ")
    if view.result.issues:
        _heading(page, "Trouble with the inputs")
    for issue in view.result.issues:
        page.paragraph(f"{issue.where}: {issue.detail} ({issue.code})", first="  - ")
