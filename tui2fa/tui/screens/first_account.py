"""A fresh machine: the first account, which is the administrator's, made on the spot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.widgets import Input, Select, Static

from tui2fa.domain.errors import N_, Refusal, Refused
from tui2fa.domain.language import Language
from tui2fa.locale import LANGUAGES
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.brand import Band, logo
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput
from tui2fa.tui.words import password_words

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
                    TextInput(placeholder="202.mijnbedrijf", id="login", onward="first"),
                    id="login-field",
                )
                with VerticalGroup():
                    yield Static(tr("Interface language"), classes="caption muted", markup=False)
                    yield Choice([(name, code) for code, name in LANGUAGES.items()], tr.language, classes="language")
            with HorizontalGroup(classes="columns"):
                yield Field(tr("First name *"), TextInput(id="first", onward="last"), id="first_name-field")
                yield Field(tr("Last name"), TextInput(id="last", onward="password"), id="last_name-field")
            with HorizontalGroup(classes="columns"):
                yield Field(tr("Password"), SecretInput(id="password", onward="again"), id="password-field")
                yield Field(tr("Password again"), SecretInput(id="again"), id="again-field")
            yield Static(password_words(tr), id="advice", classes="muted", markup=False)
            yield Button(tr("Make account"), id="go", classes="go")

    @on(Select.Changed, ".language")
    async def _speak(self, event: Select.Changed) -> None:
        if event.value != self.tr.language:
            await self.app.speak(str(event.value))
            self.query_one(".language").focus()

    @on(Input.Submitted, "#again")
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        self.make()

    @task
    async def make(self) -> None:
        """Make the account; a refusal stands at its field."""
        login, first, last = (self.query_one(f"#{name}", TextInput).value for name in ("login", "first", "last"))
        secrets = [self.query_one(f"#{name}", SecretInput) for name in ("password", "again")]
        password, again = (secret.value for secret in secrets)
        if password != again:
            self.refuse(Refused(Refusal.PASSWORDS_DIFFER), self.query_one("#again-field", Field))
            return
        try:
            signed = await self.ask(
                self.services.accounts.create_first, login, first, last, password, Language(self.tr.language)
            )
        except Refused as refused:
            await self._refused(refused)
        else:
            for secret in secrets:
                secret.value = ""
            await self.app.enter(signed)

    async def _refused(self, refused: Refused) -> None:
        if refused.refusal is Refusal.LOGIN_TAKEN:
            await self.app.leave(N_("The first account was made elsewhere meanwhile. Log in with it."))
            return
        about_login = refused.refusal is Refusal.NOT_A_LOGIN
        name = refused.values.get("field", "login" if about_login else "password")
        self.refuse(refused, self.query_one(f"#{name}-field", Field))
