"""What every screen of the Company Panel has: the dark bar, and the menu behind the name at its right (route B)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from tui2fa.domain.directory import UserLine
from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.domain.language import Language
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.tui import commands
from tui2fa.tui.base.screen import BUSY_AFTER
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.signed_in import SignedInScreen
from tui2fa.tui.screens.watching import WatchingScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.line_list import ChoiceList
from tui2fa.tui.widgets.top_bar import TopBar
from tui2fa.tui.widgets.user_table import UserTable

T = TypeVar("T")
V = TypeVar("V")


class CompanyScreen(SignedInScreen[T]):
    """A screen of the Company Panel. Its content begins with what `top` yields."""

    CSS_PATH = ["company.tcss"]
    BINDINGS = [
        commands.command("n", "name", N_("Your name"), N_("Opens the menu behind your name, top right.")),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._person = ""

    def top(self) -> ComposeResult:
        """The bar."""
        yield TopBar(self._person, self.tr("Company Panel"))

    def on_screen_resume(self) -> None:
        """Who is logged in may be called otherwise by now."""
        self.greet()

    @background
    async def greet(self) -> None:
        """Show who is logged in."""
        self._person = (await in_thread(self.services.accounts.profile, self.app.session)).name
        await self.whole()
        self.query_one(TopBar).show(self._person)

    def refuse(self, refused: Refused, field: Field | None = None) -> None:
        """As everywhere; who is no administrator any more goes to the login, which says so."""
        if refused.refusal is Refusal.NOT_ALLOWED:
            self.app.end_session(refused.refusal.value)
        else:
            super().refuse(refused, field)

    # the name

    @on(Button.Pressed, "#name")
    def action_name(self) -> None:
        """Let the menu drop down."""
        self.open_menu()

    @task
    async def open_menu(self) -> None:
        """Do what is chosen in the menu."""
        from tui2fa.tui.dialogs.name_menu import NameMenu

        chosen = await self.app.push_screen_wait(NameMenu(safe(self._person)))
        match chosen:
            case "connect":
                self._connect()
            case "language":
                await self._other_language()
            case "edit":
                await self.edit_factors()
            case "log-out":
                self.app.log_out()

    def _connect(self) -> None:
        from tui2fa.tui.screens.connect_qaller import ConnectQaller

        self.app.push_screen(ConnectQaller(N_("One code makes it a factor: your name at the top right, Edit 2FA.")))

    async def _other_language(self) -> None:
        await self.app.action_language()
        await self.ask(self.services.accounts.save_language, self.app.session, Language(self.tr.language))


class CompanyPage(CompanyScreen[T], WatchingScreen[T, V]):
    """One of the pages that the panel has at its top: dashboard and users. `PAGE` is which.

    While it is in front it shows every change within a second or so, whoever makes it.
    """

    PAGE = ""
    BINDINGS = [
        commands.command(
            "u", "own", N_("My UC Panel"), N_("Goes to your own UC Panel; the way back stands there."), footer=False
        ),
    ]

    def pages(self) -> ComposeResult:
        """The bar, and below it the pages, the present one marked."""
        yield from self.top()
        tr = self.tr
        with HorizontalGroup(id="pages"):
            for page, title in (("dashboard", N_("Dashboard")), ("users", N_("Users"))):
                if page == self.PAGE:
                    yield Static(Content.styled(f"▌ {tr(title)}", "bold"), classes="here")
                else:
                    yield Link(tr(title), id=f"to-{page}")
            yield Link(tr("My UC Panel"), id="own")

    @on(Button.Pressed, "#own")
    def action_own(self) -> None:
        """To the UC Panel."""
        self.app.show_panel(Role.USER)

    @dataclass
    class Loading(Message):
        """So many users are being fetched."""

        count: int

    def glance(self) -> V:
        """What is made of all users of the company; says first how many are being loaded, which may take long."""
        session, company = self.app.session, self.services.company
        self.post_message(self.Loading(company.size(session)))
        return self.judge(company.users(session))

    def judge(self, users: Sequence[UserLine]) -> V:
        """What this page shows of these users; in a thread of its own."""
        raise NotImplementedError

    def on_screen_resume(self) -> None:
        """What was changed on another screen is seen at once."""
        self.watch_store()

    def on_screen_suspend(self) -> None:
        """Nobody sees it."""
        self.stop_watching()

    async def recompose(self) -> None:
        """As everywhere; what comes meanwhile would have no place, and is fetched again."""
        watched = self.stop_watching()
        await super().recompose()
        if watched:
            self.watch_store()

    @on(Loading)
    def _loading(self, event: Loading) -> None:
        """Say it where nothing is seen yet and it takes longer than a blink."""
        words = self.tr.plural("{count} user is being loaded …", "{count} users are being loaded …", event.count)
        self.set_timer(BUSY_AFTER, lambda: self._tell_loading(words))

    def _tell_loading(self, words: str) -> None:
        for told in self.query("#told").results(Static):
            if not str(told.content):
                told.update(words)

    @on(ChoiceList.Chosen)
    def _chosen(self) -> None:
        self.open_user()

    @task
    async def open_user(self) -> None:
        """To the user who is marked."""
        from tui2fa.tui.screens.company.user import UserScreen

        marked = self.query_one(UserTable).marked_user
        if marked:
            file = await self.ask(self.services.company.user, self.app.session, marked.login)
            self.app.push_screen(UserScreen(file))
