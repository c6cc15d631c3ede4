"""The words that records are told apart by."""

from __future__ import annotations

from typing import Literal

BlockKind = Literal[
    "title",
    "standfirst",
    "heading",
    "body",
    "list",
    "caption",
    "byline",
    "dateline",
    "masthead",
    "furniture",
]
Bound = Literal["exact", "about", "at most", "at least", "between"]
Modality = Literal["fact", "possible", "planned", "conditional", "denied", "alleged"]
Polarity = Literal["positive", "negative"]
SourceKind = Literal["person", "organization", "document", "outlet", "anonymous", "unstated"]
ClaimKind = Literal["quantity", "quote", "event"]
ParentKind = Literal["article", "outlet", "person", "organization", "document", "lost"]
How = Literal["copies", "rewrites", "cites"]
EvidenceKind = Literal["citation", "shared-wording", "shared-error", "shared-figures", "order", "time"]
ChangeKind = Literal[
    "magnitude",
    "value",
    "rounding",
    "bound",
    "scope",
    "role",
    "modality",
    "negation",
    "wording",
    "attribution-lost",
    "attribution-changed",
    "anonymous-hardened",
    "quote",
    "time",
    "name",
    "unit",
]
Severity = Literal["high", "medium", "low"]
LoopKind = Literal["ring", "one-end"]
LostKind = Literal["condition", "denial"]
MomentKind = Literal["happened", "said", "printed", "expected"]
Precision = Literal["minute", "day", "week", "month", "year"]

# Blocks that hold the article's own words; what else stands on the page is set aside.
TOLD: frozenset[BlockKind] = frozenset({"title", "standfirst", "heading", "body", "list"})
