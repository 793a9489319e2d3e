"""A pairing code, a box to each character as where it is typed, hidden when nobody seems to look."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

HIDDEN = "••••-••••"


class PairingCodeText(Widget):
    """Shows `content`, such as `K7QM-4T2P`, for a scanner too; dots where it is empty. Cannot be selected (SC-7)."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "PairingCodeText { width: 43; height: 3; color: $line; }"

    content = reactive("")

    def __init__(self, content: str, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self.set_reactive(PairingCodeText.content, content)

    def render(self) -> Content:
        """Two groups of four boxes."""
        groups = (self.content or HIDDEN).split("-")
        colour = "bold $foreground" if self.content else "$faint"
        top = "   ".join("╭───╮" * len(group) for group in groups)
        bottom = "   ".join("╰───╯" * len(group) for group in groups)
        middle = Content(" - ").join(
            Content("").join(Content.assemble("│ ", (shown, colour), " │") for shown in group) for group in groups
        )
        return Content("\n").join([Content(top), middle, Content(bottom)])
