"""A labelled input with a line for what is wrong with it."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widget import Widget
from textual.widgets import Input, Static

from tui2fa.tui.widgets.secret_input import SecretInput, TextInput


class Field(VerticalGroup):
    """A label, a link at the right of it, an input, and the sentence of a refusal, which leaves when one types.

    The link is for the mouse, because Tab leads from input to input: what it does needs a key, too. With the class
    `dense` the input has no box.
    """

    DEFAULT_CSS = """
    Field {
        layers: default side;
        & > .label { width: 100%; color: $muted; padding: 0 1; }
        & > Link { layer: side; dock: right; margin-right: 1; }
        & > .refusal { color: $error; padding: 0 1; visibility: hidden; }
        &.-refused > .refusal { visibility: visible; }
        &.-refused > TextInput { border: round $error; }
        &.-refused.dense > TextInput { border: none; color: $error; }
        &.dense > TextInput { height: 1; border: none; background: $panel; }
        &.dense > TextInput:focus { background: $raised; }
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

    def compose(self) -> ComposeResult:
        """Label and input; the sentence comes when there is one."""
        yield Static(self._label, classes="label", markup=False)
        yield self.control
        if self._side is not None:
            yield self._side

    def refuse(self, sentence: str) -> None:
        """Show why the content cannot be; the focus goes there, the text stays."""
        self.add_class("-refused")
        told = self.query_one_optional(".refusal", Static)
        if told is None:
            self.mount(Static(sentence, classes="refusal", markup=False))
        else:
            told.update(sentence)
        self.control.focus()
        if isinstance(self.control, SecretInput):
            self.control.to_be_replaced()
        self.call_after_refresh(self.scroll_visible, animate=False)

    def accept(self) -> None:
        """Nothing is wrong any more; the room of the sentence stays, so that nothing moves under a hand that types."""
        self.remove_class("-refused")

    @on(Input.Changed)
    def _text_changed(self) -> None:
        self.accept()
