"""An authenticator's secret to type over: groups of four, not to be selected, hidden when nobody seems to look."""

from __future__ import annotations

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget


class SecretText(Widget):
    """32 base32 characters in two rows of four groups; nothing of it reaches a clipboard (SC-7)."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "SecretText { width: auto; height: 2; padding: 0 1; text-style: bold; }"

    hidden = reactive(False)
    """Whether dots stand in its place (SC-6)."""

    def __init__(self, secret: str, id: str | None = None) -> None:
        super().__init__(id=id)
        self._secret = secret

    def render(self) -> Content:
        """The groups, or as many dots."""
        text = "•" * len(self._secret) if self.hidden else self._secret
        groups = [text[at : at + 4] for at in range(0, len(text), 4)]
        half = (len(groups) + 1) // 2
        return Content("\n".join(" ".join(row) for row in (groups[:half], groups[half:])))
