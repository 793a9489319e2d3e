"""Where a person gets help."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.button import Button


class Support(Dialog[None]):
    """The support contact. `title` and `text` come in the person's language."""

    def __init__(self, title: str, text: str = "") -> None:
        super().__init__()
        self._title, self._text = title, text

    def heading(self) -> str:
        """What is the matter."""
        return self._title

    def content(self) -> ComposeResult:
        """Three ways to people."""
        tr, support = self.tr, self.app.surroundings.support
        yield Static(self._text or tr("We are glad to help; nobody else can see or set your codes."), markup=False)
        ways = ((tr("Chat"), support.website), (tr("E-mail"), support.email), (tr("Telephone"), support.phone))
        lines = (Content.assemble((f"{name:<11}", "$muted"), (where, "bold")) for name, where in ways)
        yield Static(Content("\n").join(lines), classes="ways")
        with HorizontalGroup(classes="buttons"):
            yield Button(tr("Close"), id="close")

    @on(Button.Pressed)
    def _close(self) -> None:
        self.dismiss(None)
