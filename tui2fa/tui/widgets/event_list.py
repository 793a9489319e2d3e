"""What happened to an account, a line an event: when, what, from where."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import partial

from rich.cells import cell_len
from textual.content import Content
from textual.geometry import Size
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.domain.harmless import safe
from tui2fa.locale import Catalogue
from tui2fa.services.views import Event
from tui2fa.tui.words import event_words, moment_words

NARROW = 76
"""Cells that are little room: a brief list tells neither from where nor the time of days gone by."""


class EventList(Widget):
    """Events in three columns; what does not fit its line goes on below, where there is little room the place, too.

    `brief` leaves out what matters least then.
    """

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
        narrow = width < NARROW
        dense = self._brief and narrow
        moment = tr.moment if dense else partial(moment_words, tr)
        times = [moment(event.at, self._now) for event in self.events]
        origins = [safe(event.origin, width // 3) for event in self.events]
        when, where = max(map(len, times)) + 2, 0 if narrow else max(map(cell_len, origins))
        what = max(width - when - (where and where + 2), 1)
        lines: list[Content] = []
        for time, origin, event in zip(times, origins, self.events, strict=True):
            first, *rest = Content(event_words(tr, event)).wrap(what)
            gap = " " * (what - first.cell_length + 2)
            told = Content.assemble((f"{time:<{when}}", "$muted"), first)
            lines.append(Content.assemble(told, gap, (origin, "$muted")) if where else told)
            below = [] if where or dense else [Content.styled(safe(event.origin, what), "$muted")]
            lines.extend(Content(" " * when) + more for more in (*rest, *below))
        return lines
