"""One code that waits in the Qaller app: large, with who, from where, and how long it still works."""

from __future__ import annotations

from datetime import datetime

from textual.app import ComposeResult
from textual.containers import Center, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.codes import CODE_LIFETIME
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.services.views import Message
from tui2fa.tui.qaller.codes import grouped, seconds_left
from tui2fa.tui.qaller.large_code import LargeCode
from tui2fa.tui.widgets.button import Button

BAR = 50
"""Cells; as wide as the digits."""
PURPOSES = {False: N_("Log in as {login}"), True: N_("Add Qaller as a factor of {login}")}
"""What a code is good for, by whether it is for an enrolment."""


class CodeCard(VerticalGroup):
    """Pressing its button says that it was not me."""

    ALLOW_SELECT = False
    DEFAULT_CSS = """
    CodeCard {
        & Static { width: 100%; text-align: center; }
        & .code { margin: 1 0; }
        & LargeCode { width: 50; color: $primary; }
        & .purpose { text-style: bold; }
        & .origin { color: $muted; }
        & Button { margin-top: 1; }
    }
    """

    def __init__(self, message: Message, tr: Catalogue, now: datetime) -> None:
        super().__init__()
        self.message = message
        self._tr = tr
        self._now = now

    def compose(self) -> ComposeResult:
        """What for; the digits; the time; from where; the way out."""
        tr, message = self._tr, self.message
        yield Static(tr(PURPOSES[message.enrolment], login=message.login), classes="purpose", markup=False)
        with Center(classes="code"):
            yield LargeCode(message.code)
        yield Static(self._time, classes="time")
        sent = tr("requested at {time} from {origin}", time=tr.time(message.sent_at), origin=message.origin)
        yield Static(sent, classes="origin", markup=False)
        with Center():
            yield Button(tr("That was not me"), classes="danger not-me")

    def tick(self, now: datetime) -> None:
        """Show the time that is left; a card that is just coming or going has no place for it."""
        self._now = now
        for place in self.query(".time").results(Static):
            place.update(self._time)

    @property
    def _time(self) -> Content:
        """The code as plain digits, the bar, and the words."""
        tr, left = self._tr, seconds_left(self.message, self._now)
        full = -(-BAR * left // int(CODE_LIFETIME.total_seconds()))
        words = tr("{code} · good for another {left}", code=grouped(self.message.code), left=tr.duration(left))
        bar = Content.assemble(("━" * full, "$primary"), ("─" * (BAR - full), "$line"))
        return Content.assemble(bar, "\n", (words, "bold"))
