"""Everything that happened to the account lately, and what its owner did to others: when, what, from where (RC-9)."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.containers import HorizontalGroup
from textual.widgets import Static

from tui2fa.domain.roles import Role
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Event
from tui2fa.tui.base.tasks import background
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.screens.signed_in import SignedInScreen
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.event_list import EventList


class Activity(SignedInScreen[None]):
    """The activity list, newest first."""

    HELP = N_(
        "This is what happened to your account and from where. Is there something you do not recognise? "
        "Change your password and contact support."
    )
    CSS_PATH = "activity.tcss"
    AUTO_FOCUS = "#close"

    def __init__(self) -> None:
        super().__init__()
        self._events: tuple[Event, ...] = ()
        self._done: tuple[Event, ...] = ()

    def content(self) -> ComposeResult:
        """The title, the list, and what to do about a line one does not know."""
        with HorizontalGroup(id="top"):
            yield Static(self.tr("Activity"), classes="title", markup=False)
            yield Link("✕", id="close")
        advice = self.tr("Something you do not recognise? Change your password and contact support.")
        yield Static(advice, classes="muted", markup=False)
        yield EventList(self.tr, self.app.clock.now(), self._events, brief=False, id="events")
        if self.app.role is not Role.USER:
            yield Static(self.tr("What you did to the accounts of others"), id="others", classes="title", markup=False)
            yield EventList(self.tr, self.app.clock.now(), self._done, brief=False, id="done")

    def on_screen_resume(self) -> None:
        """The newest list."""
        self.load()

    @background
    async def load(self) -> None:
        """Fetch the list and show it."""
        self._events = await in_thread(self.services.activity.listing, self.app.session)
        self._done = await in_thread(self.services.activity.done, self.app.session)
        for shown in self.query(EventList):
            shown.events = self._done if shown.id == "done" else self._events

    @on(Button.Pressed, "#close")
    def _close(self) -> None:
        self.dismiss(None)
