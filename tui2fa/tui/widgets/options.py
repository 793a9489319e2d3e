"""A list of options that may change, or have no room, while it is there."""

from __future__ import annotations

from typing import Literal

from textual import events
from textual.widgets import OptionList


class Options(OptionList):
    """What is offered now; it may have changed since somebody aimed at it."""

    def on_click(self, event: events.Click) -> None:
        """A click on what is no longer there does nothing."""
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()

    def _move_page(self, direction: Literal[-1, 1]) -> None:
        """A page on; where nothing of it is seen, Textual knows of no pages."""
        if self.scrollable_content_region:
            super()._move_page(direction)
