"""A labelled input with a line for what is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.widget import Widget
from textual.widgets import Input, Static

from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen


class Field(VerticalGroup):
    """A label, a link or a word at the right of it, a boxed input, and the sentence of a refusal.

    The link is for the mouse, because Tab leads from input to input: what it does needs a key, too.
    The sentence leaves when the text changes. A password gets a word to show and hide it. `.dense` has no box.
    """

    DEFAULT_CSS = """
    Field {
        & > .label > Static { width: 1fr; color: $muted; padding: 0 1; }
        & > .label > Link { margin-right: 1; }
        & > .box { height: 3; border: round $line; padding: 0 1; }
        & > .box:focus-within { border: round $accent; }
        & > .box > Link { color: $muted; text-style: none; margin-left: 1; }
        & > .refusal { display: none; color: $error; padding: 0 1; }
        &.-refused > .refusal { display: block; }
        &.-refused > .box { border: round $error; }
        &.dense > .box { height: 1; border: none; background: $panel; }
        &.dense > .box:focus-within { background: $panel-darken-1; }
    }
    """

    def __init__(
        self,
        label: str,
        control: TextInput,
        *,
        side: Widget | None = None,
        id: str | None = None,
        classes: str | None = None,
    ) -> None:
        super().__init__(id=id, classes=classes)
        self.control = control
        self._label, self._side = label, side
        if side is not None:
            side.can_focus = False
        self._refusal = Static("", classes="refusal", markup=False)

    def compose(self) -> ComposeResult:
        """Label, input, sentence."""
        with HorizontalGroup(classes="label"):
            yield Static(self._label, markup=False)
            if self._side is not None:
                yield self._side
        with HorizontalGroup(classes="box"):
            yield self.control
            if isinstance(self.control, SecretInput):
                reveal = Link(self._reveal_word, classes="reveal")
                reveal.can_focus = False
                yield reveal
        yield self._refusal

    @property
    def _reveal_word(self) -> str:
        tr = cast("BaseScreen[object]", self.screen).tr
        return tr("show") if self.control.password else tr("hide")

    @on(Button.Pressed, ".reveal")
    def _reveal(self, event: Button.Pressed) -> None:
        event.stop()
        self.control.password = not self.control.password
        self.control.focus()

    def on_mount(self) -> None:
        """Keep the word beside a password true."""
        self.watch(self.control, "password", self._password_shown, init=False)

    def _password_shown(self) -> None:
        for link in self.query(".reveal").results(Link):
            link.label = self._reveal_word

    def refuse(self, sentence: str) -> None:
        """Show why the content cannot be; the focus goes there, the text stays."""
        self._refusal.update(sentence)
        self.add_class("-refused")
        self.control.focus()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def accept(self) -> None:
        """Nothing is wrong any more."""
        self.remove_class("-refused")

    @on(Input.Changed)
    def _text_changed(self) -> None:
        self.accept()
