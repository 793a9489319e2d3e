"""What can be done with one factor."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui2fa.domain.factors import Factor
from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.widgets.options import Options

KEYS = {
    "rename": ("r",),
    "replace": ("v",),
    "primary": ("p",),
    "move(-1)": ("shift+up", "K"),
    "move(1)": ("shift+down", "J"),
    "remove": ("x", "delete"),
}
"""Those of the factor editor work in its menu, too."""


class FactorMenu(Dialog[str]):
    """Answers the action of the factor editor that was chosen."""

    HELP = N_("Choose what to do with the arrow keys and Enter, or with a click. Escape changes nothing.")

    def __init__(self, factor: Factor, *, first: bool, last: bool) -> None:
        super().__init__()
        self._factor = factor
        self._impossible = {"primary": factor.primary, "move(-1)": first, "move(1)": last}

    def heading(self) -> str:
        """Which factor it is."""
        factor = self._factor
        return " ".join(filter(None, (self.tr(SLICES[factor.kind].name), safe(factor.label, 30), factor.masked)))

    def content(self) -> ComposeResult:
        """The actions, each with its key."""
        actions = (
            ("rename", "r", N_("Rename")),
            ("replace", "v", N_("Replace with a new one")),
            ("primary", "p", N_("Set as primary")),
            ("move(-1)", "shift+↑", N_("Move up")),
            ("move(1)", "shift+↓", N_("Move down")),
            ("remove", "x", N_("Remove …")),
        )
        yield Options(
            *(
                Option(f"{self.tr(title):<34}{key:>12}", id=action, disabled=self._impossible.get(action, False))
                for action, key, title in actions
            ),
            markup=False,
        )

    def on_key(self, event: events.Key) -> None:
        """A key of an action does it at once."""
        action = next((action for action, keys in KEYS.items() if event.key in keys), None)
        if action and not self._impossible.get(action):
            event.stop()
            self.dismiss(action)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)
