"""A question before something is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.button import Button


class Question(NamedTuple):
    """What is asked, what will happen, and the two answers, in the person's language."""

    title: str
    text: str
    yes: str
    no: str


class Confirm(Dialog[bool]):
    """Yes or no; the focus is on no. `ask` gives the words, again where the language changes.

    `colour` is the class of the button that says yes: `danger` where something is lost by it, else `go` or `orange`.
    """

    HELP = N_("Enter gives the marked answer; Tab moves to the other one, Escape means no.")
    AUTO_FOCUS = "#no"
    BINDINGS = [Binding("left", "app.focus_previous", show=False), Binding("right", "app.focus_next", show=False)]

    def __init__(self, ask: Callable[[Catalogue], Question], colour: str = "danger") -> None:
        super().__init__()
        self._ask, self._colour = ask, colour

    def heading(self) -> str:
        """What is asked."""
        return self._ask(self.tr).title

    def content(self) -> ComposeResult:
        """What will happen, and the two answers."""
        asked = self._ask(self.tr)
        yield Static(asked.text, markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button(asked.no, id="no")
            yield Button(asked.yes, id="yes", classes=self._colour)

    @on(Button.Pressed)
    def _answered(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")
