"""The panel's app: who is logged in, which screen comes next, and what happens when nobody is there any more."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from textual import events
from textual.css.query import NoMatches
from textual.message import Message
from textual.screen import Screen
from textual.signal import Signal

from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.tui import commands
from tui2fa.tui.base.app import Surroundings
from tui2fa.tui.base.idleness import Idleness, IdleWatch
from tui2fa.tui.base.screen import BaseScreen
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.base.watch import Watch
from tui2fa.tui.guided import GuidedApp
from tui2fa.tui.screens.login import LoginScreen
from tui2fa.tui.ways import DESTINATIONS, HOMES, first_account

if TYPE_CHECKING:
    from tui2fa.services.views import SignIn
    from tui2fa.tui.widgets.hints import Hint

PARTING = "parting"
"""The workers that ask before somebody goes."""
TELL_EVERY = 30
"""Seconds at most between a key and the session's knowing of it."""


class PanelApp(GuidedApp):
    """From the login to the panel. `hints` are accounts that the login screen offers."""

    BINDINGS = [commands.LOG_OUT]

    class SessionOver(Message):
        """This session was ended by somebody else."""

        def __init__(self, session: str) -> None:
            super().__init__()
            self.session = session

    def __init__(self, surroundings: Surroundings, hints: Sequence[Hint] = (), *, fresh: bool = False) -> None:
        """`fresh` says that there is no store yet, and so no account to log in with."""
        self.hints = tuple(hints)
        self._fresh = fresh
        self.chosen: Role | None = None
        """Whose panel was asked for at the login: the UC Panel is a user's, the Company Panel an administrator's."""
        self._hung_up = False
        self._watch: Watch | None = None
        self._idle = IdleWatch(surroundings.clock)
        self._warned = False
        self._told = self._idle.touched
        super().__init__(surroundings)
        self._language_chosen = False
        self.touched: Signal[None] = Signal(self, "touched")

    def first_screen(self) -> Screen[Any]:
        """The login, or the making of the first account where there is none yet."""
        return first_account() if self._fresh else LoginScreen()

    def on_mount(self) -> None:
        """Keep an eye on the keyboard."""
        self.set_interval(1, self.look_for_life)
        self.set_interval(TELL_EVERY, self.tell_of_life)

    async def ready(self) -> None:
        """A store without any account leads to the making of the first one, too."""
        if not self._fresh and await in_thread(self.services.accounts.empty):
            self.replace_all(first_account())

    def _look_at_session(self) -> None:
        """See whether somebody else ended the session; called in the thread of the watch."""
        session = self.session
        if session and not self.services.login.stands(session):
            self.post_message(self.SessionOver(session))

    def on_panel_app_session_over(self, message: SessionOver) -> None:
        """Tell of it, unless somebody logged out or in meanwhile."""
        if message.session == self.session:
            self.session_ended()

    def on_unmount(self) -> None:
        """Look at nothing any more."""
        if self._watch is not None:
            self._watch.stop()

    async def enter(self, signed: SignIn) -> None:
        """Go where a sign-in leads: set-up, code, or panel; nothing of the screens before stays."""
        if signed.session != self.session and not self._language_chosen:  # one that was chosen since stays
            self.prefer(self.preferences.with_language(signed.profile.language))
        self.session = signed.session
        if self._watch is None:
            self._watch = Watch(self.services.login.version, self._look_at_session)
            self._watch.start()
        self._idle.touch()
        self.role, self.by_reset_code = signed.profile.role, signed.by_reset_code
        if signed.step.name == "PANEL":
            self.show_panel(self.chosen)
        else:
            self.replace_all(DESTINATIONS[signed.step.name]())

    async def action_language(self) -> None:
        """To the next language; who chooses it before logging in keeps it until logging out."""
        self._language_chosen = not self.session or self._language_chosen
        await super().action_language()

    def show_panel(self, chosen: Role | None) -> None:
        """Go to the panel of one's role; an administrator may choose the UC Panel, which is everybody's own."""
        self.chosen = chosen
        own = self.role is Role.ADMINISTRATOR and chosen is Role.USER
        self.replace_all(HOMES[Role.USER.name if own else self.role.name]())
        if self.role is Role.USER and chosen is Role.ADMINISTRATOR:
            self.notify(self.tr("This account is no administrator's; this is your own UC Panel."), timeout=10)

    async def leave(self, notice: str = "", service: Callable[[str], None] | None = None) -> None:
        """End the session (by `service`) and go to the login, which says why; what was on the screens is gone."""
        session, self.session, self.chosen = self.session, "", None
        self._language_chosen = False
        self.replace_all(LoginScreen(notice))
        if session and service:
            await in_thread(service, session)

    def log_out(self) -> None:
        """What the person who presses [Log out] wants."""
        self._part(lambda: self.end_session(N_("You are logged out.")))

    def end_session(self, notice: str) -> None:
        """Log out without a question; `notice` is an English sentence of the catalogue that says why."""
        self._leave(notice, self.services.login.log_out)

    def action_log_out(self) -> None:
        """The key for it, which works and shows wherever there is a session (SE-6)."""
        self.log_out()

    async def action_quit(self) -> None:
        """End the program."""
        self._part(self.exit)

    def _part(self, go: Callable[[], None]) -> None:
        """Go, after the questions of all screens on which something would be lost; once at a time."""

        async def ask() -> None:
            for screen in reversed(self.screen_stack):
                question = None
                with suppress(NoMatches):  # nobody has typed anything yet where nothing stands
                    question = screen.parting() if isinstance(screen, BaseScreen) else None
                if question is not None and not await self.push_screen_wait(question):
                    return
            go()

        if not any(worker.group == PARTING and not worker.is_finished for worker in self.workers):
            self.run_worker(ask(), group=PARTING, description="part", exit_on_error=False)

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
        """The session was ended elsewhere, or is too old; nobody being there may be noticed here first.

        What was still under way when one logged out is refused for that, and is no news.
        """
        if not self.session:
            return
        if self._idle.state is Idleness.GONE:
            self.look_for_life()
        else:
            from tui2fa.domain.refusals import Refusal

            self._leave(Refusal.SESSION_ENDED.value)

    def _leave(self, notice: str, service: Callable[[str], None] | None = None) -> None:
        self.run_worker(self.leave(notice, service), description="leave", exit_on_error=False)

    # nobody there

    def look_for_life(self) -> None:
        """Warn before the time is up; then lock."""
        state = self._idle.state if self.session else Idleness.AWAKE
        if state is Idleness.GONE:
            self._leave(N_("You were logged out after 15 minutes without a key press."), self.services.login.lock)
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
            self.attend()
            self.touched.publish(None)
        await super().on_event(event)

    def attend(self) -> None:
        """Somebody is there."""
        self._idle.touch()

    async def tell_of_life(self) -> None:
        """Let the session know that somebody is there; one that was ended elsewhere leads to the login (SE-5)."""
        session, told, self._told = self.session, self._told, self._idle.touched
        if session and told != self._told and not await in_thread(self.services.login.alive, session):
            self.session_ended()
