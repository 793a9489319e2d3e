"""When somebody has left the keyboard (SE-1, SE-2)."""

from __future__ import annotations

from enum import Enum, auto

from tui2fa.domain.clock import Clock

LIMIT = 15 * 60
"""Seconds without a key or a click after which the screen is locked."""
WARNING = 60
"""Seconds before that, a warning."""


class Idleness(Enum):
    """How long nothing was touched."""

    AWAKE = auto()
    SLEEPY = auto()
    """A minute is left."""
    GONE = auto()


class IdleWatch:
    """Counts uptime, which goes on through suspend and ignores changes of the wall clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._touched = clock.uptime()

    def touch(self) -> None:
        """Somebody pressed a key or the mouse."""
        self._touched = self._clock.uptime()

    @property
    def touched(self) -> float:
        """The uptime of the last key, in seconds."""
        return self._touched

    @property
    def state(self) -> Idleness:
        """How it stands now."""
        idle = self._clock.uptime() - self._touched
        if idle >= LIMIT:
            return Idleness.GONE
        return Idleness.SLEEPY if idle >= LIMIT - WARNING else Idleness.AWAKE
