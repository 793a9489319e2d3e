"""The panel's app: who is logged in, which screen comes next, and what happens when nobody is there any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.signal import Signal

from tui2fa.domain.errors import N_, Refusal
from tui2fa.tui import commands
from tui2fa.tui.base.app import BaseApp, Surroundings
from tui2fa.tui.base.idleness import Idleness, IdleWatch
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.login import LoginScreen

if TYPE_CHECKING:
    from tui2fa.services.views import SignIn
    from tui2fa.tui.widgets.hints import Hint

TELL_EVERY = 30
"""Seconds at most between a key and the session's knowing of it."""


class PanelApp(BaseApp):
    """From the login to the panel. `hints` are accounts that the login screen offers."""

    BINDINGS = [commands.LOG_OUT]

    def __init__(self, surroundings: Surroundings, hints: Sequence[Hint] = (), *, fresh: bool = False) -> None:
        """`fresh` says that there is no store yet, and so no account to log in with."""
        self.hints = tuple(hints)
        self._fresh = fresh
        self.session = ""
        self._hung_up = False
        self._idle = IdleWatch(surroundings.clock)
        self._warned = False
        self._told = self._idle.touched
        super().__init__(surroundings)
        self.touched: Signal[None] = Signal(self, "touched")

    def first_screen(self) -> Screen[Any]:
        """The login, or the making of the first account where there is none yet."""
        return _first_account() if self._fresh else LoginScreen()

    def on_mount(self) -> None:
        """Keep an eye on the keyboard."""
        self.set_interval(1, self.look_for_life)
        self.set_interval(TELL_EVERY, self.tell_of_life)

    async def ready(self) -> None:
        """A store without any account leads to the making of the first one, too."""
        if not self._fresh and await in_thread(self.services.accounts.empty):
            self.replace_all(_first_account())

    async def enter(self, signed: SignIn) -> None:
        """Go where a sign-in leads: set-up, code, or panel; nothing of the screens before stays."""
        self.session = signed.session
        self._idle.touch()
        self.prefer(self.preferences.with_language(signed.profile.language))
        self.replace_all(DESTINATIONS[signed.step.name]())

    async def leave(self, notice: str = "", service: Callable[[str], None] | None = None) -> None:
        """End the session (by `service`) and go to the login, which says why; what was on the screens is gone."""
        session, self.session = self.session, ""
        self.replace_all(LoginScreen(notice))
        if session and service:
            await in_thread(service, session)

    def log_out(self) -> None:
        """What the person who presses [Log out] wants."""
        self._leave(N_("You are logged out."), self.services.login.log_out)

    def action_log_out(self) -> None:
        """The key for it, which works and shows wherever there is a session (SE-6)."""
        self.log_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Who is not logged in cannot log out."""
        return self.session != "" if action == "log_out" else super().check_action(action, parameters)

    def hang_up(self) -> None:
        """End because the terminal is gone or the system says so."""
        self._hung_up = True
        super().hang_up()

    def farewell(self) -> None:
        """Leave no session behind (SE-6)."""
        if self.session:
            login = self.services.login
            (login.disconnect if self._hung_up else login.log_out)(self.session)

    def session_ended(self) -> None:
        """The session was ended elsewhere, or is too old; nobody being there may be noticed here first."""
        if self._idle.state is Idleness.GONE:
            self.look_for_life()
        else:
            self._leave(Refusal.SESSION_ENDED.value)

    def _leave(self, notice: str, service: Callable[[str], None] | None = None) -> None:
        self.run_worker(self.leave(notice, service), description="leave", exit_on_error=False)

    # nobody there

    def look_for_life(self) -> None:
        """Warn before the time is up; then lock."""
        state = self._idle.state if self.session else Idleness.AWAKE
        if state is Idleness.GONE:
            self._leave(N_("You were logged out: nothing was pressed for 15 minutes."), self.services.login.lock)
        elif state is Idleness.SLEEPY and not self._warned:
            warning = self.tr("You will be logged out in a minute. Press a key to stay.")
            self.notify(warning, severity="warning", timeout=60)
        self._warned = state is Idleness.SLEEPY

    async def on_event(self, event: events.Event) -> None:
        """Note every key and click; after the time is up none of them reaches a screen."""
        if isinstance(event, (events.Key, events.MouseDown, events.Paste)) and not event.is_forwarded:
            if self.session and self._idle.state is Idleness.GONE:
                self.look_for_life()
                return
            if self._warned:
                self.clear_notifications()
            self._idle.touch()
            self.touched.publish(None)
        await super().on_event(event)

    async def tell_of_life(self) -> None:
        """Let the session know that somebody is there; one that was ended elsewhere leads to the login (SE-5)."""
        session, told, self._told = self.session, self._told, self._idle.touched
        if session and told != self._told and not await in_thread(self.services.login.alive, session):
            self.session_ended()


def _first_account() -> Screen[Any]:
    from tui2fa.tui.screens.first_account import FirstAccount

    return FirstAccount()


def _first_setup() -> Screen[Any]:
    from tui2fa.tui.screens.first_setup import FirstSetup

    return FirstSetup()


def _code() -> Screen[Any]:
    from tui2fa.tui.screens.code import CodeScreen

    return CodeScreen()


def _dashboard() -> Screen[Any]:
    from tui2fa.tui.screens.dashboard import Dashboard

    return Dashboard()


DESTINATIONS: dict[str, Callable[[], Screen[Any]]] = {
    "SET_UP": _first_setup,
    "BACKUP": _first_setup,
    "CODE": _code,
    "PANEL": _dashboard,
}
"""Where each `Step` of logging in leads, by its name; a screen is imported when somebody comes there."""
