"""Time as the program sees it: the wall clock for people, the uptime for waiting."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Protocol


class Clock(Protocol):
    """Where every rule and service gets its time from; tests bring their own."""

    def now(self) -> datetime:
        """The wall clock in UTC, timezone-aware."""

    def uptime(self) -> float:
        """Seconds that run on through suspend and ignore changes of the wall clock (SE-2)."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """The wall clock in UTC."""
        return datetime.now(UTC)

    def uptime(self) -> float:
        """Seconds since boot, suspend included where the system can tell."""
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
