"""The name at the top left, which opens the settings bar, and the same name in it."""

from __future__ import annotations

from textual.content import Content
from textual.geometry import Size

from tui2fa.tui.widgets.button import Button


class NameButton(Button, inherit_css=False):
    """A person's name to press, on as many lines as it takes."""

    DEFAULT_CSS = "NameButton { height: auto; min-height: 3; text-align: left; content-align: left middle; }"

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the name takes at this width."""
        del container, viewport
        return len(self._lines(width))

    def render(self) -> Content:
        """The name; the marks of the focus before its first line and behind its last."""
        left, right = ("▸ ", " ◂") if self.has_focus else ("  ", "  ")
        lines = self._lines(self.content_size.width)
        return Content.assemble(left, Content("\n  ").join(lines), right)

    def _lines(self, width: int) -> list[Content]:
        return Content(str(self.label)).wrap(max(width - 4, 1)) or [Content("")]
