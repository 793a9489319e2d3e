"""A new password, for who knows the present one (PW-9)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Input, Static

from tui2fa.domain.errors import N_, Refusal, Refused
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput
from tui2fa.tui.words import password_words

ABOUT_CURRENT = (Refusal.WRONG_PASSWORD, Refusal.WAIT, Refusal.PASSWORD_LOCKED)


class ChangePassword(Dialog[bool]):
    """Asks the present password and twice the new one; answers True when it was changed."""

    HELP = N_("Give your present password and choose a new one. Wherever else you are logged in, you are logged out.")
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
        yield Field(tr("Current password"), SecretInput(id="current", onward="new"), id="current-field")
        yield Field(tr("New password"), SecretInput(id="new", onward="again"), id="new-field")
        yield Field(tr("New password again"), SecretInput(id="again"), id="again-field")
        yield Static(password_words(tr), classes="muted", markup=False)
        with HorizontalGroup(classes="buttons"):
            yield Button(tr("Cancel"), id="cancel")
            yield Button(tr("Change"), id="change", classes="go")

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#change")
    def _go(self) -> None:
        self.change()

    @task
    async def change(self) -> None:
        """Have all three judged."""
        current, new, again = (self.query_one(f"#{name}", SecretInput) for name in ("current", "new", "again"))
        if new.value != again.value:
            self.refuse(Refused(Refusal.PASSWORDS_DIFFER), self.query_one("#again-field", Field))
            return
        try:
            await self.ask(self.services.accounts.change_password, self._session, current.value, new.value)
        except Refused as refused:
            field = "#current-field" if refused.refusal in ABOUT_CURRENT else "#new-field"
            self.refuse(refused, self.query_one(field, Field))
        else:
            for secret in (current, new, again):
                secret.value = ""
            self.notify(self.tr("Your password has been changed. Other sessions of yours have been logged out."))
            self.dismiss(True)
