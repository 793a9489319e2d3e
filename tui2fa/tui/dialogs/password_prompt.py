"""The password once more, before the second factors are touched (R14)."""

from __future__ import annotations

from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Input, Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.sentences import N_
from tui2fa.tui.base.dialog import Dialog
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput


class PasswordPrompt(Dialog[bool]):
    """Answers True when `check`, which blocks in a thread, did not raise Refused; that is told at the field."""

    HELP = N_(
        "Only you may change your factors, so we ask for your password. After that we do not ask again for ten minutes."
    )
    AUTO_FOCUS = "#password"

    DEFAULT_CSS = "PasswordPrompt #field { margin-top: 1; }"

    def __init__(self, check: Callable[[str], None]) -> None:
        super().__init__()
        self._check = check

    def heading(self) -> str:
        """What is asked."""
        return self.tr("Enter your password")

    def content(self) -> ComposeResult:
        """Why, the field, the two ways out."""
        yield Static(
            self.tr("Before you change your two-factor settings, we want to be sure that it is you."), markup=False
        )
        yield Field(self.tr("Password"), SecretInput(id="password"), required=True, id="field")
        with HorizontalGroup(classes="buttons"):
            yield Button(self.tr("Cancel"), id="cancel")
            yield Button(self.tr("Continue"), id="go", classes="go")

    @on(Button.Pressed, "#cancel")
    def _cancel(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#go")
    @on(Input.Submitted, "#password")
    def _go(self) -> None:
        if self.complete():
            self.confirm()

    @task
    async def confirm(self) -> None:
        """Have the password judged."""
        password = self.query_one("#password", SecretInput)
        try:
            await self.ask(self._check, password.value)
        except Refused as refused:
            self.refuse(refused, self.query_one("#field", Field))
        else:
            password.value = ""
            self.dismiss(True)
