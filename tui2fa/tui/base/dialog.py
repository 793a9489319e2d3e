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

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $veil;
        &.-beside #box { margin-right: 38; }

        #box {
            width: 62; max-width: 100%; height: auto; max-height: 100%; padding: 1 3; background: $background;
            border: round $line; scrollbar-size-vertical: 1;
        }
        .title { margin-bottom: 1; }
        OptionList, OptionList:focus {
            border: none; padding: 0; background: transparent; background-tint: transparent;
        }
        .keys, .ways { margin: 1 0; }
        .buttons { height: auto; margin-top: 1; align-horizontal: right; }
        .buttons Button { margin-left: 2; }
    }
    """

    def compose(self) -> ComposeResult:
        """Put the content in its box."""
        self.fit()
        with VerticalScroll(id="box", can_focus=False):
            yield Static(self.heading(), classes="title", markup=False)
            yield from self.content()

    def heading(self) -> str:
        """The title, in the person's language."""
        raise NotImplementedError

    def content(self) -> ComposeResult:
        """What is under the title."""
        yield from ()
