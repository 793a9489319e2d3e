"""What to look at oneself when one cannot get in, whom to call then, and what they can do (R10)."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.content import Content

from tui2fa.domain.sentences import N_
from tui2fa.tui.dialogs.support import Support
from tui2fa.tui.widgets.facts import Facts

CHECKS = (
    N_("Is Caps Lock on? F4 shows the password that you typed."),
    N_("A user name is digits, a dot and the company: 202.mycompany."),
    N_("No code? On the screen with the boxes, take another method."),
    N_("Blocked? Wait as long as the red line says; every wrong try makes it longer."),
)


class NoWayIn(Support):
    """Four things to check, then the support contact."""

    DEFAULT_CSS = "NoWayIn { #box { width: 80; } .checks { margin-bottom: 1; } }"

    def __init__(self) -> None:
        super().__init__("")

    def heading(self) -> str:
        """What is the matter."""
        return self.tr("I cannot get in")

    def text(self) -> ComposeResult:
        """The checks before the contact."""
        yield Facts([(Content("·"), Content(self.tr(check))) for check in CHECKS], classes="checks")
        self._text = self.tr(
            "Still not in? Support can take your methods away, so that you set them up anew with a code that they read "
            "to you. They cannot set one up for you, and never ask for your password or a code."
        )
        yield from super().text()
