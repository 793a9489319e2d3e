"""The Qaller channel: a code put, sealed, where the account's paired devices look for it."""

from __future__ import annotations

import time
from collections.abc import Callable

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.domain.outcomes import Outcome


class QallerChannel:
    """Reaches the devices that are paired with an account.

    `post` seals and stores a job for each of the account's devices and says whether there was one; whatever it raises
    ends the job as a temporary fault.
    """

    name = "qaller"
    telling = Telling.NOT

    def __init__(self, post: Callable[[Job], bool]) -> None:
        self._post = post

    def check(self) -> list[Problem]:
        """Nothing of this channel can be configured wrongly."""
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Put the code where the devices find it within half a second."""
        started = time.monotonic()
        try:
            posted = self._post(job)
        except Exception as error:  # noqa: BLE001 - a failed delivery is a result, whatever went wrong
            return Result(Outcome.TEMPORARY, type(error).__name__, time.monotonic() - started)
        if not posted:
            return Result(Outcome.UNREACHABLE, "no paired device", time.monotonic() - started)
        return Result(Outcome.SHOWN, seconds=time.monotonic() - started)

    def cancel(self, job: str) -> None:
        """Nothing is ever under way."""

    def close(self) -> None:
        """Nothing is ever under way."""
