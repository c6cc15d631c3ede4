"""Parts of a large page that are drawn when they are needed, so that the page opens at once."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Final

from firsthand.report.markup import NOTHING, Html, element

# Pages of fewer articles stand whole in the file: they open in under a second, also without scripts.
LARGE: Final = 150
# A list of articles is cut after so many entries where the page is large.
FIRST: Final = 12


@dataclass(slots=True)
class Later:
    """The parts set aside so far; built while a page is written, then written at its end."""

    large: bool
    parts: list[Html] = field(default_factory=list)

    def put(self, tag: str, content: Html, /, **attributes: str | None) -> Html:
        """An element with that content, or on a large page an empty one to be filled when looked at."""
        if not self.large:
            return element(tag, content, **attributes)
        self.parts.append(content)
        return element(tag, data_part=len(self.parts) - 1, **attributes)

    def written(self) -> Html:
        """The parts as data, which no browser runs."""
        if not self.parts:
            return NOTHING
        # In a script only "<" could begin its end.
        data = json.dumps(self.parts, ensure_ascii=False).replace("<", "\\u003c")
        return Html(f'<script type="application/json" id="parts">{data}</script>')
