"""A new password, for who knows the present one (PW-9)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Input

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.new_password import NewPassword
from tui2fa.tui.widgets.secret_input import SecretInput

ABOUT_CURRENT = (Refusal.WRONG_PASSWORD, Refusal.WAIT, Refusal.PASSWORD_LOCKED)


class ChangePassword(Dialog[bool]):
    """Asks the present password and twice the new one; answers True when it was changed."""

    HELP = N_("Enter your current password and choose a new one. You are logged out everywhere else.")
    AUTO_FOCUS = "#current"

    def __init__(self, session: str) -> None:
        super().__init__()
        self._session = session

    def heading(self) -> str:
        """What this is."""
        return self.tr("Change password")

    def content(self) -> ComposeResult:
        """Three fields, what is asked of a password, two ways out."""
        tr = self.tr
        current = SecretInput(id="current")
        yield Field(tr("Current password"), current, onward="new", required=True, id="current-field")
        yield NewPassword(tr, tr("New password"), tr("New password again"))
        with HorizontalGroup(classes="buttons"):
            yield Button(tr("Cancel"), id="cancel")
            yield Button(tr("Change"), id="change", classes="go")

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#change")
    def _go(self) -> None:
        if self.complete():
            self.change()

    @task
    async def change(self) -> None:
        """Have all three judged."""
        current, new = self.query_one("#current", SecretInput), self.query_one(NewPassword)
        try:
            await self.ask(self.services.accounts.change_password, self._session, current.value, new.agreed())
        except Refused as refused:
            about_current = refused.refusal in ABOUT_CURRENT
            self.refuse(refused, self.query_one("#current-field", Field) if about_current else new.field(refused))
        else:
            current.value = ""
            new.clear()
            self.notify(self.tr("Your password has been changed. Your other sessions have been logged out."))
            self.dismiss(True)
