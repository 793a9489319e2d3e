"""Lifting a lock: which one, and why (R10)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Input, Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.domain.support import REASON_LIMIT
from tui2fa.services.oversight import Lock
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.desk.words import lock_words
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.app import PanelApp


class LiftLock(Dialog[bool]):
    """Asks for the reason; answers True when the lock was lifted."""

    HELP = N_(
        "Lift a lock only for somebody whom you know to be the caller: the wrong tries are forgotten. The user reads "
        "your name and your reason in their own list."
    )
    AUTO_FOCUS = "#reason"
    DEFAULT_CSS = "LiftLock #reason-field { margin-top: 1; }"

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def __init__(self, login: str, lock: Lock, read_at: float) -> None:
        """`read_at` is the uptime (seconds) at which the lock was read: its wait runs from there."""
        super().__init__()
        self._login, self._lock, self._read_at = login, lock, read_at

    def heading(self) -> str:
        """Whose lock it is."""
        return self.tr("Lift a lock of {login}", login=self._login)

    def content(self) -> ComposeResult:
        """Which lock, why, and the two ways out."""
        tr = self.tr
        yield Static(self._told, id="lock", markup=False)
        reason = TextInput(placeholder=tr("the user will read it"), limit=REASON_LIMIT, id="reason")
        yield Field(tr("Reason"), reason, id="reason-field")
        with HorizontalGroup(classes="buttons"):
            yield Button(tr("Cancel"), id="cancel")
            yield Button(tr("Lift lock"), id="lift", classes="go")

    @property
    def _told(self) -> str:
        passed = int(self.app.clock.uptime() - self._read_at)
        return lock_words(self.tr, self._lock, max(self._lock.wait - passed, 0))

    def on_mount(self) -> None:
        """Let the seconds run."""
        self.set_interval(1, lambda: self.query_one("#lock", Static).update(self._told))

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted, "#reason")
    @on(Button.Pressed, "#lift")
    def _go(self) -> None:
        self.lift()

    @task
    async def lift(self) -> None:
        """Have it lifted; a lock that is gone is as good as lifted."""
        reason = self.query_one("#reason", TextInput).value
        try:
            await self.ask(self.services.desk.lift, self.app.session, self._login, self._lock.id, reason)
        except Refused as refused:
            about = refused.values.get("field") == "reason"
            self.refuse(refused, self.query_one("#reason-field", Field) if about else None)
            if refused.refusal is Refusal.NO_LOCK:
                self.dismiss(None)
        else:
            self.notify(self.tr("The lock is lifted. The user reads your name and your reason."))
            self.dismiss(True)
