"""The gate before every channel: the ways to a number in their order, a second try, hanging up what is under way."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from tui2fa.delivery.base import Channel, Job, Progress, Result
from tui2fa.domain.outcomes import Outcome

NOT_SENT = (
    Outcome.BAD_NUMBER,
    Outcome.NOT_ALLOWED,
    Outcome.REFUSED,
    Outcome.CREDENTIALS,
    Outcome.MISCONFIGURED,
    Outcome.UNREACHABLE,
    Outcome.TEMPORARY,
)
"""Outcomes after which nothing can have reached anybody: they cost no waiting."""
OPERATORS = {*NOT_SENT, Outcome.UNKNOWN} - {Outcome.BAD_NUMBER, Outcome.NOT_ALLOWED}
"""Outcomes that an operator may want to look into."""
OFTEN_PASSING = (Outcome.TEMPORARY, Outcome.UNREACHABLE)
"""Outcomes after which the same way is tried once more, where nothing can have rung."""
BARRED = 600.0
"""Seconds for which a way is left alone whose account was refused: trying on would lock that account."""

Again = Callable[[Job, Result, str], Job]
"""Keeps how a job ended, and saves and gives the one that follows it on the way of that name."""


@dataclass
class _Carried:
    """One code on its way."""

    channel: Channel
    job: Job
    given_up: bool = False


class Gate:
    """Carries codes; safe in every thread. `uptime` tells the seconds since this machine started."""

    def __init__(self, uptime: Callable[[], float]) -> None:
        self._uptime = uptime
        self._lock = threading.Lock()
        self._carried: dict[str, _Carried] = {}
        self._refused: dict[str, float] = {}

    def carry(
        self, key: str, ways: Sequence[Channel], job: Job, again: Again, progress: Progress
    ) -> tuple[Job, Result]:
        """Try `job` on the first way, and where nothing can have reached anybody on the next; the last job and its end.

        Where nothing can have rung a way gets a second try. `key` names what is carried for `give_up`. Takes as long
        as the channels take; raises what `again` raises.
        """
        carried = _Carried(ways[0], job)
        with self._lock:
            self._carried[key] = carried
        try:
            return self._try_all(carried, ways, again, progress)
        finally:
            with self._lock:
                if self._carried.get(key) is carried:
                    del self._carried[key]

    def give_up(self, key: str) -> None:
        """Hang up, and try no other way: what is carried under this key ends soon."""
        with self._lock:
            carried = self._carried.get(key)
            if carried is None:
                return
            carried.given_up = True
            channel, job = carried.channel, carried.job
        channel.cancel(job.id)

    def _try_all(
        self, carried: _Carried, ways: Sequence[Channel], again: Again, progress: Progress
    ) -> tuple[Job, Result]:
        tries = [channel for channel in ways for _ in range(2)]
        while True:
            channel = tries.pop(0)
            result, heard = self._try(carried, channel, progress)
            if carried.given_up or result.outcome not in NOT_SENT or result.outcome is Outcome.BAD_NUMBER:
                return carried.job, result
            if heard or result.outcome not in OFTEN_PASSING:
                tries = [other for other in tries if other is not channel]
            if not tries:
                return carried.job, result
            job = again(carried.job, result, tries[0].name)
            with self._lock:
                carried.channel, carried.job = tries[0], job

    def _try(self, carried: _Carried, channel: Channel, progress: Progress) -> tuple[Result, bool]:
        """How the job ended on this way, and whether anything was heard of it before."""
        heard = False

        def listen(outcome: Outcome) -> None:
            nonlocal heard
            heard = True
            if carried.given_up:  # just before the channel knew of the job
                channel.cancel(carried.job.id)
            progress(outcome)

        if self._refused.get(channel.name, 0.0) > self._uptime():
            return Result(Outcome.CREDENTIALS, "left alone after a refusal"), heard
        if carried.given_up:
            return Result(Outcome.HUNG_UP, "given up"), heard
        result = channel.send(carried.job, listen)
        if result.outcome is Outcome.CREDENTIALS:
            self._refused[channel.name] = self._uptime() + BARRED
        return result, heard
