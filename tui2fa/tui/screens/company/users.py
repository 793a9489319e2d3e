"""Users: all of a company, searched as one types, sorted, narrowed; and what can be done with the list as a whole."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup
from textual.widgets import Input, Select, Static

from tui2fa.domain.directory import Order, State, UserLine, narrowed, ordered
from tui2fa.domain.people import company_of
from tui2fa.domain.sentences import N_
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.company.frame import CompanyPage
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.choice import Choice
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.widgets.user_table import LAST_LOGIN, LOGIN, NAME, STATE, Heads, UserTable

COLUMNS = (LOGIN, NAME, STATE, LAST_LOGIN)


class SearchInput(TextInput):
    """Where one types whom one looks for; the arrow keys and Enter are the list's meanwhile."""

    BINDINGS = [
        Binding("down", "screen.mark(1)", show=False),
        Binding("up", "screen.mark(-1)", show=False),
        Binding("pagedown", "screen.mark_page(1)", show=False),
        Binding("pageup", "screen.mark_page(-1)", show=False),
    ]


class Users(CompanyPage[None, Sequence[UserLine]]):
    """The list. It is sorted once for each order and narrowed with each key that is typed."""

    HELP = N_(
        "These are all users of your company. Press / and type a part of a name or user name; choose with the arrow "
        "keys, Enter opens the user. S sorts by the next column, R turns the order round; a click on a column's head "
        "does the same."
    )
    PAGE = "users"
    AUTO_FOCUS = "#users"
    BINDINGS = [
        commands.command("slash", "search", N_("Search"), N_("Searches names and user names as you type.")),
        commands.command("a", "add", N_("Add"), N_("Adds a user, who sets up the second factor at the first login.")),
        commands.command("i", "import", N_("Import"), N_("Adds users from a CSV file, after a preview.")),
        commands.command("e", "export", N_("Export"), N_("Writes this list to a CSV file, without any secret.")),
        commands.command("s", "sort", N_("Sort"), N_("Sorts by the next column.")),
        commands.command("r", "reverse", N_("Reverse"), N_("Turns the order round."), footer=False),
        commands.command("f", "filter", N_("Filter"), N_("Shows only users in one state."), footer=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._users: Sequence[UserLine] | None = None
        """All of them, by login."""
        self._fitting: Sequence[UserLine] = ()
        """Those in the state that is chosen, in the order that is chosen."""
        self._shown: Sequence[UserLine] = ()
        """Those of them that are searched."""
        self._sorting = (Order.LOGIN, False)

    def content(self) -> ComposeResult:
        """The search and the filter, the list under its heads, how many it shows, and three ways on."""
        tr = self.tr
        yield from self.pages()
        with HorizontalGroup(id="search"):
            yield SearchInput(placeholder=tr("Search by name or user name ( / )"), id="sought")
            yield Choice([(tr(state.value), state) for state in State], State.EVERYBODY, id="state", classes="dense")
        yield Heads(tr, COLUMNS, self._sorting)
        words = tr("Nobody fits this. Type less of it, or choose another state.")
        nobody = Static(words, id="nobody", classes="muted", markup=False)
        nobody.display = self._nobody
        yield nobody
        yield UserTable(tr, COLUMNS, self._shown, self.app.clock.now(), id="users")
        with HorizontalGroup(id="below"):
            yield Static(self._heading, id="told", classes="muted", markup=False)
            yield Link(tr("Add user"), id="add")
            yield Link(tr("Import"), id="import")
            yield Link(tr("Export"), id="export")

    @property
    def _nobody(self) -> bool:
        return self._users is not None and not self._shown

    @property
    def _heading(self) -> str:
        if self._users is None:
            return ""
        return self.tr("{shown} of {count}", shown=len(self._shown), count=len(self._users))

    # what is shown

    def judge(self, users: Sequence[UserLine]) -> Sequence[UserLine]:
        """All of them."""
        return users

    async def saw(self, seen: Sequence[UserLine]) -> None:
        """Show them in the order and state that are chosen; the mark and what is in sight stay."""
        if seen is not self._users:
            self._users = seen
            self._fit()
            self._show(self.query_one(UserTable).follow)

    def _fit(self) -> None:
        """Take those in the chosen state and order."""
        order, reverse = self._sorting
        fitting = narrowed(self._users or (), "", self.query_one("#state", Choice).chosen)
        self._fitting = ordered(fitting, order, descending=reverse)

    def _show(self, show: Callable[[Sequence[UserLine]], None]) -> None:
        """Show those of them that are sought."""
        self._shown = narrowed(self._fitting, self.query_one("#sought", Input).value, State.EVERYBODY)
        show(self._shown)
        self.query_one("#nobody").display = self._nobody
        self.query_one("#told", Static).update(self._heading, layout=False)

    def _narrow(self, login: str) -> None:
        """The same in another state or order, or of other users; this login is marked."""
        self._fit()
        self._show(lambda users: self.query_one(UserTable).show(users, login))

    @on(Input.Changed, "#sought")
    def _typed(self) -> None:
        self._show(self.query_one(UserTable).show)

    @on(Select.Changed, "#state")
    def _filtered(self) -> None:
        self._narrow(self.query_one(UserTable).value)

    def _sort(self, order: Order, reverse: bool) -> None:
        self._sorting = self.query_one(Heads).sorting = order, reverse
        self._narrow(self.query_one(UserTable).value)

    @on(Heads.Clicked)
    def _head(self, message: Heads.Clicked) -> None:
        order, reverse = self._sorting
        self._sort(message.order, message.order is order and not reverse)

    def action_sort(self) -> None:
        """By the next column."""
        orders = list(Order)
        self._sort(orders[(orders.index(self._sorting[0]) + 1) % len(orders)], False)

    def action_reverse(self) -> None:
        """The other way round."""
        order, reverse = self._sorting
        self._sort(order, not reverse)

    def action_filter(self) -> None:
        """To the states."""
        self.query_one("#state", Choice).focus()
        self.query_one("#state", Choice).action_show_overlay()

    # searching

    def action_search(self) -> None:
        """To where one types."""
        self.query_one("#sought").focus()

    def action_mark(self, steps: int) -> None:
        """Up and down the list while one types."""
        self.query_one(UserTable).action_move(steps)

    def action_mark_page(self, pages: int) -> None:
        """The same by the screenful."""
        self.query_one(UserTable).action_page(pages)

    @on(Input.Submitted, "#sought")
    def _submitted(self) -> None:
        self.open_user()

    def action_back(self) -> None:
        """Out of the search first, then to the dashboard."""
        sought = self.query_one("#sought", TextInput)
        if sought.has_focus or sought.value:
            sought.value = ""
            self.query_one(UserTable).focus()
        else:
            self.dismiss(None)

    # ways on

    @on(Button.Pressed, "#to-dashboard")
    def _dashboard(self) -> None:
        self.dismiss(None)

    @on(Button.Pressed, "#add")
    def action_add(self) -> None:
        """To a new user."""
        self.add()

    @task
    async def add(self) -> None:
        """Have a new user of this company filled in, show the one-time password, and mark that user in the list."""
        from tui2fa.tui.screens.company.add_user import AddUser
        from tui2fa.tui.screens.company.first_passwords import FirstPasswords

        own = await self.ask(self.services.accounts.profile, self.app.session)
        given = await self.app.push_screen_wait(AddUser(company_of(own.login)))
        if given is not None:
            await self.app.push_screen_wait(FirstPasswords((given,)))
            self._users = await self.ask(self.services.company.users, self.app.session)
            with self.prevent(Input.Changed, Select.Changed):
                self.query_one("#sought", Input).value = ""
                self.query_one("#state", Choice).value = State.EVERYBODY
            self._narrow(given.login)

    @on(Button.Pressed, "#import")
    def action_import(self) -> None:
        """To the import."""
        from tui2fa.tui.screens.company.import_users import ImportUsers

        self.app.push_screen(ImportUsers())

    @on(Button.Pressed, "#export")
    def action_export(self) -> None:
        """Ask where to."""
        self.export()

    @task
    async def export(self) -> None:
        """Write the whole list, in its order, to a new file."""
        from tui2fa.tui.dialogs.save_file import save_file

        own = await self.ask(self.services.accounts.profile, self.app.session)
        name = self.tr("users-{company}.csv", company=company_of(own.login))
        write = self.services.company.export
        await save_file(self, lambda tr: tr("Export users"), name, lambda path: write(self.app.session, path))
