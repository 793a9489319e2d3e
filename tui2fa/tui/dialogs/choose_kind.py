"""Which kind of factor to add: the three kinds, each with its line of advice (tip 5)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.factors import Kind
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Choice
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.kind_list import KindList, KindRow


class ChooseKind(Dialog[Kind]):
    """The picker; a kind that cannot be chosen now says why."""

    HELP = N_("Choose how you want to receive your code: arrow keys and Enter, or a click.")

    DEFAULT_CSS = """
    ChooseKind {
        #box { width: 76; }
        .explanation { display: none; }
        &.-tall .explanation { display: block; }
        #ways { margin-top: 1; }
        #compare { margin-left: 3; }
    }
    """

    def __init__(self, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._choices = tuple(choices)

    def heading(self) -> str:
        """The question."""
        return self.tr("Which verification method do you want to add?")

    def content(self) -> ComposeResult:
        """The kinds."""
        yield KindList(self._choices, self.tr)
        yield Static(self.tr("A method counts once you have typed in its code."), classes="muted", markup=False)
        with HorizontalGroup(id="ways"):
            yield Button(self.tr("Go back"), id="back")
            yield Link(self.tr("Compare"), id="compare")

    @on(KindRow.Chosen)
    def _chosen(self, message: KindRow.Chosen) -> None:
        self.dismiss(message.kind)

    @on(Button.Pressed, "#compare")
    def _compare(self) -> None:
        self.app.action_methods()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss(None)
