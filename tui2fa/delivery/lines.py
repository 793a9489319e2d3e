"""The lines of a trunk: how many calls there are at once, and that a code goes before a notice."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from tui2fa.delivery.base import Job

AGAIN = 0.1
"""Seconds after which a notice in the way is hung up on once more: its call may just have begun."""


class Lines:
    """Safe in every thread. `hang_up` ends the call of a job, if there is one yet."""

    def __init__(self, most: int, hang_up: Callable[[str], None]) -> None:
        self._most, self._hang_up = most, hang_up
        self._calls: dict[str, Job] = {}
        self._changed = threading.Condition()

    def take(self, job: Job, seconds: float) -> bool:
        """A line for a call; False where there is none within so many seconds.

        A code, which somebody waits for, ends notices that take the last line or engage its number. A notice takes what
        is free, and disturbs no call to the same number: it is told later.
        """
        until = time.monotonic() + seconds
        with self._changed:
            while True:
                free = len(self._calls) < self._most
                notices = [call for call in self._calls.values() if call.is_notice]
                engaging = [call for call in (self._calls.values() if job.is_notice else notices) if call.to == job.to]
                if free and not engaging:
                    self._calls[job.id] = job
                    return True
                in_the_way = engaging if free else notices
                if job.is_notice or not in_the_way or time.monotonic() > until:
                    return False
                for call in in_the_way:
                    self._hang_up(call.id)
                self._changed.wait(AGAIN)

    def give_back(self, job: Job) -> None:
        """The call is over."""
        with self._changed:
            del self._calls[job.id]
            self._changed.notify_all()
