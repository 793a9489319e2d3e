"""A line above every screen: something that whoever sits here must know as long as it is so."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

if TYPE_CHECKING:
    from tui2fa.tui.base.app import BaseApp


class Notice(Widget):
    """One line; a click on it is the app's `action_notice`."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    Notice {
        dock: top; height: 1; width: 100%; padding: 0 1; pointer: pointer; text-wrap: nowrap;
        text-overflow: ellipsis; background: $orange; color: $orange-text; text-style: bold;
    }
    """

    content = reactive("")
    """What is so, in the person's language."""

    def __init__(self, content: str) -> None:
        super().__init__()
        self.set_reactive(Notice.content, content)

    def tell(self, content: str) -> None:
        """Say something else, or nothing any more."""
        self.content = content
        self.display = content != ""

    def render(self) -> Content:
        """The words."""
        return Content(self.content)

    def on_click(self) -> None:
        """Do what the words offer."""
        cast("BaseApp", self.app).action_notice()
