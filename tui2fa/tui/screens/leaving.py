"""The base of screens that are not left by accident: a question comes first where something would be lost."""

from __future__ import annotations

from typing import TypeVar

from textual import on

from tui2fa.tui.base.tasks import task
from tui2fa.tui.screens.signed_in import SignedInScreen
from tui2fa.tui.widgets.button import Button

T = TypeVar("T")


class LeavingScreen(SignedInScreen[T]):
    """Escape and the buttons `#cancel`, `#close` and `#done` leave, after the question that `parting` gives."""

    @on(Button.Pressed, "#cancel, #close, #done")
    def action_back(self) -> None:
        """Leave, after a question where something would be lost."""
        self.leave()

    @task
    async def leave(self) -> None:
        """Leave without an answer."""
        if question := self.parting():
            sure = await self.app.push_screen_wait(question)
            if not sure:
                return
        await self.discard()
        self.dismiss(None)

    async def discard(self) -> None:
        """Take back what worked before it was kept."""
