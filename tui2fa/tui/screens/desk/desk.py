"""The support desk: find a caller, see what one did last, walk along with somebody, practise."""

from __future__ import annotations

from rich.cells import cell_len
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui2fa.domain.errors import Refused
from tui2fa.domain.harmless import safe
from tui2fa.domain.people import Profile
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.desk import MOST_FOUND, SHORTEST_SOUGHT
from tui2fa.services.oversight import CallerLine
from tui2fa.services.views import Event
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.desk.practice import practise
from tui2fa.tui.screens.desk.words import ROLES
from tui2fa.tui.screens.signed_in import SignedInScreen
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.event_list import EventList
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.options import Options
from tui2fa.tui.widgets.secret_input import TextInput

DEBOUNCE = 0.15
"""Seconds after the last key before it is looked up."""
LOGIN, NAME = 28, 26
"""Cells at most for the columns of what was found."""


class Desk(SignedInScreen[None]):
    """The first screen of an agent."""

    HELP = N_(
        "Find the caller by login, name, company or whole number, choose with the arrow keys and press Enter. Your own "
        "2FA lies behind your name. Look along follows a caller who reads you a code; the practice panel is a play one."
    )
    CSS_PATH = "desk.tcss"
    AUTO_FOCUS = "#sought"
    BINDINGS = [
        commands.command(
            "f4", "name", N_("Your name"), N_("Your own 2FA, Qaller app and panel, and the way out."), footer=False
        ),
        commands.command(
            "f5", "follow", N_("Look along"), N_("Shows where a caller is, by the code they read."), footer=False
        ),
        commands.command(
            "f6", "practise", N_("Practice panel"), N_("Opens a panel with play data, to walk along in."), footer=False
        ),
        Binding("down", "choose(1)", show=False),
        Binding("up", "choose(-1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._profile: Profile | None = None
        self._done: tuple[Event, ...] = ()
        self._sought = ""
        """What `_found` answers."""
        self._found: tuple[CallerLine, ...] = ()
        self._chosen = ""
        self._later: Timer | None = None

    def content(self) -> ComposeResult:
        """The bar, the search, and below it what was found or what was done."""
        tr = self.tr
        with HorizontalGroup(id="bar"):
            yield Static(tr("Support desk"), id="heading", markup=False)
            yield Button(tr("Look along"), id="follow")
            yield Button(tr("Practice panel"), id="practise")
            yield Button(self._agent, id="name")
        with VerticalGroup(id="main"):
            placeholder = tr("login, name, company or whole number")
            yield Field(tr("Find a caller"), TextInput(placeholder=placeholder, id="sought"), id="sought-field")
            told = Static(self._told, id="told", classes="muted", markup=False)
            told.display = bool(self._told)
            yield told
            found = Options(*self._options, id="found")
            found.can_focus = False
            found.display = bool(self._found)
            yield found
            with VerticalGroup(id="done") as done:
                done.display = self._idle
                yield Static(tr("What you did last"), classes="title", markup=False)
                yield EventList(tr, self.app.clock.now(), self._done, brief=True, id="events")

    def on_screen_resume(self) -> None:
        """What one did meanwhile is seen at once."""
        self.load()

    @background
    async def load(self) -> None:
        """Fetch whose desk this is, what they did, and what was looked for."""
        desk, session = self.services.desk, self.app.session
        self._profile = await in_thread(self.services.accounts.profile, session)
        self._done = await in_thread(desk.activity, session)
        self._found = await in_thread(desk.find, session, self._sought)
        self._show()

    # searching

    @on(Input.Changed, "#sought")
    def _typed(self) -> None:
        self._chosen = ""
        if self._later is not None:
            self._later.stop()
        self._later = self.set_timer(DEBOUNCE, self.find)

    @background
    async def find(self) -> None:
        """Look up what is typed now."""
        await self._find()

    async def _find(self) -> None:
        sought = self.query_one("#sought", TextInput).value.strip()
        found = await in_thread(self.services.desk.find, self.app.session, sought)
        self._sought, self._found = sought, found
        self._show()

    def _show(self) -> None:
        """Bring what is seen in line with what is known."""
        if not all(map(self.query, ("#name", "#told", "#found", "#events"))):
            return  # it is being composed anew, and shows all of this then
        self.query_one("#name", Button).label = Content(self._agent)
        told = self.query_one("#told", Static)
        told.update(self._told)
        told.display = bool(self._told)
        found = self.query_one("#found", OptionList)
        found.set_options(self._options)
        places = [line.login for line in self._found]
        marked = places.index(self._chosen) if self._chosen in places else 0
        found.highlighted = marked if places else None
        found.display = bool(self._found)
        self.query_one("#done").display = self._idle
        self.query_one(EventList).events = self._done
        self.refresh_bindings()

    @property
    def _agent(self) -> str:
        return safe(self._profile.name, 24) if self._profile else ""

    @property
    def _idle(self) -> bool:
        """Whether there is room for what was done, and something to tell."""
        return not self._sought and bool(self._done)

    @property
    def _told(self) -> str:
        """What to do, where there is nothing to see; how much there is, where there is much."""
        tr = self.tr
        if not self._sought:
            empty = tr(
                "Ask the caller's login, such as 202.mycompany, and type it here. What you do for callers is listed "
                "below later on."
            )
            return "" if self._done else empty
        if len(self._sought) < SHORTEST_SOUGHT:
            return tr("Type at least {count} characters.", count=SHORTEST_SOUGHT)
        if not self._found:
            return tr("Nobody is found by that. A name or company may be a part; a number must be whole.")
        if len(self._found) == MOST_FOUND:
            return tr("These are the first {count}. Type more to see fewer.", count=MOST_FOUND)
        return tr.plural("{count} found. Enter opens the file.", "{count} found. Enter opens a file.", len(self._found))

    @property
    def _options(self) -> list[Option]:
        logins = [safe(line.login, LOGIN) for line in self._found]
        names = [safe(line.name, NAME) for line in self._found]
        column, second = (max(map(cell_len, texts), default=0) + 2 for texts in (logins, names))
        options = []
        for login, name, line in zip(logins, names, self._found, strict=True):
            first = login + " " * (column - cell_len(login))
            words = name + " " * (second - cell_len(name))
            options.append(Option(Content.assemble((first, "bold"), words, *self._state(line)), id=line.login))
        return options

    def _state(self, line: CallerLine) -> list[tuple[str, str]]:
        """How an account stands, in a few words."""
        tr = self.tr
        factors = tr.plural("{count} factor", "{count} factors", line.factors)
        parts = []
        if line.disabled:
            parts.append((tr("disabled") + " · ", "$error"))
        if line.role is not Role.USER:
            parts.append((tr(ROLES[line.role]) + " · ", "$accent"))
        parts.append((factors if line.factors else tr("no 2FA yet"), "$muted"))
        if line.found_by:
            parts.append((f" · {line.found_by}", "$muted"))
        return parts

    def action_choose(self, steps: int) -> None:
        """Up and down through what was found."""
        found = self.query_one("#found", OptionList)
        if steps > 0:
            found.action_cursor_down()
        else:
            found.action_cursor_up()

    @on(Input.Submitted, "#sought")
    def _submitted(self) -> None:
        if self.query_one("#sought", TextInput).value.strip() == self._sought:
            self.query_one("#found", OptionList).action_select()
        else:
            self.open_only()

    @on(OptionList.OptionSelected, "#found")
    def _selected(self, event: OptionList.OptionSelected) -> None:
        self._chosen = event.option.id or ""
        self.open_file()

    @task
    async def open_only(self) -> None:
        """For who is quicker than the pause after a key: look up what is typed, and open it where there is one only."""
        await self._find()
        if len(self._found) == 1:
            self._chosen = self._found[0].login
            await self._open()

    @task
    async def open_file(self) -> None:
        """Open the file of the chosen caller."""
        await self._open()

    async def _open(self) -> None:
        """Whoever is gone meanwhile is looked for again."""
        from tui2fa.tui.screens.desk.caller import Caller

        try:
            file = await self.ask(self.services.desk.caller, self.app.session, self._chosen)
        except Refused as refused:
            self.refuse(refused)
            self.find()
        else:
            self.app.push_screen(Caller(file, self.app.clock.uptime()))

    def action_back(self) -> None:
        """What is looked for goes; there is no step further back."""
        self.query_one("#sought", TextInput).value = ""
        self.query_one("#sought").focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """There is a step back only where something is looked for."""
        if action == "back":
            return any(place.value for place in self.query("#sought").results(TextInput))
        return super().check_action(action, parameters)

    # ways on

    @on(Button.Pressed, "#name")
    def action_name(self) -> None:
        """What is about the agent's own account."""
        self.own()

    @task
    async def own(self) -> None:
        """Ask what, and go there."""
        from tui2fa.tui.screens.connect_qaller import ConnectQaller
        from tui2fa.tui.screens.dashboard import Dashboard
        from tui2fa.tui.screens.desk.menu import AgentMenu

        match await self.app.push_screen_wait(AgentMenu(self._agent)):
            case "edit":
                await self.edit_factors()
            case "connect":
                self.app.push_screen(ConnectQaller(N_("One code makes it a factor: your name, then Edit 2FA.")))
            case "panel":
                self.app.push_screen(Dashboard())
            case "log_out":
                self.app.log_out()

    @on(Button.Pressed, "#follow")
    def action_follow(self) -> None:
        """Walk along with whoever reads a code."""
        from tui2fa.tui.screens.desk.follow import Follow

        self.app.push_screen(Follow())

    @on(Button.Pressed, "#practise")
    def action_practise(self) -> None:
        """Lend the terminal to a panel with play data."""
        practise(self.app)
