"""What lies behind an agent's name: their own second factors, app and panel, and the way out."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.options import Options

CHOICES = {
    "edit": N_("Edit 2FA"),
    "connect": N_("Connect Qaller"),
    "panel": N_("To your own UC Panel"),
    "log_out": N_("Log out"),
}
"""What can be chosen."""


class AgentMenu(Dialog[str]):
    """Answers a key of `CHOICES`. `name` is the agent's."""

    HELP = N_("This is about your own account, not a caller's. Choose with the arrow keys and Enter, or with a click.")
    DEFAULT_CSS = "AgentMenu #box { width: 44; }"

    def __init__(self, name: str) -> None:
        super().__init__()
        self._agent = name

    def heading(self) -> str:
        """Whose account it is about."""
        return self._agent

    def content(self) -> ComposeResult:
        """The choices."""
        yield Options(*(Option(self.tr(title), id=key) for key, title in CHOICES.items()), markup=False)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
