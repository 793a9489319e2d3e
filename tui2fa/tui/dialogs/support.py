"""Where a person gets help."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui2fa.tui.base.dialog import Reading


class Support(Reading):
    """The support contact. `title` and `text` come in the person's language."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title, self._text = title, text

    def heading(self) -> str:
        """What is the matter."""
        return self._title

    def text(self) -> ComposeResult:
        """Three ways to people."""
        tr, support = self.tr, self.app.surroundings.support
        yield Static(self._text or tr("We are happy to help. Nobody else can see or set your codes."), markup=False)
        ways = ((tr("Chat"), support.website), (tr("E-mail"), support.email), (tr("Telephone"), support.phone))
        lines = (Content.assemble((f"{name:<11}", "$muted"), (where, "bold")) for name, where in ways)
        yield Static(Content("\n").join(lines), classes="ways")
