"""What the screen one is at is for, every key that works there, and the way to the tips and the methods compared."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from tui2fa.tui.base.dialog import Reading
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.widgets.button import Button, Link


class Help(Reading):
    """Help for the screen below; closing it answers nothing."""

    BINDINGS = [Binding("t", "tips", show=False), Binding("m", "methods", show=False)]
    DEFAULT_CSS = """
    Help {
        .keys { height: auto; & HorizontalGroup Static { width: 1fr; } & .key { width: 10; } }
        #ways { margin-top: 1; }
        #ways Link { margin-right: 3; }
    }
    """

    def __init__(self, below: Screen[Any]) -> None:
        super().__init__()
        self._below = below

    def heading(self) -> str:
        """The title."""
        return self.tr("Help")

    def text(self) -> ComposeResult:
        """The sentences; the tips and the comparison, where there is a guide; the keys; whom to ask."""
        if self._below.HELP:
            yield Static(self.tr(self._below.HELP), markup=False)
        if self.app.guided:
            with HorizontalGroup(id="ways"):
                yield Link(self.tr("Ten tips") + " (T)", id="tips")
                yield Link(self.tr("The methods compared") + " (M)", id="methods")
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

    @on(Button.Pressed, "#tips")
    def action_tips(self) -> None:
        """The tips instead."""
        self._instead(self.app.action_tips)

    @on(Button.Pressed, "#methods")
    def action_methods(self) -> None:
        """The methods compared instead."""
        self._instead(self.app.action_methods)

    def _instead(self, show: Callable[[], None]) -> None:
        if self.app.guided:
            self.dismiss(None)
            self.app.call_later(show)
