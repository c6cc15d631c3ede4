"""One document as an article."""

from __future__ import annotations

from firsthand.cleaning.blocks import lay_out
from firsthand.cleaning.extracted import settle
from firsthand.cleaning.facts import with_facts
from firsthand.cleaning.languages import find_language
from firsthand.cleaning.lines import split_lines
from firsthand.cleaning.metadata import read_metadata
from firsthand.cleaning.vocabulary import vocabulary
from firsthand.model import TOLD, Article, Block, Issue, RawDocument


def clean(raw: RawDocument, article_id: str) -> tuple[Article, tuple[Issue, ...]]:
    """The article that a document holds, and what is odd about it.

    Cost: linear in the length of the text.

    Errors: none; a page on which nothing is an article's text has the issue `no-text`.
    """
    words = vocabulary()
    layout = lay_out(split_lines(raw.text, words), words)
    if raw.source != "text":
        layout = settle(raw, layout, english=find_language(raw.text) == "en")
    blocks = tuple(
        Block(span=line.span, kind=kind) for line, kind in zip(layout.lines, layout.kinds, strict=True)
    )
    told = "\n".join(block.span.of(raw.text) for block in blocks if block.kind in TOLD)
    metadata = read_metadata(layout, words)
    article = Article(
        id=article_id,
        sha256=raw.sha256,
        text=raw.text,
        blocks=blocks,
        paths=raw.paths,
        outlet=metadata.outlet,
        title=metadata.title,
        byline=metadata.byline,
        published=metadata.published,
        modified=metadata.modified,
        language=find_language(told or raw.text),
        provenance=metadata.provenance,
    )
    if raw.facts:
        article = with_facts(article, raw.facts)
    if any(block.kind in TOLD and block.kind != "title" for block in blocks):
        return article, ()
    detail = "no paragraph of an article among its lines; expected a text: check what was saved"
    return article, (Issue(code="no-text", where=min(raw.paths, default=article_id), detail=detail),)
