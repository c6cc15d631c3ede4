"""The summary, the omission table and the timeline of a story on a terminal."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from firsthand.model import Moment, Result, Story
from firsthand.report.naming import plain, with_names
from firsthand.report.overview import (
    CELL_SIGNS,
    MOMENT_WORDS,
    OmissionRow,
    excerpt,
    letters,
    lines,
    loops,
    lost_words,
    moment_date,
    moments,
    omission_rows,
)
from firsthand.report.typesetting import Page, columns, pad, shorten, shorten_name, words
from firsthand.report.wording import counted

# What fits on a screen; --all shows the rest.
MAX_ROWS: Final = 10
MAX_MOMENTS: Final = 12
# A story of more articles than this has no room for a column each.
MAX_COLUMNS: Final = 20


def write_summary(page: Page, result: Result, story: Story) -> None:
    """The summary, before everything else of a story."""
    for line in lines(result, story.id):
        page.paragraph(line.text, first="  - ")


def write_loops(page: Page, result: Result, story: Story, names: Mapping[str, str]) -> None:
    """The circular sourcing, below the family tree."""
    for loop in loops(result, story.id):
        page.paragraph([*words("Circular:", "high"), *words(with_names(loop.why, names))], first="  ")


def write_omissions(
    page: Page, result: Result, story: Story, names: Mapping[str, str], *, everything: bool
) -> None:
    """The omission table: claims down, articles across."""
    rows = [
        r for r in omission_rows(result, story.id, story.articles) if "left out" in r.cells or r.omission.lost
    ]
    if not rows:
        return
    page.line()
    page.line(page.paint("Left out", "strong"))
    if len(story.articles) <= MAX_COLUMNS or everything:
        heads = letters(len(story.articles))
        key = ", ".join(f"{head} {names.get(a, a)}" for head, a in zip(heads, story.articles, strict=True))
        page.paragraph(words(key, "dim"), first="  ")
        signs = "● told, ○ left out though what it was made from tells it, · not told"
        page.paragraph(words(signs, "dim"), first="  ")
        _write_grid(page, rows if everything else rows[:MAX_ROWS], heads)
        if len(rows) > MAX_ROWS and not everything:
            page.line(
                page.paint(f"  … {counted(len(rows) - MAX_ROWS, 'more claim')}: --all shows them", "dim")
            )
    _write_losses(page, result, rows, names, everything=everything)


def _write_grid(page: Page, rows: list[OmissionRow], heads: list[str]) -> None:
    wide = max(len(head) for head in heads)
    across = len(heads) * (wide + 1)
    left = max(12, page.width - across - 4)
    # Where the columns leave no room for a label, they stand on a line of their own.
    apart = left + across + 4 > page.width
    if not apart:
        page.line(f"  {pad('', left)} " + page.paint("".join(f" {h:>{wide}}" for h in heads), "dim"))
    for row in rows:
        signs = "".join(f" {CELL_SIGNS[cell]:>{wide}}" for cell in row.cells)
        label = plain(row.claim.label) or "unnamed"
        if apart:
            page.line(f"  {shorten(label, page.width - 2)}")
            for at in range(0, len(signs), page.width - 4):
                page.line(f"   {signs[at : at + page.width - 4]}")
        else:
            page.line(f"  {pad(label, left)} {signs}")


def _write_losses(
    page: Page, result: Result, rows: list[OmissionRow], names: Mapping[str, str], *, everything: bool
) -> None:
    texts = {a.id: a.text for a in result.articles}
    lost = [(row, one) for row in rows for one in row.omission.lost]
    for row, one in lost if everything else lost[:MAX_ROWS]:
        quoted = plain(one.place.span.of(texts.get(one.place.article, "")))
        name, source = names.get(one.article, one.article), names.get(one.place.article, one.place.article)
        before, behind = lost_words(one)
        text = f"{name} {before}: {plain(row.claim.label)}, {behind} “{quoted}” ({source})"
        page.paragraph(text, first="  - ", lines=4)
    if len(lost) > MAX_ROWS and not everything:
        page.line(page.paint(f"  … {len(lost) - MAX_ROWS:,} more: --all shows them", "dim"))


def write_timeline(
    page: Page, result: Result, story: Story, names: Mapping[str, str], *, everything: bool
) -> None:
    """The timeline by date: what most articles tell where not all fits, then what has no date."""
    dated, undated = moments(result, story.id)
    told = [m for m in dated if m.kind != "printed"]
    if not told and not (everything and undated):
        return
    page.line()
    page.line(page.paint("Timeline", "strong"))
    shown = dated
    if not everything and len(dated) > MAX_MOMENTS:
        ranked = sorted(told, key=lambda m: (-len({p.article for p in m.places}), -len(m.claims)))
        kept = {id(m) for m in ranked[:MAX_MOMENTS]}
        shown = [m for m in dated if id(m) in kept]
    texts = {a.id: a.text for a in result.articles}
    for moment in shown:
        _write_moment(page, moment, moment_date(moment), texts, names)
    if everything:
        for moment in undated:
            _write_moment(page, moment, "no date", texts, names)
    left = len(dated) + len(undated) - len(shown) - (len(undated) if everything else 0)
    if left:
        page.line(page.paint(f"  … {counted(left, 'more entry', 'more entries')}: --all shows them", "dim"))


def _write_moment(
    page: Page, moment: Moment, date: str, texts: Mapping[str, str], names: Mapping[str, str]
) -> None:
    who = names.get(moment.context.article, moment.context.article)
    more = len({p.article for p in moment.places}) - 1
    told_by = f"{shorten_name(who, 30)}{f' and {more} more' if more else ''}"
    left = f"  {shorten(date, 16):<12} {MOMENT_WORDS[moment.kind]:<9}"
    room = page.width - columns(left) - 1
    if moment.kind == "printed":
        page.line(f"{left} {shorten(told_by, room)}")
        return
    text, context = texts.get(moment.context.article, ""), moment.context.span
    part = excerpt(text, context, moment.places[0].span, max(24, 2 * room - columns(told_by) - 8))
    quote = f"“{'…' if part.start > context.start else ''}{plain(part.of(text))}"
    quote += "…”" if part.end < context.end else "”"
    page.paragraph([*words(quote), *words(f"({told_by})", "dim")], first=f"{left} ", lines=3)
