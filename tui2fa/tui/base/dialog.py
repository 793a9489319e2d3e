"""The base of every question: a box over the screen that is dismissed with an answer, or None; and of what is read."""

from __future__ import annotations

from typing import TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalScroll
from textual.errors import NoWidget
from textual.screen import ModalScreen
from textual.widgets import Static

from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field

T = TypeVar("T")


class Dialog(BaseScreen[T | None], ModalScreen[T | None]):
    """A question with a title. Escape answers None; the first thing that `content` yields to the focus is harmless.

    Fits any terminal from 40x12 on: it grows with its content up to the whole screen and scrolls beyond that.
    """

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $veil;
        &.-short #box { padding: 0 3; }

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
        .buttons Button, .buttons Link { margin-left: 2; }
    }
    """

    def compose(self) -> ComposeResult:
        """Put the content in its box."""
        self.classify()
        with VerticalScroll(id="box", can_focus=False):
            yield Static(self.heading(), classes="title", markup=False)
            yield from self.content()
        yield from self.frame()

    def on_click(self, event: events.Click) -> None:
        """A click beside it is a step back, as Escape, unless something may have been typed that would be lost."""
        try:
            beside = self.get_widget_at(*event.screen_offset)[0] is self
        except NoWidget:  # the window was made smaller under the mouse
            return
        if beside and event.chain == 1 and not self.query(Field):
            self.action_back()

    def heading(self) -> str:
        """The title, in the person's language."""
        raise NotImplementedError

    def content(self) -> ComposeResult:
        """What is under the title."""
        yield from ()


class Reading(Dialog[None]):
    """Something to read: it begins at the top, the arrow keys go on from there, Enter and Escape leave."""

    AUTO_FOCUS = ""
    BINDINGS = [Binding("enter", "back", show=False)]

    def content(self) -> ComposeResult:
        """What is read, and the way out."""
        yield from self.text()
        with HorizontalGroup(classes="buttons"):
            yield Button(self.tr("Close"), id="close")

    def text(self) -> ComposeResult:
        """What is read."""
        yield from ()

    def on_mount(self) -> None:
        """Begin at the top."""
        box = self.query_one("#box")
        box.can_focus = True
        box.focus()

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)
