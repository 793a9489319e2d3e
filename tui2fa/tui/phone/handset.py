"""The telephone on the screen: who calls, keys to answer and to press 1, and the digits as they are heard."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Center, HorizontalGroup, VerticalGroup
from textual.widgets import Static

from tui2fa.domain.codes import DIGITS
from tui2fa.domain.harmless import safe
from tui2fa.domain.sentences import N_
from tui2fa.locale import LANGUAGES
from tui2fa.tui import commands
from tui2fa.tui.base.screen import PanelScreen
from tui2fa.tui.qaller.codes import grouped
from tui2fa.tui.qaller.large_code import LargeCode
from tui2fa.tui.widgets.button import Button, Link
from tui2fa.voice.manner import Phase

if TYPE_CHECKING:
    from textual import getters

    from tui2fa.tui.phone.app import PhoneApp

SETTINGS = """[delivery.voice]
server = "{address}"
username = "phone\""""
"""What has this telephone called: TOML, the same in every language."""
TITLES = {
    Phase.IDLE: N_("Waiting for a call on {address}"),
    Phase.RINGING: N_("☎ {caller} is calling"),
    Phase.TALKING: N_("☎ In a call with {caller}"),
}
FIRST = {Phase.IDLE: "", Phase.RINGING: "#answer", Phase.TALKING: "#one"}
"""The button that has the focus when a phase begins."""


class HandsetScreen(PanelScreen[None]):
    """A telephone that waits, rings or is in a call."""

    HELP = N_(
        "This is a telephone on your own machine. Put the lines that it shows in the settings of tui2fa, and have a "
        "code sent to a number: it rings here. Answer it with F5, press 1, and read the digits as they are spoken; F6 "
        "declines it or hangs up."
    )
    CSS_PATH = "handset.tcss"
    AUTO_FOCUS = ""
    BINDINGS = [
        commands.command("f5", "answer", N_("Answer"), N_("Answers the call.")),
        commands.command("1", "press('1')", N_("Press 1"), N_("Presses key 1 of the telephone, to hear the code.")),
        commands.command("f6", "hang_up", N_("End the call"), N_("Ends the call, or declines it while it rings.")),
    ]

    if TYPE_CHECKING:
        app = getters.app(PhoneApp)

    def __init__(self) -> None:
        super().__init__()
        self._phase = Phase.IDLE

    @property
    def spot(self) -> str:
        """The name of this screen and where the telephone stands."""
        return f"{type(self).__name__} {self._phase.name}"

    def content(self) -> ComposeResult:
        """The line with its address; what happens; the digits; the keys."""
        tr, seen = self.tr, self.app.seen
        address, caller = self.app.telephone.address, safe(seen.caller, 40) or tr("Somebody")
        with HorizontalGroup(id="head"):
            yield Static(f"☎ {address}", id="brand", markup=False)
            yield Link(f"{LANGUAGES[tr.language]} ▾", id="language")
        yield Static(tr(TITLES[seen.phase], address=address, caller=caller), id="what", classes="title", markup=False)
        if seen.phase is Phase.IDLE and not seen.digits:
            yield Static(tr("These lines in the settings have tui2fa call this telephone:"), classes="muted")
            with Center():
                yield Static(SETTINGS.format(address=address), id="settings", markup=False)
        elif seen.phase is not Phase.RINGING:
            yield from self._heard()
        with HorizontalGroup(id="keys"):
            if seen.phase is Phase.RINGING:
                yield Button(tr("Answer"), id="answer", classes="go")
                yield Button(tr("Decline"), id="hang-up", classes="danger")
            elif seen.phase is Phase.TALKING:
                yield Button(tr("Press 1"), id="one", classes="go")
                yield Button(tr("Hang up"), id="hang-up", classes="danger")

    def _heard(self) -> ComposeResult:
        """The digits of the code's reading that goes on, large; all of them, small. Without key 1 they are no code."""
        tr, digits, keyed = self.tr, self.app.seen.digits, self.app.seen.keyed
        if not digits:
            text = tr("Key 1 was pressed.") if keyed else tr("Press 1 when the voice asks for it.")
            yield Static(text, id="heard", classes="muted")
            return
        if not keyed:
            yield Static(tr("Heard: {digits}", digits=digits), id="heard", markup=False)
            return
        readings = [digits[start : start + DIGITS] for start in range(0, len(digits), DIGITS)]
        with VerticalGroup(id="code"), Center():
            yield LargeCode(readings[-1].ljust(DIGITS))
        yield Static(tr("Heard: {digits}", digits=" · ".join(map(grouped, readings))), id="heard", markup=False)

    def on_mount(self) -> None:
        """Follow the telephone."""
        self.watch(self.app, "seen", self._changed, init=False)

    async def _changed(self) -> None:
        """Show what happened; a new phase puts the focus on what comes next."""
        phase = self.app.seen.phase
        await self.recompose()
        if phase is not self._phase:
            self._phase = phase
            self.refresh_bindings()
            if FIRST[phase]:
                self.query(FIRST[phase]).focus()
                self.app.bell()

    # what can be done

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Each key works while there is something for it to do."""
        phase = self.app.seen.phase
        possible = {
            "answer": phase is Phase.RINGING,
            "press": phase is Phase.TALKING,
            "hang_up": phase is not Phase.IDLE,
        }
        return possible[action] if action in possible else super().check_action(action, parameters)

    @on(Button.Pressed, "#answer")
    def action_answer(self) -> None:
        """Pick up."""
        self.app.telephone.answer()

    @on(Button.Pressed, "#hang-up")
    def action_hang_up(self) -> None:
        """End the call, or decline it."""
        self.app.telephone.hang_up()

    @on(Button.Pressed, "#one")
    def _one(self) -> None:
        self.action_press("1")

    def action_press(self, key: str) -> None:
        """Press a key of the telephone."""
        self.app.telephone.press(key)

    @on(Button.Pressed, "#language")
    async def _language(self) -> None:
        await self.app.action_language()
