"""A question before something is lost."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.button import Button


class Confirm(Dialog[bool]):
    """Yes or no; the focus is on no. All words come in the person's language.

    `colour` is the class of the button that says yes: `danger` where something is lost by it, else `go` or `orange`.
    """

    HELP = N_("Enter gives the marked answer; Tab moves to the other one, Escape means no.")
    AUTO_FOCUS = "#no"
    BINDINGS = [Binding("left", "app.focus_previous", show=False), Binding("right", "app.focus_next", show=False)]

    def __init__(self, title: str, text: str, yes: str, no: str, colour: str = "danger") -> None:
        super().__init__()
        self._title, self._text, self._yes, self._no, self._colour = title, text, yes, no, colour

    def heading(self) -> str:
        """What is asked."""
        return self._title

    def content(self) -> ComposeResult:
        """What will happen, and the two answers."""
        yield Static(self._text, markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button(self._no, id="no")
            yield Button(self._yes, id="yes", classes=self._colour)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
