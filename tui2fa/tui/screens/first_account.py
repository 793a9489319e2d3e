"""A fresh machine: the first account, which is the administrator's, made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.widgets import Input, Select, Static

from tui2fa.domain.errors import Refused
from tui2fa.domain.language import Language
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.brand import Band, logo
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.new_password import NewPassword
from tui2fa.tui.widgets.secret_input import TextInput

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.app import PanelApp


class FirstAccount(PanelScreen[None]):
    """Makes the first account and goes on into its mandatory set-up."""

    HELP = N_(
        "There is no account on this machine yet. Choose a user name such as 202.mycompany and a password; then you "
        "set up your second factor. This first account is the administrator's."
    )
    CSS_PATH = "first_account.tcss"
    AUTO_FOCUS = "#login"

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def content(self) -> ComposeResult:
        """The band, what this is, and the form."""
        tr = self.tr
        yield Band(logo())
        with Center(), VerticalGroup(id="form"):
            yield Static(tr("Make the first account"), classes="title", markup=False)
            why = tr("There is no account here yet. This one is the administrator's.")
            yield Static(why, id="why", classes="muted", markup=False)
            with HorizontalGroup(classes="columns"):
                yield Field(
                    tr("User name"),
                    TextInput(placeholder=tr("202.mycompany"), id="login"),
                    onward="first",
                    required=True,
                    id="login-field",
                )
                with VerticalGroup():
                    yield Static(tr("Interface language"), classes="caption muted", markup=False)
                    yield Choice([(name, code) for code, name in LANGUAGES.items()], tr.language, classes="language")
            with HorizontalGroup(classes="columns"):
                first = TextInput(id="first")
                yield Field(tr("First name *"), first, onward="last", required=True, id="first_name-field")
                yield Field(tr("Last name"), TextInput(id="last"), onward="new", id="last_name-field")
            yield NewPassword(tr, tr("Password"), tr("Password again"), classes="beside")
            yield Button(tr("Make account"), id="go", classes="go")

    @on(Select.Changed, ".language")
    async def _speak(self, event: Select.Changed) -> None:
        if event.value != self.tr.language:
            await self.app.speak(str(event.value))
            self.query_one(".language").focus()

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        if self.complete():
            self.make()

    @task
    async def make(self) -> None:
        """Make the account; a refusal stands at its field."""
        login, first, last = (self.query_one(f"#{name}", TextInput).value for name in ("login", "first", "last"))
        password = self.query_one(NewPassword)
        try:
            signed = await self.ask(
                self.services.accounts.create_first, login, first, last, password.agreed(), Language(self.tr.language)
            )
        except Refused as refused:
            await self._refused(refused)
        else:
            password.clear()
            await self.app.enter(signed)

    async def _refused(self, refused: Refused) -> None:
        if refused.refusal is Refusal.LOGIN_TAKEN:
            await self.app.leave(N_("The first account has meanwhile been made elsewhere. Log in with it."))
            return
        name = refused.values.get("field", "login" if refused.refusal is Refusal.NOT_A_LOGIN else "")
        field = self.query_one(f"#{name}-field", Field) if name else self.query_one(NewPassword).field(refused)
        self.refuse(refused, field)
