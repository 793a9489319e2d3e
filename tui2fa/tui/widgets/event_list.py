"""What happened to an account, a line an event: when, what, from where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.domain.text import safe
from tui2fa.locale import Catalogue
from tui2fa.services.views import Event
from tui2fa.tui.words import event_words, moment_words

NARROW = 60
"""Cells below which a brief list does not tell from where."""


class EventList(Widget):
    """Events in three columns; `brief` cuts what does not fit its line, otherwise it goes on below."""

    DEFAULT_CSS = "EventList { height: auto; width: 100%; }"

    events: reactive[tuple[Event, ...]] = reactive((), layout=True)

    def __init__(self, tr: Catalogue, now: datetime, events: Sequence[Event], *, brief: bool, id: str) -> None:
        super().__init__(id=id)
        self._tr, self._now, self._brief = tr, now, brief
        self.set_reactive(EventList.events, tuple(events))

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the lines take at this width."""
        del container, viewport
        return max(len(self._lines(width)), 1)

    def render(self) -> Content:
        """The lines at the present width."""
        return Content("\n").join(self._lines(self.content_size.width))

    def _lines(self, width: int) -> list[Content]:
        tr = self._tr
        if not self.events or not width:
            return [Content(tr("Nothing has happened yet."))]
        times = [moment_words(tr, event.at, self._now) for event in self.events]
        room = 0 if self._brief and width < NARROW else width // 3
        origins = [safe(event.origin, room) for event in self.events]
        when, where = max(map(len, times)) + 2, max(map(cell_len, origins))
        what = width - when - where - 2
        lines: list[Content] = []
        for time, origin, event in zip(times, origins, self.events, strict=True):
            words = event_words(tr, event)
            first, *rest = [Content(safe(words, what))] if self._brief else Content(words).wrap(what)
            gap = " " * (what - first.cell_length + 2)
            lines.append(Content.assemble((f"{time:<{when}}", "$muted"), first, gap, (origin, "$muted")))
            lines.extend(Content(" " * when) + more for more in rest)
        return lines
