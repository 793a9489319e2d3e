"""What the screen one is at is for, and every key that works there."""

from __future__ import annotations

from typing import Any

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.widgets.button import Button


class Help(Dialog[None]):
    """Help for the screen below; closing it answers nothing."""

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
        yield Static(self._keys(), classes="keys")
        support = self.app.surroundings.support
        yield Static(
            self.tr("Still stuck? {phone} · {email}", phone=support.phone, email=support.email),
            classes="muted",
            markup=False,
        )
        with HorizontalGroup(classes="buttons"):
            yield Button(self.tr("Close"), id="close")

    def _keys(self) -> Content:
        if not isinstance(self._below, BaseScreen):
            return Content("")
        offers = self._below.offers()
        return Content("\n").join(
            Content.assemble((f"{one.shown:<6}", "bold"), one.help or one.title) for one in offers
        )

    def on_button_pressed(self) -> None:
        """Close."""
        self.dismiss(None)
