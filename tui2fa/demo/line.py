"""The calls that the phone on the screen gets, and a line that pretends to make them where no socket can be opened."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from typing import Protocol

from tui2fa.delivery.base import Job, Problem, Progress, Result, Telling
from tui2fa.domain.clock import Clock
from tui2fa.domain.codes import DIGITS
from tui2fa.domain.outcomes import Outcome
from tui2fa.voice.manner import Phase

RINGS = 4.0
"""Seconds before a call that nobody picks up answers itself, so that a first look needs no key."""
DIGIT = 0.45
"""Seconds to speak a digit."""
READINGS = 2
"""How often a code is spoken."""
LINGERS = 20.0
"""Seconds that a code which was spoken to the end stays to be read."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a number (E.164), and the digits heard of it. `since` is the uptime of its latest change."""

    id: str
    to: str = field(repr=False)
    since: float
    phase: Phase = Phase.RINGING
    heard: str = field(default="", repr=False)

    def alive(self, uptime: float) -> bool:
        """Whether there is something to hear, or to read of what was heard."""
        to_the_end = len(self.heard) >= READINGS * DIGITS
        return self.phase is not Phase.IDLE or (to_the_end and uptime - self.since < LINGERS)


class Receiver(Protocol):
    """Where a call arrives. Safe in every thread."""

    @property
    def call(self) -> Call | None:
        """The latest call."""

    def answer(self) -> None:
        """Pick up, if it rings."""

    def hang_up(self) -> None:
        """Decline a call that rings, end one that speaks."""


class Line:
    """A channel to every number there is, and where its calls arrive. A new call ends the one that is under way."""

    name = "screen"
    telling = Telling.NOT

    def __init__(self, clock: Clock, rings: float = RINGS, digit: float = DIGIT) -> None:
        """`rings` and `digit` are how many seconds a call waits to be answered, and for each digit it speaks."""
        self.clock = clock
        self._rings, self._digit = rings, digit
        self._call: Call | None = None
        self._declined = ""
        self._changed = threading.Condition()

    @property
    def call(self) -> Call | None:
        """The latest call."""
        return self._call

    def check(self) -> list[Problem]:
        """Nothing can be wrong with it."""
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Ring, and speak the code twice."""
        started = time.monotonic()
        with self._changed:
            self._put(Call(job.id, job.to, self.clock.uptime()))
        progress(Outcome.RINGING)
        self._wait(job.id, Phase.RINGING, self._rings)
        self._change(job.id, Phase.RINGING, Phase.TALKING)
        if (call := self._latest(job.id)) is not None and call.phase is Phase.TALKING:
            progress(Outcome.SPEAKING)
        for digit in READINGS * job.code:
            self._wait(job.id, Phase.TALKING, self._digit)
            self.hear(job.id, digit)
        return Result(self._end(job), seconds=time.monotonic() - started)

    def hear(self, call: str, digits: str) -> None:
        """Speak, to whoever listens."""
        with self._changed:
            if (latest := self._latest(call)) is not None and latest.phase is Phase.TALKING:
                self._put(replace(latest, heard=latest.heard + digits, since=self.clock.uptime()))

    def answer(self) -> None:
        """Pick up, if it rings."""
        if (call := self._call) is not None:
            self._change(call.id, Phase.RINGING, Phase.TALKING)

    def hang_up(self) -> None:
        """Decline a call that rings, end one that speaks."""
        if (call := self._call) is not None:
            self._change(call.id, Phase.RINGING, Phase.IDLE, declined=call.id)
            self.cancel(call.id)

    def cancel(self, job: str) -> None:
        """The caller hangs up: it rings or speaks no more."""
        for phase in (Phase.RINGING, Phase.TALKING):
            self._change(job, phase, Phase.IDLE)

    def close(self) -> None:
        """End what is under way."""
        self.hang_up()

    def _end(self, job: Job) -> Outcome:
        """The call is over; what came of it."""
        with self._changed:
            latest = self._latest(job.id)
            self.cancel(job.id)
            if self._declined == job.id:
                return Outcome.DECLINED
            return Outcome.HEARD if latest and len(latest.heard) >= len(job.code) else Outcome.HUNG_UP

    def _latest(self, call: str) -> Call | None:
        """The latest call, if it is this one: another one may have taken its place."""
        return self._call if self._call is not None and self._call.id == call else None

    def _change(self, call: str, before: Phase, after: Phase, declined: str = "") -> None:
        with self._changed:
            if (latest := self._latest(call)) is not None and latest.phase is before:
                self._declined = declined
                self._put(replace(latest, phase=after, since=self.clock.uptime()))

    def _put(self, call: Call) -> None:
        self._call = call
        self._changed.notify_all()

    def _wait(self, call: str, phase: Phase, seconds: float) -> None:
        def otherwise() -> bool:
            latest = self._latest(call)
            return latest is None or latest.phase is not phase

        with self._changed:
            self._changed.wait_for(otherwise, seconds)
