"""Inputs in the panel's looks: one for text, and one for passwords that gives nothing away."""

from __future__ import annotations

from textual.widgets import Input

from tui2fa.tui import commands


class TextInput(Input, inherit_css=False):
    """One line of text; the `Field` around it draws the box."""

    COMPONENT_CLASSES = Input.COMPONENT_CLASSES

    DEFAULT_CSS = """
    TextInput {
        width: 1fr; height: 1; background: transparent; color: $foreground; scrollbar-size-horizontal: 0; pointer: text;
        &:disabled { color: $muted; }
        &>.input--cursor { background: $input-cursor-background; color: $input-cursor-foreground; }
        &>.input--selection { background: $input-selection-background; color: $input-selection-foreground; }
        &>.input--placeholder, &>.input--suggestion { color: $faint; }
    }
    """

    def __init__(
        self,
        value: str = "",
        *,
        placeholder: str = "",
        limit: int = 256,
        id: str | None = None,
        disabled: bool = False,
        password: bool = False,
    ) -> None:
        super().__init__(
            value,
            placeholder=placeholder,
            max_length=limit,
            id=id,
            disabled=disabled,
            password=password,
            select_on_focus=False,
        )
        self.cursor_blink = False


class SecretInput(TextInput):
    """A password: dots, never copied, cut or selected on the screen."""

    ALLOW_SELECT = False
    BINDINGS = [commands.REVEAL]

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, password=True, limit=1024)

    def action_reveal(self) -> None:
        """Show what was typed, or hide it again."""
        self.password = not self.password

    def action_copy(self) -> None:
        """Nothing: a password never reaches a clipboard."""

    def action_cut(self) -> None:
        """Nothing: a password never reaches a clipboard."""
