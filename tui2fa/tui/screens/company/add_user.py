"""A new user, who sets up the second factor at the first login: an extra user with 2FA only (R13)."""

from __future__ import annotations

from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import VerticalGroup
from textual.widget import Widget
from textual.widgets import Static

from tui2fa.domain.language import Language
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.oversight import FirstPassword
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.company.frame import CompanyScreen
from tui2fa.tui.screens.profile import ProfileScreen
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput


class AddUser(ProfileScreen[FirstPassword], CompanyScreen[FirstPassword]):
    """The form; answers with the one-time password once the user was made."""

    HELP = N_(
        "Add somebody with a login of their own: it costs nothing when it has 2FA only. You get a one-time password to "
        "hand over; at the first login the user chooses a password and sets up the second factor."
    )
    CSS_PATH = ["../profile.tcss", "company.tcss"]
    AUTO_FOCUS = "#new-login"
    BINDINGS = [commands.command("f5", "save", N_("Add"), N_("Adds the user and shows the one-time password."))]

    def __init__(self, company: str) -> None:
        super().__init__(Profile(f".{company}", Role.USER, "", "", Language.DUTCH))
        self._given: FirstPassword | None = None

    def content(self) -> ComposeResult:
        """What this is, and the form."""
        tr = self.tr
        yield from self.top()
        yield from self.head(tr("Add user"), tr("Add"))
        with VerticalGroup(id="form"):
            about = tr("An extra user with 2FA only. You get a one-time password to hand over.")
            yield Static(about, classes="muted about", markup=False)
            yield self.login()
            yield from self.names()
            yield self.spoken()
            yield Static(tr("EXTRA INFORMATION (NOT REQUIRED)"), classes="section", markup=False)
            yield from self.contact_lists()

    def on_mount(self) -> None:
        """The company is there already; the extension is typed before it."""
        self.query_one("#new-login", TextInput).cursor_position = 0

    def login(self) -> Widget:
        """Where the login is typed."""
        return Field(self.tr("User name"), TextInput(self.profile.login, id="new-login"), onward="first", id="login")

    @property
    def draft(self) -> Profile:
        """With the login that was typed."""
        return replace(super().draft, login=self.query_one("#new-login", TextInput).value)

    async def store(self, draft: Profile) -> Profile:
        """Make the user."""
        self._given = await self.ask(self.services.company.add, self.app.session, draft)
        return draft

    @task
    async def save(self) -> None:
        """Make the user and answer with the one-time password."""
        if await self.keep():
            self.dismiss(self._given)
