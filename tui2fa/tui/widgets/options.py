"""A list of options that changes while it is there."""

from __future__ import annotations

from textual import events
from textual.widgets import OptionList


class Options(OptionList):
    """What is offered now; it may have changed since somebody aimed at it."""

    def on_click(self, event: events.Click) -> None:
        """A click on what is no longer there does nothing."""
        if event.style.meta.get("option", 0) >= self.option_count:
            event.prevent_default()
