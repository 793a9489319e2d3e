"""How wrong tries become a wait, and a wait becomes a lock (NIST SP 800-63B-4 3.2.2)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

FREE_TRIES = 3
"""TH-2: so many wrong tries cost no wait."""
FIRST_WAIT = 30
"""Seconds."""
LONGEST_WAIT = 3600
"""Seconds."""
CAP = 50
"""TH-1: so many wrong tries in a row disable the authenticator."""


@dataclass(frozen=True, slots=True)
class Throttle:
    """Where one authenticator of one account stands: wrong tries in a row, and until when (UTC) it waits."""

    failures: int = 0
    until: datetime | None = None

    @property
    def locked(self) -> bool:
        """Whether the authenticator is disabled until support or a new binding helps."""
        return self.failures >= CAP

    @property
    def tries_left(self) -> int:
        """Wrong tries until the next wait begins, the one that begins it counted (TH-2)."""
        return max(FREE_TRIES + 1 - self.failures, 1)

    def waiting(self, now: datetime) -> int:
        """Whole seconds still to wait, rounded up; never more than LONGEST_WAIT, whatever the clock did."""
        until = self.seen_at(now).until
        return 0 if until is None else max(int(-(-(until - now).total_seconds() // 1)), 0)

    def seen_at(self, now: datetime) -> Throttle:
        """This as it is to be read: a wait from before the clock went back ends LONGEST_WAIT from now (TH-9).

        Whoever may write keeps what was read. Else the wait would be an hour for as long as the clock is wrong.
        """
        latest = now + timedelta(seconds=LONGEST_WAIT)
        return replace(self, until=latest) if self.until and self.until > latest else self


def wait_after(failures: int) -> int:
    """Seconds to wait after so many wrong tries in a row: 0, 0, 0, 30, 60, 120 … one hour (TH-2)."""
    if failures <= FREE_TRIES:
        return 0
    return min(FIRST_WAIT << min(failures - FREE_TRIES - 1, 12), LONGEST_WAIT)


def until_after(failures: int, now: datetime) -> datetime | None:
    """Until when (UTC) an authenticator waits after so many wrong tries; None for no wait."""
    seconds = wait_after(failures)
    return now + timedelta(seconds=seconds) if seconds else None
