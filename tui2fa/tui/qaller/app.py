"""The Qaller app: logs in with a pairing code, then shows every code within half a second."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.message import Message as TextualMessage
from textual.reactive import var
from textual.screen import Screen

from tui2fa.domain.errors import Refused
from tui2fa.domain.refusals import Refusal
from tui2fa.domain.sentences import N_
from tui2fa.services.views import Companion, Event, Message
from tui2fa.tui.base.app import BaseApp, Surroundings
from tui2fa.tui.base.threads import in_thread
from tui2fa.tui.base.watch import Watch
from tui2fa.tui.qaller.inbox import InboxScreen
from tui2fa.tui.qaller.pair import PairScreen

if TYPE_CHECKING:
    from tui2fa.store.sealing import DeviceIdentity


@dataclass(frozen=True, slots=True)
class DeviceFile:
    """Where the identity of this app lies. All of these block; `new` keeps what it makes; `name` is this machine's."""

    present: Callable[[], bool]
    load: Callable[[], DeviceIdentity | None]
    new: Callable[[], DeviceIdentity]
    remove: Callable[[], None]
    name: str


class QallerApp(BaseApp):
    """One device of one login."""

    TITLE = "Qaller"

    companion: var[Companion | None] = var(None)
    """Whose app this is, None while nobody is logged in."""
    messages: var[tuple[Message, ...]] = var(())
    """What came in, newest first."""

    class Arrived(TextualMessage):
        """Something in the inbox has changed."""

        def __init__(self, messages: tuple[Message, ...]) -> None:
            super().__init__()
            self.messages = messages

    class Missed(TextualMessage):
        """The inbox could not be read."""

        def __init__(self, error: Exception) -> None:
            super().__init__()
            self.error = error

    def __init__(self, surroundings: Surroundings, file: DeviceFile) -> None:
        self.file = file
        self._identity: DeviceIdentity | None = None
        self._watch: Watch | None = None
        super().__init__(surroundings)

    def first_screen(self) -> Screen[Any]:
        """The inbox of an app that is logged in, which is what a file says without being opened."""
        return InboxScreen() if self.file.present() else PairScreen(self.file.name)

    async def ready(self) -> None:
        """Take up the identity of last time."""
        identity = await in_thread(self.file.load)
        if identity is not None:
            try:
                await self._follow(identity)
            except Refused as refused:
                if refused.refusal is not Refusal.DEVICE_GONE:
                    raise
                await self._ended(identity)

    async def pair(self, login: str, code: str, name: str) -> None:
        """Log in with a pairing code. Raises Refused."""
        identity = await in_thread(self.file.new)
        try:
            await in_thread(self.services.companion.pair, login, code, name, identity)
        except Refused:
            await in_thread(self.file.remove)
            raise
        await self._follow(identity)
        self.replace_all(InboxScreen())

    async def decline(self, message: Message) -> None:
        """[Dat was ik niet]: the code works no more. Raises Refused."""
        if self._identity is not None:
            await in_thread(self.services.companion.decline, self._identity, message.id)

    async def log_out(self) -> None:
        """Log this app out and forget who it was."""
        if self._identity is not None:
            await in_thread(self.services.companion.log_out, self._identity)
        await self._start_anew(N_("You are logged out."))

    async def _follow(self, identity: DeviceIdentity) -> None:
        """Be this device from now on. Raises Refused(DEVICE_GONE)."""
        companion = self.services.companion
        self.companion, self._identity = await in_thread(companion.who, identity), identity
        self._watch = Watch(
            companion.version,
            lambda: self._tell(self.Arrived(companion.inbox(identity))),
            lambda error: self._tell(self.Missed(error)),
        )
        self._watch.start()

    def _tell(self, message: TextualMessage) -> None:
        """Called in the thread of the watch."""
        self.post_message(message)

    async def _ended(self, identity: DeviceIdentity) -> None:
        """Somebody logged this app out: tell the last that it was told, which no inbox shows any more (RC-7)."""
        self._stop()
        last = await in_thread(self.services.companion.last_word, identity)
        await self._start_anew(Refusal.DEVICE_GONE.value, last)

    async def _start_anew(self, notice: str, last: Event | None = None) -> None:
        """Nobody's device any more: say why, and offer to pair."""
        self._stop()
        self.companion = self._identity = None
        self.messages = ()
        await in_thread(self.file.remove)
        self.replace_all(PairScreen(self.file.name, notice, last))

    @on(Arrived)
    def _arrived(self, event: Arrived) -> None:
        self.messages = event.messages if self._identity else ()

    @on(Missed)
    async def _missed(self, event: Missed) -> None:
        error = event.error
        if not isinstance(error, Refused):
            self.trouble(error)
        elif error.refusal is not Refusal.DEVICE_GONE:
            self.notify(self.tr.refusal(error), severity="warning")
        elif self._identity is not None:
            await self._ended(self._identity)

    def _stop(self) -> None:
        if self._watch is not None:
            self._watch.stop()

    def on_unmount(self) -> None:
        """Look no more."""
        self._stop()
