"""Another way to prove who one is: the person's own factors (R7)."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui2fa.domain.factors import Factor
from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.factors.registry import SLICES
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.options import Options


class ChooseMethod(Dialog[Factor]):
    """Answers the chosen factor; the one in use is marked first."""

    HELP = N_("Choose with the arrow keys and Enter, or with a click. The primary method is coloured.")
    AUTO_FOCUS = "#methods"

    def __init__(self, factors: Sequence[Factor], present: str | None) -> None:
        super().__init__()
        self._factors, self._present = tuple(factors), present

    def heading(self) -> str:
        """The panel's question."""
        return self.tr("How do you want to verify your identity?")

    def content(self) -> ComposeResult:
        """The factors, and the way back."""
        yield Options(*(Option(self._line(factor), id=factor.id) for factor in self._factors), id="methods")
        with HorizontalGroup(classes="buttons"):
            yield Link(self.tr("Compare"), id="compare")
            yield Button(self.tr("Go back"), id="back")

    def on_mount(self) -> None:
        """Mark the factor in use."""
        ids = [factor.id for factor in self._factors]
        self.query_one("#methods", OptionList).highlighted = ids.index(self._present) if self._present in ids else 0

    def _line(self, factor: Factor) -> Content:
        one = SLICES[factor.kind]
        icon = (f" {one.icon} ", "bold $orange-text on $orange" if factor.primary else "bold")
        details = "  ".join(filter(None, (factor.masked, safe(factor.label, 30))))
        primary = Content.styled("  " + self.tr("primary"), "bold $primary") if factor.primary else Content("")
        return Content.assemble(icon, "  ", (self.tr(one.name), "bold"), "  ", (details, "$muted"), primary)

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._factors[event.option_index])

    @on(Button.Pressed, "#compare")
    def _compare(self) -> None:
        self.app.action_methods()

    @on(Button.Pressed, "#back")
    def _back(self) -> None:
        self.dismiss(None)
