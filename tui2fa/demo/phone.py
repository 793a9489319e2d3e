"""The phone on the screen as it is in a hand: calls, the Qaller app, an authenticator app; nothing of how it looks."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from tui2fa.demo.line import DIGIT, RINGS, Call, Line, Receiver
from tui2fa.domain.clock import Clock
from tui2fa.domain.codes import TIME_STEP
from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.tui.base.watch import Watch
from tui2fa.tui.qaller.codes import waiting
from tui2fa.voice.manner import Phase

if TYPE_CHECKING:
    import pyotp

    from tui2fa.delivery.base import Channel
    from tui2fa.demo.handset import Handset
    from tui2fa.services.companion import CompanionService
    from tui2fa.services.views import Message
    from tui2fa.store.sealing import DeviceIdentity

NAME = "Demo"
"""What this phone calls itself when it is paired."""
GLANCE = 120.0
"""Seconds for which a QR code that was just scanned is worth a look."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the authenticator app, taken up at the uptime `since` (seconds)."""

    account: str
    totp: pyotp.TOTP = field(repr=False)
    since: float

    def code(self, now: datetime) -> str:
        """The code of this moment (RFC 6238)."""
        return self.totp.at(now)

    @staticmethod
    def seconds_left(now: datetime) -> int:
        """How long that code is still shown."""
        return TIME_STEP - int(now.timestamp()) % TIME_STEP


class Phone:
    """One phone that everybody in the demo shares: it knows every login it was paired with.

    Safe in every thread: what is read is replaced whole.
    """

    def __init__(self, clock: Clock, rings: float = RINGS, digit: float = DIGIT) -> None:
        """`rings` and `digit` are those of a `Line`."""
        self.clock = clock
        self.line = Line(clock, rings, digit)
        self._rings = rings
        self._handset: Handset | None = None
        self.messages: tuple[Message, ...] = ()
        self.logins: tuple[str, ...] = ()
        self.entries: tuple[Entry, ...] = ()
        self.in_sight = ""
        """What the camera could read now: an otpauth URI or a pairing code; "" where there is nothing."""
        self.looked_up = ""
        """The login whose line of the authenticator app is being read; "" where none is."""
        self._apps: dict[str, DeviceIdentity] = {}
        self._companion: CompanionService | None = None
        self._watch: Watch | None = None
        self._lock = threading.Lock()

    def connect(self, companion: CompanionService) -> None:
        """Go on the air: from now on the Qaller app looks after every change."""
        self._companion = companion
        self._watch = Watch(companion.version, self.look)
        self._watch.start()

    def switch_on(self) -> tuple[Channel, ...]:
        """Be reachable: by real calls where this machine lets a telephone listen, then by the line that pretends."""
        from tui2fa.demo.handset import Handset

        try:
            self._handset = Handset(self.clock, self._rings)
        except OSError:
            return (self.line,)
        return (self._handset.channel, self.line)

    def close(self) -> None:
        """Switch off."""
        self.line.close()
        if self._handset is not None:
            self._handset.close()
        if self._watch is not None:
            self._watch.stop()

    @property
    def now(self) -> datetime:
        """The moment to the second, so that all that counts down on the phone does so in one repaint."""
        return self.clock.now().replace(microsecond=0)

    # calls

    @property
    def call(self) -> Call | None:
        """The latest call, however it came."""
        calls = [receiver.call for receiver in self._receivers]
        return max((call for call in calls if call is not None), key=lambda call: call.since, default=None)

    @property
    def ringing(self) -> bool:
        """Whether a call waits to be answered."""
        return self.call is not None and self.call.phase is Phase.RINGING

    @property
    def busy(self) -> bool:
        """Whether there is a call to hang up."""
        return self.call is not None and self.call.phase is not Phase.IDLE

    def answer(self) -> None:
        """Pick up, if it rings."""
        for receiver in self._receivers:
            receiver.answer()

    def hang_up(self) -> None:
        """Decline a call that rings, end one that speaks."""
        for receiver in self._receivers:
            receiver.hang_up()

    @property
    def _receivers(self) -> tuple[Receiver, ...]:
        return (self.line,) if self._handset is None else (self._handset, self.line)

    # the Qaller app

    @property
    def codes(self) -> tuple[Message, ...]:
        """The codes that wait in the Qaller app, newest first."""
        return waiting(self.messages, self.now)

    def hold(self, login: str, identity: DeviceIdentity) -> None:
        """The Qaller app is logged in with this login; an earlier app of it is forgotten."""
        with self._lock:
            self._apps = self._apps | {login: identity}
            self.logins = tuple(self._apps)

    def look(self) -> None:
        """Read what came in for every login; one that was unpaired is forgotten."""
        if self._companion is None:
            return
        found: list[Message] = []
        for login, identity in self._apps.items():
            try:
                found += self._companion.inbox(identity)
            except Refused as refused:
                if refused.refusal is not Refusal.DEVICE_GONE:
                    raise
                self._forget(login, identity)
        self.messages = tuple(sorted(found, key=lambda message: message.id, reverse=True))

    def decline(self) -> None:
        """[Dat was ik niet] for the newest code. Raises Refused."""
        code = next(iter(self.codes), None)
        if code and self._companion and (identity := self._apps.get(code.login)):
            self._companion.decline(identity, code.id)
            self.look()

    def _forget(self, login: str, identity: DeviceIdentity) -> None:
        with self._lock:
            if self._apps.get(login) is identity:
                self._apps = {name: app for name, app in self._apps.items() if name != login}
                self.logins = tuple(self._apps)

    # the camera

    def scan(self, login: str) -> None:
        """Take up what is in sight: a QR code, or a pairing code for the app of `login`. Raises Refused."""
        content = self.in_sight
        if content.startswith("otpauth://"):
            self.add_entry(content, self.clock.uptime())
        elif content:
            self._pair(content, login)

    def add_entry(self, uri: str, since: float = 0.0) -> None:
        """One more line in the authenticator app, the newest first; the same secret twice is one line."""
        import pyotp

        totp = pyotp.parse_uri(uri)
        if not isinstance(totp, pyotp.TOTP):
            return
        others = tuple(entry for entry in self.entries if entry.totp.secret != totp.secret)
        self.entries = (Entry(totp.name or "", totp, since), *others)

    def take_up(self, login: str) -> None:
        """It is in this login's hand now: its line of the authenticator app stands first, above those used before."""
        self.entries = tuple(sorted(self.entries, key=lambda entry: entry.account != login))

    def _pair(self, code: str, login: str) -> None:
        if self._companion is None:
            return
        from tui2fa.store.sealing import DeviceIdentity

        identity = DeviceIdentity.new()
        companion = self._companion.pair(login, code, NAME, identity)
        self.hold(companion.login, identity)
        self.look()

    # what deserves a look

    @property
    def attention(self) -> str:
        """Names what deserves a look now, newly for each thing that happens; "" where nothing does."""
        uptime, call = self.clock.uptime(), self.call
        if call and self.busy:
            return f"call {call.id}"
        if codes := self.codes:
            return f"code {codes[0].id}"
        if call and call.alive(uptime):
            return f"call {call.id}"
        if self.entries and uptime - self.entries[0].since < GLANCE:
            return f"entry {self.entries[0].since}"
        if any(entry.account == self.looked_up for entry in self.entries):
            return f"entry {self.looked_up}"
        return f"sight {self.in_sight}" if self.in_sight else ""
