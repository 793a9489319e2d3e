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

    from tui2fa.tui.base.screen import BaseScreen, Offer


WAYS = (commands.PALETTE.action, commands.HELP.action)
"""They lead to every key that the line has no room for."""


class KeyBar(Widget):
    """The keys of the active commands; help and menu are always among them, leaving stands apart at the right."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    KeyBar { dock: bottom; height: 1; padding: 0 1; background: $panel; color: $muted; pointer: pointer; }
    """

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
        offers = {offer.action: offer for offer in screen.offers() if offer.footer}
        leave = offers.pop(commands.QUIT.action, None)
        right = _item(leave) if leave else Content("")
        width = self.size.width
        line, self._places = Content(""), []
        for offer in _fitting(list(offers.values()), width - right.cell_length):
            item = _item(offer)
            self._places.append((line.cell_length, line.cell_length + item.cell_length, offer.key))
            line = Content.assemble(line, item, "  ")
        if self.busy:
            right = Content.styled(screen.tr("One moment …"), "bold")
        elif leave:
            self._places.append((width - right.cell_length, width, leave.key))
        gap = max(width - line.cell_length - right.cell_length, 0)
        return Content.assemble(line, " " * gap, right)

    def on_click(self, event: events.Click) -> None:
        """A click on a key is that key."""
        x = event.x - 1
        for start, end, key in self._places:
            if start <= x < end:
                self.app.simulate_key(key)


def _fitting(offers: list[Offer], room: int) -> list[Offer]:
    """What fits in so many cells, in its order: the ways to all other keys, then as many as there is room for."""
    chosen: list[Offer] = []
    for offer in sorted(offers, key=lambda one: one.action not in WAYS):
        room -= _item(offer).cell_length + 2
        if room < 0:
            break
        chosen.append(offer)
    return [offer for offer in offers if offer in chosen]


def _item(offer: Offer) -> Content:
    return Content.assemble((offer.shown, "bold $foreground"), " ", offer.title)
