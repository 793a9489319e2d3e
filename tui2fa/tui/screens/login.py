"""The login: the panel's first screen, on the terminal before anything slow is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.content import Content
from textual.widgets import Input, Static

from tui2fa.domain.errors import N_, Refused
from tui2fa.locale import LANGUAGES
from tui2fa.tui import commands
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.brand import Band, logo
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import SecretInput, TextInput

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.app import PanelApp
    from tui2fa.tui.widgets.hints import Hints


class LoginScreen(PanelScreen[None]):
    """User name and password. `notice` is an English sentence of the catalogue that says why one is here again."""

    HELP = N_(
        "Log in with the user name of your UC Panel, such as 202.mycompany, and your password. "
        "Then a code from your second factor is asked."
    )
    CSS_PATH = "login.tcss"
    AUTO_FOCUS = "#login"
    BINDINGS = [
        commands.command(
            "f5", "forgotten", N_("Forgot your password?"), N_("Says who can help you to a new password.")
        ),
    ]

    if TYPE_CHECKING:
        app = getters.app(PanelApp)

    def __init__(self, notice: str = "") -> None:
        super().__init__()
        self._notice = notice
        self._typed = ("", "")

    def content(self) -> ComposeResult:
        """The band, the form, and the accounts that are offered."""
        tr = self.tr
        yield Band(logo(), Link(f"{LANGUAGES[tr.language]} ▾", id="language"))
        where = "\n" if self.has_class("-tall") else " "
        yield Static(Content.assemble((tr("Log in"), "bold"), where, (tr("to the UC Panel"), "$muted")), id="heading")
        with VerticalGroup(id="form"):
            if self._notice:
                yield Static(tr(self._notice), id="notice", markup=False)
            login = TextInput(placeholder="202.mijnbedrijf", id="login", onward="password")
            yield Field(tr("User name"), login, id="login-field")
            forgotten = Link(tr("Forgot your password?"), id="forgotten")
            yield Field(tr("Password"), SecretInput(id="password"), side=forgotten, id="password-field")
            yield Button(tr("Log in"), id="go", classes="go")
        if self.app.hints:
            from tui2fa.tui.widgets.hints import Hints

            yield Hints(self.app.hints, tr)

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        self._typed = self.query_one("#login", TextInput).value, self.query_one("#password", SecretInput).value
        self.sign_in()

    @task
    async def sign_in(self) -> None:
        """Try the user name and the password, as they were when that was asked."""
        (login, password), self._typed = self._typed, ("", "")
        try:
            signed = await self.ask(self.services.login.sign_in, login, password)
        except Refused as refused:
            self.refuse(refused, self.query_one("#password-field", Field))
        else:
            self.query_one("#password", SecretInput).value = ""
            await self.app.enter(signed)

    @on(Button.Pressed, "#language")
    async def _language(self) -> None:
        await self.app.action_language()

    @on(Button.Pressed, "#forgotten")
    def action_forgotten(self) -> None:
        """Show who helps."""
        from tui2fa.tui.dialogs.support import Support

        self.app.push_screen(Support(self.tr("Forgot your password?")))

    def on_hints_chosen(self, message: Hints.Chosen) -> None:
        """Fill in the account that was chosen."""
        self.query_one("#login", TextInput).value = message.hint.login
        password = self.query_one("#password", SecretInput)
        password.value = message.hint.password
        password.focus()
        password.to_be_replaced()
