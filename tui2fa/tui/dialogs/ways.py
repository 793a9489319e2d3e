"""By which ways codes are sent here, in their order, and whether each is in order."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widgets import Static

from tui2fa.delivery.base import WAYS
from tui2fa.domain.sentences import N_
from tui2fa.services.oversight import WayState
from tui2fa.tui.base.dialog import Reading


class Ways(Reading):
    """The ways with what is wrong with them; nothing was sent to find that out, and nothing can be changed here."""

    HELP = N_("Whoever operates this system sets these ways in its configuration; tui2fa doctor tells them the same.")
    DEFAULT_CSS = """
    Ways {
        .way { height: auto; margin-bottom: 1; }
        .way > .name { text-style: bold; }
        .way > .state { padding-left: 3; }
        .wrong { color: $error; }
    }
    """

    def __init__(self, ways: tuple[WayState, ...]) -> None:
        super().__init__()
        self._ways = ways

    def heading(self) -> str:
        """What this is."""
        return self.tr("How codes are sent")

    def text(self) -> ComposeResult:
        """A way, and what is wrong with it or that nothing is."""
        tr = self.tr
        for number, way in enumerate(self._ways, 1):
            wrong = " ".join(tr(problem.message, **problem.values) for problem in way.problems)
            with VerticalGroup(classes="way"):
                yield Static(f"{number}. {tr(WAYS[way.name])}", classes="name", markup=False)
                words = f"! {wrong}" if wrong else "✓ " + tr("in order")
                yield Static(words, classes="state wrong" if wrong else "state", markup=False)
        with VerticalGroup():
            if not self._ways:
                yield Static(tr("No way to a number is set up, so nobody can add one."), markup=False)
            elif len(self._ways) > 1:
                yield Static(
                    tr("The next way is tried where one cannot have reached anybody."), classes="muted", markup=False
                )
            yield Static(tr("Codes for the Qaller app always go to the app itself."), classes="muted", markup=False)
            yield Static(
                tr("Settings that were changed count when the panel is started again."), classes="muted", markup=False
            )
