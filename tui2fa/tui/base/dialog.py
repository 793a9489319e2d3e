"""The base of every question: a box over the screen that is dismissed with an answer, or None."""

from __future__ import annotations

from typing import TypeVar

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Static

from tui2fa.tui.base.screen import BaseScreen

T = TypeVar("T")


class Dialog(BaseScreen[T | None], ModalScreen[T | None]):
    """A question with a title. Escape answers None; the first thing that `content` yields to the focus is harmless.

    Fits any terminal from 40x12 on: it grows with its content up to the whole screen and scrolls beyond that.
    """

    def compose(self) -> ComposeResult:
        """Put the content in its box."""
        self.fit()
        with VerticalScroll(id="box", can_focus=False):
            yield Static(self.heading(), classes="title", markup=False)
            yield from self.content()
        yield self.cover()

    def heading(self) -> str:
        """The title, in the person's language."""
        raise NotImplementedError

    def content(self) -> ComposeResult:
        """What is under the title."""
        yield from ()
