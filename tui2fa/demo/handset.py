"""A real telephone in the demo's hand: it is called over SIP on this machine, presses 1 and hears the digits."""

from __future__ import annotations

import asyncio
import secrets
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

from tui2fa.delivery.base import Channel
from tui2fa.delivery.voice import VoiceChannel
from tui2fa.demo.line import RINGS, Call
from tui2fa.domain.clock import Clock
from tui2fa.settings.ways import Voice
from tui2fa.voice.manner import Lock, Manner, Phase
from tui2fa.voice.orders import Pace
from tui2fa.voice.telephone import Telephone

USER = "demo"
FRAME = 0.01
"""Twice as fast as people speak: nobody listens, and a first look should not be a long wait."""
LISTENS = 1.0
"""Seconds of speech that it hears before it presses 1."""
PATIENCE = 5.0
"""Seconds in which a telephone that works at all is there, or gone."""


class Handset:
    """One telephone with a thread of its own; only who has its password can call it. Safe in every thread."""

    def __init__(self, clock: Clock, rings: float = RINGS, frame: float = FRAME) -> None:
        """Be reachable; `rings` are the seconds before it answers, a packet of sound lasts `frame`. Raises OSError."""
        self._clock = clock
        self._call: Call | None = None
        self._calls = 0
        lock = Lock(USER, secrets.token_urlsafe(), algorithm="SHA-256")
        manner = Manner(answers=rings, presses="1", when=LISTENS, lock=lock)
        self._telephone = Telephone(port=0, manner=manner, changed=self._look, frame=frame)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="handset", daemon=True)
        self._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(self._telephone.start(), self._loop).result(PATIENCE)
        except OSError:
            self._end()
            raise
        self.channel: Channel = VoiceChannel(
            Voice(self._telephone.address, USER, notices=False), lock.password, Pace(frame=frame)
        )
        """What calls it."""

    @property
    def call(self) -> Call | None:
        """The latest call."""
        return self._call

    def answer(self) -> None:
        """Pick up, if it rings."""
        self._ask(self._telephone.answer)

    def hang_up(self) -> None:
        """Decline a call that rings, end one that speaks."""
        self._ask(self._telephone.hang_up)

    def close(self) -> None:
        """Hang up and be reachable no more."""
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self._telephone.stop(), self._loop).result(PATIENCE)
        self._end()

    def _look(self) -> None:
        """See what has changed."""
        seen, before, now = self._telephone.seen, self._call, self._clock.uptime()
        if seen.phase is Phase.RINGING:
            self._calls += 1
            self._call = Call(f"{USER} {self._calls}", seen.called, now)
        elif before is not None:
            self._call = replace(before, phase=seen.phase, heard=seen.digits, since=now)

    def _ask(self, action: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # it was just put away
            self._loop.call_soon_threadsafe(action)

    def _end(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE)
        if not self._thread.is_alive():
            self._loop.close()
