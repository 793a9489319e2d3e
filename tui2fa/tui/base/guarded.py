"""An app that tells no more than it should: errors without values, no screenshot, sizes within bounds."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.text import Text
from textual import events, on
from textual.app import App, SystemCommand
from textual.driver import Driver
from textual.geometry import Size
from textual.notifications import Notify

from tui2fa.locale import Catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from textual.notifications import SeverityLevel
    from textual.screen import Screen

LARGEST = Size(500, 200)
"""Larger terminals are drawn at this size: a claimed 65535 x 65535 would take gigabytes."""


class GuardedApp(App[object], inherit_bindings=False):
    """Instead of what Textual does by itself with values that may be secret."""

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, keep_line: Callable[[str], None]) -> None:
        """`keep_line` keeps a text where only the operator reads it."""
        super().__init__()
        self._keep_line = keep_line

    @property
    def tr(self) -> Catalogue:
        """The words of the interface."""
        raise NotImplementedError

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Tell something for a moment; it is shown as it is, whatever `markup` asks."""
        del markup
        super().notify(message, title=title, severity=severity, timeout=timeout, markup=False)

    def on_notify(self, event: Notify) -> None:
        """Tell it once while it is there: a key that is held down asks for it many times."""
        if any(told.message == event.notification.message for told in self._notifications):
            event.prevent_default()

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """None: a screenshot would write codes and secrets to a file (the palette is our own)."""
        del screen
        return ()

    # errors

    def trouble(self, error: BaseException) -> None:
        """Tell of an unexpected error by its number and log where it came from; the program goes on."""
        number = self._keep_error(error)
        sentence = self.tr("Something went wrong (error {number}). Try again or contact support.", number=number)
        self.notify(sentence, severity="error")

    def _keep_error(self, error: BaseException) -> str:
        from tui2fa.tui.base import errors

        number = errors.number()
        self._keep_line(f"{number} {errors.record(error)}")
        return number

    def _fatal_error(self) -> None:
        """End after an error nobody caught; Textual's own way prints local values, typed passwords among them."""
        error = sys.exc_info()[1] or self._exception or RuntimeError()
        number = self._keep_error(error)
        line = self.tr("tui2fa stopped because of an error; its number is {number}.", number=number)
        self._exit_renderables[:] = [Text(line)]
        self._close_messages_no_wait()

    def panic(self, *renderables: object) -> None:
        """As `_fatal_error`: an exception that could draw itself would draw its values."""
        del renderables
        self._fatal_error()

    # the terminal

    async def _close_all(self) -> None:
        """End what looks at the screens by the clock before they go."""
        for timer in set(self._timers):
            timer.stop()
        await super()._close_all()

    @on(Driver.SignalResume)
    def _resumed(self) -> None:
        """Draw all of it after `fg`: the terminal has forgotten it, and no size has changed."""
        self.refresh(layout=True)

    def _end_batch(self) -> None:
        """Draw again what was held back, under a dialog as well: Textual leaves a screen that was idle meanwhile."""
        super()._end_batch()
        for screen in self.screen_stack:
            screen.check_idle()

    @property
    def size(self) -> Size:
        """The size that is drawn: at least one cell, at most `LARGEST`."""
        return _clamped(super().size)

    async def on_event(self, event: events.Event) -> None:
        """Bring a claimed size within bounds before anything is laid out for it."""
        if isinstance(event, events.Resize):
            event = events.Resize(_clamped(event.size), _clamped(event.size), _clamped(event.size), event.pixel_size)
        await super().on_event(event)


def _clamped(size: Size) -> Size:
    return Size(max(1, min(size.width, LARGEST.width)), max(1, min(size.height, LARGEST.height)))
