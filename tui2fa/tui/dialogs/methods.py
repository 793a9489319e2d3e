"""The kinds of factor beside one another: what each is good for (tip 5) and how safe it is (OOB-8)."""

from __future__ import annotations

from collections.abc import Iterable

from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Reading
from tui2fa.tui.factors.registry import SLICES

QUESTIONS = {
    "speed": N_("How quick?"),
    "offline": N_("Without network?"),
    "without_app": N_("Without an app?"),
    "on_a_watch": N_("On a watch?"),
    "while_calling": N_("While calling"),
    "safety": N_("How safe?"),
    "reserve_for": N_("Good reserve for"),
}
"""What is asked about each of `Facts`, in the order of the table."""


class Methods(Reading):
    """The methods compared; closing it answers nothing."""

    HELP = N_("Here the methods stand beside one another. Arrow keys scroll, Escape goes back to where you choose one.")
    DEFAULT_CSS = """
    Methods {
        #box { width: 80; padding: 0 3; }
        &.-tall #box { padding: 1 3; }
        & .row { height: auto; }
        &.-tall .row { margin-bottom: 1; }
        & .row > .question { width: 20; color: $muted; }
        & .row > .answers { width: 1fr; height: auto; }
        & .answers > Static { width: 1fr; margin-right: 1; }
        & .heads Static { text-style: bold; color: $primary; }
        & .heads { margin-bottom: 1; }
        &.-short .title { margin: 0; }
        &.-short .buttons { margin: 0; }
        &.-narrow .row { layout: vertical; }
        &.-narrow .row > .question { width: 1fr; }
        &.-narrow .row > .answers { width: 100%; }
        &.-narrow .buttons { margin-top: 0; }
    }
    """

    def heading(self) -> str:
        """What this is."""
        return self.tr("The methods compared")

    def text(self) -> ComposeResult:
        """A head, and a row for each question."""
        tr = self.tr
        yield _row("", (tr(kind.name) for kind in SLICES.values()), "heads")
        for name, question in QUESTIONS.items():
            yield _row(tr(question), (tr(getattr(kind.facts, name)) for kind in SLICES.values()))
        yield Static(tr("With two methods of different kinds you always get in."), classes="muted", markup=False)


def _row(question: str, answers: Iterable[str], classes: str = "") -> HorizontalGroup:
    cells = HorizontalGroup(*(Static(answer, markup=False) for answer in answers), classes="answers")
    return HorizontalGroup(Static(question, classes="question", markup=False), cells, classes=f"row {classes}")
