"""[Connect Qaller]: a pairing code for the app, and which apps are connected (OOB-10)."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.domain.sentences import N_
from tui2fa.services.views import Device, PairingCode, PairingState
from tui2fa.tui.base.tasks import background, task
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.factors.editing import EditingScreen
from tui2fa.tui.widgets.button import Button
from tui2fa.tui.widgets.device_list import DeviceList
from tui2fa.tui.widgets.pairing_code import PairingCodeText

HIDE_AFTER = 60
"""Seconds without a key after which the code is hidden (SC-6)."""


class ConnectQaller(EditingScreen[bool]):
    """Shows a code until an app has come with it; answers whether one came.

    `next_step` is an English sentence of the catalogue: what makes the app a factor, once it is connected.
    """

    HELP = N_(
        "Type this code in the Qaller app: Log in with a pairing code. It works once, within ten minutes. "
        "It hides after a minute without a key press; any key shows it again. A connected app only counts "
        "as a factor after a code."
    )
    CSS_PATH = "connect_qaller.tcss"
    AUTO_FOCUS = "#done"

    def __init__(self, next_step: str = N_("Press Continue and type in one code; then it counts as a factor.")) -> None:
        super().__init__()
        self._next_step = next_step
        self._code: PairingCode | None = None
        self._open = False
        self._touched = 0.0
        self._known: frozenset[str] = frozenset()
        self._devices: tuple[Device, ...] = ()
        self._arrived: Device | None = None

    def content(self) -> ComposeResult:
        """The code, how it stands, and the apps."""
        tr = self.tr
        with Center(), VerticalGroup(id="box"):
            yield Static(tr("Connect Qaller"), classes="title", markup=False)
            yield Static(tr("PAIRING CODE"), id="caption", markup=False)
            with Center():
                yield PairingCodeText(self._shown_code)
            yield Static(tr("You can enter this pairing code in the Mobile App"), id="where", markup=False)
            yield Static(self._words, id="state")
            with Center(), HorizontalGroup(id="ways"):
                yield Button(tr("New pairing code"), id="again")
                yield Button(self._done_word, id="done", classes="go")
            yield Static(tr("Connected apps"), classes="title apps", markup=False)
            yield DeviceList(tr, self.app.clock.now(), self._devices)

    def on_mount(self) -> None:
        """Ask for a code, and look every second who came."""
        self._touched = self.app.clock.uptime()
        self.new_code()
        self.set_interval(1, self.look)

    @background
    async def new_code(self) -> None:
        """Another code; the earlier one works no more."""
        session, pairing = self.app.session, self.services.pairing
        state = await in_thread(pairing.state, session)
        self._known = frozenset(device.id for device in state.devices)
        self._arrived = None
        self._code = await in_thread(pairing.open, session)
        self._open = True
        self._touched = self.app.clock.uptime()
        self.query_one("#done").focus()
        self._show(state)

    @background
    async def look(self) -> None:
        """Ask whether an app has come, and let time show."""
        state = await in_thread(self.services.pairing.state, self.app.session)
        if self._code:
            self._open = state.open
            self._arrived = next((device for device in state.devices if device.id not in self._known), self._arrived)
        self._show(state)

    def _show(self, state: PairingState) -> None:
        self._devices = state.devices
        if not self.query("#state"):
            return  # it is being composed anew, and shows all of this then
        waiting = self._arrived is None
        for name in ("#caption", "#where", "PairingCodeText"):
            self.query_one(name).display = waiting
        self.query_one(PairingCodeText).content = self._shown_code
        self.query_one("#state", Static).update(self._words)
        self.query_one("#done", Button).label = Content(self._done_word)
        self.query_one(DeviceList).devices = state.devices

    # what is seen of it

    @property
    def _left(self) -> int:
        """Seconds that the code still works."""
        return int((self._code.expires - self.app.clock.now()).total_seconds()) if self._code and self._open else 0

    @property
    def _hidden(self) -> bool:
        return self.app.clock.uptime() - self._touched >= HIDE_AFTER

    @property
    def _shown_code(self) -> str:
        return self._code.code if self._code and self._left > 0 and not self._hidden else ""

    @property
    def _done_word(self) -> str:
        return self.tr("Continue") if self._arrived else self.tr("Close")

    @property
    def _words(self) -> Content:
        tr = self.tr
        if self._arrived:
            name = tr("Connected: {device}", device=self._arrived.name)
            return Content.assemble(("✓ ", "bold $success"), (name, "bold"), "\n", tr(self._next_step))
        if self._code is None:
            return Content("")
        if self._left <= 0:
            return Content.styled(tr("This pairing code no longer works. Get a new one."), "$error")
        if self._hidden:
            return Content(tr("Press any key to show the code again."))
        return Content.styled(tr("Valid for another {time}", time=tr.duration(self._left)), "$muted")

    def on_key(self, event: events.Key) -> None:
        """Somebody is there: the code may be seen."""
        hidden = self._hidden
        self._touched = self.app.clock.uptime()
        if hidden:
            event.stop()
            self.look()

    def on_mouse_down(self) -> None:
        """As a key."""
        self._touched = self.app.clock.uptime()
        self.look()

    # ways on

    @on(Button.Pressed, "#again")
    def _again(self) -> None:
        self.new_code()

    @on(Button.Pressed, "#done")
    def action_back(self) -> None:
        """Leave; nobody can see the code any more, so it works no more."""
        self.leave()

    @task
    async def leave(self) -> None:
        """Answer whether an app came."""
        if self._open:
            await self.ask(self.services.pairing.close, self.app.session)
        self.dismiss(self._arrived is not None)

    @on(DeviceList.Unwanted)
    def _unwanted(self, message: DeviceList.Unwanted) -> None:
        self._leaving = message.device
        self.unpair()

    @task
    async def unpair(self) -> None:
        """Log an app out, after a question; where it is a factor, that goes with it, behind the password."""
        from tui2fa.tui.dialogs.confirm import Confirm, Question

        device = self._leaving
        text = N_("This app is logged out and receives no more codes.")
        if device.factor:
            text = N_(
                "This app is one of your factors: it is removed from them, and you no longer receive codes in it."
            )
        question = Confirm(
            lambda tr: Question(
                tr("Disconnect {device}?", device=device.name), tr(text), tr("Disconnect"), tr("Keep connected")
            )
        )
        if await self.app.push_screen_wait(question):
            await self.edit(self.services.pairing.unpair, device.id)
            self.notify(self.tr("{device} is disconnected.", device=device.name))
            self.query_one("#done").focus()
            self.look()
