"""The thread that sends notices as soon as there are any, and once more those that reached nobody."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Protocol

from tui2fa.domain.errors import Refused

EVERY = 60.0
"""Seconds after which it looks by itself: for what was put off, or left by another program."""
FAREWELL = 2.0
"""Seconds in which what is under way may still end; the rest is sent by whoever opens the store next (SE-6)."""


class Post(Protocol):
    """What a courier carries. Safe in every thread."""

    def deliver(self) -> bool:
        """Send the next one that waits; whether there was one."""

    def close(self) -> None:
        """Break off what takes long; what is over in a moment may still end."""


class Courier:
    """Delivers when it is woken until nothing waits; `log` is told the kind of an error, and it goes on."""

    def __init__(self, post: Post, log: Callable[[str], None]) -> None:
        self._post = post
        self._log = log
        self._woken = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    def start(self) -> None:
        """Begin with what an earlier program left."""
        self._thread.start()
        self.wake()

    def wake(self) -> None:
        """There is something to send."""
        self._woken.set()

    def close(self) -> None:
        """Send nothing more than what is under way."""
        self._closing.set()
        self._woken.set()
        self._post.close()
        if self._thread.is_alive():
            self._thread.join(FAREWELL)

    def _run(self) -> None:
        while not self._closing.is_set():
            self._woken.wait(EVERY)
            self._woken.clear()
            try:
                while not self._closing.is_set() and self._post.deliver():
                    pass
            except Refused as refused:  # a store that is busy or closed; the notices stay where they are
                self._log(f"notices: {refused.refusal.name}")
            except Exception as error:  # noqa: BLE001 - nothing may end this thread but closing
                self._log(f"notices: {type(error).__name__}")
