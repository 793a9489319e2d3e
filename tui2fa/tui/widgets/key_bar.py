"""The bottom line: the few keys that matter, clickable, and a word when something takes a moment.

One widget that draws one line: Textual's footer mounts a widget for each key on every change of focus.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import events
from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from tui2fa.tui import commands

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui2fa.tui.base.screen import BaseScreen


class KeyBar(Widget):
    """The keys of the active commands; leaving the program stands apart at the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; background: $panel; color: $muted; pointer: pointer; }
    """
    COMPONENT_CLASSES = {"key-bar--key"}

    busy = reactive(False)
    """Whether a moment's patience is asked."""

    def __init__(self) -> None:
        super().__init__()
        self._places: list[tuple[int, int, str]] = []

    def on_mount(self) -> None:
        """Follow the focus."""
        self.screen.bindings_updated_signal.subscribe(self, self._changed)

    def _changed(self, screen: Screen[object]) -> None:
        del screen
        self.refresh()

    def render(self) -> Content:
        """The keys that fit, those of the screen first."""
        screen = cast("BaseScreen[object]", self.screen)
        shown = {
            binding.action: binding
            for _, binding, enabled, _ in screen.active_bindings.values()
            if binding.show and enabled and binding.description
        }
        leave = shown.pop(commands.QUIT.action, None)
        right = self._item(self.app.get_key_display(leave), leave.description) if leave else Content("")
        width = self.size.width
        line, self._places = Content(""), []
        for binding in shown.values():
            item = self._item(self.app.get_key_display(binding), binding.description)
            if line.cell_length + item.cell_length + 2 > width - right.cell_length:
                break
            self._places.append((line.cell_length, line.cell_length + item.cell_length, binding.key))
            line = Content.assemble(line, item, "  ")
        if self.busy:
            right = Content.styled(screen.tr("One moment …"), "bold")
        elif leave:
            self._places.append((width - right.cell_length, width, leave.key))
        gap = max(width - line.cell_length - right.cell_length, 0)
        return Content.assemble(line, " " * gap, right)

    @staticmethod
    def _item(key: str, title: str) -> Content:
        return Content.assemble((key, "bold $foreground"), " ", title)

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        x = event.x - 1
        for start, end, key in self._places:
            if start <= x < end:
                self.app.simulate_key(key)
