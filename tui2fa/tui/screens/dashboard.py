"""The UC Panel: what protects this account, what happened last, and the name that everything else lies behind."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.harmless import safe
from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Event, Overview
from tui2fa.tui import commands
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.signed_in import SignedInScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.event_list import EventList
from tui2fa.tui.widgets.name_button import NameButton
from tui2fa.tui.widgets.protection import Protection, has_backup, summary
from tui2fa.tui.widgets.settings_bar import SettingsBar


class Dashboard(SignedInScreen[None]):
    """The panel's first screen. Pressing the name slides the settings bar out; pressing it again opens the settings."""

    HELP = N_(
        "This is the UC Panel: it shows what protects your account. Press your name at the top left and "
        "once more at the top of the bar to reach your personal settings, where you change your two-factor "
        "authentication."
    )
    CSS_PATH = "dashboard.tcss"
    AUTO_FOCUS = "#name"
    BINDINGS = [
        commands.command("n", "name", N_("Your name"), N_("Opens the settings bar, then your settings.")),
        commands.command("a", "activity", N_("Activity"), N_("Shows everything that happened to your account.")),
        commands.command("b", "company", N_("Company Panel"), N_("Goes back to the Company Panel.")),
        commands.EDIT_2FA,
        commands.CHANGE_PASSWORD,
    ]

    def __init__(self) -> None:
        super().__init__()
        self._overview: Overview | None = None

    def content(self) -> ComposeResult:
        """The rail with the name, the bar behind it, and the overview."""
        tr = self.tr
        with VerticalGroup(id="rail"):
            yield NameButton(self._person, id="name")
            yield Static(tr("Dashboard"), classes="here", markup=False)
            if self._administrator:
                yield Button(tr("Company Panel"), id="company")
            yield Button(tr("Log out"), id="rail-log-out", classes="log-out")
        yield SettingsBar(tr, self._person, self._summary)
        with VerticalGroup(id="main"):
            yield Static(tr("Dashboard"), id="heading", classes="muted", markup=False)
            yield Protection(tr, self._overview.factors if self._overview else ())
            second = Link(tr("Add a second method"), id="second")
            second.display = self._alone
            yield second
            with HorizontalGroup(id="activity-head"):
                yield Static(tr("Latest activity"), classes="title", markup=False)
                yield Link(tr("All activity"), id="all")
            yield EventList(tr, self.app.clock.now(), self._newest, brief=True, id="activity")

    def on_screen_resume(self) -> None:
        """What another screen changed is seen at once."""
        self.load()

    @background
    async def load(self) -> None:
        """Fetch the overview and show it."""
        self._overview = await in_thread(self.services.accounts.overview, self.app.session)
        self.query_one("#name", NameButton).label = Content(self._person)
        self.query_one(SettingsBar).show(self._person, self._summary)
        self.query_one(Protection).factors = self._overview.factors
        self.query_one("#second").display = self._alone
        self.query_one(EventList).events = self._newest

    # what is known

    @property
    def _administrator(self) -> bool:
        return self.app.role is Role.ADMINISTRATOR

    @property
    def _person(self) -> str:
        return safe(self._overview.profile.name) if self._overview else ""

    @property
    def _summary(self) -> Content:
        return summary(self.tr, self._overview, self.app.clock.now()) if self._overview else Content("")

    @property
    def _alone(self) -> bool:
        return self._overview is not None and not has_backup(self._overview.factors)

    @property
    def _newest(self) -> tuple[Event, ...]:
        return self._overview.events if self._overview else ()

    # the bar

    @property
    def spot(self) -> str:
        """With the bar out, the next press of the name leads elsewhere."""
        return "Dashboard.bar" if self.bar_out else "Dashboard"

    @property
    def bar_out(self) -> bool:
        """Whether the settings bar is out."""
        bar = self.query_one_optional("#bar", SettingsBar)
        return bar is not None and bar.out

    def _slide(self, out: bool) -> None:
        self.query_one(SettingsBar).out = out
        self.refresh_bindings()
        self.call_after_refresh(self.query_one("#bar-name" if out else "#name").focus)

    def action_back(self) -> None:
        """The bar slides in again; from the panel of somebody who began elsewhere one goes back there."""
        if self.bar_out:
            self._slide(False)
        else:
            super().action_back()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A step back is where the bar is out or one came from elsewhere; the other panel is for administrators."""
        if action == "back" and self.bar_out:
            return True
        if action == "company":
            return self._administrator
        return super().check_action(action, parameters)

    def on_click(self, event: events.Click) -> None:
        """A click beside the bar lets it slide in."""
        bar = self.query_one(SettingsBar)
        if bar.out and event.widget is not None and bar not in event.widget.ancestors_with_self:
            self._slide(False)

    # ways on

    @on(Button.Pressed, "#name")
    @on(Button.Pressed, "#bar-name")
    def action_name(self) -> None:
        """First the bar, then the settings (route A, steps 1 and 2)."""
        if self.bar_out:
            self.settings()
        else:
            self._slide(True)

    @task
    async def settings(self) -> None:
        """Open the personal settings."""
        from tui2fa.tui.screens.personal_settings import PersonalSettings

        profile = await self.ask(self.services.accounts.profile, self.app.session)
        self._slide(False)
        self.app.push_screen(PersonalSettings(profile))

    @on(Button.Pressed, "#connect")
    def _connect(self) -> None:
        from tui2fa.tui.screens.connect_qaller import ConnectQaller

        self._slide(False)
        next_step = N_("To make it a factor: your name, your name again, Edit 2FA.")
        if self._overview and not all(factor.reachable for factor in self._overview.factors):
            next_step = N_("To put it in the place of the one that is logged out: Edit 2FA, Change …, Replace.")
        self.app.push_screen(ConnectQaller(next_step))

    @on(Button.Pressed, "#company")
    def action_company(self) -> None:
        """Back to the panel of an administrator."""
        self.app.show_panel(Role.ADMINISTRATOR)

    @on(Button.Pressed, "#all")
    def action_activity(self) -> None:
        """The whole list."""
        from tui2fa.tui.screens.activity import Activity

        self.app.push_screen(Activity())

    @on(Button.Pressed, "#second")
    def _second(self) -> None:
        self.second()

    @task
    async def second(self) -> None:
        """To where a second method is added."""
        await self.edit_factors()

    @on(Button.Pressed, ".log-out")
    def _log_out(self) -> None:
        self.app.log_out()
