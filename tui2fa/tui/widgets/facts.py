"""Titles in a column, and beside each what belongs to it."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

GAP = 2
"""Cells between the titles and what stands beside them."""

Fact = tuple[Content, Content]
"""A title and its words."""


class Facts(Widget):
    """A row for each fact; words that do not fit go on below themselves, never below the title."""

    DEFAULT_CSS = "Facts { height: auto; width: 100%; }"

    facts: reactive[tuple[Fact, ...]] = reactive((), layout=True)

    def __init__(self, facts: Sequence[Fact], *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self.set_reactive(Facts.facts, tuple(facts))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the words take beside the titles."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """The rows at the present width."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        column = max((title.cell_length for title, _ in self.facts), default=0) + GAP
        lines: list[Content] = []
        for title, words in self.facts:
            first, *rest = words.wrap(max(width - column, 1))
            lines.append(Content.assemble(title, " " * (column - title.cell_length), first))
            lines.extend(Content(" " * column) + more for more in rest)
        return lines
