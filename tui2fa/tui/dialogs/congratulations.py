"""The end of the first set-up."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Static

from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.button import Button


class Congratulations(Dialog[bool]):
    """The account is protected; there is one way, on to the panel."""

    def heading(self) -> str:
        """The panel's word."""
        return self.tr("Congratulations!")

    def content(self) -> ComposeResult:
        """What was reached, and on."""
        yield Static(self.tr("Your account is now protected with two-factor authentication."), markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button(self.tr("To the panel"), id="on", classes="go")

    @on(Button.Pressed, "#on")
    def _on(self) -> None:
        self.dismiss(True)
