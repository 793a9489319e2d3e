"""Logging the Qaller app in with a pairing code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, Right, VerticalGroup
from textual.widgets import Input, Static

from tui2fa.domain.codes import show_pairing_code
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.domain.text import NAME_LIMIT
from tui2fa.locale import LANGUAGES
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.base.tasks import task
from tui2fa.tui.widgets.brand import Band
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.tui.widgets.field import Field
from tui2fa.tui.widgets.secret_input import TextInput
from tui2fa.tui.words import event_words, moment_words

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.services.views import Event
    from tui2fa.tui.qaller.app import QallerApp

NAMING = {Refusal.EMPTY, Refusal.TOO_LONG, Refusal.STRANGE_CHARACTERS, Refusal.MIXED_SCRIPTS}
"""What can be wrong with a device's name; everything else is about the code."""


class PairScreen(PanelScreen[None]):
    """User name, pairing code, and a name for this device.

    `notice` is an English sentence of the catalogue that says why one is here again, `last` what the app was told last.
    """

    HELP = N_(
        "Log in to the UC Panel, press your name at the top left and choose Connect Qaller: it shows a pairing code. "
        "Type that code here; it works once, for ten minutes."
    )
    CSS_PATH = "pair.tcss"
    AUTO_FOCUS = "#login"

    if TYPE_CHECKING:
        app = getters.app(QallerApp)

    def __init__(self, device: str, notice: str = "", last: Event | None = None) -> None:
        super().__init__()
        self._device, self._notice, self._last = device, notice, last

    def content(self) -> ComposeResult:
        """The band and the form."""
        tr = self.tr
        yield Band(
            Right(Link(f"{LANGUAGES[tr.language]} ▾", id="language")), Static("☎ Qaller", id="brand", markup=False)
        )
        yield Static(tr("Log in with a pairing code"), id="heading", classes="title", markup=False)
        yield Static(tr("In the UC Panel: your name, then Connect Qaller"), id="where", classes="muted", markup=False)
        with Center(), VerticalGroup(id="form"):
            if self._notice:
                yield Static(tr(self._notice), id="notice", markup=False)
            if self._last:
                yield from self._last_word(self._last)
            login = TextInput(placeholder=tr("202.mycompany"), id="login")
            yield Field(tr("User name"), login, onward="code", required=True, id="login-field")
            code = TextInput(placeholder=show_pairing_code("K7QM4T2P"), limit=32, id="code")
            yield Field(tr("Pairing code"), code, required=True, id="code-field")
            name = TextInput(self._device, limit=NAME_LIMIT, id="name")
            yield Field(tr("Name of this device"), name, required=True, id="name-field")
            yield Button(tr("Log in"), id="go", classes="go")

    def _last_word(self, last: Event) -> ComposeResult:
        """What was done, when and by whom, and how to object."""
        tr, support = self.tr, self.app.surroundings.support
        words = " · ".join((moment_words(tr, last.at, self.app.clock.now()), event_words(tr, last)))
        yield Static(words, id="last", markup=False)
        objection = tr(
            "You did not ask for this? Contact support at once: {phone} · {email}",
            phone=support.phone,
            email=support.email,
        )
        yield Static(objection, id="objection", classes="muted", markup=False)

    @on(Input.Submitted, "#code")
    @on(Input.Submitted, "#name")
    @on(Button.Pressed, "#go")
    def _go(self) -> None:
        if self.complete():
            self.pair()

    @task
    async def pair(self) -> None:
        """Try the pairing code."""
        login, code, name = (self.query_one(place, TextInput).value for place in ("#login", "#code", "#name"))
        try:
            with self.busy():
                await self.app.pair(login, code, name)
        except Refused as refused:
            place = "#name-field" if refused.refusal in NAMING else "#code-field"
            self.refuse(refused, self.query_one(place, Field))

    @on(Button.Pressed, "#language")
    async def _language(self) -> None:
        await self.app.action_language()
