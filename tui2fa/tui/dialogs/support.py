"""Where a person gets help."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Reading

HAPPY = N_("We are happy to help. Nobody else can see or set your codes.")


class Support(Reading):
    """The support contact. `title` and `text` are English sentences of the catalogue."""

    HELP = N_("Enter and Escape go back to where you were; the arrow keys scroll what does not fit.")

    def __init__(self, title: str, text: str = HAPPY) -> None:
        super().__init__()
        self._title, self._text = title, text

    def heading(self) -> str:
        """What is the matter."""
        return self.tr(self._title)

    def text(self) -> ComposeResult:
        """Three ways to people."""
        tr, support = self.tr, self.app.surroundings.support
        yield Static(tr(self._text), markup=False)
        ways = ((tr("Chat"), support.website), (tr("E-mail"), support.email), (tr("Telephone"), support.phone))
        lines = (Content.assemble((f"{name:<11}", "$muted"), (where, "bold")) for name, where in ways)
        yield Static(Content("\n").join(lines), classes="ways")
