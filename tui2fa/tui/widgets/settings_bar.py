"""The bar that slides out from the left: the name once more, how the account is protected, and two ways on."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.reactive import reactive
from textual.widgets import Static

from tui2fa.locale import Catalogue
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.name_button import NameButton


class SettingsBar(VerticalGroup):
    """The settings bar. Its buttons send `Button.Pressed`: `#bar-name`, `#connect`, `#log-out`."""

    DEFAULT_CSS = """
    SettingsBar {
        dock: left; width: 37; height: 100%; background: $panel; border-right: solid $line;
        offset-x: -37; visibility: hidden; transition: offset 200ms out_cubic;
        &.-out { visibility: visible; }
        & > Button { width: 100%; margin-bottom: 1; text-align: left; content-align: left middle; background: $panel; }
        & > Button:hover { background: $raised; }
        & > Button:focus { background: $accent; color: $background; text-style: bold; }
        & > #bar-summary { height: 1fr; padding: 0 2; }
    }
    """

    out = reactive(False, toggle_class="-out")
    """Whether it is out; what is in it takes the focus only then."""

    def __init__(self, tr: Catalogue, person: str, summary: Content) -> None:
        super().__init__(id="bar")
        self._tr, self._person, self._summary = tr, person, summary

    def compose(self) -> ComposeResult:
        """The name, the summary, the ways on."""
        tr = self._tr
        yield NameButton(self._person, id="bar-name")
        yield Static(self._summary, id="bar-summary")
        yield Button(tr("Connect Qaller"), id="connect")
        yield Button(tr("Log out"), id="log-out", classes="log-out")

    def show(self, person: str, summary: Content) -> None:
        """Tell what is known by now."""
        self.query_one("#bar-name", NameButton).label = Content(person)
        self.query_one("#bar-summary", Static).update(summary)
