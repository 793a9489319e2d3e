"""What the phone on the screen shows: a call, the Qaller app, an authenticator app, the camera."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import HorizontalGroup, VerticalGroup
from textual.content import Content
from textual.widgets import Static

from tui2fa.demo.line import Call
from tui2fa.demo.phone import Entry, Phone
from tui2fa.domain.codes import DIGITS
from tui2fa.domain.harmless import safe
from tui2fa.domain.phone import mask
from tui2fa.domain.sentences import N_
from tui2fa.locale import Catalogue
from tui2fa.tui import commands
from tui2fa.tui.qaller.codes import grouped, seconds_left
from tui2fa.tui.qaller.large_code import smaller
from tui2fa.tui.widgets.button import Button
from tui2fa.voice.manner import Phase

if TYPE_CHECKING:
    from tui2fa.tui.base.app import BaseApp

SHOW = commands.command(
    "f9", "aside('phone')", N_("Phone"), N_("Shows and hides the phone that gets your codes."), everywhere=True
)
ANSWER = commands.command(
    "f5", "answer", N_("Answer"), N_("Answers the call on the phone."), footer=False, everywhere=True
)
REJECT = commands.command(
    "f6",
    "reject",
    N_("Reject"),
    N_("On the phone: ends the call, or rejects the code in the Qaller app."),
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

    ATTENTION = ""
    """How `Phone.attention` begins when this part deserves a look."""
    BUTTONS: tuple[tuple[Binding, str, str], ...] = ()
    """The command whose key each button shows, the app's action that it runs, and its label."""

    def __init__(self, phone: Phone) -> None:
        super().__init__()
        self.phone = phone
        self._shown: object = self
        self._head = Static("", classes="head")
        self._picture = Static("", classes="shown")
        self._buttons: list[Button] = []

    @property
    def tr(self) -> Catalogue:
        """The words of the interface; those of the app, as a phone that is put away has no screen any more."""
        return cast("BaseApp", self.app).tr

    def compose(self) -> ComposeResult:
        """Title, content, buttons."""
        yield self._head
        yield self._picture
        with HorizontalGroup(classes="keys"):
            for command, action, label in self.BUTTONS:
                button = Button(f"{command.key.upper()} {self.tr(label)}", id=f"phone-{action}")
                button.can_focus = False
                button.display = False
                self._buttons.append(button)
                yield button

    @on(Button.Pressed)
    async def _pressed(self, event: Button.Pressed) -> None:
        event.stop()
        await self.app.run_action(str(event.button.id).removeprefix("phone-"))

    def follow(self) -> None:
        """Show what has changed, and repaint no more than that."""
        possible = [bool(self.app.check_action(action, ())) for _, action, _ in self.BUTTONS]
        if (state := (possible, self.state())) != self._shown:
            self._shown = state
            for button, works in zip(self._buttons, possible, strict=False):  # none where the screen goes meanwhile
                button.display = works
            _change(self._head, Content(self.title()))
            _change(self._picture, self.picture())

    def state(self) -> object:
        """What the picture depends on."""
        raise NotImplementedError

    def title(self) -> str:
        """What it is about."""
        raise NotImplementedError

    def picture(self) -> Content:
        """What there is to see."""
        raise NotImplementedError


class CallSection(Section):
    """The call: it rings, then the code is spoken digit by digit, twice."""

    ATTENTION = "call"
    BUTTONS = ((ANSWER, "answer", N_("Answer")), (REJECT, "decline", N_("Decline")), (REJECT, "hang_up", N_("Hang up")))

    def state(self) -> object:
        """The call and how far it is."""
        call = self.phone.call
        return call and call.alive(self.phone.clock.uptime()) and call

    def title(self) -> str:
        """Who calls."""
        call = self.phone.call
        if call is None or not call.alive(self.phone.clock.uptime()):
            return self.tr("Telephone call")
        calling = self.tr("☎ Callvoip is calling")
        return calling if call.phase is Phase.RINGING else f"☎ Callvoip · {mask(call.to)}"

    def picture(self) -> Content:
        """The number that rings, or what is said."""
        tr, call = self.tr, self.phone.call
        if call is None or not call.alive(self.phone.clock.uptime()):
            return Content.styled(tr("Nobody is calling."), "$muted")
        if call.phase is Phase.RINGING:
            return _lines(Content.styled(mask(call.to), "bold"), _muted(tr("Answers by itself in a moment.")))
        if not call.heard:
            return _muted(tr("This phone presses 1, and then the code is spoken."))
        return self._speech(call)

    def _speech(self, call: Call) -> Content:
        tr = self.tr
        said = {tr("Your code is"): call.heard[:DIGITS], tr("Once more"): call.heard[DIGITS:]}
        width = max(map(len, said)) + 2
        return _lines(
            *(
                Content.assemble((f"{words:<{width}}", "$muted"), (_spaced(code), "bold"))
                for words, code in said.items()
            ),
            _muted("" if call.phase is Phase.TALKING else tr("The call has ended.")),
        )


class QallerSection(Section):
    """The Qaller app: a code that waits, at once and large."""

    ATTENTION = "code"
    BUTTONS = ((REJECT, "not_me", N_("That was not me")),)

    def state(self) -> object:
        """Who is logged in, and the newest code with the time it has left."""
        code = next(iter(self.phone.codes), None)
        return self.phone.logins, code and (code.id, seconds_left(code, self.phone.now))

    def title(self) -> str:
        """Whose code it is."""
        code = next(iter(self.phone.codes), None)
        return self.tr("Code for {login}", login=code.login) if code else self.tr("Qaller")

    def picture(self) -> Content:
        """The newest code, or who is logged in, or how to log in."""
        tr, code = self.tr, next(iter(self.phone.codes), None)
        if not self.phone.logins:
            return _muted(tr("Not logged in yet. Choose Connect Qaller in the panel, then press F7."))
        if code is None:
            logins = ", ".join(map(safe, self.phone.logins))
            return _lines(Content(logins), _muted(tr("No code is waiting.")))
        left = tr.duration(seconds_left(code, self.phone.now))
        return _lines(
            Content.styled(smaller(code.code), "$primary"),
            _muted(tr("{time} left · from {origin}", time=left, origin=code.origin)),
        )


class AuthenticatorSection(Section):
    """The authenticator app: its running codes."""

    ATTENTION = "entry"

    def state(self) -> object:
        """The entries and the second."""
        return self.phone.entries, self.phone.entries and Entry.seconds_left(self.phone.now)

    def title(self) -> str:
        """The app's name."""
        return self.tr("Authenticator")

    def picture(self) -> Content:
        """A line for each entry."""
        if not self.phone.entries:
            return _muted(self.tr("Empty. Press F7 when a QR code is on the screen."))
        now = self.phone.now
        left = self.tr.duration(Entry.seconds_left(now))
        rows = [(f"{safe(entry.account, 17):<18}", grouped(entry.code(now))) for entry in self.phone.entries[:ENTRIES]]
        return _lines(
            *(Content.assemble((name, "$muted"), (code, "bold"), (f"{left:>6}", "$muted")) for name, code in rows)
        )


class CameraSection(Section):
    """The camera, which sees what is on the screen."""

    ATTENTION = "sight"
    BUTTONS = ((SCAN, "scan", N_("Scan the screen")),)

    def state(self) -> object:
        """Whether there is anything to scan."""
        return bool(self.phone.in_sight)

    def title(self) -> str:
        """What it is."""
        return self.tr("Camera")

    def picture(self) -> Content:
        """What it sees."""
        return _muted(self.tr("It sees a code.") if self.phone.in_sight else self.tr("Nothing to scan."))


def _change(place: Static, content: Content) -> None:
    """Show something else; the layout is asked only when it may take more or fewer rows: a running second does not."""
    shown = str(place.content)
    if shown != content.plain:
        place.update(content, layout=len(shown) != len(content.plain))


def _lines(*lines: Content) -> Content:
    return Content("\n").join(lines)


def _muted(text: str) -> Content:
    return Content.styled(text, "$muted")


def _spaced(code: str) -> str:
    """`4 8 2  1 3 7`, as far as it was spoken."""
    return "  ".join(filter(None, (" ".join(code[:3]), " ".join(code[3:DIGITS]))))
