"""A screen that can be composed anew, in another language or state, under a person's hands."""

from __future__ import annotations

import asyncio
from contextlib import ExitStack
from typing import TypeVar

from textual.containers import VerticalScroll
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen

from tui2fa.tui.widgets.field import Field

T = TypeVar("T")


class RenewedScreen(Screen[T], inherit_css=False):
    """Drafts, refusals, the focus and the scroll position stay; what comes meanwhile does no harm."""

    def __init__(self) -> None:
        super().__init__()
        self._renewal = asyncio.Lock()

    async def recompose(self) -> None:
        """Compose anew as things stand now, once at a time."""
        async with self._renewal:
            drafts = {widget.id: widget.value for widget in self.query("*") if widget.id and hasattr(widget, "value")}
            places = {widget.id: widget.place for widget in self.query("*") if widget.id and hasattr(widget, "place")}
            refusals = {field.id: field.refused for field in self.query(Field) if field.id and field.refused}
            focused = self.focused.id if self.focused else None
            scrolled = {widget.id: widget.scroll_offset for widget in self.query(VerticalScroll)}
            await super().recompose()
            if not self._stands:
                return
            for widget in self.query("*"):
                if widget.id in drafts and hasattr(widget, "value"):
                    with ExitStack() as quiet:
                        if changed := getattr(type(widget), "Changed", None):
                            quiet.enter_context(widget.prevent(changed))
                        widget.value = drafts[widget.id]
                if widget.id in places and hasattr(widget, "place"):
                    widget.place = places[widget.id]
            for field in self.query(Field):
                if field.id in refusals:
                    field.say(refusals[field.id])
            for place in self.query(VerticalScroll):
                place.scroll_to(*scrolled.get(place.id, (0, 0)), animate=False)
            if focused:
                self.query(f"#{focused}").focus()
            self.renewed()

    async def whole(self) -> None:
        """Wait until all is there: what is shown while it is composed anew has no place yet."""
        async with self._renewal:
            return

    def renewed(self) -> None:
        """Show on what was composed anew what it was composed without."""

    @property
    def _stands(self) -> bool:
        """Whether it is not being taken away; what is has no display."""
        return self.is_attached and self.display

    async def _dispatch_message(self, message: Message) -> None:
        """Do what a message asks; one that came as the screen is composed anew, or goes, asks for what is not there."""
        try:
            await super()._dispatch_message(message)
        except NoMatches:
            if self._stands and not self._renewal.locked():
                raise
