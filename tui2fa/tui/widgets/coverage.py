"""How well a company is covered: a figure and a bar for each question."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.domain.directory import Coverage, State
from tui2fa.locale import Catalogue

LONGEST = 40
"""Cells of a whole bar, at most."""


class CoverageBars(Widget):
    """The figures; nothing before they are known."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "CoverageBars { height: 5; width: 100%; }"

    coverage: reactive[Coverage | None] = reactive(None)

    def __init__(self, tr: Catalogue, coverage: Coverage | None) -> None:
        super().__init__()
        self._tr = tr
        self.set_reactive(CoverageBars.coverage, coverage)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """A row for each figure."""
        del container, viewport, width
        return 5

    def render(self) -> Content:
        """Name, number, bar and part of the whole."""
        found = self.coverage
        if found is None:
            return Content("")
        tr = self._tr
        figures = (
            (tr("Users"), found.users, "$accent"),
            (tr("With 2FA"), found.protected, "$success"),
            (tr("With a backup"), found.backup, "$success"),
            (tr(State.CALLS_ONLY.value), found.calls_only, "$orange"),
            (tr(State.NEVER.value), found.never, "$orange"),
        )
        disabled = tr.plural("{count} disabled", "{count} disabled", found.disabled) if found.disabled else ""
        told = [disabled, *(f"{_per_cent(number, found.users):3} %" for _, number, _ in figures[1:])]
        names = max(len(name) for name, _, _ in figures) + 2
        numbers = max(len(f"{number}") for _, number, _ in figures)
        room = max(min(self.size.width - names - numbers - max(map(len, told)) - 4, LONGEST), 1)
        lines = []
        for (name, number, colour), words in zip(figures, told, strict=True):
            full = -(-number * room // found.users) if found.users else 0
            lines.append(
                Content.assemble(
                    f"{name:<{names}}",
                    (f"{number:>{numbers}}  ", "bold"),
                    ("█" * full, colour),
                    ("░" * (room - full), "$line"),
                    (f"  {words}", "$muted"),
                )
            )
        return Content("\n").join(lines)


def _per_cent(part: int, whole: int) -> int:
    return round(100 * part / whole) if whole else 0
