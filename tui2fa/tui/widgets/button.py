"""Buttons and links in the panel's looks."""

from __future__ import annotations

from textual.content import Content
from textual.widgets import Button as TextualButton


class Button(TextualButton, inherit_css=False):
    """A button: `.go` is the green one that goes on, `.orange` the one of the first set-up, `.danger` destroys.

    Pressing it sends Textual's `Button.Pressed`.
    """

    DEFAULT_CSS = """
    Button {
        width: auto; height: 1; min-width: 12; text-align: center; content-align: center middle;
        background: $raised; color: $foreground; text-style: bold; pointer: pointer;
        &:hover { background: $line; }
        &:focus { background: $foreground; color: $background; }
        &.go { background: $go; color: $go-text; }
        &.go:hover, &.go:focus { background: $go-hover; color: $go-text; }
        &.orange { background: $orange; color: $orange-text; }
        &.danger { background: $error; color: $background; }
        &:disabled, &.go:disabled { color: $faint; text-style: none; background: $panel; }
        &.big { height: 3; }
    }
    """

    def __init__(
        self, label: str, *, id: str | None = None, classes: str | None = None, disabled: bool = False
    ) -> None:
        super().__init__(Content(label), id=id, classes=classes, disabled=disabled)
        self.active_effect_duration = 0

    def watch_label(self, old: Content, new: Content) -> None:
        """Take the room that new words need."""
        if old.cell_length != new.cell_length:
            self.refresh(layout=True)

    def get_content_width(self, container: object, viewport: object) -> int:
        """Room for the marks of the focus."""
        del container, viewport
        return Content(str(self.label)).cell_length + 4

    def render(self) -> Content:
        """The label; marks around it show the focus without any colour."""
        left, right = ("▸ ", " ◂") if self.has_focus else ("  ", "  ")
        return Content.assemble(left, Content(str(self.label)), right)


class Link(Button, inherit_css=False):
    """Something to press that is no more than underlined words."""

    DEFAULT_CSS = """
    Link {
        width: auto; height: 1; min-width: 0; padding: 0; color: $accent; text-style: underline; pointer: pointer;
        &:hover { color: $foreground; }
        &:focus { text-style: reverse; }
        &:disabled { color: $faint; text-style: none; }
        &.danger { color: $error; }
    }
    """

    def get_content_width(self, container: object, viewport: object) -> int:
        """As wide as its words."""
        del container, viewport
        return Content(str(self.label)).cell_length

    def render(self) -> Content:
        """The words."""
        return self.label if isinstance(self.label, Content) else Content(str(self.label))
