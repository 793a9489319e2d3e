"""The base of screens that follow the store: what another program changes is seen within half a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from textual import on
from textual.message import Message

from tui2fa.domain.errors import Refused
from tui2fa.tui.base.watch import Watch
from tui2fa.tui.screens.signed_in import SignedInScreen

T = TypeVar("T")
V = TypeVar("V")


class WatchingScreen(SignedInScreen[T], Generic[T, V]):
    """Asks `glance` anew after every change of the store, and hands what it gives to `saw`; both are a subclass's."""

    @dataclass
    class Seen(Message):
        """What was seen."""

        value: object

    @dataclass
    class Missed(Message):
        """Nothing could be seen."""

        error: Exception

    def __init__(self) -> None:
        super().__init__()
        self._watch: Watch | None = None

    def glance(self) -> V:
        """What there is to see now; blocks, in a thread of its own. May raise."""
        raise NotImplementedError

    async def saw(self, seen: V) -> None:
        """Show it."""
        raise NotImplementedError

    async def missed(self, error: Exception) -> None:
        """Tell why nothing was seen; the watch goes on."""
        if isinstance(error, Refused):
            self.refuse(error)
        else:
            self.app.trouble(error)

    def watch_store(self) -> None:
        """Look now and after every change, until the screen goes."""
        self.stop_watching()
        self._watch = Watch(
            self.services.login.version,
            lambda: self._tell(self.Seen(self.glance())),
            lambda error: self._tell(self.Missed(error)),
        )
        self._watch.start()

    def stop_watching(self) -> bool:
        """Look no more; whether that was done until now."""
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.stop()
        return watch is not None

    def on_unmount(self) -> None:
        """Look no more."""
        self.stop_watching()

    def _tell(self, message: Message) -> None:
        """Called in the thread of the watch."""
        self.post_message(message)

    @on(Seen)
    async def _seen(self, event: Seen) -> None:
        if self._watch is not None:
            await self.saw(event.value)  # type: ignore[arg-type]

    @on(Missed)
    async def _missed(self, event: Missed) -> None:
        if self._watch is not None:
            await self.missed(event.error)
