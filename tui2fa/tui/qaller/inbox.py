"""What came in: codes that wait, as large as they can be, and below them what was told before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup, VerticalGroup
from textual.reactive import reactive
from textual.widgets import Static

from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Message
from tui2fa.tui import commands
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.qaller.code_card import CodeCard
from tui2fa.tui.qaller.codes import seconds_left, waiting
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.event_list import EventList

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.qaller.app import QallerApp

READ_FIRST = 1.0
"""Seconds in which a code that has just come cannot be rejected: a key on its way was meant for something else."""


class InboxScreen(PanelScreen[None]):
    """The Qaller app while it is logged in."""

    HELP = N_(
        "A code that is sent to this app appears here by itself. Type it in the UC Panel. If you did not "
        "ask for it, press That was not me: the code then stops working."
    )
    CSS_PATH = "inbox.tcss"
    AUTO_FOCUS = ""
    BINDINGS = [
        commands.command("f6", "not_me", N_("That was not me"), N_("Makes the newest code stop working.")),
        commands.command("f8", "log_out", N_("Log out"), N_("Logs this app out, after asking you.")),
    ]

    codes: reactive[tuple[Message, ...]] = reactive((), init=False, bindings=True)
    """The codes that wait, newest first."""

    if TYPE_CHECKING:
        app = getters.app(QallerApp)

    def __init__(self) -> None:
        super().__init__()
        self._unwanted: Message | None = None
        self._shown_at = 0.0

    def content(self) -> ComposeResult:
        """Whose app this is; the codes, or what comes next; the notices."""
        tr, companion = self.tr, self.app.companion
        with HorizontalGroup(id="head"):
            yield Static("☎ Qaller", id="brand", markup=False)
            whose = f"{safe(companion.login)} · {safe(companion.name, 40)}" if companion else ""
            yield Static(whose, id="whose", markup=False)
            yield Link(tr("Log out"), id="log-out")
        with VerticalGroup(id="codes"):
            for message in self.codes:
                yield CodeCard(message, tr, self.app.clock.now())
            if companion and not self.codes:
                title, text = self._instead(companion.login)
                yield Static(title, classes="title", markup=False)
                yield Static(text, classes="muted", markup=False)
        events = tuple(message.event for message in self.app.messages if message.event)
        if events:
            with VerticalGroup(id="news"):
                yield Static(tr("Notices"), classes="title", markup=False)
                yield EventList(tr, self.app.clock.now(), events, brief=True, id="events")

    def _instead(self, login: str) -> tuple[str, str]:
        """What stands where no code is: what happened to the one just rejected, or what to wait for."""
        tr, now = self.tr, self.app.clock.now()
        newest = self.app.messages[0] if self.app.messages else None
        if newest and newest.declined and seconds_left(newest, now) > 0:
            return tr("That code no longer works."), tr(
                "Whoever asked for it knows your password. Change it now: in the UC Panel, at the bottom of your "
                "personal settings."
            )
        return tr("No code is waiting."), tr(
            "As soon as {login} logs in to the UC Panel with the Qaller app, the code appears here by "
            "itself. If none comes, add the Qaller app in the UC Panel, under Edit 2FA.",
            login=login,
        )

    def on_mount(self) -> None:
        """Follow the inbox, and let time pass."""
        self.watch(self.app, "companion", self._changed)
        self.watch(self.app, "messages", self._changed, init=False)
        self.set_interval(1, self._tick)

    async def _changed(self) -> None:
        """Show what came in."""
        now = waiting(self.app.messages, self.app.clock.now())
        if now and now != self.codes:
            self._shown_at = self.app.clock.uptime()
        self.codes = now
        await self.recompose()

    async def _tick(self) -> None:
        """Show the time that is left; a code whose time is over leaves."""
        now = self.app.clock.now()
        if waiting(self.app.messages, now) != self.codes:
            await self._changed()
        for card in self.query(CodeCard):
            card.tick(now)

    # what can be done

    def action_not_me(self) -> None:
        """Reject the newest code."""
        self._reject(self.codes[0])

    @on(Button.Pressed, ".not-me")
    def _pressed(self, event: Button.Pressed) -> None:
        for card in self.query(CodeCard):
            if event.button in card.walk_children():
                self._reject(card.message)

    def _reject(self, message: Message) -> None:
        if self.app.clock.uptime() - self._shown_at >= READ_FIRST:
            self._unwanted = message
            self.reject()

    @task
    async def reject(self) -> None:
        """Let a code work no more; rejecting costs nothing that a new code does not mend, so nothing is asked."""
        if self._unwanted is not None:
            with self.busy():
                await self.app.decline(self._unwanted)
            self.notify(self.tr("The code was rejected. Whoever is waiting for it is told so."))

    @on(Button.Pressed, "#log-out")
    def action_log_out(self) -> None:
        """Log out, after a question."""
        self.log_out()

    @task
    async def log_out(self) -> None:
        """Ask, then log this app out."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        question = Confirm(
            lambda tr: Question(
                tr("Log this Qaller app out?"),
                tr(
                    "No more codes come in here until you log in with a new pairing code. Make sure you have "
                    "another factor."
                ),
                tr("Log out"),
                tr("Stay logged in"),
            )
        )
        if await self.app.push_screen_wait(question):
            await self.app.log_out()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key that has nothing to act on is not offered."""
        if action == "not_me":
            return bool(self.codes)
        return self.app.companion is not None if action == "log_out" else super().check_action(action, parameters)
