"""The line to the phone on the screen: a channel that rings, is answered, and speaks a code."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field, replace
from enum import Enum, auto

from tui2fa.delivery.base import Job, Outcome, Progress, Result
from tui2fa.domain.clock import Clock

RINGS = 4.0
"""Seconds before a call that nobody picks up answers itself, so that a first look needs no key."""
DIGIT = 0.45
"""Seconds to speak a digit."""
READINGS = 2
"""How often a code is spoken."""
LINGERS = 20.0
"""Seconds that what was said stays to be read."""


class CallState(Enum):
    """Where a call stands."""

    RINGING = auto()
    ANSWERED = auto()
    DECLINED = auto()
    ENDED = auto()


OUTCOMES = {
    CallState.ANSWERED: Outcome.HEARD,
    CallState.DECLINED: Outcome.DECLINED,
    CallState.ENDED: Outcome.HUNG_UP,
}
"""What came of a call when its first reading is over."""


@dataclass(frozen=True, slots=True)
class Call:
    """One call to a number (E.164). `since` is the uptime of its latest change; a digit takes `digit` seconds."""

    id: str
    to: str = field(repr=False)
    code: str = field(repr=False)
    since: float
    digit: float = DIGIT
    state: CallState = CallState.RINGING

    def spoken(self, uptime: float) -> int:
        """How many digits were spoken by then, both readings together."""
        if self.state is not CallState.ANSWERED:
            return 0
        return min(int((uptime - self.since) / self.digit), READINGS * len(self.code))

    def speaking(self, uptime: float) -> bool:
        """Whether there is still something to say."""
        return self.state is CallState.ANSWERED and self.spoken(uptime) < READINGS * len(self.code)

    def alive(self, uptime: float) -> bool:
        """Whether there is something to hear, or to read of what was heard."""
        if self.state is CallState.ANSWERED:
            return uptime - self.since < READINGS * len(self.code) * self.digit + LINGERS
        return self.state is CallState.RINGING


class Line:
    """A channel to every number there is: they all ring here. A new call ends the one that is under way."""

    name = "screen"

    def __init__(self, clock: Clock, rings: float = RINGS, digit: float = DIGIT) -> None:
        """`rings` and `digit` are how many seconds a call waits to be answered, and for each digit it speaks."""
        self.clock = clock
        self._rings, self._digit = rings, digit
        self._call: Call | None = None
        self._changed = threading.Condition()

    @property
    def call(self) -> Call | None:
        """The latest call."""
        return self._call

    @property
    def ringing(self) -> bool:
        """Whether a call waits to be answered."""
        return self._call is not None and self._call.state is CallState.RINGING

    @property
    def busy(self) -> bool:
        """Whether there is a call to hang up."""
        return self.ringing or (self._call is not None and self._call.speaking(self.clock.uptime()))

    def check(self) -> list[str]:
        """Nothing can be wrong with it."""
        return []

    def send(self, job: Job, progress: Progress) -> Result:
        """Ring, and speak the code once; the second reading is not waited for."""
        started = time.monotonic()
        self._put(Call(job.id, job.to, job.code, self.clock.uptime(), self._digit))
        progress(Outcome.RINGING)
        self._wait(job.id, CallState.RINGING, self._rings)
        self.answer(job.id)
        self._wait(job.id, CallState.ANSWERED, self._digit * len(job.code))
        return Result(OUTCOMES[self._state(job.id)], seconds=time.monotonic() - started)

    def answer(self, call: str | None = None) -> None:
        """Pick up, if it rings."""
        with self._changed:
            if self._call and self.ringing and call in (None, self._call.id):
                self._put(replace(self._call, state=CallState.ANSWERED, since=self.clock.uptime()))

    def hang_up(self) -> None:
        """Decline a call that rings, end one that speaks."""
        with self._changed:
            if self._call is not None and self._call.state in (CallState.RINGING, CallState.ANSWERED):
                state = CallState.DECLINED if self.ringing else CallState.ENDED
                self._put(replace(self._call, state=state, since=self.clock.uptime()))

    def close(self) -> None:
        """End what is under way."""
        self.hang_up()

    def _put(self, call: Call) -> None:
        with self._changed:
            self._call = call
            self._changed.notify_all()

    def _state(self, call: str) -> CallState:
        """Where a call stands; one that made way for another has ended."""
        latest = self._call
        return latest.state if latest is not None and latest.id == call else CallState.ENDED

    def _wait(self, call: str, state: CallState, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._state(call) is not state, seconds)
