"""What the screen one is at is for, and every key that works there."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.widgets.button import Button


class Help(Dialog[None]):
    """Help for the screen below; closing it answers nothing."""

    AUTO_FOCUS = ""
    BINDINGS = [Binding("enter", "back", show=False)]
    DEFAULT_CSS = "Help .keys { height: auto; & HorizontalGroup Static { width: 1fr; } & .key { width: 10; } }"

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def heading(self) -> str:
        """The title."""
        return self.tr("Help")

    def content(self) -> ComposeResult:
        """The sentences, the keys, whom to ask."""
        if self._below.HELP:
            yield Static(self.tr(self._below.HELP), markup=False)
        with VerticalGroup(classes="keys"):
            for offer in self._below.offers() if isinstance(self._below, BaseScreen) else ():
                with HorizontalGroup():
                    yield Static(Content.styled(offer.shown, "bold"), classes="key")
                    yield Static(offer.help or offer.title, markup=False)
        support = self.app.surroundings.support
        yield Static(
            self.tr("Still stuck? {phone} · {email}", phone=support.phone, email=support.email),
            classes="muted",
            markup=False,
        )
        with HorizontalGroup(classes="buttons"):
            yield Button(self.tr("Close"), id="close")

    def on_mount(self) -> None:
        """Begin at the top; the arrow keys go on from there."""
        box = self.query_one("#box")
        box.can_focus = True
        box.focus()

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss(None)
