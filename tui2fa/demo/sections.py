"""What the phone on the screen shows: a call, the Qaller app, an authenticator app."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from tui2fa.demo.line import Call, CallState
from tui2fa.demo.phone import Entry, Phone
from tui2fa.domain.codes import DIGITS
from tui2fa.domain.errors import N_
from tui2fa.domain.phone import mask
from tui2fa.domain.text import safe
from tui2fa.locale import Catalogue
from tui2fa.tui import commands
from tui2fa.tui.qaller.codes import grouped, seconds_left
from tui2fa.tui.qaller.large_code import LargeCode
from tui2fa.tui.widgets.button import Button

if TYPE_CHECKING:
    from tui2fa.tui.base.screen import BaseScreen

ANSWER = commands.command(
    "f5", "answer", N_("Answer"), N_("Answers the call on the phone."), footer=False, everywhere=True
)
REJECT = commands.command(
    "f6",
    "reject",
    N_("Reject"),
    N_("On the phone: ends the call, or says of a code in the Qaller app that it was not you."),
    footer=False,
    everywhere=True,
)
SCAN = commands.command(
    "f7", "scan", N_("Scan"), N_("Lets the phone scan the QR code or pairing code on the screen."), everywhere=True
)
ENTRIES = 3
"""Lines of the authenticator app that are shown."""


class Section(VerticalGroup):
    """One part of the phone: a title, what there is to see, and its buttons, which never take the focus."""

    TITLE = ""
    ATTENTION = ""
    """How `Phone.attention` begins when this part deserves a look."""
    BUTTONS: tuple[tuple[Binding, str, str], ...] = ()
    """The command whose key each button shows, the app's action that it runs, and its label."""

    def __init__(self, phone: Phone) -> None:
        super().__init__()
        self.phone = phone
        self._shown: object = None

    @property
    def tr(self) -> Catalogue:
        """The words of the interface."""
        return cast("BaseScreen[Any]", self.screen).tr

    def compose(self) -> ComposeResult:
        """Title, content, buttons."""
        yield Static(self.tr(self.TITLE), classes="head", markup=False)
        yield VerticalGroup(classes="shown")
        with HorizontalGroup(classes="keys"):
            for command, action, label in self.BUTTONS:
                button = Button(f"{command.key.upper()} {self.tr(label)}", id=f"phone-{action}")
                button.can_focus = False
                button.display = False
                yield button

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.app.run_action(str(event.button.id).removeprefix("phone-"))

    async def follow(self) -> None:
        """Show what has changed."""
        for button in self.query(Button):
            action = str(button.id).removeprefix("phone-")
            button.display = bool(self.app.check_action(action, ()))
        state = self.state()
        if state != self._shown:
            self._shown = state
            place = self.query_one(".shown")
            async with self.batch():
                await place.remove_children()
                await place.mount_all(self.picture())

    def state(self) -> object:
        """What the picture depends on."""
        raise NotImplementedError

    def picture(self) -> list[Widget]:
        """What there is to see."""
        raise NotImplementedError


class CallSection(Section):
    """The call: it rings, then the code is spoken digit by digit, twice."""

    TITLE = N_("Telephone call")
    ATTENTION = "call"
    BUTTONS = ((ANSWER, "answer", N_("Answer")), (REJECT, "hang_up", N_("Hang up")))

    def state(self) -> object:
        """The call and how far it is."""
        call, uptime = self.phone.call, self.phone.clock.uptime()
        return call and call.alive(uptime) and (call, call.spoken(uptime), call.speaking(uptime))

    def picture(self) -> list[Widget]:
        """Who calls, or what is said."""
        call, uptime = self.phone.call, self.phone.clock.uptime()
        if call is None or not call.alive(uptime):
            return [_line(self.tr("Nobody is calling."), "$muted")]
        if call.state is CallState.RINGING:
            return [
                _line(self.tr("☎ Callvoip is calling"), "bold"),
                _line(mask(call.to), "$muted"),
                _line(self.tr("Answers by itself in a moment."), "$muted"),
            ]
        return self._speech(call, call.spoken(uptime), call.speaking(uptime))

    def _speech(self, call: Call, spoken: int, speaking: bool) -> list[Widget]:
        words = [self.tr("Your code is"), self.tr("Once more")]
        width = max(map(len, words)) + 2
        said = [call.code[: min(spoken, DIGITS)], call.code[: max(spoken - DIGITS, 0)]]
        lines = [
            Static(Content.assemble((f"{word:<{width}}", "$muted"), (_spaced(digits), "bold")), classes="speech")
            for word, digits in zip(words, said, strict=True)
        ]
        ended = "" if speaking else self.tr("The call has ended.")
        return [_line(self.tr("☎ Callvoip · {number}", number=mask(call.to)), "$muted"), *lines, _line(ended, "$muted")]


class QallerSection(Section):
    """The Qaller app: a code that waits, at once and large."""

    TITLE = N_("Qaller")
    ATTENTION = "code"
    BUTTONS = ((REJECT, "not_me", N_("That was not me")),)

    def state(self) -> object:
        """Who is logged in, and the newest code with the time it has left."""
        code = next(iter(self.phone.codes), None)
        return self.phone.logins, code and (code.id, seconds_left(code, self.phone.clock.now()))

    def picture(self) -> list[Widget]:
        """The newest code, or who is logged in, or how to log in."""
        tr, code = self.tr, next(iter(self.phone.codes), None)
        if not self.phone.logins:
            return [_line(tr("Not logged in yet. Choose Connect Qaller in the panel, then press F7."), "$muted")]
        if code is None:
            return [_line(", ".join(map(safe, self.phone.logins))), _line(tr("No code is waiting."), "$muted")]
        left = tr.duration(seconds_left(code, self.phone.clock.now()))
        return [
            _line(tr("Code for {login}", login=code.login), "bold"),
            LargeCode(code.code, little=True),
            _line(tr("{time} left · from {origin}", time=left, origin=code.origin), "$muted"),
        ]


class AuthenticatorSection(Section):
    """The authenticator app: its running codes."""

    TITLE = N_("Authenticator")
    ATTENTION = "entry"
    BUTTONS = ((SCAN, "scan", N_("Scan the screen")),)

    def state(self) -> object:
        """The entries and the second."""
        return self.phone.entries, self.phone.entries and Entry.seconds_left(self.phone.clock.now())

    def picture(self) -> list[Widget]:
        """A line for each entry."""
        if not self.phone.entries:
            return [_line(self.tr("Empty. Press F7 when a QR code is on the screen."), "$muted")]
        now = self.phone.clock.now()
        left = self.tr.duration(Entry.seconds_left(now))
        return [
            Static(
                Content.assemble(
                    (f"{safe(entry.account, 17):<18}", "$muted"),
                    (grouped(entry.code(now)), "bold"),
                    (f"{left:>6}", "$muted"),
                ),
                classes="line",
            )
            for entry in self.phone.entries[:ENTRIES]
        ]


def _line(text: str, style: str = "") -> Static:
    return Static(Content.styled(text, style), classes="line")


def _spaced(digits: str) -> str:
    """`4 8 2  1 3 7`."""
    return "  ".join(filter(None, (" ".join(digits[:3]), " ".join(digits[3:]))))
