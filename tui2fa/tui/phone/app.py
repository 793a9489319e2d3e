"""The telephone app: rings when it is called over SIP, and shows the digits that it hears."""

from __future__ import annotations

from typing import Any

from textual.reactive import var
from textual.screen import Screen

from tui2fa.tui.base.app import BaseApp, Surroundings
from tui2fa.tui.phone.handset import HandsetScreen
from tui2fa.voice.manner import Seen
from tui2fa.voice.telephone import Telephone


class PhoneApp(BaseApp):
    """One telephone. It uses no services: whatever they are, they stay unused."""

    TITLE = "tui2fa phone"

    seen: var[Seen] = var(Seen())
    """What can be seen of the telephone now."""

    def __init__(self, surroundings: Surroundings, telephone: Telephone) -> None:
        self.telephone = telephone
        super().__init__(surroundings)

    def first_screen(self) -> Screen[Any]:
        """The telephone itself."""
        return HandsetScreen()

    async def ready(self) -> None:
        """Be reachable. Raises OSError where the address is taken, which ends the app."""
        self.telephone.changed = self._look
        await self.telephone.start()
        await self.screen.recompose()  # the address is known now

    def _look(self) -> None:
        self.seen = self.telephone.seen

    async def on_unmount(self) -> None:
        """Hang up."""
        self.telephone.changed = lambda: None
        await self.telephone.stop()
